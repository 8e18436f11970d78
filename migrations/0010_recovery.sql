-- Recovery by two of three custodians, signatures that a second anchor adds, what is due after somebody left, and reports
-- that go to another team.

-- The recovery key R_t of a team. It counts once enough anchors signed; the newest that counted is in force.
create table asylia.recovery_statement (
  compartment_id uuid not null references asylia.compartment (id),
  version int not null check (version > 0),
  statement jsonb not null,
  signatures jsonb not null,
  recipient bytea not null check (octet_length(recipient) = 1216),
  -- Whoever ran the set-up held the seed for that moment: when they leave, another key is due.
  made_by uuid not null references asylia.member (id),
  recorded_on date not null default current_date,
  primary key (compartment_id, version)
);
create trigger append_only before update or delete or truncate on asylia.recovery_statement for each statement execute function base.refuse_change();

-- Signatures of further anchors under a statement that was posted with one.
create table asylia.statement_signature (
  compartment_id uuid not null references asylia.compartment (id),
  kind text not null check (kind in ('epoch', 'recovery')),
  number int not null check (number > 0),
  key bytea not null check (octet_length(key) = 32),
  sig bytea not null check (octet_length(sig) = 64),
  added_by uuid not null references asylia.member (id),
  primary key (compartment_id, kind, number, key)
);
create trigger append_only before update or delete or truncate on asylia.statement_signature for each statement execute function base.refuse_change();

-- Which statement counted, as of the day on which enough had signed it: anchors who leave later do not undo it.
create table asylia.statement_counted (
  compartment_id uuid not null references asylia.compartment (id),
  kind text not null check (kind in ('epoch', 'recovery')),
  number int not null check (number > 0),
  recorded_on date not null default current_date,
  primary key (compartment_id, kind, number)
);
insert into asylia.statement_counted (compartment_id, kind, number, recorded_on)
  select compartment_id, 'epoch', epoch, recorded_on from asylia.epoch_statement;

-- What a custodian asked for: that the key be recovered for exactly these keys of a newcomer.
create table asylia.recovery_request (
  compartment_id uuid not null references asylia.compartment (id),
  version int not null check (version > 0),
  custodian bytea not null check (octet_length(custodian) = 32),
  statement jsonb not null,
  signature bytea not null check (octet_length(signature) = 64),
  -- 72 hours are counted from here.
  asked_at timestamptz not null,
  primary key (compartment_id, version, custodian)
);
create table asylia.recovery_use (
  compartment_id uuid not null references asylia.compartment (id),
  version int not null check (version > 0),
  member_id uuid not null references asylia.member (id),
  -- The team key of that day, which has to be replaced.
  epoch int not null check (epoch >= 0),
  used_on date not null,
  primary key (compartment_id, version)
);

-- Which key was newest when a member left, and which recovery key they had made: what is due follows from it.
create table asylia.departure (
  compartment_id uuid not null references asylia.compartment (id),
  member_id uuid not null references asylia.member (id),
  epoch int not null check (epoch >= 0),
  made_recovery int check (made_recovery > 0),
  primary key (compartment_id, member_id)
);

-- A report on its way to another team. It stands in the case that it leaves; what goes is sealed and not in here.
create table asylia.transfer (
  compartment_id uuid not null references asylia.report_case (compartment_id),
  id uuid not null,
  report_id uuid not null,
  to_team uuid not null references asylia.team (id),
  statement jsonb not null,
  payload bytea not null check (octet_length(payload) = 32),
  state text not null default 'proposed' check (state in ('proposed', 'approved', 'undone', 'sent', 'accepted', 'returned', 'ended')),
  proposed_by uuid not null references asylia.member (id),
  proposed_at timestamptz not null,
  proposed_device bytea not null check (octet_length(proposed_device) between 16 and 32),
  proposer_sig bytea not null check (octet_length(proposer_sig) = 64),
  approved_by uuid references asylia.member (id),
  approved_at timestamptz,
  approved_device bytea check (octet_length(approved_device) between 16 and 32),
  approver_sig bytea check (octet_length(approver_sig) = 64),
  -- The receiver seals it anew and the report here is shredded.
  forgets boolean not null,
  primary key (compartment_id, id),
  foreign key (compartment_id, report_id) references asylia.report (compartment_id, id)
);
create unique index transfer_open on asylia.transfer (compartment_id, report_id, to_team) where state in ('proposed', 'approved', 'sent');

