-- What the wire asks for every frame costs what goes in it, and not what ever went: 50,000 messages wait no longer than their own work takes.

-- How often the state of a copy changed here, and which of those changes its node was told: what is owed is found without looking at the rest.
alter table asylia.node_item add column owes int not null default 1 check (owes > 0), add column settled int not null default 0;
create index node_item_owes on asylia.node_item (node_id) where not outward and owes > settled;
-- What went and has no end: bars are asked for it again.
create index node_item_live on asylia.node_item (node_id) where outward and tomb is null;
create policy owed on asylia.node_item for update to asylia_access using (true) with check (true);
grant update (owes, settled) on asylia.node_item to asylia_access;
grant update (settled) on asylia.node_item to asylia_app;

grant create on schema access to asylia_access;
set local role asylia_access;
update asylia.node_item i set settled = 1
from asylia.alert_delivery d where d.id = i.id and not i.outward and i.told = concat_ws(' ', d.state, d.step, d.held_version, d.changed_at);

create function access.owe_state() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update asylia.node_item i set owes = i.owes + 1
  from asylia.team s where s.id = new.team_id and s.node_id is not null and i.compartment_id = (select n.compartment_id from asylia.node n where n.id = s.node_id)
    and i.node_id = s.node_id and i.id = new.id and not i.outward;
  return null;
end $$;

-- Where offices here stand with what came from this node, as far as it was not told yet. `owed` counts the changes that this tells.
drop function access.node_states(uuid, int);
create function access.node_states(of_node uuid, most int) returns table (delivery uuid, told text, owed int, state text, version int, read_version int, step int,
  delivered_at timestamptz, opened_at timestamptz, acknowledged_at timestamptz, acknowledged_as text, acting_at timestamptz, answered_at timestamptz,
  refused_at timestamptz, reason text, clock_at timestamptz)
language plpgsql security definer set search_path = '' as $$
begin
  perform access.demand_installation();
  return query
    select d.id, concat_ws(' ', d.state, d.step, d.held_version, d.changed_at), i.owes, d.state, d.held_version, d.read_version, d.step::int, d.delivered_at,
      d.opened_at, d.acknowledged_at, d.acknowledged_as, d.acting_at, d.answered_at, d.refused_at, d.reason, d.clock_at
    from asylia.node_item i join asylia.alert_delivery d on d.id = i.id
    join asylia.team s on s.id = d.team_id and s.node_id = of_node
    where i.node_id = of_node and not i.outward and i.owes > i.settled and i.kind = 'alert'
      and i.told is distinct from concat_ws(' ', d.state, d.step, d.held_version, d.changed_at)
    limit most;
end $$;

-- The copies for this node that wait longest, taken out of the rooms of their senders, each as post_alert takes one. guards T-27
create function access.post_alerts(of_node uuid, at timestamptz, today date, most int) returns table (delivery uuid, outcome text, office text,
  from_team text, version int, kind text, tlp text, level int, asks text, answer_by timestamptz, ends_at timestamptz, text_id uuid, epoch int, body bytea,
  wrap bytea)
language plpgsql security definer set search_path = '' as $$
begin
  perform access.demand_installation();
  for n in 1 .. most loop
    return query select p.* from access.post_alert(of_node, at, today) p;
    exit when not found;
  end loop;
end $$;

-- As before, with a bar asked once for each office and room, and consent for what is under way alone. guards T-21, T-27
create or replace function access.ended_posts(of_node uuid, today date) returns table (delivery uuid, why text)
language plpgsql security definer set search_path = '' as $$
begin
  perform access.demand_installation();
  return query
    with live as materialized (
      select i.id, i.version, i.epoch, o.node_epoch, d.compartment_id, d.alert_id, d.office, d.state
      from asylia.node_item i join asylia.alert_delivery d on d.id = i.id join asylia.team o on o.id = d.office and o.node_id = of_node
      where i.node_id = of_node and i.outward and i.tomb is null and i.kind = 'alert'
    ), closed as materialized (
      select p.compartment_id, p.office from (select distinct l.compartment_id, l.office from live l) p
      where access.alert_bar(p.compartment_id, '{}', p.office, today) is not null
    ), unsigned as materialized (
      select m.about, m.compartment_id, m.id from asylia.node_message m where m.node_id = of_node and m.kind = 'alert' and m.n is null
      union all
      select m.about, m.compartment_id, m.id from asylia.node n join asylia.node_message m on m.node_id = n.id and m.n > n.acked_n
      where n.id = of_node and m.kind = 'alert'
    ), under_way as materialized (
      select distinct u.about from unsigned u where exists (select from keys.node_body b where b.compartment_id = u.compartment_id and b.id = u.id)
    )
    select e.id, e.why from (
      select l.id, case
        when l.state = 'recalled' then 'withdrawn'
        when c.office is not null then 'barred'
        when u.about is not null then case
          when access.alert_bar(l.compartment_id, v.about, l.office, today) is not null or not access.alert_scope_signed(v.about, v.scopes, l.office)
            then 'consent'
          when l.epoch is distinct from l.node_epoch then 'key_changed' end
      end as why
      from live l left join closed c on c.compartment_id = l.compartment_id and c.office = l.office
      left join under_way u on u.about = l.id
      left join asylia.alert_version v on u.about is not null and v.compartment_id = l.compartment_id and v.alert_id = l.alert_id and v.version = l.version
    ) e where e.why is not null;
end $$;

reset role;
create trigger owes_state after update of state, step, held_version, changed_at on asylia.alert_delivery
  for each row when ((old.state, old.step, old.held_version, old.changed_at) is distinct from (new.state, new.step, new.held_version, new.changed_at))
  execute function access.owe_state();
set local role asylia_access;
revoke execute on function access.owe_state(), access.node_states(uuid, int), access.post_alerts(uuid, timestamptz, date, int) from public;
grant execute on function access.node_states(uuid, int), access.post_alerts(uuid, timestamptz, date, int) to asylia_app;
reset role;
revoke create on schema access from asylia_access;
