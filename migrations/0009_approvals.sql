-- Roles, the yes of two people, break-glass, tripwires and bars that only grow. All of it holds codes, hashes and times;
-- what a yes is about in words lies sealed elsewhere.

alter table asylia.member
  -- When somebody became a member, by the one clock of the installation. Not noted yet means: counts as new.
  add column member_since timestamptz,
  -- One of the two who were there at the guided first start.
  add column founder boolean not null default false,
  -- The first account of the same person, for whoever has more than one. Said at vouching; never taken back.
  add column person uuid references asylia.member (id) check (person <> id);

-- What somebody may do in the team. Nobody without a role works on anything.
create table asylia.member_role (
  compartment_id uuid not null references asylia.compartment (id),
  member_id uuid not null references asylia.member (id),
  role text not null check (role in ('caseworker', 'verifier', 'liaison', 'counsel', 'analyst', 'steward', 'auditor')),
  recorded_on date not null default current_date,
  primary key (compartment_id, member_id, role)
);
create index member_role_of on asylia.member_role (member_id);

-- A grave action waits here for the yes of a second person. `payload` is the hash of exactly what is done; `binds` are the
-- codes that it is the hash of. Both signed with their own keys; every client checks that again. guards T-22
create table asylia.approval (
  compartment_id uuid not null references asylia.compartment (id),
  id uuid not null,
  action text not null check (action ~ '^[a-z_]+\.[a-z_]+$'),
  subject text not null check (subject ~ '^[A-Za-z0-9:._-]{1,80}$'),
  payload bytea not null check (octet_length(payload) = 32),
  binds jsonb not null check (octet_length(binds::text) <= 8192),
  reason text not null check (reason ~ '^[a-z_]{2,40}$'),
  proposed_by uuid not null references asylia.member (id),
  proposed_at timestamptz not null,
  proposed_device bytea not null check (octet_length(proposed_device) = 32),
  proposed_statement jsonb not null,
  proposed_signature bytea not null check (octet_length(proposed_signature) = 64),
  state text not null default 'waiting' check (state in ('waiting', 'approved', 'refused', 'withdrawn', 'used')),
  decided_by uuid references asylia.member (id) check (decided_by <> proposed_by),
  decided_at timestamptz,
  decided_device bytea check (octet_length(decided_device) = 32 and decided_device <> proposed_device),
  decided_statement jsonb,
  decided_signature bytea check (octet_length(decided_signature) = 64),
  -- The transaction that used it, so that a function of the database can ask for it too.
  used_in text,
  primary key (compartment_id, id),
  check ((state in ('approved', 'refused', 'used')) = (decided_by is not null)),
  check ((decided_by is null) = (decided_at is null)),
  check ((decided_by is null) = (decided_device is null)),
  check ((decided_by is null) = (decided_signature is null)),
  check ((state = 'used') = (used_in is not null))
);
create index approval_for on asylia.approval (compartment_id, action, subject) where state in ('waiting', 'approved');

-- What every desk of a team shows until somebody has seen to it. No words, no names.
create table asylia.notice (
  compartment_id uuid not null references asylia.compartment (id),
  id uuid not null,
  kind text not null check (kind ~ '^[a-z_]+\.[a-z_]+$'),
  subject text not null check (subject ~ '^[A-Za-z0-9:._-]{1,80}$'),
  about uuid references asylia.member (id),
  -- `watch`: stewards and auditors, and never the one it is about.
  audience text not null default 'all' check (audience in ('all', 'watch')),
  at timestamptz not null check (at = date_trunc('minute', at at time zone 'UTC') at time zone 'UTC'),
  primary key (compartment_id, id)
);
create index notice_at on asylia.notice (compartment_id, at);

-- Members to whom the key of a case is sealed as well, and to whom the server hands it by break-glass alone. guards T-24
create table asylia.case_holder (
  compartment_id uuid not null references asylia.report_case (compartment_id),
  member_id uuid not null references asylia.member (id),
  primary key (compartment_id, member_id)
);

