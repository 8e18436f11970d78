-- The desk: teams that receive reports, their members, sessions, keys and sealed pages, and the reports they took in.
-- Nothing here names an item of the intake before a team takes it in.

-- Teams as the roster shows them. The house itself has none of this.
alter table asylia.team
  add column slug text unique check (slug ~ '^[a-z][a-z0-9-]{1,31}$'),
  add column names jsonb,
  add column about jsonb,
  add column of_states text[] not null default '{}',
  add column serves text[] not null default '{}',
  add column conflicts text[] not null default '{}',
  add column languages text[] not null default '{}',
  -- Set when the first member joins: for that time founding members count as old enough to approve.
  add column founding_until timestamptz;

alter table asylia.compartment add column team_id uuid references asylia.team (id);
create unique index compartment_of_team on asylia.compartment (team_id) where kind = 'team';

-- `code` is what a member types to sign in and what statements name; `recipient` and `sign_key` are public keys.
alter table asylia.member
  add column code text unique check (code ~ '^M-[2-9A-HJ-NP-Z]{6}$'),
  add column recipient bytea check (octet_length(recipient) = 1216),
  add column sign_key bytea unique check (octet_length(sign_key) = 32),
  add column state text not null default 'member' check (state in ('member', 'waiting')),
  add column anchor boolean not null default false,
  add column signed_in_on date;

-- Who vouches for whom (SEALING 9). A member whom only somebody vouched for who has left needs a second statement.
create table asylia.membership (
  member_id uuid not null references asylia.member (id),
  type text not null check (type in ('join', 'leave')),
  team_id uuid not null references asylia.team (id),
  statement jsonb not null,
  signature bytea not null check (octet_length(signature) = 64),
  signed_by uuid not null references asylia.member (id),
  recorded_on date not null default current_date,
  primary key (member_id, type, signed_by)
);

-- Only the hash of a code is kept. A founding one opens a team that has no member, and no other.
create table asylia.invitation (
  code_hash bytea primary key check (octet_length(code_hash) = 32),
  team_id uuid not null references asylia.team (id),
  founding boolean not null,
  made_by uuid not null references asylia.member (id),
  expires_at timestamptz not null,
  used_by uuid references asylia.member (id)
);

-- The token itself is told once and never kept. A challenge makes one session.
create table asylia.session (
  token_hash bytea primary key check (octet_length(token_hash) = 32),
  challenge_hash bytea not null unique check (octet_length(challenge_hash) = 32),
  member_id uuid not null references asylia.member (id),
  seen_at timestamptz not null,
  ends_at timestamptz not null
);
create index session_of on asylia.session (member_id);

create table asylia.epoch_statement (
  compartment_id uuid not null references asylia.compartment (id),
  epoch int not null check (epoch > 0),
  statement jsonb not null,
  signatures jsonb not null,
  recipient bytea not null check (octet_length(recipient) = 1216),
  posted_by uuid not null references asylia.member (id),
  recorded_on date not null default current_date,
  primary key (compartment_id, epoch)
);
create trigger append_only before update or delete or truncate on asylia.epoch_statement for each statement execute function base.refuse_change();
create trigger append_only before update or delete or truncate on asylia.membership for each statement execute function base.refuse_change();

-- Replies and decisions are counted by team and hour, apart from what they are about.
create table asylia.desk_count (
  compartment_id uuid not null references asylia.compartment (id),
  hour timestamptz not null check (hour = date_trunc('hour', hour at time zone 'UTC') at time zone 'UTC'),
  kind text not null check (kind ~ '^[a-z_]+$'),
  n int not null check (n > 0),
  primary key (compartment_id, hour, kind)
);

