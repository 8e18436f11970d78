import type { QueryExecutorProvider } from 'kysely'
import type { Clock } from '#kernel/clock.ts'
import { type CompartmentId, type EntryId, type MemberId, newId } from '#kernel/ids.ts'
import { insertEntries, insertEntry } from './ledger.store.ts'
import { monthOf } from './month.ts'
import { newSalt } from './salt.ts'

/** What the ledger is told of a change. `objectHash` is the SHA-256 of the bytes that the line vouches for. */
export type NewEntry = {
  readonly compartment: CompartmentId
  readonly actor: MemberId
  readonly action: string
  readonly subject: string
  readonly objectHash?: string
}

/**
 * Writes a ledger line in the transaction of the change that it tells of: both commit or neither does. It takes no lock;
 * its place in the tree comes from the sequencer, at most two seconds after commit.
 */
export async function appendEntry(
  db: QueryExecutorProvider,
  entry: NewEntry,
  clock: Clock,
): Promise<{ readonly month: string; readonly id: EntryId }> {
  const now = clock.now()
  const place = { month: monthOf(now), id: newId<EntryId>() }
  await insertEntry(db, { ...entry, ...place, at: now, salt: newSalt() })
  return place
}

/** The same for many lines of one transaction, in one statement; answers their ids in this order. */
export async function appendEntries(db: QueryExecutorProvider, entries: readonly NewEntry[], clock: Clock): Promise<readonly EntryId[]> {
  const now = clock.now()
  const month = monthOf(now)
  const rows = entries.map((entry) => ({ ...entry, month, id: newId<EntryId>(), at: now, salt: newSalt() }))
  if (rows.length > 0) await insertEntries(db, rows)
  return rows.map(({ id }) => id)
}
