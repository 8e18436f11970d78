-- Nodes: installations that exchange alerts and what belongs to them. Every row stands in the room of the installation itself;
-- what was shared stands with the offices, as if it had come from inside.

-- One other installation, and how far both directions got. `heard`, `stamped` and `told_at` are milliseconds, as they were signed.
create table asylia.node (
  compartment_id uuid not null references asylia.compartment (id),
  id uuid not null,
  name text not null check (name ~ '^[a-z][a-z0-9-]{1,23}$' and name !~ '--'),
  instance text not null check (instance ~ '^[0-9a-f]{32}$'),
  -- The card in its exact bytes: public keys and an address.
  card bytea not null check (octet_length(card) between 1000 and 6000),
  -- The key before, while frames that it signed may still be on their way.
  former_key text check (former_key ~ '^[A-Za-z0-9_-]{43}$'),
  state text not null default 'active' check (state in ('active', 'restored', 'behind', 'forked', 'revoked')),
  since timestamptz not null,
  sent_n int not null default 0 check (sent_n >= 0),
  sent_head text not null default repeat('0', 64) check (sent_head ~ '^[0-9a-f]{64}$'),
  acked_n int not null default 0 check (acked_n >= 0),
  acked_head text not null default repeat('0', 64) check (acked_head ~ '^[0-9a-f]{64}$'),
  received_n int not null default 0 check (received_n >= 0),
  received_head text not null default repeat('0', 64) check (received_head ~ '^[0-9a-f]{64}$'),
  heard bigint not null default 0,
  stamped bigint not null default 0,
  told_at bigint,
  told_sent_n int,
  told_sent_head text check (told_sent_head ~ '^[0-9a-f]{64}$'),
  told_ack_n int,
  told_ack_head text check (told_ack_head ~ '^[0-9a-f]{64}$'),
  -- Which of our own pairs of keys this peer knows as ours.
  own_gen int not null check (own_gen > 0),
  -- Hashes of what it was told last of our list of keys and of our directory.
  told_roster text check (told_roster ~ '^[0-9a-f]{64}$'),
  told_directory text check (told_directory ~ '^[0-9a-f]{64}$'),
  -- The highest version of its list of keys that was taken, and the highest key of each of its teams: neither falls again.
  roster_version int not null default 0 check (roster_version >= 0),
  roster_epochs jsonb not null default '{}',
  -- What took effect on this day by our clock: how many new copies, answers and extracts, and how many bytes of everything.
  day date,
  day_items int not null default 0 check (day_items >= 0),
  day_bytes bigint not null default 0 check (day_bytes >= 0),
  heard_at timestamptz,
  next_try_at timestamptz,
  tries int not null default 0 check (tries >= 0),
  problem text check (problem ~ '^[a-z]+\.[a-z_]+$'),
  introduced_by uuid not null references asylia.member (id),
  introduced_at timestamptz not null,
  primary key (compartment_id, id)
);
-- Somebody who was ended may be introduced anew, with new keys.
create unique index node_of_instance on asylia.node (instance) where state <> 'revoked';
create unique index node_of_name on asylia.node (name) where state <> 'revoked';

-- What goes there. It gets its number, and with it its header, when it is first put into a frame; until then it has none.
create table asylia.node_message (
  compartment_id uuid not null,
  id uuid not null,
  node_id uuid not null,
  about uuid not null,
  kind text not null check (kind in ('alert', 'withdraw', 'state', 'reply', 'roster', 'directory', 'gone', 'key')),
  tlp text not null check (tlp in ('TLP:RED', 'TLP:AMBER+STRICT', 'TLP:AMBER', 'TLP:GREEN', 'TLP:CLEAR')),
  version int not null check (version > 0),
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  put_at timestamptz not null,
  -- What protects goes first.
  urgent boolean not null default false,
  n int check (n > 0),
  hash text check (hash ~ '^[0-9a-f]{64}$'),
  header bytea,
  signature bytea check (octet_length(signature) = 64),
  primary key (compartment_id, id),
  foreign key (compartment_id, node_id) references asylia.node (compartment_id, id),
  check ((n is null) = (header is null) and (n is null) = (signature is null) and (n is null) = (hash is null))
);
create unique index node_message_sent on asylia.node_message (node_id, n) where n is not null;
create index node_message_waits on asylia.node_message (node_id, urgent desc, put_at, id) where n is null;
create index node_message_about on asylia.node_message (about, node_id);

-- What came from there, by number: its hash shows a fork, its id that it took effect already.
create table asylia.node_receipt (
  compartment_id uuid not null,
  node_id uuid not null,
  n int not null check (n > 0),
  id uuid not null,
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  kind text not null,
  outcome text not null check (outcome ~ '^[a-z]+(\.[a-z_]+)?$'),
  taken_at timestamptz not null,
  primary key (compartment_id, node_id, n),
  unique (compartment_id, node_id, id),
  foreign key (compartment_id, node_id) references asylia.node (compartment_id, id)
);

