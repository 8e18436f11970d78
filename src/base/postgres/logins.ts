import { join } from 'node:path'
import { type Login, LOGINS } from '#base/config.ts'
import type { FolderPlaces } from '#base/data-folder.ts'
import type { LoginUrls } from '#base/house.ts'
import { OperatorError } from '#base/operator-error.ts'
import { newPassword, readPrivate, writePrivate } from '#base/private-file.ts'

export const SUPERUSER = 'asylia_superuser'
export const DATABASE = 'asylia'

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

/** An address for the `pg` package; a socket folder stands in the query, since it is no host name. */
export function socketUrl(socketFolder: string, login: string, password: string, database: string): string {
  return `postgresql://${login}:${encodeURIComponent(password)}@/${database}?host=${encodeURIComponent(socketFolder)}&port=5432`
}

/** One address for each login, under the names that the opened house uses. */
export function namedUrls(urlOf: (login: Login) => string): LoginUrls {
  return {
    owner: urlOf('asylia_owner'),
    app: urlOf('asylia_app'),
    intake: urlOf('asylia_intake'),
    public: urlOf('asylia_public'),
    jobs: urlOf('asylia_jobs'),
    ledger: urlOf('asylia_ledger'),
  }
}

/** The logins into a private server that another process of this installation runs. */
export async function privateLogins(places: Pick<FolderPlaces, 'secrets' | 'sockets'>): Promise<LoginUrls> {
  const passwords = await ensurePasswords(places.secrets)
  return namedUrls((login) => socketUrl(places.sockets, login, passwords[login], DATABASE))
}

/** The superuser of such a server, for backup and doctor. */
export async function privateSuperuserUrl(places: Pick<FolderPlaces, 'secrets' | 'sockets'>, database = 'postgres'): Promise<string> {
  return socketUrl(places.sockets, SUPERUSER, await ensureSuperuserPassword(places.secrets), database)
}

function isWhole(known: Partial<Passwords>): known is Passwords {
  return LOGINS.every((login) => known[login] !== undefined)
}

function parsePasswords(text: string, file: string): Partial<Passwords> {
  try {
    const read: unknown = JSON.parse(text)
    if (typeof read === 'object' && read !== null) {
      const entries = Object.entries(read).filter(([login, password]) => isLogin(login) && typeof password === 'string' && password.length >= 32)
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
