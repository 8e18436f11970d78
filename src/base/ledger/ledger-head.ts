import { sql } from 'kysely'
import { inclusionProof } from '#crypto/merkle.ts'
import type { Clock } from '#kernel/clock.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Database } from '../database.ts'
import { sha256 } from '../sha256.ts'
import { readLastCheckpoint, readLeafHashes } from './ledger.store.ts'
import type { LedgerTrust } from './ledger-key.ts'
import type { VerifyReport } from './verify-report.ts'

/** What the hourly check said, in numbers alone. */
export type Verified = { readonly at: Date; readonly ok: boolean; readonly size: number }

/** The signed state of the ledger for whoever reads lines of it, and the way from a line to it. */
export type LedgerHead = {
  readonly verifierKey: string
  /** The newest signature; null before the first. Nothing younger is told: how much is written now is nobody's business. */
  signed(): Promise<{ readonly size: number; readonly root: Uint8Array; readonly at: Date; readonly note: string } | null>
  verified(): Verified | null
  note(report: VerifyReport | 'fault'): void
  /** The path of a line to the newest signed root; the Refusal `audit.not_signed` while the line is younger. */
  prove(entry: string): Promise<Proof>
}

export type Proof = { readonly index: number; readonly size: number; readonly path: readonly Uint8Array[]; readonly note: string }

const LEAVES_AT_ONCE = 10_000

/** Reads as `asylia_ledger`. A proof reads every leaf hash once; one is made at a time. guards T-23 */
export function ledgerHead(db: Database, trust: Pick<LedgerTrust, 'verifierKey'>, clock: Clock): LedgerHead {
  let verified: Verified | null = null
  let last: Promise<unknown> = Promise.resolve()
  return {
    verifierKey: trust.verifierKey,
    signed: async () => (await readLastCheckpoint(db)) ?? null,
    verified: () => verified,
    note: (report) => {
      const found = report === 'fault' ? { ok: false, size: 0 } : { ok: report.ok, size: report.size }
      verified = { at: clock.now(), ...found }
    },
    prove: (entry) => {
      const made = last.then(() => proofOf(db, entry))
      last = made.catch(() => undefined)
      return made
    },
  }
}

function proofOf(db: Database, entry: string): Promise<Proof> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      const head = await readLastCheckpoint(tx)
      if (head === undefined) throw new Refusal('audit.no_head')
      const place = await sql<{ index: number }>`select index from base.ledger_leaf where entry_id = ${entry}::uuid`.execute(tx)
      const index = Number(place.rows[0]?.index ?? head.size)
      if (index >= Number(head.size)) throw new Refusal('audit.not_signed')
      const leaves = await readLeaves(tx, head.size)
      return { index, size: head.size, path: inclusionProof(sha256, leaves, index), note: head.note }
    })
}

/** The hashes of all leaves up to this size. */
async function readLeaves(tx: Parameters<typeof readLeafHashes>[0], size: number): Promise<Uint8Array[]> {
  const leaves: Uint8Array[] = []
  while (leaves.length < size) {
    const more = await readLeafHashes(tx, leaves.length, Math.min(LEAVES_AT_ONCE, size - leaves.length))
    if (more.length === 0) throw new Refusal('ledger.rewritten')
    for (const hash of more) leaves.push(hash)
  }
  return leaves
}
