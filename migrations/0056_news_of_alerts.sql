-- What an open desk is told of: that something changed among the alerts of its office or its team, within seconds, without a question of
-- each desk. Asked every two seconds while a desk is open, for all of them at once; whether a member may know of a change is asked of row
-- security in their own name (ADR 0046).
create index alert_received_changed on asylia.alert_received (changed_at);
create index alert_delivery_changed on asylia.alert_delivery (changed_at);

grant create on schema access to asylia_access;
set local role asylia_access;

-- What came to an office, by its room, and what became of what a team sent, since a moment; the newest of them where they are many.
create function access.alert_changes(since timestamptz, most int) returns table (id uuid, room uuid, team uuid, at timestamptz)
language plpgsql stable security definer set search_path = '' as $$
begin
  perform access.demand_installation();
  return query
    (select x.id, x.compartment_id, null::uuid, x.changed_at from asylia.alert_received x where x.changed_at > since order by x.changed_at desc limit most)
    union all
    (select x.id, null::uuid, x.team_id, x.changed_at from asylia.alert_delivery x where x.changed_at > since order by x.changed_at desc limit most);
end $$;
revoke execute on function access.alert_changes(timestamptz, int) from public;
grant execute on function access.alert_changes(timestamptz, int) to asylia_app;

reset role;
revoke create on schema access from asylia_access;
