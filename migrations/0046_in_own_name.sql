-- Who did a thing is who speaks: no member writes, changes or decides a row in another member's name, whatever a door above says.
-- The ledger has held this from the first day; here every other table does. guards T-22

create function base.refuse_foreign_name() returns trigger
language plpgsql set search_path = '' as $$
begin
  raise exception 'this row is not in this member''s own name' using errcode = 'insufficient_privilege';
end $$;

-- For every column of members that ends with _by and that the application writes. The condition stands in the trigger, so a
-- row in the own name costs one comparison; a row that stands keeps its author. Later tables call this again.
create procedure base.hold_own_names()
language plpgsql set search_path = '' as $$
declare
  place record;
  foreign_name constant text :=
    'current_user = ''asylia_app'' and new.%1$I <> coalesce(nullif(current_setting(''asylia.member'', true), ''''), ''00000000-0000-0000-0000-000000000000'')::uuid';
begin
  for place in
    select t.oid::regclass as relation, a.attname as who, has_column_privilege('asylia_app', t.oid, a.attnum, 'update') as changes
    from pg_catalog.pg_constraint k
    join pg_catalog.pg_class t on t.oid = k.conrelid
    join pg_catalog.pg_attribute a on a.attrelid = t.oid and a.attnum = any (k.conkey)
    where k.contype = 'f' and k.confrelid = 'asylia.member'::regclass and a.attname like '%\_by'
      and has_column_privilege('asylia_app', t.oid, a.attnum, 'insert, update')
    order by 1, 2
  loop
    execute format('create or replace trigger %I before insert on %s for each row when (' || format(foreign_name, place.who)
      || ') execute function base.refuse_foreign_name()', 'own_' || place.who, place.relation);
    if place.changes then
      execute format('create or replace trigger %I before update of %I on %s for each row when (new.%2$I is distinct from old.%2$I and '
        || format(foreign_name, place.who) || ') execute function base.refuse_foreign_name()',
        'still_own_' || place.who, place.who, place.relation);
    end if;
  end loop;
end $$;
revoke execute on function base.refuse_foreign_name() from public;
revoke execute on procedure base.hold_own_names() from public;
grant execute on function base.refuse_foreign_name() to asylia_app;

call base.hold_own_names();
