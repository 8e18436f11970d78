import type { Desk } from '../desk.ts'
import { NOTICE_DAYS } from './view-notices.ts'
import { forgetTrips } from './watch.store.ts'

const DAY_MS = 86_400_000

/** Counts of yesterday and notices of last quarter go; no rule depends on it having run. */
export async function forgetOldNotices(desk: Desk): Promise<void> {
  const now = desk.base.clock.now().getTime()
  await desk.base.transact(desk.by.actor, (tx) => forgetTrips(tx.db, new Date(now - DAY_MS), new Date(now - NOTICE_DAYS * DAY_MS)))
}
