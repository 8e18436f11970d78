import pg from 'pg'
import { LOGINS } from '#base/config.ts'
import { SUPERUSER } from '#base/postgres/logins.ts'
import { OLDEST_SERVER, OWNING_ROLES, serverVersionOf } from '#base/postgres/make-logins.ts'
import { systemClock } from '#kernel/clock.ts'
import { type Finding, note, wrong } from './finding.ts'
import { keysFindings } from './keys-findings.ts'
import { ledgerFindings } from './ledger-findings.ts'

/** Schemas that are ours and under forced row security; the one of the job queue is the exemption (ARCHITECTURE §3). */
const OURS = `nspname !~ '^pg_' and nspname not in ('information_schema', 'graphile_worker')`

/** What the database says of itself, asked by its superuser or by the admin of an external one. Nothing is changed. */
export async function databaseFindings(adminUrl: string, isPrivate: boolean): Promise<readonly Finding[]> {
  const client = new pg.Client({ connectionString: adminUrl, application_name: 'asylia_doctor' })
  await client.connect()
  try {
    const version = await serverVersionOf(client)
    if (version < OLDEST_SERVER)
      return [
        wrong(
          'The database server is older than PostgreSQL 16.',
          'Name a newer server in DATABASE_URL, or unset it to use the private one.',
        ),
      ]
    const found: Finding[] = []
    for (const look of [
      clockFindings,
      roleFindings,
      memberFindings,
      policyFindings,
      definerFindings,
      queueFindings,
      settingFindings,
      checksumFindings,
      ledgerFindings,
    ]) {
      found.push(...(await look(client)))
    }
    return [...found, ...(await keysFindings(client, isPrivate))]
  } finally {
    await client.end()
  }
}

async function names(client: pg.Client, text: string, values: readonly unknown[] = []): Promise<readonly string[]> {
  const answer = await client.query<{ name: string }>(text, [...values])
  return answer.rows.map((row) => row.name)
}

async function clockFindings(client: pg.Client): Promise<readonly Finding[]> {
  const answer = await client.query<{ now: Date }>('select clock_timestamp() as now')
  const apart = Math.abs(systemClock.now().getTime() - (answer.rows[0]?.now.getTime() ?? 0))
  if (apart < 2_000) return []
  return [
    wrong(
      `The clocks of this machine and of the database are ${Math.round(apart / 1_000)} seconds apart.`,
      'Let both take their time from the same source (chrony, systemd-timesyncd).',
    ),
  ]
}

async function roleFindings(client: pg.Client): Promise<readonly Finding[]> {
  const expected = [...LOGINS, ...OWNING_ROLES]
  const there = await names(client, 'select rolname as name from pg_roles where rolname = any ($1)', [expected])
  const missing = expected.filter((role) => !there.includes(role))
  const free = await names(
    client,
    `select rolname as name from pg_roles where rolname = any ($1)
     and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication or rolcanlogin = (rolname = any ($2)))`,
    [expected, [...OWNING_ROLES]],
  )
  const others = await names(client, `select rolname as name from pg_roles where rolsuper and rolname <> $1 and rolname <> current_user`, [
    SUPERUSER,
  ])
  return [
    ...missing.map((role) => wrong(`The role ${role} is missing.`, './asylia start makes it.')),
    ...free.map((role) =>
      wrong(
        `The role ${role} has rights that it must not have, or logs in when it must not.`,
        './asylia start takes them away. Find out who gave them.',
      ),
    ),
    ...others.map((role) =>
      note(`The database has another superuser: ${role}. It passes every policy.`, 'If nobody needs it: alter role … nosuperuser.'),
    ),
  ]
}

/** asylia_owner alone is a member of the roles that own things; nobody is a member of a login. */
async function memberFindings(client: pg.Client): Promise<readonly Finding[]> {
  const members = await names(
    client,
    `select format('%s of %s', m.rolname, r.rolname) as name
     from pg_auth_members a join pg_roles r on r.oid = a.roleid join pg_roles m on m.oid = a.member
     where r.rolname = any ($1) and m.rolname not in ('asylia_owner', current_user) and not m.rolsuper`,
    [[...LOGINS, ...OWNING_ROLES]],
  )
  return members.map((member) =>
    wrong(
      `A role is a member of another that it must not be: ${member}.`,
      'revoke the membership (revoke ROLE from MEMBER) and find out who gave it.',
    ),
  )
}

