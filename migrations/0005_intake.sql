-- Intake: sealed items, reply slots and file sets, of which the server reads nothing. Owned by asylia_inbox, in whose name
-- nobody logs in. asylia_intake may call five functions and has no right on any table. guards T-11, T-13
--
-- Tables are parted by day and each part is written anew, in the order of its random ids, in the night after the day: then
-- neither place nor xmin nor chunk id says in which order rows came or which item and slot came together. Times come as
-- parameters, rounded to the hour or the day, from the one clock of the process.

create function access.receives() returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from asylia.member m join asylia.team t on t.id = m.team_id and t.kind <> 'house'
    where m.id = access.member() and m.left_on is null
  )
$$;
-- The installation itself, which runs the nightly work and sees no content.
create function access.is_installation() returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from asylia.member m join asylia.team t on t.id = m.team_id and t.kind = 'house'
    where m.id = access.member() and m.kind = 'machine'
  )
$$;
revoke execute on function access.receives(), access.is_installation() from public;
grant execute on function access.receives(), access.is_installation() to asylia_app, asylia_inbox;
grant create on schema access to asylia_access;
alter function access.receives() owner to asylia_access;
alter function access.is_installation() owner to asylia_access;
revoke create on schema access from asylia_access;
grant usage on schema access to asylia_inbox;

create schema intake authorization asylia_inbox;
grant usage, create on schema keys to asylia_inbox;
grant usage on schema keys to asylia_app;
do $$
begin
  if exists (select from pg_tablespace where spcname = 'asylia_keys' and pg_has_role(spcowner, 'usage')) then
    execute 'grant create on tablespace asylia_keys to asylia_inbox';
  end if;
end $$;

set local role asylia_inbox;
grant usage on schema intake to asylia_intake, asylia_app;

create table intake.item (
  day date not null,
  item_id bytea not null check (octet_length(item_id) = 16),
  delete_hash bytea not null check (octet_length(delete_hash) = 16),
  bucket smallint not null check (bucket between 0 and 3),
  lane smallint not null check (lane between 1 and 4),
  urgent boolean not null,
  -- Goes in the night after triage or after 72 hours; the day stays.
  arrived_hour timestamptz check (arrived_hour = date_trunc('hour', arrived_hour at time zone 'UTC') at time zone 'UTC')
) partition by range (day);

create table intake.body (
  day date not null,
  item_id bytea not null check (octet_length(item_id) = 16),
  body bytea not null
) partition by range (day);

-- Lane 4 has none: its armour is the body.
create table keys.intake_envelope (
  day date not null,
  item_id bytea not null check (octet_length(item_id) = 16),
  envelope bytea not null check (octet_length(envelope) = 9956)
) partition by range (day);

-- Without a blob the message is past its keeping time: it counts as present and shows nothing.
create table intake.slot (
  day date not null,
  slot_id bytea not null check (octet_length(slot_id) = 16),
  delete_hash bytea not null check (octet_length(delete_hash) = 16),
  blob bytea check (octet_length(blob) = 9851)
) partition by range (day);

-- `store` names the folder of its segments; it is random and tells nothing. The first segment is the highest bit of `present`.
create table intake.file_set (
  day date not null,
  set_id bytea not null check (octet_length(set_id) = 16),
  token_hash bytea not null check (octet_length(token_hash) = 16),
  total bigint not null check (total > 0),
  segment int not null check (segment > 0),
  segments int not null check (segments > 0),
  store bytea not null check (octet_length(store) = 16),
  present bytea not null check (octet_length(present) = (segments + 7) / 8),
  last_day date not null
) partition by range (day);

-- Ciphertext does not shrink, and a packed column would only cost time.
alter table intake.body alter column body set storage external;
alter table keys.intake_envelope alter column envelope set storage external;
alter table intake.slot alter column blob set storage external;

-- Which days have a part, when it was last written anew, and whether something of it changed since.
create table intake.part (
  first date primary key,
  past date not null,
  renewed boolean not null default false,
  touched boolean not null default false,
  check (past > first)
);

-- Items and sets that a team has taken in: neither age nor the reporter's token takes them away.
create table intake.taken (id bytea primary key check (octet_length(id) = 16));

