-- Casework: what happens to people in a case and what is done for them, in codes, days and numbers alone. Every word about a
-- person is in a sealed card (0007).

-- Codes and numbers, and never a text: letters, digits and four marks, without a space. guards T-05
create function base.is_coded(given jsonb) returns boolean
language sql immutable parallel safe set search_path = '' as $$
  select octet_length(given::text) <= 8192 and not exists (
    select from jsonb_path_query(given, 'strict $.** ? (@.type() == "string")') s(word)
    where s.word #>> '{}' !~ '^[A-Za-z0-9][A-Za-z0-9._:-]{0,39}$'
  ) and not exists (
    select from jsonb_path_query(given, 'strict $.** ? (@.type() == "object").keyvalue()') k(pair) where k.pair ->> 'key' !~ '^[A-Za-z0-9][A-Za-z0-9._:-]{0,39}$'
  )
$$;
revoke execute on function base.is_coded(jsonb) from public;
grant execute on function base.is_coded(jsonb) to asylia_app, asylia_access;

alter table asylia.case_file
  -- What a member decided last, not what a formula said; null before the first time.
  add column risk text check (risk in ('low', 'moderate', 'high', 'critical')),
  -- Until when somebody has to look at the risk again.
  add column risk_due date,
  -- While its records are being brought over, or after they were: where to.
  add column moved_into text check (moved_into ~ '^C-[2-9A-HJ-NP-Z]{6}$');
alter table asylia.case_file drop constraint case_file_state_check;
alter table asylia.case_file add constraint case_file_state_check check (state in ('open', 'watching', 'closed', 'merged'));
create index case_file_changed on asylia.case_file (changed_on desc, compartment_id);
create index case_file_deadline on asylia.case_file (next_deadline) where next_deadline is not null;

-- One thing in the life of a case: an event, a charge, a hearing, a check of safeguards, a referral.
create table asylia.case_entry (
  compartment_id uuid not null references asylia.report_case (compartment_id),
  id uuid not null,
  kind text not null check (kind ~ '^[a-z_]{2,20}$'),
  stage text not null check (stage ~ '^[a-z_]{2,40}$'),
  -- What orders the entry: the first day of its range, or the last day of one that is open to the left.
  on_day date not null,
  from_day date,
  until_day date,
  date_precision text not null check (date_precision ~ '^[a-z]{2,10}$'),
  hedge text check (hedge ~ '^[a-z_]{2,30}$'),
  state text check (state ~ '^[a-z_]{2,30}$'),
  -- When somebody has to act: the hearing, the answer of a programme, the target time of a visa.
  due_on date,
  led_from uuid,
  link text check (link ~ '^[a-z_]{2,30}$'),
  -- What a query over all cases looks for: provisions.
  codes text[] not null default '{}' check (cardinality(codes) <= 16),
  facts jsonb not null default '{}' check (base.is_coded(facts)),
  revision int not null default 1 check (revision > 0),
  written_by uuid not null references asylia.member (id),
  written_on date not null,
  primary key (compartment_id, id),
  check ((led_from is null) = (link is null))
);
create index case_entry_day on asylia.case_entry (compartment_id, on_day, id);
create index case_entry_kind on asylia.case_entry (compartment_id, kind, on_day, id);
create index case_entry_due on asylia.case_entry (due_on, compartment_id) where due_on is not null;
create index case_entry_codes on asylia.case_entry using gin (codes);

create table asylia.case_task (
  compartment_id uuid not null references asylia.report_case (compartment_id),
  id uuid not null,
  playbook text check (playbook ~ '^[a-z_]{2,30}$'),
  action text not null check (action ~ '^[a-z][a-z0-9._-]{1,39}$'),
  due_on date not null,
  owner uuid not null references asylia.member (id),
  -- Who is told when it is late.
  second uuid references asylia.member (id) check (second <> owner),
  state text not null default 'open' check (state in ('open', 'done', 'dropped')),
  outcome text check (outcome ~ '^[a-z_]{2,30}$'),
  -- What was missing; nobody closes a need as impossible without saying it (R-EP-18).
  gap text check (gap ~ '^[a-z_]{2,30}$'),
  jurisdiction text check (jurisdiction ~ '^[A-Z]{2}$'),
  late_told boolean not null default false,
  revision int not null default 1 check (revision > 0),
  written_by uuid not null references asylia.member (id),
  written_on date not null,
  primary key (compartment_id, id),
  check ((state = 'done') = (outcome is not null)),
  check (outcome is distinct from 'not_possible' or gap is not null)
);
create index case_task_due on asylia.case_task (due_on, compartment_id, id) where state = 'open';

