-- Cooperation of police and courts: who is vetted for a project, and what is asked about somebody who is protected.

-- One unit or person of a project, looked up among the actors on record. The name is compared and not kept: `label` says which
-- line of the project's own list it was.
create table asylia.cooperation_vetting (
  compartment_id uuid not null references asylia.compartment (id),
  id uuid not null,
  project_id uuid not null,
  label text not null check (label ~ '^[^[:cntrl:]]+$' and length(label) between 2 and 120),
  kind text not null check (kind in ('unit', 'person')),
  result text not null check (result in ('hit', 'no_hit', 'needs_review')),
  -- What somebody found who looked at what was alike: the same, or another one.
  settled text check (settled in ('same', 'another')),
  settled_by uuid references asylia.member (id),
  settled_on date,
  checked_by uuid not null references asylia.member (id),
  checked_on date not null,
  primary key (compartment_id, id),
  foreign key (compartment_id, project_id) references asylia.cooperation (compartment_id, id),
  check (result = 'needs_review' or settled is null),
  check ((settled is null) = (settled_by is null) and (settled is null) = (settled_on is null)),
  -- Nobody settles what they looked up themselves.
  check (settled_by <> checked_by)
);
create index cooperation_vetting_of on asylia.cooperation_vetting (compartment_id, project_id, checked_on desc);

-- A request of police or courts about a protected person. It stands in the room of the case: whoever does not read the case does
-- not learn of it.
create table asylia.law_request (
  compartment_id uuid not null references asylia.report_case (compartment_id),
  id uuid not null,
  code text not null check (code ~ '^V-[2-9A-HJ-NP-Z]{6}$'),
  subject text not null check (subject ~ '^(reporter|P-[2-9A-HJ-NP-Z]{6})$'),
  kind text not null check (kind ~ '^[a-z_]{2,40}$'),
  label text not null check (label ~ '^[a-z_]{2,40}$'),
  from_state text not null check (from_state ~ '^[A-Z]{2}$'),
  received_on date not null,
  -- Whether counsel has to look, and by when somebody has to.
  is_judicial boolean not null,
  review_by date not null,
  indicators text[] not null default '{}' check (cardinality(indicators) <= 20),
  safeguards jsonb not null default '{}' check (base.is_coded(safeguards)),
  refusals text[] not null default '{}' check (cardinality(refusals) <= 20),
  finding text check (finding in ('abuse', 'indicators', 'none')),
  reviewed_as text check (reviewed_as in ('counsel', 'caseworker')),
  reviewed_by uuid references asylia.member (id),
  reviewed_on date,
  assistance text not null default 'open' check (assistance in ('open', 'refused', 'partly', 'given')),
  assisted_on date,
  revision int not null default 1 check (revision > 0),
  written_by uuid not null references asylia.member (id),
  written_on date not null,
  primary key (compartment_id, id),
  unique (compartment_id, code),
  check ((finding is null) = (reviewed_on is null) and (finding is null) = (reviewed_by is null) and (finding is null) = (reviewed_as is null)),
  check ((assistance = 'open') = (assisted_on is null)),
  -- No help is written down as given before somebody looked for abuse, nor where they found it (R-CSP-10).
  check (assistance not in ('partly', 'given') or (finding is not null and finding <> 'abuse' and reviewed_on <= assisted_on)),
  -- What courts ask for is looked at by counsel (R-CSP-18).
  check (finding is null or not is_judicial or reviewed_as = 'counsel')
);
create index law_request_open on asylia.law_request (review_by, compartment_id) where finding is null;

-- A name as it is compared: without marks, in small letters, its words in order. What is no Latin letter stays as it is.
create function access.folded_name(named text) returns text[]
language sql immutable set search_path = '' as $$
  select coalesce(array_agg(distinct word order by word), '{}') from regexp_split_to_table(
    lower(translate(regexp_replace(normalize(named, NFKD), '[\u0300-\u036f]', '', 'g'), 'Đđ', 'dd')), '[[:space:][:punct:]]+'
  ) word where word <> ''
$$;

