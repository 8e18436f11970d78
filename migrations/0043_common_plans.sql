-- A case that several offices work on (R-EP-09): tasks that an office carries out, and which coded fields of the case it sees. An
-- office comes in by an alert about the case that it has opened, so bars, consent and the yes of two stand before it, and what ends
-- the alert ends this. Words go with alerts and their replies alone.

create table asylia.plan_share (
  compartment_id uuid not null references asylia.report_case (compartment_id),
  delivery_id uuid not null,
  fields text[] not null check (fields <@ '{state,host,origin,risk,deadline}'::text[]),
  shared_by uuid not null references asylia.member (id),
  shared_on date not null,
  revision int not null default 1 check (revision > 0),
  primary key (compartment_id, delivery_id),
  foreign key (compartment_id, delivery_id) references asylia.alert_delivery (compartment_id, id)
);
create index plan_share_known on asylia.plan_share (delivery_id);

-- What of a task concerns the plan; it goes where the task goes, and stays closed there.
create table asylia.plan_task (
  compartment_id uuid not null,
  task_id uuid not null,
  -- The office that carries it out; the owner of the task goes on following it up here.
  partner uuid references asylia.team (id),
  -- Whether the other offices of the plan see it, and whose it is.
  is_shown boolean not null default false,
  taken_on date check (taken_on is null or partner is not null),
  -- The office that did not take it on.
  declined_by uuid references asylia.team (id),
  primary key (compartment_id, task_id),
  foreign key (compartment_id, task_id) references asylia.case_task (compartment_id, id) on update cascade
);

-- Of the team whose case it is alone: whoever reads the case for another team learns of no office. guards T-21
do $$
declare
  own constant text := '(select true from asylia.compartment_member own where own.compartment_id = %I.compartment_id and own.member_id = access.member())';
  place text;
begin
  foreach place in array array['plan_share', 'plan_task'] loop
    execute format('alter table asylia.%I enable row level security', place);
    execute format('alter table asylia.%I force row level security', place);
    execute format('grant select, insert on asylia.%I to asylia_app', place);
    execute format('create policy roles on asylia.%I as restrictive for select to asylia_app using ((select access.reads_coded()))', place);
    execute format(
      'create policy own_team on asylia.%I as restrictive to asylia_app using ((select r.team_id from asylia.report_case r where r.compartment_id = %I.compartment_id) = (select access.team()))',
      place, place);
    execute format('create policy seen on asylia.%I for select to asylia_app using (' || own || ')', place, place);
    execute format(
      'create policy adds on asylia.%I for insert to asylia_app with check (access.writes(compartment_id) and (select access.engages()))', place);
    execute format(
      'create policy changes on asylia.%I for update to asylia_app using (' || own || ') with check (access.writes(compartment_id) and (select access.engages()))',
      place, place);
    execute format('create policy by_access on asylia.%I to asylia_access using (true) with check (true)', place);
    execute format('grant select on asylia.%I to asylia_access', place);
  end loop;
end $$;
grant update (fields, shared_by, shared_on, revision) on asylia.plan_share to asylia_app;
grant update (partner, is_shown, taken_on, declined_by) on asylia.plan_task to asylia_app, asylia_access;
create policy drops on asylia.plan_share for delete to asylia_app using (access.writes(compartment_id) and (select access.engages()));
grant delete on asylia.plan_share to asylia_app;
grant update (state, outcome, gap, ended_on, revision) on asylia.case_task to asylia_access;

grant create on schema access to asylia_access;
set local role asylia_access;

