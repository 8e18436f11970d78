-- The public register: what public documents say, with citation and hedge. Nothing here joins a protected record:
-- no uuid column exists in this schema, and no key leads out of it (the catalogue test proves both).
--
-- A record is stored as the body that its contract describes; columns that are asked for or joined are generated from
-- the body, so that each truth has one home. Codes are public and random.

create table publication.corridor (
  id text primary key,
  version text not null,
  file_hash text not null check (file_hash ~ '^[0-9a-f]{64}$'),
  body jsonb not null,
  loaded_on date not null default current_date,
  revision int not null default 1
);

create table publication.document (
  sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  corridor text not null references publication.corridor (id),
  body jsonb not null,
  code text not null unique generated always as (body ->> 'code') stored,
  allows_full_text boolean not null generated always as ((body -> 'licence' ->> 'allowsFullText')::boolean) stored,
  revision int not null default 1,
  recorded_on date not null default current_date,
  withdrawn_on date
);

-- Held: the text is here. asylia_public sees that it is held, and reads the text only where the licence allows it.
create table publication.held_document (
  sha256 text primary key references publication.document (sha256),
  rule_version int not null,
  held_on date not null default current_date
);
create table publication.held_paragraph (
  sha256 text not null references publication.held_document (sha256),
  number int not null check (number > 0),
  text text not null,
  primary key (sha256, number)
);

-- What readers must be able to see: loaded, corrected, withdrawn.
create table publication.change (
  subject text not null,
  revision int not null,
  kind text not null check (kind in ('loaded', 'corrected', 'withdrawn', 'restored')),
  on_day date not null default current_date,
  note jsonb not null,
  primary key (subject, revision, kind)
);
create trigger append_only before update or delete or truncate on publication.change for each statement execute function base.refuse_change();

-- Days are inclusive on both ends in the contract; a daterange is half open. `before` has no start, `since` no end, `unknown` neither.
create function publication.day(iso text) returns date
language sql immutable strict parallel safe set search_path = '' as $$
  select make_date(substr(iso, 1, 4)::int, substr(iso, 6, 2)::int, substr(iso, 9, 2)::int)
$$;
create function publication.days(happened jsonb) returns daterange
language sql immutable parallel safe set search_path = '' as $$
  select daterange(publication.day(happened ->> 'from'), publication.day(happened ->> 'until') + 1, '[)')
$$;
create function publication.texts(list jsonb) returns text[]
language sql immutable parallel safe set search_path = '' as $$
  select coalesce(array_agg(t.x order by t.n), '{}') from jsonb_array_elements_text(list) with ordinality as t (x, n)
$$;
revoke execute on function publication.day(text), publication.days(jsonb), publication.texts(jsonb) from public;
grant execute on function publication.day(text), publication.days(jsonb), publication.texts(jsonb) to asylia_app;

create table publication.citation (
  code text primary key,
  corridor text not null references publication.corridor (id),
  body jsonb not null,
  document text not null generated always as (body ->> 'document') stored references publication.document (sha256),
  paragraph int not null generated always as ((body ->> 'paragraph')::int) stored,
  text_hash text not null generated always as (body ->> 'textHash') stored,
  revision int not null default 1,
  recorded_on date not null default current_date,
  withdrawn_on date,
  check (body ->> 'code' = code)
);
create index citation_at on publication.citation (document, paragraph);

create table publication.public_person (
  code text primary key,
  corridor text not null references publication.corridor (id),
  body jsonb not null,
  kind text not null generated always as (body ->> 'kind') stored,
  revision int not null default 1,
  recorded_on date not null default current_date,
  withdrawn_on date,
  check (body ->> 'code' = code)
);

create table publication.public_case (
  code text primary key,
  corridor text not null references publication.corridor (id),
  body jsonb not null,
  person text not null generated always as (body ->> 'person') stored references publication.public_person (code),
  origin text not null generated always as (body ->> 'origin') stored,
  host text not null generated always as (body ->> 'host') stored,
  revision int not null default 1,
  recorded_on date not null default current_date,
  withdrawn_on date,
  check (body ->> 'code' = code)
);

create table publication.public_incident (
  code text primary key,
  corridor text not null references publication.corridor (id),
  body jsonb not null,
  case_code text generated always as (body ->> 'case') stored references publication.public_case (code),
  origin text not null generated always as (body ->> 'origin') stored,
  host text not null generated always as (body ->> 'host') stored,
  methods text[] not null generated always as (publication.texts(body -> 'methods')) stored,
  happened daterange not null generated always as (publication.days(body -> 'happened')) stored,
  hedge text not null generated always as (body -> 'hedge' ->> 'code') stored,
  revision int not null default 1,
  recorded_on date not null default current_date,
  withdrawn_on date,
  check (body ->> 'code' = code)
);
create index public_incident_of on publication.public_incident (case_code);
create index public_incident_by on publication.public_incident (host, happened);