-- What a member said of the risk, and every time before. Nothing is changed; a later one supersedes.
create table asylia.risk_assessment (
  compartment_id uuid not null references asylia.report_case (compartment_id),
  id uuid not null,
  supersedes uuid,
  factors text[] not null check (cardinality(factors) <= 40),
  formula int not null,
  score int not null,
  suggested text not null check (suggested in ('low', 'moderate', 'high', 'critical')),
  level text not null check (level in ('low', 'moderate', 'high', 'critical')),
  cause text not null check (cause in ('first', 'review', 'change', 'reprisal')),
  made_by uuid not null references asylia.member (id),
  made_on date not null,
  primary key (compartment_id, id),
  foreign key (compartment_id, supersedes) references asylia.risk_assessment (compartment_id, id)
);
create unique index risk_assessment_once on asylia.risk_assessment (compartment_id, supersedes) nulls not distinct;
create trigger append_only before update or delete or truncate on asylia.risk_assessment for each statement execute function base.refuse_change();

-- The journal of a merge or a split: what is brought from one case into another. Sealed things are sealed anew in a browser,
-- wait here, and become visible in one transaction or not at all.
create table asylia.case_move (
  compartment_id uuid not null references asylia.report_case (compartment_id),
  id uuid not null,
  kind text not null check (kind in ('merge', 'split', 'undo')),
  source uuid not null references asylia.report_case (compartment_id),
  state text not null default 'held' check (state in ('held', 'done', 'undone', 'dropped')),
  -- The reports and entries that move; null: all of them.
  chosen uuid[],
  undoes uuid,
  begun_by uuid not null references asylia.member (id),
  begun_on date not null,
  done_on date,
  undo_until date,
  primary key (compartment_id, id),
  check (source <> compartment_id)
);
create unique index case_move_held on asylia.case_move (source) where state = 'held';
create table asylia.case_move_card (
  compartment_id uuid not null references asylia.report_case (compartment_id),
  move_id uuid not null,
  id uuid not null,
  about uuid not null,
  kind text not null check (kind ~ '^[a-z]+(\.[a-z_]+)?$'),
  generation int not null check (generation > 0),
  -- The revision that was sealed anew; when somebody writes meanwhile, it is sealed again.
  from_revision int not null check (from_revision > 0),
  blob bytea not null check (octet_length(blob) in (2683, 5755, 18043, 67195, 263851)),
  primary key (compartment_id, move_id, id),
  foreign key (compartment_id, move_id) references asylia.case_move (compartment_id, id)
);
alter table asylia.case_move_card alter column blob set statistics 0, alter column blob set storage external;
-- Which record went where, so that it can go back.
create table asylia.case_move_item (
  compartment_id uuid not null references asylia.report_case (compartment_id),
  move_id uuid not null,
  place text not null check (place in ('card', 'report', 'case_entry', 'case_task')),
  id uuid not null,
  primary key (compartment_id, move_id, place, id),
  foreign key (compartment_id, move_id) references asylia.case_move (compartment_id, id)
);

select set_config('default_tablespace', coalesce((select spcname::text from pg_tablespace where spcname = 'asylia_keys'), ''), true);
create table keys.case_move_wrap (
  compartment_id uuid not null,
  move_id uuid not null,
  report_id uuid not null,
  generation int not null check (generation > 0),
  age_file bytea not null check (octet_length(age_file) <= 4096),
  primary key (compartment_id, move_id, report_id)
);
set local default_tablespace = '';
alter table keys.case_move_wrap alter column age_file set statistics 0, alter column age_file set storage external;

-- guards T-21
do $$
declare
  place text;
begin
  foreach place in array array[
    'asylia.case_entry', 'asylia.case_task', 'asylia.risk_assessment', 'asylia.case_move', 'asylia.case_move_card', 'asylia.case_move_item',
    'keys.case_move_wrap'
  ] loop
    execute format('alter table %s enable row level security', place);
    execute format('alter table %s force row level security', place);
    execute format('create policy seen on %s for select to asylia_app using (compartment_id = any ((select access.seen())::uuid[]))', place);
    execute format('create policy adds on %s for insert to asylia_app with check (access.writes(compartment_id))', place);
    execute format('grant select, insert on %s to asylia_app', place);
    if place not in ('asylia.risk_assessment', 'asylia.case_move_item') then
      execute format(
        'create policy changes on %s for update to asylia_app using (compartment_id = any ((select access.seen())::uuid[])) with check (access.writes(compartment_id))',
        place);
    end if;
    if place in ('asylia.case_entry', 'asylia.case_move_card', 'keys.case_move_wrap') then
      execute format('create policy drops on %s for delete to asylia_app using (access.writes(compartment_id))', place);
      execute format('grant delete on %s to asylia_app', place);
    end if;
  end loop;
  -- What moves is moved by the one function below.
  foreach place in array array['asylia.case_entry', 'asylia.case_task'] loop
    execute format('create policy by_access on %s to asylia_access using (true) with check (true)', place);
    execute format('grant select, update (compartment_id) on %s to asylia_access', place);
  end loop;