-- Slots that a team holds for a message on its way; `ticket` is known to whoever reserved it.
create table intake.reserved_slot (
  slot_id bytea primary key check (octet_length(slot_id) = 16),
  delete_hash bytea not null check (octet_length(delete_hash) = 16),
  ticket bytea not null check (octet_length(ticket) = 16),
  until date not null
);

-- A courtesy to a team that writes to somebody who has closed. 250,000 places of four: a new mark takes a free one of its
-- four or overwrites one at random, so there are never more than 10^6. Holds no slot id and no date of its making.
create table intake.closed_mark (
  place int not null check (place between 0 and 249999),
  way smallint not null check (way between 0 and 3),
  mark bytea not null check (octet_length(mark) = 16),
  delete_hash bytea not null check (octet_length(delete_hash) = 16),
  ends date not null,
  primary key (place, way)
);

-- One row: what keeps marks from being chosen to fall together, the newest roster, and how far the night has come.
create table intake.state (
  one boolean primary key default true check (one),
  mark_key bytea not null check (octet_length(mark_key) = 32),
  roster_version int not null default 0,
  night date
);
insert into intake.state (mark_key) values (uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));

-- ANALYZE copies values of columns into the catalogue; ids that are gone must be gone there too.
do $$
declare
  here record;
begin
  for here in
    select a.attrelid::regclass as relation, a.attname as name from pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
      and (c.relnamespace = 'intake'::regnamespace or a.attrelid = 'keys.intake_envelope'::regclass)
  loop
    execute format('alter table %s alter column %I set statistics 0', here.relation, here.name);
  end loop;
  for here in
    select c.oid::regclass as relation from pg_class c
    where c.relkind in ('r', 'p') and (c.relnamespace = 'intake'::regnamespace or c.oid = 'keys.intake_envelope'::regclass)
  loop
    execute format('alter table %s enable row level security', here.relation);
    execute format('alter table %s force row level security', here.relation);
    execute format('create policy keeps on %s to asylia_inbox using (true) with check (true)', here.relation);
  end loop;
end $$;

-- Every member of a team that receives tries every item: the server does not know for whom it is.
grant select on intake.item, intake.body, keys.intake_envelope to asylia_app;
create policy received on intake.item for select to asylia_app using ((select access.receives()));
create policy received on intake.body for select to asylia_app using ((select access.receives()));
create policy received on keys.intake_envelope for select to asylia_app using ((select access.receives()));

-- Locks of one transaction. 50: an item, 51: a slot, 52: the days (shared by whoever writes to one, alone for the copy),
-- 53: making a part, 54: a file set. Taken in this order, one of a kind, so nobody waits in a circle.
create function intake.key_of(id bytea) returns int
language sql immutable set search_path = '' as $$
  select ('x' || encode(substr(id, 1, 4), 'hex'))::bit(32)::int
$$;
create function intake.key_of(day date) returns int
language sql immutable set search_path = '' as $$ select day - date '2000-01-01' $$;

create function intake.parents() returns table (parent text, id_column text)
language sql immutable set search_path = '' as $$
  values ('intake.item', 'item_id'), ('intake.body', 'item_id'), ('keys.intake_envelope', 'item_id'),
    ('intake.slot', 'slot_id'), ('intake.file_set', 'set_id')
$$;

-- A table that can become a part: likeness copies neither row security nor policies nor statistics.
create function intake.make_part(parent text, part text, first date, past date) returns void
language plpgsql set search_path = '' as $$
declare
  id_column text := (select p.id_column from intake.parents() p where p.parent = make_part.parent);
  place text := '';
  here record;
begin
  if parent like 'keys.%' and exists (
    select from pg_catalog.pg_tablespace where spcname = 'asylia_keys' and pg_catalog.has_tablespace_privilege('asylia_keys', 'create')
  ) then
    place := 'tablespace asylia_keys';
  end if;
  execute format(
    'create table %s (like %s including constraints including storage, check (day >= %L and day < %L)) %s', part, parent, first, past, place
  );
  execute format('create unique index on %s (%I) %s', part, id_column, place);
  for here in
    select a.attname as name from pg_catalog.pg_attribute a where a.attrelid = part::regclass and a.attnum > 0 and not a.attisdropped
  loop
    execute format('alter table %s alter column %I set statistics 0', part, here.name);
  end loop;
  execute format('alter table %s enable row level security', part);
  execute format('alter table %s force row level security', part);
  execute format('create policy keeps on %s to asylia_inbox using (true) with check (true)', part);
