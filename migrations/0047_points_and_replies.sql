-- Each frame asks which points this installation has and whether a reply waits for that node. Both questions kept a plan made when
-- there were hardly any teams, and then looked through all teams for each room: a hundred milliseconds a frame with a thousand
-- offices, until the statistics were renewed.

create index alert_text_reply on asylia.alert_text (put_at, id) where kind = 'reply';

grant create on schema access to asylia_access;
set local role asylia_access;

-- From the own teams, which are few: each names its room, whatever the planner thinks of how many rooms there are.
create or replace function access.own_points() returns table (team text, territory text[], languages text[], police boolean, "stateBody" boolean,
  contact text, "checkedOn" text)
language plpgsql stable security definer set search_path = '' as $$
begin
  perform access.demand_installation();
  return query
    with own as materialized (
      select t.slug, t.police, (select c.id from asylia.compartment c where c.team_id = t.id and c.kind = 'team') as room
      from asylia.team t where t.node_id is null
    )
    select own.slug, f.territory, f.languages, f.police or own.police, f.state_body, f.contact, f.checked_on::text
    from own join asylia.focal_point f on f.compartment_id = own.room where f.open order by own.slug, f.id;
end $$;

-- The reply that waits longest for this node, found among replies and not among rooms.
create or replace function access.post_reply(of_node uuid) returns table (delivery uuid, text_id uuid, version int, epoch int, body bytea, wrap bytea)
language plpgsql security definer set search_path = '' as $$
declare
  goes asylia.alert_text;
  sealed keys.alert_wrap;
begin
  perform access.demand_installation();
  -- Most often none waits for anybody.
  if not exists (select from asylia.alert_text t where t.kind = 'reply') then return; end if;
  execute '
    select t.* from asylia.alert_text t join asylia.compartment c on c.id = t.compartment_id and c.kind = ''team''
    join asylia.team s on s.id = c.team_id and s.node_id = $1
    where t.kind = ''reply'' order by t.put_at, t.id limit 1 for update of t skip locked' into goes using of_node;
  if goes.id is null then return; end if;
  select * into sealed from keys.alert_wrap w where w.compartment_id = goes.compartment_id and w.id = goes.id;
  delete from keys.alert_wrap w where w.compartment_id = goes.compartment_id and w.id = goes.id;
  delete from asylia.alert_text t where t.compartment_id = goes.compartment_id and t.id = goes.id;
  return query select goes.about, goes.id, goes.version, sealed.epoch, goes.body, sealed.age_file;
end $$;

reset role;
revoke create on schema access from asylia_access;