-- What another team sent, in the compartment of the team that receives it. It names the case that it left to nobody.
create table asylia.incoming (
  compartment_id uuid not null references asylia.compartment (id),
  id uuid not null,
  from_team uuid not null references asylia.team (id),
  source uuid not null,
  epoch int not null check (epoch > 0),
  lane smallint not null check (lane between 1 and 4),
  bucket smallint not null check (bucket between 0 and 3),
  urgent boolean not null,
  arrived_on date not null,
  sent_on date not null,
  until date not null,
  sets bytea[] not null default '{}',
  -- Bars travel along and only grow.
  barred uuid[] not null default '{}',
  forgets boolean not null,
  body bytea not null check (octet_length(body) in (18043, 67195, 263851, 1050475)),
  primary key (compartment_id, id)
);
-- The body of a report that came from another team; those of the intake lie there.
create table asylia.moved_body (
  compartment_id uuid not null references asylia.report_case (compartment_id),
  report_id uuid not null,
  body bytea not null check (octet_length(body) in (18043, 67195, 263851, 1050475)),
  primary key (compartment_id, report_id),
  foreign key (compartment_id, report_id) references asylia.report (compartment_id, id)
);
alter table asylia.incoming alter column body set storage external, alter column body set statistics 0;
alter table asylia.moved_body alter column body set storage external, alter column body set statistics 0;

select set_config('default_tablespace', coalesce((select spcname::text from pg_tablespace where spcname = 'asylia_keys'), ''), true);
-- Shares, each sealed to its custodian; and shares that a custodian sealed to a newcomer, which wait for their time.
create table keys.recovery_share (
  compartment_id uuid not null,
  version int not null,
  custodian bytea not null check (octet_length(custodian) = 32),
  age_file bytea not null check (octet_length(age_file) <= 8192),
  primary key (compartment_id, version, custodian)
);
create table keys.handed_share (
  compartment_id uuid not null,
  version int not null,
  custodian bytea not null check (octet_length(custodian) = 32),
  age_file bytea not null check (octet_length(age_file) <= 8192),
  primary key (compartment_id, version, custodian)
);
create table keys.incoming_wrap (
  compartment_id uuid not null,
  id uuid not null,
  age_file bytea not null check (octet_length(age_file) <= 4096),
  epoch int not null check (epoch > 0),
  primary key (compartment_id, id)
);
set local default_tablespace = '';
alter table keys.recovery_share alter column age_file set statistics 0, alter column custodian set statistics 0, alter column age_file set storage external;
alter table keys.handed_share alter column age_file set statistics 0, alter column custodian set statistics 0, alter column age_file set storage external;
alter table keys.incoming_wrap alter column age_file set statistics 0, alter column age_file set storage external;

-- Which recovery key the clients say they sealed a key to as well; null for none. The server cannot see it.
alter table keys.epoch_wrap add column recovery int check (recovery > 0);
alter table keys.case_wrap add column recovery int check (recovery > 0);
grant update (recovery) on keys.epoch_wrap, keys.case_wrap to asylia_app;

-- guards T-21
do $$
declare
  place text;
