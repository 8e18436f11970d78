-- The house: schemas, who may see what, outbox, ledger. Runs as asylia_owner, which no running part logs in as.
-- Every table is under forced row security: without a policy for the role that asks, there are no rows.

create schema base;
create schema access;
create schema asylia;
create schema publication;
create schema keys;

revoke all on schema public from public;
grant usage on schema base, access, asylia to asylia_app;
grant usage on schema base to asylia_ledger, asylia_jobs;
grant usage on schema asylia to asylia_access;
grant usage on schema publication to asylia_app, asylia_public;

-- Append-only tables carry this trigger: INSERT and SELECT only, for every role.
create function base.refuse_change() returns trigger
language plpgsql set search_path = '' as $$
begin
  raise exception 'append-only: % on %.% is refused', tg_op, tg_table_schema, tg_table_name using errcode = 'restrict_violation';
end $$;
revoke execute on function base.refuse_change() from public;

-- Teams and members. A machine is a member too, so that every line of the ledger names somebody.
create table asylia.team (
  id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  kind text not null check (kind in ('house', 'state', 'eu', 'ngo')),
  of_state text check (of_state ~ '^[A-Z]{2}$'),
  recorded_on date not null default current_date
);

create table asylia.member (
  id uuid primary key,
  team_id uuid not null references asylia.team (id),
  display_name text not null check (length(display_name) between 1 and 200),
  kind text not null check (kind in ('person', 'machine')),
  recorded_on date not null default current_date,
  left_on date
);

-- A compartment answers "who may see this": every protected row carries one.
create table asylia.compartment (
  id uuid primary key,
  kind text not null check (kind in ('publication', 'team', 'case')),
  recorded_on date not null default current_date
);

create table asylia.compartment_member (
  compartment_id uuid not null references asylia.compartment (id),
  member_id uuid not null references asylia.member (id),
  can_write boolean not null default false,
  until date,
  granted_by uuid references asylia.member (id),
  recorded_on date not null default current_date,
  primary key (compartment_id, member_id)
);
create index compartment_member_of on asylia.compartment_member (member_id) include (compartment_id, can_write, until);

-- A deny row wins over every grant. It holds no reason and no country.
create table asylia.compartment_deny (
  compartment_id uuid not null references asylia.compartment (id),
  team_id uuid not null references asylia.team (id),
  recorded_on date not null default current_date,
  primary key (compartment_id, team_id)
);

-- The installation itself: one team, one machine, one compartment that holds the public register.
-- Written before row security is forced, since no role may write here without a member.
with house as (
  insert into asylia.team (id, name, kind) values (gen_random_uuid(), 'This installation', 'house') returning id
), machine as (
  insert into asylia.member (id, team_id, display_name, kind)
  select gen_random_uuid(), id, 'Installation', 'machine' from house returning id
), room as (
  insert into asylia.compartment (id, kind) values (gen_random_uuid(), 'publication') returning id
)
insert into asylia.compartment_member (compartment_id, member_id, can_write)
select room.id, machine.id, true from room, machine;

-- The member that this transaction speaks for; unset means nobody, and nobody sees nothing.
create function access.member() returns uuid
language sql stable set search_path = '' as $$
  select nullif(current_setting('asylia.member', true), '')::uuid
$$;

-- guards T-21. Asked once for each query through a sub-select, never once for each row.
create function access.seen() returns uuid[]
language sql stable security definer set search_path = '' as $$
  select coalesce(array_agg(cm.compartment_id), '{}')
  from asylia.compartment_member cm
  join asylia.member m on m.id = cm.member_id and m.left_on is null
  where cm.member_id = access.member()
    and (cm.until is null or cm.until >= current_date)
    and not exists (
      select from asylia.compartment_deny d where d.compartment_id = cm.compartment_id and d.team_id = m.team_id
    )
$$;

create function access.writes(compartment uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from asylia.compartment_member cm
    join asylia.member m on m.id = cm.member_id and m.left_on is null
    where cm.compartment_id = compartment
      and cm.member_id = access.member()
      and cm.can_write
      and (cm.until is null or cm.until >= current_date)
      and not exists (
        select from asylia.compartment_deny d where d.compartment_id = cm.compartment_id and d.team_id = m.team_id
      )
  )
$$;

-- May this member change the public register?
create function access.publishes() returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from asylia.compartment c where c.kind = 'publication' and access.writes(c.id)
  )
$$;