end $$;

create function intake.part_name(parent text, first date) returns text
language sql immutable set search_path = '' as $$ select parent || '_' || to_char(first, 'YYYYMMDD') $$;

-- The parts of a day that has none yet. Filing never depends on a job having run.
create function intake.make_day(today date) returns void
language plpgsql set search_path = '' as $$
declare
  here record;
begin
  perform pg_advisory_xact_lock(53, 0);
  if exists (select from intake.part p where p.first <= today and p.past > today) then
    return;
  end if;
  for here in select p.parent, intake.part_name(p.parent, today) as part from intake.parents() p loop
    perform intake.make_part(here.parent, here.part, today, today + 1);
    execute format('alter table %s attach partition %s for values from (%L) to (%L)', here.parent, here.part, today, today + 1);
  end loop;
  insert into intake.part (first, past) values (today, today + 1);
end $$;

-- What every writer to a day does first, before it holds any table: no copy of that day is under way, and its parts exist.
create function intake.enter_day(today date) returns void
language plpgsql set search_path = '' as $$
begin
  perform pg_advisory_xact_lock_shared(52, intake.key_of(today));
  if not exists (select from intake.part p where p.first <= today and p.past > today) then
    perform intake.make_day(today);
  end if;
end $$;

-- Changing a row of a day: false while its copy is under way, and the caller comes again. It must not wait, since it holds
-- tables that the copy swaps.
create function intake.touch_day(changed date) returns boolean
language plpgsql set search_path = '' as $$
begin
  if not pg_try_advisory_xact_lock_shared(52, intake.key_of(changed)) then
    return false;
  end if;
  update intake.part p set touched = true where p.first <= changed and p.past > changed and not p.touched;
  return true;
end $$;

-- 1 of 5. Files an item; a second one with the same id changes nothing. A slot that is taken stays as it is.
create function intake.file_item(
  item bytea, item_delete_hash bytea, bucket smallint, lane smallint, urgent boolean, hour timestamptz,
  envelope bytea, body bytea, slot bytea, slot_delete_hash bytea, blob bytea
) returns void
language plpgsql security definer set search_path = '' as $$
declare
  today date := (hour at time zone 'UTC')::date;
begin
  perform pg_advisory_xact_lock(50, intake.key_of(item));
  if slot is not null then
    perform pg_advisory_xact_lock(51, intake.key_of(slot));
  end if;
  perform intake.enter_day(today);
  if exists (select from intake.item i where i.item_id = item) then
    return;
  end if;
  insert into intake.item (day, item_id, delete_hash, bucket, lane, urgent, arrived_hour)
    values (today, item, item_delete_hash, bucket, lane, urgent, hour);
  insert into intake.body (day, item_id, body) values (today, item, body);
  if envelope is not null then
    insert into keys.intake_envelope (day, item_id, envelope) values (today, item, envelope);
  end if;
  if slot is not null and not exists (select from intake.slot s where s.slot_id = slot)
    and not exists (select from intake.reserved_slot r where r.slot_id = slot) then
    insert into intake.slot (day, slot_id, delete_hash, blob) values (today, slot, slot_delete_hash, blob);
  end if;
end $$;

-- 2 of 5. Which of the asked ids are there (the first asked is the highest of 16 bits), and the blob of one id.
create function intake.exchange(asked bytea[], wanted bytea, out present int, out blob bytea) returns record
language plpgsql stable security definer set search_path = '' as $$
declare
  found bytea[];
begin
  select array_agg(s.slot_id) into found from intake.slot s where s.slot_id = any (asked);
  select coalesce(sum(1 << (16 - a.n)::int), 0) into present
    from unnest(asked) with ordinality a (id, n) where a.n <= 16 and a.id = any (found);
  select s.blob into blob from intake.slot s where s.slot_id = wanted;
end $$;

