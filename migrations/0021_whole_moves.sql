-- What hangs on a case moves whole: people, incidents and all that is said of them, and consent, in the same transaction as the
-- rest. An import can be taken back while nothing of it was changed. Who is on duty for a country, and the alarm that reaches
-- them. What a spyware, doxing or deception record says beyond its method, in codes.

alter table asylia.case_move_item drop constraint case_move_item_place_check;
alter table asylia.case_move_item add constraint case_move_item_place_check
  check (place in ('card', 'report', 'case_entry', 'case_task', 'person', 'incident', 'consent', 'settled'));

-- What hangs on a record goes where the record goes, by the foreign key itself; the whole is looked at before the end. Tables of
-- later migrations do not, and keep the record where it is until somebody thought of them.
do $$
declare
  tie record;
begin
  for tie in
    select k.conrelid::regclass as place, k.conname as name, pg_get_constraintdef(k.oid) as says from pg_constraint k
    where k.contype = 'f' and k.confrelid in (
      'asylia.person'::regclass, 'asylia.person_protection'::regclass, 'asylia.incident'::regclass, 'asylia.act'::regclass,
      'asylia.screening'::regclass, 'asylia.information'::regclass, 'asylia.assessment'::regclass, 'asylia.report'::regclass
    )
  loop
    execute format('alter table %s drop constraint %I', tie.place, tie.name);
    execute format('alter table %s add constraint %I %s on update cascade%s deferrable initially immediate', tie.place, tie.name, tie.says,
      -- An import that is taken back takes what it said of a person's liberty along; nothing else deletes a person.
      case when tie.place = 'asylia.person_liberty'::regclass then ' on delete cascade' else '' end);
  end loop;
end $$;

-- Append-only still, and by nobody's right: a row follows the key of the record that it hangs on, and is changed by nothing else.
do $$
declare
  place text;