create table asylia.break_glass (
  -- The team's own room: the whole team sees that it happened.
  compartment_id uuid not null references asylia.compartment (id),
  id uuid not null,
  room uuid not null references asylia.report_case (compartment_id),
  code text not null check (code ~ '^C-[2-9A-HJ-NP-Z]{6}$'),
  member_id uuid not null references asylia.member (id),
  reason text not null check (reason ~ '^[a-z_]{2,40}$'),
  opened_at timestamptz not null,
  until timestamptz not null check (until > opened_at),
  ended boolean not null default false,
  reviewed_by uuid references asylia.member (id) check (reviewed_by <> member_id),
  reviewed_at timestamptz,
  verdict text check (verdict in ('justified', 'not_justified')),
  primary key (compartment_id, id),
  check ((reviewed_by is null) = (reviewed_at is null) and (reviewed_by is null) = (verdict is null))
);
-- Nobody breaks the glass again before somebody looked at the first time.
create unique index break_glass_open on asylia.break_glass (member_id) where reviewed_by is null;
create index break_glass_of on asylia.break_glass (room);

-- How much a member opened, by the minute; what they opened is not here. guards T-25
create table asylia.tripwire_count (
  compartment_id uuid not null references asylia.compartment (id),
  member_id uuid not null references asylia.member (id),
  kind text not null check (kind in ('opening', 'row', 'export')),
  minute timestamptz not null check (minute = date_trunc('minute', minute at time zone 'UTC') at time zone 'UTC'),
  n int not null check (n > 0),
  primary key (compartment_id, member_id, kind, minute)
);

-- Records that nobody has a reason to open. Which they are, no desk is told.
create table asylia.honey (
  compartment_id uuid not null references asylia.compartment (id),
  subject text not null check (subject ~ '^[A-Za-z0-9:._-]{1,80}$'),
  primary key (compartment_id, subject)
);

-- Whether the speaker has one of these roles today.
create function access.has_role(wanted text[]) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from asylia.member_role r join asylia.member m on m.id = r.member_id and m.left_on is null and m.state = 'member'
    where r.member_id = access.member() and r.role = any (wanted)
  )
$$;
-- Whoever may hold keys of protected things. Installations hold none, but count and destroy them.
create function access.works() returns boolean
language sql stable security definer set search_path = '' as $$
  select access.has_role('{caseworker,verifier,liaison,counsel,steward}')
    or exists (select from asylia.member m where m.id = access.member() and m.kind = 'machine')
$$;

-- guards T-21. Every table is forced.
do $$
declare
  place text;
begin
  foreach place in array array[
    'asylia.member_role', 'asylia.approval', 'asylia.notice', 'asylia.case_holder', 'asylia.break_glass', 'asylia.tripwire_count', 'asylia.honey'
  ] loop
    execute format('alter table %s enable row level security', place);
    execute format('alter table %s force row level security', place);
    execute format('create policy by_access on %s to asylia_access using (true) with check (true)', place);
    execute format('grant select, insert on %s to asylia_access', place);
  end loop;
  foreach place in array array['asylia.member_role', 'asylia.case_holder', 'asylia.break_glass'] loop
    execute format('create policy seen on %s for select to asylia_app using (compartment_id = any ((select access.seen())::uuid[]))', place);
    execute format('grant select on %s to asylia_app', place);
  end loop;
  -- Key possession is not asked of an auditor or analyst at all: no wrap is handed to them. guards T-21
  foreach place in array array['keys.epoch_wrap', 'keys.inbox_page', 'keys.case_wrap', 'keys.report_wrap', 'keys.case_ring'] loop
    execute format('create policy works on %s as restrictive to asylia_app using ((select access.works()))', place);
  end loop;
end $$;

-- That a record is to be honey is known to stewards alone.
create policy seen on asylia.approval for select to asylia_app using (
  compartment_id = any ((select access.seen())::uuid[]) and (action <> 'honey.mark' or (select access.has_role('{steward}')))
);
create policy proposes on asylia.approval for insert to asylia_app
  with check (access.writes(compartment_id) and proposed_by = (select access.member()) and state = 'waiting');
create policy decides on asylia.approval for update to asylia_app
  using (compartment_id = any ((select access.seen())::uuid[])) with check (
    access.writes(compartment_id)
    and (state = 'used' or state = 'withdrawn' and proposed_by = (select access.member()) or decided_by = (select access.member()))
  );
