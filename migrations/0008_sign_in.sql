-- Signing in: sessions bound to a device, devices that a colleague said yes to, passkeys, and the sign-in of institutions.

-- A session of before is bound to nothing and ends here.
delete from asylia.session;

-- Of every call the session takes a signature by `device_key`, P-256 in its uncompressed form, and a number that was not
-- used before. `numbers` remembers the newest number and, bit for bit, the 128 up to it. guards T-28
alter table asylia.session
  add column device_key bytea not null check (octet_length(device_key) = 65),
  add column how text not null check (how in ('words', 'passkey', 'oidc')),
  add column device_id uuid,
  add column passkey_id uuid,
  add column newest_number bigint not null default 0 check (newest_number >= 0),
  add column numbers bytea not null default decode(repeat('00', 16), 'hex') check (octet_length(numbers) = 16);
alter table asylia.session set (fillfactor = 60);

-- With what a member signed in the last time, from a fixed list.
alter table asylia.member add column signed_in_with text check (signed_in_with ~ '^(words|passkey|oidc)\.(laptop|desktop|phone|tablet|key|other)$');

-- A browser in which somebody typed words. It is known by a key that never leaves it; the label is one of a fixed list.
create table asylia.device (
  compartment_id uuid not null references asylia.compartment (id),
  id uuid not null,
  member_id uuid not null references asylia.member (id),
  public_key bytea not null check (octet_length(public_key) = 65),
  code text not null check (code ~ '^D-[2-9A-HJ-NP-Z]{6}$'),
  label text not null check (label in ('laptop', 'desktop', 'phone', 'tablet', 'key', 'other')),
  state text not null check (state in ('waiting', 'known')),
  known_by text check (known_by in ('first', 'alone', 'colleague')),
  approved_by uuid references asylia.member (id),
  asked_on date not null,
  seen_on date not null,
  primary key (compartment_id, id),
  unique (member_id, public_key),
  check ((state = 'known') = (known_by is not null)),
  check ((known_by = 'colleague') = (approved_by is not null))
);
create unique index device_code on asylia.device (compartment_id, code);

create table asylia.passkey (
  compartment_id uuid not null references asylia.compartment (id),
  id uuid not null,
  member_id uuid not null references asylia.member (id),
  credential_id bytea not null unique check (octet_length(credential_id) between 16 and 1023),
  public_key bytea not null check (octet_length(public_key) between 32 and 1024),
  rp_id text not null check (rp_id ~ '^[a-z0-9.-]{1,253}$'),
  counter bigint not null check (counter >= 0),
  label text not null check (label in ('laptop', 'desktop', 'phone', 'tablet', 'key', 'other')),
  -- Whether the authenticator gives the secret that opens the member's key; without it the words are needed as well.
  opens boolean not null,
  added_on date not null,
  used_on date,
  -- Its counter ran back or its secret changed: it opens nothing any more, and its owner takes it away.
  halted_on date,
  primary key (compartment_id, id)
);
create index passkey_of on asylia.passkey (member_id);

-- What every colleague should hear of, until one of them says that it is dealt with.
create table asylia.sign_in_notice (
  compartment_id uuid not null references asylia.compartment (id),
  id uuid not null,
  member_id uuid not null references asylia.member (id),
  kind text not null check (kind in ('passkey_ran_back', 'passkey_changed', 'passkey_foreign', 'device_refused')),
  noted_on date not null,
  settled_by uuid references asylia.member (id),
  primary key (compartment_id, id)
);

-- A challenge is answered once, also after the session that it made has ended.
create table asylia.spent_challenge (
  hash bytea primary key check (octet_length(hash) = 32),
  spent_at timestamptz not null
);

-- Which account of an institution stands for a member: a keyed hash of issuer and subject, no name and no address.
create table asylia.outside_login (
  compartment_id uuid not null references asylia.compartment (id),
  member_id uuid not null references asylia.member (id),
  subject_hash bytea not null unique check (octet_length(subject_hash) = 32),
  added_on date not null,
  primary key (compartment_id, member_id)
);
-- Somebody is away at their institution to sign in there. `member_id` is set when they connect it, and not when they sign in.
create table asylia.outside_attempt (
  state_hash bytea primary key check (octet_length(state_hash) = 32),
  binding_hash bytea not null check (octet_length(binding_hash) = 32),
  verifier text not null,
  nonce text not null,
  member_id uuid references asylia.member (id),
  ends_at timestamptz not null
);

