-- Copies from another node, and what it says of those that it has, are taken as sets: a call for each of them made a dozen statements
-- for each, and wrote each delivery twice for one word about it.

drop function access.take_node_alert(uuid, jsonb, text, bytea, bytea, timestamptz);
drop function access.take_node_state(uuid, jsonb, timestamptz);
drop function access.keep_node_word(uuid, uuid, jsonb);

grant create on schema access to asylia_access;
set local role asylia_access;

-- Copies from another node, no two about one delivery, each put into the room of the office that it names, beside the same two rows that
-- a delivery here has. `sealed` holds their texts one after the other, all of one length. Answers for each, in their order, what became
-- of it and in which room it lies.
create function access.take_node_alerts(of_node uuid, saids jsonb[], codes text[], sealed bytea, size int, age_files bytea[], at timestamptz)
returns table (outcome text, office_room uuid)
language plpgsql security definer set search_path = '' as $$
declare
  posts uuid[];
  senders uuid[];
  aways uuid[];
  offices uuid[];
  places uuid[];
  outcomes text[];
begin
  perform access.demand_installation();
  -- Whoever has no key in force there sends nothing here.
  with u as materialized (
    select n, (said ->> 'delivery')::uuid as post, said ->> 'from' as sender, said ->> 'office' as office from unnest(saids) with ordinality as u (said, n)
  ), s as materialized (
    -- Each of the few names once, by its index, however many teams there are.
    select named.sender, t.id, (select c.id from asylia.compartment c where c.team_id = t.id and c.kind = 'team') as room
    from (select distinct u.sender from u) named cross join lateral (
      select t.id from asylia.team t where t.node_id = of_node and t.node_slug = named.sender and t.node_epoch > 0 limit 1
    ) t
  ), o as materialized (
    select named.office, t.id, (select c.id from asylia.compartment c where c.team_id = t.id and c.kind = 'team') as room
    from (select distinct u.office from u) named cross join lateral (
      select t.id from asylia.team t where t.slug = named.office and t.node_id is null and t.kind <> 'house' limit 1
    ) t
  ), p as (
    select u.n, u.post, s.id as sender, s.room as away, o.id as office, o.room as place,
      case when s.id is null then 'node.no_such_team' when o.id is null then 'node.no_such_office'
        when exists (select from asylia.alert_delivery d where d.id = u.post and (d.compartment_id <> s.room or d.office <> o.id)) then 'node.not_theirs'
        else 'done' end as becomes
    from u left join s on s.sender = u.sender left join o on o.office = u.office
  )
  select array_agg(p.post order by n), array_agg(p.sender order by n), array_agg(p.away order by n), array_agg(p.office order by n),
    array_agg(p.place order by n), array_agg(p.becomes order by n)
  into posts, senders, aways, offices, places, outcomes from p;
  -- What an office had of a version before goes first: the new text may bear the same number.
  delete from keys.alert_wrap w using unnest(posts, places, outcomes) as g (post, place, becomes), asylia.alert_text t
  where g.becomes = 'done' and t.about = g.post and t.kind = 'copy' and t.compartment_id = g.place and w.compartment_id = g.place and w.id = t.id;
  delete from asylia.alert_text t using unnest(posts, places, outcomes) as g (post, place, becomes)
  where g.becomes = 'done' and t.about = g.post and t.kind = 'copy' and t.compartment_id = g.place;
  with g as materialized (
    select u.n, u.code, u.post, u.sender, u.away, u.office, u.place, u.age_file, (u.said ->> 'version')::int as version, u.said ->> 'kind' as kind,
      u.said ->> 'tlp' as tlp, (u.said ->> 'level')::int as level, u.said ->> 'asks' as asks, (u.said ->> 'answerBy')::timestamptz as answer_by,
      (u.said ->> 'endsAt')::timestamptz as ends_at, (u.said ->> 'text')::uuid as text_id, (u.said ->> 'epoch')::int as epoch,
      least(at + base.alert_window((u.said ->> 'level')::int), (u.said ->> 'endsAt')::timestamptz) as due
    from unnest(saids, codes, posts, senders, aways, offices, places, age_files, outcomes)
      with ordinality as u (said, code, post, sender, away, office, place, age_file, becomes, n)
    where u.becomes = 'done'
  ), a as (
    insert into asylia.alert (compartment_id, id, team_id, code, state, version, sent_version)
    select g.away, g.post, g.sender, g.code, 'sent', g.version, g.version from g on conflict (compartment_id, id) do nothing
  ), d as (
    insert into asylia.alert_delivery as d (compartment_id, id, alert_id, team_id, office, state, version, held_version, level, queued_at, delivered_at,
      answer_by, ends_at, clock_at, changed_at)
    select g.away, g.post, g.post, g.sender, g.office, 'delivered', g.version, g.version, g.level, at, at, g.answer_by, g.ends_at, g.due, at from g
    on conflict (compartment_id, id) do update set state = 'delivered', version = excluded.version, held_version = excluded.held_version,
      level = excluded.level, step = 0, delivered_at = excluded.delivered_at, opened_at = null, acknowledged_at = null, acknowledged_as = null,
      acting_at = null, answered_at = null, refused_at = null, reason = null, answer_by = excluded.answer_by, ends_at = excluded.ends_at,
      clock_at = excluded.clock_at, changed_at = excluded.changed_at
  ), r as (
    insert into asylia.alert_received as r (compartment_id, id, from_team, version, kind, tlp, level, asks, delivered_at, answer_by, ends_at, clock_at,
      changed_at)
    select g.place, g.post, g.sender, g.version, g.kind, g.tlp, g.level, g.asks, at, g.answer_by, g.ends_at, g.due, at from g
    on conflict (compartment_id, id) do update set state = 'delivered', version = excluded.version, kind = excluded.kind, tlp = excluded.tlp,
      level = excluded.level, asks = excluded.asks, step = 0, delivered_at = excluded.delivered_at, opened_at = null, acknowledged_at = null,
      acknowledged_as = null, acknowledged_by = null, acting_at = null, answered_at = null, refused_at = null, reason = null,
      answer_by = excluded.answer_by, ends_at = excluded.ends_at, clock_at = excluded.clock_at, changed_at = excluded.changed_at
  ), t as (
    insert into asylia.alert_text (compartment_id, id, kind, about, version, put_at, body)
    select g.place, g.text_id, 'copy', g.post, g.version, at, substring(sealed from size * (g.n::int - 1) + 1 for size) from g
  ), w as (
    insert into keys.alert_wrap (compartment_id, id, epoch, age_file) select g.place, g.text_id, g.epoch, g.age_file from g
  )
  insert into asylia.alert_mail (compartment_id, id, received_id, version, step, next_at)
  select g.place, gen_random_uuid(), g.post, g.version, 0, at
  from g join asylia.alert_duty u on u.compartment_id = g.place and u.step = 0 and u.address is not null
  on conflict do nothing;
  return query select u.becomes, case when u.becomes = 'done' then u.place end from unnest(outcomes, places) with ordinality as u (becomes, place, n) order by u.n;