grant select, insert on asylia.approval to asylia_app;
grant update (state, decided_by, decided_at, decided_device, decided_statement, decided_signature, used_in) on asylia.approval to asylia_app;

create policy seen on asylia.notice for select to asylia_app using (
  compartment_id = any ((select access.seen())::uuid[])
  and (audience = 'all' or about is distinct from (select access.member()) and (select access.has_role('{steward,auditor}')))
);
create policy tells on asylia.notice for insert to asylia_app with check (access.writes(compartment_id));
grant select, insert on asylia.notice to asylia_app;
grant delete on asylia.notice, asylia.tripwire_count, asylia.member_role, asylia.case_holder to asylia_access;
grant update (ended, reviewed_by, reviewed_at, verdict) on asylia.break_glass to asylia_access;

create policy own on asylia.tripwire_count to asylia_app
  using (member_id = (select access.member())) with check (member_id = (select access.member()) and access.writes(compartment_id));
grant select, insert, update (n), delete on asylia.tripwire_count to asylia_app;

grant update (member_since, founder, person) on asylia.member to asylia_access;
grant select on asylia.approval to asylia_access;

-- The room of the speaker's own team.
create function access.own_room() returns uuid
language sql stable security definer set search_path = '' as $$
  select c.id from asylia.compartment c where c.team_id = access.team() and c.kind = 'team'
$$;

-- A founder begins as caseworker, verifier and steward, whoever is vouched for as caseworker; everything else is granted.
create function access.begin_roles() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  others int;
begin
  if new.kind <> 'person' or new.state <> 'member' or new.left_on is not null then return null; end if;
  if tg_op = 'UPDATE' and old.state = 'member' then return null; end if;
  select count(*) into others from asylia.member m where m.team_id = new.team_id and m.kind = 'person' and m.id <> new.id and m.state = 'member';
  insert into asylia.member_role (compartment_id, member_id, role)
  select c.id, new.id, r from asylia.compartment c,
    unnest(case when others = 0 then '{caseworker,verifier,steward}'::text[] else '{caseworker}'::text[] end) r
  where c.team_id = new.team_id and c.kind = 'team'
  on conflict do nothing;
  -- The two of the first start. That they count as old enough ends with the founding period.
  if others < 2 then update asylia.member m set founder = true where m.id = new.id and not m.founder; end if;
  return null;
end $$;
create trigger begin_roles after insert or update of state on asylia.member for each row execute function access.begin_roles();

