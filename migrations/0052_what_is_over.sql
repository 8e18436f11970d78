-- Before each frame, and every second or two for each node, is asked what of all that is out there is over. The plan was one for tables
-- that were empty when it was made: a second for thirty nodes after six alerts, and it grew with each. Each row is now found by its
-- key whatever the planner thinks, and what is under way by its number, not among everything that ever went.

grant create on schema access to asylia_access;
set local role asylia_access;

-- guards T-21, T-27
create or replace function access.ended_posts(of_node uuid, today date) returns table (delivery uuid, why text)
language plpgsql security definer set search_path = '' set enable_seqscan = off as $$
begin
  perform access.demand_installation();
  return query
    with live as materialized (
      select i.id, i.version, i.epoch, o.node_epoch, d.compartment_id, d.alert_id, d.office, d.state
      from asylia.node_item i join asylia.alert_delivery d on d.id = i.id
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

create or replace function access.send_alert(room uuid, alert uuid, offices uuid[], ids uuid[], epochs int[], texts uuid[], bodies bytea[], wraps bytea[],
  at timestamptz, today date) returns text
language plpgsql security definer set search_path = '' as $$
declare
  own asylia.alert;
  goes asylia.alert_version;
  bar text;
  post uuid;
  n int;
begin
  if not access.writes(room) then raise exception 'not this team''s alert' using errcode = 'insufficient_privilege'; end if;
  select * into own from asylia.alert a where a.compartment_id = room and a.id = alert and a.state in ('draft', 'sent') for update;
  select * into goes from asylia.alert_version v
  where v.compartment_id = room and v.alert_id = alert and v.version = own.version and v.state = 'draft' for update;
  if goes.alert_id is null then return 'gone'; end if;
  if own.team_id is distinct from access.team() or own.team_id = any (offices) then return 'barred'; end if;
  if array(select unnest(offices) order by 1) is distinct from array(select unnest(goes.offices) order by 1) then return 'gone'; end if;
  -- Whoever has an earlier version gets this one, unless they may not any more.
  if exists (
    select from asylia.alert_delivery d where d.compartment_id = room and d.alert_id = alert and d.held_version > 0
      and d.state not in ('refused', 'stopped') and not d.office = any (offices) and access.alert_bar(room, goes.about, d.office, today) is null
  ) then return 'missing'; end if;
  for n in 1 .. cardinality(offices) loop
    bar := access.alert_bar(room, goes.about, offices[n], today);
    if bar is not null then return bar; end if;
    if not access.alert_scope_signed(goes.about, goes.scopes, offices[n]) then return 'gone'; end if;
    if epochs[n] is distinct from access.epoch_of(offices[n]) then return 'key_changed'; end if;
    insert into asylia.alert_delivery as d (compartment_id, id, alert_id, team_id, office, version, level, queued_at, answer_by, ends_at, clock_at, changed_at)
    values (room, ids[n], alert, own.team_id, offices[n], goes.version, goes.level, at, goes.answer_by, goes.ends_at, at, at)
    on conflict (compartment_id, alert_id, office) do update set state = 'queued', version = excluded.version, level = excluded.level,
      queued_at = at, reason = null, answer_by = excluded.answer_by, ends_at = excluded.ends_at, clock_at = at, changed_at = at
    returning d.id into post;
    -- What still waits of an earlier version is overtaken. Asked by what it is about: the index of all that waits would be looked through
    -- once for each office.
    delete from keys.alert_wrap w using asylia.alert_text t
    where t.about = post and t.kind || '' = 'queued' and t.compartment_id = room and w.compartment_id = room and w.id = t.id;
    delete from asylia.alert_text t where t.about = post and t.kind || '' = 'queued' and t.compartment_id = room;
    insert into asylia.alert_text (compartment_id, id, kind, about, version, put_at, body)
    values (room, texts[n], 'queued', post, goes.version, at, bodies[n]);
    insert into keys.alert_wrap (compartment_id, id, epoch, age_file) values (room, texts[n], epochs[n], wraps[n]);
  end loop;
  update asylia.alert_version v set state = 'sent', sent_by = access.member(), sent_at = at
  where v.compartment_id = room and v.alert_id = alert and v.version = goes.version;
  update asylia.alert a set state = 'sent', sent_version = goes.version where a.compartment_id = room and a.id = alert;
  return 'sent';
end $$;

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
  -- Copies of one team for one office have mostly one answer, and it is asked once for all that leave together.
  asked text;
  known jsonb := '{}';
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
    asked := concat_ws(' ', d.compartment_id, d.office, to_jsonb(v.about), to_jsonb(v.scopes));
    if not known ? asked then
      known := known || jsonb_build_object(asked, coalesce(access.alert_bar(d.compartment_id, v.about, d.office, today),
        case when not access.alert_scope_signed(v.about, v.scopes, d.office) then 'consent' end));
    end if;
    bar := coalesce(known ->> asked, case when sealed.epoch is distinct from access.epoch_of(d.office) then 'key_changed' end);
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

reset role;
revoke create on schema access from asylia_access;
