-- Whom a case is about, who is said to be answerable, and what happened. The server holds codes, days and places no finer
-- than a region; names of protected people, reasons, sources and stories are cards that it cannot open.

-- Alleged perpetrators and bodies, of the team that keeps them. Targeted people are never here.
create table asylia.actor (
  compartment_id uuid not null references asylia.compartment (id),
  id uuid not null,
  code text not null check (code ~ '^A-[2-9A-HJ-NP-Z]{6}$'),
  kind text not null check (kind in ('person', 'unit', 'agency', 'company', 'organisation')),
  agency_type text check (agency_type ~ '^[a-z_]+$'),
  state_nexus text not null check (state_nexus ~ '^[a-z_]+$'),
  country text check (country ~ '^[A-Z]{2}$'),
  legal_basis text not null check (legal_basis ~ '^[a-z_]+$'),
  -- Another record of the same actor. Nothing is rewritten by a merge, so that it can be undone.
  merged_into uuid,
  recorded_by uuid not null references asylia.member (id),
  recorded_on date not null,
  revision int not null default 1 check (revision > 0),
  primary key (compartment_id, id),
  unique (compartment_id, code),
  foreign key (compartment_id, merged_into) references asylia.actor (compartment_id, id),
  check (merged_into <> id)
);
create index actor_merged on asylia.actor (compartment_id, merged_into) where merged_into is not null;

create table asylia.actor_name (
  compartment_id uuid not null,
  id uuid not null,
  actor_id uuid not null,
  name text not null check (length(name) between 1 and 200),
  kind text not null check (kind in ('name', 'variant', 'former', 'short')),
  recorded_on date not null,
  primary key (compartment_id, id),
  foreign key (compartment_id, actor_id) references asylia.actor (compartment_id, id)
);
create index actor_name_of on asylia.actor_name (compartment_id, actor_id);

-- Who stands below whom. It never runs in a circle.
create table asylia.actor_link (
  compartment_id uuid not null,
  id uuid not null,
  actor_id uuid not null,
  above_id uuid not null check (above_id <> actor_id),
  kind text not null check (kind in ('commanded_by', 'part_of', 'acts_for', 'owned_by')),
  level text not null check (level ~ '^[a-z_]+$'),
  recorded_on date not null,
  primary key (compartment_id, id),
  unique (compartment_id, actor_id, above_id, kind),
  foreign key (compartment_id, actor_id) references asylia.actor (compartment_id, id),
  foreign key (compartment_id, above_id) references asylia.actor (compartment_id, id)
);

-- A protected person is a code here. Who it is stands on the identity card.
create table asylia.person (
  compartment_id uuid not null references asylia.report_case (compartment_id),
  id uuid not null,
  code text not null check (code ~ '^P-[2-9A-HJ-NP-Z]{6}$'),
  occupation text check (occupation ~ '^[a-z_]+$'),
  -- A group is recorded as the person or somebody else said it, for purposes that they were told.
  community text check (community ~ '^[a-z_]+$'),
  community_said_by text check (community_said_by in ('self', 'other')),
  community_for text[] not null default '{}' check (community_for <@ '{protection,asylum,statistics}'::text[]),
  -- Found by name by nobody but those who are named in person_finder.
  low_profile boolean not null default false,
  recorded_by uuid not null references asylia.member (id),
  recorded_on date not null,
  revision int not null default 1 check (revision > 0),
  primary key (compartment_id, id),
  unique (compartment_id, code),
  check ((community is null) = (community_said_by is null)),
  check (community is not null or community_for = '{}'),
  -- What others say of somebody is no self-identification, and is counted nowhere.
  check (community_said_by = 'self' or not 'statistics' = any (community_for))
);
create table asylia.person_finder (
  compartment_id uuid not null,
  person_id uuid not null,
  member_id uuid not null references asylia.member (id),
  primary key (compartment_id, person_id, member_id),
  foreign key (compartment_id, person_id) references asylia.person (compartment_id, id)
);
-- Both append-only: a correction names what it corrects.
create table asylia.person_protection (
  compartment_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  status text not null check (status ~ '^[a-z0-9_]+$'),
  host text check (host ~ '^[A-Z]{2}$'),
  held daterange,
  held_precision text not null check (held_precision ~ '^[a-z]+$'),
  supersedes uuid,
  recorded_by uuid not null references asylia.member (id),
  recorded_on date not null,
  primary key (compartment_id, id),
  unique (compartment_id, supersedes),
  foreign key (compartment_id, person_id) references asylia.person (compartment_id, id),
  foreign key (compartment_id, supersedes) references asylia.person_protection (compartment_id, id)
);
create index person_protection_of on asylia.person_protection (compartment_id, person_id);
create table asylia.person_liberty (
  compartment_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  status text not null check (status ~ '^[a-z_]+$'),
  checked_on date not null,
  recorded_by uuid not null references asylia.member (id),
  recorded_on date not null,
  primary key (compartment_id, id),
  foreign key (compartment_id, person_id) references asylia.person (compartment_id, id)
);
create index person_liberty_of on asylia.person_liberty (compartment_id, person_id);

