-- The coalition: joint statements with their versions and the signatures of organisations, and consultations. The words of a
-- statement are sealed to the organisations that are asked to sign; the server knows its title, days, hashes and who signed.

create table asylia.coalition_statement (
  compartment_id uuid not null references asylia.compartment (id),
  id uuid not null,
  code text not null unique check (code ~ '^L-[2-9A-HJ-NP-Z]{6}$'),
  team_id uuid not null references asylia.team (id),
  -- For the list; the form says that the server reads it.
  title text not null check (title ~ '^[^[:cntrl:]]+$' and length(title) between 2 and 120),
  sign_by date,
  state text not null default 'open' check (state in ('open', 'published')),
  published_n int,
  published_on date,
  revision int not null default 1 check (revision > 0),
  written_by uuid not null references asylia.member (id),
  written_on date not null,
  primary key (compartment_id, id),
  check ((state = 'published') = (published_n is not null)),
  check ((state = 'published') = (published_on is not null))
);

-- One version of the words, sealed; whoever signs, signs this hash and no other. Nothing is changed: other words are the next version.
create table asylia.coalition_version (
  compartment_id uuid not null references asylia.compartment (id),
  id uuid not null,
  statement_id uuid not null,
  n int not null check (n > 0),
  digest bytea not null check (octet_length(digest) = 32),
  body bytea not null check (octet_length(body) = 18043),
  written_by uuid not null references asylia.member (id),
  written_on date not null,
  primary key (compartment_id, id),
  unique (compartment_id, statement_id, n),
  foreign key (compartment_id, statement_id) references asylia.coalition_statement (compartment_id, id)
);
alter table asylia.coalition_version alter column body set statistics 0, alter column body set storage external;
create trigger append_only before update or delete or truncate on asylia.coalition_version for each statement execute function base.refuse_change();

-- Organisations that a statement names as signatories. It is not published before each of them signed its last version.
create table asylia.coalition_party (
  compartment_id uuid not null references asylia.compartment (id),
  statement_id uuid not null,
  team_id uuid not null references asylia.team (id),
  asked_by uuid not null references asylia.member (id),
  asked_on date not null,
  primary key (compartment_id, statement_id, team_id),
  foreign key (compartment_id, statement_id) references asylia.coalition_statement (compartment_id, id)
);
create index coalition_party_team on asylia.coalition_party (team_id);

-- The signature of an organisation by one of its members, under one version. It can be taken back at any time.
create table asylia.coalition_signature (
  compartment_id uuid not null references asylia.compartment (id),
  id uuid not null,
  statement_id uuid not null,
  n int not null,
  team_id uuid not null references asylia.team (id),
  -- Without it the published form does not name the organisation.
  listed boolean not null,
  signed jsonb not null check (octet_length(signed::text) <= 4096),
  vouching jsonb not null check (octet_length(vouching::text) <= 65536),
  signed_by uuid not null references asylia.member (id),
  signed_on date not null,
  withdrawn_on date,
  primary key (compartment_id, id),
  foreign key (compartment_id, statement_id, n) references asylia.coalition_version (compartment_id, statement_id, n)
);
create unique index coalition_signature_once on asylia.coalition_signature (compartment_id, statement_id, n, team_id) where withdrawn_on is null;
create index coalition_signature_team on asylia.coalition_signature (team_id);

-- A consultation with an institution. Who took part stands here by name only with their consent; the others are a number.
create table asylia.coalition_consultation (
  compartment_id uuid not null references asylia.compartment (id),
  id uuid not null,
  code text not null check (code ~ '^U-[2-9A-HJ-NP-Z]{6}$'),
  held_by text not null check (held_by ~ '^[^[:cntrl:]]+$' and length(held_by) between 2 and 120),
  about text not null check (about ~ '^[^[:cntrl:]]+$' and length(about) between 2 and 300),
  held_on date not null,
  others int not null check (others between 0 and 500),
  source text check (source ~ '^[!-~]+$' and length(source) between 2 and 300),
  revision int not null default 1 check (revision > 0),
  written_by uuid not null references asylia.member (id),
  written_on date not null,
  primary key (compartment_id, id),
  unique (compartment_id, code)
);
-- An organisation that agreed to be named, when and how. Whoever takes that back is a number again, and the name is gone.
create table asylia.coalition_participant (
  compartment_id uuid not null references asylia.compartment (id),
  id uuid not null,
  consultation_id uuid not null,
  name text not null check (name ~ '^[^[:cntrl:]]+$' and length(name) between 2 and 160),
  agreed_how text not null check (agreed_how in ('spoken', 'written')),
  agreed_on date not null,
  written_by uuid not null references asylia.member (id),
  written_on date not null,
  primary key (compartment_id, id),
  foreign key (compartment_id, consultation_id) references asylia.coalition_consultation (compartment_id, id)
);
create index coalition_participant_of on asylia.coalition_participant (compartment_id, consultation_id);