-- A sealed reply that waits for its moment. It names no case, report, team or member.
create table asylia.reply_outbox (
  ticket bytea primary key check (octet_length(ticket) = 16),
  slot_id bytea not null unique check (octet_length(slot_id) = 16),
  blob bytea check (octet_length(blob) = 9851),
  ready_at timestamptz not null check (ready_at = date_trunc('minute', ready_at at time zone 'UTC') at time zone 'UTC'),
  state text not null default 'waiting' check (state in ('waiting', 'closed')),
  check ((blob is not null) = (state = 'waiting'))
);
create index reply_outbox_ready on asylia.reply_outbox (ready_at);

-- What a team took in. One compartment for each case: it can be closed to other teams one by one.
create table asylia.report_case (
  compartment_id uuid primary key references asylia.compartment (id),
  team_id uuid not null references asylia.team (id),
  code text not null check (code ~ '^C-[2-9A-HJ-NP-Z]{6}$'),
  replies int not null default 0 check (replies >= 0),
  opened_on date not null,
  unique (team_id, code)
);

create table asylia.report (
  compartment_id uuid not null references asylia.report_case (compartment_id),
  id uuid not null,
  team_id uuid not null references asylia.team (id),
  code text not null check (code ~ '^R-[2-9A-HJ-NP-Z]{6}$'),
  item_id bytea not null check (octet_length(item_id) = 16),
  arrived_on date not null,
  lane smallint not null check (lane between 1 and 4),
  bucket smallint not null check (bucket between 0 and 3),
  urgent boolean not null,
  state text not null default 'taken' check (state in ('taken', 'declined', 'duplicate', 'returned', 'shredded')),
  reason text check (reason ~ '^[a-z_]+$'),
  duplicate_of text check (duplicate_of ~ '^R-[2-9A-HJ-NP-Z]{6}$'),
  never_sha256 bytea not null check (octet_length(never_sha256) = 32),
  sets bytea[] not null default '{}',
  taken_on date not null,
  taken_by uuid not null references asylia.member (id),
  revision int not null default 1 check (revision > 0),
  primary key (compartment_id, id),
  unique (team_id, code)
);
create index report_case_code on asylia.report_case (code);
create index report_code on asylia.report (code);
create index report_item on asylia.report (item_id);
create index report_sets on asylia.report using gin (sets);
create unique index report_of_item on asylia.report (team_id, item_id) where state not in ('returned', 'shredded');

-- Key material stands in a tablespace of its own, so that its copies can be destroyed apart (SEALING 11). A server that
-- others run may have none; doctor says so.
select set_config('default_tablespace', coalesce((select spcname::text from pg_tablespace where spcname = 'asylia_keys'), ''), true);

create table keys.member_key (
  member_id uuid primary key,
  age_file bytea not null check (octet_length(age_file) = 566)
);
create table keys.epoch_wrap (
  compartment_id uuid not null,
  epoch int not null,
  age_file bytea not null check (octet_length(age_file) <= 131072),
  revision int not null default 1 check (revision > 0),
  -- The day after which a replaced key is destroyed.
  burns_on date,
  primary key (compartment_id, epoch)
);
create table keys.inbox_page (
  compartment_id uuid not null,
  id uuid not null,
  epoch int not null,
  revision int not null default 1 check (revision > 0),
  blob bytea not null check (octet_length(blob) = 67195),
  primary key (compartment_id, id)
);
create table keys.case_wrap (
  compartment_id uuid primary key,
  age_file bytea not null check (octet_length(age_file) <= 131072),
  revision int not null default 1 check (revision > 0)
);
create table keys.report_wrap (
  compartment_id uuid not null,
  report_id uuid not null,
  age_file bytea not null check (octet_length(age_file) <= 4096),
  primary key (compartment_id, report_id)
);
set local default_tablespace = '';

alter table keys.member_key alter column age_file set statistics 0, alter column age_file set storage external;
alter table keys.epoch_wrap alter column age_file set statistics 0, alter column age_file set storage external;
alter table keys.inbox_page alter column blob set statistics 0, alter column blob set storage external;
alter table keys.case_wrap alter column age_file set statistics 0, alter column age_file set storage external;
alter table keys.report_wrap alter column age_file set statistics 0, alter column age_file set storage external;
-- ANALYZE copies values of columns into the catalogue; what waits here must leave no trace there once it is gone.
alter table asylia.reply_outbox alter column ticket set statistics 0, alter column slot_id set statistics 0,
  alter column ready_at set statistics 0, alter column blob set statistics 0, alter column blob set storage external;

