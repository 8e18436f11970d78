-- Somebody who reads a hundred thousand cases must not load the list of all of them for each page. The same law as
-- access.seen(), asked of one compartment at a time, for the tables whose queries name a case or walk an index.
create function access.sees(compartment uuid) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return exists (
    select from asylia.compartment_member cm
    join asylia.member m on m.id = cm.member_id and m.left_on is null
    where cm.compartment_id = compartment and cm.member_id = access.member()
      and (cm.until is null or cm.until >= current_date)
      and not exists (
        select from asylia.compartment_deny d where d.compartment_id = cm.compartment_id and d.team_id = m.team_id
      )
  );
end $$;

-- What the speaker sees where it is little, so that an index finds it at once; null where it is more than that.
create function access.few_rooms(most int) returns uuid[]
language sql stable security definer set search_path = '' as $$
  select case when count(*) <= most then coalesce(array_agg(few.compartment_id), '{}') end
  from (
    select cm.compartment_id from asylia.compartment_member cm
    join asylia.member m on m.id = cm.member_id and m.left_on is null
    where cm.member_id = access.member() and (cm.until is null or cm.until >= current_date)
      and not exists (
        select from asylia.compartment_deny d where d.compartment_id = cm.compartment_id and d.team_id = m.team_id
      )
    limit most + 1
  ) few
$$;

-- Entries that name a provision, in cases that the speaker sees, the newest first. An index on arrays is no use behind row
-- security, so the law is asked here of each row, in the order in which they are shown.
create function access.charged_entries(provision text, before date, beyond uuid, most int) returns table (compartment_id uuid, id uuid)
language sql stable security definer set search_path = '' as $$
  select found.compartment_id, found.id from (
    select e.compartment_id, e.id, e.on_day from asylia.case_entry e
    where e.codes @> array[provision] and (before is null or (e.on_day, e.id) < (before, beyond))
    order by e.on_day desc, e.id desc offset 0
  ) found
  where access.sees(found.compartment_id) limit most
$$;

do $$
declare
  made regprocedure;
  place text;
begin
  grant create on schema access to asylia_access;
  for made in select p.oid from pg_proc p where p.pronamespace = 'access'::regnamespace and p.proname in ('sees', 'few_rooms', 'charged_entries') loop
    execute format('revoke execute on function %s from public', made);
    execute format('grant execute on function %s to asylia_app', made);
    execute format('alter function %s owner to asylia_access', made);
  end loop;
  revoke create on schema access from asylia_access;

  -- guards T-21
  foreach place in array array[
    'asylia.report_case', 'asylia.case_file', 'asylia.case_entry', 'asylia.case_task', 'asylia.risk_assessment', 'asylia.case_move',
    'asylia.case_move_card', 'asylia.case_move_item', 'keys.case_move_wrap', 'asylia.card', 'keys.case_ring', 'keys.case_wrap'
  ] loop
    execute format('alter policy seen on %s using (access.sees(compartment_id))', place);
    if exists (select from pg_policy p where p.polrelid = place::regclass and p.polname = 'changes') then
      execute format('alter policy changes on %s using (access.sees(compartment_id)) with check (access.writes(compartment_id))', place);
    end if;
  end loop;
end $$;
