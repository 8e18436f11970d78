-- Consent by person and scope, who can read a case, and the lines of the ledger for auditors.

-- Given or withdrawn, never both and never changed: what holds today follows from the rows (consent.rules.ts). What was
-- said, and the signature under it, lie sealed in a card `consent.wording`.
create table asylia.consent (
  compartment_id uuid not null references asylia.report_case (compartment_id),
  id uuid not null,
  -- A person of the case, or whoever reported.
  subject text not null check (subject ~ '^(reporter|P-[2-9A-HJ-NP-Z]{6})$'),
  scope text not null check (scope ~ '^[a-z_]{2,40}$'),
  -- The order of what was said about one scope. Two who write at once cannot both be the next.
  n int not null check (n > 0),
  change text not null check (change in ('given', 'withdrawn')),
  giver text not null check (giver ~ '^[a-z_]{2,40}$'),
  basis text not null check (basis ~ '^[a-z_]{2,40}$'),
  from_on date not null,
  -- The last day that was agreed to; null when no end was named.
  until_on date check (until_on >= from_on),
  -- The last day on which it holds without being asked again.
  expires_on date,
  card uuid,
  -- Says which message of a mailbox it came from, to whoever has the key of the case and to nobody else.
  mark bytea check (octet_length(mark) = 32),
  recorded_by uuid not null references asylia.member (id),
  recorded_on date not null,
  primary key (compartment_id, id),
  unique (compartment_id, subject, scope, n),
  unique (compartment_id, subject, scope, mark),
  check ((change = 'given') = (expires_on is not null)),
  check (change = 'given' or until_on is null),
  check (expires_on >= from_on and expires_on <= coalesce(until_on, expires_on))
);
create trigger append_only before update or delete or truncate on asylia.consent for each statement execute function base.refuse_change();
alter table asylia.consent alter column mark set statistics 0;

-- guards T-21
alter table asylia.consent enable row level security;
alter table asylia.consent force row level security;
create policy seen on asylia.consent for select to asylia_app using (compartment_id = any ((select access.seen())::uuid[]));
create policy adds on asylia.consent for insert to asylia_app
  with check (access.writes(compartment_id) and recorded_by = (select access.member()));
grant select, insert on asylia.consent to asylia_app;

-- The rooms whose lines an auditor reads: those of the own team that it is not barred from. No other table asks this, so
-- nothing sealed, no key and no coded field of a case comes with it.
create function access.audited() returns uuid[]
language sql stable security definer set search_path = '' as $$
  select coalesce(array_agg(c.id), '{}') from asylia.compartment c
  where c.team_id = access.team() and access.has_role('{auditor}')
    and not exists (select from asylia.compartment_deny d where d.compartment_id = c.id and d.team_id = c.team_id)
$$;
create policy audits on base.ledger_entry for select to asylia_app using (compartment_id = any ((select access.audited())::uuid[]));
-- Of the own team's room everybody reads the affairs of the team and what they did themselves. That a case, a report or a
-- person is there at all, its readers and the auditors alone learn; M- and D- are colleagues and their devices.
drop policy seen on base.ledger_entry;
create policy seen on base.ledger_entry for select to asylia_app using (
  compartment_id = any ((select access.seen())::uuid[])
  and (
    compartment_id is distinct from (select access.own_room()) or actor = (select access.member())
    or subject !~ '(^|[^A-Z0-9])[A-CE-LN-Z]-[2-9A-HJ-NP-Z]{6}'
  )
);
create index ledger_entry_told on base.ledger_entry (compartment_id, at desc, id desc);

-- The rooms whose lines the speaker may read, with the codes of those that are cases.
create function access.told_rooms() returns table (compartment_id uuid, code text)
language sql stable security definer set search_path = '' as $$
  select r.id, c.code from unnest(access.seen() || access.audited()) r (id)
  left join asylia.report_case c on c.compartment_id = r.id group by r.id, c.code
$$;

-- Whether the speaker may hear who reads a case: its readers, and the auditors of the team that owns it.
create function access.hears_of(room uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select room = any (access.seen()) or room = any (access.audited())
$$;

-- Who stands behind these ids: the code within the own team, and of others their team alone.
create function access.who(ids uuid[]) returns table (id uuid, code text, team text, kind text)
language sql stable security definer set search_path = '' as $$
  select m.id, case when m.team_id = access.team() then m.code end, t.slug, m.kind
  from asylia.member m join asylia.team t on t.id = m.team_id
  where m.id = any (ids) and access.member() is not null
$$;

-- Everybody to whom row security shows this case today, by the same conditions as access.seen().
create function access.readers_of(room uuid)
returns table (id uuid, since date, granted_by uuid, writes boolean, until date, by_glass boolean)
language sql stable security definer set search_path = '' as $$
  select m.id, cm.recorded_on, cm.granted_by, cm.can_write, cm.until,
    exists (select from asylia.break_glass b where b.room = cm.compartment_id and b.member_id = m.id and not b.ended)
  from asylia.compartment_member cm
  join asylia.member m on m.id = cm.member_id and m.left_on is null
  where cm.compartment_id = room and access.hears_of(room) and (cm.until is null or cm.until >= current_date)
    and not exists (select from asylia.compartment_deny d where d.compartment_id = cm.compartment_id and d.team_id = m.team_id)
$$;
-- Who could open it by break-glass, and does not read it today.
create function access.holders_of(room uuid) returns table (id uuid)
language sql stable security definer set search_path = '' as $$
  select h.member_id from asylia.case_holder h join asylia.member m on m.id = h.member_id and m.left_on is null
  where h.compartment_id = room and access.hears_of(room)
    and not exists (select from asylia.compartment_member cm where cm.compartment_id = room and cm.member_id = h.member_id)
    and not exists (select from asylia.compartment_deny d where d.compartment_id = room and d.team_id = m.team_id)
$$;
-- The auditors of the team that owns it: they see codes and lines, and nothing sealed.
create function access.auditors_of(room uuid) returns table (id uuid)
language sql stable security definer set search_path = '' as $$
  select m.id from asylia.compartment c
  join asylia.member m on m.team_id = c.team_id and m.left_on is null and m.state = 'member'
  join asylia.member_role r on r.member_id = m.id and r.role = 'auditor'
  where c.id = room and access.hears_of(room)
    and not exists (select from asylia.compartment_deny d where d.compartment_id = c.id and d.team_id = c.team_id)
$$;
-- Teams that may never read it.
create function access.barred_from(room uuid) returns table (team text, since date)
language sql stable security definer set search_path = '' as $$
  select t.slug, d.recorded_on from asylia.compartment_deny d join asylia.team t on t.id = d.team_id
  where d.compartment_id = room and access.hears_of(room)
$$;

do $$
declare
  made regprocedure;
begin
  grant create on schema access to asylia_access;
  for made in
    select p.oid from pg_proc p where p.pronamespace = 'access'::regnamespace and p.proname in (
      'audited', 'told_rooms', 'hears_of', 'who', 'readers_of', 'holders_of', 'auditors_of', 'barred_from'
    )
  loop
    execute format('revoke execute on function %s from public', made);
    execute format('grant execute on function %s to asylia_app', made);
    execute format('alter function %s owner to asylia_access', made);
  end loop;
  revoke create on schema access from asylia_access;
end $$;
