import { join } from 'node:path'
import type { Actor } from '#base/actor.ts'
import type { Base } from '#base/transact.ts'
import { dayOf } from '#kernel/clock.ts'
import { type Replayed, replayGone, replayItem, replaySlot } from './night.store.ts'
import { readSpooledItems, readSpooledSlots, readSpoolFolder } from './spool.ts'

export type ReplayOptions = { readonly base: Base; readonly actor: Actor; readonly folder: string }
export type ReplayReport = { readonly items: Readonly<Record<Replayed, number>>; readonly slots: Readonly<Record<Replayed, number>> }

const NOTHING = { stored: 0, there: 0, gone: 0, busy: 0 }

/**
 * Puts back what a spool holds and the database lost, each item and slot in a transaction of its own; what is there stays,
 * and what somebody took away stays away. A second run changes nothing. Files are not in the spool. Throws on a spool that
 * is cut off or cannot be read; `busy` ones are for another run, when the night is through.
 */
export async function replaySpool({ base, actor, folder }: ReplayOptions): Promise<ReplayReport> {
  const { hours, days, gone } = await readSpoolFolder(folder)
  const today = dayOf(base.clock.now())
  for (const id of gone) await base.transact(actor, (tx) => replayGone(tx, id, today))
  const items = { ...NOTHING }
  const slots = { ...NOTHING }
  for (const hour of hours)
    for (const item of await readSpooledItems(join(folder, `items-${hour}`)))
      items[await base.transact(actor, (tx) => replayItem(tx, item, `${hour}:00:00Z`))] += 1
  for (const day of days)
    for (const slot of await readSpooledSlots(join(folder, `slots-${day}`)))
      slots[await base.transact(actor, (tx) => replaySlot(tx, slot, day))] += 1
  return { items, slots }
}