end $$;

-- What offices there say of where they stand, no two about one delivery, with the signed word of their node. What was taken back or
-- stopped here stays so. Answers which are about something of ours.
create function access.take_node_states(of_node uuid, posts uuid[], saids jsonb[], words jsonb[], at timestamptz) returns setof uuid
language plpgsql security definer set search_path = '' as $$
begin
  perform access.demand_installation();
  return query
    update asylia.alert_delivery d set changed_at = at, node_word = u.word,
      held_version = greatest(d.held_version, least(d.version, (u.said ->> 'version')::int)),
      read_version = greatest(d.read_version, least(d.version, (u.said ->> 'readVersion')::int)),
      delivered_at = (u.said ->> 'deliveredAt')::timestamptz, opened_at = (u.said ->> 'openedAt')::timestamptz,
      acknowledged_at = (u.said ->> 'acknowledgedAt')::timestamptz, acknowledged_as = u.said ->> 'acknowledgedAs',
      acting_at = (u.said ->> 'actingAt')::timestamptz, answered_at = (u.said ->> 'answeredAt')::timestamptz,
      refused_at = (u.said ->> 'refusedAt')::timestamptz,
      state = case when d.state in ('recalled', 'stopped') or d.version <> (u.said ->> 'version')::int then d.state else u.said ->> 'state' end,
      step = case when d.version = (u.said ->> 'version')::int then (u.said ->> 'step')::int else d.step end,
      reason = case when d.state in ('recalled', 'stopped') or d.version <> (u.said ->> 'version')::int then d.reason
        when u.said ->> 'state' = 'refused' then u.said ->> 'reason' end,
      clock_at = case when d.state in ('recalled', 'stopped') then null when d.version = (u.said ->> 'version')::int then (u.said ->> 'clockAt')::timestamptz
        else d.clock_at end
    from unnest(posts, saids, words) as u (post, said, word), asylia.team o
    where d.id = any (posts) and d.id = u.post and o.id = d.office and o.node_id = of_node
    returning d.id;
end $$;

-- Every two seconds: for which nodes something waits. What waits and what is under way are two questions, each with its index; as one
-- they looked at every message that ever went.
create or replace function access.node_news(today date) returns setof uuid
language plpgsql security definer set search_path = '' as $$
begin
  perform access.demand_installation();
  return query
    select n.id from asylia.node n where n.state = 'active' and (
      exists (select from asylia.node_message m where m.node_id = n.id and m.n is null)
      or exists (select from asylia.node_message m where m.node_id = n.id and m.n > n.acked_n)
      or exists (
        select from asylia.alert_text t join asylia.alert_delivery d on d.compartment_id = t.compartment_id and d.id = t.about
        join asylia.team o on o.id = d.office and o.node_id = n.id where t.kind = 'queued'
      )
      or exists (
        select from asylia.team s join asylia.compartment c on c.team_id = s.id and c.kind = 'team'
        join asylia.alert_text t on t.compartment_id = c.id and t.kind = 'reply' where s.node_id = n.id
      )
      or exists (select from access.ended_posts(n.id, today))
      or exists (select from access.node_states(n.id, 1))
    );
end $$;

revoke execute on function access.take_node_alerts(uuid, jsonb[], text[], bytea, int, bytea[], timestamptz),
  access.take_node_states(uuid, uuid[], jsonb[], jsonb[], timestamptz) from public;
grant execute on function access.take_node_alerts(uuid, jsonb[], text[], bytea, int, bytea[], timestamptz),
  access.take_node_states(uuid, uuid[], jsonb[], jsonb[], timestamptz) to asylia_app;
reset role;
revoke create on schema access from asylia_access;
