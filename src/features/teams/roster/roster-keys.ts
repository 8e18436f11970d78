import { join } from 'node:path'
import { OperatorError } from '#base/operator-error.ts'
import { readPrivate, writePrivate } from '#base/private-file.ts'
import { hex, randomBytes, unhex, unutf8, utf8 } from '#crypto/bytes.ts'
import { canonicalBytes } from '#crypto/canonical.ts'
import { canonicalOr } from '#crypto/roster/canonical-or.ts'
import { hex16, hex32, isPins, isSignedRoster, type Pins, type SignedRoster } from '#crypto/roster/roster.ts'
import { exactly, object } from '#crypto/roster/shape.ts'

// These files lie with the other secrets, so that every backup holds them: without `instance` all mailboxes are lost.
const KEYS = 'roster-keys.json'
const LAST = 'roster-last.json'
const CEREMONY = 'roster-ceremony.json'

export type RosterKeys = {
  /** 16 random bytes as hex; it salts every mailbox and never changes. */
  readonly instance: string
  /** The root of a self-rooted installation; undefined from the ceremony on. */
  readonly root: Uint8Array | undefined
  /** Signs the time for phones whose date is wrong, and nothing else. */
  readonly time: Uint8Array
}

/** What the ceremony made; once it is there it stands, and the machine signs no list any more. */
export type CeremonyFile = { readonly pins: Pins; readonly signed: SignedRoster }

const isKeys = object({ v: exactly(1), instance: hex16, time: hex32 }, { root: hex32 })
const isCeremony = object({ pins: isPins, signed: isSignedRoster })

/** The keys of this installation, made at the first start. Throws OperatorError for a damaged file, which is never replaced. */
export async function loadRosterKeys(secrets: string): Promise<RosterKeys> {
  const found = await findRosterKeys(secrets)
  if (found !== undefined) return found
  const made = { instance: hex(randomBytes(16)), root: randomBytes(32), time: randomBytes(32) }
  await keepRosterKeys(secrets, made)
  return made
}

/** The same for a command that must not make any. */
export async function findRosterKeys(secrets: string): Promise<RosterKeys | undefined> {
  const read = await readAs(secrets, KEYS, isKeys)
  if (read === undefined) return undefined
  return { instance: read.instance, root: read.root === undefined ? undefined : unhex(read.root), time: unhex(read.time) }
}

/** Which installation this is; undefined before its first start. */
export const findInstance = async (secrets: string): Promise<string | undefined> => (await findRosterKeys(secrets))?.instance

/** The root that the ceremony replaced goes; instance and time key stay. */
export async function dropRoot(secrets: string): Promise<void> {
  const keys = await findRosterKeys(secrets)
  if (keys?.root !== undefined) await keepRosterKeys(secrets, { ...keys, root: undefined })
}

async function keepRosterKeys(secrets: string, { instance, root, time }: RosterKeys): Promise<void> {
  await keep(secrets, KEYS, { v: 1, instance, time: hex(time), ...(root === undefined ? {} : { root: hex(root) }) })
}

/** The list that this machine signed last, so that its version goes on after a restore too. */
export function findLastRoster(secrets: string): Promise<SignedRoster | undefined> {
  return readAs(secrets, LAST, isSignedRoster)
}

export function keepLastRoster(secrets: string, signed: SignedRoster): Promise<void> {
  return keep(secrets, LAST, signed)
}

export function findCeremony(secrets: string): Promise<CeremonyFile | undefined> {
  return readAs(secrets, CEREMONY, isCeremony)
}

export function keepCeremony(secrets: string, ceremony: CeremonyFile): Promise<void> {
  return keep(secrets, CEREMONY, ceremony)
}

async function keep(secrets: string, name: string, value: unknown): Promise<void> {
  await writePrivate(join(secrets, name), `${unutf8(canonicalBytes(value))}\n`)
}

async function readAs<T>(secrets: string, name: string, shape: (value: unknown) => value is T): Promise<T | undefined> {
  const path = join(secrets, name)
  const text = await readPrivate(path)
  if (text === undefined) return undefined
  const value = canonicalOr(utf8(text.trimEnd()), shape)
  if (value === undefined) throw new OperatorError(`${path} is damaged. Restore it from a backup; a new one would lose every mailbox.`)
  return value
}
