-- What dialogues and screening lacked: what an exchange is about, letters and questions with their answers, whom an act of a
-- parliament may be about, the criteria of paragraph 50, and what was exchanged under a screened project.

alter table asylia.dialogue_round
  add column themes text[] not null default '{}'
    check (cardinality(themes) <= 4 and array_to_string(themes, ',') ~ '^([a-z_]{2,30}(,|$))*$'),
  add column addressee text check (addressee ~ '^[a-z_]{2,30}$'),
  -- The number of a question or letter where it was sent.
  add column reference text check (reference ~ '^[A-Za-z0-9][A-Za-z0-9 ._/()-]{1,39}$'),
  add column answered_on date,
  add column answer_source text check (answer_source ~ '^[!-~]+$' and length(answer_source) between 2 and 300),
  add check (answered_on is null or (status = 'held' and addressee is not null)),
  add check (answer_source is null or answered_on is not null);
grant update (themes, addressee, reference, answered_on, answer_source) on asylia.dialogue_round to asylia_app;

-- Pass or fail for each criterion of paragraph 50.
alter table asylia.cooperation add column benchmark jsonb not null default '{}' check (base.is_coded(benchmark));
grant update (benchmark) on asylia.cooperation to asylia_app;

-- What was exchanged on telecommunications, artificial intelligence or data under a project: with which authorities, what came
-- of it, and what the screening of the project said. Authorities by what they are called; nobody is named.
create table asylia.cooperation_exchange (
  compartment_id uuid not null references asylia.compartment (id),
  id uuid not null,
  project_id uuid not null,
  on_day date not null,
  topics text[] not null check (cardinality(topics) between 1 and 6 and array_to_string(topics, ',') ~ '^([a-z0-9_]{2,30}(,|$))+$'),
  agencies text[] not null
    check (cardinality(agencies) between 1 and 8 and array_to_string(agencies, ' ') ~ '^[^[:cntrl:]]+$' and length(array_to_string(agencies, ' ')) <= 1300),
  outputs text[] not null
    check (cardinality(outputs) between 1 and 8 and array_to_string(outputs, ' ') ~ '^[^[:cntrl:]]+$' and length(array_to_string(outputs, ' ')) <= 1300),
  source text check (source ~ '^[!-~]+$' and length(source) between 2 and 300),
  result text not null check (result in ('cleared', 'conditions', 'refused', 'watched')),
  revision int not null default 1 check (revision > 0),
  written_by uuid not null references asylia.member (id),
  written_on date not null,
  primary key (compartment_id, id),
  foreign key (compartment_id, project_id) references asylia.cooperation (compartment_id, id)
);
create index cooperation_exchange_of on asylia.cooperation_exchange (compartment_id, project_id, on_day desc, id);

-- Whether an exchange is an act of a parliament; one that nobody finds is. guards T-21
create function access.is_parliamentary(room uuid, round uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select coalesce((
    select d.kind = 'question' or d.held_by is not distinct from 'parliament' or d.level is not distinct from 'parliament'
      or coalesce(d.addressee in ('european_parliament', 'national_parliament'), false) or t.kind = 'interparliamentary'
    from asylia.dialogue_round d join asylia.dialogue_track t on t.compartment_id = d.compartment_id and t.id = d.track_id
    where d.compartment_id = room and d.id = round
  ), true)
$$;
create policy by_access on asylia.dialogue_track for select to asylia_access using (true);
grant select on asylia.dialogue_track to asylia_access;
grant create on schema access to asylia_access;
revoke execute on function access.is_parliamentary(uuid, uuid) from public;
grant execute on function access.is_parliamentary(uuid, uuid) to asylia_app;
alter function access.is_parliamentary(uuid, uuid) owner to asylia_access;
revoke create on schema access from asylia_access;

-- In an act of a parliament stands nobody who did not agree to parliaments or to the public. guards T-21
create policy in_parliament on asylia.raised_case as restrictive for insert to asylia_app with check (
  scope in ('parliament', 'public_anon', 'public_named') or not access.is_parliamentary(round_room, round_id)
);
create policy in_parliament on asylia.case_list_entry as restrictive for insert to asylia_app with check (
  scope in ('parliament', 'public_anon', 'public_named') or not access.is_parliamentary(list_room, (
    select l.round_id from asylia.case_list l where l.compartment_id = case_list_entry.list_room and l.id = case_list_entry.list_id
  ))
);

-- guards T-21
alter table asylia.cooperation_exchange enable row level security;
alter table asylia.cooperation_exchange force row level security;
grant select, insert on asylia.cooperation_exchange to asylia_app;
grant update (on_day, topics, agencies, outputs, source, result, revision, written_by, written_on) on asylia.cooperation_exchange to asylia_app;
create policy roles on asylia.cooperation_exchange as restrictive for select to asylia_app using ((select access.reads_coded()));
create policy seen on asylia.cooperation_exchange for select to asylia_app using (
  (select true from asylia.compartment_member own where own.compartment_id = cooperation_exchange.compartment_id and own.member_id = access.member())
);
create policy adds on asylia.cooperation_exchange for insert to asylia_app with check (
  access.writes(compartment_id) and (select access.engages())
);
create policy changes on asylia.cooperation_exchange for update to asylia_app using (
  (select true from asylia.compartment_member own where own.compartment_id = cooperation_exchange.compartment_id and own.member_id = access.member())
) with check (access.writes(compartment_id) and (select access.engages()));
-- The result is what the screening says, and no other word.
create policy as_screened on asylia.cooperation_exchange as restrictive for insert to asylia_app with check (
  result = (select p.state from asylia.cooperation p where p.compartment_id = cooperation_exchange.compartment_id and p.id = cooperation_exchange.project_id)
);
create policy still_screened on asylia.cooperation_exchange as restrictive for update to asylia_app using (true) with check (
  result = (select p.state from asylia.cooperation p where p.compartment_id = cooperation_exchange.compartment_id and p.id = cooperation_exchange.project_id)
);