grant usage on schema keys to asylia_app, asylia_access;

-- guards T-21. Every table is forced; the functions below read and write as asylia_access.
do $$
declare
  place text;
begin
  foreach place in array array[
    'asylia.membership', 'asylia.invitation', 'asylia.session', 'asylia.epoch_statement', 'asylia.desk_count',
    'asylia.reply_outbox', 'asylia.report_case', 'asylia.report', 'keys.member_key', 'keys.epoch_wrap', 'keys.inbox_page',
    'keys.case_wrap', 'keys.report_wrap'
  ] loop
    execute format('alter table %s enable row level security', place);
    execute format('alter table %s force row level security', place);
  end loop;
  -- Of these, access decides; the application holds no right of its own on the first three.
  foreach place in array array[
    'asylia.invitation', 'asylia.session', 'asylia.reply_outbox', 'asylia.membership', 'asylia.report_case', 'keys.member_key', 'keys.case_wrap'
  ] loop
    execute format('create policy by_access on %s to asylia_access using (true) with check (true)', place);
    execute format('grant select, insert on %s to asylia_access', place);
  end loop;
  -- Protected rows carry a compartment and get the same lines.
  foreach place in array array[
    'asylia.epoch_statement', 'asylia.report_case', 'asylia.report', 'keys.epoch_wrap', 'keys.inbox_page', 'keys.case_wrap', 'keys.report_wrap'
  ] loop
    execute format('create policy seen on %s for select to asylia_app using (compartment_id = any ((select access.seen())::uuid[]))', place);
    execute format('grant select on %s to asylia_app', place);
  end loop;
  foreach place in array array['asylia.epoch_statement', 'asylia.report', 'keys.epoch_wrap', 'keys.inbox_page', 'keys.report_wrap'] loop
    execute format('create policy adds on %s for insert to asylia_app with check (access.writes(compartment_id))', place);
    execute format('grant insert on %s to asylia_app', place);
  end loop;
  foreach place in array array['asylia.report', 'asylia.report_case', 'keys.epoch_wrap', 'keys.inbox_page', 'keys.case_wrap', 'keys.report_wrap'] loop
    execute format(
      'create policy changes on %s for update to asylia_app using (compartment_id = any ((select access.seen())::uuid[])) with check (access.writes(compartment_id))',
      place);
  end loop;
  foreach place in array array['keys.epoch_wrap', 'keys.inbox_page', 'keys.report_wrap'] loop
    execute format('create policy drops on %s for delete to asylia_app using (access.writes(compartment_id))', place);
    execute format('grant delete on %s to asylia_app', place);
  end loop;
end $$;

-- What may change of a row, and nothing else of it.
grant update (state, reason, duplicate_of, sets, revision) on asylia.report to asylia_app;
grant update (replies) on asylia.report_case to asylia_app;
grant update (age_file, revision, burns_on) on keys.epoch_wrap to asylia_app;
grant update (epoch, revision, blob) on keys.inbox_page to asylia_app;
grant update (age_file, revision) on keys.case_wrap to asylia_app;
grant update (age_file) on keys.report_wrap to asylia_app;
grant update (used_by) on asylia.invitation to asylia_access;
grant delete on asylia.invitation, asylia.session, asylia.reply_outbox to asylia_access;
grant update (seen_at) on asylia.session to asylia_access;
grant update (state, blob) on asylia.reply_outbox to asylia_access;
grant update (age_file) on keys.member_key to asylia_access;
grant insert, update (founding_until) on asylia.team to asylia_access;
create policy founds on asylia.team for insert to asylia_access with check (kind <> 'house' and slug is not null);
create policy dates on asylia.team for update to asylia_access using (kind <> 'house') with check (kind <> 'house');
grant update (state, anchor, left_on, signed_in_on) on asylia.member to asylia_access;
create policy changes on asylia.member for update to asylia_access using (kind = 'person') with check (kind = 'person');
grant insert on asylia.compartment, asylia.compartment_deny to asylia_access;
grant delete on asylia.compartment_member to asylia_access;
create policy opens on asylia.compartment for insert to asylia_access with check (team_id is not null);
-- A bar is never lifted: nobody may delete or change one.
create policy bars on asylia.compartment_deny for insert to asylia_access with check (true);
create policy leaves on asylia.compartment_member for delete to asylia_access using (granted_by is not null);
grant select on asylia.epoch_statement to asylia_access;
create policy by_access on asylia.epoch_statement for select to asylia_access using (true);