-- That two people belong together is known to whoever may see both, and to nobody else.
create table asylia.person_link (
  compartment_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  other_room uuid not null,
  other_id uuid not null,
  kind text not null check (kind in ('relative', 'associate', 'same_person', 'targeted_because_of')),
  recorded_on date not null,
  primary key (compartment_id, id),
  unique (compartment_id, person_id, other_room, other_id, kind),
  foreign key (compartment_id, person_id) references asylia.person (compartment_id, id),
  foreign key (other_room, other_id) references asylia.person (compartment_id, id),
  check ((compartment_id, person_id) <> (other_room, other_id))
);
create index person_link_other on asylia.person_link (other_room, other_id);

create table asylia.incident (
  compartment_id uuid not null references asylia.report_case (compartment_id),
  id uuid not null,
  code text not null check (code ~ '^I-[2-9A-HJ-NP-Z]{6}$'),
  origin text check (origin ~ '^[A-Z]{2}$'),
  -- Where it was done, and where it was felt.
  host text check (host ~ '^[A-Z]{2}$'),
  effect text check (effect ~ '^[A-Z]{2}$'),
  -- A region at most, as ISO 3166-2; anything nearer is on a card.
  place_code text check (place_code ~ '^[A-Z]{2}(-[A-Z0-9]{1,3})?$'),
  place_precision text not null default 'hidden' check (place_precision in ('hidden', 'country', 'admin1')),
  happened daterange,
  happened_precision text not null check (happened_precision ~ '^[a-z]+$'),
  community text check (community ~ '^[a-z_]+$'),
  verification_status text not null default 'received' check (verification_status ~ '^[a-z_]+$'),
  recorded_by uuid not null references asylia.member (id),
  recorded_on date not null,
  revision int not null default 1 check (revision > 0),
  primary key (compartment_id, id),
  unique (compartment_id, code),
  check ((place_code is null) = (place_precision = 'hidden')),
  check (place_precision <> 'country' or length(place_code) = 2)
);
create index incident_host on asylia.incident (host);

-- The four questions of the definition. Append-only: a new answer names the one that it replaces.
create table asylia.screening (
  compartment_id uuid not null,
  id uuid not null,
  incident_id uuid not null,
  element text not null check (element in ('state_or_proxy', 'attack_or_pressure', 'protected_target', 'beyond_borders')),
  answer text not null check (answer in ('yes', 'no', 'unclear')),
  -- The card with the reason.
  reason uuid not null,
  supersedes uuid,
  answered_by uuid not null references asylia.member (id),
  recorded_on date not null,
  primary key (compartment_id, id),
  unique (compartment_id, supersedes),
  foreign key (compartment_id, incident_id) references asylia.incident (compartment_id, id),
  foreign key (compartment_id, supersedes) references asylia.screening (compartment_id, id)
);
create unique index screening_first on asylia.screening (compartment_id, incident_id, element) where supersedes is null;

