-- What follows when a promise is not kept, laws read against standards, and what is seen of agreements in the field. Codes, days and
-- short lines about what states and laws do; nobody is named, and no protected case is cited.

-- Something measurable on the way to a deliverable, by a day. Laid out beforehand, and so never changed: what no longer stands is
-- lifted by a later look.
create table asylia.benchmark (
  compartment_id uuid not null references asylia.compartment (id),
  id uuid not null,
  deliverable_id uuid not null,
  said text not null check (said ~ '^[^[:cntrl:]]+$' and length(said) between 2 and 300),
  due_on date not null,
  written_by uuid not null references asylia.member (id),
  written_on date not null,
  primary key (compartment_id, id),
  foreign key (compartment_id, deliverable_id) references asylia.deliverable (compartment_id, id)
);
create index benchmark_of on asylia.benchmark (compartment_id, deliverable_id, due_on);
create trigger append_only before update or delete or truncate on asylia.benchmark for each statement execute function base.refuse_change();

-- What somebody found when they looked; `n` orders the looks, for a day holds more than one.
create table asylia.benchmark_look (
  compartment_id uuid not null references asylia.compartment (id),
  id uuid not null,
  benchmark_id uuid not null,
  n int not null check (n > 0),
  result text not null check (result in ('met', 'missed', 'lifted')),
  source text not null check (source ~ '^[!-~]+$' and length(source) between 2 and 300),
  looked_by uuid not null references asylia.member (id),
  looked_on date not null,
  primary key (compartment_id, id),
  unique (compartment_id, benchmark_id, n),
  foreign key (compartment_id, benchmark_id) references asylia.benchmark (compartment_id, id)
);
create trigger append_only before update or delete or truncate on asylia.benchmark_look for each statement execute function base.refuse_change();

-- One step of the ladder: what the own side does when the benchmark is missed, or when what was called done is found false, and how
-- many days after that.
create table asylia.consequence (
  compartment_id uuid not null references asylia.compartment (id),
  id uuid not null,
  benchmark_id uuid not null,
  step int not null check (step between 1 and 20),
  set_off text not null check (set_off in ('missed', 'found_false')),
  after_days int not null check (after_days between 0 and 3660),
  said text not null check (said ~ '^[^[:cntrl:]]+$' and length(said) between 2 and 300),
  written_by uuid not null references asylia.member (id),
  written_on date not null,
  primary key (compartment_id, id),
  unique (compartment_id, benchmark_id, step),
  foreign key (compartment_id, benchmark_id) references asylia.benchmark (compartment_id, id)
);
create trigger append_only before update or delete or truncate on asylia.consequence for each statement execute function base.refuse_change();

-- The log: what was decided each time, by whom and why.
create table asylia.consequence_decision (
  compartment_id uuid not null references asylia.compartment (id),
  id uuid not null,
  consequence_id uuid not null,
  n int not null check (n > 0),
  decision text not null check (decision in ('taken', 'put_off', 'waived')),
  reasons text not null check (reasons ~ '^[^[:cntrl:]]+$' and length(reasons) between 2 and 300),
  until_day date,
  decided_by uuid not null references asylia.member (id),
  decided_on date not null,
  primary key (compartment_id, id),
  unique (compartment_id, consequence_id, n),
  foreign key (compartment_id, consequence_id) references asylia.consequence (compartment_id, id),
  check ((decision = 'put_off') = (until_day is not null)),
  check (until_day > decided_on)
);
create trigger append_only before update or delete or truncate on asylia.consequence_decision for each statement execute function base.refuse_change();

-- A law, bill or decree of a state. From the day on which it is written down, a reading against the standards is due.
create table asylia.legislation (
  compartment_id uuid not null references asylia.compartment (id),
  id uuid not null,
  code text not null check (code ~ '^Z-[2-9A-HJ-NP-Z]{6}$'),
  state text not null check (state ~ '^[A-Z]{2}$'),
  title text not null check (title ~ '^[^[:cntrl:]]+$' and length(title) between 2 and 160),
  kind text not null check (kind in ('law', 'bill', 'decree', 'regulation', 'policy')),
  stage text not null check (stage in ('announced', 'draft', 'in_parliament', 'adopted', 'in_force', 'ended')),
  -- Whether it reaches people outside the state: what stands on the watch list.
  reaches_abroad boolean not null,
  source text not null check (source ~ '^(https?://[!-~]+|[QD]-[2-9A-HJ-NP-Z]{4})$' and length(source) <= 300),
  -- When whoever wrote this opened the source; without it nothing of it is stated as fact.
  read_on date,
  review_by date not null,
  reviewed_by uuid references asylia.member (id),
  reviewed_on date,
  revision int not null default 1 check (revision > 0),
  written_by uuid not null references asylia.member (id),
  written_on date not null,
  primary key (compartment_id, id),
  unique (compartment_id, code),
  check ((reviewed_by is null) = (reviewed_on is null))
);
create index legislation_review on asylia.legislation (compartment_id, review_by) where reviewed_on is null;