-- By the clock of the installation, once: the first member says it of themselves, a colleague of whom they let in.
create function access.note_member(newcomer text, at timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update asylia.member m set member_since = at
  where m.code = newcomer and m.member_since is null and m.state = 'member' and m.kind = 'person'
    and (access.is_installation() or m.team_id = access.team());
end $$;

-- Two accounts, one person: their yes counts once. It is never taken back.
create function access.note_person(account text, other text) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  mine asylia.member;
  first uuid;
begin
  select * into mine from asylia.member m where m.code = account and m.team_id = access.team() and m.left_on is null;
  select coalesce(m.person, m.id) into first from asylia.member m where m.code = other and m.team_id = access.team();
  if mine.id is null or first is null then return false; end if;
  if coalesce(mine.person, mine.id) = first then return true; end if;
  -- Whoever was one person with this account stays one with it.
  update asylia.member m set person = first
  where m.id <> first and (m.id = mine.id or m.person = mine.id or m.id = mine.person or m.person = mine.person);
  return true;
end $$;

-- One role more or less, with a yes of two that this very transaction used. Whatever was open under the old roles ends.
create function access.change_role(member_code text, role text, gives boolean) returns void
language plpgsql security definer set search_path = '' as $$
declare
  home uuid := access.own_room();
  whom uuid;
begin
  select m.id into whom from asylia.member m where m.code = member_code and m.team_id = access.team() and m.left_on is null and m.state = 'member';
  if whom is null or not exists (
    select from asylia.approval a where a.compartment_id = home and a.action = case when gives then 'role.grant' else 'role.take' end
      and a.subject = member_code || ':' || role and a.state = 'used' and a.used_in = pg_current_xact_id()::text
  ) then
    raise exception 'no two people said yes to this' using errcode = 'insufficient_privilege';
  end if;
  if gives then
    insert into asylia.member_role (compartment_id, member_id, role) values (home, whom, role) on conflict do nothing;
  else
    delete from asylia.member_role r where r.compartment_id = home and r.member_id = whom and r.role = change_role.role;
  end if;
  delete from asylia.session s where s.member_id = whom;
end $$;

-- A record that nobody has a reason to open, with a yes of two that this transaction used.
create function access.mark_honey(marked text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  home uuid := access.own_room();
begin
  if not access.has_role('{steward}') or not exists (
    select from asylia.approval a where a.compartment_id = home and a.action = 'honey.mark' and a.subject = marked
      and a.state = 'used' and a.used_in = pg_current_xact_id()::text
  ) then
    raise exception 'no two people said yes to this' using errcode = 'insufficient_privilege';
  end if;
  insert into asylia.honey (compartment_id, subject) values (home, marked) on conflict do nothing;
end $$;

-- Those of these codes that are honey in the speaker's team.
create function access.honey_among(opened text[]) returns setof text
language sql stable security definer set search_path = '' as $$
  select h.subject from asylia.honey h where h.compartment_id = access.own_room() and h.subject = any (opened)
$$;

-- The desk must be opened anew: the member's key is needed again.
create function access.end_own_sessions() returns void
language sql security definer set search_path = '' as $$
  delete from asylia.session s where s.member_id = access.member()
$$;

-- Asked at each call, before anything else: what is over of a break-glass ends, and says what the member is and whether
-- they are held until somebody reviewed what they did.
create function access.arrive(who uuid, at timestamptz, review interval, out roles text[], out held boolean) returns record
language plpgsql security definer set search_path = '' as $$
begin
  perform access.demand_installation();
  perform access.end_glass(who, at);
  roles := array(select r.role from asylia.member_role r where r.member_id = who order by r.role);
  held := exists (select from asylia.break_glass b where b.member_id = who and b.reviewed_by is null and b.opened_at <= at - review);
end $$;

create function access.end_glass(who uuid, at timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if not exists (select from asylia.break_glass b where b.member_id = who and not b.ended and b.until <= at) then return; end if;
  delete from asylia.compartment_member cm using asylia.break_glass b
  where b.member_id = who and not b.ended and b.until <= at and cm.compartment_id = b.room and cm.member_id = who and not cm.can_write;
  update asylia.break_glass b set ended = true where b.member_id = who and not b.ended and b.until <= at;
end $$;

-- Opens one case for a while to a holder of its key. Says 'opened', 'unreviewed', or 'nothing' for whatever is not there for
-- them: another team's, one whose key was never sealed to them, one they read anyway, and one their team is barred from.
create function access.break_glass(case_code text, glass uuid, reason text, at timestamptz, ends timestamptz) returns text
language plpgsql security definer set search_path = '' as $$
declare
  place uuid;
  me uuid := access.member();
begin
  perform from asylia.member m where m.id = me for update;
  select c.compartment_id into place from asylia.report_case c
  join asylia.case_holder h on h.compartment_id = c.compartment_id and h.member_id = me
  where c.code = case_code and c.team_id = access.team()
    and not exists (select from asylia.compartment_deny d where d.compartment_id = c.compartment_id and d.team_id = c.team_id)
    and not exists (select from asylia.compartment_member cm where cm.compartment_id = c.compartment_id and cm.member_id = me);
  if place is null or not access.works() then return 'nothing'; end if;
  if exists (select from asylia.break_glass b where b.member_id = me and b.reviewed_by is null) then return 'unreviewed'; end if;
  insert into asylia.break_glass (compartment_id, id, room, code, member_id, reason, opened_at, until)
  values (access.own_room(), glass, place, case_code, me, reason, at, ends);
  insert into asylia.compartment_member (compartment_id, member_id, can_write, until, granted_by)
  values (place, me, false, null, me);
  return 'opened';
end $$;

-- Another person says whether it was right. False when it is not there, is one's own, or was reviewed.
create function access.review_glass(glass uuid, verdict text, at timestamptz) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  update asylia.break_glass b set reviewed_by = access.member(), reviewed_at = at, verdict = review_glass.verdict
  where b.id = glass and b.compartment_id = access.own_room() and b.reviewed_by is null
    and not exists (
      select from asylia.member one join asylia.member other on coalesce(one.person, one.id) = coalesce(other.person, other.id)
      where one.id = b.member_id and other.id = access.member()
    );
  return found;
end $$;

-- Who else holds the key of a case, for break-glass alone; all of the speaker's team.
create function access.set_holders(place uuid, holders text[]) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if not access.writes(place) then raise exception 'not this team''s case' using errcode = 'insufficient_privilege'; end if;
  delete from asylia.case_holder h using asylia.member m
  where h.compartment_id = place and m.id = h.member_id and not m.code = any (holders);
  insert into asylia.case_holder (compartment_id, member_id)
  select place, m.id from asylia.member m
  where m.team_id = access.team() and m.code = any (holders) and m.left_on is null and m.state = 'member'
  on conflict do nothing;
end $$;

-- A new wrap of the key of a case is sealed to whom its maker named: holders of the one before hold nothing of it until they
-- are named again.
create function access.forget_holders() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  delete from asylia.case_holder h where h.compartment_id = new.compartment_id;
  return null;
end $$;
create trigger forget_holders after update of age_file on keys.case_wrap for each row execute function access.forget_holders();

-- The teams that answer to a state, or that declare a conflict with it. guards T-27
create function access.teams_of_state(state text) returns table (id uuid, slug text)
language sql stable security definer set search_path = '' as $$
  select t.id, t.slug from asylia.team t
  where t.kind <> 'house' and access.member() is not null and (state = any (t.of_states) or state = any (t.conflicts))
  order by t.slug
$$;
-- Closes a case to them, the speaker's own team included. It only grows; the case is there for nobody of them from the next
-- statement on.
create function access.bar_states(place uuid, states text[]) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if not access.writes(place) then raise exception 'not this team''s case' using errcode = 'insufficient_privilege'; end if;
  insert into asylia.compartment_deny (compartment_id, team_id)
  select place, t.id from unnest(states) s, access.teams_of_state(s) t on conflict do nothing;
end $$;

create function access.forget_trips(before timestamptz, notices_before timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform access.demand_installation();
  delete from asylia.tripwire_count c where c.minute < before;
  delete from asylia.notice n where n.at < notices_before;
end $$;

do $$
declare
  made regprocedure;
begin
  grant create on schema access to asylia_access;
  for made in
    select p.oid from pg_proc p where p.pronamespace = 'access'::regnamespace and p.proname in (
      'has_role', 'works', 'own_room', 'begin_roles', 'note_member', 'note_person', 'change_role', 'mark_honey', 'honey_among',
      'end_own_sessions', 'arrive', 'end_glass', 'break_glass', 'review_glass', 'set_holders', 'forget_holders', 'teams_of_state', 'bar_states', 'forget_trips'
    )
  loop
    execute format('revoke execute on function %s from public', made);
    if made::text not in ('access.end_glass(uuid,timestamp with time zone)', 'access.begin_roles()', 'access.forget_holders()') then
      execute format('grant execute on function %s to asylia_app', made);
    end if;
    execute format('alter function %s owner to asylia_access', made);
  end loop;
  revoke create on schema access from asylia_access;
end $$;

-- Who is a member already began as they would today.
set local role asylia_access;
insert into asylia.member_role (compartment_id, member_id, role)
select c.id, m.id, r from asylia.member m
join asylia.compartment c on c.team_id = m.team_id and c.kind = 'team',
  unnest(case when exists (select from asylia.membership s where s.member_id = m.id and s.signed_by = m.id and s.type = 'join')
    then '{caseworker,verifier,steward}'::text[] else '{caseworker}'::text[] end) r
where m.kind = 'person' and m.state = 'member' and m.left_on is null
on conflict do nothing;
update asylia.member m set member_since = m.recorded_on + interval '1 day' where m.kind = 'person' and m.state = 'member';
reset role;