-- What stands on both sides under one id. An end is never undone.
create table asylia.node_item (
  compartment_id uuid not null,
  node_id uuid not null,
  id uuid not null,
  outward boolean not null,
  kind text not null check (kind = 'alert'),
  tlp text not null check (tlp in ('TLP:RED', 'TLP:AMBER+STRICT', 'TLP:AMBER', 'TLP:GREEN', 'TLP:CLEAR')),
  version int not null check (version > 0),
  tomb text check (tomb in ('withdrawn', 'excluded', 'deleted')),
  -- What of its state the other side was told last.
  told text,
  -- The key to which the copy that was posted is sealed.
  epoch int check (epoch > 0),
  primary key (compartment_id, node_id, id),
  foreign key (compartment_id, node_id) references asylia.node (compartment_id, id)
);
alter table asylia.node_item alter column told set statistics 0;

-- The words of messages, some of which hold wraps: they stand with the keys, go with them, and can be taken away by themselves.
select set_config('default_tablespace', coalesce((select spcname::text from pg_tablespace where spcname = 'asylia_keys'), ''), true);
create table keys.node_body (
  compartment_id uuid not null,
  id uuid not null,
  body bytea not null check (octet_length(body) <= 1048576),
  primary key (compartment_id, id)
);
set local default_tablespace = '';
alter table keys.node_body alter column compartment_id set statistics 0, alter column id set statistics 0,
  alter column body set statistics 0, alter column body set storage external;

-- From which states a case is closed, also where no team here answers to them: an office of a node that does may come later.
create table asylia.barred_state (
  compartment_id uuid not null references asylia.compartment (id) on delete cascade,
  state text not null check (state ~ '^[A-Z][A-Z0-9-]{1,7}$'),
  primary key (compartment_id, state)
);
alter table asylia.barred_state enable row level security;
alter table asylia.barred_state force row level security;
create policy by_access on asylia.barred_state for select to asylia_access using (true);
create policy bars on asylia.barred_state for insert to asylia_access with check (true);
grant select, insert on asylia.barred_state to asylia_access;

-- An office of another node, under a name of ours. It has no member and no key of ours; its room is where what it sent stands.
alter table asylia.team
  add column node_id uuid,
  add column node_slug text check (node_slug ~ '^[a-z][a-z0-9-]{1,39}$'),
  add column node_epoch int check (node_epoch >= 0),
  -- What its node said last of whether it is police; null when it said nothing, which counts as police.
  add column node_police boolean,
  add constraint team_of_node check ((node_id is null) = (node_slug is null) and (node_id is not null or node_epoch is null));
create unique index team_at_node on asylia.team (node_id, node_slug) where node_id is not null;
grant update (slug, names, about, of_states, serves, conflicts, languages, kind, node_epoch, node_police) on asylia.team to asylia_access;

-- guards T-21, T-47. Only the installation stands in its own room, so nobody at a desk reads or writes these rows.
do $$
declare
  place text;
  own text;
begin
  foreach place in array array['asylia.node', 'asylia.node_message', 'asylia.node_receipt', 'asylia.node_item', 'keys.node_body'] loop
    own := format(
      '(select true from asylia.compartment_member own where own.compartment_id = %s.compartment_id and own.member_id = access.member())',
      split_part(place, '.', 2));
    execute format('alter table %s enable row level security', place);
    execute format('alter table %s force row level security', place);
    execute format('create policy seen on %s for select to asylia_app using (%s)', place, own);
    execute format('create policy adds on %s for insert to asylia_app with check (access.writes(compartment_id))', place);
    execute format('create policy changes on %s for update to asylia_app using (%s) with check (access.writes(compartment_id))', place, own);
    execute format('create policy drops on %s for delete to asylia_app using (access.writes(compartment_id))', place);
    execute format('grant select, insert on %s to asylia_app', place);
    execute format('create policy by_access on %s for select to asylia_access using (true)', place);
    execute format('grant select on %s to asylia_access', place);
  end loop;
end $$;
grant update (card, former_key, state, since, sent_n, sent_head, acked_n, acked_head, received_n, received_head, heard, stamped, told_at, told_sent_n,
  told_sent_head, told_ack_n, told_ack_head, own_gen, told_roster, told_directory, roster_version, roster_epochs, day, day_items,
  day_bytes, heard_at, next_try_at, tries, problem) on asylia.node to asylia_app;
grant update (n, hash, header, signature) on asylia.node_message to asylia_app;
grant update (tlp, version, tomb, told, epoch) on asylia.node_item to asylia_app;
grant delete on keys.node_body to asylia_app;
-- An end is never undone, whoever asks. guards T-27
create function base.keep_tomb() returns trigger
language plpgsql set search_path = '' as $$
begin
  if old.tomb is not null and new.tomb is null then
    raise exception 'an end is not undone' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
revoke execute on function base.keep_tomb() from public;
grant execute on function base.keep_tomb() to asylia_app;
create trigger keep_tomb before update on asylia.node_item for each row execute function base.keep_tomb();

grant create on schema access to asylia_access;
set local role asylia_access;

-- The states stay with the case. guards T-27
create or replace function access.bar_states(place uuid, states text[]) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if not access.writes(place) then raise exception 'not this team''s case' using errcode = 'insufficient_privilege'; end if;
  insert into asylia.barred_state (compartment_id, state) select place, s from unnest(states) s on conflict do nothing;
  insert into asylia.compartment_deny (compartment_id, team_id)
  select place, t.id from unnest(states) s, access.teams_of_state(s) t on conflict do nothing;
end $$;
create or replace function access.bar_for_actor(named uuid, state text) returns int
language plpgsql security definer set search_path = '' as $$
declare
  added int;
