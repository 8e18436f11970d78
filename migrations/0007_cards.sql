-- Sealed things of a case beside its reports. The server knows which record a card is about, its kind and its size class;
-- what it says is sealed to the key of the case in a member's browser.

-- Older keys of a case, sealed to its newest: what was sealed before somebody left stays readable, what comes after does
-- not open with what they had.
alter table keys.case_wrap add column generation int not null default 1 check (generation > 0);
select set_config('default_tablespace', coalesce((select spcname::text from pg_tablespace where spcname = 'asylia_keys'), ''), true);
create table keys.case_ring (
  compartment_id uuid not null,
  generation int not null check (generation > 0),
  age_file bytea not null check (octet_length(age_file) <= 4096),
  primary key (compartment_id, generation)
);
set local default_tablespace = '';
alter table keys.case_ring alter column age_file set statistics 0, alter column age_file set storage external;

create table asylia.card (
  compartment_id uuid not null references asylia.report_case (compartment_id),
  id uuid not null,
  -- The record of the case that it tells of; the case itself for what tells of the case.
  about uuid not null,
  kind text not null check (kind ~ '^[a-z]+(\.[a-z_]+)?$'),
  generation int not null check (generation > 0),
  revision int not null default 1 check (revision > 0),
  -- An age file to one recipient over 1, 4, 16, 64 or 256 KiB, and never another length.
  blob bytea not null check (octet_length(blob) in (2683, 5755, 18043, 67195, 263851)),
  written_by uuid not null references asylia.member (id),
  written_on date not null,
  primary key (compartment_id, id)
);
create index card_about on asylia.card (compartment_id, about, kind);
alter table asylia.card alter column blob set statistics 0, alter column blob set storage external;

-- What the server may know of a case as a whole. Whoever takes a report in opens one.
create table asylia.case_file (
  compartment_id uuid primary key references asylia.report_case (compartment_id),
  state text not null default 'open' check (state in ('open', 'watching', 'closed')),
  owner uuid references asylia.member (id),
  -- The host and origin that decide whom it concerns; null until somebody says so.
  host text check (host ~ '^[A-Z]{2}$'),
  origin text check (origin ~ '^[A-Z]{2}$'),
  next_deadline date,
  changed_on date not null,
  revision int not null default 1 check (revision > 0)
);

do $$
declare
  place text;
begin
  foreach place in array array['asylia.card', 'asylia.case_file', 'keys.case_ring'] loop
    execute format('alter table %s enable row level security', place);
    execute format('alter table %s force row level security', place);
    execute format('create policy seen on %s for select to asylia_app using (compartment_id = any ((select access.seen())::uuid[]))', place);
    execute format('create policy adds on %s for insert to asylia_app with check (access.writes(compartment_id))', place);
    execute format(
      'create policy changes on %s for update to asylia_app using (compartment_id = any ((select access.seen())::uuid[])) with check (access.writes(compartment_id))',
      place);
    execute format('grant select on %s to asylia_app', place);
  end loop;
  foreach place in array array['asylia.card', 'keys.case_ring'] loop
    execute format('create policy drops on %s for delete to asylia_app using (access.writes(compartment_id))', place);
    execute format('grant insert, delete on %s to asylia_app', place);
  end loop;
end $$;
grant update (generation, revision, blob, written_by, written_on) on asylia.card to asylia_app;
grant update (state, owner, host, origin, next_deadline, changed_on, revision) on asylia.case_file to asylia_app;
grant update (age_file) on keys.case_ring to asylia_app;
grant update (age_file, revision, generation) on keys.case_wrap to asylia_app;

grant insert on asylia.case_file to asylia_access;
create policy opens on asylia.case_file for insert to asylia_access with check (true);
grant create on schema access to asylia_access;
set local role asylia_access;
insert into asylia.case_file (compartment_id, changed_on) select compartment_id, opened_on from asylia.report_case;

grant create on schema access to asylia_access;
set local role asylia_access;
create or replace function access.open_case(room uuid, code text, readers text[], barred uuid[], age_file bytea, today date) returns void
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
  insert into asylia.case_file (compartment_id, owner, changed_on) values (room, access.member(), today);
  insert into keys.case_wrap (compartment_id, age_file) values (room, age_file);
end $$;
reset role;
revoke create on schema access from asylia_access;
reset role;
revoke create on schema access from asylia_access;
