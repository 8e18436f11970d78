-- Whoever reads some thousands of cases passes over what is hidden from them, and with a filter that is all there is of a country
-- when none of it is theirs. What a filter and row security compare stands in the index, so no hidden row itself is read. guards T-21
drop index asylia.incident_host;
create index incident_host on asylia.incident (host, id) include (compartment_id, effect, verification_status);
drop index asylia.incident_effect;
create index incident_effect on asylia.incident (effect, id) include (compartment_id, host, verification_status) where effect is not null;
drop index asylia.incident_status;
create index incident_status on asylia.incident (verification_status, id) include (compartment_id, host, effect);
drop index asylia.incident_day_host;
create index incident_day_host on asylia.incident (host, on_day, id) include (compartment_id, effect, origin, verification_status);
drop index asylia.incident_day_origin;
create index incident_day_origin on asylia.incident (origin, on_day, id) include (compartment_id, effect, host, verification_status);
drop index asylia.incident_day;
create index incident_day on asylia.incident (on_day, id) include (compartment_id, effect, host, origin, verification_status);

-- The look of each row (0019) made its speaker anew from a setting, three times for each row; here it is made once for each statement.
do $$
declare
  here record;
  path constant text := current_setting('search_path');
  own constant text := 'own.member_id = access.member()';
begin
  -- So that every name stands whole in what is taken over.
  perform set_config('search_path', '', true);
  for here in
    select p.polname, p.polrelid::regclass as place, pg_get_expr(p.polqual, p.polrelid) as law from pg_policy p
    where strpos(pg_get_expr(p.polqual, p.polrelid), own) > 0
  loop
    execute format('alter policy %I on %s using (%s)', here.polname, here.place,
      replace(here.law, own, 'own.member_id = (select access.member())'));
  end loop;
  perform set_config('search_path', path, true);
end $$;
alter policy seen on asylia.compartment_member using (
  case when member_id = (select access.member()) then
    coalesce(until >= current_date, true) and (select access.reading_team()) is not null and (
      select true from asylia.compartment_deny d
      where d.compartment_id = compartment_member.compartment_id and d.team_id = (select access.reading_team())
    ) is null
  else access.sees(compartment_id) end
);