begin
  if not exists (select from asylia.actor a where a.id = named and a.compartment_id = access.own_room() and access.writes(a.compartment_id)) then
    raise exception 'not this team''s actor' using errcode = 'insufficient_privilege';
  end if;
  insert into asylia.barred_state (compartment_id, state)
  select distinct v.compartment_id, bar_for_actor.state from asylia.involvement v where v.actor_id = named on conflict do nothing;
  insert into asylia.compartment_deny (compartment_id, team_id)
  select distinct v.compartment_id, t.id from asylia.involvement v, access.teams_of_state(state) t where v.actor_id = named
  on conflict do nothing;
  get diagnostics added = row_count;
  return added;
end $$;
create function access.carry_bars() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into asylia.barred_state (compartment_id, state)
  select new.compartment_id, b.state from asylia.barred_state b where b.compartment_id = new.source on conflict do nothing;
  return null;
end $$;

-- Whether a case is closed to an office of another node: one of the offices there answers to a state from which it is closed, or
-- declares a conflict with it, and one server carries for all of them. A barred team here counts as its states. Which states
-- somebody excluded in a report stands under seal, so an office of a state gets nothing of a case in which somebody reported.
-- Asked anew each time, so it holds for offices that come or change after the bar. guards T-27
create function access.node_barred(room uuid, of_office uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from asylia.team o join asylia.node n on n.id = o.node_id
    cross join lateral (
      select coalesce(array_agg(s.state), '{}') as states
      from (select unnest(t.of_states || t.conflicts) from asylia.team t where t.node_id = o.node_id) s (state)
    ) theirs
    cross join lateral (
      select coalesce(array_agg(s.state), '{}') as states from (
        select b.state from asylia.barred_state b where b.compartment_id = room
        union all
        select unnest(t.of_states || t.conflicts) from asylia.compartment_deny y join asylia.team t on t.id = y.team_id where y.compartment_id = room
      ) s (state)
    ) closed
    where o.id = of_office and access.member() is not null and (
      n.state = 'revoked' or theirs.states && closed.states
      or (o.kind = 'state' or o.of_states <> '{}') and exists (
        select from asylia.report r join asylia.compartment c on c.id = r.compartment_id and c.kind = 'case' where r.compartment_id = room
      )
      -- A state that does not say which it is may be the one.
      or o.kind = 'state' and o.of_states = '{}' and closed.states <> '{}'
    )
  )
$$;
create or replace function access.alert_bar(room uuid, about text[], office uuid, today date) returns text
language sql stable security definer set search_path = '' as $$
  select case
    when not (access.sees(room) or access.is_installation()) then 'barred'
    when not exists (select from asylia.team t where t.id = office and t.kind <> 'house') then 'barred'
    when exists (select from asylia.compartment_deny d where d.compartment_id = room and d.team_id = office) then 'barred'
    when access.node_barred(room, office) then 'barred'
    when cardinality(about) > 0 and (
      select c.change from asylia.consent c
      where c.compartment_id = room and c.subject = 'reporter' and c.scope = access.alert_scope(office) order by c.n desc limit 1
    ) = 'withdrawn' then 'consent'
    when exists (
      select from unnest(about) s (subject) where not exists (
        select from asylia.consent c
        where c.compartment_id = room and c.subject = s.subject and c.scope = access.alert_scope(office) and c.change = 'given'
          and c.from_on <= today and today <= c.expires_on
          and c.n > coalesce((
            select max(w.n) from asylia.consent w
            where w.compartment_id = room and w.subject = c.subject and w.scope = c.scope and w.change = 'withdrawn'
          ), 0)
      )
    ) then 'consent'
  end
$$;

-- Police stays police across the wire, and an office of which its node says nothing counts as police. guards T-21
create or replace function access.alert_scope(office uuid) returns text
language sql stable security definer set search_path = '' as $$
  select case
    when t.police or t.node_id is not null and t.node_police is distinct from false then 'law_enforcement'
    when t.kind = 'state' then 'focal_point' when t.kind = 'eu' then 'eu_institutions' else 'partners' end
  from asylia.team t where t.id = office and access.member() is not null
$$;

-- Our own list of keys holds our own teams alone.
create or replace function access.roster_teams()
returns table (id uuid, slug text, kind text, names jsonb, about jsonb, of_states text[], serves text[], conflicts text[], languages text[],
  anchors bytea[], epochs jsonb)
language sql stable security definer set search_path = '' as $$
  select t.id, t.slug, t.kind, t.names, t.about, t.of_states, t.serves, t.conflicts, t.languages,
    array(select m.sign_key from asylia.member m where m.team_id = t.id and m.anchor and m.left_on is null order by m.sign_key),
    coalesce((
      select jsonb_agg(jsonb_build_object('statement', e.statement, 'signatures', e.signatures || access.added_signatures(c.id, 'epoch', e.epoch),
        'recipient', encode(e.recipient, 'hex')) order by e.epoch desc)
      from (select * from asylia.epoch_statement s where s.compartment_id = c.id order by s.epoch desc limit 3) e
    ), '[]')
  from asylia.team t join asylia.compartment c on c.team_id = t.id and c.kind = 'team'
  where access.member() is not null and t.node_id is null order by t.slug
$$;