create table publication.public_event (
  code text primary key,
  corridor text not null references publication.corridor (id),
  body jsonb not null,
  kind text not null generated always as (body ->> 'kind') stored,
  happened daterange not null generated always as (publication.days(body -> 'happened')) stored,
  revision int not null default 1,
  recorded_on date not null default current_date,
  withdrawn_on date,
  check (body ->> 'code' = code)
);

create table publication.public_organisation (
  code text primary key,
  corridor text not null references publication.corridor (id),
  body jsonb not null,
  kind text not null generated always as (body ->> 'kind') stored,
  revision int not null default 1,
  recorded_on date not null default current_date,
  withdrawn_on date,
  check (body ->> 'code' = code)
);

create table publication.signatory (
  code text primary key,
  corridor text not null references publication.corridor (id),
  body jsonb not null,
  number int not null generated always as ((body ->> 'number')::int) stored,
  revision int not null default 1,
  recorded_on date not null default current_date,
  withdrawn_on date,
  check (body ->> 'code' = code)
);

create table publication.discrepancy (
  code text primary key,
  corridor text not null references publication.corridor (id),
  body jsonb not null,
  revision int not null default 1,
  recorded_on date not null default current_date,
  withdrawn_on date,
  check (body ->> 'code' = code)
);

create table publication.coded_paragraph (
  code text primary key,
  corridor text not null references publication.corridor (id),
  body jsonb not null,
  number int not null generated always as ((body ->> 'number')::int) stored,
  relevance text not null generated always as (body ->> 'relevance') stored,
  revision int not null default 1,
  recorded_on date not null default current_date,
  withdrawn_on date,
  check (body ->> 'code' = code)
);

create table publication.commitment (
  code text primary key,
  corridor text not null references publication.corridor (id),
  body jsonb not null,
  paragraph text not null generated always as (body ->> 'paragraph') stored references publication.coded_paragraph (code),
  strength text not null generated always as (body ->> 'strength') stored,
  promiser text not null generated always as (body ->> 'promiser') stored,
  status text not null generated always as (body ->> 'status') stored,
  revision int not null default 1,
  recorded_on date not null default current_date,
  withdrawn_on date,
  check (body ->> 'code' = code)
);

create table publication.recommendation (
  code text primary key,
  corridor text not null references publication.corridor (id),
  body jsonb not null,
  dotted text not null unique generated always as (body ->> 'id') stored,
  status text not null generated always as (body ->> 'status') stored,
  revision int not null default 1,
  recorded_on date not null default current_date,
  withdrawn_on date,
  check (body ->> 'code' = code)
);

create table publication.mechanism (
  code text primary key,
  corridor text not null references publication.corridor (id),
  body jsonb not null,
  key text not null generated always as (body ->> 'key') stored,
  revision int not null default 1,
  recorded_on date not null default current_date,
  withdrawn_on date,
  check (body ->> 'code' = code)
);

create table publication.agreement (
  code text primary key,
  corridor text not null references publication.corridor (id),
  body jsonb not null,
  key text not null generated always as (body ->> 'key') stored,
  country text not null generated always as (body ->> 'country') stored,
  revision int not null default 1,
  recorded_on date not null default current_date,
  withdrawn_on date,
  check (body ->> 'code' = code)
);

create table publication.finding (
  code text primary key,
  corridor text not null references publication.corridor (id),
  body jsonb not null,
  verdict text not null generated always as (body ->> 'verdict') stored,
  standard text not null generated always as (body ->> 'standard') stored,
  revision int not null default 1,
  recorded_on date not null default current_date,
  withdrawn_on date,
  check (body ->> 'code' = code)
);

create table publication.dialogue_round (
  code text primary key,
  corridor text not null references publication.corridor (id),
  body jsonb not null,
  track text not null generated always as (body ->> 'track') stored,
  happened daterange not null generated always as (publication.days(body -> 'happened')) stored,
  revision int not null default 1,
  recorded_on date not null default current_date,
  withdrawn_on date,
  check (body ->> 'code' = code)
);