create table asylia.act (
  compartment_id uuid not null,
  id uuid not null,
  incident_id uuid not null,
  method text not null check (method ~ '^[a-z]+\.[a-z-]+$'),
  taxonomy text not null,
  person_id uuid,
  happened daterange,
  happened_precision text not null check (happened_precision ~ '^[a-z]+$'),
  outcome text not null check (outcome ~ '^[a-z_]+$'),
  -- How the use of spyware was established, and how sure of it whoever did is.
  determined_by text check (determined_by ~ '^[a-z_]+$'),
  confidence text check (confidence in ('low', 'moderate', 'high')),
  recorded_by uuid not null references asylia.member (id),
  recorded_on date not null,
  revision int not null default 1 check (revision > 0),
  primary key (compartment_id, id),
  foreign key (compartment_id, incident_id) references asylia.incident (compartment_id, id),
  foreign key (compartment_id, person_id) references asylia.person (compartment_id, id),
  check (method <> 'dig.spyware' or determined_by is not null and confidence is not null)
);
create index act_of on asylia.act (compartment_id, incident_id);

-- Actors belong to teams and acts to cases, so that the reference is an id that the action checks.
create table asylia.involvement (
  compartment_id uuid not null,
  id uuid not null,
  act_id uuid not null,
  actor_id uuid not null,
  degree text not null check (degree ~ '^[a-z_]+$'),
  attribution_level text not null check (attribution_level ~ '^[a-z_]+$'),
  recorded_by uuid not null references asylia.member (id),
  recorded_on date not null,
  revision int not null default 1 check (revision > 0),
  primary key (compartment_id, id),
  unique (compartment_id, act_id, actor_id, degree),
  foreign key (compartment_id, act_id) references asylia.act (compartment_id, id)
);
create index involvement_of on asylia.involvement (actor_id);

-- What a source said, with the source's own hedge. There is no column to change: a hedge is not raised by anybody.
create table asylia.information (
  compartment_id uuid not null,
  id uuid not null,
  incident_id uuid not null,
  act_id uuid,
  source uuid not null,
  reliability text not null check (reliability in ('A', 'B', 'C', 'D', 'E', 'F')),
  credibility text not null check (credibility in ('1', '2', '3', '4', '5', '6')),
  hedge text not null check (hedge ~ '^[a-z_]+$'),
  received_on date not null,
  supersedes uuid,
  recorded_by uuid not null references asylia.member (id),
  recorded_on date not null,
  primary key (compartment_id, id),
  unique (compartment_id, supersedes),
  foreign key (compartment_id, incident_id) references asylia.incident (compartment_id, id),
  foreign key (compartment_id, act_id) references asylia.act (compartment_id, id),
  foreign key (compartment_id, supersedes) references asylia.information (compartment_id, id)
);
create index information_of on asylia.information (compartment_id, incident_id);

create table asylia.assessment (
  compartment_id uuid not null,
  id uuid not null,
  incident_id uuid not null,
  status text not null check (status ~ '^[a-z_]+$'),
  standard_of_proof text not null check (standard_of_proof ~ '^[a-z_]+$'),
  basis uuid not null,
  supersedes uuid,
  assessed_by uuid not null references asylia.member (id),
  recorded_on date not null,
  primary key (compartment_id, id),
  unique (compartment_id, supersedes),
  foreign key (compartment_id, incident_id) references asylia.incident (compartment_id, id),
  foreign key (compartment_id, supersedes) references asylia.assessment (compartment_id, id)
);
create unique index assessment_first on asylia.assessment (compartment_id, incident_id) where supersedes is null;

-- Incidents of several cases that belong together, of the team that sees the pattern.
create table asylia.pattern (
  compartment_id uuid not null references asylia.compartment (id),
  id uuid not null,
  code text not null check (code ~ '^N-[2-9A-HJ-NP-Z]{6}$'),
  origin text check (origin ~ '^[A-Z]{2}$'),
  host text check (host ~ '^[A-Z]{2}$'),
  recorded_by uuid not null references asylia.member (id),
  recorded_on date not null,
  primary key (compartment_id, id),
  unique (compartment_id, code)
);
-- It stands with the incident, and is shown to whoever may see both.
create table asylia.pattern_member (
  compartment_id uuid not null,
  incident_id uuid not null,
  pattern_room uuid not null,
  pattern_id uuid not null,
  reason text not null check (reason in ('same_actor', 'same_method', 'same_period', 'same_group', 'same_place', 'same_operation')),
  -- The card with more words on it, where there is one.
  reason_card uuid,
  recorded_by uuid not null references asylia.member (id),
  recorded_on date not null,
  primary key (compartment_id, incident_id, pattern_id),
  foreign key (compartment_id, incident_id) references asylia.incident (compartment_id, id),
  foreign key (pattern_room, pattern_id) references asylia.pattern (compartment_id, id)
);
create index pattern_member_of on asylia.pattern_member (pattern_id);

