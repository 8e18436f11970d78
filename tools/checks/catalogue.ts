import type pg from 'pg'
import type { Finding } from './finding.ts'

/** What the database says of itself. Each rule is one query whose rows are the violations. */
type Rule = { readonly rule: string; readonly sql: string }

const OURS = `n.nspname not like 'pg\\_%' and n.nspname not in ('information_schema', 'graphile_worker')`
const GRANTEE = `case g.grantee when 0 then 'PUBLIC' else g.grantee::regrole::text end`
/** Grants on a relation and on its columns to anybody but its owner. */
const GRANTS = `(
  select c.oid as relation, c.relowner as owner, x.grantee, x.privilege_type from pg_class c, aclexplode(c.relacl) x
  union all
  select c.oid, c.relowner, x.grantee, x.privilege_type from pg_class c join pg_attribute a on a.attrelid = c.oid, aclexplode(a.attacl) x
)`

/**
 * The one form of view that reads with the rights of its owner (ADR 0038): rows of one table whose room is in the set that the
 * speaker reads, and whatever narrows them further.
 */
const COUNTED = `coalesce(
  n.nspname = 'access' and c.relowner = 'asylia_access'::regrole and (
    c.relname = 'read_room' and not has_table_privilege('asylia_app', c.oid, 'select')
    or c.relname like 'counted\\_%' and c.reloptions @> array['security_barrier=true'] and pg_get_viewdef(c.oid) ~ (
      'FROM asylia[.][a-z_]+ t\\s+WHERE [(]{1,2}(?:t[.])?compartment_id IN [(] SELECT r[.]compartment_id\\s+FROM access[.]read_room r[)][)]( AND .*[)])?;\\s*$'
    )
  ), false)`