-- One provision against one standard, with where that stands: none of the three is left out (R-NGO-30). Nothing is changed; who
-- thinks again puts another in its place.
create table asylia.legislation_assessment (
  compartment_id uuid not null references asylia.compartment (id),
  id uuid not null,
  legislation_id uuid not null,
  provision text not null check (provision ~ '^[^[:cntrl:]]+$' and length(provision) between 1 and 120),
  standard text not null check (standard ~ '^[A-Za-z0-9][A-Za-z0-9._-]{1,59}$'),
  source text not null check (source ~ '^(https?://[!-~]+|[QD]-[2-9A-HJ-NP-Z]{4})$' and length(source) <= 300),
  read_on date,
  finding text not null check (finding in ('concern', 'no_concern', 'unclear', 'withdrawn')),
  said text not null check (said ~ '^[^[:cntrl:]]+$' and length(said) between 2 and 300),
  supersedes uuid,
  written_by uuid not null references asylia.member (id),
  written_on date not null,
  primary key (compartment_id, id),
  foreign key (compartment_id, legislation_id) references asylia.legislation (compartment_id, id),
  foreign key (compartment_id, supersedes) references asylia.legislation_assessment (compartment_id, id),
  check (finding <> 'withdrawn' or supersedes is not null)
);
create unique index legislation_assessment_once on asylia.legislation_assessment (compartment_id, supersedes) where supersedes is not null;
create index legislation_assessment_of on asylia.legislation_assessment (compartment_id, legislation_id, written_on desc, id);
create trigger append_only before update or delete or truncate on asylia.legislation_assessment for each statement execute function base.refuse_change();

-- Who is told of new laws of a state, and what they were told.
create table asylia.legislation_watch (
  compartment_id uuid not null references asylia.compartment (id),
  member_id uuid not null references asylia.member (id),
  state text not null check (state ~ '^[A-Z]{2}$'),
  since date not null,
  primary key (compartment_id, member_id, state)
);
create table asylia.legislation_notice (
  compartment_id uuid not null references asylia.compartment (id),
  legislation_id uuid not null,
  member_id uuid not null references asylia.member (id),
  told_on date not null,
  seen_on date,
  primary key (compartment_id, legislation_id, member_id),
  foreign key (compartment_id, legislation_id) references asylia.legislation (compartment_id, id)
);

-- What somebody saw in the field of how a clause of an agreement is kept. Public records and own rounds are cited, or that the
-- writer was there; a protected incident has six letters and is refused. guards T-21
create table asylia.compliance_note (
  compartment_id uuid not null references asylia.compartment (id),
  id uuid not null,
  -- The agreement by its code in the public record; the clause by its code, or as the text counts it where no code is known.
  agreement text not null check (agreement ~ '^A-[2-9A-HJ-NP-Z]{4}$'),
  clause text not null check (clause ~ '^[^[:cntrl:]]+$' and length(clause) between 1 and 120),
  finding text not null check (finding in ('against', 'in_line', 'unclear', 'withdrawn')),
  hedge text not null check (hedge ~ '^[a-z_]{2,30}$'),
  said text not null check (said ~ '^[^[:cntrl:]]+$' and length(said) between 2 and 300),
  country text not null check (country ~ '^[A-Z]{2}$'),
  seen_on date not null,
  source text not null check (source ~ '^(own_record|https?://[!-~]+|[IQDFX]-[2-9A-HJ-NP-Z]{4}|Y-[2-9A-HJ-NP-Z]{6})$' and length(source) <= 300),
  supersedes uuid,
  written_by uuid not null references asylia.member (id),
  written_on date not null,
  primary key (compartment_id, id),
  foreign key (compartment_id, supersedes) references asylia.compliance_note (compartment_id, id),
  check (finding <> 'withdrawn' or supersedes is not null)
);
create unique index compliance_note_once on asylia.compliance_note (compartment_id, supersedes) where supersedes is not null;
create index compliance_note_of on asylia.compliance_note (compartment_id, agreement, seen_on desc, id);
create trigger append_only before update or delete or truncate on asylia.compliance_note for each statement execute function base.refuse_change();

-- guards T-21
do $$
declare
  own constant text := '(select true from asylia.compartment_member own where own.compartment_id = %I.compartment_id and own.member_id = access.member())';
  place text;
begin
  foreach place in array array[
    'benchmark', 'benchmark_look', 'consequence', 'consequence_decision', 'legislation', 'legislation_assessment', 'legislation_watch',
    'legislation_notice', 'compliance_note'
  ] loop
    execute format('alter table asylia.%I enable row level security', place);
    execute format('alter table asylia.%I force row level security', place);
    execute format('grant select, insert on asylia.%I to asylia_app', place);
    execute format('create policy roles on asylia.%I as restrictive for select to asylia_app using ((select access.reads_coded()))', place);
    execute format('create policy seen on asylia.%I for select to asylia_app using (' || own || ')', place, place);
    if place <> 'legislation_watch' then
      execute format(
        'create policy adds on asylia.%I for insert to asylia_app with check (access.writes(compartment_id) and (select %s))', place,
        case when place in ('benchmark_look', 'compliance_note') then 'access.has_role(''{caseworker,verifier,liaison,counsel}'')' else 'access.engages()' end);
    end if;
  end loop;
end $$;
create policy changes on asylia.legislation for update to asylia_app using (
  (select true from asylia.compartment_member own where own.compartment_id = legislation.compartment_id and own.member_id = access.member())
) with check (access.writes(compartment_id) and (select access.engages()));
-- Everybody watches and takes note for themselves.
create policy adds on asylia.legislation_watch for insert to asylia_app
  with check (access.writes(compartment_id) and (select access.reads_coded()) and member_id = (select access.member()));
create policy drops on asylia.legislation_watch for delete to asylia_app
  using (access.writes(compartment_id) and member_id = (select access.member()));
create policy changes on asylia.legislation_notice for update to asylia_app using (member_id = (select access.member()))
  with check (access.writes(compartment_id) and member_id = (select access.member()));
grant update (title, kind, stage, reaches_abroad, source, read_on, reviewed_by, reviewed_on, revision, written_by, written_on) on asylia.legislation to asylia_app;
grant delete on asylia.legislation_watch to asylia_app;
grant update (seen_on) on asylia.legislation_notice to asylia_app;
