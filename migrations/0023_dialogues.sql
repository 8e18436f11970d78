-- Dialogues with states: tracks, rounds and contacts, what was asked and promised there, which cases were raised with whose
-- consent, and what came of it. Of a raised case this knows round, form, days, coded replies and the consent it rests on;
-- every word about a person is in a sealed card of the case (0007).

create table asylia.dialogue_track (
  compartment_id uuid not null references asylia.compartment (id),
  id uuid not null,
  code text not null check (code ~ '^T-[2-9A-HJ-NP-Z]{6}$'),
  kind text not null check (kind ~ '^[a-z_]{2,40}$'),
  partner text not null check (partner ~ '^[A-Z]{2}$'),
  -- The instrument that it rests on, and the track of the public record, by their codes.
  basis text check (basis ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$'),
  -- How often it is meant to meet; a longer silence is shown.
  every_days int check (every_days between 7 and 3660),
  state text not null default 'open' check (state in ('open', 'closed')),
  revision int not null default 1 check (revision > 0),
  written_by uuid not null references asylia.member (id),
  written_on date not null,
  primary key (compartment_id, id),
  unique (compartment_id, code)
);

-- One exchange on a track: a numbered round, a contact, a meeting with organisations before it, a public statement.
create table asylia.dialogue_round (
  compartment_id uuid not null references asylia.compartment (id),
  id uuid not null,
  code text not null check (code ~ '^Y-[2-9A-HJ-NP-Z]{6}$'),
  track_id uuid not null,
  kind text not null check (kind ~ '^[a-z_]{2,30}$'),
  -- The number that a source gives; never renumbered here.
  ordinal int check (ordinal > 0),
  status text not null check (status in ('announced', 'held', 'cancelled')),
  stage text not null check (stage ~ '^[a-z_]{2,30}$'),
  from_day date,
  until_day date,
  date_precision text not null check (date_precision ~ '^[a-z]{2,10}$'),
  -- What orders it: its first day, or the last where the range is open; far away where nobody knows.
  on_day date not null,
  country text check (country ~ '^[A-Z]{2}$'),
  level text check (level ~ '^[a-z_]{2,30}$'),
  held_by text check (held_by ~ '^[a-z_]{2,30}$'),
  announced_source text check (announced_source ~ '^[!-~]+$' and length(announced_source) between 2 and 300),
  -- Nothing was held because it had been announced: somebody who was there, or a source, says so.
  held_source text check (held_source ~ '^[!-~]+$' and length(held_source) between 2 and 300),
  raised text not null default 'not_stated' check (raised in ('yes', 'no', 'not_stated')),
  absence text check (absence ~ '^[a-z_]{2,30}$'),
  -- The meeting that this one prepares or follows up.
  before_id uuid,
  next_on date,
  revision int not null default 1 check (revision > 0),
  written_by uuid not null references asylia.member (id),
  written_on date not null,
  primary key (compartment_id, id),
  unique (compartment_id, code),
  foreign key (compartment_id, track_id) references asylia.dialogue_track (compartment_id, id),
  foreign key (compartment_id, before_id) references asylia.dialogue_round (compartment_id, id),
  check (status <> 'held' or held_source is not null),
  check (absence is null or raised = 'no')
);
create index dialogue_round_track on asylia.dialogue_round (compartment_id, track_id, on_day desc, id);
create index dialogue_round_day on asylia.dialogue_round (compartment_id, on_day desc, id);

-- Teams that read a contact beside the one that wrote it: an embassy sees what was shared, and nothing else.
create table asylia.round_share (
  compartment_id uuid not null references asylia.compartment (id),
  round_id uuid not null,
  team_id uuid not null references asylia.team (id),
  shared_by uuid not null references asylia.member (id),
  shared_on date not null,
  primary key (compartment_id, round_id, team_id),
  foreign key (compartment_id, round_id) references asylia.dialogue_round (compartment_id, id)
);
create index round_share_team on asylia.round_share (team_id);

create table asylia.deliverable (
  compartment_id uuid not null references asylia.compartment (id),
  id uuid not null,
  code text not null check (code ~ '^G-[2-9A-HJ-NP-Z]{6}$'),
  round_id uuid not null,
  side text not null check (side in ('eu', 'partner', 'both')),
  -- About what a state does, never about a person.
  said text not null check (said ~ '^[^[:cntrl:]]+$' and length(said) between 2 and 300),
  indicator text check (indicator ~ '^[^[:cntrl:]]+$' and length(indicator) between 2 and 300),
  verification text check (verification ~ '^[^[:cntrl:]]+$' and length(verification) between 2 and 300),
  due_on date,
  state text not null check (state in ('proposed', 'agreed', 'delivered', 'dropped')),
  revision int not null default 1 check (revision > 0),
  written_by uuid not null references asylia.member (id),
  written_on date not null,
  primary key (compartment_id, id),
  unique (compartment_id, code),
  foreign key (compartment_id, round_id) references asylia.dialogue_round (compartment_id, id),
  -- What nobody can measure and nothing ends was not agreed.
  check (state in ('proposed', 'dropped') or (indicator is not null and due_on is not null))
);
create index deliverable_round on asylia.deliverable (compartment_id, round_id);
create index deliverable_due on asylia.deliverable (compartment_id, due_on) where state = 'agreed';

-- What somebody found when they looked whether it was kept. Nothing is changed; a later finding stands beside.
create table asylia.deliverable_check (
  compartment_id uuid not null references asylia.compartment (id),
  id uuid not null,
  deliverable_id uuid not null,
  verdict text not null check (verdict in ('kept', 'partly', 'not_kept', 'found_false')),
  basis text not null check (basis in ('incident', 'document', 'reply', 'visit')),
  source text check (source ~ '^[!-~]+$' and length(source) between 2 and 300),
  checked_by uuid not null references asylia.member (id),
  checked_on date not null,
  primary key (compartment_id, id),
  foreign key (compartment_id, deliverable_id) references asylia.deliverable (compartment_id, id)
);
create index deliverable_check_of on asylia.deliverable_check (compartment_id, deliverable_id, checked_on desc);
create trigger append_only before update or delete or truncate on asylia.deliverable_check for each statement execute function base.refuse_change();

-- The protected incident on which such a finding rests: in the room of its case, so that only its readers learn of it.
create table asylia.deliverable_doubt (
  compartment_id uuid not null references asylia.report_case (compartment_id),
  id uuid not null,
  check_room uuid not null,
  check_id uuid not null,
  incident_id uuid not null,
  written_by uuid not null references asylia.member (id),
  written_on date not null,
  primary key (compartment_id, id),
  foreign key (check_room, check_id) references asylia.deliverable_check (compartment_id, id),
  foreign key (compartment_id, incident_id) references asylia.incident (compartment_id, id)
);
create index deliverable_doubt_check on asylia.deliverable_doubt (check_room, check_id);
create trigger append_only before update or delete or truncate on asylia.deliverable_doubt for each statement execute function base.refuse_change();

-- One point of an exchange: of the agenda, an ask, an offer, a promise, a demand to cease, a concern about a law, a line of
-- the press release with whether it was said. About states and laws, never about a person.
create table asylia.dialogue_item (
  compartment_id uuid not null references asylia.compartment (id),
  id uuid not null,
  round_id uuid not null,
  kind text not null check (kind ~ '^[a-z_]{2,30}$'),
  topic text check (topic ~ '^[a-z0-9_-]{2,40}$'),
  concerns text not null default 'partner' check (concerns in ('eu', 'partner', 'both')),
  is_repression boolean not null default false,
  provision text check (provision ~ '^[a-z0-9._-]{2,40}$'),
  method text check (method ~ '^[a-z]+[.][a-z0-9-]{2,40}$'),
  deliverable_id uuid,
  said text check (said ~ '^[^[:cntrl:]]+$' and length(said) between 2 and 300),
  source text check (source ~ '^[!-~]+$' and length(source) between 2 and 300),
  revision int not null default 1 check (revision > 0),
  written_by uuid not null references asylia.member (id),
  written_on date not null,
  primary key (compartment_id, id),
  foreign key (compartment_id, round_id) references asylia.dialogue_round (compartment_id, id),
  foreign key (compartment_id, deliverable_id) references asylia.deliverable (compartment_id, id),
  -- A demand to cease names what is to cease, so that it can be looked for afterwards.
  check (kind <> 'demand' or method is not null)
);
create index dialogue_item_round on asylia.dialogue_item (compartment_id, round_id);
create index dialogue_item_provision on asylia.dialogue_item (compartment_id, provision) where provision is not null;

-- Officials of both sides by function. Organisations that met us inside a country stand here as a number and nothing else.
create table asylia.dialogue_delegate (
  compartment_id uuid not null references asylia.compartment (id),
  id uuid not null,
  round_id uuid not null,
  side text not null check (side in ('eu', 'partner', 'organisations', 'organisations_inside')),
  is_head boolean not null default false,
  office text check (office ~ '^[^[:cntrl:]]+$' and length(office) between 2 and 160),
  name text check (name ~ '^[^[:cntrl:]]+$' and length(name) between 2 and 120),
  people int check (people between 1 and 500),
  source text check (source ~ '^[!-~]+$' and length(source) between 2 and 300),
  written_by uuid not null references asylia.member (id),
  written_on date not null,
  primary key (compartment_id, id),
  foreign key (compartment_id, round_id) references asylia.dialogue_round (compartment_id, id),
  check (side in ('eu', 'partner') or name is null),
  check (side <> 'organisations_inside' or office is null),
  check (name is null or source is not null)
);
create index dialogue_delegate_round on asylia.dialogue_delegate (compartment_id, round_id);

-- One person's case on the list of one exchange. It stands in the room of the case: who does not read it, does not learn
-- that it is on a list.
create table asylia.raised_case (
  compartment_id uuid not null references asylia.report_case (compartment_id),
  id uuid not null,
  round_room uuid not null,
  round_id uuid not null,
  subject text not null check (subject ~ '^(reporter|P-[2-9A-HJ-NP-Z]{6})$'),
  form text not null,
  -- The use that was agreed to, and the row of the consent on which this rests.
  scope text not null,
  consent_id uuid not null,
  state text not null default 'listed' check (state in ('listed', 'raised', 'dropped')),
  raised_on date,
  level text check (level ~ '^[a-z_]{2,30}$'),
  next_on date,
  -- When something last happened with it, so that silence is found.
  touched_on date not null,
  is_answered boolean not null default false,
  revision int not null default 1 check (revision > 0),
  written_by uuid not null references asylia.member (id),
  written_on date not null,
  primary key (compartment_id, id),
  foreign key (round_room, round_id) references asylia.dialogue_round (compartment_id, id),
  foreign key (compartment_id, consent_id) references asylia.consent (compartment_id, id),
  -- How it is raised decides to what somebody has to have agreed (UX-P-01).
  check ((form, scope) in (
    ('spoken', 'dialogue'), ('list_handed', 'dialogue'), ('demarche', 'dialogue'), ('embassy', 'embassies'),
    ('parliament', 'parliament'), ('public_unnamed', 'public_anon'), ('public_named', 'public_named')
  )),
  check ((state = 'raised') = (raised_on is not null))
);
create unique index raised_case_once on asylia.raised_case (compartment_id, round_id, subject, form) where state <> 'dropped';
create index raised_case_round on asylia.raised_case (round_room, round_id, id);
create index raised_case_subject on asylia.raised_case (compartment_id, subject, raised_on desc);
create index raised_case_silent on asylia.raised_case (touched_on, compartment_id, id) where state = 'raised';
create index raised_case_next on asylia.raised_case (next_on, compartment_id) where next_on is not null and state <> 'dropped';

-- That something was answered, and how. What was answered is sealed.
create table asylia.raised_reply (
  compartment_id uuid not null references asylia.report_case (compartment_id),
  id uuid not null,
  raised_id uuid not null,
  form text not null check (form ~ '^[a-z_]{2,30}$'),
  on_day date not null,
  written_by uuid not null references asylia.member (id),
  written_on date not null,
  primary key (compartment_id, id),
  foreign key (compartment_id, raised_id) references asylia.raised_case (compartment_id, id)
);
create index raised_reply_of on asylia.raised_reply (compartment_id, raised_id, on_day);
create trigger append_only before update or delete or truncate on asylia.raised_reply for each statement execute function base.refuse_change();

-- What kind of reply it was, by a published scheme, in the judgement of a named member. Two of them stand beside each other.
create table asylia.reply_coding (
  compartment_id uuid not null references asylia.report_case (compartment_id),
  id uuid not null,
  reply_id uuid not null,
  scheme int not null check (scheme > 0),
  code text not null check (code ~ '^[a-z_]{2,30}$'),
  coded_by uuid not null references asylia.member (id),
  coded_on date not null,
  primary key (compartment_id, id),
  unique (compartment_id, reply_id, coded_by),
  foreign key (compartment_id, reply_id) references asylia.raised_reply (compartment_id, id)
);
create trigger append_only before update or delete or truncate on asylia.reply_coding for each statement execute function base.refuse_change();

-- A version of a list as it was on a day. Its entries stand in the rooms of their cases; the hash is over all of them.
create table asylia.case_list (
  compartment_id uuid not null references asylia.compartment (id),
  id uuid not null,
  round_id uuid not null,
  n int not null check (n > 0),
  hash bytea not null check (octet_length(hash) = 32),
  frozen_by uuid not null references asylia.member (id),
  frozen_on date not null,
  primary key (compartment_id, id),
  unique (compartment_id, round_id, n),
  foreign key (compartment_id, round_id) references asylia.dialogue_round (compartment_id, id)
);
create trigger append_only before update or delete or truncate on asylia.case_list for each statement execute function base.refuse_change();
create table asylia.case_list_entry (
  compartment_id uuid not null references asylia.report_case (compartment_id),
  list_room uuid not null,
  list_id uuid not null,
  raised_id uuid not null,
  subject text not null check (subject ~ '^(reporter|P-[2-9A-HJ-NP-Z]{6})$'),
  scope text not null check (scope ~ '^[a-z_]{2,40}$'),
  consent_id uuid not null,
  frozen_on date not null,
  primary key (compartment_id, list_id, raised_id),
  foreign key (list_room, list_id) references asylia.case_list (compartment_id, id),
  foreign key (compartment_id, raised_id) references asylia.raised_case (compartment_id, id),
  foreign key (compartment_id, consent_id) references asylia.consent (compartment_id, id)
);
create index case_list_entry_list on asylia.case_list_entry (list_room, list_id);
create trigger append_only before update or delete or truncate on asylia.case_list_entry for each statement execute function base.refuse_change();
-- Who took a copy of a version out of the desk, as what, and over which bytes.
create table asylia.case_list_copy (
  compartment_id uuid not null references asylia.compartment (id),
  id uuid not null,
  list_id uuid not null,
  kind text not null check (kind ~ '^[a-z_]{2,30}$'),
  digest bytea not null check (octet_length(digest) = 32),
  held_by uuid not null references asylia.member (id),
  taken_on date not null,
  primary key (compartment_id, id),
  foreign key (compartment_id, list_id) references asylia.case_list (compartment_id, id)
);
create index case_list_copy_list on asylia.case_list_copy (compartment_id, list_id);
create trigger append_only before update or delete or truncate on asylia.case_list_copy for each statement execute function base.refuse_change();

-- The address of a member's calendar. Only the hash of its token is kept; whoever has the token learns codes and days.
create table asylia.dialogue_feed (
  compartment_id uuid not null references asylia.compartment (id),
  id uuid not null,
  member_id uuid not null references asylia.member (id),
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  made_on date not null,
  ended_on date,
  primary key (compartment_id, id)
);
create unique index dialogue_feed_one on asylia.dialogue_feed (compartment_id, member_id) where ended_on is null;
alter table asylia.dialogue_feed alter column token_hash set statistics 0;

create index consent_scope on asylia.consent (scope, compartment_id, subject, n);

-- Whether this use is agreed to on this day, by the same law as consent.rules.ts; the row on which it rests, or null. Whoever
-- reported and took this use back, took it back for everything that came from them. guards T-21
create function access.standing_consent(room uuid, who text, wanted text, day date) returns uuid
language plpgsql stable security definer set search_path = '' as $$
declare
  found uuid;
begin
  if not access.sees(room) then return null; end if;
  if who <> 'reporter' and (
    select c.change from asylia.consent c where c.compartment_id = room and c.subject = 'reporter' and c.scope = wanted order by c.n desc limit 1
  ) = 'withdrawn' then return null; end if;
  select c.id into found from asylia.consent c
  where c.compartment_id = room and c.subject = who and c.scope = wanted and c.change = 'given' and c.from_on <= day and day <= c.expires_on
    and c.n > coalesce((
      select max(w.n) from asylia.consent w
      where w.compartment_id = room and w.subject = who and w.scope = wanted and w.change = 'withdrawn'
    ), 0)
  order by c.n desc limit 1;
  return found;
end $$;

-- People who agreed to a use, in cases that the speaker reads and that concern a state; by case and subject.
create function access.willing(wanted text, of_state text, day date, beyond uuid, past text, most int)
returns table (compartment_id uuid, subject text, consent_id uuid)
language plpgsql stable security definer set search_path = '' as $$
declare
  rooms uuid[] := access.few_rooms(1000);
  one record;
  given uuid;
  found int := 0;
  last_room uuid;
  last_who text;
begin
  -- In the order of the index, and no further than the page: the law is asked of each until the page is full.
  for one in
    select c.compartment_id as room, c.subject as who from asylia.consent c
    where c.scope = wanted and (rooms is null or c.compartment_id = any (rooms)) and (beyond is null or (c.compartment_id, c.subject) > (beyond, past))
    order by c.compartment_id, c.subject
  loop
    continue when one.room is not distinct from last_room and one.who is not distinct from last_who;
    last_room := one.room;
    last_who := one.who;
    continue when of_state is not null and not exists (
      select from asylia.case_file f where f.compartment_id = one.room and of_state in (f.origin, f.host)
    );
    given := access.standing_consent(one.room, one.who, wanted, day);
    continue when given is null;
    compartment_id := one.room;
    subject := one.who;
    consent_id := given;
    return next;
    found := found + 1;
    exit when found >= most;
  end loop;
end $$;

-- How often a person's case was raised until a day, when last, and what two people agree that the last reply was.
create function access.raised_before(room uuid, who text, day date, out times int, out last_raised date, out last_reply text)
language plpgsql stable security definer set search_path = '' as $$
begin
  if not access.sees(room) then return; end if;
  select count(*), max(r.raised_on) into times, last_raised from asylia.raised_case r
  where r.compartment_id = room and r.subject = who and r.state = 'raised' and r.raised_on <= day;
  select case when count(*) >= 2 and min(k.code) = max(k.code) then min(k.code) end into last_reply from asylia.reply_coding k
  where k.compartment_id = room and k.reply_id = (
    select y.id from asylia.raised_reply y join asylia.raised_case r on r.compartment_id = y.compartment_id and r.id = y.raised_id
    where y.compartment_id = room and r.subject = who order by y.on_day desc, y.id limit 1
  );
end $$;

-- Counts of raised cases by round over the cases that the speaker reads. guards T-21
create function access.raised_counts(room uuid, rounds uuid[])
returns table (round_id uuid, listed int, raised int, answered int)
language sql stable security definer set search_path = '' as $$
  select r.round_id, count(*)::int, (count(*) filter (where r.state = 'raised'))::int,
    (count(*) filter (where r.state = 'raised' and r.is_answered))::int
  from asylia.raised_case r
  join asylia.compartment_member cm on cm.compartment_id = r.compartment_id and cm.member_id = access.member()
    and (cm.until is null or cm.until >= current_date)
  join asylia.member m on m.id = cm.member_id and m.left_on is null
  where r.round_room = room and r.round_id = any (rounds) and r.state <> 'dropped' and not exists (
    select from asylia.compartment_deny d where d.compartment_id = cm.compartment_id and d.team_id = m.team_id
  )
  group by r.round_id
$$;

-- The same for replies of two who agree, by what they said of them.
create function access.reply_counts(room uuid) returns table (track_id uuid, code text, n int, apart int)
language sql stable security definer set search_path = '' as $$
  select t.track_id, t.code, count(*)::int, (count(*) filter (where t.apart))::int from (
    select d.track_id, case when min(k.code) = max(k.code) then min(k.code) end as code, min(k.code) <> max(k.code) as apart
    from asylia.raised_case r
    join asylia.dialogue_round d on d.compartment_id = r.round_room and d.id = r.round_id
    join asylia.compartment_member cm on cm.compartment_id = r.compartment_id and cm.member_id = access.member()
      and (cm.until is null or cm.until >= current_date)
    join asylia.member m on m.id = cm.member_id and m.left_on is null
    join asylia.raised_reply y on y.compartment_id = r.compartment_id and y.raised_id = r.id
    join asylia.reply_coding k on k.compartment_id = y.compartment_id and k.reply_id = y.id
    where r.round_room = room and r.state = 'raised' and not exists (
      select from asylia.compartment_deny b where b.compartment_id = cm.compartment_id and b.team_id = m.team_id
    )
    group by d.track_id, y.compartment_id, y.id having count(*) >= 2
  ) t group by t.track_id, t.code
$$;

-- Whether an exchange of another team was shared with the speaker's. What stands in the room of a case is shared by no row.
create function access.shown_round(room uuid, round uuid) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return exists (
    select from asylia.round_share s join asylia.compartment c on c.id = s.compartment_id and c.kind = 'team'
    where s.compartment_id = room and s.round_id = round and s.team_id = access.team()
  );
end $$;
create function access.shown_rounds() returns uuid[]
language sql stable security definer set search_path = '' as $$
  select coalesce(array_agg(s.round_id), '{}') from asylia.round_share s
  join asylia.compartment c on c.id = s.compartment_id and c.kind = 'team' where s.team_id = access.team()
$$;
create function access.team_named(named text) returns uuid
language sql stable security definer set search_path = '' as $$
  select t.id from asylia.team t where t.slug = named and t.kind <> 'house' and access.member() is not null
$$;

-- Whose calendar a token opens: a member who is here and may read codes.
create function access.feed_member(token bytea) returns uuid
language sql stable security definer set search_path = '' as $$
  select f.member_id from asylia.dialogue_feed f
  join asylia.member m on m.id = f.member_id and m.left_on is null and m.state = 'member'
  where f.token_hash = token and f.ended_on is null and exists (
    select from asylia.member_role r
    where r.member_id = m.id and r.role = any ('{caseworker,verifier,liaison,counsel,analyst,steward}')
  )
$$;

-- Who talks with states for a team, and who reads of it.
create function access.engages() returns boolean
language sql stable security definer set search_path = '' as $$ select access.has_role('{caseworker,liaison,counsel}') $$;
create function access.reads_coded() returns boolean
language sql stable security definer set search_path = '' as $$
  select access.has_role('{caseworker,verifier,liaison,counsel,analyst,steward}')
$$;

-- guards T-21
do $$
declare
  -- A look into the key of one table, as in 0019.
  own constant text := '(select true from asylia.compartment_member own where own.compartment_id = %I.compartment_id and own.member_id = access.member())';
  place text;
  made regprocedure;
begin
  grant create on schema access to asylia_access;
  for made in
    select p.oid from pg_proc p where p.pronamespace = 'access'::regnamespace and p.proname in (
      'standing_consent', 'willing', 'raised_before', 'raised_counts', 'reply_counts', 'shown_round', 'shown_rounds', 'team_named', 'feed_member', 'engages',
      'reads_coded'
    )
  loop
    execute format('revoke execute on function %s from public', made);
    execute format('grant execute on function %s to asylia_app', made);
    execute format('alter function %s owner to asylia_access', made);
  end loop;
  revoke create on schema access from asylia_access;

  foreach place in array array[
    'dialogue_track', 'dialogue_round', 'round_share', 'deliverable', 'deliverable_check', 'deliverable_doubt', 'dialogue_item',
    'dialogue_delegate', 'raised_case', 'raised_reply', 'reply_coding', 'case_list', 'case_list_entry', 'case_list_copy', 'dialogue_feed'
  ] loop
    execute format('alter table asylia.%I enable row level security', place);
    execute format('alter table asylia.%I force row level security', place);
    execute format('grant select, insert on asylia.%I to asylia_app', place);
    if place <> 'dialogue_feed' then
      execute format('create policy roles on asylia.%I as restrictive for select to asylia_app using ((select access.reads_coded()))', place);
    end if;
    if place not in ('dialogue_round', 'dialogue_item', 'dialogue_feed') then
      execute format('create policy seen on asylia.%I for select to asylia_app using (' || own || ')', place, place);
    end if;
    if place not in ('raised_case', 'case_list_entry', 'dialogue_feed') then
      execute format(
        'create policy adds on asylia.%I for insert to asylia_app with check (access.writes(compartment_id) and (select %s))', place,
        case when place in ('raised_reply', 'reply_coding', 'deliverable_check', 'deliverable_doubt')
          then 'access.has_role(''{caseworker,verifier,liaison,counsel}'')' else 'access.engages()' end);
    end if;
    if place in ('dialogue_track', 'dialogue_round', 'deliverable', 'dialogue_item', 'raised_case') then
      execute format(
        'create policy changes on asylia.%I for update to asylia_app using (' || own || ') with check (access.writes(compartment_id) and (select access.engages()))',
        place, place);
    end if;
    if place in ('dialogue_item', 'dialogue_delegate', 'round_share') then
      execute format('create policy drops on asylia.%I for delete to asylia_app using (access.writes(compartment_id) and (select access.engages()))', place);
      execute format('grant delete on asylia.%I to asylia_app', place);
    end if;
  end loop;
  foreach place in array array['raised_case', 'raised_reply', 'reply_coding', 'dialogue_round', 'round_share', 'dialogue_feed', 'consent', 'case_file'] loop
    execute format('create policy by_access on asylia.%I for select to asylia_access using (true)', place);
    execute format('grant select on asylia.%I to asylia_access', place);
  end loop;
end $$;
create policy seen on asylia.dialogue_round for select to asylia_app using (
  (select true from asylia.compartment_member own where own.compartment_id = dialogue_round.compartment_id and own.member_id = access.member())
  or access.shown_round(compartment_id, id)
);
create policy seen on asylia.dialogue_item for select to asylia_app using (
  (select true from asylia.compartment_member own where own.compartment_id = dialogue_item.compartment_id and own.member_id = access.member())
  or access.shown_round(compartment_id, round_id)
);
-- A case without the scope cannot enter a list, and none stays on its next version. guards T-21
create policy adds on asylia.raised_case for insert to asylia_app with check (
  access.writes(compartment_id) and (select access.engages()) and round_room = (select access.own_room())
  and consent_id = access.standing_consent(compartment_id, subject, scope, written_on)
);
create policy adds on asylia.case_list_entry for insert to asylia_app with check (
  access.writes(compartment_id) and (select access.engages()) and list_room = (select access.own_room())
  and consent_id = access.standing_consent(compartment_id, subject, scope, frozen_on)
);
create policy own on asylia.dialogue_feed to asylia_app using (member_id = (select access.member()))
  with check (access.writes(compartment_id) and member_id = (select access.member()));

grant update (kind, partner, basis, every_days, state, revision, written_by, written_on) on asylia.dialogue_track to asylia_app;
grant update (kind, ordinal, status, stage, from_day, until_day, date_precision, on_day, country, level, held_by, announced_source, held_source,
  raised, absence, before_id, next_on, revision, written_by, written_on) on asylia.dialogue_round to asylia_app;
grant update (side, said, indicator, verification, due_on, state, revision, written_by, written_on) on asylia.deliverable to asylia_app;
grant update (kind, topic, concerns, is_repression, provision, method, deliverable_id, said, source, revision, written_by, written_on)
  on asylia.dialogue_item to asylia_app;
grant update (state, raised_on, level, next_on, touched_on, is_answered, revision) on asylia.raised_case to asylia_app;
grant update (ended_on) on asylia.dialogue_feed to asylia_app;