-- The key in force; of an office of another node the one that its signed list names.
create or replace function access.epoch_of(team uuid) returns int
language sql stable security definer set search_path = '' as $$
  select coalesce(
    (select t.node_epoch from asylia.team t where t.id = team and t.node_id is not null and access.member() is not null),
    (select max(k.number) from asylia.statement_counted k join asylia.compartment c on c.id = k.compartment_id
     where c.team_id = team and c.kind = 'team' and k.kind = 'epoch' and access.member() is not null)
  )
$$;

-- Nobody joins an office of another node here.
create or replace function access.invite_founder(team uuid, hash bytea, expires timestamptz) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  perform access.demand_installation();
  perform from asylia.team t where t.id = team for update;
  if exists (select from asylia.member m where m.team_id = team) then return false; end if;
  if exists (select from asylia.team t where t.id = team and t.node_id is not null) then return false; end if;
  delete from asylia.invitation i where i.team_id = team and i.used_by is null;
  insert into asylia.invitation (code_hash, team_id, founding, made_by, expires_at) values (hash, team, true, access.member(), expires);
  return true;
end $$;

-- Copies for offices of this installation; those of others are posted.
create or replace function access.deliver_alert(at timestamptz, today date) returns table (delivery uuid, office_room uuid, outcome text)
language plpgsql security definer set search_path = '' as $$
declare
  goes asylia.alert_text;
  d asylia.alert_delivery;
  v asylia.alert_version;
  place uuid;
  bar text;
  due timestamptz;
begin
  perform access.demand_installation();
  select * into goes from asylia.alert_text t where t.kind = 'queued' and not exists (
    select from asylia.alert_delivery e join asylia.team o on o.id = e.office
    where e.compartment_id = t.compartment_id and e.id = t.about and o.node_id is not null
  ) order by t.put_at, t.id limit 1 for update skip locked;
  if goes.id is null then return; end if;
  select * into d from asylia.alert_delivery e where e.compartment_id = goes.compartment_id and e.id = goes.about for update;
  select * into v from asylia.alert_version o
  where o.compartment_id = d.compartment_id and o.alert_id = d.alert_id and o.version = goes.version;
  select c.id into place from asylia.compartment c where c.team_id = d.office and c.kind = 'team';
  bar := coalesce(access.alert_bar(d.compartment_id, v.about, d.office, today),
    case when not access.alert_scope_signed(v.about, v.scopes, d.office) then 'consent' end);
  if bar is not null then
    delete from keys.alert_wrap w where w.compartment_id = goes.compartment_id and w.id = goes.id;
    delete from asylia.alert_text t where t.compartment_id = goes.compartment_id and t.id = goes.id;
    update asylia.alert_delivery e set state = 'stopped', reason = bar, clock_at = null, changed_at = at
    where e.compartment_id = d.compartment_id and e.id = d.id;
    return query select d.id, place, 'stopped';
    return;
  end if;
  due := least(at + base.alert_window(v.level), v.ends_at);
  delete from keys.alert_wrap w using asylia.alert_text t
  where t.compartment_id = place and t.about = d.id and t.kind = 'copy' and w.compartment_id = place and w.id = t.id;
  delete from asylia.alert_text t where t.compartment_id = place and t.about = d.id and t.kind = 'copy';
  update asylia.alert_text t set compartment_id = place, kind = 'copy', put_at = at where t.compartment_id = goes.compartment_id and t.id = goes.id;
  update keys.alert_wrap w set compartment_id = place where w.compartment_id = goes.compartment_id and w.id = goes.id;
  insert into asylia.alert_received as r (compartment_id, id, from_team, version, kind, tlp, level, asks, delivered_at, answer_by, ends_at, clock_at, changed_at)
  values (place, d.id, d.team_id, v.version, v.kind, v.tlp, v.level, v.asks, at, v.answer_by, v.ends_at, due, at)
  on conflict (compartment_id, id) do update set state = 'delivered', version = excluded.version, kind = excluded.kind, tlp = excluded.tlp,
    level = excluded.level, asks = excluded.asks, step = 0, delivered_at = at, opened_at = null, acknowledged_at = null, acknowledged_as = null,
    acknowledged_by = null, acting_at = null, answered_at = null, refused_at = null, reason = null, answer_by = excluded.answer_by,
    ends_at = excluded.ends_at, clock_at = due, changed_at = at;
  update asylia.alert_delivery e set state = 'delivered', held_version = v.version, step = 0, delivered_at = at, opened_at = null,
    acknowledged_at = null, acknowledged_as = null, acting_at = null, answered_at = null, refused_at = null, clock_at = due, changed_at = at
  where e.compartment_id = d.compartment_id and e.id = d.id;
  perform access.queue_alert_mail(place, d.id, v.version, 0, at);
  return query select d.id, place, 'delivered';
end $$;

