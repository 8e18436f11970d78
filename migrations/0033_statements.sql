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

-- Only the installation lets a member of a desk in to the review of public documents, and out again.
create function access.let_review(whom text, lets boolean) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  house record;
  reviewer uuid;
begin
  select * into house from access.installation();
  if access.member() is distinct from house.member_id then
    raise exception 'only the installation lets a reviewer in' using errcode = 'insufficient_privilege';
  end if;
  select m.id into reviewer from asylia.member m join asylia.team t on t.id = m.team_id and t.kind <> 'house'
  where m.code = whom and m.kind = 'person' and m.state = 'member' and m.left_on is null;
  if reviewer is null then
    return null;
  end if;
  if lets then
    insert into asylia.compartment_member (compartment_id, member_id, can_write, granted_by)
    values (house.compartment_id, reviewer, true, house.member_id) on conflict do nothing;
  else
    delete from asylia.compartment_member cm where cm.compartment_id = house.compartment_id and cm.member_id = reviewer;
  end if;
  return reviewer;
end $$;
revoke execute on function access.let_review(text, boolean) from public;
grant execute on function access.let_review(text, boolean) to asylia_app;

grant create on schema access to asylia_access;
alter function access.let_review(text, boolean) owner to asylia_access;

-- Whoever was let in counts as long as they verify; the house itself always. guards T-21, T-22
set local role asylia_access;
create or replace function access.publishes() returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from asylia.compartment c where c.kind = 'publication' and access.writes(c.id)
  ) and (
    access.has_role('{verifier}')
    or exists (select from asylia.member m join asylia.team t on t.id = m.team_id and t.kind = 'house' where m.id = access.member())
  )
$$;
reset role;
revoke create on schema access from asylia_access;

alter policy decides on asylia.proposal_decision
  with check (decided_by = (select access.member()) and access.writes(compartment_id) and (select access.publishes()));
