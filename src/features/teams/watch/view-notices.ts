import type { Caller } from '../caller.ts'
import type { Desk } from '../desk.ts'
import { reviewBy } from './glass.rules.ts'
import { type GlassRow, listGlasses } from './glass.store.ts'
import type { Notices } from './watch.contract.ts'
import { listNotices } from './watch.store.ts'

export const NOTICE_DAYS = 90
const MOST = 200

/** What every desk of the team shows: what happened lately, and each break-glass until somebody has reviewed it. */
export function viewNotices(desk: Desk, caller: Caller): Promise<Notices> {
  return desk.base.read(caller.actor, async (db) => {
    const now = desk.base.clock.now()
    const since = new Date(now.getTime() - NOTICE_DAYS * 86_400_000)
    const notices = await listNotices(db, since, MOST)
    const glasses = await listGlasses(db, since)
    return {
      notices: notices.map(({ at, ...notice }) => ({ ...notice, at: at.toISOString() })),
      glasses: glasses.map((row) => glassView(row, now)),
    }
  })
}

function glassView(row: GlassRow, now: Date): Notices['glasses'][number] {
  const { verdict, reviewer, reviewed_at: at } = row
  return {
    id: row.id,
    case: row.code,
    member: row.member,
    reason: row.reason,
    openedAt: row.opened_at.toISOString(),
    until: row.until.toISOString(),
    ended: row.until <= now,
    reviewBy: reviewBy(row.opened_at).toISOString(),
    review: verdict === null || reviewer === null || at === null ? null : { verdict, by: reviewer, at: at.toISOString() },
  }
}