create table publication.dialogue_gap (
  code text primary key,
  corridor text not null references publication.corridor (id),
  body jsonb not null,
  track text not null generated always as (body ->> 'track') stored,
  revision int not null default 1,
  recorded_on date not null default current_date,
  withdrawn_on date,
  check (body ->> 'code' = code)
);

create table publication.instrument (
  id text primary key,
  corridor text not null references publication.corridor (id),
  body jsonb not null,
  revision int not null default 1,
  recorded_on date not null default current_date,
  withdrawn_on date,
  check (body ->> 'id' = id)
);

create table publication.ratification (
  key text primary key,
  corridor text not null references publication.corridor (id),
  body jsonb not null,
  state text not null generated always as (body ->> 'state') stored,
  treaty text not null generated always as (body ->> 'treaty') stored,
  revision int not null default 1,
  recorded_on date not null default current_date,
  withdrawn_on date,
  unique (state, treaty)
);

-- guards T-44. The application reads all and writes only as a member who may publish; the public role reads what is not withdrawn.

alter table publication.corridor enable row level security;
alter table publication.corridor force row level security;
create policy reads on publication.corridor for select to asylia_app using ((select access.member()) is not null);
create policy publishes on publication.corridor for insert to asylia_app with check ((select access.publishes()));
create policy corrects on publication.corridor for update to asylia_app using ((select access.publishes())) with check ((select access.publishes()));
create policy released on publication.corridor for select to asylia_public using (true);
grant select, insert, update on publication.corridor to asylia_app;
grant select on publication.corridor to asylia_public;

alter table publication.document enable row level security;
alter table publication.document force row level security;
create policy reads on publication.document for select to asylia_app using ((select access.member()) is not null);
create policy publishes on publication.document for insert to asylia_app with check ((select access.publishes()));
create policy corrects on publication.document for update to asylia_app using ((select access.publishes())) with check ((select access.publishes()));
create policy released on publication.document for select to asylia_public using (withdrawn_on is null);
grant select, insert, update on publication.document to asylia_app;
grant select on publication.document to asylia_public;

alter table publication.citation enable row level security;
alter table publication.citation force row level security;
create policy reads on publication.citation for select to asylia_app using ((select access.member()) is not null);
create policy publishes on publication.citation for insert to asylia_app with check ((select access.publishes()));
create policy corrects on publication.citation for update to asylia_app using ((select access.publishes())) with check ((select access.publishes()));
create policy released on publication.citation for select to asylia_public using (withdrawn_on is null);
grant select, insert, update on publication.citation to asylia_app;
grant select on publication.citation to asylia_public;

alter table publication.public_person enable row level security;
alter table publication.public_person force row level security;
create policy reads on publication.public_person for select to asylia_app using ((select access.member()) is not null);
create policy publishes on publication.public_person for insert to asylia_app with check ((select access.publishes()));
create policy corrects on publication.public_person for update to asylia_app using ((select access.publishes())) with check ((select access.publishes()));
create policy released on publication.public_person for select to asylia_public using (withdrawn_on is null);
grant select, insert, update on publication.public_person to asylia_app;
grant select on publication.public_person to asylia_public;

alter table publication.public_case enable row level security;
alter table publication.public_case force row level security;
create policy reads on publication.public_case for select to asylia_app using ((select access.member()) is not null);
create policy publishes on publication.public_case for insert to asylia_app with check ((select access.publishes()));
create policy corrects on publication.public_case for update to asylia_app using ((select access.publishes())) with check ((select access.publishes()));
create policy released on publication.public_case for select to asylia_public using (withdrawn_on is null);
grant select, insert, update on publication.public_case to asylia_app;
grant select on publication.public_case to asylia_public;

alter table publication.public_incident enable row level security;
alter table publication.public_incident force row level security;
create policy reads on publication.public_incident for select to asylia_app using ((select access.member()) is not null);
create policy publishes on publication.public_incident for insert to asylia_app with check ((select access.publishes()));
create policy corrects on publication.public_incident for update to asylia_app using ((select access.publishes())) with check ((select access.publishes()));
create policy released on publication.public_incident for select to asylia_public using (withdrawn_on is null);
grant select, insert, update on publication.public_incident to asylia_app;
grant select on publication.public_incident to asylia_public;

alter table publication.public_event enable row level security;
alter table publication.public_event force row level security;
create policy reads on publication.public_event for select to asylia_app using ((select access.member()) is not null);
create policy publishes on publication.public_event for insert to asylia_app with check ((select access.publishes()));
create policy corrects on publication.public_event for update to asylia_app using ((select access.publishes())) with check ((select access.publishes()));
create policy released on publication.public_event for select to asylia_public using (withdrawn_on is null);
grant select, insert, update on publication.public_event to asylia_app;
grant select on publication.public_event to asylia_public;

