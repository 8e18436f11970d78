-- What alerts lacked: a public line of an office that its steward said yes to, words outside of a case that two people answer for,
-- files with a reply, the yes of a data protection officer before police learns of anybody, and four ends that were left open.

-- One line of an office as everybody may read it. It stands here only while its steward's yes to exactly these words holds.
create table publication.focal_office (
  code text primary key check (code ~ '^B-[2-9A-HJ-NP-Z]{6}$'),
  body jsonb not null,
  said_on date not null
);
alter table publication.focal_office enable row level security;
alter table publication.focal_office force row level security;
create policy reads on publication.focal_office for select to asylia_app using ((select access.member()) is not null);
create policy released on publication.focal_office for select to asylia_public using (true);
create policy by_access on publication.focal_office to asylia_access using (true) with check (true);
grant select on publication.focal_office to asylia_app, asylia_public;
grant usage on schema publication to asylia_access;
grant select, insert, delete on publication.focal_office to asylia_access;
-- Null while nobody said yes to the entry as it stands now.
alter table asylia.focal_point add column public_code text unique check (public_code ~ '^B-[2-9A-HJ-NP-Z]{6}$');
grant update (public_code) on asylia.focal_point to asylia_access;

-- What two people say of words outside of a case: they name nobody, or whoever they name agreed. Older versions said nothing.
alter table asylia.alert_version add column names text check (names in ('nobody', 'agreed'));
grant update (names) on asylia.alert_version to asylia_app;

-- A code is unique where it is seen, and no further: who draws one up never learns that a room that they do not see has it.
-- Whoever sees two finds the older one by it. guards T-21
alter table asylia.alert drop constraint alert_code_key, add column drawn_at timestamptz not null default now(),
  add constraint alert_code_of_room unique (compartment_id, team_id, code);
create index alert_by_code on asylia.alert (code, drawn_at, id);

-- Says the second yes before police learns of anybody, and by this role alone may nothing else.
alter table asylia.member_role drop constraint member_role_role_check,
  add constraint member_role_role_check check (role in ('caseworker', 'verifier', 'liaison', 'counsel', 'analyst', 'steward', 'auditor', 'dpo'));

-- A sealed file that came with a reply; its name and its hash stand in what a member of the office signed.
create table asylia.alert_file (
  compartment_id uuid not null references asylia.compartment (id),
  id uuid not null,
  -- The delivery that it answers.
  about uuid not null,
  put_at timestamptz not null,
  body bytea not null check (octet_length(body) in (18043, 67195, 263851, 1050475)),
  primary key (compartment_id, id)
);
alter table asylia.alert_file alter column body set statistics 0, alter column body set storage external;
create index alert_file_about on asylia.alert_file (about);
alter table asylia.alert_file enable row level security;
alter table asylia.alert_file force row level security;
create policy seen on asylia.alert_file for select to asylia_app using (
  (select true from asylia.compartment_member own where own.compartment_id = alert_file.compartment_id and own.member_id = access.member())
);
create policy of_sender on asylia.alert_file as restrictive for select to asylia_app using (
  exists (select from asylia.alert_delivery d where d.compartment_id = alert_file.compartment_id and d.id = alert_file.about)
);
create policy by_access on asylia.alert_file to asylia_access using (true) with check (true);
grant select on asylia.alert_file to asylia_app;
grant select, insert on asylia.alert_file to asylia_access;
drop policy of_sender on keys.alert_wrap;
create policy of_sender on keys.alert_wrap as restrictive for select to asylia_app using (
  exists (select from asylia.alert_text t where t.compartment_id = alert_wrap.compartment_id and t.id = alert_wrap.id)
  or exists (select from asylia.alert_file f where f.compartment_id = alert_wrap.compartment_id and f.id = alert_wrap.id)
);

grant create on schema access to asylia_access;
set local role asylia_access;
-- The steward's yes to exactly this revision. False when somebody changed it meanwhile, or it is not open. guards T-44
create function access.publish_focal_point(point uuid, at_revision int, office_name text, of_code text, today date) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  f asylia.focal_point;
begin
  select * into f from asylia.focal_point p where p.id = point and p.revision = at_revision and p.open for update;
  if f.id is null or not access.writes(f.compartment_id) or not access.has_role('{steward}') then return false; end if;
  delete from publication.focal_office o where o.code = f.public_code;
  insert into publication.focal_office (code, body, said_on)
  select of_code, jsonb_build_object('code', of_code, 'name', office_name, 'territory', f.territory, 'languages', f.languages, 'opens', f.opens,
    'closes', f.closes, 'offsetMinutes', f.offset_minutes, 'days', f.days, 'stateBody', f.state_body or t.kind = 'state', 'police', t.police,
    'contact', f.contact, 'checkedOn', f.checked_on), today
  from asylia.compartment c join asylia.team t on t.id = c.team_id where c.id = f.compartment_id;
  update asylia.focal_point p set public_code = of_code where p.compartment_id = f.compartment_id and p.id = f.id;
  return true;
end $$;
create function access.unpublish_focal_point(point uuid) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  f asylia.focal_point;
begin
  select * into f from asylia.focal_point p where p.id = point and p.public_code is not null for update;
  if f.id is null or not access.writes(f.compartment_id) then return false; end if;
  delete from publication.focal_office o where o.code = f.public_code;
  update asylia.focal_point p set public_code = null where p.compartment_id = f.compartment_id and p.id = f.id;
  return true;
end $$;
-- Other words need another yes: what was said before leaves the public page with the change.
create function access.leave_publication() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  delete from publication.focal_office o where o.code = old.public_code;
  if tg_op = 'DELETE' then return old; end if;
  new.public_code := null;
  return new;
