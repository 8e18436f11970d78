-- The head of a case asks once whether its speaker sees it, also for who else of their team reads it.
drop function access.count_case(uuid);
grant create on schema access to asylia_access;
set local role asylia_access;
create function access.count_case(room uuid, out open_tasks int, out entries int, out readers text[]) returns setof record
language sql stable security definer set search_path = '' as $$
  select (select count(*)::int from asylia.case_task t where t.compartment_id = room and t.state = 'open'),
    (select count(*)::int from (select from asylia.case_entry e where e.compartment_id = room limit 100) e),
    array(
      select m.code from asylia.compartment_member cm join asylia.member m on m.id = cm.member_id and m.left_on is null
      where cm.compartment_id = room and (cm.until is null or cm.until >= current_date) and m.team_id = access.team()
      order by m.code
    )
  where access.sees(room)
$$;
revoke execute on function access.count_case(uuid) from public;
grant execute on function access.count_case(uuid) to asylia_app;
reset role;
revoke create on schema access from asylia_access;