begin
  foreach place in array array[
    'asylia.recovery_statement', 'asylia.statement_signature', 'asylia.statement_counted', 'asylia.recovery_request', 'asylia.recovery_use',
    'asylia.departure', 'asylia.transfer', 'asylia.incoming', 'asylia.moved_body', 'keys.recovery_share', 'keys.handed_share', 'keys.incoming_wrap'
  ] loop
    execute format('alter table %s enable row level security', place);
    execute format('alter table %s force row level security', place);
    execute format('create policy by_access on %s to asylia_access using (true) with check (true)', place);
    execute format('grant select on %s to asylia_access', place);
  end loop;
  -- Shares that were handed over are given out by one function alone, and not before their time.
  foreach place in array array[
    'asylia.recovery_statement', 'asylia.statement_signature', 'asylia.statement_counted', 'asylia.recovery_request', 'asylia.recovery_use',
    'asylia.departure', 'asylia.transfer', 'asylia.incoming', 'asylia.moved_body', 'keys.recovery_share', 'keys.incoming_wrap'
  ] loop
    execute format('create policy seen on %s for select to asylia_app using (compartment_id = any ((select access.seen())::uuid[]))', place);
    execute format('grant select on %s to asylia_app', place);
  end loop;
  foreach place in array array[
    'asylia.recovery_statement', 'asylia.statement_signature', 'asylia.statement_counted', 'asylia.transfer', 'asylia.moved_body', 'keys.recovery_share'
  ] loop
    execute format('create policy adds on %s for insert to asylia_app with check (access.writes(compartment_id))', place);
    execute format('grant insert on %s to asylia_app', place);
  end loop;
  foreach place in array array['asylia.transfer', 'keys.incoming_wrap'] loop
    execute format(
      'create policy changes on %s for update to asylia_app using (compartment_id = any ((select access.seen())::uuid[])) with check (access.writes(compartment_id))',
      place);
  end loop;
  foreach place in array array['asylia.moved_body'] loop
    execute format('create policy drops on %s for delete to asylia_app using (access.writes(compartment_id))', place);
    execute format('grant delete on %s to asylia_app', place);
  end loop;
  foreach place in array array['keys.recovery_share', 'keys.incoming_wrap'] loop
    execute format('create policy works on %s as restrictive to asylia_app using ((select access.works()))', place);
  end loop;
end $$;
grant update (state, approved_by, approved_at, approved_device, approver_sig) on asylia.transfer to asylia_app;
grant update (age_file, epoch) on keys.incoming_wrap to asylia_app;
grant insert, update (statement, signature, asked_at) on asylia.recovery_request to asylia_access;
grant insert, update (age_file), delete on keys.handed_share to asylia_access;
grant insert on asylia.recovery_use, asylia.departure to asylia_access;
grant update (state) on asylia.transfer to asylia_access;
grant insert, delete on asylia.incoming, keys.incoming_wrap to asylia_access;
grant delete on asylia.moved_body, keys.report_wrap to asylia_access;
grant select on keys.report_wrap to asylia_access;
create policy by_access on keys.report_wrap to asylia_access using (true);
grant update (state, revision) on asylia.report to asylia_access;
create policy forgets on asylia.report for update to asylia_access using (true) with check (true);

-- Whoever leaves, by whatever way: what was in force then stays written down.
create function access.note_departure() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into asylia.departure (compartment_id, member_id, epoch, made_recovery)
  select c.id, new.id,
    coalesce((select max(e.epoch) from asylia.epoch_statement e where e.compartment_id = c.id), 0),
    (select max(r.version) from asylia.recovery_statement r where r.compartment_id = c.id and r.made_by = new.id)
  from asylia.compartment c where c.team_id = new.team_id and c.kind = 'team'
  on conflict do nothing;
  return null;
end $$;
create trigger departs after update of left_on on asylia.member for each row
  when (old.left_on is null and new.left_on is not null) execute function access.note_departure();

-- The signatures that were added to a statement, as statements carry them.
create function access.added_signatures(room uuid, what text, n int) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'key', rtrim(translate(encode(s.key, 'base64'), E'+/\n', '-_'), '='), 'sig', rtrim(translate(encode(s.sig, 'base64'), E'+/\n', '-_'), '=')) order by s.key), '[]')
  from asylia.statement_signature s where s.compartment_id = room and s.kind = what and s.number = n
$$;
revoke execute on function access.added_signatures(uuid, text, int) from public;
grant execute on function access.added_signatures(uuid, text, int) to asylia_app;
grant create on schema access to asylia_access;
alter function access.added_signatures(uuid, text, int) owner to asylia_access;

set local role asylia_access;
-- Names and public keys of every team, with the signatures that were added since; three epochs, for one may still wait.
create or replace function access.roster_teams()
returns table (id uuid, slug text, kind text, names jsonb, about jsonb, of_states text[], serves text[], conflicts text[], languages text[],
  anchors bytea[], epochs jsonb)
