-- The rooms of 0021 to 0026 follow ADR 0026 too: a row is seen by whoever sees their own row of its compartment.
-- guards T-21
do $$
declare
  own constant text := '(select true from asylia.compartment_member own where own.compartment_id = %s and own.member_id = access.member())';
  here record;
begin
  for here in
    select p.polname, c.oid::regclass as place, c.relname from pg_policy p join pg_class c on c.oid = p.polrelid
    where pg_get_expr(p.polqual, p.polrelid) ~ '^[(]compartment_id = ANY [(][(] SELECT access[.]seen[(][)]|^access[.]sees[(]compartment_id[)]$'
      and p.polname in ('seen', 'changes') and p.polroles = array['asylia_app'::regrole::oid]
      and c.oid not in ('asylia.compartment_member'::regclass, 'asylia.compartment_deny'::regclass, 'base.ledger_entry'::regclass)
  loop
    execute format('alter policy %I on %s using (%s)', here.polname, here.place, format(own, quote_ident(here.relname) || '.compartment_id'));
  end loop;
  if exists (select from pg_policy p where pg_get_expr(p.polqual, p.polrelid) ~ 'access[.]seen[(]') then
    raise exception 'a policy still loads the list of everything seen';
  end if;
end $$;