-- An identity card for one member who is no reader, sealed to their own key by a reader, after a yes of two, for an hour.
select set_config('default_tablespace', coalesce((select spcname::text from pg_tablespace where spcname = 'asylia_keys'), ''), true);
create table keys.identity_wrap (
  compartment_id uuid not null,
  -- The approval that it follows.
  id uuid not null,
  for_member uuid not null,
  person text not null check (person ~ '^P-[2-9A-HJ-NP-Z]{6}$'),
  given_by uuid not null,
  until timestamptz not null,
  blob bytea not null check (octet_length(blob) in (2683, 5755, 18043, 67195, 263851)),
  primary key (compartment_id, id)
);
set local default_tablespace = '';
alter table keys.identity_wrap alter column blob set statistics 0, alter column person set statistics 0, alter column blob set storage external;

-- guards T-21. Every table is forced and gets the same lines.
do $$
declare
  place text;
begin
  foreach place in array array[
    'asylia.actor', 'asylia.actor_name', 'asylia.actor_link', 'asylia.person', 'asylia.person_finder', 'asylia.person_protection',
    'asylia.person_liberty', 'asylia.person_link', 'asylia.incident', 'asylia.screening', 'asylia.act', 'asylia.involvement',
    'asylia.information', 'asylia.assessment', 'asylia.pattern', 'asylia.pattern_member', 'keys.identity_wrap'
  ] loop
    execute format('alter table %s enable row level security', place);
    execute format('alter table %s force row level security', place);
    execute format('create policy seen on %s for select to asylia_app using (compartment_id = any ((select access.seen())::uuid[]))', place);
    execute format('create policy adds on %s for insert to asylia_app with check (access.writes(compartment_id))', place);
    execute format('grant select, insert on %s to asylia_app', place);
  end loop;
  foreach place in array array[
    'asylia.actor', 'asylia.person', 'asylia.incident', 'asylia.act', 'asylia.involvement'
  ] loop
    execute format(
      'create policy changes on %s for update to asylia_app using (compartment_id = any ((select access.seen())::uuid[])) with check (access.writes(compartment_id))',
      place);
  end loop;
  foreach place in array array['asylia.actor_name', 'asylia.actor_link', 'asylia.person_finder', 'asylia.person_link', 'asylia.pattern_member'] loop
    execute format('create policy drops on %s for delete to asylia_app using (access.writes(compartment_id))', place);
    execute format('grant delete on %s to asylia_app', place);
  end loop;
  foreach place in array array['asylia.person_protection', 'asylia.person_liberty', 'asylia.screening', 'asylia.information', 'asylia.assessment'] loop
    execute format('create trigger append_only before update or delete or truncate on %s for each statement execute function base.refuse_change()', place);
  end loop;
end $$;
grant update (kind, agency_type, state_nexus, country, legal_basis, merged_into, revision) on asylia.actor to asylia_app;
grant update (occupation, community, community_said_by, community_for, low_profile, revision) on asylia.person to asylia_app;
grant update (origin, host, effect, place_code, place_precision, happened, happened_precision, community, verification_status, revision)
  on asylia.incident to asylia_app;
grant update (method, taxonomy, person_id, happened, happened_precision, outcome, determined_by, confidence, revision) on asylia.act to asylia_app;
grant update (degree, attribution_level, revision) on asylia.involvement to asylia_app;

-- A link is seen and made by whoever may see both ends (R-EP-06).
create policy both_ends on asylia.person_link as restrictive to asylia_app
  using (other_room = any ((select access.seen())::uuid[])) with check (access.writes(other_room));