async function policyFindings(client: pg.Client): Promise<readonly Finding[]> {
  const open = await names(
    client,
    `select format('%s.%s', nspname, relname) as name from pg_class c join pg_namespace n on n.oid = relnamespace
     where relkind in ('r', 'p') and relpersistence <> 't' and ${OURS} and not (relrowsecurity and relforcerowsecurity) order by 1`,
  )
  const makers = await names(
    client,
    `select nspname as name from pg_namespace n where ${OURS} and exists (select from aclexplode(nspacl) where grantee = 0 and privilege_type = 'CREATE')`,
  )
  return [
    ...open.map((table) =>
      wrong(
        `The table ${table} is not under forced row security.`,
        `alter table ${table} enable row level security, force row level security; and find out who changed it.`,
      ),
    ),
    ...makers.map((schema) =>
      wrong(`Everybody may create things in the schema ${schema}.`, `revoke create on schema ${schema} from public`),
    ),
  ]
}

/** A definer function without a fixed path runs what its caller puts in the way. */
async function definerFindings(client: pg.Client): Promise<readonly Finding[]> {
  const found = await names(
    client,
    `select format('%s.%s', nspname, proname) as name from pg_proc p join pg_namespace n on n.oid = pronamespace
     where prosecdef and ${OURS} and (not exists (select from unnest(proconfig) setting where setting like 'search_path=%')
       or exists (select from aclexplode(coalesce(proacl, acldefault('f', proowner))) where grantee = 0)) order by 1`,
  )
  return found.map((name) =>
    wrong(
      `The function ${name} runs with its owner's rights, and its search_path is not fixed or everybody may call it.`,
      'Compare it with migrations/ and put it back.',
    ),
  )
}

async function queueFindings(client: pg.Client): Promise<readonly Finding[]> {
  const grantees = await names(
    client,
    `select distinct coalesce(r.rolname, 'everybody') as name from pg_namespace n cross join aclexplode(nspacl) a left join pg_roles r on r.oid = a.grantee
     where nspname = 'graphile_worker' and a.grantee <> n.nspowner`,
  )
  const found = grantees.map((role) =>
    wrong(`The role ${role} has a right on the schema of the job queue.`, `revoke all on schema graphile_worker from ${role}`),
  )
  const there = await names(
    client,
    `select relname as name from pg_class c join pg_namespace n on n.oid = relnamespace
     where nspname = 'graphile_worker' and relname = 'jobs' and has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select')`,
  )
  if (there.length === 0) return found
  const answer = await client.query<{ dead: number }>(
    'select count(*)::int as dead from graphile_worker.jobs where attempts >= max_attempts',
  )
  const dead = answer.rows[0]?.dead ?? 0
  return dead === 0
    ? found
    : [
        ...found,
        wrong(
          `${dead} jobs failed for the last time and wait for somebody.`,
          'Read the log of the worker for their cause; after mending it, set their attempts to 0.',
        ),
      ]
}

async function settingFindings(client: pg.Client): Promise<readonly Finding[]> {
  const answer = await client.query<{ name: string; setting: string }>(
    `select name, setting from pg_settings where (name, setting) in
     (('fsync', 'off'), ('full_page_writes', 'off'), ('synchronous_commit', 'off'), ('track_commit_timestamp', 'on'), ('log_statement', 'all'), ('log_statement', 'mod'), ('data_checksums', 'off'))`,
  )
  return answer.rows.map((row) =>
    wrong(
      `The setting ${row.name} of the database is ${row.setting}.`,
      row.name === 'data_checksums'
        ? 'pg_checksums --enable, while the server is stopped.'
        : 'Take the line out of its configuration and restart it.',
    ),
  )
}

async function checksumFindings(client: pg.Client): Promise<readonly Finding[]> {
  const failed = await names(client, 'select datname as name from pg_stat_database where checksum_failures > 0 and datname is not null')
  return failed.map((name) =>
    wrong(
      `The disk returned damaged pages of the database ${name}.`,
      'Copy the whole data folder away now, check the disk, and restore a backup.',
    ),
  )
}
