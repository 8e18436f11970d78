-- The audit list asked every room that its reader is told of for its newest lines: right for few rooms, a second and more for a
-- hundred thousand. Whoever is told of many walks the ledger from its newest line instead, under row security (ADR 0038).
create index ledger_entry_newest on base.ledger_entry (at desc, id desc);
-- A person leads to their case by their code.
create index person_code on asylia.person (code);

-- Whether an auditor may read the lines of this room: one of the own team that it is not barred from, as access.audited() lists them.
create function access.audits(room uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from asylia.compartment c where c.id = room and c.team_id = access.team()
      and not exists (select from asylia.compartment_deny d where d.compartment_id = c.id and d.team_id = c.team_id)
  )
$$;
-- Whether the speaker is told of more rooms than so many.
create function access.told_of_many(most int) returns boolean
language sql stable security definer set search_path = '' as $$
  select (select count(*) from (select from asylia.compartment_member cm where cm.member_id = access.member() limit most + 1) granted) > most
    or access.has_role('{auditor}')
      and (select count(*) from (select from asylia.compartment c where c.team_id = access.team() limit most + 1) owned) > most
$$;
-- The codes of those of these rooms that are cases and that the speaker is told of.
create function access.told_codes(rooms uuid[]) returns table (compartment_id uuid, code text)
language sql stable security definer set search_path = '' as $$
  select c.compartment_id, c.code from asylia.report_case c where c.compartment_id = any (rooms) and access.hears_of(c.compartment_id)
$$;
-- The case of this code, for whoever is told of it.
create function access.told_case(named text) returns table (compartment_id uuid, code text)
language sql stable security definer set search_path = '' as $$
  select c.compartment_id, c.code from asylia.report_case c where c.code = named and access.hears_of(c.compartment_id)
$$;

do $$
declare
  made regprocedure;
begin
  grant create on schema access to asylia_access;
  for made in
    select p.oid from pg_proc p where p.pronamespace = 'access'::regnamespace
      and p.proname in ('audits', 'told_of_many', 'told_codes', 'told_case')
  loop
    execute format('revoke execute on function %s from public', made);
    execute format('grant execute on function %s to asylia_app', made);
    execute format('alter function %s owner to asylia_access', made);
  end loop;
  revoke create on schema access from asylia_access;
end $$;

-- Asked of a row only where the speaker is an auditor, and no list of rooms is loaded. guards T-21
alter policy audits on base.ledger_entry using ((select access.has_role('{auditor}')) and access.audits(compartment_id));