-- Why an office may not have what is said of somebody, whoever asks; null when it may. guards T-21, T-27
create function access.office_bar(room uuid, about text[], office uuid, today date) returns text
language sql stable security definer set search_path = '' as $$
  select case
    when not exists (select from asylia.team t where t.id = office and t.kind <> 'house') then 'barred'
    when exists (select from asylia.compartment_deny d where d.compartment_id = room and d.team_id = office) then 'barred'
    when access.node_barred(room, office) then 'barred'
    when cardinality(about) > 0 and (
      select c.change from asylia.consent c
      where c.compartment_id = room and c.subject = 'reporter' and c.scope = access.alert_scope(office) order by c.n desc limit 1
    ) = 'withdrawn' then 'consent'
    when exists (
      select from unnest(about) s (subject) where not exists (
        select from asylia.consent c
        where c.compartment_id = room and c.subject = s.subject and c.scope = access.alert_scope(office) and c.change = 'given'
          and c.from_on <= today and today <= c.expires_on
          and c.n > coalesce((
            select max(w.n) from asylia.consent w
            where w.compartment_id = room and w.subject = c.subject and w.scope = c.scope and w.change = 'withdrawn'
          ), 0)
      )
    ) then 'consent'
  end
$$;
-- The same for a room that the speaker sees; of another one nothing is told but a no.
create or replace function access.alert_bar(room uuid, about text[], office uuid, today date) returns text
language sql stable security definer set search_path = '' as $$
  select case when access.sees(room) or access.is_installation() then access.office_bar(room, about, office, today) else 'barred' end
$$;

-- Whom a use of a whole case concerns: each person in it, or whoever reported where it has nobody.
create function access.everybody_in(room uuid) returns text[]
language sql stable security definer set search_path = '' as $$
  select coalesce(array_agg(p.code), '{reporter}') from asylia.person p where p.compartment_id = room
$$;
-- Whether a copy lets its office into the plan now: the office opened it and did not refuse, it is neither taken back nor over, and
-- everybody in the case, not only of whom the alert speaks, agrees today to the use that two people signed. guards T-21, T-27
create function access.lets_in(room uuid, delivery uuid, at timestamptz) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from asylia.alert_delivery d
    join asylia.alert_version v on v.compartment_id = d.compartment_id and v.alert_id = d.alert_id and v.version = d.version
    cross join lateral (select v.about || access.everybody_in(room) as concerned) e
    where d.compartment_id = room and d.id = delivery and d.state in ('opened', 'acknowledged', 'acting', 'answered') and d.ends_at > at
      and access.office_bar(room, e.concerned, d.office, (at at time zone 'UTC')::date) is null
      and access.alert_scope_signed(e.concerned, v.scopes, d.office)
  )
$$;
-- The room of the plan that came with a copy of the speaker's own office; null when there is none, or none any more.
create function access.plan_room(delivery uuid, at timestamptz) returns uuid
language sql stable security definer set search_path = '' as $$
  select s.compartment_id from asylia.plan_share s
  join asylia.alert_delivery d on d.compartment_id = s.compartment_id and d.id = s.delivery_id
  where s.delivery_id = delivery and d.office = access.team() and access.reads_coded() and access.lets_in(s.compartment_id, delivery, at)
$$;

-- For who shares: the offices here that have an alert about the case, with what each sees and whether it may now.
create function access.plan_offices(room uuid, at timestamptz) returns table (delivery uuid, alert text, office text, state text, ends_at timestamptz,
  fields text[], revision int, may boolean)
language sql stable security definer set search_path = '' as $$
  select d.id, a.code, t.slug, d.state, d.ends_at, s.fields, coalesce(s.revision, 0), access.lets_in(room, d.id, at)
  from asylia.alert_delivery d
  join asylia.alert a on a.compartment_id = d.compartment_id and a.id = d.alert_id
  join asylia.team t on t.id = d.office and t.node_id is null
  left join asylia.plan_share s on s.compartment_id = d.compartment_id and s.delivery_id = d.id
  where d.compartment_id = room and d.team_id = access.team() and access.sees(room) and access.reads_coded()
    and (s.delivery_id is not null or d.state in ('opened', 'acknowledged', 'acting', 'answered') and d.ends_at > at)
  order by t.slug, d.queued_at desc, d.id limit 200