alter table publication.public_organisation enable row level security;
alter table publication.public_organisation force row level security;
create policy reads on publication.public_organisation for select to asylia_app using ((select access.member()) is not null);
create policy publishes on publication.public_organisation for insert to asylia_app with check ((select access.publishes()));
create policy corrects on publication.public_organisation for update to asylia_app using ((select access.publishes())) with check ((select access.publishes()));
create policy released on publication.public_organisation for select to asylia_public using (withdrawn_on is null);
grant select, insert, update on publication.public_organisation to asylia_app;
grant select on publication.public_organisation to asylia_public;

alter table publication.signatory enable row level security;
alter table publication.signatory force row level security;
create policy reads on publication.signatory for select to asylia_app using ((select access.member()) is not null);
create policy publishes on publication.signatory for insert to asylia_app with check ((select access.publishes()));
create policy corrects on publication.signatory for update to asylia_app using ((select access.publishes())) with check ((select access.publishes()));
create policy released on publication.signatory for select to asylia_public using (withdrawn_on is null);
grant select, insert, update on publication.signatory to asylia_app;
grant select on publication.signatory to asylia_public;

alter table publication.discrepancy enable row level security;
alter table publication.discrepancy force row level security;
create policy reads on publication.discrepancy for select to asylia_app using ((select access.member()) is not null);
create policy publishes on publication.discrepancy for insert to asylia_app with check ((select access.publishes()));
create policy corrects on publication.discrepancy for update to asylia_app using ((select access.publishes())) with check ((select access.publishes()));
create policy released on publication.discrepancy for select to asylia_public using (withdrawn_on is null);
grant select, insert, update on publication.discrepancy to asylia_app;
grant select on publication.discrepancy to asylia_public;

alter table publication.coded_paragraph enable row level security;
alter table publication.coded_paragraph force row level security;
create policy reads on publication.coded_paragraph for select to asylia_app using ((select access.member()) is not null);
create policy publishes on publication.coded_paragraph for insert to asylia_app with check ((select access.publishes()));
create policy corrects on publication.coded_paragraph for update to asylia_app using ((select access.publishes())) with check ((select access.publishes()));
create policy released on publication.coded_paragraph for select to asylia_public using (withdrawn_on is null);
grant select, insert, update on publication.coded_paragraph to asylia_app;
grant select on publication.coded_paragraph to asylia_public;

alter table publication.commitment enable row level security;
alter table publication.commitment force row level security;
create policy reads on publication.commitment for select to asylia_app using ((select access.member()) is not null);
create policy publishes on publication.commitment for insert to asylia_app with check ((select access.publishes()));
create policy corrects on publication.commitment for update to asylia_app using ((select access.publishes())) with check ((select access.publishes()));
create policy released on publication.commitment for select to asylia_public using (withdrawn_on is null);
grant select, insert, update on publication.commitment to asylia_app;
grant select on publication.commitment to asylia_public;

alter table publication.recommendation enable row level security;
alter table publication.recommendation force row level security;
create policy reads on publication.recommendation for select to asylia_app using ((select access.member()) is not null);
create policy publishes on publication.recommendation for insert to asylia_app with check ((select access.publishes()));
create policy corrects on publication.recommendation for update to asylia_app using ((select access.publishes())) with check ((select access.publishes()));
create policy released on publication.recommendation for select to asylia_public using (withdrawn_on is null);
grant select, insert, update on publication.recommendation to asylia_app;
grant select on publication.recommendation to asylia_public;

alter table publication.mechanism enable row level security;
alter table publication.mechanism force row level security;
create policy reads on publication.mechanism for select to asylia_app using ((select access.member()) is not null);
create policy publishes on publication.mechanism for insert to asylia_app with check ((select access.publishes()));
create policy corrects on publication.mechanism for update to asylia_app using ((select access.publishes())) with check ((select access.publishes()));
create policy released on publication.mechanism for select to asylia_public using (withdrawn_on is null);
grant select, insert, update on publication.mechanism to asylia_app;
grant select on publication.mechanism to asylia_public;

alter table publication.agreement enable row level security;
alter table publication.agreement force row level security;
create policy reads on publication.agreement for select to asylia_app using ((select access.member()) is not null);
create policy publishes on publication.agreement for insert to asylia_app with check ((select access.publishes()));
create policy corrects on publication.agreement for update to asylia_app using ((select access.publishes())) with check ((select access.publishes()));
create policy released on publication.agreement for select to asylia_public using (withdrawn_on is null);
grant select, insert, update on publication.agreement to asylia_app;
grant select on publication.agreement to asylia_public;

