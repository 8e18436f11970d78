import { randomBytes } from 'node:crypto'
import type { Transaction } from 'kysely'
import type { Clock } from '#kernel/clock.ts'
import { type CompartmentId, type EntryId, type MemberId, newId } from '#kernel/ids.ts'
import type { Schema } from '../schema.ts'
import { minuteOf, monthOf } from './month.ts'

export type LedgerLine = {
  readonly compartment: CompartmentId
  readonly actor: MemberId
  readonly action: string
  readonly subject: string
  /** SHA-256 of the bytes that the line vouches for. */
  readonly objectHash?: string
}

/**
 * Writes one line beside the change it tells of; both commit or neither. It takes no lock and waits as pending until the
 * sequencer gives it its place. The salt lets its words be erased one day while its hash stays in the tree.
 */
export async function appendEntry(db: Transaction<Schema>, line: LedgerLine, clock: Clock): Promise<{ readonly month: string; readonly id: EntryId }> {
  const now = clock.now()
  const key = { month: monthOf(now), id: newId<EntryId>() }
  await db
    .insertInto('base.ledger_entry')
    .values({
      ...key,
      compartment_id: line.compartment,
      action: line.action,
      actor: line.actor,
      subject: line.subject,
      object_hash: line.objectHash ?? null,
      salt: randomBytes(16),
      at: minuteOf(now),
    })
    .execute()
  return key
}
