-- Alerts between offices: a duty with a clock. The server knows kind, marking, states, clocks and offices; what an alert says is
-- sealed in the sender's browser to each office alone.

-- One alert. From a case it stands in the room of the case, so whoever does not read the case does not learn of it.
create table asylia.alert (
  compartment_id uuid not null references asylia.compartment (id),
  id uuid not null,
  team_id uuid not null references asylia.team (id),
  code text not null unique check (code ~ '^W-[2-9A-HJ-NP-Z]{6}$'),
  state text not null default 'draft' check (state in ('draft', 'sent', 'withdrawn', 'dropped')),
  -- The newest version, sent or not, and the newest that was sent.
  version int not null default 1 check (version > 0),
  sent_version int not null default 0 check (sent_version <= version),
  withdrawn_at timestamptz,
  primary key (compartment_id, id),
  check ((state = 'withdrawn') = (withdrawn_at is not null))
);
create index alert_of_team on asylia.alert (team_id, state, id);

-- What was drawn up, and under which marking. A version that was sent is never changed; an update is the next one.
create table asylia.alert_version (
  compartment_id uuid not null,
  alert_id uuid not null,
  version int not null check (version > 0),
  state text not null default 'draft' check (state in ('draft', 'sent')),
  kind text not null check (kind in ('early_warning', 'incident', 'urgent_action', 'pattern', 'all_clear')),
  tlp text not null check (tlp in ('TLP:RED', 'TLP:AMBER+STRICT', 'TLP:AMBER', 'TLP:GREEN', 'TLP:CLEAR')),
  level smallint not null check (level between 1 and 5),
  asks text not null check (asks ~ '^[a-z_]{2,40}$'),
  answer_by timestamptz not null,
  ends_at timestamptz not null check (ends_at >= answer_by),
  -- Whom it speaks of: persons of the case, or whoever reported. Each has to have agreed, for each office.
  about text[] not null default '{}' check (cardinality(about) <= 40),
  says boolean not null,
  shows_offices boolean not null,
  offices uuid[] not null check (cardinality(offices) between 1 and 1000),
  -- Each office with the use that was asked for it, `quay:partners`: two people sign it, and nothing goes under another one.
  scopes text[] not null default '{}',
  -- Salt of the tree over the offices: without it nobody guesses from the root who else was addressed.
  salt bytea not null check (octet_length(salt) = 32),
  digest bytea not null check (octet_length(digest) = 32),
  text_id uuid not null,
  drafted_by uuid not null references asylia.member (id),
  drafted_at timestamptz not null,
  sent_by uuid references asylia.member (id),
  sent_at timestamptz,
  primary key (compartment_id, alert_id, version),
  foreign key (compartment_id, alert_id) references asylia.alert (compartment_id, id),
  check ((state = 'sent') = (sent_at is not null)),
  -- What names a person, even by a code, goes no further than the office that is named.
  check (cardinality(about) = 0 or tlp in ('TLP:RED', 'TLP:AMBER+STRICT'))
);

-- One office's copy, as the sender sees it. `id` is known to the two offices and to nobody else.
create table asylia.alert_delivery (
  compartment_id uuid not null,
  id uuid not null,
  alert_id uuid not null,
  team_id uuid not null references asylia.team (id),
  office uuid not null references asylia.team (id),
  state text not null default 'queued'
    check (state in ('queued', 'delivered', 'opened', 'acknowledged', 'acting', 'answered', 'refused', 'stopped', 'recalled')),
  -- The version that waits or went, the one that the office has, and the newest that somebody there opened.
  version int not null,
  held_version int not null default 0,
  read_version int not null default 0,
  level smallint not null,
  -- 0 the duty, 1 the deputy, 2 the next level, 3: nobody answered.
  step smallint not null default 0 check (step between 0 and 3),
  queued_at timestamptz not null,
  delivered_at timestamptz,
  opened_at timestamptz,
  acknowledged_at timestamptz,
  -- As what somebody there acknowledged it; never who.
  acknowledged_as text check (acknowledged_as ~ '^[a-z]{3,20}$'),
  acting_at timestamptz,
  answered_at timestamptz,
  refused_at timestamptz,
  reason text check (reason ~ '^[a-z_]{2,40}$'),
  answer_by timestamptz not null,
  ends_at timestamptz not null,
  -- When the next thing is due; null when nothing is awaited any more.
  clock_at timestamptz,
  changed_at timestamptz not null,
  primary key (compartment_id, id),
  unique (compartment_id, alert_id, office),
  foreign key (compartment_id, alert_id) references asylia.alert (compartment_id, id),
  check ((state in ('refused', 'stopped')) = (reason is not null))
);
create index alert_delivery_waits on asylia.alert_delivery (team_id, clock_at, id) where clock_at is not null;
create index alert_delivery_done on asylia.alert_delivery (team_id, changed_at desc, id) where clock_at is null;
create index alert_delivery_known on asylia.alert_delivery (id);

