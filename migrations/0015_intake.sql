-- A root over the items of every day that the night has written anew: a lost item is noticed, the order is not recorded. And
-- bringing back what the sealed spool holds and the database lost, without bringing back what somebody took away.

-- For the trigger alone; taken back at the end.
grant usage on schema base to asylia_inbox;
grant execute on function base.refuse_change() to asylia_inbox;
set local role asylia_inbox;

-- How many items of the part were taken away by their token, by a team or by age since its newest root.
alter table intake.part add column removed int not null default 0;

-- Append-only. `root` covers the salted hashes of items and bodies, sorted; `lost` is how many had vanished unasked when it
-- was made. Holds no id.
create table intake.batch (
  first date not null,
  past date not null,
  turn int not null check (turn >= 0),
  item_count int not null check (item_count >= 0),
  lost int not null check (lost >= 0),
  salt bytea not null check (octet_length(salt) = 32),
  root bytea not null check (octet_length(root) = 32),
  primary key (first, past, turn),
  check (past > first)
);

-- Ids that were taken away while the spool may still hold them: it must not bring them back.
create table intake.gone (id bytea primary key check (octet_length(id) = 16), until date not null);

do $$
declare
  here record;
begin
  for here in
    select a.attrelid::regclass as relation, a.attname as name from pg_attribute a
    where a.attrelid in ('intake.batch'::regclass, 'intake.gone'::regclass, 'intake.part'::regclass) and a.attnum > 0 and not a.attisdropped
  loop
    execute format('alter table %s alter column %I set statistics 0', here.relation, here.name);
  end loop;
end $$;
alter table intake.batch enable row level security;
alter table intake.batch force row level security;
create policy keeps on intake.batch for select to asylia_inbox using (true);
create policy adds on intake.batch for insert to asylia_inbox with check (true);
alter table intake.gone enable row level security;
alter table intake.gone force row level security;
create policy keeps on intake.gone to asylia_inbox using (true) with check (true);

create trigger append_only before update or delete or truncate on intake.batch for each statement execute function base.refuse_change();

-- Notes that an item (1) or a slot (0) of a day went as it should. The spool keeps it for three days more at most.
create function intake.note_gone(id bytea, its_day date, items int) returns void
language plpgsql set search_path = '' as $$
begin
  insert into intake.gone (id, until) values (note_gone.id, its_day + 7) on conflict do nothing;
  update intake.part p set removed = removed + items where items > 0 and p.first <= its_day and p.past > its_day;
end $$;

-- 3 of 5, as before, and it notes what went.
create or replace function intake.erase(id bytea, hash bytea, today date, out outcome text, out store bytea) returns record
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
    perform intake.note_gone(id, its_day, 0);
    perform intake.leave_mark(id, hash, today);
  elsif kind = 'item' then
    delete from keys.intake_envelope e where e.day = its_day and e.item_id = id;
    delete from intake.body b where b.day = its_day and b.item_id = id;
    delete from intake.item i where i.day = its_day and i.item_id = id;
    perform intake.note_gone(id, its_day, 1);
  else
    delete from intake.file_set f where f.day = its_day and f.set_id = id;
    store := its_store;
  end if;
end $$;

create or replace function intake.retire_item(id bytea) returns text
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
  perform intake.note_gone(id, its_day, 1);
  return 'done';
end $$;