language sql stable security definer set search_path = '' as $$
  select t.id, t.slug, t.kind, t.names, t.about, t.of_states, t.serves, t.conflicts, t.languages,
    array(select m.sign_key from asylia.member m where m.team_id = t.id and m.anchor and m.left_on is null order by m.sign_key),
    coalesce((
      select jsonb_agg(jsonb_build_object('statement', e.statement, 'signatures', e.signatures || access.added_signatures(c.id, 'epoch', e.epoch),
        'recipient', encode(e.recipient, 'hex')) order by e.epoch desc)
      from (select * from asylia.epoch_statement s where s.compartment_id = c.id order by s.epoch desc limit 3) e
    ), '[]')
  from asylia.team t join asylia.compartment c on c.team_id = t.id and c.kind = 'team'
  where access.member() is not null order by t.slug
$$;
reset role;
revoke create on schema access from asylia_access;

-- What a request of custodians is checked against, and what is kept of them; for the installation, since nobody is signed in.
create function access.recovery_facts(asked_team text)
returns table (compartment_id uuid, team_id uuid, version int, statement jsonb, signatures jsonb)
language plpgsql stable security definer set search_path = '' as $$
begin
  perform access.demand_installation();
  return query
    select c.id, t.id, r.version, r.statement, r.signatures || access.added_signatures(c.id, 'recovery', r.version)
    from asylia.team t join asylia.compartment c on c.team_id = t.id and c.kind = 'team'
    join asylia.recovery_statement r on r.compartment_id = c.id
    join asylia.statement_counted k on k.compartment_id = c.id and k.kind = 'recovery' and k.number = r.version
    where t.slug = asked_team order by r.version desc limit 1;
end $$;

-- Keeps a request. The same one again changes nothing; another one of the same custodian begins its time anew. guards T-09
create function access.keep_request(room uuid, of_version int, by_custodian bytea, said jsonb, signed bytea, share bytea, at timestamptz) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  perform access.demand_installation();
  if exists (select from asylia.recovery_request r where r.compartment_id = room and r.version = of_version
    and r.custodian = by_custodian and r.statement = said) then return false; end if;
  insert into asylia.recovery_request (compartment_id, version, custodian, statement, signature, asked_at)
  values (room, of_version, by_custodian, said, signed, at)
  on conflict (compartment_id, version, custodian) do update set statement = excluded.statement, signature = excluded.signature, asked_at = excluded.asked_at;
  insert into keys.handed_share (compartment_id, version, custodian, age_file) values (room, of_version, by_custodian, share)
  on conflict (compartment_id, version, custodian) do update set age_file = excluded.age_file;
  return true;
end $$;

-- The requests of every team whose key was not used yet, with the newcomer that each names where there is one.
create function access.open_requests()
returns table (compartment_id uuid, team text, version int, statement jsonb, signatures jsonb, custodian bytea, request jsonb, signature bytea,
  asked_at timestamptz, member_id uuid, recipient bytea, sign_key bytea)
language plpgsql stable security definer set search_path = '' as $$
begin
  perform access.demand_installation();
  return query
    select q.compartment_id, t.slug, q.version, r.statement, r.signatures || access.added_signatures(q.compartment_id, 'recovery', q.version),
      q.custodian, q.statement, q.signature, q.asked_at, m.id, m.recipient, m.sign_key
    from asylia.recovery_request q
    join asylia.compartment c on c.id = q.compartment_id join asylia.team t on t.id = c.team_id
    join asylia.recovery_statement r on r.compartment_id = q.compartment_id and r.version = q.version
    left join asylia.member m on m.team_id = t.id and m.code = q.statement ->> 'member' and m.left_on is null
    where not exists (select from asylia.recovery_use u where u.compartment_id = q.compartment_id and u.version = q.version)
      and not exists (select from asylia.statement_counted k where k.compartment_id = q.compartment_id and k.kind = 'recovery' and k.number > q.version)
    order by q.compartment_id, q.custodian;
end $$;

