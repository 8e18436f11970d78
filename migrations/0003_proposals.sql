-- Documents that somebody brings, what the rules propose in them, and what people decide. Working papers of the
-- compartment of the public register: the public role sees none of it, and no key leads from here into the publication.

create table asylia.imported_document (
  compartment_id uuid not null references asylia.compartment (id),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  file_kind text not null check (file_kind in ('text', 'markdown', 'html', 'pdf', 'docx')),
  publisher text not null check (length(publisher) between 1 and 300),
  address text check (length(address) between 1 and 2000),
  -- The version before this one under the same address. Citations stay with the version that they were made in.
  follows text,
  version int not null check (version > 0),
  retrieved_on date not null,
  rule_version int not null,
  notes jsonb not null,
  imported_by uuid not null references asylia.member (id),
  recorded_on date not null default current_date,
  primary key (compartment_id, sha256),
  foreign key (compartment_id, follows) references asylia.imported_document (compartment_id, sha256)
);
create index imported_document_at on asylia.imported_document (compartment_id, address);

-- `body` is the proposal as the rules made it; the span counts in the held text of the paragraph.
create table asylia.proposal (
  compartment_id uuid not null,
  month date not null,
  id uuid not null,
  document text not null,
  mark text not null,
  position int not null check (position >= 0),
  paragraph int not null check (paragraph > 0),
  span_start int not null check (span_start >= 0),
  span_end int not null check (span_end > span_start),
  kind text not null,
  rule text not null,
  body jsonb not null,
  primary key (compartment_id, month, id),
  unique (compartment_id, document, mark),
  foreign key (compartment_id, document) references asylia.imported_document (compartment_id, sha256)
);
create index proposal_in on asylia.proposal (compartment_id, document, position);

-- One line for each decision. Two people who decide at the same time meet at the unique number; the later one is told.
create table asylia.proposal_decision (
  compartment_id uuid not null,
  month date not null,
  id uuid not null,
  proposal_month date not null,
  proposal_id uuid not null,
  number int not null check (number > 0),
  decision text not null check (decision in ('accepted', 'merged', 'rejected', 'undone')),
  edits jsonb not null,
  record text,
  citation text,
  reason text check (length(reason) between 1 and 2000),
  decided_by uuid not null references asylia.member (id),
  decided_on date not null default current_date,
  primary key (compartment_id, month, id),
  unique (compartment_id, proposal_id, number),
  foreign key (compartment_id, proposal_month, proposal_id) references asylia.proposal (compartment_id, month, id)
);

create trigger append_only before update or delete or truncate on asylia.imported_document for each statement execute function base.refuse_change();
create trigger append_only before update or delete or truncate on asylia.proposal for each statement execute function base.refuse_change();
create trigger append_only before update or delete or truncate on asylia.proposal_decision for each statement execute function base.refuse_change();

alter table asylia.imported_document enable row level security;
alter table asylia.imported_document force row level security;
create policy seen on asylia.imported_document for select to asylia_app using (compartment_id = any ((select access.seen())::uuid[]));
create policy brings on asylia.imported_document for insert to asylia_app
  with check (imported_by = (select access.member()) and access.writes(compartment_id));
grant select, insert on asylia.imported_document to asylia_app;

alter table asylia.proposal enable row level security;
alter table asylia.proposal force row level security;
create policy seen on asylia.proposal for select to asylia_app using (compartment_id = any ((select access.seen())::uuid[]));
create policy brings on asylia.proposal for insert to asylia_app with check ((select access.publishes()) and compartment_id = any ((select access.seen())::uuid[]));
grant select, insert on asylia.proposal to asylia_app;

alter table asylia.proposal_decision enable row level security;
alter table asylia.proposal_decision force row level security;
create policy seen on asylia.proposal_decision for select to asylia_app using (compartment_id = any ((select access.seen())::uuid[]));
-- Nobody decides in another member's name.
create policy decides on asylia.proposal_decision for insert to asylia_app
  with check (decided_by = (select access.member()) and access.writes(compartment_id));
grant select, insert on asylia.proposal_decision to asylia_app;

-- Operators: named people of the house team who may write in the register. Only the installation's own member enrols one.
create function access.enrol_operator(operator uuid, name text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  house record;
begin
  select * into house from access.installation();
  if access.member() is distinct from house.member_id then
    raise exception 'only the installation enrols an operator' using errcode = 'insufficient_privilege';
  end if;
  insert into asylia.member (id, team_id, display_name, kind)
  select operator, m.team_id, name, 'person' from asylia.member m where m.id = house.member_id;
  insert into asylia.compartment_member (compartment_id, member_id, can_write, granted_by)
  values (house.compartment_id, operator, true, house.member_id);
end $$;
revoke execute on function access.enrol_operator(uuid, text) from public;
grant execute on function access.enrol_operator(uuid, text) to asylia_app;

grant insert on asylia.member, asylia.compartment_member to asylia_access;
create policy enrols on asylia.member for insert to asylia_access with check (kind = 'person');
create policy enrols on asylia.compartment_member for insert to asylia_access with check (granted_by is not null);
grant create on schema access to asylia_access;
alter function access.enrol_operator(uuid, text) owner to asylia_access;
revoke create on schema access from asylia_access;