$$;

-- For an office: the fields that it was given, as they are now, and no others.
create function access.plan_fields(delivery uuid, at timestamptz) returns table (field text, value text)
language sql stable security definer set search_path = '' as $$
  select f.field, case f.field when 'state' then c.state when 'host' then c.host when 'origin' then c.origin when 'risk' then c.risk
    when 'deadline' then c.next_deadline::text end
  from asylia.case_file c join asylia.plan_share s on s.compartment_id = c.compartment_id and s.delivery_id = delivery
  cross join unnest(s.fields) f (field) where c.compartment_id = access.plan_room(delivery, at)
$$;
-- For an office: its own tasks, and those that it is shown with whose they are, when they are due and how they stand.
create function access.plan_tasks(delivery uuid, at timestamptz) returns table (task uuid, action text, due date, state text, outcome text, gap text,
  taken date, office text, mine boolean, revision int)
language sql stable security definer set search_path = '' as $$
  select t.id, t.action, t.due_on, t.state, case when o.mine then t.outcome end, case when o.mine then t.gap end, p.taken_on,
    (select n.slug from asylia.team n where n.id = coalesce(p.partner, d.team_id)), o.mine, t.revision
  from asylia.plan_task p
  join asylia.case_task t on t.compartment_id = p.compartment_id and t.id = p.task_id
  join asylia.alert_delivery d on d.compartment_id = p.compartment_id and d.id = delivery
  cross join lateral (select p.partner is not distinct from access.team() as mine) o
  where p.compartment_id = access.plan_room(delivery, at) and (o.mine or p.is_shown)
  order by t.due_on, t.id limit 200
$$;

-- An office takes on a task of its own, ends it, or does not take it on. Answers the task's next revision; null when somebody was
-- quicker or the plan is closed.
create function access.turn_task(delivery uuid, task uuid, becomes text, as_outcome text, as_gap text, of_revision int, at timestamptz) returns int
language plpgsql security definer set search_path = '' as $$
declare
  room uuid := access.plan_room(delivery, at);
  today date := (at at time zone 'UTC')::date;
  following int;
begin
  if room is null or becomes not in ('taken', 'done', 'declined') or not access.has_role('{caseworker,verifier,liaison,counsel}') then return null; end if;
  update asylia.case_task t set revision = t.revision + 1,
    state = case when becomes = 'done' then 'done' else t.state end,
    outcome = case when becomes = 'done' then as_outcome else t.outcome end,
    gap = case when becomes = 'done' then as_gap else t.gap end,
    ended_on = case when becomes = 'done' then today else t.ended_on end
  from asylia.plan_task p
  where t.compartment_id = room and t.id = task and t.state = 'open' and t.revision = of_revision
    and p.compartment_id = t.compartment_id and p.task_id = t.id and p.partner = access.team()
  returning t.revision into following;
  if following is null then return null; end if;
  update asylia.plan_task p set
    taken_on = case when becomes = 'declined' then null else coalesce(p.taken_on, today) end,
    partner = case when becomes = 'declined' then null else p.partner end,
    declined_by = case when becomes = 'declined' then p.partner else p.declined_by end
  where p.compartment_id = room and p.task_id = task;
  return following;
end $$;

do $$
declare
  made regprocedure;
begin
  for made in
    select p.oid from pg_proc p where p.pronamespace = 'access'::regnamespace and p.proname in (
      'office_bar', 'everybody_in', 'lets_in', 'plan_room', 'plan_offices', 'plan_fields', 'plan_tasks', 'turn_task'
    )
  loop
    execute format('revoke execute on function %s from public', made);
    -- The first four are called by the others alone.
    if made::text !~ 'office_bar|everybody_in|lets_in|plan_room' then execute format('grant execute on function %s to asylia_app', made); end if;
  end loop;
end $$;

reset role;
revoke create on schema access from asylia_access;
