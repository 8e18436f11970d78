import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { noteSigner } from '#crypto/signed-note.ts'
import { OperatorError } from '../operator-error.ts'
import { readPrivate, writePrivate } from '../private-file.ts'

/**
 * What was signed last, kept outside the database: whoever rolls the database back, truncates it or rewrites it does
 * not reach this file. `head` is renewed with every batch; `published` is the newest checkpoint in the database.
 */
export type LedgerMemory = { readonly head?: string; readonly published?: string }

/** What a verifier on this machine needs; nothing in it is secret. */
export type LedgerTrust = {
  /** The first line of each checkpoint and the name of the key: which log this is. */
  readonly origin: string
  /** Public: `origin+id+base64`. Whoever checks the ledger elsewhere needs it and nothing else. */
  readonly verifierKey: string
  readonly readMemory: () => Promise<LedgerMemory>
}

export type LedgerKey = LedgerTrust & {
  readonly sign: (text: string) => Promise<string>
  readonly keepMemory: (memory: LedgerMemory) => Promise<void>
}

type KeyFile = { readonly origin: string; readonly seed: string }

/**
 * The signing key of this installation, made at the first start. Its name comes from the public address of that day and
 * stays, whatever the address becomes. Throws OperatorError for a damaged file, which is never replaced by a new key.
 */
export async function loadLedgerKey(secretsFolder: string, url: string): Promise<LedgerKey> {
  const path = join(secretsFolder, 'ledger-key.json')
  const text = await readPrivate(path)
  if (text !== undefined) return keyOf(secretsFolder, parseKeyFile(path, text))
  const made = { origin: originOf(url), seed: randomBytes(32).toString('hex') }
  await writePrivate(path, `${JSON.stringify(made)}\n`)
  return keyOf(secretsFolder, made)
}

/** The same for a command that must not make a key; undefined when this installation has none yet. */
export async function findLedgerTrust(secretsFolder: string): Promise<LedgerTrust | undefined> {
  const path = join(secretsFolder, 'ledger-key.json')
  const text = await readPrivate(path)
  return text === undefined ? undefined : keyOf(secretsFolder, parseKeyFile(path, text))
}

async function keyOf(secretsFolder: string, { origin, seed }: KeyFile): Promise<LedgerKey> {
  const signer = await noteSigner(origin, Buffer.from(seed, 'hex'))
  const path = join(secretsFolder, 'ledger-memory.json')
  return {
    origin,
    verifierKey: signer.verifierKey,
    sign: signer.sign,
    readMemory: async () => parseMemory(path, await readPrivate(path)),
    keepMemory: (memory) => writePrivate(path, `${JSON.stringify(memory)}\n`),
  }
}

/** A schema-less address, as tlog-checkpoint recommends. A local address names no installation, so it gets a common name. */
function originOf(url: string): string {
  const { hostname } = new URL(url)
  const isLocal = hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.')
  return `${isLocal ? 'asylia.local' : hostname}/ledger`
}

function parseKeyFile(path: string, text: string): KeyFile {
  const { origin, seed } = parseObject(path, text)
  if (typeof origin !== 'string' || !/^[^\s+]+$/.test(origin) || typeof seed !== 'string' || !/^[0-9a-f]{64}$/.test(seed))
    throw damaged(path)
  return { origin, seed }
}

function parseMemory(path: string, text: string | undefined): LedgerMemory {
  if (text === undefined) return {}
  const { head, published } = parseObject(path, text)
  if (!isNote(head) || !isNote(published)) throw damaged(path)
  return { ...(head === undefined ? {} : { head }), ...(published === undefined ? {} : { published }) }
}

function isNote(value: unknown): value is string | undefined {
  return value === undefined || typeof value === 'string'
}

function parseObject(path: string, text: string): Partial<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value
  } catch {
    throw damaged(path)
  }
  throw damaged(path)
}

function damaged(path: string): OperatorError {
  return new OperatorError(`${path} is damaged. Restore it from a backup; a new one would not prove what was signed before.`)
}