create function intake.mark_of(id bytea) returns bytea
language sql stable set search_path = '' as $$ select substr(sha256(s.mark_key || id), 1, 16) from intake.state s $$;
create function intake.place_of(mark bytea) returns int
language sql immutable set search_path = '' as $$ select (intake.key_of(mark) & 2147483647) % 250000 $$;

create function intake.leave_mark(id bytea, hash bytea, today date) returns void
language plpgsql set search_path = '' as $$
declare
  new_mark bytea := intake.mark_of(id);
  new_place int := intake.place_of(new_mark);
  new_way smallint;
begin
  if exists (select from intake.closed_mark c where c.place = new_place and c.mark = new_mark and c.delete_hash = hash and c.ends >= today) then
    return;
  end if;
  select w into new_way from generate_series(0, 3) w
    where not exists (select from intake.closed_mark c where c.place = new_place and c.way = w and c.ends >= today) limit 1;
  insert into intake.closed_mark (place, way, mark, delete_hash, ends)
    values (new_place, coalesce(new_way, floor(random() * 4)::smallint), new_mark, hash, today + 60 + floor(random() * 61)::int)
    on conflict (place, way) do update set mark = excluded.mark, delete_hash = excluded.delete_hash, ends = excluded.ends;
end $$;

-- 3 of 5. Takes away what the token belongs to, unless a team has taken it in; leaves a mark where nothing is. `store` is a
-- folder of segments to remove. 'busy' means: come again.
create function intake.erase(id bytea, hash bytea, today date, out outcome text, out store bytea) returns record
language plpgsql security definer set search_path = '' as $$
declare
  its_day date;
  its_hash bytea;
  its_store bytea;
  kind text := 'slot';
begin
  outcome := 'done';
  select s.day, s.delete_hash into its_day, its_hash from intake.slot s where s.slot_id = id;
  if its_day is null then
    kind := 'item';
    select i.day, i.delete_hash into its_day, its_hash from intake.item i where i.item_id = id;
  end if;
  if its_day is null then
    kind := 'set';
    select f.day, f.token_hash, f.store into its_day, its_hash, its_store from intake.file_set f where f.set_id = id;
  end if;
  if its_day is null then
    delete from intake.reserved_slot r where r.slot_id = id and r.delete_hash = hash;
    perform intake.leave_mark(id, hash, today);
    return;
  end if;
  if its_hash <> hash or exists (select from intake.taken t where t.id = erase.id) then
    return;
  end if;
  if not intake.touch_day(its_day) then
    outcome := 'busy';
    return;
  end if;
  if kind = 'slot' then
    delete from intake.slot s where s.day = its_day and s.slot_id = id;
    perform intake.leave_mark(id, hash, today);
  elsif kind = 'item' then
    delete from keys.intake_envelope e where e.day = its_day and e.item_id = id;
    delete from intake.body b where b.day = its_day and b.item_id = id;
    delete from intake.item i where i.day = its_day and i.item_id = id;
  else
    delete from intake.file_set f where f.day = its_day and f.set_id = id;
    store := its_store;
  end if;
end $$;

-- PostgreSQL counts the bits of a byte from the lowest.
create function intake.bit_of(index int) returns int
language sql immutable set search_path = '' as $$ select index - index % 8 + 7 - index % 8 $$;

-- 4 of 5. Which segments of a set are there. With a token the first call fixes token, total and segment size; with an index
-- it notes that this segment is stored. 'other': the facts differ from those of the first call.
create function intake.segments_present(
  wanted bytea, token_hash bytea, total bigint, segment int, segments int, index int, today date,
  out outcome text, out store bytea, out present bytea
) returns record
language plpgsql security definer set search_path = '' as $$
declare
  known intake.file_set;
