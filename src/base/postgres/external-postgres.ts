import pg from 'pg'
import { type Config, type Login, PART_LOGINS } from '#base/config.ts'
import { OperatorError } from '#base/operator-error.ts'
import { ensurePasswords, type LoginUrls, type Passwords, urlsOf } from './logins.ts'
import { demandServerVersion, makeLogins, serverVersionOf } from './make-logins.ts'

/**
 * The logins into the server that DATABASE_URL names. Where an address is set for each part, the operator keeps the roles
 * and DATABASE_URL is asylia_owner; else its login makes and repairs the six. A server older than 16 is refused.
 */
export async function externalLogins(config: Config, secrets: string): Promise<LoginUrls> {
  const admin = config.databaseUrl
  if (admin === undefined) throw new Error('externalLogins needs DATABASE_URL.')
  if (PART_LOGINS.every((login) => config.databaseUrls[login] !== undefined)) {
    await demandOwner(admin)
    return urlsOf((login) => (login === 'asylia_owner' ? admin : (config.databaseUrls[login] ?? admin)))
  }
  const passwords = withGiven(await ensurePasswords(secrets), config.databaseUrls)
  await makeLogins(admin, passwords)
  return urlsOf((login) => (login === 'asylia_owner' ? undefined : config.databaseUrls[login]) ?? as(admin, login, passwords[login]))
}

/** A password in an address that the operator set is the one that the role gets. */
function withGiven(own: Passwords, given: Config['databaseUrls']): Passwords {
  const changed: Partial<Record<Login, string>> = {}
  for (const login of PART_LOGINS) {
    const url = given[login]
    if (url === undefined) continue
    const { username, password } = new URL(url)
    if (username !== login || password === '')
      throw new OperatorError(`The address set for ${login} must name that login and its password.`)
    changed[login] = decodeURIComponent(password)
  }
  return { ...own, ...changed }
}

function as(admin: string, login: string, password: string): string {
  const url = new URL(admin)
  // An address with a socket in its query may name no host, and then cannot hold a login.
  if (url.hostname === '') url.hostname = 'localhost'
  url.username = login
  url.password = encodeURIComponent(password)
  for (const name of ['user', 'password']) url.searchParams.delete(name)
  return url.href
}

async function demandOwner(owner: string): Promise<void> {
  const client = new pg.Client({ connectionString: owner })
  try {
    await client.connect()
    demandServerVersion(await serverVersionOf(client))
    const answer = await client.query<{ name: string }>('select current_user as name')
    if (answer.rows[0]?.name !== 'asylia_owner') {
      throw new OperatorError(
        'With an address set for every login, DATABASE_URL must log in as asylia_owner, since migrations run as that role.',
      )
    }
  } finally {
    await client.end()
  }
}