select set_config('default_tablespace', coalesce((select spcname::text from pg_tablespace where spcname = 'asylia_keys'), ''), true);
-- The member's key once more, sealed to what a passkey gives: an age file with one hybrid stanza, of one length.
create table keys.member_passkey_key (
  compartment_id uuid not null,
  passkey_id uuid not null,
  member_id uuid not null,
  age_file bytea not null check (octet_length(age_file) = 2043),
  primary key (compartment_id, passkey_id)
);
set local default_tablespace = '';
alter table keys.member_passkey_key alter column age_file set statistics 0, alter column age_file set storage external;
alter table asylia.outside_attempt alter column state_hash set statistics 0, alter column verifier set statistics 0, alter column nonce set statistics 0;

-- guards T-21
do $$
declare
  place text;
begin
  foreach place in array array[
    'asylia.device', 'asylia.passkey', 'asylia.sign_in_notice', 'asylia.spent_challenge', 'asylia.outside_login',
    'asylia.outside_attempt', 'keys.member_passkey_key'
  ] loop
    execute format('alter table %s enable row level security', place);
    execute format('alter table %s force row level security', place);
    execute format('create policy by_access on %s to asylia_access using (true) with check (true)', place);
    execute format('grant select, insert, delete on %s to asylia_access', place);
  end loop;
  -- Colleagues see which devices and passkeys there are; who changes them goes through the functions below.
  foreach place in array array['asylia.device', 'asylia.passkey', 'asylia.sign_in_notice', 'asylia.outside_login'] loop
    execute format('create policy seen on %s for select to asylia_app using (compartment_id = any ((select access.seen())::uuid[]))', place);
    execute format('grant select on %s to asylia_app', place);
  end loop;
end $$;
grant update (newest_number, numbers) on asylia.session to asylia_access;
grant update (signed_in_with) on asylia.member to asylia_access;
grant update (state, known_by, approved_by, seen_on) on asylia.device to asylia_access;
grant update (counter, used_on, halted_on) on asylia.passkey to asylia_access;
grant update (settled_by) on asylia.sign_in_notice to asylia_access;
grant update (subject_hash, added_on) on asylia.outside_login to asylia_access;

drop function access.open_session(bytea, bytea, uuid, timestamptz, timestamptz);
drop function access.enter(bytea, timestamptz, interval);

-- False when the challenge was answered before.
create function access.spend_challenge(challenge bytea, at timestamptz) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  perform access.demand_installation();
  insert into asylia.spent_challenge (hash, spent_at) values (challenge, at) on conflict do nothing;
  return found;
end $$;

-- Opens a session for a member who proved their key, or says why not: `spent`, `gone`, `refused`, or `waiting` with the code of a
-- device that a colleague has to say yes to. A member's first device needs no second yes, since a colleague vouched for
-- them just before; who is alone in a team has nobody to ask. guards T-28
create function access.open_session(asks jsonb, at timestamptz, ends timestamptz)
returns table (outcome text, device_code text, last_on date, last_with text)
language plpgsql security definer set search_path = '' as $$
declare
  who asylia.member;
  room uuid;
  today date := (at at time zone 'UTC')::date;
  device asylia.device;
  how text := asks ->> 'how';
  key bytea := decode(asks ->> 'device_key', 'hex');
  reason text;
