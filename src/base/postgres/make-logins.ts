import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto'
import pg from 'pg'
import { LOGINS, type Login, PART_LOGINS } from '#base/config.ts'
import { OperatorError } from '#base/operator-error.ts'
import type { Passwords } from './logins.ts'

/** Roles that own functions and the intake, and in whose name nobody logs in. */
export const OWNING_ROLES = ['asylia_access', 'asylia_inbox'] as const
export const OLDEST_SERVER = 160_000
const ITERATIONS = 4_096

type RoleRow = {
  readonly rolname: string
  readonly rolsuper: boolean
  readonly rolbypassrls: boolean
  readonly rolcreaterole: boolean
  readonly rolcreatedb: boolean
  readonly rolcanlogin: boolean
  readonly rolreplication: boolean
}
type Admin = { readonly client: pg.Client; readonly name: string; readonly isSuperuser: boolean; readonly createsDatabases: boolean }

/**
 * Makes the six logins and the two roles that own things, or repairs their attributes, passwords and memberships; a second
 * run changes nothing. `database` is made when a superuser asks and it is missing; else the database of the address is
 * used. Works for the private server and for an external one of version 16 or later whose login may CREATEROLE.
 */
export async function makeLogins(adminUrl: string, passwords: Passwords, database?: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl, application_name: 'asylia' })
  await connectOrSay(client)
  try {
    demandServerVersion(await serverVersionOf(client))
    const admin = await readAdmin(client)
    await client.query(`select pg_advisory_lock(hashtext('asylia.logins'))`)
    await ensureRoles(admin, passwords)
    const used = database ?? (await currentDatabase(client))
    if (database !== undefined) await ensureDatabase(client, database)
    await grantDatabase(admin, used)
  } finally {
    await client.end()
  }
}

/** Asked so that a caller can refuse before anything is written. In capitals, which the replication protocol insists on. */
export async function serverVersionOf(client: pg.Client): Promise<number> {
  const answer = await client.query<{ server_version_num: string }>('SHOW server_version_num')
  return Number(answer.rows[0]?.server_version_num)
}

/** An external server older than 16 is refused: it lacks membership options that keep the roles apart. */
export function demandServerVersion(version: number): void {
  if (version >= OLDEST_SERVER) return
  const said = version >= 100_000 ? `${Math.floor(version / 10_000)}.${version % 10_000}` : 'of an unknown version'
  throw new OperatorError(
    `The database server is PostgreSQL ${said}; Asylia needs 16 or later. Name a newer server in DATABASE_URL, or unset it to use the private one. Nothing was changed.`,
  )
}

async function connectOrSay(client: pg.Client): Promise<void> {
  try {
    await client.connect()
  } catch (error) {
    const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'no answer'
    throw new OperatorError(
      `The database server did not let Asylia in (${code}). Check the address in DATABASE_URL, the password in it, and that the server runs.`,
      { cause: error },
    )
  }
}

async function readAdmin(client: pg.Client): Promise<Admin> {
  const answer = await client.query<RoleRow>('select * from pg_roles where rolname = current_user')
  const row = answer.rows[0]
  if (row === undefined || !(row.rolsuper || row.rolcreaterole)) {
    throw new OperatorError(
      'The login of DATABASE_URL may not make roles. Let a superuser say: alter role that_login createrole. Nothing was changed.',
    )
  }
  if (LOGINS.some((login) => login === row.rolname)) {
    throw new OperatorError(
      `DATABASE_URL logs in as ${row.rolname}, which Asylia keeps for itself. Name a login of its own there, one that may make roles. Nothing was changed.`,
    )
  }
  return { client, name: row.rolname, isSuperuser: row.rolsuper, createsDatabases: row.rolsuper || row.rolcreatedb }
}

async function ensureRoles(admin: Admin, passwords: Passwords): Promise<void> {
  const names = [...LOGINS, ...OWNING_ROLES]
  const answer = await admin.client.query<RoleRow>('select * from pg_roles where rolname = any ($1)', [names])
  const there = new Map(answer.rows.map((row) => [row.rolname, row]))
  const verifiers = await readVerifiers(admin)
  for (const role of OWNING_ROLES) await ensureRole(admin, role, there.get(role), false)
  for (const login of LOGINS) {
    await ensureRole(admin, login, there.get(login), true)
    const verifier = verifiers.get(login)
    if (verifier === undefined || !opens(verifier, passwords[login])) await setPassword(admin, login, passwords[login])
  }
  await ensureMemberships(admin)
}