-- The same copy as the office sees it, in the room of its team.
create table asylia.alert_received (
  compartment_id uuid not null references asylia.compartment (id),
  id uuid not null,
  from_team uuid not null references asylia.team (id),
  state text not null default 'delivered' check (state in ('delivered', 'opened', 'acknowledged', 'acting', 'answered', 'refused', 'withdrawn')),
  version int not null,
  kind text not null check (kind in ('early_warning', 'incident', 'urgent_action', 'pattern', 'all_clear', 'withdrawal')),
  tlp text not null,
  level smallint not null,
  asks text not null,
  step smallint not null default 0 check (step between 0 and 3),
  delivered_at timestamptz not null,
  opened_at timestamptz,
  acknowledged_at timestamptz,
  acknowledged_as text check (acknowledged_as ~ '^[a-z]{3,20}$'),
  acknowledged_by uuid references asylia.member (id),
  acting_at timestamptz,
  answered_at timestamptz,
  refused_at timestamptz,
  reason text check (reason ~ '^[a-z_]{2,40}$'),
  answer_by timestamptz not null,
  ends_at timestamptz not null,
  clock_at timestamptz,
  changed_at timestamptz not null,
  primary key (compartment_id, id)
);
create index alert_received_owed on asylia.alert_received (compartment_id, clock_at, id) where clock_at is not null;
create index alert_received_done on asylia.alert_received (compartment_id, changed_at desc, id) where clock_at is null;
create index alert_received_known on asylia.alert_received (id);
create index alert_received_clock on asylia.alert_received (clock_at) where state in ('delivered', 'opened') and step < 3;
create index alert_received_ends on asylia.alert_received (ends_at) where state <> 'withdrawn';

-- What is sealed, always of one length: the sender's own copy, one for each office until it is delivered, that copy in the
-- office's room, and what the office replied in the sender's.
create table asylia.alert_text (
  compartment_id uuid not null references asylia.compartment (id),
  id uuid not null,
  kind text not null check (kind in ('own', 'queued', 'copy', 'reply')),
  -- The alert of an own copy, else the delivery.
  about uuid not null,
  version int not null check (version > 0),
  put_at timestamptz not null,
  body bytea not null check (octet_length(body) = 18043),
  primary key (compartment_id, id)
);
alter table asylia.alert_text alter column body set statistics 0, alter column body set storage external;
create index alert_text_queued on asylia.alert_text (put_at, id) where kind = 'queued';
create index alert_text_about on asylia.alert_text (about, kind, version);

-- Whom an office is called on its notices, step by step. No content ever goes there.
create table asylia.alert_duty (
  compartment_id uuid not null references asylia.compartment (id),
  step smallint not null check (step between 0 and 2),
  address text check (address ~ '^[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9][A-Za-z0-9.-]{1,120}$'),
  revision int not null default 1 check (revision > 0),
  primary key (compartment_id, step)
);
alter table asylia.alert_duty alter column address set statistics 0;

create table asylia.alert_mail (
  compartment_id uuid not null references asylia.compartment (id),
  id uuid not null,
  received_id uuid not null,
  version int not null,
  step smallint not null check (step between 0 and 2),
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'failed')),
  tries int not null default 0 check (tries >= 0),
  next_at timestamptz not null,
  primary key (compartment_id, id),
  -- One for an alert, one for each escalation of it.
  unique (compartment_id, received_id, version, step)
);
create index alert_mail_next on asylia.alert_mail (next_at) where state = 'waiting';

-- Where somebody finds who is responsible. `open` entries are for everybody; the others for the offices of this installation.
create table asylia.focal_point (
  compartment_id uuid not null references asylia.compartment (id),
  id uuid not null,
  territory text[] not null check (cardinality(territory) between 1 and 60),
  remit text[] not null default '{}' check (cardinality(remit) <= 20),
  languages text[] not null check (cardinality(languages) <= 20),
  opens smallint not null check (opens between 0 and 1440),
  closes smallint not null check (closes between 0 and 1440),
  -- Minutes east of UTC; the days of the week, Monday is 1.
  offset_minutes smallint not null check (offset_minutes between -720 and 840),
  days smallint[] not null check (days <@ '{1,2,3,4,5,6,7}'),
  deputies smallint not null check (deputies between 0 and 9),
  state_body boolean not null,
  police boolean not null,
  conflicts text[] not null default '{}' check (cardinality(conflicts) <= 60),
  -- A public telephone number, address or page of the office, checked by somebody on that day.
  contact text not null check (octet_length(contact) <= 200),
  open boolean not null,
  checked_on date not null,
  checked_by uuid not null references asylia.member (id),
  revision int not null default 1 check (revision > 0),
  primary key (compartment_id, id)
);