-- An office of a node as its signed list of keys says it, made when it is first named. Its room has nobody in it.
create function access.keep_node_team(of_node uuid, of_slug text, here text, facts jsonb, epoch int) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  found uuid;
begin
  perform access.demand_installation();
  if not exists (select from asylia.node n where n.id = of_node) then
    raise exception 'no such node' using errcode = 'foreign_key_violation';
  end if;
  select t.id into found from asylia.team t where t.node_id = of_node and t.node_slug = of_slug;
  if found is not null then
    -- What waits for the key before is stopped, as for an office here. guards T-21
    if epoch > (select t.node_epoch from asylia.team t where t.id = found) and to_regprocedure('access.stop_queued(uuid,text,int)') is not null then
      execute 'select access.stop_queued($1, ''key_changed'', $2)' using found, epoch;
    end if;
    -- The states to which it answered once stay: taking one away would open what was closed. guards T-27
    update asylia.team t set names = facts -> 'names', kind = facts ->> 'kind',
      of_states = array(select jsonb_array_elements_text(facts -> 'of') union select unnest(t.of_states) order by 1),
      conflicts = array(select jsonb_array_elements_text(facts -> 'conflicts') union select unnest(t.conflicts) order by 1),
      serves = array(select jsonb_array_elements_text(facts -> 'serves')), node_epoch = epoch where t.id = found;
    return found;
  end if;
  -- Told by null: whoever reads the list says so aloud.
  if exists (select from asylia.team t where t.slug = here) then return null; end if;
  found := gen_random_uuid();
  insert into asylia.team (id, name, kind, slug, names, about, of_states, serves, conflicts, node_id, node_slug, node_epoch)
  values (found, here, facts ->> 'kind', here, facts -> 'names', facts -> 'names', array(select jsonb_array_elements_text(facts -> 'of')),
    array(select jsonb_array_elements_text(facts -> 'serves')), array(select jsonb_array_elements_text(facts -> 'conflicts')), of_node, of_slug, epoch);
  insert into asylia.compartment (id, kind, team_id) values (gen_random_uuid(), 'team', found);
  return found;
end $$;

-- An office that its node does not list any more receives nothing.
create function access.end_node_teams(of_node uuid, stays text[]) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform access.demand_installation();
  update asylia.team t set node_epoch = 0 where t.node_id = of_node and not t.node_slug = any (stays);
end $$;