begin
  if token_hash is not null then
    perform pg_advisory_xact_lock(54, intake.key_of(wanted));
    perform intake.enter_day(today);
  end if;
  select f.* into known from intake.file_set f where f.set_id = wanted;
  if not found then
    -- A segment of a set that was erased meanwhile does not bring it back.
    if token_hash is null or index is not null then
      outcome := 'absent';
      return;
    end if;
    insert into intake.file_set (day, set_id, token_hash, total, segment, segments, store, present, last_day)
      values (today, wanted, token_hash, total, segment, segments, uuid_send(gen_random_uuid()), decode(repeat('00', (segments + 7) / 8), 'hex'), today)
      returning * into known;
  elsif token_hash is not null and (known.token_hash, known.total, known.segment) is distinct from (token_hash, total, segment) then
    outcome := 'other';
    return;
  end if;
  outcome := 'there';
  store := case when token_hash is not null then known.store end;
  present := known.present;
  if index is null or get_bit(known.present, intake.bit_of(index)) = 1 then
    return;
  end if;
  if known.day <> today and not intake.touch_day(known.day) then
    outcome := 'busy';
    return;
  end if;
  update intake.file_set f set present = set_bit(f.present, intake.bit_of(index), 1), last_day = today
    where f.day = known.day and f.set_id = wanted returning f.present into segments_present.present;
end $$;

-- 5 of 5. The newest list of keys that this installation has published.
create function intake.roster_version() returns int
language sql stable security definer set search_path = '' as $$ select s.roster_version from intake.state s $$;

-- For the application. A list of keys never goes back.
create function intake.note_roster(version int) returns void
language sql security definer set search_path = '' as $$
  update intake.state s set roster_version = version where s.roster_version < version and access.is_installation()
$$;

create function intake.demand_receiver() returns void
language plpgsql stable set search_path = '' as $$
begin
  if not access.receives() then
    raise exception 'only a member of a team that receives may do this' using errcode = 'insufficient_privilege';
  end if;
end $$;

create function intake.is_closed(id bytea, hash bytea, today date) returns boolean
language sql stable set search_path = '' as $$
  select exists (
    select from intake.closed_mark c, (select intake.mark_of(id) as mark) m
    where c.place = intake.place_of(m.mark) and c.mark = m.mark and c.delete_hash = hash and c.ends >= today
  )
$$;

-- A message of a team, at once: 'stored', 'taken', or 'closed' by the reporter.
create function intake.put_slot(id bytea, hash bytea, blob bytea, today date) returns text
language plpgsql security definer set search_path = '' as $$
begin
  perform intake.demand_receiver();
  perform pg_advisory_xact_lock(51, intake.key_of(id));
  perform intake.enter_day(today);
  if exists (select from intake.slot s where s.slot_id = id) or exists (select from intake.reserved_slot r where r.slot_id = id) then
    return 'taken';
  end if;
  if intake.is_closed(id, hash, today) then
    return 'closed';
  end if;
  insert into intake.slot (day, slot_id, delete_hash, blob) values (today, id, hash, blob);
  return 'stored';
end $$;

-- Holds a slot for a message that goes out later: 'stored', 'taken' or 'closed'. Nothing of it shows before `fill_slot`.
create function intake.reserve_slot(id bytea, hash bytea, ticket bytea, today date) returns text
language plpgsql security definer set search_path = '' as $$
begin
  perform intake.demand_receiver();
  perform pg_advisory_xact_lock(51, intake.key_of(id));
  if exists (select from intake.slot s where s.slot_id = id) or exists (select from intake.reserved_slot r where r.slot_id = id) then
    return 'taken';
  end if;
  if intake.is_closed(id, hash, today) then
    return 'closed';
  end if;
  insert into intake.reserved_slot (slot_id, delete_hash, ticket, until) values (id, hash, ticket, today + 2);
  return 'stored';
end $$;

-- The message itself, by whoever holds the ticket; the outbox of the installation sends it. 'closed' when the reporter took
-- the slot away meanwhile.
create function intake.fill_slot(id bytea, ticket bytea, blob bytea, today date) returns text
language plpgsql security definer set search_path = '' as $$
declare
  hash bytea;
begin
  if not access.is_installation() then
    perform intake.demand_receiver();
  end if;
  perform pg_advisory_xact_lock(51, intake.key_of(id));
  perform intake.enter_day(today);
  delete from intake.reserved_slot r where r.slot_id = id and r.ticket = fill_slot.ticket returning r.delete_hash into hash;
  if hash is null then
    return 'closed';
  end if;
  insert into intake.slot (day, slot_id, delete_hash, blob) values (today, id, hash, blob);
  return 'stored';
end $$;