select set_config('default_tablespace', coalesce((select spcname::text from pg_tablespace where spcname = 'asylia_keys'), ''), true);
create table keys.alert_wrap (
  compartment_id uuid not null,
  id uuid not null,
  -- The team key that it is sealed to; 0 for the key of a case.
  epoch int not null check (epoch >= 0),
  age_file bytea not null check (octet_length(age_file) <= 4096),
  primary key (compartment_id, id)
);
set local default_tablespace = '';
alter table keys.alert_wrap alter column compartment_id set statistics 0, alter column id set statistics 0,
  alter column epoch set statistics 0, alter column age_file set statistics 0, alter column age_file set storage external;

-- guards T-21. A row is seen by whoever sees their own row of its compartment (0019).
do $$
declare
  place text;
  own text;
begin
  foreach place in array array[
    'asylia.alert', 'asylia.alert_version', 'asylia.alert_delivery', 'asylia.alert_received', 'asylia.alert_text', 'keys.alert_wrap',
    'asylia.alert_duty', 'asylia.alert_mail', 'asylia.focal_point'
  ] loop
    execute format('alter table %s enable row level security', place);
    execute format('alter table %s force row level security', place);
    own := format(
      '(select true from asylia.compartment_member own where own.compartment_id = %s.compartment_id and own.member_id = access.member())',
      split_part(place, '.', 2));
    execute format('create policy seen on %s for select to asylia_app using (%s)', place, own);
    execute format('grant select on %s to asylia_app', place);
    execute format('create policy by_access on %s to asylia_access using (true) with check (true)', place);
    execute format('grant select on %s to asylia_access', place);
  end loop;
  -- What the sender writes alone; where two offices are concerned, the functions below.
  foreach place in array array['asylia.alert', 'asylia.alert_version', 'asylia.alert_text', 'keys.alert_wrap', 'asylia.alert_duty', 'asylia.focal_point'] loop
    execute format('create policy adds on %s for insert to asylia_app with check (access.writes(compartment_id))', place);
    own := format(
      '(select true from asylia.compartment_member own where own.compartment_id = %s.compartment_id and own.member_id = access.member())',
      split_part(place, '.', 2));
    execute format('create policy changes on %s for update to asylia_app using (%s) with check (access.writes(compartment_id))', place, own);
    execute format('create policy drops on %s for delete to asylia_app using (access.writes(compartment_id))', place);
    execute format('grant insert on %s to asylia_app', place);
  end loop;
end $$;
grant update (state, version) on asylia.alert to asylia_app;
grant update (kind, tlp, level, asks, answer_by, ends_at, about, says, shows_offices, offices, scopes, salt, digest, text_id, drafted_by, drafted_at)
  on asylia.alert_version to asylia_app;
grant delete on asylia.alert_text, keys.alert_wrap, asylia.focal_point to asylia_app;
grant update (epoch, age_file) on keys.alert_wrap to asylia_app;
grant update (address, revision) on asylia.alert_duty to asylia_app;
grant update (territory, remit, languages, opens, closes, offset_minutes, days, deputies, state_body, police, conflicts, contact, open, checked_on,
  checked_by, revision) on asylia.focal_point to asylia_app;
-- A draft may be drawn up anew; what was sent stands as it was signed.
create policy only_drafts on asylia.alert_version as restrictive for update to asylia_app using (state = 'draft');
-- The application puts down the sender's own copy and takes away its own; copies of others are moved by the functions.
create policy only_own on asylia.alert_text as restrictive for insert to asylia_app with check (kind = 'own');
create policy only_own_drops on asylia.alert_text as restrictive for delete to asylia_app using (kind = 'own');
-- Whoever reads the case for another team learns neither whom the sender told nor what came back, and draws nothing up in its place:
-- an office that is let into the case would see every other one. guards T-21
create policy of_sender on asylia.alert as restrictive to asylia_app using (team_id = (select access.team())) with check (team_id = (select access.team()));
create policy of_sender on asylia.alert_delivery as restrictive to asylia_app using (team_id = (select access.team()));
create policy of_sender on asylia.alert_version as restrictive to asylia_app
  using (exists (select from asylia.alert a where a.compartment_id = alert_version.compartment_id and a.id = alert_version.alert_id))
  with check (exists (select from asylia.alert a where a.compartment_id = alert_version.compartment_id and a.id = alert_version.alert_id));
