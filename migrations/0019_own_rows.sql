-- What a member sees, asked of each row at the price of one look into an index. 0001 loaded the list of everything seen for
-- each statement, 0018 called a function for each row; now a row of a compartment is seen by whoever sees their own row of
-- asylia.compartment_member for it, and that row alone says the law: not past its day, not barred, not left. It is read where it
-- stands, so a bar, a day and a departure bind at once (ADR 0026).

-- Without a setting of its own it becomes part of each statement. Parsed here, so no search_path is asked later.
create or replace function access.member() returns uuid
language sql stable
return nullif(current_setting('asylia.member', true), '')::uuid;

-- The team of a speaker who has not left; asked once for each statement.
create function access.reading_team() returns uuid
language sql stable security definer set search_path = '' as $$
  select m.team_id from asylia.member m where m.id = access.member() and m.left_on is null
$$;

-- Of bars a speaker is told those of compartments that they see, and one that closed to their own team what they read before:
-- without it row security could not count it against them.
create function access.told_of_bar(compartment uuid, team uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select access.sees(compartment) or team = access.reading_team() and exists (
    select from asylia.compartment_member cm where cm.compartment_id = compartment and cm.member_id = access.member()
  )
$$;

-- For whoever answers to a state (R-EP-21): whether a case is of their own team, and whether an incident or an act is shown.
create function access.is_own_case(room uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from asylia.report_case c where c.compartment_id = room and c.team_id = access.team())
$$;
create function access.on_territory(room uuid, incident uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from asylia.incident i where i.compartment_id = room and i.id = incident
      and (i.host = any (access.territory()) or i.effect = any (access.territory()) or access.is_own_case(room))
  )
$$;
grant select on asylia.incident to asylia_access;
create policy territory_of on asylia.incident for select to asylia_access using (true);
create function access.act_on_territory(room uuid, act uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from asylia.act a where a.compartment_id = room and a.id = act and access.on_territory(room, a.incident_id))
$$;
grant select on asylia.act to asylia_access;
create policy territory_of on asylia.act for select to asylia_access using (true);

-- What the head of a case counts: everything open to do, and entries up to a hundred. The law is asked once for the case.
create function access.count_case(room uuid, out open_tasks int, out entries int) returns setof record
language sql stable security definer set search_path = '' as $$
  select (select count(*)::int from asylia.case_task t where t.compartment_id = room and t.state = 'open'),
    (select count(*)::int from (select from asylia.case_entry e where e.compartment_id = room limit 100) e)
  where access.sees(room)
$$;

do $$
declare
  made regprocedure;
begin
  grant create on schema access to asylia_access;
  for made in
    select p.oid from pg_proc p where p.pronamespace = 'access'::regnamespace
      and p.proname in ('reading_team', 'told_of_bar', 'is_own_case', 'on_territory', 'act_on_territory', 'count_case')
  loop
    execute format('revoke execute on function %s from public', made);
    execute format('grant execute on function %s to asylia_app', made);
    execute format('alter function %s owner to asylia_access', made);
  end loop;
  set local role asylia_access;
  -- How many are granted is counted first, in the index alone: whoever reads much is not asked for the list of it.
  create or replace function access.few_rooms(most int) returns uuid[]
  language sql stable security definer set search_path = '' as $few$
    select case when (
      select count(*) from (select from asylia.compartment_member cm where cm.member_id = access.member() limit most + 1) granted
    ) <= most then (
      select coalesce(array_agg(cm.compartment_id), '{}') from asylia.compartment_member cm
      where cm.member_id = access.member() and access.reading_team() is not null and (cm.until is null or cm.until >= current_date)
        and not exists (
          select from asylia.compartment_deny d where d.compartment_id = cm.compartment_id and d.team_id = access.reading_team()
        )
    ) end
  $few$;
  create or replace function access.hears_of(room uuid) returns boolean
  language sql stable security definer set search_path = '' as $hears$
    select access.sees(room) or access.has_role('{auditor}') and exists (
      select from asylia.compartment c where c.id = room and c.team_id = access.team()
        and not exists (select from asylia.compartment_deny d where d.compartment_id = c.id and d.team_id = c.team_id)
    )
  $hears$;
  reset role;
  revoke create on schema access from asylia_access;
end $$;

-- guards T-21
alter policy seen on asylia.compartment_deny using (access.told_of_bar(compartment_id, team_id));
-- Of the rows of others one sees those of compartments that one sees: few, when a case is opened.
alter policy seen on asylia.compartment_member using (
  case when member_id = access.member() then
    coalesce(until >= current_date, true) and (select access.reading_team()) is not null and (
      select true from asylia.compartment_deny d
      where d.compartment_id = compartment_member.compartment_id and d.team_id = (select access.reading_team())
    ) is null
  else access.sees(compartment_id) end
);

do $$
declare
  -- A look into the key of one table: never a set that is loaded, never a function of ours for each row.
  own constant text := '(select true from asylia.compartment_member own where own.compartment_id = %s and own.member_id = access.member())';
  here record;
begin
  for here in
    select p.polname, c.oid::regclass as place, c.relname from pg_policy p join pg_class c on c.oid = p.polrelid
    where pg_get_expr(p.polqual, p.polrelid) ~ '^[(]compartment_id = ANY [(][(] SELECT access[.]seen[(][)]|^access[.]sees[(]compartment_id[)]$'
      and p.polname in ('seen', 'changes', 'told', 'adds', 'decides')
      and c.oid not in (
        'asylia.compartment_member'::regclass, 'asylia.compartment_deny'::regclass, 'base.ledger_entry'::regclass
      )
      and not (c.oid in ('asylia.approval'::regclass, 'asylia.notice'::regclass) and p.polname = 'seen')
  loop
    execute format('alter policy %I on %s using (%s)', here.polname, here.place, format(own, quote_ident(here.relname) || '.compartment_id'));
  end loop;
  execute format('alter policy seen on asylia.compartment using (%s)', format(own, 'compartment.id'));
  execute format(
    'alter policy seen on asylia.approval using (%s and (action <> ''honey.mark'' or (select access.has_role(''{steward}''))))',
    format(own, 'approval.compartment_id'));
  execute format(
    'alter policy seen on asylia.notice using (%s and (audience = ''all''
      or about is distinct from (select access.member()) and (select access.has_role(''{steward,auditor}''))))',
    format(own, 'notice.compartment_id'));
  execute format(
    'alter policy seen on base.ledger_entry using (%s and (compartment_id is distinct from (select access.own_room())
      or actor = (select access.member()) or subject !~ ''(^|[^A-Z0-9])[A-CE-LN-Z]-[2-9A-HJ-NP-Z]{6}''))',
    format(own, 'ledger_entry.compartment_id'));
  execute format('alter policy both_ends on asylia.person_link using (%s)', format(own, 'person_link.other_room'));
  execute format('alter policy both_ends on asylia.pattern_member using (%s)', format(own, 'pattern_member.pattern_room'));

  -- For whoever answers to no state the first half is all, and nothing of the second is planned.
  execute 'alter policy territory on asylia.incident using ((select access.territory()) is null or host = any ((select access.territory())::text[])
    or effect = any ((select access.territory())::text[]) or access.is_own_case(compartment_id))';
  for here in select unnest(array['screening', 'act', 'information', 'assessment', 'pattern_member']) as relname loop
    execute format(
      'alter policy territory on asylia.%I using ((select access.territory()) is null or access.on_territory(compartment_id, incident_id))', here.relname);
  end loop;
  execute 'alter policy territory on asylia.involvement using ((select access.territory()) is null or access.act_on_territory(compartment_id, act_id))';

  if exists (select from pg_policy p where pg_get_expr(p.polqual, p.polrelid) ~ 'access[.]seen[(]') then
    raise exception 'a policy still loads the list of everything seen';
  end if;
end $$;

-- A page of whoever reads much walks its order. A filter that few rows pass has an order of its own.
create index incident_id on asylia.incident (id);
create index person_id on asylia.person (id);
create index incident_status on asylia.incident (verification_status, id);
create index case_file_state on asylia.case_file (state, changed_on desc, compartment_id);
create index case_file_host on asylia.case_file (host, changed_on desc, compartment_id);
create index case_file_origin on asylia.case_file (origin, changed_on desc, compartment_id);
create index case_file_risk on asylia.case_file (risk, changed_on desc, compartment_id);
create index case_file_owner on asylia.case_file (owner, changed_on desc, compartment_id) where owner is not null;
create index case_file_risk_due on asylia.case_file (risk_due, compartment_id) where risk_due is not null;
create index case_task_listed on asylia.case_task (due_on, id) where state = 'open';
create index case_task_owner on asylia.case_task (owner, due_on, id) where state = 'open';
create index case_task_second on asylia.case_task (second, due_on, id) where state = 'open' and second is not null;
drop index asylia.incident_host;
create index incident_host on asylia.incident (host, id);
create index incident_effect on asylia.incident (effect, id) where effect is not null;
create index report_taken on asylia.report (taken_on desc, id);