-- A team works on it now: it stays beyond its age, and the reporter's token no longer takes it. False when it is gone.
create function intake.take_item(id bytea) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  perform intake.demand_receiver();
  if not exists (select from intake.item i where i.item_id = id) then
    return false;
  end if;
  insert into intake.taken (id) values (take_item.id) on conflict do nothing;
  return true;
end $$;
create function intake.take_set(id bytea) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  perform intake.demand_receiver();
  if not exists (select from intake.file_set f where f.set_id = id) then
    return false;
  end if;
  insert into intake.taken (id) values (take_set.id) on conflict do nothing;
  return true;
end $$;

-- What was taken in and is no longer needed goes now: 'done', 'absent', or 'busy' while the night copies that day.
create function intake.retire_item(id bytea) returns text
language plpgsql security definer set search_path = '' as $$
declare
  its_day date;
begin
  perform intake.demand_receiver();
  select i.day into its_day from intake.item i join intake.taken t on t.id = i.item_id where i.item_id = retire_item.id;
  if its_day is null then
    return 'absent';
  end if;
  if not intake.touch_day(its_day) then
    return 'busy';
  end if;
  delete from keys.intake_envelope e where e.day = its_day and e.item_id = retire_item.id;
  delete from intake.body b where b.day = its_day and b.item_id = retire_item.id;
  delete from intake.item i where i.day = its_day and i.item_id = retire_item.id;
  delete from intake.taken t where t.id = retire_item.id;
  return 'done';
end $$;
create function intake.retire_set(id bytea) returns text
language plpgsql security definer set search_path = '' as $$
declare
  its_day date;
begin
  perform intake.demand_receiver();
  select f.day into its_day from intake.file_set f join intake.taken t on t.id = f.set_id where f.set_id = retire_set.id;
  if its_day is null then
    return 'absent';
  end if;
  if not intake.touch_day(its_day) then
    return 'busy';
  end if;
  delete from intake.file_set f where f.day = its_day and f.set_id = retire_set.id;
  delete from intake.taken t where t.id = retire_set.id;
  return 'done';
end $$;

-- Where the segments of a set lie, for a member who opens a file.
create function intake.find_set(id bytea, out store bytea, out total bigint, out segment int, out present bytea) returns record
language plpgsql stable security definer set search_path = '' as $$
begin
  perform intake.demand_receiver();
  select f.store, f.total, f.segment, f.present into store, total, segment, present from intake.file_set f where f.set_id = id;
end $$;

create function intake.demand_installation() returns void
language plpgsql stable set search_path = '' as $$
begin
  if not access.is_installation() then
    raise exception 'only the installation itself may do this' using errcode = 'insufficient_privilege';
  end if;
end $$;

-- What the night has to do: parts of past days that were never written anew, changed since, hold hours older than 72 h or
-- rows past their keeping time; and whole weeks whose days can lie in one part.
create function intake.night_work(today date, envelope_days int, slot_days int) returns table (first date, past date)
language plpgsql stable security definer set search_path = '' as $$
begin
  perform intake.demand_installation();
  return query
    with old as (
      select p.*, date_trunc('week', p.first)::date as week from intake.part p where p.past <= today
    ), weeks as (
      select o.week as first, o.week + 7 as past from old o
      where o.week + 7 < today - 3 group by o.week having count(*) > 1
    )
    select w.first, w.past from weeks w
    union all
    select o.first, o.past from old o
    where not exists (select from weeks w where w.first = o.week)
      and (not o.renewed or o.touched
        or exists (select from intake.item i where i.day >= o.first and i.day < o.past and i.arrived_hour is not null
          and (i.day < today - 3 or exists (select from intake.taken t where t.id = i.item_id)))
        or (o.past <= today - envelope_days and exists (
          select from intake.item i where i.day >= o.first and i.day < o.past and not exists (select from intake.taken t where t.id = i.item_id)))
        or exists (select from keys.intake_envelope e where e.day >= o.first and e.day < o.past and e.day < today - envelope_days)
        or exists (select from intake.slot s where s.day >= o.first and s.day < o.past and s.day < today - slot_days and s.blob is not null)
        or exists (select from intake.file_set f where f.day >= o.first and f.day < o.past
          and not intake.keeps_set(f, today, envelope_days)))
    order by 1;