-- Lets the newcomer in whom two custodians named, once their time has passed; the caller has checked both. guards T-09
create function access.use_recovery(room uuid, of_version int, newcomer uuid, at timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
declare
  team uuid;
begin
  perform access.demand_installation();
  select c.team_id into team from asylia.compartment c where c.id = room and c.kind = 'team';
  perform from asylia.team t where t.id = team for update;
  if not exists (select from asylia.member m where m.id = newcomer and m.team_id = team and m.left_on is null)
    or (select count(*) from asylia.recovery_request q where q.compartment_id = room and q.version = of_version) < 2 then
    raise exception 'nobody whom two custodians named' using errcode = 'insufficient_privilege';
  end if;
  insert into asylia.recovery_use (compartment_id, version, member_id, epoch, used_on)
  values (room, of_version, newcomer, coalesce((select max(e.epoch) from asylia.epoch_statement e where e.compartment_id = room), 0), (at at time zone 'UTC')::date);
  update asylia.member m set state = 'member', member_since = at, anchor = (
    select count(*) < 8 from asylia.member a where a.team_id = team and a.anchor and a.left_on is null
  ) where m.id = newcomer and m.state = 'waiting';
  insert into asylia.compartment_member (compartment_id, member_id, can_write, granted_by)
  select c.id, newcomer, true, access.member() from asylia.compartment c where c.team_id = team and c.kind = 'team'
  on conflict do nothing;
  -- Nobody else may be left who could name them a reader of a case.
  insert into asylia.compartment_member (compartment_id, member_id, can_write, granted_by)
  select k.compartment_id, newcomer, true, access.member() from asylia.report_case k where k.team_id = team
  on conflict do nothing;
end $$;

-- The shares that custodians handed over, to the newcomer for whom they are, after the use was written down. guards T-09
create function access.handed_shares() returns table (version int, custodian bytea, age_file bytea)
language sql stable security definer set search_path = '' as $$
  select h.version, h.custodian, h.age_file from asylia.recovery_use u
  join asylia.member m on m.id = u.member_id and m.left_on is null
  join keys.handed_share h on h.compartment_id = u.compartment_id and h.version = u.version
  join asylia.recovery_request q on q.compartment_id = u.compartment_id and q.version = u.version and q.custodian = h.custodian and q.statement ->> 'member' = m.code
  where u.member_id = access.member()
$$;

-- A code for somebody who will wait for the custodians; nothing for a team that has none. It opens no door by itself. guards T-38
create function access.invite_heir(team uuid, hash bytea, expires timestamptz) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  perform access.demand_installation();
  if not exists (select from asylia.statement_counted k join asylia.compartment c on c.id = k.compartment_id
    where c.team_id = team and c.kind = 'team' and k.kind = 'recovery') then return false; end if;
  insert into asylia.invitation (code_hash, team_id, founding, made_by, expires_at) values (hash, team, false, access.member(), expires);
  return true;
end $$;

-- Puts a transfer into the room of the team that it goes to, in one piece; says why not. guards T-27
create function access.send_transfer(room uuid, transfer uuid, parcel jsonb, sealed bytea, age_file bytea, more_barred uuid[], today date) returns text
language plpgsql security definer set search_path = '' as $$
declare
  goes asylia.transfer;
  place uuid;
  of_epoch int := (parcel ->> 'epoch')::int;
begin
  if not access.writes(room) then raise exception 'not this team''s case' using errcode = 'insufficient_privilege'; end if;
  select * into goes from asylia.transfer t where t.compartment_id = room and t.id = transfer and t.state = 'approved' for update;
  select c.id into place from asylia.compartment c where c.team_id = goes.to_team and c.kind = 'team';
  if goes.id is null or place is null then return 'gone'; end if;
  if goes.to_team = access.team() or goes.to_team = any (more_barred)
    or exists (select from asylia.compartment_deny d where d.compartment_id = room and d.team_id = goes.to_team) then return 'barred'; end if;
  if of_epoch is distinct from access.epoch_of(goes.to_team) then return 'key_changed'; end if;
  insert into asylia.incoming (compartment_id, id, from_team, source, epoch, lane, bucket, urgent, arrived_on, sent_on, until, sets, barred, forgets, body)
  select place, (parcel ->> 'id')::uuid, access.team(), goes.id, of_epoch, r.lane,
    case octet_length(sealed) when 18043 then 0 when 67195 then 1 when 263851 then 2 else 3 end, r.urgent, r.arrived_on, today,
    (goes.statement ->> 'until')::date, case when goes.statement -> 'fields' ? 'files' then r.sets else '{}' end,
    array(select d.team_id from asylia.compartment_deny d where d.compartment_id = room union select unnest(more_barred)), goes.forgets, sealed
  from asylia.report r where r.compartment_id = room and r.id = goes.report_id and r.state = 'taken';
  if not found then return 'gone'; end if;
  insert into keys.incoming_wrap (compartment_id, id, age_file, epoch) values (place, (parcel ->> 'id')::uuid, send_transfer.age_file, of_epoch);
  update asylia.transfer t set state = 'sent' where t.compartment_id = room and t.id = transfer;
  insert into asylia.compartment_deny (compartment_id, team_id) select room, b from unnest(more_barred) b on conflict do nothing;
  return 'sent';
end $$;

-- The newest team key that counts, which the list of keys tells everybody.
create function access.epoch_of(team uuid) returns int
language sql stable security definer set search_path = '' as $$
  select max(k.number) from asylia.statement_counted k join asylia.compartment c on c.id = k.compartment_id
  where c.team_id = team and c.kind = 'team' and k.kind = 'epoch' and access.member() is not null
$$;

-- Ends what stood in the caller's own room: it was accepted, or it goes back. Where the giving team wanted to forget, its
-- report loses its wrap in the same moment.
create function access.settle_incoming(parcel uuid, outcome text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  came asylia.incoming;
begin
  if outcome not in ('accepted', 'returned') then raise exception 'no such outcome' using errcode = 'check_violation'; end if;
  -- Of two who settle it at once, one finds nothing.
  delete from asylia.incoming i using asylia.compartment c
  where i.id = parcel and c.id = i.compartment_id and c.team_id = access.team() and c.kind = 'team' and access.writes(c.id)
  returning i.* into came;
  if came.id is null then raise exception 'nothing of this team' using errcode = 'insufficient_privilege'; end if;
  delete from keys.incoming_wrap w where w.compartment_id = came.compartment_id and w.id = parcel;
  update asylia.transfer t set state = outcome where t.id = came.source and t.state = 'sent';
  if outcome = 'accepted' and came.forgets then
    delete from keys.report_wrap w using asylia.transfer t where t.id = came.source and w.compartment_id = t.compartment_id and w.report_id = t.report_id;
    delete from asylia.moved_body b using asylia.transfer t where t.id = came.source and b.compartment_id = t.compartment_id and b.report_id = t.report_id;
    update asylia.report r set state = 'shredded', revision = r.revision + 1 from asylia.transfer t
    where t.id = came.source and r.compartment_id = t.compartment_id and r.id = t.report_id;
  end if;
end $$;

-- What a forgotten report leaves in the intake, for the team that accepted it to end there; nothing while another team works on it.
create function access.forgotten(parcel uuid) returns table (item_id bytea)
language sql stable security definer set search_path = '' as $$
  select r.item_id from asylia.incoming i join asylia.compartment c on c.id = i.compartment_id
  join asylia.transfer t on t.id = i.source join asylia.report r on r.compartment_id = t.compartment_id and r.id = t.report_id
  where i.id = parcel and i.forgets and c.team_id = access.team()
$$;

-- Offers past their day go, for every team.
create function access.end_offers(today date) returns int
language plpgsql security definer set search_path = '' as $$
declare
  ended int;
begin
  perform access.demand_installation();
  delete from keys.incoming_wrap w using asylia.incoming i where i.compartment_id = w.compartment_id and i.id = w.id and i.until <= today;
  update asylia.transfer t set state = 'ended' from asylia.incoming i where i.source = t.id and i.until <= today and t.state = 'sent';
  delete from asylia.incoming i where i.until <= today;
  get diagnostics ended = row_count;
  update asylia.transfer t set state = 'ended' where t.state in ('proposed', 'approved') and (t.statement ->> 'until')::date <= today;
  return ended;
end $$;

do $$
declare
  made regprocedure;
begin
  grant create on schema access to asylia_access;
  for made in
    select p.oid from pg_proc p where p.pronamespace = 'access'::regnamespace and p.proname in (
      'note_departure', 'recovery_facts', 'keep_request', 'open_requests', 'use_recovery', 'handed_shares',
      'invite_heir', 'send_transfer', 'epoch_of', 'settle_incoming', 'forgotten', 'end_offers'
    )
  loop
    execute format('revoke execute on function %s from public', made);
    execute format('grant execute on function %s to asylia_app', made);
    execute format('alter function %s owner to asylia_access', made);
  end loop;
  revoke create on schema access from asylia_access;
end $$;