begin
  foreach place in array array[
    'asylia.person_protection', 'asylia.person_liberty', 'asylia.screening', 'asylia.information', 'asylia.assessment'
  ] loop
    execute format('drop trigger append_only on %s', place);
    execute format('create trigger append_only before update or delete or truncate on %s for each statement
      when (pg_catalog.pg_trigger_depth() = 0) execute function base.refuse_change()', place);
  end loop;
  foreach place in array array['asylia.person', 'asylia.incident'] loop
    execute format('grant select, update (compartment_id) on %s to asylia_access', place);
    execute format('create policy moves on %s for update to asylia_access using (true) with check (true)', place);
    execute format('create policy moves_from on %s for select to asylia_access using (true)', place);
  end loop;
  foreach place in array array['asylia.act', 'asylia.consent'] loop
    execute format('grant select on %s to asylia_access', place);
    execute format('create policy moves_from on %s for select to asylia_access using (true)', place);
  end loop;
end $$;
grant insert on asylia.consent to asylia_access;
create policy settles on asylia.consent for insert to asylia_access with check (true);

grant create on schema access to asylia_access;
set local role asylia_access;
-- The sealed things that a move brings over: all of a merge, what is about a moving record of a split, and of an undo what came
-- before and what was written about it since. Reasons of the risk stay with the history that they belong to.
create or replace function access.moving_cards(target uuid, move uuid) returns table (id uuid, revision int, is_ready boolean)
language sql stable security definer set search_path = '' as $$
  select c.id, c.revision, s.id is not null
  from asylia.case_move m
  join asylia.card c on c.compartment_id = m.source
  left join asylia.case_move_card s on s.compartment_id = target and s.move_id = move and s.id = c.id and s.from_revision = c.revision
    and s.generation = (select w.generation from keys.case_wrap w where w.compartment_id = target)
  where m.compartment_id = target and m.id = move and m.state = 'held' and access.writes(target) and access.writes(m.source)
    and case m.kind
      when 'merge' then c.kind <> 'risk'
      else c.about = any (m.chosen)
        or exists (select from asylia.act a where a.compartment_id = m.source and a.id = c.about and a.incident_id = any (m.chosen))
        or exists (
          select from asylia.consent n join asylia.person p on p.compartment_id = n.compartment_id and p.code = n.subject
          where n.compartment_id = m.source and n.card = c.id and p.id = any (m.chosen)
        )
        or m.kind = 'undo' and exists (
          select from asylia.case_move_item i
          where i.compartment_id = m.source and i.move_id = m.undoes and i.place = 'card' and i.id = c.id
        )
    end
$$;

-- Whether a record that moves is tied to one that stays: an act against somebody, or a report on its way to another team.
create function access.move_is_tied(target uuid, move uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from asylia.case_move m join asylia.act a on a.compartment_id = m.source
    where m.compartment_id = target and m.id = move and m.chosen is not null and a.person_id is not null
      and (a.incident_id = any (m.chosen)) <> (a.person_id = any (m.chosen))
  ) or exists (
    select from asylia.case_move m join asylia.transfer t on t.compartment_id = m.source
    where m.compartment_id = target and m.id = move and t.state in ('proposed', 'approved', 'sent')
      and (m.chosen is null or t.report_id = any (m.chosen))
  )
$$;

-- What whoever reported agrees to in a case: one row for each use that was ever spoken of, with the days on which it holds;
-- without days it does not. Rows up to `past` alone, where that is given.
create function access.reporter_says(room uuid, past jsonb)
returns table (scope text, giver text, basis text, from_on date, until_on date, expires_on date)
language sql stable security definer set search_path = '' as $$
  with said as (
    select c.* from asylia.consent c
    where c.compartment_id = room and c.subject = 'reporter' and (past is null or c.n <= (past ->> c.scope)::int)
  ), ended as (
    select s.scope, coalesce(max(s.n) filter (where s.change = 'withdrawn'), 0) as n from said s group by s.scope
  )
  select distinct on (e.scope) e.scope, s.giver, s.basis, s.from_on, s.until_on, s.expires_on
  from ended e left join said s on s.scope = e.scope and s.n > e.n
  order by e.scope, s.expires_on desc nulls last, s.n
$$;

-- Writes a row after all that was said of a use. Without a last day it says no.
create function access.say_consent(room uuid, who text, said jsonb, today date) returns uuid
language sql volatile set search_path = '' as $$
  insert into asylia.consent (compartment_id, id, subject, scope, n, change, giver, basis, from_on, until_on, expires_on, recorded_by, recorded_on)
  select room, gen_random_uuid(), who, said ->> 'scope', coalesce(max(c.n), 0) + 1,
    case when said ->> 'expires_on' is null then 'withdrawn' else 'given' end, coalesce(said ->> 'giver', 'self'),
    coalesce(said ->> 'basis', 'moved'), coalesce((said ->> 'from_on')::date, today), (said ->> 'until_on')::date,
    (said ->> 'expires_on')::date, access.member(), today
  from asylia.consent c where c.compartment_id = room and c.subject = who and c.scope = said ->> 'scope'
  returning id
$$;

-- Writes all that somebody said in one case after all that was said in another. What was said stays where it was said.
create function access.copy_consent(source uuid, target uuid, who text) returns setof uuid
language sql volatile set search_path = '' as $$
  insert into asylia.consent (compartment_id, id, subject, scope, n, change, giver, basis, from_on, until_on, expires_on, card, recorded_by, recorded_on)
  select target, gen_random_uuid(), c.subject, c.scope,
    row_number() over (partition by c.scope order by c.n) + coalesce(
      (select max(o.n) from asylia.consent o where o.compartment_id = target and o.subject = who and o.scope = c.scope), 0),
    c.change, c.giver, c.basis, c.from_on, c.until_on, c.expires_on, c.card, c.recorded_by, c.recorded_on
  from asylia.consent c where c.compartment_id = source and c.subject = who
  returning id
$$;

-- What was said of a person goes where the person goes, and holds no longer where they were. A no that stands there already
-- stays one.
create function access.carry_consent(source uuid, target uuid, who text, today date) returns void
language plpgsql volatile set search_path = '' as $$
declare
  refused text[] := array(
    select l.scope from (
      select distinct on (c.scope) c.scope, c.change, c.basis from asylia.consent c
      where c.compartment_id = target and c.subject = who order by c.scope, c.n desc
    ) l where l.change = 'withdrawn' and l.basis <> 'moved'
  );
  use text;
begin
  perform access.copy_consent(source, target, who);
  foreach use in array refused loop
    perform access.say_consent(target, who, jsonb_build_object('scope', use), today);
  end loop;
  for use in select distinct c.scope from asylia.consent c where c.compartment_id = source and c.subject = who loop
    perform access.say_consent(source, who, jsonb_build_object('scope', use), today);
  end loop;
end $$;

-- Two reporters in one case: a use is agreed to on the days on which both agree to it, and on no other. Asked before their
-- reports meet. guards T-21
create function access.settle_consent(m asylia.case_move, today date) returns void
language plpgsql volatile set search_path = '' as $$
declare
  brings boolean := m.kind = 'merge';
  met boolean := exists (select from asylia.report r where r.compartment_id = m.compartment_id)
    or exists (select from asylia.consent c where c.compartment_id = m.compartment_id and c.subject = 'reporter');
  uses jsonb;
  one jsonb;
begin
  if not exists (select from asylia.report r where r.compartment_id = m.source and (m.chosen is null or r.id = any (m.chosen)))
    and not (brings and exists (select from asylia.consent c where c.compartment_id = m.source and c.subject = 'reporter')) then
    return;
  end if;
  select coalesce(jsonb_agg(jsonb_build_object(
    'scope', coalesce(s.scope, t.scope), 'giver', s.giver, 'basis', s.basis,
    'from_on', case when met then greatest(s.from_on, t.from_on) else s.from_on end,
    'until_on', case when met then least(s.until_on, t.until_on) else s.until_on end,
    'expires_on', case
      when not met then s.expires_on
      when s.expires_on is null or t.expires_on is null or least(s.expires_on, t.expires_on) < greatest(s.from_on, t.from_on) then null
      else least(s.expires_on, t.expires_on)
    end
  )), '[]') into uses
  from access.reporter_says(m.source, null) s full join access.reporter_says(m.compartment_id, null) t on t.scope = s.scope;

  if brings then
    insert into asylia.case_move_item (compartment_id, move_id, place, id)
      select m.compartment_id, m.id, 'consent', c from access.copy_consent(m.source, m.compartment_id, 'reporter') c;
  end if;
  if not met and brings then
    return;
  end if;
  for one in select u.value from jsonb_array_elements(uses) u loop
    insert into asylia.case_move_item (compartment_id, move_id, place, id)
      values (m.compartment_id, m.id, 'settled', access.say_consent(m.compartment_id, 'reporter', jsonb_build_object('scope', one -> 'scope'), today));
    if one ->> 'expires_on' is not null then
      insert into asylia.case_move_item (compartment_id, move_id, place, id)
        values (m.compartment_id, m.id, 'settled', access.say_consent(m.compartment_id, 'reporter', one, today));
    end if;
  end loop;
end $$;

-- The way back: each has again what its reporter said before. A no that was said meanwhile stays a no for both, since nobody
-- knows whose it was; a yes that was said meanwhile is asked for again. guards T-21
create function access.unsettle_consent(m asylia.case_move, today date) returns void
language plpgsql volatile set search_path = '' as $$
declare
  past jsonb;
  last jsonb;
  before jsonb;
  refused boolean;
  use text;
begin
  select coalesce(jsonb_object_agg(x.scope, x.first - 1), '{}'), coalesce(jsonb_object_agg(x.scope, x.last), '{}') into past, last from (
    select c.scope, min(c.n) as first, max(c.n) as last
    from asylia.case_move_item i join asylia.consent c on c.compartment_id = m.source and c.id = i.id
    where i.compartment_id = m.source and i.move_id = m.undoes and i.place in ('consent', 'settled') group by c.scope
  ) x;
  for use in select distinct c.scope from asylia.consent c
    where c.compartment_id = m.source and c.subject = 'reporter' and c.n > coalesce((past ->> c.scope)::int, 0)
  loop
    refused := exists (
      select from asylia.consent c where c.compartment_id = m.source and c.subject = 'reporter' and c.scope = use
        and c.n > coalesce((last ->> use)::int, 0) and c.change = 'withdrawn'
    );
    select to_jsonb(s) into before from access.reporter_says(m.source, past || jsonb_build_object(use, coalesce((past ->> use)::int, 0))) s
      where s.scope = use;
    perform access.say_consent(m.source, 'reporter', jsonb_build_object('scope', use), today);
    if refused then
      perform access.say_consent(m.compartment_id, 'reporter', jsonb_build_object('scope', use), today);
    elsif before ->> 'expires_on' is not null then
      perform access.say_consent(m.source, 'reporter', before, today);
    end if;
  end loop;
end $$;

-- Brings over what was sealed anew, with everything that hangs on it: all of it, or nothing. False when something is not
-- ready or changed meanwhile, or is tied to what stays. Bars come along and only grow (T-27).
create or replace function access.finish_move(target uuid, move uuid, today date) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  m asylia.case_move;
  place text;
begin
  select * into m from asylia.case_move c where c.compartment_id = target and c.id = move and c.state = 'held' for update;
  if m.id is null or not access.writes(target) or not access.writes(m.source) then
    raise exception 'not this team''s move' using errcode = 'insufficient_privilege';
  end if;
  perform from asylia.report_case r where r.compartment_id in (target, m.source) order by r.compartment_id for update;
  if exists (select from access.moving_cards(target, move) c where not c.is_ready)
    or exists (select from access.moving_reports(target, move) r where not r.is_ready) or access.move_is_tied(target, move) then
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
    where t.compartment_id = m.source and (m.chosen is null or t.id = any (m.chosen))
  union all select target, move, 'person', p.id from asylia.person p
    where p.compartment_id = m.source and (m.chosen is null or p.id = any (m.chosen))
  union all select target, move, 'incident', n.id from asylia.incident n
    where n.compartment_id = m.source and (m.chosen is null or n.id = any (m.chosen));

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

  if m.kind = 'undo' then
    perform access.unsettle_consent(m, today);
  else
    perform access.settle_consent(m, today);
  end if;

  set constraints all deferred;
  foreach place in array array['report', 'case_entry', 'case_task', 'person', 'incident'] loop
    execute format(
      'update asylia.%I r set compartment_id = $1 from asylia.case_move_item i
       where r.compartment_id = $2 and i.compartment_id = $1 and i.move_id = $3 and i.place = $4 and i.id = r.id', place)
    using target, m.source, move, place;
  end loop;
  set constraints all immediate;
  perform access.carry_consent(m.source, target, p.code, today)
    from asylia.person p join asylia.case_move_item i on i.id = p.id
    where p.compartment_id = target and i.compartment_id = target and i.move_id = move and i.place = 'person';
  delete from keys.identity_wrap w using asylia.person p where w.compartment_id = m.source and p.compartment_id = target and p.code = w.person;

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

revoke execute on function access.move_is_tied(uuid, uuid), access.reporter_says(uuid, jsonb), access.say_consent(uuid, text, jsonb, date),
  access.copy_consent(uuid, uuid, text), access.carry_consent(uuid, uuid, text, date),
  access.settle_consent(asylia.case_move, date), access.unsettle_consent(asylia.case_move, date) from public;
grant execute on function access.move_is_tied(uuid, uuid) to asylia_app;
reset role;
revoke create on schema access from asylia_access;

-- Which case one row of a table became, and of how many parts. Whoever brought it takes it back while nothing of it was changed.
create table asylia.import_case (
  compartment_id uuid primary key references asylia.report_case (compartment_id),
  batch uuid not null,
  mark bytea not null check (octet_length(mark) = 16),
  parts int not null check (parts > 0),
  brought_by uuid not null references asylia.member (id),
  brought_on date not null
);
create index import_case_batch on asylia.import_case (brought_by, batch);
alter table asylia.import_case alter column mark set statistics 0;

-- guards T-21
alter table asylia.import_case enable row level security;
alter table asylia.import_case force row level security;
create policy seen on asylia.import_case for select to asylia_app using (access.sees(compartment_id));
create policy adds on asylia.import_case for insert to asylia_app
  with check (access.writes(compartment_id) and brought_by = (select access.member()));
grant select, insert on asylia.import_case to asylia_app;

do $$
declare
  place text;
begin
  foreach place in array array[
    'asylia.import_case', 'asylia.import_row', 'asylia.act', 'asylia.incident', 'asylia.person_finder', 'asylia.person',
    'asylia.card', 'asylia.case_file', 'asylia.compartment_member', 'asylia.case_holder', 'keys.case_wrap', 'keys.case_ring'
  ] loop
    execute format('grant select, delete on %s to asylia_access', place);
    execute format('create policy takes_back on %s for delete to asylia_access using (true)', place);
    execute format('create policy takes_back_from on %s for select to asylia_access using (true)', place);
  end loop;
end $$;

-- Nothing is added to these cases until the transaction ends; answers those that the speaker brought in and may write in.
create function access.hold_imports(rooms uuid[]) returns setof uuid
language plpgsql volatile security definer set search_path = '' as $$
begin
  return query
    select r.compartment_id from asylia.report_case r join asylia.import_case i on i.compartment_id = r.compartment_id
    where r.compartment_id = any (rooms) and i.brought_by = access.member() and access.writes(r.compartment_id)
    order by r.compartment_id for update of r;
end $$;

-- Takes these cases away with all that came with them, their keys first of all. The code stays: lines of the ledger name it.
-- Whatever else hangs on one of them stops all of it.
create function access.forget_imports(rooms uuid[]) returns int
language plpgsql volatile security definer set search_path = '' as $$
declare
  mine uuid[] := array(select access.hold_imports(rooms));
  place text;
begin
  delete from asylia.import_row r using asylia.import_case i
  where i.compartment_id = any (mine) and r.compartment_id = access.own_room() and r.mark = i.mark;
  foreach place in array array[
    'keys.case_wrap', 'keys.case_ring', 'asylia.act', 'asylia.incident', 'asylia.person_finder', 'asylia.person', 'asylia.card',
    'asylia.case_file', 'asylia.case_holder', 'asylia.import_case', 'asylia.compartment_member'
  ] loop
    execute format('delete from %s p where p.compartment_id = any ($1)', place) using mine;
  end loop;
  return cardinality(mine);
end $$;

-- What a method alone does not say: a family of spyware, a platform, whether it is still online. Codes; what was exposed is
-- nowhere in the open, and kinds of it leave the desk in no export.
alter table asylia.act add column detail jsonb not null default '{}' check (base.is_coded(detail));
grant update (detail) on asylia.act to asylia_app;

-- When a task was made and when it ended, so that it can be told how long people waited.
alter table asylia.case_task add column made_on date, add column ended_on date check (ended_on is null or state <> 'open');
grant update (ended_on) on asylia.case_task to asylia_app;

-- Who is on duty for a country: a name for whoever needs one now, and a second. `EU` stands for Member States that have no line of
-- their own, `ZZ` for everywhere else.
create table asylia.duty (
  compartment_id uuid not null references asylia.compartment (id),
  country text not null check (country ~ '^[A-Z]{2}$'),
  holder uuid not null references asylia.member (id),
  deputy uuid references asylia.member (id) check (deputy <> holder),
  said_by uuid not null references asylia.member (id),
  said_on date not null,
  revision int not null default 1 check (revision > 0),
  primary key (compartment_id, country)
);
-- Something that cannot wait lies in the inbox. It names no report: what lies there is named by nobody before it is taken in.
create table asylia.duty_alarm (
  compartment_id uuid not null references asylia.compartment (id),
  id uuid not null,
  country text not null check (country ~ '^[A-Z]{2}$'),
  -- Null where nobody is on duty: then it is everybody's.
  holder uuid references asylia.member (id),
  deputy uuid references asylia.member (id),
  raised_by uuid not null references asylia.member (id),
  raised_at timestamptz not null,
  until timestamptz not null check (until > raised_at),
  escalated boolean not null default false,
  answered_by uuid references asylia.member (id),
  answered_at timestamptz,
  primary key (compartment_id, id),
  check ((answered_by is null) = (answered_at is null))
);
create unique index duty_alarm_open on asylia.duty_alarm (compartment_id, country) where answered_by is null;

-- guards T-21
do $$
declare
  place text;
begin
  foreach place in array array['asylia.duty', 'asylia.duty_alarm'] loop
    execute format('alter table %s enable row level security', place);
    execute format('alter table %s force row level security', place);
    execute format('create policy seen on %s for select to asylia_app using (compartment_id = any ((select access.seen())::uuid[]))', place);
    execute format('create policy adds on %s for insert to asylia_app with check (access.writes(compartment_id))', place);
    execute format('create policy changes on %s for update to asylia_app using (compartment_id = any ((select access.seen())::uuid[])) with check (access.writes(compartment_id))', place);
    execute format('grant select, insert on %s to asylia_app', place);
  end loop;
end $$;
grant update (holder, deputy, said_by, said_on, revision) on asylia.duty to asylia_app;
grant update (escalated, answered_by, answered_at) on asylia.duty_alarm to asylia_app;

do $$
declare
  made regprocedure;
begin
  grant create on schema access to asylia_access;
  for made in select p.oid from pg_proc p where p.pronamespace = 'access'::regnamespace and p.proname in ('hold_imports', 'forget_imports') loop
    execute format('revoke execute on function %s from public', made);
    execute format('grant execute on function %s to asylia_app', made);
    execute format('alter function %s owner to asylia_access', made);
  end loop;
  revoke create on schema access from asylia_access;
end $$;
