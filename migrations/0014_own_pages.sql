-- Sealed pages of one member alone: the index of what this member can open, and what they chose for themselves. Readers of
-- cases differ within a team, so an index sealed to the team would show every member what only readers may see.
select set_config('default_tablespace', coalesce((select spcname::text from pg_tablespace where spcname = 'asylia_keys'), ''), true);
create table keys.own_page (
  member_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('index', 'choices')),
  revision int not null default 1 check (revision > 0),
  blob bytea not null check (octet_length(blob) in (2683, 5755, 18043, 67195, 263851)),
  primary key (member_id, id)
);
set local default_tablespace = '';
alter table keys.own_page alter column kind set statistics 0, alter column blob set statistics 0, alter column blob set storage external;

-- guards T-21
alter table keys.own_page enable row level security;
alter table keys.own_page force row level security;
create policy own on keys.own_page to asylia_app
  using (member_id = (select access.member()) and (select access.team()) is not null)
  with check (member_id = (select access.member()) and (select access.team()) is not null);
grant select, insert, delete on keys.own_page to asylia_app;
grant update (revision, blob) on keys.own_page to asylia_app;

-- Whoever left opens nothing any more; their pages go.
grant select, delete on keys.own_page to asylia_access;
create policy by_access on keys.own_page to asylia_access using (true);
grant create on schema access to asylia_access;
create function access.forget_own_pages() returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform access.demand_installation();
  delete from keys.own_page p using asylia.member m where m.id = p.member_id and m.left_on is not null;
end $$;
revoke execute on function access.forget_own_pages() from public;
grant execute on function access.forget_own_pages() to asylia_app;
alter function access.forget_own_pages() owner to asylia_access;
revoke create on schema access from asylia_access;
