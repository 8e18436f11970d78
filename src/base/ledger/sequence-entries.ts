import { extendFrontier } from '#crypto/merkle.ts'
import type { Database } from '../database.ts'
import { sha256 } from '../sha256.ts'
import { canonicalEntry, leafOfCanonical } from './entry.ts'
import { insertFrontier, insertLeaves, lockLedger, readFrontier, takePending } from './ledger.store.ts'

/** Large enough that one batch a second carries more entries than the rest of the house can make. */
export const MOST_IN_BATCH = 5_000

/**
 * Gives waiting entries their place in the tree, as `asylia_ledger`, and answers how many. One transaction: a process
 * that dies in the middle leaves all of it or nothing. One sequencer at a time; everybody else only appends.
 */
export function sequenceEntries(db: Database, most: number = MOST_IN_BATCH): Promise<number> {
  return db.transaction().execute(async (tx) => {
    await lockLedger(tx)
    const entries = await takePending(tx, most)
    if (entries.length === 0) return 0
    const frontier = await readFrontier(tx)
    const hashes = entries.map((entry) => leafOfCanonical(canonicalEntry(entry)))
    await insertLeaves(tx, frontier.size, entries, hashes)
    await insertFrontier(tx, extendFrontier(sha256, frontier, hashes))
    return entries.length
  })
}