create policy of_sender on asylia.alert_text as restrictive for select to asylia_app using (
  kind = 'copy' or exists (select from asylia.alert a where a.compartment_id = alert_text.compartment_id and a.id = alert_text.about)
  or exists (select from asylia.alert_delivery d where d.compartment_id = alert_text.compartment_id and d.id = alert_text.about)
);
create policy of_sender on keys.alert_wrap as restrictive for select to asylia_app
  using (exists (select from asylia.alert_text t where t.compartment_id = alert_wrap.compartment_id and t.id = alert_wrap.id));

grant update on asylia.alert, asylia.alert_version, asylia.alert_mail to asylia_access;
grant insert, update, delete on asylia.alert_delivery, asylia.alert_received, asylia.alert_text, keys.alert_wrap to asylia_access;
grant insert on asylia.alert_mail to asylia_access;
grant select on asylia.consent to asylia_access;
-- Who once said that they are police stays police, whatever the entry says later and whether there still is one.
alter table asylia.team add column police boolean not null default false;
grant update (police) on asylia.team to asylia_access;
create function access.remember_police() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update asylia.team t set police = true from asylia.compartment c where c.id = new.compartment_id and t.id = c.team_id and not t.police;
  return null;
end $$;
create trigger police_once after insert or update on asylia.focal_point for each row when (new.police) execute function access.remember_police();
create policy of_alerts on asylia.consent for select to asylia_access using (true);

-- For which use somebody has to have agreed before this office may learn of them. guards T-21
create function access.alert_scope(office uuid) returns text
language sql stable security definer set search_path = '' as $$
  select case
    when t.police then 'law_enforcement'
    when t.kind = 'state' then 'focal_point' when t.kind = 'eu' then 'eu_institutions' else 'partners' end
  from asylia.team t where t.id = office and access.member() is not null
$$;

-- Why an office may not have it: it is barred from the case, or somebody did not agree. Null when it may. Asked when it is
-- sent and once more when it is delivered. Whoever reported and took the use back took it back for all that came from them, as in
-- use.rules.ts. Of a room that the speaker does not see nothing is told but a no. guards T-21, T-27
create function access.alert_bar(room uuid, about text[], office uuid, today date) returns text
language sql stable security definer set search_path = '' as $$
  select case
    when not (access.sees(room) or access.is_installation()) then 'barred'
    when not exists (select from asylia.team t where t.id = office and t.kind <> 'house') then 'barred'
    when exists (select from asylia.compartment_deny d where d.compartment_id = room and d.team_id = office) then 'barred'
    when cardinality(about) > 0 and (
      select c.change from asylia.consent c
      where c.compartment_id = room and c.subject = 'reporter' and c.scope = access.alert_scope(office) order by c.n desc limit 1
    ) = 'withdrawn' then 'consent'
    when exists (
      select from unnest(about) s (subject) where not exists (
        select from asylia.consent c
        where c.compartment_id = room and c.subject = s.subject and c.scope = access.alert_scope(office) and c.change = 'given'
          and c.from_on <= today and today <= c.expires_on
          and c.n > coalesce((
            select max(w.n) from asylia.consent w
            where w.compartment_id = room and w.subject = c.subject and w.scope = c.scope and w.change = 'withdrawn'
          ), 0)
      )
    ) then 'consent'
  end
$$;

