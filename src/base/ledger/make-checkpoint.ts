import type { QueryExecutorProvider } from 'kysely'
import { areEqual, EMPTY_FRONTIER, extendFrontier, type Frontier, isFrontier, rootOf } from '#crypto/merkle.ts'
import { openNote, parseVerifierKey } from '#crypto/signed-note.ts'
import { type Checkpoint, parseCheckpoint, writeCheckpoint } from '#formats/checkpoint.ts'
import type { Clock } from '#kernel/clock.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Database } from '../database.ts'
import { sha256 } from '../sha256.ts'
import { insertCheckpoint, lockLedger, readFrontier, readFrontierAt, readLastCheckpoint, readLeafHashes } from './ledger.store.ts'
import type { LedgerKey, LedgerTrust } from './ledger-key.ts'

export type SignedHead = { readonly size: number; readonly root: Uint8Array; readonly note: string }

const LEAVES_AT_ONCE = 10_000

/**
 * Signs the ledger as it stands and remembers that outside the database; undefined while it is empty. A log never signs
 * two histories (tlog-checkpoint): unless the leaves since the last signature lead from that root to this one, this is a
 * Refusal, `ledger.rolled_back` or `ledger.rewritten`, and nothing is signed. guards T-23
 */
export function signHead(db: Database, key: LedgerKey): Promise<SignedHead | undefined> {
  return db.transaction().execute((tx) => signIn(tx, key))
}

async function signIn(tx: QueryExecutorProvider, key: LedgerKey): Promise<SignedHead | undefined> {
  await lockLedger(tx)
  const memory = await key.readMemory()
  const last = memory.head ?? (await readLastCheckpoint(tx))?.note
  const signed = last === undefined ? undefined : await openOwn(key, last)
  const frontier = await proveGrowth(tx, signed)
  if (frontier.size === 0) return undefined
  const root = rootOf(sha256, frontier)
  if (signed !== undefined && last !== undefined && last === memory.head && signed.size === frontier.size)
    return { size: signed.size, root, note: last }
  const note = await key.sign(writeCheckpoint({ origin: key.origin, size: frontier.size, root, extensions: [] }))
  await key.keepMemory({ ...memory, head: note })
  return { size: frontier.size, root, note }
}

/**
 * Puts a checkpoint into the database when the ledger has grown since the last one; undefined when it has not.
 * Throws as signHead does.
 */
export async function makeCheckpoint(db: Database, key: LedgerKey, clock: Clock): Promise<SignedHead | undefined> {
  const made = await db.transaction().execute(async (tx) => {
    const head = await signIn(tx, key)
    const last = await readLastCheckpoint(tx)
    if (head === undefined || (last !== undefined && last.size >= head.size)) return undefined
    await insertCheckpoint(tx, { ...head, at: clock.now() })
    return head
  })
  // After commit: a memory that is ahead of the database would accuse it of a roll-back that never was.
  if (made !== undefined) await rememberPublished(db, key, made.note)
  return made
}

/** Under the lock, since another process may renew the head in the same file. */
function rememberPublished(db: Database, key: LedgerKey, note: string): Promise<void> {
  return db.transaction().execute(async (tx) => {
    await lockLedger(tx)
    await key.keepMemory({ ...(await key.readMemory()), published: note })
  })
}

/** The frontier of today, once the way to it from the signed root has been walked. */
async function proveGrowth(tx: QueryExecutorProvider, signed: Checkpoint | undefined): Promise<Frontier> {
  const today = await readFrontier(tx)
  if (today.size < (signed?.size ?? 0)) throw new Refusal('ledger.rolled_back')
  let walked = await frontierOf(tx, signed)
  while (walked.size < today.size) {
    const hashes = await readLeafHashes(tx, walked.size, Math.min(LEAVES_AT_ONCE, today.size - walked.size))
    if (hashes.length === 0) throw new Refusal('ledger.rewritten')
    walked = extendFrontier(sha256, walked, hashes)
  }
  if (!isSame(walked, today)) throw new Refusal('ledger.rewritten')
  return today
}

/** A root pins every hash of its frontier, so a stored frontier that gives the signed root is the right one. */
async function frontierOf(tx: QueryExecutorProvider, signed: Checkpoint | undefined): Promise<Frontier> {
  if (signed === undefined) return EMPTY_FRONTIER
  const stored = await readFrontierAt(tx, signed.size)
  if (stored === undefined || !isFrontier(stored) || !areEqual(rootOf(sha256, stored), signed.root)) throw new Refusal('ledger.rewritten')
  return stored
}

function isSame(a: Frontier, b: Frontier): boolean {
  return (
    a.size === b.size &&
    a.hashes.length === b.hashes.length &&
    a.hashes.every((hash, i) => areEqual(hash, b.hashes[i] ?? new Uint8Array(0)))
  )
}

/** A note that we signed ourselves; anything else in its place means that somebody was at it. */
async function openOwn(key: LedgerTrust, note: string): Promise<Checkpoint> {
  const own = await parseVerifierKey(key.verifierKey)
  const opened = own === undefined ? undefined : await openNote(note, [own])
  const checkpoint = opened?.ok === true ? parseCheckpoint(opened.text) : undefined
  if (checkpoint === undefined || checkpoint.origin !== key.origin) throw new Refusal('ledger.rewritten')
  return checkpoint
}
