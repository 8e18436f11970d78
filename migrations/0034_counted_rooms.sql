-- A count looks at everything that its reader reads. Row security asks each row with a look of its own (ADR 0026): right for a
-- page, dear for fifty thousand rows. Here the rooms of the speaker are found once for each statement, and rows are matched with
-- them as sets (ADR 0038). Nothing is kept from one statement to the next.

-- The law of asylia.compartment_member (0019) as a set: granted, not past its day, not barred, not left. Granted to nobody, and no
-- barrier: the views below are, and through this one the planner sees how many rooms there are. guards T-21
create view access.read_room as
  select cm.compartment_id from asylia.compartment_member cm
  where cm.member_id = (select access.member()) and (select access.reading_team()) is not null
    and (cm.until is null or cm.until >= current_date)
    and not exists (
      select from asylia.compartment_deny d where d.compartment_id = cm.compartment_id and d.team_id = (select access.reading_team())
    );

grant select (compartment_id, code, community, community_said_by, community_for) on asylia.person to asylia_access;
create policy counted on asylia.person for select to asylia_access using (true);
grant select (compartment_id, subject, scope, n, change, from_on, expires_on) on asylia.consent to asylia_access;
create policy counted on asylia.consent for select to asylia_access using (true);

-- Asked of whoever answers to a state and of nobody else; at the price of a function the planner takes every row of a count for dear.
set local role asylia_access;
alter function access.is_own_case(uuid) cost 1;
alter function access.on_territory(uuid, uuid) cost 1;
alter function access.act_on_territory(uuid, uuid) cost 1;
reset role;

-- Coded columns alone, and of these what is counted. `tools/checks/catalogue.ts` refuses a view of another form.
do $$
declare
  own constant text := 't.compartment_id in (select r.compartment_id from access.read_room r)';
  -- Of what other teams share, somebody who answers to a state sees what was done or felt on its territory (R-EP-21).
  place constant text := ' and ((select access.territory()) is null or %s)';
  made record;
begin
  grant create on schema access to asylia_access;
  for made in select * from (values
    ('report_case', 't.compartment_id, t.replies', ''),
    ('case_file', 't.compartment_id, t.state, t.origin, t.host, t.risk_due', ''),
    ('person', 't.compartment_id, t.code, t.community, t.community_said_by, t.community_for', ''),
    ('consent', 't.compartment_id, t.subject, t.scope, t.n, t.change, t.from_on, t.expires_on', ''),
    ('report', 't.compartment_id, t.arrived_on, t.taken_on', ''),
    ('case_entry', 't.compartment_id, t.kind, t.stage, t.from_day, t.until_day, t.date_precision, t.state, t.due_on, t.written_on,
      t.facts ->> ''impact'' as impact', ''),
    ('case_task', 't.compartment_id, t.action, t.state, t.due_on, t.outcome, t.gap, t.jurisdiction, t.made_on, t.ended_on', ''),
    ('incident', 't.compartment_id, t.id, t.origin, t.host, t.happened, t.happened_precision, t.verification_status, t.recorded_on',
      't.host = any ((select access.territory())::text[]) or t.effect = any ((select access.territory())::text[])
        or access.is_own_case(t.compartment_id)'),
    ('act', 't.compartment_id, t.id, t.incident_id, t.method', 'access.on_territory(t.compartment_id, t.incident_id)'),
    ('involvement', 't.compartment_id, t.act_id, t.actor_id', 'access.act_on_territory(t.compartment_id, t.act_id)')
  ) as v (name, columns, territory) loop
    execute format('create view access.%I with (security_barrier = true) as select %s from asylia.%I t where %s%s',
      'counted_' || made.name, made.columns, made.name, own, case when made.territory = '' then '' else format(place, made.territory) end);
    execute format('grant select on access.%I to asylia_app', 'counted_' || made.name);
    execute format('alter view access.%I owner to asylia_access', 'counted_' || made.name);
  end loop;
  alter view access.read_room owner to asylia_access;
  set local role asylia_access;
  -- By the same set; 0019 asked for the speaker's team once for each of up to a thousand rooms.
  create or replace function access.few_rooms(most int) returns uuid[]
  language sql stable security definer set search_path = '' as $few$
    select case when (
      select count(*) from (select from asylia.compartment_member cm where cm.member_id = access.member() limit most + 1) granted
    ) <= most then (select coalesce(array_agg(r.compartment_id), '{}') from access.read_room r) end
  $few$;
  reset role;
  revoke create on schema access from asylia_access;
end $$;