end $$;
grant update (stage, on_day, from_day, until_day, date_precision, hedge, state, due_on, led_from, link, codes, facts, revision, written_by, written_on)
  on asylia.case_entry to asylia_app;
grant update (playbook, action, due_on, owner, second, state, outcome, gap, jurisdiction, late_told, revision, written_by, written_on)
  on asylia.case_task to asylia_app;
grant update (state, done_on, undo_until) on asylia.case_move to asylia_app;
grant update (about, generation, from_revision, blob) on asylia.case_move_card to asylia_app;
grant update (generation, age_file) on keys.case_move_wrap to asylia_app;
grant update (risk, risk_due, moved_into) on asylia.case_file to asylia_app;

grant update (replies) on asylia.report_case to asylia_access;
grant update (compartment_id) on asylia.report to asylia_access;
create policy brought on asylia.report for update to asylia_access using (true) with check (true);
grant select, insert, delete on keys.report_wrap, asylia.card to asylia_access;
create policy brought on keys.report_wrap to asylia_access using (true) with check (true);
create policy brought on asylia.card to asylia_access using (true) with check (true);
grant select, update (state, moved_into, risk_due, changed_on, revision) on asylia.case_file to asylia_access;
create policy brought on asylia.case_file for update to asylia_access using (true) with check (true);
create policy brought_from on asylia.case_file for select to asylia_access using (true);
grant select, update (state, done_on, undo_until) on asylia.case_move to asylia_access;
create policy brought on asylia.case_move to asylia_access using (true) with check (true);
grant select, delete on asylia.case_move_card, keys.case_move_wrap to asylia_access;
create policy brought on asylia.case_move_card to asylia_access using (true);
create policy brought on keys.case_move_wrap to asylia_access using (true);
grant select, insert on asylia.case_move_item to asylia_access;
create policy brought on asylia.case_move_item to asylia_access using (true) with check (true);

-- The sealed things that a move brings over: all of a merge, what is about a chosen record of a split, what came before of an undo.
create function access.moving_cards(target uuid, move uuid) returns table (id uuid, revision int, is_ready boolean)
language sql stable security definer set search_path = '' as $$
  select c.id, c.revision, s.id is not null
  from asylia.case_move m
  join asylia.card c on c.compartment_id = m.source
  left join asylia.case_move_card s on s.compartment_id = target and s.move_id = move and s.id = c.id and s.from_revision = c.revision
    and s.generation = (select w.generation from keys.case_wrap w where w.compartment_id = target)
  where m.compartment_id = target and m.id = move and m.state = 'held' and access.writes(target) and access.writes(m.source)
    and case m.kind
      when 'merge' then true
      when 'split' then c.about = any (m.chosen)
      else exists (
        select from asylia.case_move_item i
        where i.compartment_id = m.source and i.move_id = m.undoes and i.place = 'card' and i.id = c.id
      )
    end
$$;

-- The reports that a move brings over, with their wraps.
create function access.moving_reports(target uuid, move uuid) returns table (id uuid, code text, is_ready boolean)
language sql stable security definer set search_path = '' as $$
  select r.id, r.code, s.report_id is not null or w.report_id is null
  from asylia.case_move m
  join asylia.report r on r.compartment_id = m.source and (m.chosen is null or r.id = any (m.chosen))
  left join keys.report_wrap w on w.compartment_id = r.compartment_id and w.report_id = r.id
  left join keys.case_move_wrap s on s.compartment_id = target and s.move_id = move and s.report_id = r.id
    and s.generation = (select k.generation from keys.case_wrap k where k.compartment_id = target)
  where m.compartment_id = target and m.id = move and m.state = 'held' and access.writes(target) and access.writes(m.source)
$$;

-- Brings over what was sealed anew, with everything that hangs on it: all of it, or nothing. False when something is not
-- ready or changed meanwhile. Bars come along and only grow (T-27).
create function access.finish_move(target uuid, move uuid, today date) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  m asylia.case_move;
  part record;
