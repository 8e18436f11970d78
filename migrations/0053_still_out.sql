-- What was taken back is taken back here at once. Whether it is gone at another installation is known when that one has acknowledged the
-- withdrawal; until then the sender is told that the copy may still be read there.
grant create on schema access to asylia_access;
set local role asylia_access;
create function access.still_out(room uuid, post uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select access.sees(room) and exists (
    select from asylia.alert_delivery d join asylia.team o on o.id = d.office join asylia.node n on n.id = o.node_id
    join asylia.node_item i on i.compartment_id = n.compartment_id and i.node_id = n.id and i.id = d.id and i.outward and i.kind = 'alert'
    where d.compartment_id = room and d.id = post
      and (d.state = 'recalled' or (d.state = 'stopped' and d.reason is distinct from 'key_changed'))
      and (i.tomb is null or exists (
        select from asylia.node_message m where m.about = i.id and m.node_id = i.node_id and m.kind = 'withdraw' and (m.n is null or m.n > n.acked_n)))
  )
$$;
revoke execute on function access.still_out(uuid, uuid) from public;
grant execute on function access.still_out(uuid, uuid) to asylia_app;
reset role;
revoke create on schema access from asylia_access;
