import type { Caller } from '../caller.ts'
import type { Desk } from '../desk.ts'
import { arriveAs } from '../roles/roles.store.ts'
import { REVIEW_DAYS } from '../watch/glass.rules.ts'
import { IDLE_MINUTES } from './open-session.ts'
import { hashOf } from './session-hash.ts'
import { findSession } from './sessions.store.ts'

/** Whether the session of a call stands after it, for an answer that goes on; being told does not keep it from running out. guards T-28 */
export function isStillIn(desk: Pick<Desk, 'base' | 'by'>, { session }: Caller): Promise<boolean> {
  const now = desk.base.clock.now()
  return desk.base.transact(desk.by.actor, async (tx) => {
    const found = await findSession(tx.db, hashOf(session), now, IDLE_MINUTES)
    return found !== undefined && !(await arriveAs(tx.db, found.member_id, now, REVIEW_DAYS)).held
  })
}
