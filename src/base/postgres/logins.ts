import { join } from 'node:path'
import { LOGINS, type Login } from '#base/config.ts'
import type { FolderPlaces } from '#base/data-folder.ts'
import { OperatorError } from '#base/operator-error.ts'
import { newPassword, readPrivate, writePrivate } from '#base/private-file.ts'

export const SUPERUSER = 'asylia_superuser'
export const DATABASE = 'asylia'

export type LoginUrls = Readonly<Record<Login, string>>
export type Passwords = Readonly<Record<Login, string>>

/** The passwords of the six logins, made once and kept among the secrets. */
export async function ensurePasswords(secrets: string): Promise<Passwords> {
  const file = join(secrets, 'logins.json')
  const there = await readPrivate(file)
  const known = there === undefined ? {} : parsePasswords(there, file)
  if (isWhole(known)) return known
  const whole: Passwords = {
    asylia_owner: known.asylia_owner ?? newPassword(),
    asylia_app: known.asylia_app ?? newPassword(),
    asylia_intake: known.asylia_intake ?? newPassword(),
    asylia_public: known.asylia_public ?? newPassword(),
    asylia_jobs: known.asylia_jobs ?? newPassword(),
    asylia_ledger: known.asylia_ledger ?? newPassword(),
  }
  await writePrivate(file, `${JSON.stringify(whole, null, 2)}\n`)
  return whole
}

/** The password of the private server's superuser; made once. */
export async function ensureSuperuserPassword(secrets: string): Promise<string> {
  const file = join(secrets, 'superuser')
  const there = (await readPrivate(file))?.trim()
  if (there !== undefined && /^[\w-]{43}$/.test(there)) return there
  if (there !== undefined) throw new OperatorError(`${file} is damaged. Restore the folder from a backup.`)
  const password = newPassword()
  await writePrivate(file, `${password}\n`)
  return password
}

/** An address for the `pg` package; the socket folder stands in the query and wins over the host, which an address must name. */
export function socketUrl(socketFolder: string, login: string, password: string, database: string): string {
  return `postgresql://${login}:${encodeURIComponent(password)}@localhost/${database}?host=${encodeURIComponent(socketFolder)}&port=5432`
}

/** The superuser of a private server that this or another process runs, for backup and doctor. */
export async function privateSuperuserUrl(places: Pick<FolderPlaces, 'secrets' | 'sockets'>): Promise<(database?: string) => string> {
  const password = await ensureSuperuserPassword(places.secrets)
  return (database = 'postgres') => socketUrl(places.sockets, SUPERUSER, password, database)
}

/** One address for each login. */
export function urlsOf(url: (login: Login) => string): LoginUrls {
  return Object.fromEntries(LOGINS.map((login) => [login, url(login)])) as LoginUrls
}

function isWhole(known: Partial<Passwords>): known is Passwords {
  return LOGINS.every((login) => known[login] !== undefined)
}

function parsePasswords(text: string, file: string): Partial<Passwords> {
  try {
    const read: unknown = JSON.parse(text)
    if (typeof read === 'object' && read !== null) {
      const entries = Object.entries(read).filter(
        ([login, password]) => isLogin(login) && typeof password === 'string' && password.length >= 32,
      )
      return Object.fromEntries(entries)
    }
  } catch {
    // Falls through to the sentence below.
  }
  throw new OperatorError(`${file} is damaged. Remove it and start again: the logins get new passwords.`)
}

function isLogin(name: string): name is Login {
  return LOGINS.some((login) => login === name)
}