grant select, insert, update (n), delete on asylia.desk_count to asylia_app;
create policy seen on asylia.desk_count for select to asylia_app using (compartment_id = any ((select access.seen())::uuid[]));
create policy counts on asylia.desk_count for insert to asylia_app with check (access.writes(compartment_id));
create policy adds on asylia.desk_count for update to asylia_app
  using (compartment_id = any ((select access.seen())::uuid[])) with check (access.writes(compartment_id));
create policy told on asylia.desk_count for delete to asylia_app using (compartment_id = any ((select access.seen())::uuid[]));

-- The team that this transaction speaks for: a member who has not left and is vouched for.
create function access.team() returns uuid
language sql stable security definer set search_path = '' as $$
  select m.team_id from asylia.member m where m.id = access.member() and m.left_on is null and m.state = 'member'
$$;

-- Somebody who waits to be vouched for sees nothing of the intake either.
grant create on schema access to asylia_access;
set local role asylia_access;
create or replace function access.receives() returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from asylia.member m join asylia.team t on t.id = m.team_id and t.kind <> 'house'
    where m.id = access.member() and m.left_on is null and m.state = 'member'
  )
$$;
reset role;
revoke create on schema access from asylia_access;

-- Names of members stay in their team; who is in the house is known to the house.
drop policy seen on asylia.member;
create policy seen on asylia.member for select to asylia_app using (team_id = (select access.team()));
create policy seen on asylia.membership for select to asylia_app using (team_id = (select access.team()));
grant select on asylia.membership to asylia_app;

create function access.demand_installation() returns void
language plpgsql stable set search_path = '' as $$
begin
  if not access.is_installation() then
    raise exception 'only the installation does this' using errcode = 'insufficient_privilege';
  end if;
end $$;

-- Makes a team without a member. The installation stands in its compartment to write lines of the ledger there.
create function access.found_team(team uuid, room uuid, facts jsonb) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform access.demand_installation();
  insert into asylia.team (id, name, kind, slug, names, about, of_states, serves, conflicts, languages)
  values (team, facts ->> 'name', facts ->> 'kind', facts ->> 'slug', facts -> 'names', facts -> 'about',
    array(select jsonb_array_elements_text(facts -> 'of')), array(select jsonb_array_elements_text(facts -> 'serves')),
    array(select jsonb_array_elements_text(facts -> 'conflicts')), array(select jsonb_array_elements_text(facts -> 'languages')));
  insert into asylia.compartment (id, kind, team_id) values (room, 'team', team);
  insert into asylia.compartment_member (compartment_id, member_id, can_write, granted_by) values (room, access.member(), false, access.member());
end $$;

-- A code for the first member, which makes the codes before it void. False when the team has a member already. guards T-38
create function access.invite_founder(team uuid, hash bytea, expires timestamptz) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  perform access.demand_installation();
  perform from asylia.team t where t.id = team for update;
  if exists (select from asylia.member m where m.team_id = team) then return false; end if;
  delete from asylia.invitation i where i.team_id = team and i.used_by is null;
  insert into asylia.invitation (code_hash, team_id, founding, made_by, expires_at) values (hash, team, true, access.member(), expires);
  return true;
