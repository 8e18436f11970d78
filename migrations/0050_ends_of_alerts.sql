-- Every two seconds what is over is emptied: the sealed copy goes and no clock runs. That asked for every alert that ever ended, and for
-- every copy there is; now only for what ended and was not emptied yet, a thousand at a time.

-- After a new version was delivered there is something to empty once more.
alter table asylia.alert_received add column emptied_at timestamptz;
drop index asylia.alert_received_ends;
create index alert_received_ends on asylia.alert_received (ends_at) where emptied_at is null or emptied_at <= delivered_at;
create index alert_delivery_ends on asylia.alert_delivery (ends_at) where clock_at is not null and state <> 'queued';

grant create on schema access to asylia_access;
set local role asylia_access;

create or replace function access.end_alerts(at timestamptz) returns int
language plpgsql security definer set search_path = '' as $$
declare
  rooms uuid[];
  ids uuid[];
begin
  perform access.demand_installation();
  with over as (
    select r.compartment_id, r.id from asylia.alert_received r
    where r.ends_at <= at and (r.emptied_at is null or r.emptied_at <= r.delivered_at) order by r.ends_at limit 1000 for update
  )
  select array_agg(over.compartment_id), array_agg(over.id) into rooms, ids from over;
  if ids is not null then
    delete from keys.alert_wrap w using unnest(rooms, ids) u (room, id), asylia.alert_text t
    where t.about = u.id and t.kind = 'copy' and t.compartment_id = u.room and w.compartment_id = t.compartment_id and w.id = t.id;
    delete from asylia.alert_text t using unnest(rooms, ids) u (room, id) where t.about = u.id and t.kind = 'copy' and t.compartment_id = u.room;
    update asylia.alert_received r set clock_at = null, emptied_at = at from unnest(rooms, ids) u (room, id)
    where r.compartment_id = u.room and r.id = u.id;
  end if;
  update asylia.alert_delivery d set clock_at = null where d.ends_at <= at and d.clock_at is not null and d.state <> 'queued';
  return coalesce(cardinality(ids), 0);
end $$;

reset role;
revoke create on schema access from asylia_access;