const RULES: readonly Rule[] = [
  {
    rule: 'has no forced row security',
    sql: `select c.oid::regclass::text as what from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and ${OURS} and not (c.relrowsecurity and c.relforcerowsecurity)`,
  },
  {
    rule: 'is granted to somebody and has no policy',
    sql: `select c.oid::regclass::text as what from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and ${OURS} and not exists (select from pg_policy p where p.polrelid = c.oid)
        and exists (select from ${GRANTS} g where g.relation = c.oid and g.grantee <> g.owner)`,
  },
  {
    rule: 'is granted to PUBLIC',
    sql: `select c.oid::regclass || ' ' || g.privilege_type as what from ${GRANTS} g join pg_class c on c.oid = g.relation
      join pg_namespace n on n.oid = c.relnamespace where ${OURS} and g.grantee = 0
      union all
      select 'schema ' || n.nspname || ' ' || x.privilege_type from pg_namespace n, aclexplode(n.nspacl) x where ${OURS} and x.grantee = 0`,
  },
  {
    rule: 'is a definer function without a fixed search_path',
    sql: `select p.oid::regprocedure::text as what from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where p.prosecdef and ${OURS} and not exists (select from unnest(p.proconfig) s where s like 'search_path=%')`,
  },
  {
    rule: 'may be executed by PUBLIC',
    sql: `select p.oid::regprocedure::text as what from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where ${OURS} and exists (
        select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) x where x.grantee = 0 and x.privilege_type = 'EXECUTE'
      )`,
  },
  {
    rule: 'is a view that is not security_invoker',
    sql: `select c.oid::regclass::text as what from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'v' and ${OURS} and not coalesce(c.reloptions @> array['security_invoker=true'] or c.reloptions @> array['security_invoker=on'], false)
        and not ${COUNTED}
      union all
      select c.oid::regclass || ' (materialised, row security cannot hold it)' from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'm' and ${OURS}`,
  },
  {
    rule: 'gives away an order: sequence, identity or time-ordered id',
    sql: `select c.oid::regclass::text as what from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'S' and ${OURS}
      union
      select c.oid::regclass || '.' || a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid
      join pg_namespace n on n.oid = c.relnamespace left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where ${OURS} and (a.attidentity <> '' or pg_get_expr(d.adbin, d.adrelid) ~* '(uuidv7|uuid_generate_v1|nextval)')`,
  },
  {
    rule: 'is append-only and somebody may change it',
    sql: `select distinct c.oid::regclass || ' ' || g.privilege_type || ' by ' || ${GRANTEE} as what
      from pg_trigger t join pg_proc p on p.oid = t.tgfoid and p.proname = 'refuse_change' join pg_class c on c.oid = t.tgrelid
      join ${GRANTS} g on g.relation = c.oid where g.grantee <> g.owner and g.privilege_type in ('UPDATE', 'DELETE', 'TRUNCATE')`,
  },
  {
    rule: 'is append-only by a trigger that does not stop every change',
    sql: `select c.oid::regclass::text as what from pg_trigger t join pg_proc p on p.oid = t.tgfoid and p.proname = 'refuse_change'
      join pg_class c on c.oid = t.tgrelid group by c.oid
      having bit_or(case when t.tgenabled <> 'D' then t.tgtype::int else 0 end) & 56 <> 56`,
  },
  {
    rule: 'lets a member write in the name of another',
    sql: `select c.oid::regclass || '.' || a.attname as what from pg_constraint k join pg_class c on c.oid = k.conrelid
      join pg_attribute a on a.attrelid = c.oid and a.attnum = any (k.conkey),
      (values ('insert', 'INSERT ON'), ('update', 'UPDATE OF ')) as way (privilege, words)
      where k.contype = 'f' and k.confrelid = to_regclass('asylia.member') and a.attname like '%\\_by'
        and has_column_privilege('asylia_app', c.oid, a.attnum, way.privilege)
        and not exists (
          select from pg_trigger t join pg_proc p on p.oid = t.tgfoid and p.proname = 'refuse_foreign_name'
          where t.tgrelid = c.oid and t.tgenabled <> 'D' and pg_get_triggerdef(t.oid) ~ format('BEFORE %s.*\\mnew\\.%s\\M', way.words, a.attname)
        )`,
  },
  {
    rule: 'joins the public register with another schema',
    sql: `select k.conname || ' on ' || k.conrelid::regclass as what from pg_constraint k
      join pg_class a on a.oid = k.conrelid join pg_class b on b.oid = k.confrelid
      where k.contype = 'f' and (a.relnamespace::regnamespace::text = 'publication') <> (b.relnamespace::regnamespace::text = 'publication')
      union
      select v.oid::regclass || ' reads ' || r.oid::regclass from pg_rewrite w join pg_depend d on d.objid = w.oid and d.classid = 'pg_rewrite'::regclass
      join pg_class v on v.oid = w.ev_class join pg_class r on r.oid = d.refobjid and d.refclassid = 'pg_class'::regclass
      where v.oid <> r.oid and (v.relnamespace::regnamespace::text = 'publication') <> (r.relnamespace::regnamespace::text = 'publication')
        and 'publication' in (v.relnamespace::regnamespace::text, r.relnamespace::regnamespace::text)`,
  },
  {
    rule: 'is a uuid column in the public register',
    sql: `select c.oid::regclass || '.' || a.attname as what from pg_attribute a join pg_class c on c.oid = a.attrelid
      where c.relnamespace::regnamespace::text = 'publication' and c.relkind in ('r', 'p', 'v', 'm', 'f') and a.attnum > 0 and not a.attisdropped
        and a.atttypid in ('uuid'::regtype, 'uuid[]'::regtype)`,
  },
]