begin
  select * into m from asylia.case_move c where c.compartment_id = target and c.id = move and c.state = 'held' for update;
  if m.id is null or not access.writes(target) or not access.writes(m.source) then
    raise exception 'not this team''s move' using errcode = 'insufficient_privilege';
  end if;
  perform from asylia.report_case r where r.compartment_id in (target, m.source) order by r.compartment_id for update;
  if exists (select from access.moving_cards(target, move) c where not c.is_ready)
    or exists (select from access.moving_reports(target, move) r where not r.is_ready) then
    return false;
  end if;

  insert into asylia.compartment_deny (compartment_id, team_id)
  select target, d.team_id from asylia.compartment_deny d where d.compartment_id = m.source on conflict do nothing;

  insert into asylia.case_move_item (compartment_id, move_id, place, id)
  select target, move, 'card', c.id from access.moving_cards(target, move) c
  union all select target, move, 'report', r.id from access.moving_reports(target, move) r
  union all select target, move, 'case_entry', e.id from asylia.case_entry e
    where e.compartment_id = m.source and (m.chosen is null or e.id = any (m.chosen))
  union all select target, move, 'case_task', t.id from asylia.case_task t
    where t.compartment_id = m.source and (m.chosen is null or t.id = any (m.chosen));

  with gone as (
    delete from asylia.card c using asylia.case_move_item i
    where c.compartment_id = m.source and i.compartment_id = target and i.move_id = move and i.place = 'card' and i.id = c.id
    returning c.id, c.revision, c.written_by, c.written_on
  )
  insert into asylia.card (compartment_id, id, about, kind, generation, revision, blob, written_by, written_on)
  select target, s.id, s.about, s.kind, s.generation, gone.revision + 1, s.blob, gone.written_by, gone.written_on
  from gone join asylia.case_move_card s on s.compartment_id = target and s.move_id = move and s.id = gone.id;

  with gone as (
    delete from keys.report_wrap w using asylia.case_move_item i
    where w.compartment_id = m.source and i.compartment_id = target and i.move_id = move and i.place = 'report' and i.id = w.report_id
    returning w.report_id
  )
  insert into keys.report_wrap (compartment_id, report_id, age_file)
  select target, s.report_id, s.age_file from gone
  join keys.case_move_wrap s on s.compartment_id = target and s.move_id = move and s.report_id = gone.report_id;

  for part in select i.place from asylia.case_move_item i where i.compartment_id = target and i.move_id = move and i.place <> 'card' group by i.place loop
    execute format(
      'update asylia.%I r set compartment_id = $1 from asylia.case_move_item i
       where r.compartment_id = $2 and i.compartment_id = $1 and i.move_id = $3 and i.place = $4 and i.id = r.id', part.place)
    using target, m.source, move, part.place;
  end loop;

  update asylia.report_case r set replies = greatest(r.replies, (select o.replies from asylia.report_case o where o.compartment_id = m.source))
  where r.compartment_id = target;
  update asylia.case_file f set changed_on = today, revision = f.revision + 1,
    state = case when m.kind = 'undo' and f.state = 'merged' then 'open' else f.state end,
    moved_into = case when m.kind = 'undo' then null else f.moved_into end,
    -- Two cases in one are another risk: somebody says anew how high it is.
    risk_due = case when m.kind = 'merge' then least(f.risk_due, today) else f.risk_due end
  where f.compartment_id = target;
  update asylia.case_file f set changed_on = today, revision = f.revision + 1,
    state = case when m.kind = 'merge' then 'merged' else f.state end,
    moved_into = case when m.kind = 'merge' then (select c.code from asylia.report_case c where c.compartment_id = target) else f.moved_into end
  where f.compartment_id = m.source;
  update asylia.case_move c set state = 'done', done_on = today, undo_until = case when m.kind = 'undo' then null else today + 30 end
  where c.compartment_id = target and c.id = move;
  update asylia.case_move c set state = 'undone' where m.kind = 'undo' and c.compartment_id = m.source and c.id = m.undoes;
  delete from asylia.case_move_card s where s.compartment_id = target and s.move_id = move;
  delete from keys.case_move_wrap s where s.compartment_id = target and s.move_id = move;
  return true;
end $$;

do $$
declare
  made regprocedure;
begin
  grant create on schema access to asylia_access;
  for made in select p.oid from pg_proc p where p.pronamespace = 'access'::regnamespace and p.proname in ('moving_cards', 'moving_reports', 'finish_move') loop
    execute format('revoke execute on function %s from public', made);
    execute format('grant execute on function %s to asylia_app', made);
    execute format('alter function %s owner to asylia_access', made);
  end loop;
  revoke create on schema access from asylia_access;
end $$;
