-- What people accept out of imported documents that no record of a corridor holds: promises, relations, places, days and laws,
-- each with citation and hedge; and verifiers of desks whom the installation lets in to accept them.

create table publication.source_statement (
  code text primary key,
  corridor text not null references publication.corridor (id),
  body jsonb not null,
  kind text not null generated always as (body ->> 'kind') stored,
  document text not null generated always as (body ->> 'document') stored references publication.document (sha256),
  revision int not null default 1,
  recorded_on date not null default current_date,
  withdrawn_on date,
  check (body ->> 'code' = code)
);
create index source_statement_of on publication.source_statement (document);

-- guards T-44
alter table publication.source_statement enable row level security;
alter table publication.source_statement force row level security;
create policy reads on publication.source_statement for select to asylia_app using ((select access.member()) is not null);
create policy publishes on publication.source_statement for insert to asylia_app with check ((select access.publishes()));
create policy corrects on publication.source_statement for update to asylia_app using ((select access.publishes())) with check ((select access.publishes()));
create policy released on publication.source_statement for select to asylia_public using (withdrawn_on is null);
grant select, insert, update on publication.source_statement to asylia_app;
grant select on publication.source_statement to asylia_public;

-- Whom the installation let in to the review of public documents. They are no members of its room: its lines of the ledger, its
-- nodes and whatever else stands in it stay closed to them.
create table asylia.reviewer (
  compartment_id uuid not null references asylia.compartment (id),
  member_id uuid not null references asylia.member (id),
  let_in_on date not null default current_date,
  primary key (compartment_id, member_id)
);
create index reviewer_is on asylia.reviewer (member_id);
-- guards T-21
alter table asylia.reviewer enable row level security;
alter table asylia.reviewer force row level security;
create policy seen on asylia.reviewer for select to asylia_app using (compartment_id = any ((select access.seen())::uuid[]));
create policy by_access on asylia.reviewer to asylia_access using (true) with check (true);
grant select on asylia.reviewer to asylia_app;
grant select, insert, delete on asylia.reviewer to asylia_access;

grant create on schema access, base to asylia_access;
set local role asylia_access;
-- Only the installation lets a member of a desk in, and out again.
create function access.let_review(whom text, lets boolean) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  house record;
  found_id uuid;
begin
  select * into house from access.installation();
  if access.member() is distinct from house.member_id then
    raise exception 'only the installation lets a reviewer in' using errcode = 'insufficient_privilege';
  end if;
  select m.id into found_id from asylia.member m join asylia.team t on t.id = m.team_id and t.kind <> 'house'
  where m.code = whom and m.kind = 'person' and m.state = 'member' and m.left_on is null;
  if found_id is null then
    return null;
  end if;
  if lets then
    insert into asylia.reviewer (compartment_id, member_id) values (house.compartment_id, found_id) on conflict do nothing;
  else
    delete from asylia.reviewer r where r.member_id = found_id;
  end if;
  return found_id;
end $$;

-- The register, for whoever was let in and verifies today; the door goes away with the role. guards T-21, T-22
create function access.reviews() returns uuid
language sql stable security definer set search_path = '' as $$
  select r.compartment_id from asylia.reviewer r join asylia.compartment c on c.id = r.compartment_id and c.kind = 'publication'
  where r.member_id = access.member() and access.has_role('{verifier}') and not exists (
    select from asylia.compartment_deny d where d.compartment_id = r.compartment_id and d.team_id = access.team()
  )
$$;

create or replace function access.publishes() returns boolean
language sql stable security definer set search_path = '' as $$
  select access.reviews() is not null or exists (
    select from asylia.compartment c where c.kind = 'publication' and access.writes(c.id)
  )
$$;

-- As before; and a reviewer writes the lines of their own decisions beside them, and no others, and reads none of them.
create or replace function base.append_entry(
  compartment uuid, month date, id uuid, action text, actor uuid, subject text, object_hash text, salt bytea, at timestamptz
) returns void
language plpgsql security definer set search_path = '' as $$
begin
  -- What access.member() and access.seen() answer, without the cost of calling them.
  if actor is distinct from nullif(current_setting('asylia.member', true), '')::uuid
    or not exists (
      select from asylia.compartment_member cm
      join asylia.member m on m.id = cm.member_id and m.left_on is null
      where cm.member_id = actor and cm.compartment_id = compartment
        and (cm.until is null or cm.until >= current_date)
        and not exists (
          select from asylia.compartment_deny d where d.compartment_id = cm.compartment_id and d.team_id = m.team_id
        )
    ) and (action not in ('proposal.decide', 'record.withdraw') or access.reviews() is distinct from compartment)
  then
    raise exception 'this line is not this member''s to write' using errcode = 'insufficient_privilege';
  end if;
  insert into base.ledger_entry (compartment_id, month, id, action, actor, subject, object_hash, salt, at)
    values (compartment, month, id, action, actor, subject, object_hash, salt, date_trunc('minute', at));
  insert into base.ledger_pending (compartment_id, month, id) values (compartment, month, id);
end $$;
revoke execute on function access.let_review(text, boolean), access.reviews() from public;
grant execute on function access.let_review(text, boolean), access.reviews() to asylia_app;
reset role;
revoke create on schema access, base from asylia_access;

-- What lies open for a reviewer in the room of the installation, and all of it.
create policy reviews on asylia.imported_document for select to asylia_app using (compartment_id = (select access.reviews()));
create policy reviews on asylia.proposal for select to asylia_app using (compartment_id = (select access.reviews()));
create policy reviews on asylia.proposal_decision for select to asylia_app using (compartment_id = (select access.reviews()));
alter policy decides on asylia.proposal_decision
  with check (decided_by = (select access.member()) and (access.writes(compartment_id) or compartment_id = (select access.reviews())));