begin
  perform access.demand_installation();
  select * into who from asylia.member m where m.id = (asks ->> 'member')::uuid and m.left_on is null and m.state = 'member' for update;
  if who.id is null then return query select 'gone', null::text, null::date, null::text; return; end if;
  insert into asylia.spent_challenge (hash, spent_at) values (decode(asks ->> 'challenge', 'hex'), at) on conflict do nothing;
  if not found then return query select 'spent', null::text, null::date, null::text; return; end if;
  select c.id into room from asylia.compartment c where c.team_id = who.team_id and c.kind = 'team';

  if how = 'words' then
    select * into device from asylia.device d where d.member_id = who.id and d.public_key = key;
    if device.id is null then
      reason := case
        when not exists (select from asylia.device d where d.member_id = who.id and d.state = 'known')
          and not exists (select from asylia.passkey p where p.member_id = who.id) then 'first'
        when not exists (
          select from asylia.member m where m.team_id = who.team_id and m.id <> who.id and m.left_on is null and m.state = 'member'
        ) then 'alone'
      end;
      -- A colleague refused a browser and nobody has talked about it yet: whoever it was does not get to ask again.
      if reason is null and exists (
        select from asylia.sign_in_notice n where n.member_id = who.id and n.kind = 'device_refused' and n.settled_by is null
      ) then
        return query select 'refused', null::text, null::date, null::text; return;
      end if;
      delete from asylia.device d where d.member_id = who.id and d.state = 'waiting';
      insert into asylia.device (compartment_id, id, member_id, public_key, code, label, state, known_by, asked_on, seen_on)
      values (room, (asks ->> 'device')::uuid, who.id, key, asks ->> 'code', asks ->> 'label',
        case when reason is null then 'waiting' else 'known' end, reason, today, today)
      returning * into device;
    end if;
    if device.state = 'waiting' then return query select 'waiting', device.code, device.asked_on, null::text; return; end if;
    update asylia.device d set seen_on = today where d.id = device.id and d.seen_on <> today;
  elsif how = 'passkey' and not exists (
    select from asylia.passkey p where p.id = (asks ->> 'passkey')::uuid and p.member_id = who.id and p.halted_on is null
  ) then
    return query select 'gone', null::text, null::date, null::text; return;
  end if;

  insert into asylia.session (token_hash, challenge_hash, member_id, seen_at, ends_at, device_key, how, device_id, passkey_id)
  values (decode(asks ->> 'token', 'hex'), decode(asks ->> 'challenge', 'hex'), who.id, at, ends, key, how, device.id, (asks ->> 'passkey')::uuid);
  update asylia.member m set signed_in_on = today, signed_in_with = how || '.' || (asks ->> 'label') where m.id = who.id;
  return query select 'opened', null::text, who.signed_in_on, who.signed_in_with;
end $$;

-- The member of a running session and the key that has to have signed this call. What is past its end is removed.
create function access.enter(token bytea, at timestamptz, idle interval)
returns table (member_id uuid, code text, team_id uuid, slug text, compartment_id uuid, how text, device_key bytea)
language plpgsql security definer set search_path = '' as $$
begin
  delete from asylia.session s where s.token_hash = token and (s.ends_at <= at or s.seen_at <= at - idle or s.seen_at > at + interval '1 hour');
  return query
    select m.id, m.code, t.id, t.slug, c.id, s.how, s.device_key
    from asylia.session s
    join asylia.member m on m.id = s.member_id and m.left_on is null and m.state = 'member'
    join asylia.team t on t.id = m.team_id
    join asylia.compartment c on c.team_id = t.id and c.kind = 'team'
    where s.token_hash = token;
end $$;

-- Uses a number up; false when it was used before or lies too far back. The row is locked, so of two calls with one number
-- one is refused. Nothing is lost with a crash but that the last numbers before it could be used once more.
create function access.use_number(token bytea, number bigint, at timestamptz) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  newest bigint;
  seen bit(128);
  step bigint;
begin
  perform set_config('synchronous_commit', 'off', true);
  select s.newest_number, ('x' || encode(s.numbers, 'hex'))::bit(128) into newest, seen
    from asylia.session s where s.token_hash = token for update;
  if newest is null or number < 1 or number > 9007199254740991 then return false; end if;
  step := number - newest;
  if step > 0 then
    seen := case when step >= 128 then 0::bit(128) else seen << step::int end;
    seen := set_bit(seen, 127, 1);
    newest := number;
  elsif step <= -128 or get_bit(seen, 127 + step::int) = 1 then
    return false;
  else
    seen := set_bit(seen, 127 + step::int, 1);
  end if;
  update asylia.session s set newest_number = newest,
    numbers = decode(lpad(to_hex(seen::bit(64)::bigint), 16, '0') || lpad(to_hex(((seen << 64)::bit(64))::bigint), 16, '0'), 'hex'),
    seen_at = case when s.seen_at < at - interval '10 seconds' then at else s.seen_at end
  where s.token_hash = token;
  return true;
end $$;

-- A colleague's yes or no to a device that waits; nobody says yes to their own. Answers whose device it was.
create function access.settle_device(asked text, is_ours boolean, today date) returns text
language plpgsql security definer set search_path = '' as $$
declare
  device asylia.device;
begin
  select d.* into device from asylia.device d join asylia.member m on m.id = d.member_id
  where d.code = asked and d.state = 'waiting' and d.member_id <> access.member() and m.team_id = access.team() and m.left_on is null
  for update of d;
  if device.id is null then raise exception 'no such device' using errcode = 'insufficient_privilege'; end if;
  if is_ours then
    update asylia.device d set state = 'known', known_by = 'colleague', approved_by = access.member() where d.id = device.id;
  else
    delete from asylia.device d where d.id = device.id;
    insert into asylia.sign_in_notice (compartment_id, id, member_id, kind, noted_on)
    values (device.compartment_id, gen_random_uuid(), device.member_id, 'device_refused', today);
  end if;
  return (select m.code from asylia.member m where m.id = device.member_id);
