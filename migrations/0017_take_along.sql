-- Everything that a team owns can be taken along. Two people said yes to it; for an hour one of them may fetch it, page by page.
create table asylia.take_along (
  compartment_id uuid not null references asylia.compartment (id),
  id uuid not null,
  member_id uuid not null references asylia.member (id),
  until timestamptz not null,
  primary key (compartment_id, id)
);
-- guards T-22
alter table asylia.take_along enable row level security;
alter table asylia.take_along force row level security;
create policy own on asylia.take_along for select to asylia_app using (member_id = (select access.member()));
create policy adds on asylia.take_along for insert to asylia_app
  with check (access.writes(compartment_id) and member_id = (select access.member()));
grant select, insert on asylia.take_along to asylia_app;