end $$;

-- A code for one more member of the caller's own team.
create function access.invite(hash bytea, expires timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if not access.receives() then
    raise exception 'only a member of a team invites' using errcode = 'insufficient_privilege';
  end if;
  insert into asylia.invitation (code_hash, team_id, founding, made_by, expires_at) values (hash, access.team(), false, access.member(), expires);
end $$;

create function access.find_invitation(hash bytea, at timestamptz)
returns table (team_id uuid, compartment_id uuid, slug text, names jsonb, founding boolean)
language sql stable security definer set search_path = '' as $$
  select t.id, c.id, t.slug, t.names, i.founding
  from asylia.invitation i join asylia.team t on t.id = i.team_id join asylia.compartment c on c.team_id = t.id and c.kind = 'team'
  where i.code_hash = hash and i.used_by is null and i.expires_at > at
    and (not i.founding or not exists (select from asylia.member m where m.team_id = t.id))
$$;

-- Joins with a code, which is used up by it. A founder is a member and an anchor at once; anybody else waits. guards T-38
create function access.join_team(hash bytea, at timestamptz, joiner jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
  ticket asylia.invitation;
  newcomer uuid := (joiner ->> 'id')::uuid;
begin
  perform access.demand_installation();
  select * into ticket from asylia.invitation i where i.code_hash = hash and i.used_by is null and i.expires_at > at for update;
  if ticket.team_id is null then raise exception 'no such invitation' using errcode = 'insufficient_privilege'; end if;
  perform from asylia.team t where t.id = ticket.team_id for update;
  if ticket.founding and exists (select from asylia.member m where m.team_id = ticket.team_id) then
    raise exception 'the team has a member' using errcode = 'insufficient_privilege';
  end if;
  insert into asylia.member (id, team_id, display_name, kind, code, recipient, sign_key, state, anchor)
  values (newcomer, ticket.team_id, joiner ->> 'name', 'person', joiner ->> 'code', decode(joiner ->> 'recipient', 'hex'),
    decode(joiner ->> 'sign_key', 'hex'), case when ticket.founding then 'member' else 'waiting' end, ticket.founding);
  insert into keys.member_key (member_id, age_file) values (newcomer, decode(joiner ->> 'sealed_key', 'hex'));
  update asylia.invitation i set used_by = newcomer where i.code_hash = hash;
  if ticket.founding then
    insert into asylia.membership (member_id, type, team_id, statement, signature, signed_by)
    values (newcomer, 'join', ticket.team_id, joiner -> 'statement', decode(joiner ->> 'signature', 'hex'), newcomer);
    insert into asylia.compartment_member (compartment_id, member_id, can_write, granted_by)
    select c.id, newcomer, true, access.member() from asylia.compartment c where c.team_id = ticket.team_id and c.kind = 'team';
    update asylia.team t set founding_until = at + interval '7 days' where t.id = ticket.team_id;
  end if;
end $$;

-- A member vouches for somebody of the own team. Who waited is let in by it; for a member it is one more statement. The
-- signature was checked before; it stays for every client to check.
create function access.vouch(newcomer uuid, statement jsonb, signature bytea) returns void
language plpgsql security definer set search_path = '' as $$
declare
  team uuid := access.team();
begin
  if not access.receives() or not exists (select from asylia.member m where m.id = newcomer and m.team_id = team and m.left_on is null) then
    raise exception 'nobody of this team' using errcode = 'insufficient_privilege';
  end if;
  perform from asylia.team t where t.id = team for update;
  insert into asylia.membership (member_id, type, team_id, statement, signature, signed_by)
  values (newcomer, 'join', team, statement, signature, access.member()) on conflict do nothing;
  update asylia.member m set state = 'member', anchor = (
    select count(*) < 8 from asylia.member a where a.team_id = team and a.anchor and a.left_on is null
  ) where m.id = newcomer and m.state = 'waiting';
  if found then
    insert into asylia.compartment_member (compartment_id, member_id, can_write, granted_by)
    select c.id, newcomer, true, access.member() from asylia.compartment c where c.team_id = team and c.kind = 'team';
  end if;
end $$;

-- Ends a membership of the own team and every session of it.
create function access.leave_team(leaver uuid, statement jsonb, signature bytea, today date) returns void
language plpgsql security definer set search_path = '' as $$
declare
  team uuid := access.team();
begin
  update asylia.member m set left_on = today, anchor = false where m.id = leaver and m.team_id = team and m.left_on is null and m.kind = 'person';
  if not found then raise exception 'nobody to leave' using errcode = 'insufficient_privilege'; end if;
  insert into asylia.membership (member_id, type, team_id, statement, signature, signed_by)
  values (leaver, 'leave', team, statement, signature, access.member());
  delete from asylia.session s where s.member_id = leaver;
end $$;

-- What a sign-in is checked against. Asked before anybody is a member, so it answers about one code and nothing else.
create function access.sign_in_facts(asked text) returns table (member_id uuid, sign_key bytea, state text, age_file bytea)
language sql stable security definer set search_path = '' as $$
  select m.id, m.sign_key, m.state, k.age_file from asylia.member m join keys.member_key k on k.member_id = m.id
  where m.code = asked and m.left_on is null
$$;

-- False when the challenge made a session before. Answers the day of the sign-in before this one.
create function access.open_session(token bytea, challenge bytea, who uuid, at timestamptz, ends timestamptz)
returns table (opened boolean, last_on date)
language plpgsql security definer set search_path = '' as $$
declare
  before date;
begin
  select m.signed_in_on into before from asylia.member m where m.id = who and m.left_on is null and m.state = 'member' for update;
  if not found then return query select false, null::date; return; end if;
  insert into asylia.session (token_hash, challenge_hash, member_id, seen_at, ends_at) values (token, challenge, who, at, ends)
    on conflict do nothing;
  if not found then return query select false, null::date; return; end if;
  update asylia.member m set signed_in_on = (at at time zone 'UTC')::date where m.id = who;
  return query select true, before;
end $$;

-- The member of a running session, and notes that it is in use. What is past its idle or absolute end is removed.
create function access.enter(token bytea, at timestamptz, idle interval)
returns table (member_id uuid, code text, team_id uuid, slug text, compartment_id uuid)
language plpgsql security definer set search_path = '' as $$
begin
  delete from asylia.session s where s.token_hash = token and (s.ends_at <= at or s.seen_at <= at - idle or s.seen_at > at + interval '1 hour');
  update asylia.session s set seen_at = at where s.token_hash = token and s.seen_at < at - interval '10 seconds';
  return query
    select m.id, m.code, t.id, t.slug, c.id
    from asylia.session s
    join asylia.member m on m.id = s.member_id and m.left_on is null and m.state = 'member'
    join asylia.team t on t.id = m.team_id
    join asylia.compartment c on c.team_id = t.id and c.kind = 'team'
    where s.token_hash = token;
end $$;

create function access.end_session(token bytea) returns void
language sql security definer set search_path = '' as $$
  delete from asylia.session s where s.token_hash = token
$$;

-- New words for the caller's own key: whatever was opened with the old ones ends.
create function access.keep_sealed_key(age_file bytea) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update keys.member_key k set age_file = keep_sealed_key.age_file where k.member_id = access.member();
  delete from asylia.session s where s.member_id = access.member();
end $$;

create function access.forget_sessions(at timestamptz, idle interval) returns void
language sql security definer set search_path = '' as $$
  delete from asylia.session s where s.ends_at <= at or s.seen_at <= at - idle
$$;

create function access.forget_invitations(at timestamptz) returns void
language sql security definer set search_path = '' as $$
  delete from asylia.invitation i where i.expires_at <= at and i.used_by is null
$$;

-- What the roster publishes of the teams: names and public keys, nothing of members but the sign keys of anchors.
create function access.roster_teams()
returns table (id uuid, slug text, kind text, names jsonb, about jsonb, of_states text[], serves text[], conflicts text[], languages text[],
  anchors bytea[], epochs jsonb)
language sql stable security definer set search_path = '' as $$
  select t.id, t.slug, t.kind, t.names, t.about, t.of_states, t.serves, t.conflicts, t.languages,
    array(select m.sign_key from asylia.member m where m.team_id = t.id and m.anchor and m.left_on is null order by m.sign_key),
    coalesce((
      select jsonb_agg(jsonb_build_object('statement', e.statement, 'signatures', e.signatures, 'recipient', encode(e.recipient, 'hex')) order by e.epoch desc)
      from (select * from asylia.epoch_statement s where s.compartment_id = c.id order by s.epoch desc limit 2) e
    ), '[]')
  from asylia.team t join asylia.compartment c on c.team_id = t.id and c.kind = 'team'
  where access.member() is not null order by t.slug
$$;

-- Opens a case for readers of the caller's own team and bars other teams from it. guards T-27
create function access.open_case(room uuid, code text, readers text[], barred uuid[], age_file bytea, today date) returns void
language plpgsql security definer set search_path = '' as $$
declare
  team uuid := access.team();
begin
  if not access.receives() or team = any (barred) then
    raise exception 'not this team''s case' using errcode = 'insufficient_privilege';
  end if;
  insert into asylia.compartment (id, kind, team_id) values (room, 'case', team);
  insert into asylia.compartment_member (compartment_id, member_id, can_write, granted_by)
  select room, m.id, true, access.member() from asylia.member m
  where m.team_id = team and m.code = any (readers) and m.left_on is null and m.state = 'member';
  insert into asylia.compartment_deny (compartment_id, team_id) select room, b from unnest(barred) b;
  insert into asylia.report_case (compartment_id, team_id, code, opened_on) values (room, team, code, today);
  insert into keys.case_wrap (compartment_id, age_file) values (room, age_file);
end $$;

-- More bars on a case of the caller. They only grow.
create function access.bar_teams(room uuid, barred uuid[]) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if not access.writes(room) or access.team() = any (barred) then
    raise exception 'not this team''s case' using errcode = 'insufficient_privilege';
  end if;
  insert into asylia.compartment_deny (compartment_id, team_id) select room, b from unnest(barred) b on conflict do nothing;
end $$;

-- The readers of a case, all of the caller's own team; the caller stays among them.
create function access.set_readers(room uuid, readers text[]) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if not access.writes(room) then raise exception 'not this team''s case' using errcode = 'insufficient_privilege'; end if;
  delete from asylia.compartment_member cm using asylia.member m
  where cm.compartment_id = room and m.id = cm.member_id and m.id <> access.member() and not m.code = any (readers);
  insert into asylia.compartment_member (compartment_id, member_id, can_write, granted_by)
  select room, m.id, true, access.member() from asylia.member m
  where m.team_id = access.team() and m.code = any (readers) and m.left_on is null and m.state = 'member'
  on conflict do nothing;
end $$;

-- The slot was reserved just before, in the same transaction; the bytes follow when their moment has come.
create function access.queue_reply(ticket bytea, slot bytea, blob bytea, ready timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if not access.receives() then
    raise exception 'only a member of a team answers' using errcode = 'insufficient_privilege';
  end if;
  insert into asylia.reply_outbox (ticket, slot_id, blob, ready_at) values (ticket, slot, blob, date_trunc('minute', ready));
end $$;

create function access.reply_states(tickets bytea[]) returns table (ticket bytea, state text)
language sql stable security definer set search_path = '' as $$
  select r.ticket, r.state from asylia.reply_outbox r where r.ticket = any (tickets) and access.team() is not null
$$;

create function access.withdraw_reply(ticket bytea) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  delete from asylia.reply_outbox r where r.ticket = withdraw_reply.ticket and r.state = 'waiting' and access.team() is not null;
  return found;
end $$;

-- The replies whose moment has come, for the installation, which puts them into their slots.
create function access.ready_replies(at timestamptz, most int) returns table (ticket bytea, slot_id bytea, blob bytea)
language plpgsql security definer set search_path = '' as $$
begin
  perform access.demand_installation();
  return query select r.ticket, r.slot_id, r.blob from asylia.reply_outbox r
    where r.ready_at <= at and r.state = 'waiting' order by r.slot_id limit most for update skip locked;
end $$;

-- A visible reply leaves no row; one that found its slot closed is kept without its bytes for the team to hear of it.
create function access.settle_reply(ticket bytea, outcome text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform access.demand_installation();
  if outcome = 'stored' then
    delete from asylia.reply_outbox r where r.ticket = settle_reply.ticket;
  else
    update asylia.reply_outbox r set state = outcome, blob = null where r.ticket = settle_reply.ticket;
  end if;
end $$;

create function access.forget_replies(before timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform access.demand_installation();
  delete from asylia.reply_outbox r where r.state <> 'waiting' and r.ready_at < before;
end $$;

-- Whether any team still works on an item or a set; tells nobody which.
create function access.is_held(held bytea) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from asylia.report r where r.state not in ('returned', 'shredded') and (r.item_id = held or r.sets @> array[held]))
$$;
grant execute on function access.is_held(bytea) to asylia_inbox;
grant select on asylia.report to asylia_access;
create policy by_access on asylia.report for select to asylia_access using (true);

-- What no team works on any more counts as never taken in: its age and the reporter's token take it away again.
set local role asylia_inbox;
create function intake.release_taken(id bytea) returns void
language sql security definer set search_path = '' as $$
  delete from intake.taken t where t.id = release_taken.id and access.receives() and not access.is_held(t.id)
$$;
revoke execute on function intake.release_taken(bytea) from public;
grant execute on function intake.release_taken(bytea) to asylia_app;
reset role;

-- Events hold ids of every compartment: the installation alone reads them, to hand them on.
drop policy told on base.outbox;
create policy told on base.outbox for select to asylia_app using ((select access.is_installation()));
drop policy told on base.outbox_receipt;
create policy told on base.outbox_receipt for select to asylia_app using ((select access.is_installation()));
drop policy emits on base.outbox_receipt;
create policy emits on base.outbox_receipt for insert to asylia_app with check ((select access.is_installation()));

-- Destroys what is past its day in every team, and says how much. The readers of a key are no longer needed to end it.
create function access.burn_epochs(today date) returns int
language plpgsql security definer set search_path = '' as $$
declare
  burnt int;
begin
  perform access.demand_installation();
  delete from keys.epoch_wrap w where w.burns_on < today;
  get diagnostics burnt = row_count;
  return burnt;
end $$;
grant select, delete on keys.epoch_wrap to asylia_access;
create policy by_access on keys.epoch_wrap to asylia_access using (true);

do $$
declare
  made regprocedure;
begin
  grant create on schema access to asylia_access;
  for made in
    select p.oid from pg_proc p where p.pronamespace = 'access'::regnamespace and p.proname in (
      'team', 'demand_installation', 'found_team', 'invite_founder', 'invite', 'find_invitation', 'join_team', 'vouch',
      'leave_team', 'sign_in_facts', 'open_session', 'enter', 'end_session', 'keep_sealed_key', 'forget_sessions', 'forget_invitations',
      'roster_teams',
      'open_case', 'bar_teams', 'set_readers', 'queue_reply', 'reply_states', 'withdraw_reply', 'ready_replies', 'settle_reply',
      'forget_replies', 'is_held', 'burn_epochs'
    )
  loop
    execute format('revoke execute on function %s from public', made);
    execute format('grant execute on function %s to asylia_app', made);
    execute format('alter function %s owner to asylia_access', made);
  end loop;
  revoke create on schema access from asylia_access;
end $$;