select set_config('default_tablespace', coalesce((select spcname::text from pg_tablespace where spcname = 'asylia_keys'), ''), true);
-- What opens a version, sealed to the key of one organisation.
create table keys.coalition_wrap (
  compartment_id uuid not null,
  id uuid not null,
  team_id uuid not null,
  epoch int not null check (epoch > 0),
  age_file bytea not null check (octet_length(age_file) <= 4096),
  primary key (compartment_id, id, team_id)
);
set local default_tablespace = '';
alter table keys.coalition_wrap alter column compartment_id set statistics 0, alter column id set statistics 0,
  alter column team_id set statistics 0, alter column epoch set statistics 0, alter column age_file set statistics 0,
  alter column age_file set storage external;

-- Whether a statement of another organisation asks the speaker's to sign. guards T-21
create function access.asked_to_sign(room uuid, statement uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from asylia.coalition_party p join asylia.compartment c on c.id = p.compartment_id and c.kind = 'team'
    where p.compartment_id = room and p.statement_id = statement and p.team_id = access.team()
  )
$$;
-- The same for one version that is still the last and still open: nothing else is signed.
create function access.may_sign(room uuid, statement uuid, version int) returns boolean
language sql stable security definer set search_path = '' as $$
  select access.engages() and access.asked_to_sign(room, statement) and exists (
    select from asylia.coalition_statement s where s.compartment_id = room and s.id = statement and s.state = 'open'
  ) and version = (select max(v.n) from asylia.coalition_version v where v.compartment_id = room and v.statement_id = statement)
$$;
-- Whether each organisation that a statement names has signed this version, it is the last, and nobody took it back.
create function access.all_signed(room uuid, statement uuid, version int) returns boolean
language sql stable security definer set search_path = '' as $$
  select access.sees(room) and version = (select max(v.n) from asylia.coalition_version v where v.compartment_id = room and v.statement_id = statement)
    and exists (select from asylia.coalition_party p where p.compartment_id = room and p.statement_id = statement)
    and not exists (
      select from asylia.coalition_party p where p.compartment_id = room and p.statement_id = statement and not exists (
        select from asylia.coalition_signature g
        where g.compartment_id = room and g.statement_id = statement and g.n = version and g.team_id = p.team_id and g.withdrawn_on is null
      )
    )
$$;
-- Whether a version belongs to such a statement.
create function access.version_asked(room uuid, version uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from asylia.coalition_version v where v.compartment_id = room and v.id = version and access.asked_to_sign(room, v.statement_id)
  )
$$;

-- guards T-21
do $$
declare
  own constant text := '(select true from asylia.compartment_member own where own.compartment_id = %I.compartment_id and own.member_id = access.member())';
  place text;
  full_name text;
  made regprocedure;
begin
  grant create on schema access to asylia_access;
  for made in
    select p.oid from pg_proc p where p.pronamespace = 'access'::regnamespace
      and p.proname in ('asked_to_sign', 'may_sign', 'all_signed', 'version_asked')
  loop
    execute format('revoke execute on function %s from public', made);
    execute format('grant execute on function %s to asylia_app', made);
    execute format('alter function %s owner to asylia_access', made);
  end loop;
  revoke create on schema access from asylia_access;

  foreach full_name in array array[
    'asylia.coalition_statement', 'asylia.coalition_version', 'asylia.coalition_party', 'asylia.coalition_signature',
    'asylia.coalition_consultation', 'asylia.coalition_participant', 'keys.coalition_wrap'
  ] loop
    place := split_part(full_name, '.', 2);
    execute format('alter table %s enable row level security', full_name);
    execute format('alter table %s force row level security', full_name);
    execute format('grant select, insert on %s to asylia_app', full_name);
    execute format('create policy roles on %s as restrictive for select to asylia_app using ((select access.reads_coded()))', full_name);
    if place in ('coalition_consultation', 'coalition_participant') then
      execute format('create policy seen on %s for select to asylia_app using (' || own || ')', full_name, place);
    end if;
    if place <> 'coalition_signature' then
      execute format(
        'create policy adds on %s for insert to asylia_app with check (access.writes(compartment_id) and (select access.engages()))', full_name);
    end if;
    if place = 'coalition_consultation' then
      execute format(
        'create policy changes on %s for update to asylia_app using (' || own || ') with check (access.writes(compartment_id) and (select access.engages()))',
        full_name, place);
    end if;
    if place in ('coalition_participant', 'coalition_party', 'coalition_wrap') then
      execute format('create policy drops on %s for delete to asylia_app using (access.writes(compartment_id) and (select access.engages()))', full_name);
      execute format('grant delete on %s to asylia_app', full_name);
    end if;
  end loop;
  foreach place in array array['coalition_statement', 'coalition_version', 'coalition_party', 'coalition_signature'] loop
    execute format('create policy by_access on asylia.%I for select to asylia_access using (true)', place);
    execute format('grant select on asylia.%I to asylia_access', place);
  end loop;