create policy both_ends on asylia.pattern_member as restrictive to asylia_app
  using (pattern_room = any ((select access.seen())::uuid[])) with check (access.writes(pattern_room));
-- The wrap is for one member, and whoever made it forgets it.
create policy for_one on keys.identity_wrap as restrictive for select to asylia_app using (for_member = (select access.member()));
create policy works on keys.identity_wrap as restrictive to asylia_app using ((select access.works()));
create policy by_access on keys.identity_wrap to asylia_access using (true);
grant select, delete on keys.identity_wrap to asylia_access;
create policy by_access on asylia.involvement for select to asylia_access using (true);
create policy by_access on asylia.actor for select to asylia_access using (true);
grant select on asylia.involvement, asylia.actor to asylia_access;

-- The territory of a state body's team. Null for whoever answers to no state.
create function access.territory() returns text[]
language sql stable security definer set search_path = '' as $$
  select t.of_states from asylia.team t where t.id = access.team() and t.kind = 'state' and cardinality(t.of_states) > 0
$$;
create function access.own_cases() returns uuid[]
language sql stable security definer set search_path = '' as $$
  select coalesce(array_agg(c.compartment_id), '{}') from asylia.report_case c where c.team_id = access.team()
$$;
-- Of what another team shares with it, a state body sees the incidents that were done or felt on its territory (R-EP-21).
create policy territory on asylia.incident as restrictive for select to asylia_app using (
  (select access.territory()) is null
  or host = any ((select access.territory())::text[]) or effect = any ((select access.territory())::text[])
  or compartment_id = any ((select access.own_cases())::uuid[])
);
do $$
declare
  place text;
begin
  foreach place in array array['asylia.screening', 'asylia.act', 'asylia.information', 'asylia.assessment', 'asylia.pattern_member'] loop
    execute format(
      'create policy territory on %1$s as restrictive for select to asylia_app using ((select access.territory()) is null
        or exists (select from asylia.incident i where i.compartment_id = %1$s.compartment_id and i.id = incident_id))', place);
  end loop;
end $$;
create policy territory on asylia.involvement as restrictive for select to asylia_app using (
  (select access.territory()) is null
  or exists (select from asylia.act a where a.compartment_id = involvement.compartment_id and a.id = act_id)
);

-- What somebody learns of an actor later counts for every case in which the actor is named: those whom it now implicates
-- lose all of them, also those that the speaker does not read (R-EP-36). It only grows. guards T-27
create function access.bar_for_actor(named uuid, state text) returns int
language plpgsql security definer set search_path = '' as $$
declare
  added int;
begin
  if not exists (select from asylia.actor a where a.id = named and a.compartment_id = access.own_room() and access.writes(a.compartment_id)) then
    raise exception 'not this team''s actor' using errcode = 'insufficient_privilege';
  end if;
  insert into asylia.compartment_deny (compartment_id, team_id)
  select distinct v.compartment_id, t.id from asylia.involvement v, access.teams_of_state(state) t where v.actor_id = named
  on conflict do nothing;
  get diagnostics added = row_count;
  return added;
end $$;

create function access.forget_identity_wraps(at timestamptz) returns void
language sql security definer set search_path = '' as $$
  delete from keys.identity_wrap w where w.until <= at
$$;

-- Whether two members are one person with two accounts.
create function access.one_person(one uuid, other uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select coalesce((
    select coalesce(a.person, a.id) = coalesce(b.person, b.id) from asylia.member a, asylia.member b where a.id = one and b.id = other
  ), false)
$$;

do $$
declare
  made regprocedure;
begin
  grant create on schema access to asylia_access;
  for made in
    select p.oid from pg_proc p where p.pronamespace = 'access'::regnamespace
      and p.proname in ('territory', 'own_cases', 'bar_for_actor', 'forget_identity_wraps', 'one_person')
  loop
    execute format('revoke execute on function %s from public', made);
    execute format('grant execute on function %s to asylia_app', made);
    execute format('alter function %s owner to asylia_access', made);
  end loop;
  revoke create on schema access from asylia_access;
end $$;
