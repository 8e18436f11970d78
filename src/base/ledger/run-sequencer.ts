import { setTimeout } from 'node:timers/promises'
import type { Clock } from '#kernel/clock.ts'
import { Refusal, type RefusalCode } from '#kernel/refusal.ts'
import type { Database } from '../database.ts'
import { readLastCheckpoint } from './ledger.store.ts'
import type { LedgerKey } from './ledger-key.ts'
import { makeCheckpoint, signHead } from './make-checkpoint.ts'
import { MOST_IN_BATCH, sequenceEntries } from './sequence-entries.ts'

export type SequencerOptions = {
  readonly key: LedgerKey
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Told a code, never words: a refusal to sign, or `fault` when the database or the disk did not answer. The loop goes on. */
  readonly onFault?: (code: RefusalCode | 'fault') => void
}

/** Half of the published merge delay of two seconds; the other half is for the work. */
const PAUSE_MS = 1_000
const CHECKPOINT_EVERY_MS = 3_600_000

/**
 * Gives entries their place until the signal, at most two seconds after their commit, and makes a checkpoint an hour.
 * It polls: NOTIFY would make all writers queue for one lock at commit. It never rejects; after the signal it takes what
 * still waits, once, and settles.
 */
export async function runSequencer(db: Database, { key, clock, signal, onFault = sayFault }: SequencerOptions): Promise<void> {
  const pass = sequencerPass(db, key, clock)
  for (let isOver = false; !isOver; ) {
    isOver = signal.aborted
    const isFull = await pass().catch((error: unknown) => {
      onFault(error instanceof Refusal ? error.code : 'fault')
      return false
    })
    // The pause ends early by rejecting, which here is no fault.
    if (!isFull && !isOver) await setTimeout(PAUSE_MS, undefined, { signal }).catch(() => undefined)
  }
}

/** One turn of the loop; answers whether the batch was full, so that more is waiting. */
function sequencerPass(db: Database, key: LedgerKey, clock: Clock): () => Promise<boolean> {
  let hasGrown = true
  return async () => {
    const taken = await sequenceEntries(db)
    if (taken > 0) await signHead(db, key)
    hasGrown ||= taken > 0
    if (hasGrown && (await isCheckpointDue(db, clock))) {
      await makeCheckpoint(db, key, clock)
      hasGrown = false
    }
    return taken === MOST_IN_BATCH
  }
}

async function isCheckpointDue(db: Database, clock: Clock): Promise<boolean> {
  const last = await readLastCheckpoint(db)
  return last === undefined || clock.now().getTime() - last.at.getTime() >= CHECKPOINT_EVERY_MS
}

function sayFault(code: string): void {
  process.stderr.write(`The ledger could not be continued (${code}).\n`)
}