-- Whether two people signed this version for the use that the office stands for now. Where it speaks of nobody, none was asked.
create function access.alert_scope_signed(about text[], scopes text[], office uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select cardinality(about) = 0 or exists (
    select from asylia.team t where t.id = office and t.slug || ':' || access.alert_scope(t.id) = any (scopes)
  )
$$;

create function base.alert_window(level int) returns interval
language sql immutable parallel safe set search_path = '' as $$
  select case level when 5 then interval '15 minutes' when 4 then interval '1 hour' when 3 then interval '8 hours'
    when 2 then interval '72 hours' else interval '7 days' end
$$;
create function base.alert_turns(was text, becomes text) returns boolean
language sql immutable parallel safe set search_path = '' as $$
  select (was, becomes) in (
    ('delivered', 'opened'), ('opened', 'acknowledged'), ('opened', 'refused'), ('acknowledged', 'acting'), ('acknowledged', 'answered'),
    ('acknowledged', 'refused'), ('acting', 'answered'), ('acting', 'refused'), ('answered', 'acting'), ('answered', 'answered')
  )
$$;
revoke execute on function base.alert_window(int), base.alert_turns(text, text) from public;
grant execute on function base.alert_window(int), base.alert_turns(text, text) to asylia_app, asylia_access;

-- Queues the sealed copies of a version, one for each office that it names, all of them or none. Answers 'sent', or why not.
create function access.send_alert(room uuid, alert uuid, offices uuid[], ids uuid[], epochs int[], texts uuid[], bodies bytea[], wraps bytea[],
  at timestamptz, today date) returns text
language plpgsql security definer set search_path = '' as $$
declare
  own asylia.alert;
  goes asylia.alert_version;
  bar text;
  n int;
begin
  if not access.writes(room) then raise exception 'not this team''s alert' using errcode = 'insufficient_privilege'; end if;
  select * into own from asylia.alert a where a.compartment_id = room and a.id = alert and a.state in ('draft', 'sent') for update;
  select * into goes from asylia.alert_version v
  where v.compartment_id = room and v.alert_id = alert and v.version = own.version and v.state = 'draft' for update;
  if goes.alert_id is null then return 'gone'; end if;
  if own.team_id is distinct from access.team() or own.team_id = any (offices) then return 'barred'; end if;
  if array(select unnest(offices) order by 1) is distinct from array(select unnest(goes.offices) order by 1) then return 'gone'; end if;
  -- Whoever has an earlier version gets this one, unless they may not any more.
  if exists (
    select from asylia.alert_delivery d where d.compartment_id = room and d.alert_id = alert and d.held_version > 0
      and d.state not in ('refused', 'stopped') and not d.office = any (offices) and access.alert_bar(room, goes.about, d.office, today) is null
  ) then return 'missing'; end if;
  for n in 1 .. cardinality(offices) loop
    bar := access.alert_bar(room, goes.about, offices[n], today);
    if bar is not null then return bar; end if;
    if not access.alert_scope_signed(goes.about, goes.scopes, offices[n]) then return 'gone'; end if;
    if epochs[n] is distinct from access.epoch_of(offices[n]) then return 'key_changed'; end if;
    insert into asylia.alert_delivery as d (compartment_id, id, alert_id, team_id, office, version, level, queued_at, answer_by, ends_at, clock_at, changed_at)
    values (room, ids[n], alert, own.team_id, offices[n], goes.version, goes.level, at, goes.answer_by, goes.ends_at, at, at)
    on conflict (compartment_id, alert_id, office) do update set state = 'queued', version = excluded.version, level = excluded.level,
      queued_at = at, reason = null, answer_by = excluded.answer_by, ends_at = excluded.ends_at, clock_at = at, changed_at = at;
    -- What still waits of an earlier version is overtaken.
    delete from keys.alert_wrap w using asylia.alert_text t, asylia.alert_delivery d
    where d.compartment_id = room and d.alert_id = alert and d.office = offices[n] and t.compartment_id = room and t.about = d.id and t.kind = 'queued'
      and w.compartment_id = room and w.id = t.id;
    delete from asylia.alert_text t using asylia.alert_delivery d
    where d.compartment_id = room and d.alert_id = alert and d.office = offices[n] and t.compartment_id = room and t.about = d.id and t.kind = 'queued';
    insert into asylia.alert_text (compartment_id, id, kind, about, version, put_at, body)
    select room, texts[n], 'queued', d.id, goes.version, at, bodies[n] from asylia.alert_delivery d
    where d.compartment_id = room and d.alert_id = alert and d.office = offices[n];
    insert into keys.alert_wrap (compartment_id, id, epoch, age_file) values (room, texts[n], epochs[n], wraps[n]);
  end loop;
  update asylia.alert_version v set state = 'sent', sent_by = access.member(), sent_at = at
  where v.compartment_id = room and v.alert_id = alert and v.version = goes.version;
  update asylia.alert a set state = 'sent', sent_version = goes.version where a.compartment_id = room and a.id = alert;
  return 'sent';
end $$;

-- Delivers the copy that waits longest: out of the sender's room, into the office's, in one step. Null when none waits.
create function access.deliver_alert(at timestamptz, today date) returns table (delivery uuid, office_room uuid, outcome text)
language plpgsql security definer set search_path = '' as $$
declare
  goes asylia.alert_text;
  d asylia.alert_delivery;
  v asylia.alert_version;
  place uuid;
  bar text;
  due timestamptz;
begin
  perform access.demand_installation();
  select * into goes from asylia.alert_text t where t.kind = 'queued' order by t.put_at, t.id limit 1 for update skip locked;
  if goes.id is null then return; end if;
  select * into d from asylia.alert_delivery e where e.compartment_id = goes.compartment_id and e.id = goes.about for update;
  select * into v from asylia.alert_version o
  where o.compartment_id = d.compartment_id and o.alert_id = d.alert_id and o.version = goes.version;
  select c.id into place from asylia.compartment c where c.team_id = d.office and c.kind = 'team';
  bar := coalesce(access.alert_bar(d.compartment_id, v.about, d.office, today),
    case when not access.alert_scope_signed(v.about, v.scopes, d.office) then 'consent' end);
  if bar is not null then
    delete from keys.alert_wrap w where w.compartment_id = goes.compartment_id and w.id = goes.id;
    delete from asylia.alert_text t where t.compartment_id = goes.compartment_id and t.id = goes.id;
    update asylia.alert_delivery e set state = 'stopped', reason = bar, clock_at = null, changed_at = at
    where e.compartment_id = d.compartment_id and e.id = d.id;
    return query select d.id, place, 'stopped';
    return;
  end if;
  due := least(at + base.alert_window(v.level), v.ends_at);
  delete from keys.alert_wrap w using asylia.alert_text t
  where t.compartment_id = place and t.about = d.id and t.kind = 'copy' and w.compartment_id = place and w.id = t.id;
  delete from asylia.alert_text t where t.compartment_id = place and t.about = d.id and t.kind = 'copy';
  update asylia.alert_text t set compartment_id = place, kind = 'copy', put_at = at where t.compartment_id = goes.compartment_id and t.id = goes.id;
  update keys.alert_wrap w set compartment_id = place where w.compartment_id = goes.compartment_id and w.id = goes.id;
  insert into asylia.alert_received as r (compartment_id, id, from_team, version, kind, tlp, level, asks, delivered_at, answer_by, ends_at, clock_at, changed_at)
  values (place, d.id, d.team_id, v.version, v.kind, v.tlp, v.level, v.asks, at, v.answer_by, v.ends_at, due, at)
  on conflict (compartment_id, id) do update set state = 'delivered', version = excluded.version, kind = excluded.kind, tlp = excluded.tlp,
    level = excluded.level, asks = excluded.asks, step = 0, delivered_at = at, opened_at = null, acknowledged_at = null, acknowledged_as = null,
    acknowledged_by = null, acting_at = null, answered_at = null, refused_at = null, reason = null, answer_by = excluded.answer_by,
    ends_at = excluded.ends_at, clock_at = due, changed_at = at;
  update asylia.alert_delivery e set state = 'delivered', held_version = v.version, step = 0, delivered_at = at, opened_at = null,
    acknowledged_at = null, acknowledged_as = null, acting_at = null, answered_at = null, refused_at = null, clock_at = due, changed_at = at
  where e.compartment_id = d.compartment_id and e.id = d.id;
  perform access.queue_alert_mail(place, d.id, v.version, 0, at);
  return query select d.id, place, 'delivered';
end $$;

-- A notice without a word, where the office named an address for this step.
create function access.queue_alert_mail(place uuid, received uuid, of_version int, of_step int, at timestamptz) returns void
language sql security definer set search_path = '' as $$
  insert into asylia.alert_mail (compartment_id, id, received_id, version, step, next_at)
  select place, gen_random_uuid(), received, of_version, of_step, at from asylia.alert_duty u
  where u.compartment_id = place and u.step = of_step and u.address is not null and access.is_installation()
  on conflict do nothing
$$;

-- The office says where it stands; both sides read the same. False when that does not follow from where it stood.
create function access.turn_alert(received uuid, becomes text, said_as text, why text, at timestamptz) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  r asylia.alert_received;
  clock timestamptz;
begin
  select * into r from asylia.alert_received a join asylia.compartment c on c.id = a.compartment_id
  where a.id = received and c.team_id = access.team() and c.kind = 'team' for update of a;
  if r.id is null or not access.writes(r.compartment_id) then
    raise exception 'nothing of this team' using errcode = 'insufficient_privilege';
  end if;
  if r.ends_at <= at or not base.alert_turns(r.state, becomes) then return false; end if;
  clock := case when becomes = 'opened' then r.clock_at when becomes in ('acknowledged', 'acting') then r.answer_by end;
  update asylia.alert_received a set state = becomes, clock_at = clock, changed_at = at,
    opened_at = case when becomes = 'opened' then at else a.opened_at end,
    acknowledged_at = case when becomes = 'acknowledged' then at else a.acknowledged_at end,
    acknowledged_as = case when becomes = 'acknowledged' then said_as else a.acknowledged_as end,
    acknowledged_by = case when becomes = 'acknowledged' then access.member() else a.acknowledged_by end,
    acting_at = case when becomes = 'acting' then at else a.acting_at end,
    answered_at = case when becomes = 'answered' then at else a.answered_at end,
    refused_at = case when becomes = 'refused' then at else a.refused_at end,
    reason = case when becomes = 'refused' then why end
  where a.compartment_id = r.compartment_id and a.id = r.id;
  update asylia.alert_delivery d set changed_at = at,
    read_version = case when becomes = 'opened' then greatest(d.read_version, r.version) else d.read_version end,
    opened_at = case when becomes = 'opened' then at else d.opened_at end,
    acknowledged_at = case when becomes = 'acknowledged' then at else d.acknowledged_at end,
    acknowledged_as = case when becomes = 'acknowledged' then said_as else d.acknowledged_as end,
    acting_at = case when becomes = 'acting' then at else d.acting_at end,
    answered_at = case when becomes = 'answered' then at else d.answered_at end,
    refused_at = case when becomes = 'refused' then at else d.refused_at end,
    -- While an update is on its way, that is what the sender waits for.
    state = case when d.version = r.version then becomes else d.state end,
    clock_at = case when d.version = r.version then clock else d.clock_at end,
    reason = case when becomes = 'refused' and d.version = r.version then why else d.reason end
  where d.id = received and d.office = access.team();
  return true;
end $$;

-- Where the office says that it stands, with what one of its members signed of it, sealed into the room where the alert stands:
-- the sender's browser believes the signature and not the column.
create function access.reply_alert(received uuid, becomes text, said_as text, why text, reply uuid, of_epoch int, body bytea, age_file bytea,
  at timestamptz) returns text
language plpgsql security definer set search_path = '' as $$
declare
  d asylia.alert_delivery;
  r asylia.alert_received;
begin
  select * into d from asylia.alert_delivery e where e.id = received and e.office = access.team();
  select * into r from asylia.alert_received a where a.id = received and access.writes(a.compartment_id);
  if d.id is null or r.id is null then raise exception 'nothing of this team' using errcode = 'insufficient_privilege'; end if;
  if of_epoch is distinct from access.epoch_of(d.team_id) then return 'key_changed'; end if;
  if becomes = 'opened' or not access.turn_alert(received, becomes, said_as, why, at) then return 'stale'; end if;
  insert into asylia.alert_text (compartment_id, id, kind, about, version, put_at, body) values (d.compartment_id, reply, 'reply', d.id, r.version, at, reply_alert.body);
  insert into keys.alert_wrap (compartment_id, id, epoch, age_file) values (d.compartment_id, reply, of_epoch, reply_alert.age_file);
  return 'said';
end $$;

-- Takes an alert back from every office at once: what was not delivered never arrives, and what was is shown no more.
create function access.withdraw_alert(room uuid, alert uuid, at timestamptz) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  if not access.writes(room) then raise exception 'not this team''s alert' using errcode = 'insufficient_privilege'; end if;
  update asylia.alert a set state = 'withdrawn', withdrawn_at = at
  where a.compartment_id = room and a.id = alert and a.state = 'sent' and a.team_id = access.team();
  if not found then return false; end if;
  delete from keys.alert_wrap w using asylia.alert_text t, asylia.alert_delivery d
  where d.compartment_id = room and d.alert_id = alert and t.about = d.id and t.kind in ('queued', 'copy')
    and w.compartment_id = t.compartment_id and w.id = t.id;
  delete from asylia.alert_text t using asylia.alert_delivery d
  where d.compartment_id = room and d.alert_id = alert and t.about = d.id and t.kind in ('queued', 'copy');
  update asylia.alert_received r set state = 'withdrawn', kind = 'withdrawal', clock_at = null, changed_at = at
  from asylia.alert_delivery d where d.compartment_id = room and d.alert_id = alert and r.id = d.id;
  update asylia.alert_delivery d set state = 'recalled', reason = null, clock_at = null, changed_at = at
  where d.compartment_id = room and d.alert_id = alert and d.state not in ('stopped', 'refused');
  return true;
end $$;

-- The clocks that ran out: the next one of the office is called; after the last the sender sees that nobody answered.
create function access.escalate_alerts(at timestamptz, most int) returns table (delivery uuid, office_room uuid, step int)
language plpgsql security definer set search_path = '' as $$
declare
  r asylia.alert_received;
  due timestamptz;
begin
  perform access.demand_installation();
  for r in
    select * from asylia.alert_received a
    where a.clock_at <= at and a.state in ('delivered', 'opened') and a.step < 3 and a.ends_at > at
    order by a.clock_at limit most for update skip locked
  loop
    due := case when r.step < 2 then least(at + base.alert_window(r.level), r.ends_at) else r.clock_at end;
    update asylia.alert_received a set step = r.step + 1, clock_at = due, changed_at = at where a.compartment_id = r.compartment_id and a.id = r.id;
    update asylia.alert_delivery d set step = r.step + 1, clock_at = due, changed_at = at where d.id = r.id and d.version = r.version;
    if r.step < 2 then perform access.queue_alert_mail(r.compartment_id, r.id, r.version, r.step + 1, at); end if;
    return query select r.id, r.compartment_id, r.step + 1;
  end loop;
end $$;

-- What is over leaves the offices: nothing is awaited, and the sealed copies go. Answers how many.
create function access.end_alerts(at timestamptz) returns int
language plpgsql security definer set search_path = '' as $$
declare
  done int;
begin
  perform access.demand_installation();
  delete from keys.alert_wrap w using asylia.alert_text t, asylia.alert_received r
  where r.ends_at <= at and t.compartment_id = r.compartment_id and t.about = r.id and t.kind = 'copy' and w.compartment_id = t.compartment_id and w.id = t.id;
  delete from asylia.alert_text t using asylia.alert_received r
  where r.ends_at <= at and t.compartment_id = r.compartment_id and t.about = r.id and t.kind = 'copy';
  update asylia.alert_received r set clock_at = null where r.ends_at <= at and r.clock_at is not null;
  get diagnostics done = row_count;
  update asylia.alert_delivery d set clock_at = null where d.ends_at <= at and d.clock_at is not null and d.state <> 'queued';
  return done;
end $$;

-- The notices that are due, each taken for a while: whoever dies with one leaves it to the next round.
create function access.take_alert_mail(at timestamptz, again timestamptz) returns table (id uuid, compartment_id uuid, address text, step int)
language plpgsql security definer set search_path = '' as $$
begin
  perform access.demand_installation();
  -- Nobody is called for what was taken back, or is over.
  update asylia.alert_mail m set state = 'failed' from asylia.alert_received r
  where m.state = 'waiting' and m.next_at <= at and r.compartment_id = m.compartment_id and r.id = m.received_id
    and (r.state = 'withdrawn' or r.ends_at <= at);
  return query
    with taken as (
      select m.compartment_id, m.id, u.address from asylia.alert_mail m
      join asylia.alert_duty u on u.compartment_id = m.compartment_id and u.step = m.step and u.address is not null
      where m.state = 'waiting' and m.next_at <= at order by m.next_at limit 1 for update of m skip locked
    )
    update asylia.alert_mail m set tries = m.tries + 1, next_at = again from taken t
    where m.compartment_id = t.compartment_id and m.id = t.id returning m.id, m.compartment_id, t.address, m.step::int;
end $$;
create function access.settle_alert_mail(mail uuid, went boolean) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform access.demand_installation();
  update asylia.alert_mail m set state = case when went then 'sent' when m.tries >= 6 then 'failed' else 'waiting' end where m.id = mail;
end $$;

-- The directory, for every member of an office; who looks after it stays in its team.
create function access.focal_points() returns table (id uuid, team_id uuid, team text, territory text[], remit text[], languages text[], opens int,
  closes int, offset_minutes int, days smallint[], deputies int, state_body boolean, police boolean, conflicts text[], contact text, open boolean,
  checked_on date, revision int)
language sql stable security definer set search_path = '' as $$
  select f.id, t.id, t.slug, f.territory, f.remit, f.languages, f.opens::int, f.closes::int, f.offset_minutes::int, f.days, f.deputies::int,
    f.state_body, f.police, f.conflicts, f.contact, f.open, f.checked_on, f.revision
  from asylia.focal_point f join asylia.compartment c on c.id = f.compartment_id and c.kind = 'team' join asylia.team t on t.id = c.team_id
  where access.team() is not null order by t.slug, f.id
$$;

do $$
declare
  made regprocedure;
begin
  grant create on schema access to asylia_access;
  for made in
    select p.oid from pg_proc p where p.pronamespace = 'access'::regnamespace and p.proname in (
      'alert_scope', 'alert_bar', 'send_alert', 'deliver_alert', 'queue_alert_mail', 'turn_alert', 'reply_alert', 'withdraw_alert',
      'escalate_alerts', 'end_alerts', 'take_alert_mail', 'settle_alert_mail', 'focal_points', 'alert_scope_signed', 'remember_police'
    )
  loop
    execute format('revoke execute on function %s from public', made);
    -- These are called by the others alone, or by a trigger.
    if made::text !~ 'queue_alert_mail|alert_scope_signed|remember_police' then execute format('grant execute on function %s to asylia_app', made); end if;
    execute format('alter function %s owner to asylia_access', made);
  end loop;
  revoke create on schema access from asylia_access;
end $$;
