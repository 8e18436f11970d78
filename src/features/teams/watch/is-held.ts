import type { MemberId } from '#kernel/ids.ts'
import type { Desk } from '../desk.ts'
import { arriveAs } from '../roles/roles.store.ts'
import { REVIEW_DAYS } from './glass.rules.ts'

/** Whether a member's account is held, for what they reach without a session: a broken glass waits too long for its review. guards T-24 */
export async function isHeld(desk: Pick<Desk, 'base'> & { readonly by: Pick<Desk['by'], 'actor'> }, member: MemberId): Promise<boolean> {
  const now = desk.base.clock.now()
  return (await desk.base.transact(desk.by.actor, (tx) => arriveAs(tx.db, member, now, REVIEW_DAYS))).held
}
