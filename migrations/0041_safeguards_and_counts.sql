-- Safeguards by deprivation of liberty, people by what they do, and actors counted as a set.

-- One check for each deprivation of liberty, whoever is faster (R-NGO-11).
create unique index case_entry_checked on asylia.case_entry (compartment_id, (facts ->> 'detention')) where kind = 'safeguards';
-- The deprivations of liberty of a case with a hundred thousand entries are found, and not looked for.
create index case_entry_stage on asylia.case_entry (compartment_id, stage, on_day, id);
-- Late cases, the last changed first: of all that are late, row security asked each before they were put in order. In this order
-- it asks those of one page, since days are compared first.
create index case_file_late on asylia.case_file (changed_on desc, compartment_id) where next_deadline is not null;

-- People by what they do, and the kind of an actor: counted as a set like all else (ADR 0038).
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
