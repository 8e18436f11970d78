-- An entry of the directory goes to other installations whole: when somebody is there, who stands in, and with which states its office has
-- a conflict. Before, hours were made up where they were not told, and a conflict was lost on the way. Each installation finds that its
-- list is another than the one it told last, and tells it anew.
drop function access.own_points();
grant create on schema access to asylia_access;
set local role asylia_access;

create function access.own_points() returns table (team text, territory text[], remit text[], languages text[], opens int, closes int,
  "offsetMinutes" int, days int[], deputies int, police boolean, "stateBody" boolean, conflicts text[], contact text, "checkedOn" text)
language plpgsql stable security definer set search_path = '' as $$
begin
  perform access.demand_installation();
  return query
    with own as materialized (
      select t.slug, t.police, (select c.id from asylia.compartment c where c.team_id = t.id and c.kind = 'team') as room
      from asylia.team t where t.node_id is null
    )
    select own.slug, f.territory, f.remit, f.languages, f.opens::int, f.closes::int, f.offset_minutes::int, f.days::int[], f.deputies::int,
      f.police or own.police, f.state_body, f.conflicts, f.contact, f.checked_on::text
    from own join asylia.focal_point f on f.compartment_id = own.room where f.open order by own.slug, f.id;
end $$;

-- guards T-21
create or replace function access.take_node_points(of_node uuid, points jsonb, offices jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
  o record;
begin
  perform access.demand_installation();
  for o in
    select t.id, t.node_police as was, (
      select bool_or(said.police) from (
        select (p ->> 'police')::boolean from jsonb_array_elements(offices) p where p ->> 'team' = t.node_slug
      ) said (police)
    ) as becomes from asylia.team t where t.node_id = of_node order by t.id
  loop
    update asylia.team t set node_police = o.becomes, police = t.police or o.becomes is true where t.id = o.id;
    if o.was is false and o.becomes is distinct from false then perform access.stop_queued(o.id, 'consent', 0); end if;
  end loop;
  delete from asylia.focal_point f using asylia.compartment c, asylia.team t
  where f.compartment_id = c.id and t.id = c.team_id and t.node_id = of_node;
  insert into asylia.focal_point (compartment_id, id, territory, remit, languages, opens, closes, offset_minutes, days, deputies, state_body, police,
    conflicts, contact, open, checked_on, checked_by)
  select c.id, gen_random_uuid(), array(select jsonb_array_elements_text(p -> 'territory')), array(select jsonb_array_elements_text(p -> 'remit')),
    array(select jsonb_array_elements_text(p -> 'languages')), (p ->> 'opens')::smallint, (p ->> 'closes')::smallint,
    (p ->> 'offsetMinutes')::smallint, array(select jsonb_array_elements_text(p -> 'days')::smallint), (p ->> 'deputies')::smallint,
    (p ->> 'stateBody')::boolean, (p ->> 'police')::boolean, array(select jsonb_array_elements_text(p -> 'conflicts')), p ->> 'contact', false,
    (p ->> 'checkedOn')::date, access.member()
  from jsonb_array_elements(points) p
  join asylia.team t on t.node_id = of_node and t.node_slug = p ->> 'team' join asylia.compartment c on c.team_id = t.id and c.kind = 'team';
end $$;

revoke execute on function access.own_points() from public;
grant execute on function access.own_points() to asylia_app;
reset role;
revoke create on schema access from asylia_access;