-- The machine and the compartment made above; the process that starts the house speaks as this member.
create function access.installation(out member_id uuid, out compartment_id uuid) returns record
language sql stable security definer set search_path = '' as $$
  select cm.member_id, cm.compartment_id
  from asylia.compartment_member cm
  join asylia.compartment c on c.id = cm.compartment_id and c.kind = 'publication'
  join asylia.member m on m.id = cm.member_id and m.kind = 'machine'
  join asylia.team t on t.id = m.team_id and t.kind = 'house'
$$;

-- Rights first: once a function is asylia_access's, the owner of the schemas can no longer take EXECUTE from PUBLIC.
revoke execute on all functions in schema access from public;
grant execute on function access.member(), access.seen(), access.writes(uuid), access.publishes(), access.installation() to asylia_app;
grant execute on function access.member() to asylia_access;

grant create on schema access to asylia_access;
grant usage on schema access to asylia_access;
alter function access.seen() owner to asylia_access;
alter function access.writes(uuid) owner to asylia_access;
alter function access.publishes() owner to asylia_access;
alter function access.installation() owner to asylia_access;
revoke create on schema access from asylia_access;

grant select on asylia.team, asylia.member, asylia.compartment, asylia.compartment_member, asylia.compartment_deny to asylia_access, asylia_app;

alter table asylia.team enable row level security;
alter table asylia.team force row level security;
create policy by_access on asylia.team for select to asylia_access using (true);
create policy seen on asylia.team for select to asylia_app using ((select access.member()) is not null);

alter table asylia.member enable row level security;
alter table asylia.member force row level security;
create policy by_access on asylia.member for select to asylia_access using (true);
create policy seen on asylia.member for select to asylia_app using ((select access.member()) is not null);

alter table asylia.compartment enable row level security;
alter table asylia.compartment force row level security;
create policy by_access on asylia.compartment for select to asylia_access using (true);
create policy seen on asylia.compartment for select to asylia_app using (id = any ((select access.seen())::uuid[]));

alter table asylia.compartment_member enable row level security;
alter table asylia.compartment_member force row level security;
create policy by_access on asylia.compartment_member for select to asylia_access using (true);
create policy seen on asylia.compartment_member for select to asylia_app using (compartment_id = any ((select access.seen())::uuid[]));

alter table asylia.compartment_deny enable row level security;
alter table asylia.compartment_deny force row level security;
create policy by_access on asylia.compartment_deny for select to asylia_access using (true);
create policy seen on asylia.compartment_deny for select to asylia_app using (compartment_id = any ((select access.seen())::uuid[]));

-- The ledger. An entry is written beside the change it tells of and waits as pending; the sequencer gives it its place.
-- The key holds the month, so that the table can be parted by month without a new key.
create table base.ledger_entry (
  compartment_id uuid not null,
  month date not null,
  id uuid not null,
  action text not null check (action ~ '^[a-z_]+\.[a-z_]+$'),
  actor uuid not null,
  subject text not null check (length(subject) between 1 and 200),
  object_hash text check (object_hash ~ '^[0-9a-f]{64}$'),
  salt bytea not null check (octet_length(salt) = 16),
  at timestamptz not null check (at = date_trunc('minute', at at time zone 'UTC') at time zone 'UTC'),
  primary key (compartment_id, month, id)
);
create table base.ledger_pending (
  compartment_id uuid not null,
  month date not null,
  id uuid not null,
  primary key (compartment_id, month, id)
);
create table base.ledger_leaf (
  index bigint primary key check (index >= 0),
  compartment_id uuid not null,
  month date not null,
  entry_id uuid not null unique,
  hash bytea not null check (octet_length(hash) = 32)
);
-- The right edge of the tree (RFC 6962 §2.1) after `size` leaves: enough to append without reading the leaves again.
create table base.ledger_frontier (
  size bigint primary key check (size >= 0),
  hashes bytea[] not null
);
create table base.ledger_checkpoint (
  size bigint primary key check (size > 0),
  root bytea not null check (octet_length(root) = 32),
  note text not null,
  at timestamptz not null
);

create function base.await_sequencer() returns trigger
language plpgsql set search_path = '' as $$
begin
  insert into base.ledger_pending (compartment_id, month, id) values (new.compartment_id, new.month, new.id);
  return null;
end $$;
revoke execute on function base.await_sequencer() from public;
grant execute on function base.await_sequencer() to asylia_app;
create trigger await_sequencer after insert on base.ledger_entry for each row execute function base.await_sequencer();