const ROLE_RULES: readonly Rule[] = [
  {
    rule: 'is a role with more power than any of ours may have',
    sql: `select rolname as what from pg_roles where rolname like 'asylia\\_%' and rolname <> 'asylia_superuser' and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)`,
  },
  {
    rule: 'can log in and must not',
    sql: `select rolname as what from pg_roles where rolname in ('asylia_access', 'asylia_inbox') and rolcanlogin`,
  },
  {
    rule: 'may become another role',
    sql: `select m.member::regrole || ' becomes ' || m.roleid::regrole as what from pg_auth_members m
      where m.member::regrole::text in ('asylia_app', 'asylia_intake', 'asylia_public', 'asylia_jobs', 'asylia_ledger')`,
  },
  {
    rule: 'owns what it must not',
    sql: `with owned as (
        select c.relowner as owner, n.nspname as place, c.oid::regclass::text as what from pg_class c join pg_namespace n on n.oid = c.relnamespace
        union all select p.proowner, n.nspname, p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        union all select n.nspowner, n.nspname, 'schema ' || n.nspname from pg_namespace n
      )
      select owner::regrole || ' owns ' || what as what from owned where place not like 'pg\\_%' and (
        owner::regrole::text in ('asylia_app', 'asylia_intake', 'asylia_public', 'asylia_ledger')
        or owner::regrole::text = 'asylia_jobs' and place <> 'graphile_worker' and what <> 'base.enqueue(uuid)'
        or owner::regrole::text = 'asylia_access' and not (
          place = 'access' and (what like 'access.%(%)' or what like 'access.counted\\_%' or what = 'access.read_room') or what like 'base.append_entry(%)'
        )
        or owner::regrole::text = 'asylia_inbox' and place not in ('intake', 'keys')
      )`,
  },
  {
    rule: 'has a right that its login must not have',
    sql: `select distinct ${GRANTEE} || ' ' || g.privilege_type || ' on ' || c.oid::regclass as what
      from ${GRANTS} g join pg_class c on c.oid = g.relation join pg_namespace n on n.oid = c.relnamespace
      where ${OURS} and (
        ${GRANTEE} = 'asylia_intake'
        or ${GRANTEE} = 'asylia_jobs'
        or ${GRANTEE} = 'asylia_public' and not (n.nspname = 'publication' and g.privilege_type = 'SELECT')
        or ${GRANTEE} = 'asylia_ledger' and not (n.nspname = 'base' and c.relname like 'ledger\\_%')
      )`,
  },
  {
    rule: 'reaches into the job queue',
    sql: `select x.grantee::regrole || ' ' || x.privilege_type || ' on schema graphile_worker' as what
      from pg_namespace n, aclexplode(n.nspacl) x where n.nspname = 'graphile_worker' and x.grantee <> 0 and x.grantee::regrole::text <> 'asylia_jobs'
      union all
      select 'PUBLIC ' || x.privilege_type || ' on schema graphile_worker'
      from pg_namespace n, aclexplode(n.nspacl) x where n.nspname = 'graphile_worker' and x.grantee = 0
      union all
      select distinct ${GRANTEE} || ' ' || g.privilege_type || ' on ' || c.oid::regclass from ${GRANTS} g join pg_class c on c.oid = g.relation
      where c.relnamespace::regnamespace::text = 'graphile_worker' and ${GRANTEE} <> 'asylia_jobs'
      union all
      select x.grantee::regrole || ' ' || x.privilege_type || ' on ' || p.oid::regprocedure from pg_proc p, aclexplode(p.proacl) x
      where p.pronamespace::regnamespace::text = 'graphile_worker' and x.grantee <> 0 and x.grantee::regrole::text <> 'asylia_jobs'`,
  },
]

/** The fewest tables a migrated database can have: an empty one proves nothing. */
const FEWEST_TABLES = 10

/** Every rule of the catalogue against a migrated database; ask as a role that may read the system catalogue, which all may. */
export async function checkCatalogue(client: pg.ClientBase): Promise<Finding[]> {
  const findings: Finding[] = []
  const counted = await client.query<{ count: number }>(
    `select count(*)::int as count from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p') and ${OURS}`,
  )
  const count = counted.rows[0]?.count ?? 0
  if (count < FEWEST_TABLES) findings.push({ says: `the database has ${count} tables, so it was not migrated and proves nothing` })
  for (const { rule, sql } of [...RULES, ...ROLE_RULES]) {
    const { rows } = await client.query<{ what: string }>(sql)
    findings.push(...rows.map(({ what }) => ({ file: what, says: rule })))
  }
  return findings
}

/** Who may do what on each table, and which policy lets them: one line for each table and role. */
export async function accessCatalogue(client: pg.ClientBase): Promise<string> {
  const { rows } = await client.query<{ line: string }>(`
    select format('%-40s %-16s %-24s %s', c.oid::regclass, ${GRANTEE}, string_agg(distinct lower(g.privilege_type), ','),
      coalesce((select string_agg(p.polname, ',' order by p.polname) from pg_policy p
        where p.polrelid = c.oid and (g.grantee = any (p.polroles) or 0 = any (p.polroles))), 'no policy, so no rows')) as line
    from ${GRANTS} g join pg_class c on c.oid = g.relation join pg_namespace n on n.oid = c.relnamespace
    where ${OURS} and c.relkind in ('r', 'p', 'v') and g.grantee <> g.owner
    group by c.oid, g.grantee order by c.oid::regclass::text collate "C", 1`)
  return rows.map((row) => row.line).join('\n')
}