end $$;

create function intake.keeps_set(f intake.file_set, today date, envelope_days int) returns boolean
language sql stable set search_path = '' as $$
  select exists (select from intake.taken t where t.id = f.set_id)
    or f.day >= today - envelope_days and (f.last_day >= today - 7 or bit_count(f.present) = f.segments)
$$;

-- Writes one table's parts of these days anew, in the order of ids, in this one transaction; what is past its keeping time
-- stays behind. CLUSTER and VACUUM FULL would keep xmin and chunk ids. The caller gives each table a transaction of its own,
-- so that no two are ever held at once.
create function intake.renew(parent text, first date, past date, today date, envelope_days int, slot_days int, with_retention boolean) returns void
language plpgsql security definer set search_path = '' as $$
declare
  id_column text;
  draft text := parent || '_draft';
  columns text;
  keeps text := '';
  day date;
  here record;
begin
  perform intake.demand_installation();
  -- Nothing of the last hours is copied while somebody may still write to it.
  if past > today then
    raise exception 'only days that are over are written anew';
  end if;
  for day in select d::date from generate_series(first, past - 1, interval '1 day') d loop
    perform pg_advisory_xact_lock(52, intake.key_of(day));
  end loop;
  select p.id_column into strict id_column from intake.parents() p where p.parent = renew.parent;
  columns := '*';
  if parent = 'intake.item' then
    columns := format(
      'day, item_id, delete_hash, bucket, lane, urgent, case when day >= %L and not exists (select from intake.taken t where t.id = item_id) then arrived_hour end',
      today - 3
    );
  end if;
  if with_retention then
    if parent in ('intake.item', 'intake.body') then
      keeps := format('and (day >= %L or exists (select from intake.taken t where t.id = item_id))', today - envelope_days);
    elsif parent = 'keys.intake_envelope' then
      keeps := format('and day >= %L', today - envelope_days);
    elsif parent = 'intake.slot' then
      columns := format('day, slot_id, delete_hash, case when day >= %L then blob end', today - slot_days);
      keeps := format('and day >= %L', today - 2 * slot_days);
    else
      keeps := format('and intake.keeps_set(p, %L, %s)', today, envelope_days);
    end if;
  end if;
  perform intake.make_part(parent, draft, first, past);
  execute format('insert into %s select %s from %s p where day >= %L and day < %L %s order by %I', draft, columns, parent, first, past, keeps, id_column);
  for here in
    select c.oid::regclass::text as part from pg_catalog.pg_inherits h join pg_catalog.pg_class c on c.oid = h.inhrelid
    where h.inhparent = parent::regclass
      and to_date(right(c.relname, 8), 'YYYYMMDD') >= renew.first and to_date(right(c.relname, 8), 'YYYYMMDD') < renew.past
  loop
    execute format('drop table %s', here.part);
  end loop;
  execute format('alter table %s rename to %I', draft, split_part(intake.part_name(parent, first), '.', 2));
  execute format('alter table %s attach partition %s for values from (%L) to (%L)', parent, intake.part_name(parent, first), first, past);
end $$;

-- Before the copy of these days begins: what changes from now on makes them due again.
create function intake.begin_renewal(first date, past date) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform intake.demand_installation();
  update intake.part p set touched = false where p.first >= begin_renewal.first and p.past <= begin_renewal.past;
end $$;
-- After all five tables are written anew; days that became a week are one part from now on.
create function intake.end_renewal(first date, past date) returns void
language plpgsql security definer set search_path = '' as $$
declare
  again boolean;
begin
  perform intake.demand_installation();
  with gone as (
    delete from intake.part p where p.first >= end_renewal.first and p.past <= end_renewal.past returning p.touched
  )
  select coalesce(bool_or(g.touched), false) into again from gone g;
  insert into intake.part (first, past, renewed, touched) values (end_renewal.first, end_renewal.past, true, again);
end $$;