alter table publication.finding enable row level security;
alter table publication.finding force row level security;
create policy reads on publication.finding for select to asylia_app using ((select access.member()) is not null);
create policy publishes on publication.finding for insert to asylia_app with check ((select access.publishes()));
create policy corrects on publication.finding for update to asylia_app using ((select access.publishes())) with check ((select access.publishes()));
create policy released on publication.finding for select to asylia_public using (withdrawn_on is null);
grant select, insert, update on publication.finding to asylia_app;
grant select on publication.finding to asylia_public;

alter table publication.dialogue_round enable row level security;
alter table publication.dialogue_round force row level security;
create policy reads on publication.dialogue_round for select to asylia_app using ((select access.member()) is not null);
create policy publishes on publication.dialogue_round for insert to asylia_app with check ((select access.publishes()));
create policy corrects on publication.dialogue_round for update to asylia_app using ((select access.publishes())) with check ((select access.publishes()));
create policy released on publication.dialogue_round for select to asylia_public using (withdrawn_on is null);
grant select, insert, update on publication.dialogue_round to asylia_app;
grant select on publication.dialogue_round to asylia_public;

alter table publication.dialogue_gap enable row level security;
alter table publication.dialogue_gap force row level security;
create policy reads on publication.dialogue_gap for select to asylia_app using ((select access.member()) is not null);
create policy publishes on publication.dialogue_gap for insert to asylia_app with check ((select access.publishes()));
create policy corrects on publication.dialogue_gap for update to asylia_app using ((select access.publishes())) with check ((select access.publishes()));
create policy released on publication.dialogue_gap for select to asylia_public using (withdrawn_on is null);
grant select, insert, update on publication.dialogue_gap to asylia_app;
grant select on publication.dialogue_gap to asylia_public;

alter table publication.instrument enable row level security;
alter table publication.instrument force row level security;
create policy reads on publication.instrument for select to asylia_app using ((select access.member()) is not null);
create policy publishes on publication.instrument for insert to asylia_app with check ((select access.publishes()));
create policy corrects on publication.instrument for update to asylia_app using ((select access.publishes())) with check ((select access.publishes()));
create policy released on publication.instrument for select to asylia_public using (withdrawn_on is null);
grant select, insert, update on publication.instrument to asylia_app;
grant select on publication.instrument to asylia_public;

alter table publication.ratification enable row level security;
alter table publication.ratification force row level security;
create policy reads on publication.ratification for select to asylia_app using ((select access.member()) is not null);
create policy publishes on publication.ratification for insert to asylia_app with check ((select access.publishes()));
create policy corrects on publication.ratification for update to asylia_app using ((select access.publishes())) with check ((select access.publishes()));
create policy released on publication.ratification for select to asylia_public using (withdrawn_on is null);
grant select, insert, update on publication.ratification to asylia_app;
grant select on publication.ratification to asylia_public;

alter table publication.held_document enable row level security;
alter table publication.held_document force row level security;
create policy reads on publication.held_document for select to asylia_app using ((select access.member()) is not null);
create policy publishes on publication.held_document for insert to asylia_app with check ((select access.publishes()));
create policy released on publication.held_document for select to asylia_public using (exists (select from publication.document d where d.sha256 = held_document.sha256));
grant select, insert on publication.held_document to asylia_app;
grant select on publication.held_document to asylia_public;

alter table publication.held_paragraph enable row level security;
alter table publication.held_paragraph force row level security;
create policy reads on publication.held_paragraph for select to asylia_app using ((select access.member()) is not null);
create policy publishes on publication.held_paragraph for insert to asylia_app with check ((select access.publishes()));
create policy released on publication.held_paragraph for select to asylia_public using (exists (select from publication.document d where d.sha256 = held_paragraph.sha256 and d.allows_full_text));
grant select, insert on publication.held_paragraph to asylia_app;
grant select on publication.held_paragraph to asylia_public;

alter table publication.change enable row level security;
alter table publication.change force row level security;
create policy reads on publication.change for select to asylia_app using ((select access.member()) is not null);
create policy publishes on publication.change for insert to asylia_app with check ((select access.publishes()));
create policy released on publication.change for select to asylia_public using (true);
grant select, insert on publication.change to asylia_app;
grant select on publication.change to asylia_public;
