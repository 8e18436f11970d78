-- Safeguards by deprivation of liberty, people by what they do, and actors counted as a set.

-- One check for each deprivation of liberty, whoever is faster (R-NGO-11).
create unique index case_entry_checked on asylia.case_entry (compartment_id, (facts ->> 'detention')) where kind = 'safeguards';
-- The deprivations of liberty of a case with a hundred thousand entries are found, and not looked for.
create index case_entry_stage on asylia.case_entry (compartment_id, stage, on_day, id);

-- Two more coded columns that are counted (ADR 0038). Row security asked each of a hundred thousand involvements for its actor
-- once more; the actors of a team are few.
grant select (occupation) on asylia.person to asylia_access;
grant create on schema access to asylia_access;
set local role asylia_access;
create or replace view access.counted_person with (security_barrier = true) as
  select t.compartment_id, t.code, t.community, t.community_said_by, t.community_for, t.occupation from asylia.person t
  where t.compartment_id in (select r.compartment_id from access.read_room r);
create view access.counted_actor with (security_barrier = true) as
  select t.compartment_id, t.id, t.kind from asylia.actor t
  where t.compartment_id in (select r.compartment_id from access.read_room r);
grant select on access.counted_actor to asylia_app;
reset role;
revoke create on schema access from asylia_access;
