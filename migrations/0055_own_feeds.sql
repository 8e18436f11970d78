-- An address that opens without a session is kept in one place, whatever is read behind it: a calendar of codes, or what waits for an
-- office, for a feed reader that rings (RFC 4287). One of each kind for a member; what opens one opens nothing of another.
drop function access.feed_member(bytea);
alter table asylia.dialogue_feed rename to own_feed;
alter table asylia.own_feed rename constraint dialogue_feed_pkey to own_feed_pkey;
alter table asylia.own_feed add column kind text not null default 'calendar' check (kind in ('calendar', 'alerts'));
alter table asylia.own_feed alter column kind drop default;
drop index asylia.dialogue_feed_one;
create unique index own_feed_one on asylia.own_feed (compartment_id, member_id, kind) where ended_on is null;

-- guards T-21
grant create on schema access to asylia_access;
set local role asylia_access;

-- Whose address of this kind a token is: a member who is here and may read codes.
create function access.feed_member(of_kind text, token bytea) returns uuid
language sql stable security definer set search_path = '' as $$
  select f.member_id from asylia.own_feed f
  join asylia.member m on m.id = f.member_id and m.left_on is null and m.state = 'member'
  where f.token_hash = token and f.kind = of_kind and f.ended_on is null and exists (
    select from asylia.member_role r
    where r.member_id = m.id and r.role = any ('{caseworker,verifier,liaison,counsel,analyst,steward}')
  )
$$;
revoke execute on function access.feed_member(text, bytea) from public;
grant execute on function access.feed_member(text, bytea) to asylia_app;

create or replace function access.end_feeds() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  -- The key of every month ends nothing; one that was due ends all addresses of the team.
  if tg_table_name = 'statement_counted' then
    if not exists (
      select from (
        select d.epoch from asylia.departure d where d.compartment_id = new.compartment_id
        union all select u.epoch from asylia.recovery_use u where u.compartment_id = new.compartment_id
      ) due
      where due.epoch > 0 and due.epoch >= coalesce((
        select max(k.number) from asylia.statement_counted k
        where k.compartment_id = new.compartment_id and k.kind = 'epoch' and k.number < new.number
      ), 0)
    ) then
      return null;
    end if;
  end if;
  update asylia.own_feed f set ended_on = current_date where f.compartment_id = new.compartment_id and f.ended_on is null;
  return null;
end $$;

-- The desk must be opened anew: the member's key is needed again, and new addresses of their feeds.
create or replace function access.end_own_sessions() returns void
language sql security definer set search_path = '' as $$
  delete from asylia.session s where s.member_id = access.member();
  update asylia.own_feed f set ended_on = current_date where f.member_id = access.member() and f.ended_on is null;
$$;

reset role;
revoke create on schema access from asylia_access;