end $$;
-- A file for a reply that follows. Answers 'kept', or why not.
create function access.attach_to_alert(received uuid, file uuid, of_epoch int, body bytea, age_file bytea, at timestamptz) returns text
language plpgsql security definer set search_path = '' as $$
declare
  d asylia.alert_delivery;
  r asylia.alert_received;
begin
  select * into d from asylia.alert_delivery e where e.id = received and e.office = access.team();
  select * into r from asylia.alert_received a where a.id = received and access.writes(a.compartment_id) for update;
  if r.id is null then raise exception 'nothing of this team' using errcode = 'insufficient_privilege'; end if;
  -- It came from another installation: files do not go there.
  if d.id is null then return 'stale'; end if;
  if of_epoch is distinct from access.epoch_of(d.team_id) then return 'key_changed'; end if;
  if r.ends_at <= at or r.state not in ('acknowledged', 'acting', 'answered') then return 'stale'; end if;
  if (select count(*) from asylia.alert_file f where f.about = d.id) >= 12 then return 'too_many'; end if;
  insert into asylia.alert_file (compartment_id, id, about, put_at, body) values (d.compartment_id, file, d.id, at, attach_to_alert.body);
  insert into keys.alert_wrap (compartment_id, id, epoch, age_file) values (d.compartment_id, file, of_epoch, attach_to_alert.age_file);
  return 'kept';
end $$;

-- What still waits for an office and may not go any more is stopped, and no sealed copy stays behind.
create function access.stop_queued(of_office uuid, why text, below_epoch int) returns void
language plpgsql security definer set search_path = '' as $$
declare
  goes record;
begin
  for goes in
    select t.compartment_id as room, t.id, d.id as delivery
    from asylia.alert_text t
    join asylia.alert_delivery d on d.compartment_id = t.compartment_id and d.id = t.about and d.office = of_office
    join asylia.alert_version v on v.compartment_id = d.compartment_id and v.alert_id = d.alert_id and v.version = t.version
    join keys.alert_wrap w on w.compartment_id = t.compartment_id and w.id = t.id
    where t.kind = 'queued' and case why when 'key_changed' then w.epoch < below_epoch else v.names = 'agreed' end
    order by t.id for update of t
  loop
    delete from keys.alert_wrap w where w.compartment_id = goes.room and w.id = goes.id;
    delete from asylia.alert_text t where t.compartment_id = goes.room and t.id = goes.id;
    -- What stopped over a key stays with what is awaited: the sender can seal it anew.
    update asylia.alert_delivery d set state = 'stopped', reason = why, clock_at = case when why = 'key_changed' then d.clock_at end
    where d.compartment_id = goes.room and d.id = goes.delivery;
  end loop;
end $$;
-- An office has a new key, perhaps because somebody else has the one before: nothing is delivered to that one. guards T-21
create function access.stop_for_new_key() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform access.stop_queued(c.team_id, 'key_changed', new.number) from asylia.compartment c where c.id = new.compartment_id and c.kind = 'team';
  return null;
end $$;
-- An office said that it is police: whoever is named outside of a case was not asked for that. guards T-21
create function access.stop_for_police() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform access.stop_queued(new.id, 'consent', 0);
  return null;
end $$;
-- A version is answered so often and no more: a room of the sender is not filled by somebody else.
create function access.end_of_replies() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if (
    select count(*) from asylia.alert_text t
    where t.compartment_id = new.compartment_id and t.about = new.about and t.kind = 'reply' and t.version = new.version
  ) >= 40 then
    raise exception 'this version was answered often enough' using errcode = 'program_limit_exceeded';
  end if;
  return new;
end $$;
-- Before an alert is taken back: in the order in which a delivery takes them, so that one that is under way ends first and none begins.
create function access.hold_alert(room uuid, alert uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if not access.writes(room) then raise exception 'not this team''s alert' using errcode = 'insufficient_privilege'; end if;
  perform from asylia.alert a where a.compartment_id = room and a.id = alert for update;
  perform from asylia.alert_text t join asylia.alert_delivery d on d.id = t.about
  where d.compartment_id = room and d.alert_id = alert and t.kind in ('queued', 'copy') order by t.id for update of t;
  perform from asylia.alert_delivery d where d.compartment_id = room and d.alert_id = alert order by d.id for update;
end $$;

reset role;
create trigger yes_to_these_words before update of territory, remit, languages, opens, closes, offset_minutes, days, deputies, state_body, police, conflicts,
  contact, open, checked_on on asylia.focal_point
  for each row when (old.public_code is not null) execute function access.leave_publication();
create trigger yes_is_gone before delete on asylia.focal_point for each row when (old.public_code is not null) execute function access.leave_publication();
create trigger new_key after insert on asylia.statement_counted for each row when (new.kind = 'epoch') execute function access.stop_for_new_key();
create trigger now_police after update of police on asylia.team for each row when (new.police and not old.police) execute function access.stop_for_police();
create trigger not_endless before insert on asylia.alert_text for each row when (new.kind = 'reply') execute function access.end_of_replies();
set local role asylia_access;
revoke execute on function access.publish_focal_point(uuid, int, text, text, date), access.unpublish_focal_point(uuid), access.leave_publication(),
  access.attach_to_alert(uuid, uuid, int, bytea, bytea, timestamptz), access.stop_queued(uuid, text, int), access.stop_for_new_key(),
  access.stop_for_police(), access.end_of_replies(), access.hold_alert(uuid, uuid) from public;
grant execute on function access.publish_focal_point(uuid, int, text, text, date), access.unpublish_focal_point(uuid),
  access.attach_to_alert(uuid, uuid, int, bytea, bytea, timestamptz), access.hold_alert(uuid, uuid) to asylia_app;
reset role;
revoke create on schema access from asylia_access;