-- Whether somebody of this name is on record as having taken part in acts: one of three words, to whoever decides on projects, and
-- null to everybody else. It says nothing of whom they were done to, in which case, or by whom else. Only cases that the asker
-- reads make a hit; of all others nothing follows but that somebody else has to look at a name on record. guards T-21
create function access.vet(named text) returns text
language sql stable security definer set search_path = '' as $$
  with asked as (select access.folded_name(named) as words),
  alike as (
    select a.compartment_id, coalesce(a.merged_into, a.id) as id, bool_or(access.folded_name(n.name) = asked.words) as is_same
    from asked, asylia.actor_name n
    join asylia.actor a on a.compartment_id = n.compartment_id and a.id = n.actor_id
    join asylia.compartment c on c.id = a.compartment_id and c.kind = 'team'
    join asylia.member m on m.id = access.member() and m.team_id = access.team()
    join asylia.compartment_member cm on cm.compartment_id = a.compartment_id and cm.member_id = m.id
    where cardinality(asked.words) > 0
      and (access.folded_name(n.name) <@ asked.words or asked.words <@ access.folded_name(n.name)) and cardinality(access.folded_name(n.name)) > 0
    group by a.compartment_id, coalesce(a.merged_into, a.id)
  ),
  known as (
    select k.is_same, exists (
      select from asylia.involvement i join asylia.report_case r on r.compartment_id = i.compartment_id and r.team_id = access.team()
      where i.attribution_level not in ('not_assessed', 'unattributed', 'suspected') and i.actor_id in (
        select x.id from asylia.actor x where x.compartment_id = k.compartment_id and (x.id = k.id or x.merged_into = k.id)
      ) and access.sees(i.compartment_id)
    ) as acted from alike k
  )
  select case when access.engages() then
    case when exists (select from known where is_same and acted) then 'hit'
      when exists (select from known) or (select cardinality(words) = 0 from asked) then 'needs_review' else 'no_hit' end
  end
$$;

create policy by_access on asylia.actor_name for select to asylia_access using (true);
grant select on asylia.actor_name to asylia_access;

-- guards T-21
do $$
declare
  own constant text := '(select true from asylia.compartment_member own where own.compartment_id = %I.compartment_id and own.member_id = access.member())';
  place text;
begin
  grant create on schema access to asylia_access;
  revoke execute on function access.vet(text) from public;
  revoke execute on function access.folded_name(text) from public;
  grant execute on function access.vet(text) to asylia_app;
  alter function access.vet(text) owner to asylia_access;
  alter function access.folded_name(text) owner to asylia_access;
  revoke create on schema access from asylia_access;
  foreach place in array array[
    'cooperation_vetting', 'law_request'
  ] loop
    execute format('alter table asylia.%I enable row level security', place);
    execute format('alter table asylia.%I force row level security', place);
    execute format('grant select, insert on asylia.%I to asylia_app', place);
    execute format('create policy roles on asylia.%I as restrictive for select to asylia_app using ((select access.reads_coded()))', place);
    execute format('create policy seen on asylia.%I for select to asylia_app using (' || own || ')', place, place);
    execute format(
      'create policy adds on asylia.%I for insert to asylia_app with check (access.writes(compartment_id) and (select access.engages()))', place);
    execute format(
      'create policy changes on asylia.%I for update to asylia_app using (' || own || ') with check (access.writes(compartment_id) and (select access.engages()))',
      place, place);
  end loop;
end $$;
-- Counsel alone says that they looked as counsel.
create policy as_counsel on asylia.law_request as restrictive for update to asylia_app using (true)
  with check (reviewed_as is distinct from 'counsel' or reviewed_by is distinct from (select access.member()) or (select access.has_role('{counsel}')));
create policy unreviewed on asylia.law_request as restrictive for insert to asylia_app with check (finding is null and assistance = 'open');
grant update (settled, settled_by, settled_on) on asylia.cooperation_vetting to asylia_app;
grant update (indicators, safeguards, refusals, finding, reviewed_as, reviewed_by, reviewed_on, assistance, assisted_on, revision, written_by, written_on)
  on asylia.law_request to asylia_app;

-- The versions of briefings are found without going through all cards.
create index card_briefing on asylia.card (compartment_id, written_on) where kind = 'briefing.version';
