-- What opens a joint statement follows its organisation to the newest key, before the one it was sealed to is destroyed.

grant select, update (epoch, age_file) on keys.coalition_wrap to asylia_access;
create policy by_access on keys.coalition_wrap to asylia_access using (true) with check (true);
select set_config('default_tablespace', coalesce((select spcname::text from pg_tablespace where spcname = 'asylia_keys'), ''), true);
create index coalition_wrap_old on keys.coalition_wrap (team_id, epoch, id);
set local default_tablespace = '';

grant create on schema access to asylia_access;
set local role asylia_access;

-- What is sealed to an older key of the speaker's team, whoever drew the statement up.
create function access.old_statement_wraps(before int, most int) returns table (version uuid, epoch int, age_file bytea)
language sql stable security definer set search_path = '' as $$
  select w.id, w.epoch, w.age_file from keys.coalition_wrap w
  where w.team_id = access.team() and w.epoch < before and access.has_role('{caseworker,verifier,liaison,counsel,steward}')
  order by w.epoch, w.id limit most
$$;
-- The same under the newest key of that team and no other number: one that is ahead would keep everybody from wrapping it again.
create function access.rewrap_statement(of_version uuid, of_epoch int, sealed bytea) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  update keys.coalition_wrap w set epoch = of_epoch, age_file = sealed
  where w.id = of_version and w.team_id = access.team() and w.epoch < of_epoch and access.epoch_of(access.team()) = of_epoch
    and access.has_role('{caseworker,verifier,liaison,counsel,steward}');
  return found;
end $$;
revoke execute on function access.old_statement_wraps(int, int), access.rewrap_statement(uuid, int, bytea) from public;
grant execute on function access.old_statement_wraps(int, int), access.rewrap_statement(uuid, int, bytea) to asylia_app;

reset role;
revoke create on schema access from asylia_access;
