-- Which rows of which table a member brought in. A mark is made with a key that the server has not, so that it tells neither
-- the file nor the row; it only says that the same row was here before.
create table asylia.import_row (
  compartment_id uuid not null references asylia.compartment (id),
  mark bytea not null check (octet_length(mark) = 16),
  recorded_on date not null,
  primary key (compartment_id, mark)
);
alter table asylia.import_row alter column mark set statistics 0;

-- guards T-21
alter table asylia.import_row enable row level security;
alter table asylia.import_row force row level security;
create policy seen on asylia.import_row for select to asylia_app using (compartment_id = any ((select access.seen())::uuid[]));
create policy adds on asylia.import_row for insert to asylia_app with check (access.writes(compartment_id));
grant select, insert on asylia.import_row to asylia_app;