create or replace function intake.renew(parent text, first date, past date, today date, envelope_days int, slot_days int, with_retention boolean) returns void
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
  -- What age takes away is no loss: the next root expects it to be gone.
  if parent = 'intake.item' then
    execute format(
      'update intake.part p set removed = removed + (select count(*) from intake.item i where i.day >= p.first and i.day < p.past)
        - (select count(*) from %s d where d.day >= p.first and d.day < p.past) where p.first >= %L and p.past <= %L', draft, first, past);
  end if;
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

create or replace function intake.renew_small(small text, today date) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform intake.demand_installation();
  if small not in ('closed_mark', 'reserved_slot', 'taken', 'gone') then
    raise exception 'no such small table' using errcode = 'undefined_table';
  end if;
  execute format('lock table intake.%I in access exclusive mode', small);
  if small = 'closed_mark' then
    delete from intake.closed_mark c where c.ends < today;
  elsif small = 'reserved_slot' then
    delete from intake.reserved_slot r where r.until < today;
  elsif small = 'gone' then
    delete from intake.gone g where g.until < today;
  else
    delete from intake.taken t where not exists (select from intake.item i where i.item_id = t.id)
      and not exists (select from intake.file_set f where f.set_id = t.id);
  end if;
  execute format('create table intake.draft as table intake.%I', small);
  execute format('truncate intake.%I', small);
  execute format('insert into intake.%I select * from intake.draft d order by d', small);
  drop table intake.draft;
end $$;

-- Items that are whole, and the root over them under a salt.
create function intake.root_of(first date, past date, salt bytea, out items int, out root bytea) returns record
language sql stable set search_path = '' as $$
  select count(*)::int, sha256(coalesce(string_agg(h.hash, ''::bytea order by h.hash), ''::bytea))
  from (
    select sha256(salt || i.item_id || sha256(b.body)) as hash
    from intake.item i join intake.body b on b.day = i.day and b.item_id = i.item_id
    where i.day >= first and i.day < past
  ) h
$$;

-- The newest root of each part that has one, and how many items should be there.
create function intake.newest_batches() returns table (first date, past date, turn int, expected int, quiet boolean, lost int, salt bytea, root bytea)
language sql stable set search_path = '' as $$
  select distinct on (p.first) p.first, p.past, b.turn, b.item_count - p.removed, not p.touched and p.removed = 0, b.lost, b.salt, b.root
  from intake.part p join intake.batch b on b.first = p.first and b.past = p.past
  order by p.first, b.turn desc
$$;

-- After all five tables are written anew; days that became a week are one part from now on, with one root. Nobody takes an
-- item of these days away meanwhile.
create or replace function intake.end_renewal(first date, past date) returns void
language plpgsql security definer set search_path = '' as $$
declare
  again boolean;
  vanished int;
  made record;
  new_salt bytea := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
  day date;
begin
  perform intake.demand_installation();
  for day in select d::date from generate_series(first, past - 1, interval '1 day') d loop
    perform pg_advisory_xact_lock(52, intake.key_of(day));
  end loop;
  select coalesce(sum(greatest(n.expected - r.items, 0)), 0) into vanished
    from intake.newest_batches() n, intake.root_of(n.first, n.past, n.salt) r
    where n.first >= end_renewal.first and n.past <= end_renewal.past;
  select * into made from intake.root_of(end_renewal.first, end_renewal.past, new_salt);
  with gone as (
    delete from intake.part p where p.first >= end_renewal.first and p.past <= end_renewal.past returning p.touched
  )
  select coalesce(bool_or(g.touched), false) into again from gone g;
  insert into intake.part (first, past, renewed, touched) values (end_renewal.first, end_renewal.past, true, again);
  insert into intake.batch (first, past, turn, item_count, lost, salt, root)
    select end_renewal.first, end_renewal.past, coalesce(max(b.turn), -1) + 1, made.items, vanished, new_salt, made.root
    from intake.batch b where b.first = end_renewal.first and b.past = end_renewal.past;
end $$;

-- What does not fit: 'lost' with how many items are missing now, 'was_lost' with how many were missing when the newest root
-- was made, 'changed' where all are there and the root is another.
create function intake.batch_faults() returns table (first date, past date, fault text, items int)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query
    select n.first, n.past,
      case when r.items < n.expected then 'lost' when n.lost > 0 then 'was_lost' else 'changed' end,
      case when r.items < n.expected then n.expected - r.items else n.lost end
    from intake.newest_batches() n, intake.root_of(n.first, n.past, n.salt) r
    where r.items < n.expected or n.lost > 0 or (n.quiet and r.root <> n.root)
    order by 1;
end $$;
create function intake.check_batches() returns table (first date, past date, fault text, items int)
language plpgsql stable security definer set search_path = '' as $$
begin
  perform intake.demand_installation();
  return query select * from intake.batch_faults();
end $$;

-- What somebody took away lately, in the order of ids: the spool keeps it beside what it holds.
create function intake.spool_gone() returns setof bytea
language plpgsql stable security definer set search_path = '' as $$
begin
  perform intake.demand_installation();
  return query select g.id from intake.gone g order by g.id;
end $$;

-- From the spool, in place of what was lost: 'stored', 'there', 'gone' for what was taken away, 'busy' while the night copies
-- that day. The part is written anew in the next night.
create function intake.replay_item(
  item bytea, item_delete_hash bytea, bucket smallint, lane smallint, urgent boolean, hour timestamptz, envelope bytea, body bytea
) returns text
language plpgsql security definer set search_path = '' as $$
declare
  its_day date := (hour at time zone 'UTC')::date;
begin
  perform intake.demand_installation();
  perform pg_advisory_xact_lock(50, intake.key_of(item));
  if exists (select from intake.gone g where g.id = item) then
    return 'gone';
  end if;
  if exists (select from intake.item i join intake.body b on b.day = i.day and b.item_id = i.item_id where i.item_id = item
    and (replay_item.envelope is null or exists (select from keys.intake_envelope e where e.day = i.day and e.item_id = item)
      or i.day < its_day)) then
    return 'there';
  end if;
  perform intake.enter_day(its_day);
  if not intake.touch_day(its_day) then
    return 'busy';
  end if;
  insert into intake.item (day, item_id, delete_hash, bucket, lane, urgent, arrived_hour)
    select its_day, item, item_delete_hash, replay_item.bucket, replay_item.lane, replay_item.urgent, hour
    where not exists (select from intake.item i where i.item_id = item);
  insert into intake.body (day, item_id, body)
    select its_day, item, replay_item.body where not exists (select from intake.body b where b.item_id = item);
  if envelope is not null then
    insert into keys.intake_envelope (day, item_id, envelope)
      select its_day, item, replay_item.envelope where not exists (select from keys.intake_envelope e where e.item_id = item);
  end if;
  return 'stored';
end $$;
create function intake.replay_slot(id bytea, hash bytea, blob bytea, its_day date) returns text
language plpgsql security definer set search_path = '' as $$
begin
  perform intake.demand_installation();
  perform pg_advisory_xact_lock(51, intake.key_of(id));
  if exists (select from intake.gone g where g.id = replay_slot.id) then
    return 'gone';
  end if;
  if exists (select from intake.slot s where s.slot_id = id) then
    return 'there';
  end if;
  perform intake.enter_day(its_day);
  if not intake.touch_day(its_day) then
    return 'busy';
  end if;
  delete from intake.reserved_slot r where r.slot_id = id;
  insert into intake.slot (day, slot_id, delete_hash, blob) values (its_day, id, hash, replay_slot.blob);
  return 'stored';
end $$;

-- A copy of the spool knows of more that went than a database from a backup does.
create function intake.replay_gone(id bytea, its_day date) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform intake.demand_installation();
  insert into intake.gone (id, until) values (replay_gone.id, its_day + 7) on conflict do nothing;
end $$;

revoke execute on function
  intake.note_gone(bytea, date, int), intake.root_of(date, date, bytea), intake.newest_batches(), intake.batch_faults(), intake.check_batches(),
  intake.spool_gone(), intake.replay_item(bytea, bytea, smallint, smallint, boolean, timestamptz, bytea, bytea),
  intake.replay_slot(bytea, bytea, bytea, date), intake.replay_gone(bytea, date)
from public;
grant execute on function
  intake.check_batches(), intake.spool_gone(),
  intake.replay_item(bytea, bytea, smallint, smallint, boolean, timestamptz, bytea, bytea),
  intake.replay_slot(bytea, bytea, bytea, date), intake.replay_gone(bytea, date)
to asylia_app;

reset role;
revoke execute on function base.refuse_change() from asylia_inbox;
revoke usage on schema base from asylia_inbox;