end $$;

create policy seen on asylia.coalition_statement for select to asylia_app using (
  (select true from asylia.compartment_member own where own.compartment_id = coalition_statement.compartment_id and own.member_id = access.member())
  or access.asked_to_sign(compartment_id, id)
);
create policy seen on asylia.coalition_version for select to asylia_app using (
  (select true from asylia.compartment_member own where own.compartment_id = coalition_version.compartment_id and own.member_id = access.member())
  or access.asked_to_sign(compartment_id, statement_id)
);
-- Who else is asked stands with whoever drew it up; an organisation learns of those who agreed to be named.
create policy seen on asylia.coalition_party for select to asylia_app using (
  (select true from asylia.compartment_member own where own.compartment_id = coalition_party.compartment_id and own.member_id = access.member())
  or team_id = (select access.team())
);
create policy seen on asylia.coalition_signature for select to asylia_app using (
  (select true from asylia.compartment_member own where own.compartment_id = coalition_signature.compartment_id and own.member_id = access.member())
  or team_id = (select access.team()) or (listed and access.asked_to_sign(compartment_id, statement_id))
);
create policy seen on keys.coalition_wrap for select to asylia_app using (
  (select true from asylia.compartment_member own where own.compartment_id = coalition_wrap.compartment_id and own.member_id = access.member())
  or (team_id = (select access.team()) and access.version_asked(compartment_id, id))
);
create policy adds on asylia.coalition_signature for insert to asylia_app
  with check (team_id = (select access.team()) and access.may_sign(compartment_id, statement_id, n));
-- Taken back by whoever gave it, whatever became of the statement.
create policy changes on asylia.coalition_signature for update to asylia_app
  using (team_id = (select access.team()) and (select access.engages())) with check (team_id = (select access.team()) and (select access.engages()));
-- What is published stands; nothing is published without the signature of everybody whom it names.
create policy changes on asylia.coalition_statement for update to asylia_app using (
  state = 'open'
  and (select true from asylia.compartment_member own where own.compartment_id = coalition_statement.compartment_id and own.member_id = access.member())
) with check (
  access.writes(compartment_id) and (select access.engages())
  and (state <> 'published' or access.all_signed(compartment_id, id, published_n))
);
create policy of_team on asylia.coalition_statement as restrictive for insert to asylia_app
  with check (team_id = (select access.team()) and state = 'open');
create policy while_open on asylia.coalition_version as restrictive for insert to asylia_app with check (
  exists (select from asylia.coalition_statement s where s.compartment_id = coalition_version.compartment_id and s.id = statement_id and s.state = 'open')
);
create policy while_open on asylia.coalition_party as restrictive for insert to asylia_app with check (
  exists (select from asylia.coalition_statement s where s.compartment_id = coalition_party.compartment_id and s.id = statement_id and s.state = 'open')
);
create policy not_published on asylia.coalition_party as restrictive for delete to asylia_app using (
  exists (select from asylia.coalition_statement s where s.compartment_id = coalition_party.compartment_id and s.id = statement_id and s.state <> 'published')
);
grant update (title, sign_by, state, published_n, published_on, revision, written_by, written_on) on asylia.coalition_statement to asylia_app;
grant update (withdrawn_on) on asylia.coalition_signature to asylia_app;
grant update (held_by, about, held_on, others, source, revision, written_by, written_on) on asylia.coalition_consultation to asylia_app;