/** An attribute that the role has and must not have is taken away; a login without the right to do so hears which it is. */
async function ensureRole(admin: Admin, role: string, there: RoleRow | undefined, logsIn: boolean): Promise<void> {
  if (there === undefined) {
    await admin.client.query(
      `create role ${role} ${logsIn ? 'login' : 'nologin'} nosuperuser nobypassrls nocreaterole nocreatedb noreplication`,
    )
    return
  }
  const wrong = excessOf(there, logsIn)
  if (wrong.length === 0) return
  try {
    await admin.client.query(`alter role ${role} ${wrong.join(' ')}`)
  } catch (error) {
    throw new OperatorError(
      `The role ${role} has rights that it must not have. Let a superuser say: alter role ${role} ${wrong.join(' ')}.`,
      { cause: error },
    )
  }
}

/** The words that take away what the role has beyond its due, or give it its way to log in. */
function excessOf(there: RoleRow, logsIn: boolean): readonly string[] {
  const excess = [
    there.rolsuper && 'nosuperuser',
    there.rolbypassrls && 'nobypassrls',
    there.rolcreaterole && 'nocreaterole',
    there.rolcreatedb && 'nocreatedb',
    there.rolreplication && 'noreplication',
    there.rolcanlogin !== logsIn && (logsIn ? 'login' : 'nologin'),
  ]
  return excess.filter((word) => word !== false)
}

/** Verifiers that a superuser may read; on an external server nobody else can, and passwords are set at each start. */
async function readVerifiers(admin: Admin): Promise<Map<string, string>> {
  if (!admin.isSuperuser) return new Map()
  const answer = await admin.client.query<{ rolname: string; rolpassword: string }>(
    'select rolname, rolpassword from pg_authid where rolname = any ($1) and rolpassword is not null',
    [LOGINS],
  )
  return new Map(answer.rows.map((row) => [row.rolname, row.rolpassword]))
}

/** The server gets a verifier (RFC 5803), never the password: statements may be logged where we do not see it. */
async function setPassword(admin: Admin, login: Login, password: string): Promise<void> {
  await admin.client.query(`alter role ${login} password '${scramVerifier(password, randomBytes(16), ITERATIONS)}'`)
}

/** SCRAM-SHA-256 (RFC 7677); our passwords are plain ASCII, which SASLprep leaves as it is. */
export function scramVerifier(password: string, salt: Buffer, iterations: number): string {
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256')
  const stored = createHash('sha256').update(createHmac('sha256', salted).update('Client Key').digest()).digest('base64')
  const server = createHmac('sha256', salted).update('Server Key').digest('base64')
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${stored}:${server}`
}

function opens(verifier: string, password: string): boolean {
  const match = /^SCRAM-SHA-256\$([0-9]+):([^$]+)\$/.exec(verifier)
  if (match?.[1] === undefined || match[2] === undefined) return false
  const expected = Buffer.from(scramVerifier(password, Buffer.from(match[2], 'base64'), Number(match[1])))
  const given = Buffer.from(verifier)
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/**
 * Migrations run as asylia_owner and hand functions over to the roles that own them, so it is a member of those. An
 * external admin who is no superuser joins asylia_owner, or it could not give it the database.
 */
async function ensureMemberships(admin: Admin): Promise<void> {
  for (const role of [...OWNING_ROLES, 'asylia_jobs'])
    await admin.client.query(`grant ${role} to asylia_owner with inherit false, set true`)
  if (!admin.isSuperuser) await admin.client.query(`grant asylia_owner to ${quoteName(admin.name)} with inherit true, set true`)
}

async function currentDatabase(client: pg.Client): Promise<string> {
  const answer = await client.query<{ name: string }>('select current_database() as name')
  return answer.rows[0]?.name ?? ''
}

async function ensureDatabase(client: pg.Client, database: string): Promise<void> {
  const there = await client.query('select from pg_database where datname = $1', [database])
  if (there.rowCount === 0) await client.query(`create database ${quoteName(database)} owner asylia_owner`)
}

/** Only the six may connect. Where the admin may not give the database away, the owner gets what migrations need. */
async function grantDatabase(admin: Admin, database: string): Promise<void> {
  const name = quoteName(database)
  const answer = await admin.client.query<{ owner: string; mine: boolean }>(
    'select pg_get_userbyid(datdba) as owner, pg_has_role(datdba, $2) as mine from pg_database where datname = $1',
    [database, 'usage'],
  )
  const row = answer.rows[0]
  if (row === undefined) throw new OperatorError('The database of DATABASE_URL does not exist. Make it, then start again.')
  if (row.owner !== 'asylia_owner' && row.mine && admin.createsDatabases)
    await admin.client.query(`alter database ${name} owner to asylia_owner`)
  else if (row.owner !== 'asylia_owner') await admin.client.query(`grant all on database ${name} to asylia_owner with grant option`)
  await admin.client.query(`revoke connect, temporary on database ${name} from public`)
  await admin.client.query(`grant connect on database ${name} to asylia_owner, ${PART_LOGINS.join(', ')}`)
}

function quoteName(name: string): string {
  return pg.escapeIdentifier(name)
}
