-- The copies for a node are found once for a frame. One at a time, each was looked for among all that wait and past all that had gone
-- before it: a thousand that wait took a million looks.

grant create on schema access to asylia_access;
set local role asylia_access;

-- The copies for this node that wait longest, taken out of the rooms of their senders. Asked again as each leaves: bars, consent, and
-- whether the key it was sealed to is still in force. guards T-21, T-27
create or replace function access.post_alerts(of_node uuid, at timestamptz, today date, most int) returns table (delivery uuid, outcome text, office text,
  from_team text, version int, kind text, tlp text, level int, asks text, answer_by timestamptz, ends_at timestamptz, text_id uuid, epoch int, body bytea,
  wrap bytea)
language plpgsql security definer set search_path = '' as $$
declare
  goes asylia.alert_text;
  d asylia.alert_delivery;
  v asylia.alert_version;
  sealed keys.alert_wrap;
  bar text;
begin
  perform access.demand_installation();
  for goes in
    select t.* from asylia.alert_text t
    join asylia.alert_delivery e on e.compartment_id = t.compartment_id and e.id = t.about
    join asylia.team o on o.id = e.office and o.node_id = of_node
    where t.kind = 'queued' order by t.put_at, t.id limit most for update of t skip locked
  loop
    select * into d from asylia.alert_delivery e where e.compartment_id = goes.compartment_id and e.id = goes.about for update;
    select * into v from asylia.alert_version o where o.compartment_id = d.compartment_id and o.alert_id = d.alert_id and o.version = goes.version;
    select * into sealed from keys.alert_wrap w where w.compartment_id = goes.compartment_id and w.id = goes.id;
    delete from keys.alert_wrap w where w.compartment_id = goes.compartment_id and w.id = goes.id;
    delete from asylia.alert_text t where t.compartment_id = goes.compartment_id and t.id = goes.id;
    bar := coalesce(access.alert_bar(d.compartment_id, v.about, d.office, today),
      case when not access.alert_scope_signed(v.about, v.scopes, d.office) then 'consent'
        when sealed.epoch is distinct from access.epoch_of(d.office) then 'key_changed' end);
    if bar is not null then
      update asylia.alert_delivery e set state = 'stopped', reason = bar, clock_at = case when bar = 'key_changed' then e.clock_at end, changed_at = at
      where e.compartment_id = d.compartment_id and e.id = d.id;
      return query select d.id, 'stopped', null::text, null::text, goes.version, v.kind, v.tlp, v.level::int, v.asks, v.answer_by, v.ends_at, goes.id,
        sealed.epoch, null::bytea, null::bytea;
    else
      return query
        select d.id, 'posted', o.node_slug, s.slug, goes.version, v.kind, v.tlp, v.level::int, v.asks, v.answer_by, v.ends_at, goes.id, sealed.epoch,
          goes.body, sealed.age_file
        from asylia.team o, asylia.team s where o.id = d.office and s.id = d.team_id;
    end if;
  end loop;
end $$;
drop function access.post_alert(uuid, timestamptz, date);

reset role;
revoke create on schema access from asylia_access;
