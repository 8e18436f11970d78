-- What was taken back is taken back here at once. Whether it is gone at another installation is known when that one has acknowledged the
-- withdrawal; until then the sender is told that the copy may still be read there. And whoever had not taken it on, or has an earlier
-- version because a later one was stopped, is asked to delete it like everybody else: their state stays, the copy does not.
grant create on schema access to asylia_access;
set local role asylia_access;

-- guards T-21, T-27
create or replace function access.ended_posts(of_node uuid, today date) returns table (delivery uuid, why text)
language plpgsql security definer set search_path = '' set enable_seqscan = off as $$
begin
  perform access.demand_installation();
  return query
    with live as materialized (
      select i.id, i.version, i.epoch, o.node_epoch, d.compartment_id, d.alert_id, d.office, d.state = 'recalled' or a.state = 'withdrawn' as is_back
      from asylia.node_item i join asylia.alert_delivery d on d.id = i.id
      join asylia.alert a on a.compartment_id = d.compartment_id and a.id = d.alert_id
      cross join lateral (select t.node_epoch, t.node_id from asylia.team t where t.id = d.office limit 1) o
      where i.node_id = of_node and i.outward and i.tomb is null and i.kind = 'alert' and o.node_id = of_node
    ), pairs as materialized (
      select distinct l.compartment_id, l.office from live l
    ), closed as materialized (
      select p.compartment_id, p.office from pairs p where access.alert_bar(p.compartment_id, '{}', p.office, today) is not null
    ), unsigned as materialized (
      select m.about, m.compartment_id, m.id from asylia.node_message m where m.node_id = of_node and m.kind = 'alert' and m.n is null
      union all
      select m.about, m.compartment_id, m.id from asylia.node_message m
      where m.node_id = of_node and m.n > (select n.acked_n from asylia.node n where n.id = of_node) and m.kind = 'alert'
    ), under_way as materialized (
      select distinct u.about from unsigned u where exists (select from keys.node_body b where b.compartment_id = u.compartment_id and b.id = u.id)
    )
    select e.id, e.why from (
      select l.id, case
        when l.is_back then 'withdrawn'
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

create function access.still_out(room uuid, post uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select access.sees(room) and exists (
    select from asylia.alert_delivery d join asylia.alert a on a.compartment_id = d.compartment_id and a.id = d.alert_id
    join asylia.team o on o.id = d.office join asylia.node n on n.id = o.node_id
    join asylia.node_item i on i.compartment_id = n.compartment_id and i.node_id = n.id and i.id = d.id and i.outward and i.kind = 'alert'
    where d.compartment_id = room and d.id = post
      and (d.state = 'recalled' or a.state = 'withdrawn' or (d.state = 'stopped' and d.reason is distinct from 'key_changed'))
      and (i.tomb is null or exists (
        select from asylia.node_message m where m.about = i.id and m.node_id = i.node_id and m.kind = 'withdraw' and (m.n is null or m.n > n.acked_n)))
  )
$$;
revoke execute on function access.still_out(uuid, uuid) from public;
grant execute on function access.still_out(uuid, uuid) to asylia_app;
reset role;
revoke create on schema access from asylia_access;