create trigger append_only before update or delete or truncate on base.ledger_entry for each statement execute function base.refuse_change();
create trigger append_only before update or delete or truncate on base.ledger_leaf for each statement execute function base.refuse_change();
create trigger append_only before update or delete or truncate on base.ledger_frontier for each statement execute function base.refuse_change();
create trigger append_only before update or delete or truncate on base.ledger_checkpoint for each statement execute function base.refuse_change();

grant select, insert on base.ledger_entry to asylia_app;
grant insert on base.ledger_pending to asylia_app;
grant select on base.ledger_entry, base.ledger_pending, base.ledger_leaf, base.ledger_frontier, base.ledger_checkpoint to asylia_ledger;
grant delete on base.ledger_pending to asylia_ledger;
grant insert on base.ledger_leaf, base.ledger_frontier, base.ledger_checkpoint to asylia_ledger;

alter table base.ledger_entry enable row level security;
alter table base.ledger_entry force row level security;
create policy seen on base.ledger_entry for select to asylia_app using (compartment_id = any ((select access.seen())::uuid[]));
-- Nobody writes a line in another member's name.
create policy appends on base.ledger_entry for insert to asylia_app
  with check (actor = (select access.member()) and compartment_id = any ((select access.seen())::uuid[]));
create policy sequences on base.ledger_entry for select to asylia_ledger using (true);

alter table base.ledger_pending enable row level security;
alter table base.ledger_pending force row level security;
-- Only what was just written waits: a member queues an entry of their own that stands in a compartment they see.
create policy appends on base.ledger_pending for insert to asylia_app
  with check (
    (select access.member()) is not null
    and exists (
      select from base.ledger_entry e
      where e.compartment_id = ledger_pending.compartment_id and e.month = ledger_pending.month and e.id = ledger_pending.id
        and e.actor = access.member()
    )
  );
create policy sequences on base.ledger_pending to asylia_ledger using (true);

alter table base.ledger_leaf enable row level security;
alter table base.ledger_leaf force row level security;
create policy sequences on base.ledger_leaf to asylia_ledger using (true) with check (true);

alter table base.ledger_frontier enable row level security;
alter table base.ledger_frontier force row level security;
create policy sequences on base.ledger_frontier to asylia_ledger using (true) with check (true);

alter table base.ledger_checkpoint enable row level security;
alter table base.ledger_checkpoint force row level security;
create policy sequences on base.ledger_checkpoint to asylia_ledger using (true) with check (true);

-- The outbox. Bodies hold ids and codes, never content. `cause` is the ledger entry of the permit.
create table base.outbox (
  month date not null,
  id uuid not null,
  kind text not null check (kind ~ '^[a-z_]+\.[a-z_]+$'),
  body jsonb not null,
  cause uuid not null,
  primary key (month, id)
);
create table base.outbox_receipt (
  subscriber text not null,
  event_id uuid not null,
  primary key (subscriber, event_id)
);
create trigger append_only before update or delete or truncate on base.outbox for each statement execute function base.refuse_change();
create trigger append_only before update or delete or truncate on base.outbox_receipt for each statement execute function base.refuse_change();
grant select, insert on base.outbox, base.outbox_receipt to asylia_app;

alter table base.outbox enable row level security;
alter table base.outbox force row level security;
create policy told on base.outbox for select to asylia_app using ((select access.member()) is not null);
create policy emits on base.outbox for insert to asylia_app with check ((select access.member()) is not null);

alter table base.outbox_receipt enable row level security;
alter table base.outbox_receipt force row level security;
create policy told on base.outbox_receipt for select to asylia_app using ((select access.member()) is not null);
create policy emits on base.outbox_receipt for insert to asylia_app with check ((select access.member()) is not null);

-- A plain add_job fails for every role but the owner of graphile_worker; this is the one way in, and it takes an id only.
grant create on schema base to asylia_jobs;
set local role asylia_jobs;
create function base.enqueue(event uuid) returns void
language sql security definer set search_path = '' as $$
  select graphile_worker.add_job('dispatch', json_build_object('event', event), job_key := event::text, max_attempts := 25)
$$;
revoke execute on function base.enqueue(uuid) from public;
grant execute on function base.enqueue(uuid) to asylia_app;
reset role;
revoke create on schema base from asylia_jobs;

-- Which migrations this database has seen; data newer than the code is refused by comparing with it.
create table base.migration (
  number int primary key,
  name text not null,
  sha256 text not null,
  ran_on date not null default current_date
);
alter table base.migration enable row level security;
alter table base.migration force row level security;
create policy migrates on base.migration to asylia_owner using (true) with check (true);