-- One of the small tables, which have no days: what has ended goes, the rest is written anew in the order of its key. One
-- table a transaction, so that nobody who uses two of them can wait in a circle.
create function intake.renew_small(small text, today date) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform intake.demand_installation();
  if small not in ('closed_mark', 'reserved_slot', 'taken') then
    raise exception 'no such small table' using errcode = 'undefined_table';
  end if;
  execute format('lock table intake.%I in access exclusive mode', small);
  if small = 'closed_mark' then
    delete from intake.closed_mark c where c.ends < today;
  elsif small = 'reserved_slot' then
    delete from intake.reserved_slot r where r.until < today;
  else
    delete from intake.taken t where not exists (select from intake.item i where i.item_id = t.id)
      and not exists (select from intake.file_set f where f.set_id = t.id);
  end if;
  execute format('create table intake.draft as table intake.%I', small);
  execute format('truncate intake.%I', small);
  execute format('insert into intake.%I select * from intake.draft d order by d', small);
  drop table intake.draft;
end $$;

create function intake.last_night() returns date
language plpgsql stable security definer set search_path = '' as $$
begin
  perform intake.demand_installation();
  return (select s.night from intake.state s);
end $$;
create function intake.end_night(today date) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform intake.demand_installation();
  update intake.state s set night = today;
end $$;

-- Ends the file of the journal that holds times of arrival; the next checkpoint removes it. An external server keeps this to
-- its operator.
create function intake.end_journal_file() returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  perform intake.demand_installation();
  if not has_function_privilege('pg_catalog.pg_switch_wal()', 'execute') then
    return false;
  end if;
  perform pg_catalog.pg_switch_wal();
  return true;
end $$;

-- Every folder of segments that a set names; any other is left over.
create function intake.stores() returns setof bytea
language plpgsql stable security definer set search_path = '' as $$
begin
  perform intake.demand_installation();
  return query select f.store from intake.file_set f;
end $$;

-- What the sealed spool copies, a page at a time: items of one hour, and slots of one day, each in the order of their ids
-- and apart from one another.
create function intake.spool_items(hour timestamptz, above bytea, most int)
returns table (item_id bytea, delete_hash bytea, bucket smallint, lane smallint, urgent boolean, envelope bytea, body bytea)
language plpgsql stable security definer set search_path = '' as $$
declare
  its_day date := (hour at time zone 'UTC')::date;
begin
  perform intake.demand_installation();
  return query
    select i.item_id, i.delete_hash, i.bucket, i.lane, i.urgent, e.envelope, b.body
    from intake.item i
    join intake.body b on b.day = its_day and b.item_id = i.item_id
    left join keys.intake_envelope e on e.day = its_day and e.item_id = i.item_id
    where i.day = its_day and i.arrived_hour = hour and i.item_id > above order by i.item_id limit most;
end $$;
create function intake.spool_slots(its_day date, above bytea, most int) returns table (slot_id bytea, delete_hash bytea, blob bytea)
language plpgsql stable security definer set search_path = '' as $$
begin
  perform intake.demand_installation();
  return query
    select s.slot_id, s.delete_hash, s.blob from intake.slot s
    where s.day = its_day and s.blob is not null and s.slot_id > above order by s.slot_id limit most;
end $$;

revoke execute on all functions in schema intake from public;
grant execute on function
  intake.file_item(bytea, bytea, smallint, smallint, boolean, timestamptz, bytea, bytea, bytea, bytea, bytea),
  intake.exchange(bytea[], bytea),
  intake.erase(bytea, bytea, date),
  intake.segments_present(bytea, bytea, bigint, int, int, int, date),
  intake.roster_version()
to asylia_intake;
grant execute on function
  intake.roster_version(), intake.note_roster(int),
  intake.put_slot(bytea, bytea, bytea, date), intake.reserve_slot(bytea, bytea, bytea, date), intake.fill_slot(bytea, bytea, bytea, date),
  intake.take_item(bytea), intake.take_set(bytea), intake.retire_item(bytea), intake.retire_set(bytea), intake.find_set(bytea),
  intake.night_work(date, int, int), intake.renew(text, date, date, date, int, int, boolean),
  intake.begin_renewal(date, date), intake.end_renewal(date, date), intake.renew_small(text, date),
  intake.last_night(), intake.end_night(date), intake.end_journal_file(), intake.stores(), intake.spool_items(timestamptz, bytea, int), intake.spool_slots(date, bytea, int)
to asylia_app;

reset role;
