-- An address of a calendar ends with whatever says that somebody else may know it: a recovery, a team key that is made anew after
-- somebody left or after a recovery, and a member whose sessions a tripwire ended. guards T-21, T-25
grant update (ended_on) on asylia.dialogue_feed to asylia_access;
create policy ends on asylia.dialogue_feed for update to asylia_access using (true);

create function access.end_feeds() returns trigger
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
  update asylia.dialogue_feed f set ended_on = current_date where f.compartment_id = new.compartment_id and f.ended_on is null;
  return null;
end $$;

create trigger ends_feeds after insert on asylia.recovery_use for each row execute function access.end_feeds();
create trigger ends_feeds after insert on asylia.statement_counted for each row when (new.kind = 'epoch')
  execute function access.end_feeds();
grant create on schema access to asylia_access;
revoke execute on function access.end_feeds() from public;
alter function access.end_feeds() owner to asylia_access;

set local role asylia_access;
-- The desk must be opened anew: the member's key is needed again, and a new address of their calendar.
create or replace function access.end_own_sessions() returns void
language sql security definer set search_path = '' as $$
  delete from asylia.session s where s.member_id = access.member();
  update asylia.dialogue_feed f set ended_on = current_date where f.member_id = access.member() and f.ended_on is null;
$$;
reset role;
revoke create on schema access from asylia_access;