-- The end of a node: its offices receive nothing, what waits for them stops and is told to its sender, and their names are free
-- for whoever is introduced anew. guards T-47
create function access.end_node(of_node uuid, at timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform access.demand_installation();
  perform access.end_node_teams(of_node, '{}');
  delete from keys.alert_wrap w using asylia.alert_text t, asylia.alert_delivery d, asylia.team o
  where o.node_id = of_node and d.office = o.id and t.about = d.id and t.kind = 'queued' and w.compartment_id = t.compartment_id and w.id = t.id;
  delete from asylia.alert_text t using asylia.alert_delivery d, asylia.team o
  where o.node_id = of_node and d.office = o.id and t.about = d.id and t.kind = 'queued';
  update asylia.alert_delivery d set state = 'stopped', reason = 'barred', clock_at = null, changed_at = at
  from asylia.team o where o.node_id = of_node and d.office = o.id and d.state = 'queued';
  -- What offices here said to it and what did not go any more.
  delete from keys.alert_wrap w using asylia.alert_text t, asylia.compartment c, asylia.team s
  where s.node_id = of_node and c.team_id = s.id and c.kind = 'team' and t.compartment_id = c.id and t.kind = 'reply'
    and w.compartment_id = t.compartment_id and w.id = t.id;
  delete from asylia.alert_text t using asylia.compartment c, asylia.team s
  where s.node_id = of_node and c.team_id = s.id and c.kind = 'team' and t.compartment_id = c.id and t.kind = 'reply';
  delete from asylia.focal_point f using asylia.compartment c, asylia.team t where f.compartment_id = c.id and t.id = c.team_id and t.node_id = of_node;
  update asylia.team t set slug = left(t.slug, 23) || '-' || left(t.id::text, 8) where t.node_id = of_node;
end $$;

-- Takes the copy for this node that waits longest out of the sender's room: bars and consent are asked as for one that is
-- delivered here. guards T-27
create function access.post_alert(of_node uuid, at timestamptz, today date) returns table (delivery uuid, outcome text, office text, from_team text,
  version int, kind text, tlp text, level int, asks text, answer_by timestamptz, ends_at timestamptz, text_id uuid, epoch int, body bytea, wrap bytea)
language plpgsql security definer set search_path = '' as $$
declare
  goes asylia.alert_text;
  d asylia.alert_delivery;
  v asylia.alert_version;
  sealed keys.alert_wrap;
  bar text;
begin
  perform access.demand_installation();
  select t.* into goes from asylia.alert_text t
  join asylia.alert_delivery e on e.compartment_id = t.compartment_id and e.id = t.about
  join asylia.team o on o.id = e.office and o.node_id = of_node
  where t.kind = 'queued' order by t.put_at, t.id limit 1 for update of t skip locked;
  if goes.id is null then return; end if;
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
    return;
  end if;
  return query
    select d.id, 'posted', o.node_slug, s.slug, goes.version, v.kind, v.tlp, v.level::int, v.asks, v.answer_by, v.ends_at, goes.id, sealed.epoch,
      goes.body, sealed.age_file
    from asylia.team o, asylia.team s where o.id = d.office and s.id = d.team_id;
end $$;

-- What was posted there and is over for that office: taken back by a person, or barred since. As long as the other side has not
-- signed that it has it, also what nobody agrees to any more, and what is sealed to a key that is in force no more. guards T-21, T-27
create function access.ended_posts(of_node uuid, today date) returns table (delivery uuid, why text)
language plpgsql security definer set search_path = '' as $$
begin
  perform access.demand_installation();
  return query
    select e.id, e.why from (
      select i.id, case
        when d.state = 'recalled' then 'withdrawn'
        when access.alert_bar(d.compartment_id, '{}', d.office, today) is not null then 'barred'
        when exists (
          select from asylia.node_message m join keys.node_body b on b.compartment_id = m.compartment_id and b.id = m.id
          join asylia.node n on n.id = m.node_id
          where m.node_id = of_node and m.about = i.id and m.kind = 'alert' and (m.n is null or m.n > n.acked_n)
        ) then case
          when access.alert_bar(d.compartment_id, v.about, d.office, today) is not null or not access.alert_scope_signed(v.about, v.scopes, d.office)
            then 'consent'
          when i.epoch is distinct from o.node_epoch then 'key_changed' end
      end as why
      from asylia.node_item i join asylia.alert_delivery d on d.id = i.id join asylia.team o on o.id = d.office and o.node_id = of_node
      left join asylia.alert_version v on v.compartment_id = d.compartment_id and v.alert_id = d.alert_id and v.version = i.version
      where i.node_id = of_node and i.outward and i.kind = 'alert' and i.tomb is null
    ) e where e.why is not null;
end $$;
create function access.stop_post(of_node uuid, post uuid, becomes text, why text, at timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform access.demand_installation();
  delete from keys.alert_wrap w using asylia.alert_text t, asylia.alert_delivery d
  where d.id = post and t.about = d.id and t.kind = 'queued' and w.compartment_id = t.compartment_id and w.id = t.id;
  delete from asylia.alert_text t using asylia.alert_delivery d where d.id = post and t.about = d.id and t.kind = 'queued';
  -- What stopped over a key stays with what is awaited: the sender can seal it anew.
  update asylia.alert_delivery d set state = becomes, reason = case when becomes = 'stopped' then why end,
    clock_at = case when why = 'key_changed' then d.clock_at end, changed_at = at
  from asylia.team o where d.id = post and o.id = d.office and o.node_id = of_node and d.state not in ('recalled', 'stopped');
end $$;

-- A copy from another node, put into the room of the office that it names, beside the same two rows that a delivery here has.
-- Answers null when it was taken, or why not.
create function access.take_node_alert(of_node uuid, said jsonb, fresh_code text, sealed bytea, age_file bytea, at timestamptz)
returns table (outcome text, office_room uuid)
language plpgsql security definer set search_path = '' as $$
declare
  post uuid := (said ->> 'delivery')::uuid;
  sender asylia.team;
  office asylia.team;
  place uuid;
  away uuid;
  due timestamptz;
begin
  perform access.demand_installation();
  -- Whoever has no key in force there sends nothing here.
  select * into sender from asylia.team t where t.node_id = of_node and t.node_slug = said ->> 'from' and t.node_epoch > 0;
  select * into office from asylia.team t where t.slug = said ->> 'office' and t.node_id is null and t.kind <> 'house';
  if sender.id is null then return query select 'node.no_such_team', null::uuid; return; end if;
  if office.id is null then return query select 'node.no_such_office', null::uuid; return; end if;
  select c.id into place from asylia.compartment c where c.team_id = office.id and c.kind = 'team';
  select c.id into away from asylia.compartment c where c.team_id = sender.id and c.kind = 'team';
  if exists (select from asylia.alert_delivery d where d.id = post and (d.compartment_id <> away or d.office <> office.id)) then
    return query select 'node.not_theirs', null::uuid; return;
  end if;
  due := least(at + base.alert_window((said ->> 'level')::int), (said ->> 'endsAt')::timestamptz);
  if not exists (select from asylia.alert a where a.compartment_id = away and a.id = post) then
    insert into asylia.alert (compartment_id, id, team_id, code, state, version, sent_version)
    values (away, post, sender.id, fresh_code, 'sent', (said ->> 'version')::int, (said ->> 'version')::int);
  end if;
  insert into asylia.alert_delivery as d (compartment_id, id, alert_id, team_id, office, state, version, held_version, level, queued_at, delivered_at,
    answer_by, ends_at, clock_at, changed_at)
  values (away, post, post, sender.id, office.id, 'delivered', (said ->> 'version')::int, (said ->> 'version')::int, (said ->> 'level')::int, at, at,
    (said ->> 'answerBy')::timestamptz, (said ->> 'endsAt')::timestamptz, due, at)
  on conflict (compartment_id, id) do update set state = 'delivered', version = excluded.version, held_version = excluded.held_version,
    level = excluded.level, step = 0, delivered_at = at, opened_at = null, acknowledged_at = null, acknowledged_as = null, acting_at = null,
    answered_at = null, refused_at = null, reason = null, answer_by = excluded.answer_by, ends_at = excluded.ends_at, clock_at = due, changed_at = at;
  insert into asylia.alert_received as r (compartment_id, id, from_team, version, kind, tlp, level, asks, delivered_at, answer_by, ends_at, clock_at, changed_at)
  values (place, post, sender.id, (said ->> 'version')::int, said ->> 'kind', said ->> 'tlp', (said ->> 'level')::int, said ->> 'asks', at,
    (said ->> 'answerBy')::timestamptz, (said ->> 'endsAt')::timestamptz, due, at)
  on conflict (compartment_id, id) do update set state = 'delivered', version = excluded.version, kind = excluded.kind, tlp = excluded.tlp,
    level = excluded.level, asks = excluded.asks, step = 0, delivered_at = at, opened_at = null, acknowledged_at = null, acknowledged_as = null,
    acknowledged_by = null, acting_at = null, answered_at = null, refused_at = null, reason = null, answer_by = excluded.answer_by,
    ends_at = excluded.ends_at, clock_at = due, changed_at = at;
  delete from keys.alert_wrap w using asylia.alert_text t
  where t.compartment_id = place and t.about = post and t.kind = 'copy' and w.compartment_id = place and w.id = t.id;
  delete from asylia.alert_text t where t.compartment_id = place and t.about = post and t.kind = 'copy';
  insert into asylia.alert_text (compartment_id, id, kind, about, version, put_at, body)
  values (place, (said ->> 'text')::uuid, 'copy', post, (said ->> 'version')::int, at, sealed);
  insert into keys.alert_wrap (compartment_id, id, epoch, age_file) values (place, (said ->> 'text')::uuid, (said ->> 'epoch')::int, take_node_alert.age_file);
  perform access.queue_alert_mail(place, post, (said ->> 'version')::int, 0, at);
  return query select 'done', place;
end $$;

-- Taken back by the node that sent it: the sealed copy goes, and the office sees that it was. Null when there never was one.
create function access.take_node_withdrawal(of_node uuid, post uuid, at timestamptz) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  place uuid;
begin
  perform access.demand_installation();
  select r.compartment_id into place from asylia.alert_received r join asylia.team s on s.id = r.from_team and s.node_id = of_node where r.id = post;
  if place is null then return null; end if;
  delete from keys.alert_wrap w using asylia.alert_text t
  where t.compartment_id = place and t.about = post and t.kind = 'copy' and w.compartment_id = place and w.id = t.id;
  delete from asylia.alert_text t where t.compartment_id = place and t.about = post and t.kind = 'copy';
  update asylia.alert_received r set state = 'withdrawn', kind = 'withdrawal', clock_at = null, changed_at = at where r.compartment_id = place and r.id = post;
  update asylia.alert_delivery d set state = 'recalled', reason = null, clock_at = null, changed_at = at where d.id = post and d.office in (
    select c.team_id from asylia.compartment c where c.id = place
  );
  return place;
end $$;

-- Where offices here stand with what came from this node, as far as it was not told yet.
create function access.node_states(of_node uuid, most int) returns table (delivery uuid, told text, state text, version int, read_version int, step int,
  delivered_at timestamptz, opened_at timestamptz, acknowledged_at timestamptz, acknowledged_as text, acting_at timestamptz, answered_at timestamptz,
  refused_at timestamptz, reason text, clock_at timestamptz)
language plpgsql security definer set search_path = '' as $$
begin
  perform access.demand_installation();
  return query
    select d.id, concat_ws(' ', d.state, d.step, d.held_version, d.changed_at), d.state, d.held_version, d.read_version, d.step::int, d.delivered_at,
      d.opened_at, d.acknowledged_at, d.acknowledged_as, d.acting_at, d.answered_at, d.refused_at, d.reason, d.clock_at
    from asylia.node_item i join asylia.alert_delivery d on d.id = i.id
    join asylia.team s on s.id = d.team_id and s.node_id = of_node
    where i.node_id = of_node and not i.outward and i.kind = 'alert'
      and i.told is distinct from concat_ws(' ', d.state, d.step, d.held_version, d.changed_at)
    limit most;
end $$;

-- The signed words of offices here for that node, taken out of the empty room in which they waited.
create function access.post_reply(of_node uuid) returns table (delivery uuid, text_id uuid, version int, epoch int, body bytea, wrap bytea)
language plpgsql security definer set search_path = '' as $$
declare
  goes asylia.alert_text;
  sealed keys.alert_wrap;
begin
  perform access.demand_installation();
  select t.* into goes from asylia.alert_text t join asylia.compartment c on c.id = t.compartment_id and c.kind = 'team'
  join asylia.team s on s.id = c.team_id and s.node_id = of_node
  where t.kind = 'reply' order by t.put_at, t.id limit 1 for update of t skip locked;
  if goes.id is null then return; end if;
  select * into sealed from keys.alert_wrap w where w.compartment_id = goes.compartment_id and w.id = goes.id;
  delete from keys.alert_wrap w where w.compartment_id = goes.compartment_id and w.id = goes.id;
  delete from asylia.alert_text t where t.compartment_id = goes.compartment_id and t.id = goes.id;
  return query select goes.about, goes.id, goes.version, sealed.epoch, goes.body, sealed.age_file;
end $$;

-- What an office there says of where it stands. What was taken back or stopped here stays so. False when it is about nothing of ours.
create function access.take_node_state(of_node uuid, said jsonb, at timestamptz) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  perform access.demand_installation();
  update asylia.alert_delivery d set changed_at = at,
    held_version = greatest(d.held_version, least(d.version, (said ->> 'version')::int)),
    read_version = greatest(d.read_version, least(d.version, (said ->> 'readVersion')::int)),
    delivered_at = (said ->> 'deliveredAt')::timestamptz, opened_at = (said ->> 'openedAt')::timestamptz,
    acknowledged_at = (said ->> 'acknowledgedAt')::timestamptz, acknowledged_as = said ->> 'acknowledgedAs',
    acting_at = (said ->> 'actingAt')::timestamptz, answered_at = (said ->> 'answeredAt')::timestamptz, refused_at = (said ->> 'refusedAt')::timestamptz,
    state = case when d.state in ('recalled', 'stopped') or d.version <> (said ->> 'version')::int then d.state else said ->> 'state' end,
    step = case when d.version = (said ->> 'version')::int then (said ->> 'step')::int else d.step end,
    reason = case when d.state in ('recalled', 'stopped') or d.version <> (said ->> 'version')::int then d.reason
      when said ->> 'state' = 'refused' then said ->> 'reason' end,
    clock_at = case when d.state in ('recalled', 'stopped') then null when d.version = (said ->> 'version')::int then (said ->> 'clockAt')::timestamptz
      else d.clock_at end
  from asylia.team o where d.id = (said ->> 'delivery')::uuid and o.id = d.office and o.node_id = of_node;
  return found;
end $$;

create function access.take_node_reply(of_node uuid, post uuid, text_id uuid, of_version int, of_epoch int, sealed bytea, age_file bytea, at timestamptz)
returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  d asylia.alert_delivery;
begin
  perform access.demand_installation();
  select e.* into d from asylia.alert_delivery e join asylia.team o on o.id = e.office and o.node_id = of_node where e.id = post;
  -- To a version that the office holds, and to the key in force here or the one before it.
  if d.id is null or of_version not between 1 and d.held_version then return false; end if;
  if not coalesce(of_epoch between greatest(1, access.epoch_of(d.team_id) - 1) and access.epoch_of(d.team_id), false) then return false; end if;
  insert into asylia.alert_text (compartment_id, id, kind, about, version, put_at, body)
  values (d.compartment_id, text_id, 'reply', d.id, of_version, at, sealed) on conflict do nothing;
  insert into keys.alert_wrap (compartment_id, id, epoch, age_file)
  values (d.compartment_id, text_id, of_epoch, take_node_reply.age_file) on conflict do nothing;
  return true;
end $$;

-- The open part of the directory, of this installation's own offices.
create function access.own_points() returns table (team text, territory text[], languages text[], police boolean, "stateBody" boolean, contact text,
  "checkedOn" text)
language plpgsql stable security definer set search_path = '' as $$
begin
  perform access.demand_installation();
  return query
    select t.slug, f.territory, f.languages, f.police or t.police, f.state_body, f.contact, f.checked_on::text
    from asylia.focal_point f join asylia.compartment c on c.id = f.compartment_id and c.kind = 'team'
    join asylia.team t on t.id = c.team_id and t.node_id is null where f.open order by t.slug, f.id;
end $$;

-- Whether each of this installation's own offices ever said that it is police, also where its entry is closed or gone.
create function access.own_offices() returns table (team text, police boolean)
language plpgsql stable security definer set search_path = '' as $$
begin
  perform access.demand_installation();
  return query select t.slug, t.police from asylia.team t where t.node_id is null and t.kind <> 'house' order by t.slug;
end $$;

-- What a node says of its own offices, in the place of what it said before. It is not published here a second time. Who once was
-- police stays so, and who is left out counts as police; what waits for them is asked anew. guards T-21
create function access.take_node_points(of_node uuid, points jsonb, offices jsonb) returns void
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
  insert into asylia.focal_point (compartment_id, id, territory, languages, opens, closes, offset_minutes, days, deputies, state_body, police, contact,
    open, checked_on, checked_by)
  select c.id, gen_random_uuid(), array(select jsonb_array_elements_text(p -> 'territory')), array(select jsonb_array_elements_text(p -> 'languages')),
    0, 0, 0, '{1,2,3,4,5,6,7}', 0, (p ->> 'stateBody')::boolean, (p ->> 'police')::boolean, p ->> 'contact', false, (p ->> 'checkedOn')::date,
    access.member()
  from jsonb_array_elements(points) p
  join asylia.team t on t.node_id = of_node and t.node_slug = p ->> 'team' join asylia.compartment c on c.team_id = t.id and c.kind = 'team';
end $$;

-- The nodes for which something waits.
create function access.node_news(today date) returns setof uuid
language plpgsql security definer set search_path = '' as $$
begin
  perform access.demand_installation();
  return query
    select n.id from asylia.node n where n.state = 'active' and (
      exists (select from asylia.node_message m where m.node_id = n.id and (m.n is null or m.n > n.acked_n))
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

reset role;
create trigger bars_come_along after update of state on asylia.case_move
  for each row when (new.state = 'done' and old.state <> 'done') execute function access.carry_bars();
do $$
declare
  made regprocedure;
begin
  for made in
    select p.oid from pg_proc p where p.pronamespace = 'access'::regnamespace and p.proname in (
      'keep_node_team', 'end_node_teams', 'end_node', 'own_offices', 'carry_bars', 'node_barred', 'post_alert', 'ended_posts', 'stop_post', 'take_node_alert', 'take_node_withdrawal', 'node_states', 'post_reply',
      'take_node_state', 'take_node_reply', 'own_points', 'take_node_points', 'node_news'
    )
  loop
    execute format('set local role asylia_access');
    execute format('revoke execute on function %s from public', made);
    if made::text !~ 'carry_bars|node_barred' then execute format('grant execute on function %s to asylia_app', made); end if;
    execute format('reset role');
  end loop;
end $$;
revoke create on schema access from asylia_access;
grant insert on asylia.alert to asylia_access;
grant insert, delete on asylia.focal_point to asylia_access;
