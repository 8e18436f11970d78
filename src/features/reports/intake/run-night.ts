import type { Actor } from '#base/actor.ts'
import type { Base } from '#base/transact.ts'
import { ENVELOPE_MAX } from '#crypto/constants.ts'
import { dayOf } from '#kernel/clock.ts'
import {
  beginRenewal,
  endJournalFile,
  endNight,
  endRenewal,
  isLocked,
  type Keeping,
  lastNight,
  listNightWork,
  listStores,
  PARTED,
  renewSmallTable,
  renewTable,
  SMALL,
} from './night.store.ts'
import type { SegmentFiles } from './segment-files.ts'

const DAY = 86_400_000
/** A message stays readable for a year after it was written; its place is kept for another, so that it says so. */
export const SLOT_DAYS = 365
/** Whoever files at the end of a day is through by then. */
const FIRST_HOUR = 1

export type NightOptions = {
  readonly base: Base
  /** The installation itself: it moves sealed rows and reads none. */
  readonly actor: Actor
  readonly files: SegmentFiles
  /** False while the clock is in doubt: rows are put in order then, and nothing is taken away. */
  readonly shreds: boolean
}

/** True when the last night was worked through; before one o'clock UTC the day before is still open. */
export async function isNightDone({ base, actor }: NightOptions): Promise<boolean> {
  const now = base.clock.now()
  const last = await base.transact(actor, lastNight)
  return now.getUTCHours() < FIRST_HOUR || (last !== null && last >= dayOf(now))
}

/**
 * Writes every part of a past day anew that changed or holds what is past its time, each table in a transaction of its own,
 * commits one root over its items, and sweeps the blobs. Answers false when a table was held for too long: the rest follows at the next call. guards T-13
 */
export async function runNight(options: NightOptions): Promise<boolean> {
  const { base, actor, files, shreds } = options
  const now = base.clock.now()
  const keeping: Keeping = { today: dayOf(now), envelopeDays: ENVELOPE_MAX / DAY, slotDays: SLOT_DAYS, shreds }
  try {
    for (const days of await base.transact(actor, (tx) => listNightWork(tx, keeping))) {
      await base.transact(actor, (tx) => beginRenewal(tx, days))
      for (const table of PARTED) await base.transact(actor, (tx) => renewTable(tx, table, days, keeping))
      await base.transact(actor, (tx) => endRenewal(tx, days))
    }
    for (const table of shreds ? SMALL : []) await base.transact(actor, (tx) => renewSmallTable(tx, table, keeping.today))
  } catch (error) {
    if (isLocked(error)) return false
    throw error
  }
  if (shreds) await files.sweep(await base.transact(actor, listStores), now)
  await base.transact(actor, (tx) => endNight(tx, keeping.today))
  // After its commit, so that what the night wrote makes the next checkpoint a real one.
  await base.transact(actor, endJournalFile)
  return true
}