end $$;

-- One's own device is unknown again, and what was opened on it ends.
create function access.forget_device(asked text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  delete from asylia.session s using asylia.device d
    where s.device_id = d.id and d.code = asked and d.member_id = access.member();
  delete from asylia.device d where d.code = asked and d.member_id = access.member();
  if not found then raise exception 'no such device' using errcode = 'insufficient_privilege'; end if;
end $$;

-- One more passkey of the caller's own.
create function access.add_passkey(asks jsonb, today date) returns void
language plpgsql security definer set search_path = '' as $$
declare
  room uuid;
begin
  if not access.receives() then raise exception 'only a member of a team' using errcode = 'insufficient_privilege'; end if;
  perform from asylia.member m where m.id = access.member() for update;
  if (select count(*) from asylia.passkey p where p.member_id = access.member()) >= 4 then
    raise exception 'enough passkeys' using errcode = 'program_limit_exceeded';
  end if;
  select c.id into room from asylia.compartment c where c.team_id = access.team() and c.kind = 'team';
  insert into asylia.passkey (compartment_id, id, member_id, credential_id, public_key, rp_id, counter, label, opens, added_on)
  values (room, (asks ->> 'id')::uuid, access.member(), decode(asks ->> 'credential', 'hex'), decode(asks ->> 'public_key', 'hex'),
    asks ->> 'rp_id', (asks ->> 'counter')::bigint, asks ->> 'label', asks ->> 'wrap' is not null, today);
  if asks ->> 'wrap' is not null then
    insert into keys.member_passkey_key (compartment_id, passkey_id, member_id, age_file)
    values (room, (asks ->> 'id')::uuid, access.member(), decode(asks ->> 'wrap', 'hex'));
  end if;
end $$;

-- Takes one's own passkey away, with what it opens and every session that it opened.
create function access.drop_passkey(asked uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  delete from asylia.passkey p where p.id = asked and p.member_id = access.member();
  if not found then raise exception 'no such passkey' using errcode = 'insufficient_privilege'; end if;
  delete from keys.member_passkey_key k where k.passkey_id = asked;
  delete from asylia.session s where s.passkey_id = asked;
end $$;

-- What a sign-in with a passkey is checked against. Asked before anybody is a member.
create function access.passkey_facts(credential bytea)
returns table (id uuid, compartment_id uuid, member_id uuid, code text, public_key bytea, rp_id text, counter bigint, label text,
  age_file bytea, words_file bytea)
language plpgsql stable security definer set search_path = '' as $$
begin
  perform access.demand_installation();
  return query
    select p.id, p.compartment_id, m.id, m.code, p.public_key, p.rp_id, p.counter, p.label, w.age_file, k.age_file
    from asylia.passkey p
    join asylia.member m on m.id = p.member_id and m.left_on is null and m.state = 'member'
    join keys.member_key k on k.member_id = m.id
    left join keys.member_passkey_key w on w.passkey_id = p.id
    where p.credential_id = credential and p.halted_on is null;
end $$;

-- Notes a use; false when the counter did not grow, where there is one: there may be two of this passkey. guards T-28
create function access.use_passkey(asked uuid, now_at bigint, today date) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  perform access.demand_installation();
  update asylia.passkey p set counter = now_at, used_on = today
  where p.id = asked and p.halted_on is null and (now_at > p.counter or now_at = 0 and p.counter = 0);
  return found;
end $$;

-- The compartment of a passkey that is this member's; null otherwise.
create function access.passkey_room(asked uuid, owner text) returns uuid
language plpgsql stable security definer set search_path = '' as $$
begin
  perform access.demand_installation();
  return (select p.compartment_id from asylia.passkey p join asylia.member m on m.id = p.member_id where p.id = asked and m.code = owner);
end $$;

create function access.halt_passkey(asked uuid, why text, today date) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform access.demand_installation();
  update asylia.passkey p set halted_on = today where p.id = asked and p.halted_on is null;
  if not found then return; end if;
  delete from asylia.session s where s.passkey_id = asked;
  insert into asylia.sign_in_notice (compartment_id, id, member_id, kind, noted_on)
  select p.compartment_id, gen_random_uuid(), p.member_id, why, today from asylia.passkey p where p.id = asked;
end $$;

-- Tells the team of something about the caller themselves.
create function access.note_own(why text, today date) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if access.team() is null then raise exception 'nobody of a team' using errcode = 'insufficient_privilege'; end if;
  insert into asylia.sign_in_notice (compartment_id, id, member_id, kind, noted_on)
  select c.id, gen_random_uuid(), access.member(), why, today from asylia.compartment c where c.team_id = access.team() and c.kind = 'team';
end $$;

-- A colleague has dealt with it; nobody settles what is about themselves while there is a colleague.
create function access.settle_notice(asked uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update asylia.sign_in_notice n set settled_by = access.member()
  from asylia.compartment c
  where n.id = asked and n.settled_by is null and c.id = n.compartment_id and c.team_id = access.team()
    and (n.member_id <> access.member() or not exists (
      select from asylia.member m where m.team_id = access.team() and m.id <> access.member() and m.left_on is null and m.state = 'member'
    ));
  if not found then raise exception 'no such notice' using errcode = 'insufficient_privilege'; end if;
end $$;

-- A code that was not used yet opens nothing any more.
create function access.withdraw_invitation(hash bytea) returns void
language plpgsql security definer set search_path = '' as $$
begin
  delete from asylia.invitation i where i.code_hash = hash and i.team_id = access.team() and i.used_by is null;
  if not found then raise exception 'no such invitation' using errcode = 'insufficient_privilege'; end if;
end $$;

create function access.begin_outside(asks jsonb, ends timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform access.demand_installation();
  insert into asylia.outside_attempt (state_hash, binding_hash, verifier, nonce, member_id, ends_at)
  values (decode(asks ->> 'state', 'hex'), decode(asks ->> 'binding', 'hex'), asks ->> 'verifier', asks ->> 'nonce',
    (asks ->> 'member')::uuid, ends);
end $$;

-- Answers an attempt once, whether what was brought fits or not.
create function access.take_outside(state bytea, binding bytea, at timestamptz) returns table (verifier text, nonce text, member_id uuid)
language plpgsql security definer set search_path = '' as $$
begin
  perform access.demand_installation();
  return query
    with gone as (delete from asylia.outside_attempt a where a.state_hash = state returning a.*)
    select g.verifier, g.nonce, g.member_id from gone g where g.binding_hash = binding and g.ends_at > at;
end $$;

create function access.connect_outside(member uuid, subject bytea, today date) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform access.demand_installation();
  insert into asylia.outside_login (compartment_id, member_id, subject_hash, added_on)
  select c.id, m.id, subject, today
  from asylia.member m join asylia.compartment c on c.team_id = m.team_id and c.kind = 'team'
  where m.id = member and m.left_on is null and m.state = 'member'
  on conflict (compartment_id, member_id) do update set subject_hash = excluded.subject_hash, added_on = excluded.added_on;
end $$;

create function access.disconnect_outside() returns void
language sql security definer set search_path = '' as $$
  delete from asylia.outside_login o where o.member_id = access.member()
$$;

create function access.find_outside(subject bytea) returns table (member_id uuid, code text)
language plpgsql stable security definer set search_path = '' as $$
begin
  perform access.demand_installation();
  return query select m.id, m.code from asylia.outside_login o join asylia.member m on m.id = o.member_id
    where o.subject_hash = subject and m.left_on is null and m.state = 'member';
end $$;

-- What is over: spent challenges, attempts, devices that wait for more than a day or were not seen for 60.
create function access.tidy_sign_in(at timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform access.demand_installation();
  delete from asylia.spent_challenge c where c.spent_at < at - interval '1 hour';
  delete from asylia.outside_attempt a where a.ends_at <= at;
  delete from asylia.device d where d.state = 'waiting' and d.asked_on < (at at time zone 'UTC')::date - 1;
  delete from asylia.device d where d.seen_on < (at at time zone 'UTC')::date - 60;
end $$;

do $$
declare
  made regprocedure;
begin
  grant create on schema access to asylia_access;
  for made in
    select p.oid from pg_proc p where p.pronamespace = 'access'::regnamespace and p.proname in (
      'spend_challenge', 'open_session', 'enter', 'use_number', 'settle_device', 'forget_device', 'add_passkey',
      'drop_passkey', 'passkey_facts', 'use_passkey', 'passkey_room', 'halt_passkey', 'note_own', 'settle_notice', 'withdraw_invitation',
      'begin_outside', 'take_outside', 'connect_outside', 'disconnect_outside', 'find_outside', 'tidy_sign_in'
    )
  loop
    execute format('revoke execute on function %s from public', made);
    execute format('grant execute on function %s to asylia_app', made);
    execute format('alter function %s owner to asylia_access', made);
  end loop;
  revoke create on schema access from asylia_access;
end $$;
