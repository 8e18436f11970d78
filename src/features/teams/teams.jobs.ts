import { dayOf } from '#kernel/clock.ts'
import type { Desk } from './desk.ts'
import { burnWraps } from './keys/keys.store.ts'
import { forgetInvitations } from './members/members.store.ts'
import { forgetOwnPages } from './own-pages/own-pages.store.ts'
import { settleRecoveries } from './recovery/ask-recovery.ts'
import { sweepSessions } from './sessions/sign-in.ts'
import { forgetOldNotices } from './watch/forget-old-notices.ts'

/** Ends what is past its time in every team: sessions, codes, the wait of a recovery, and, where nothing speaks against it, the wraps of replaced keys. */
export async function tidyTeams(desk: Desk, mayShred: boolean): Promise<{ readonly burnt: number }> {
  await sweepSessions(desk)
  await desk.base.transact(desk.by.actor, (tx) => forgetInvitations(tx.db, desk.base.clock.now()))
  await settleRecoveries(desk)
  await forgetOldNotices(desk)
  await desk.base.transact(desk.by.actor, (tx) => forgetOwnPages(tx.db))
  if (!mayShred) return { burnt: 0 }
  const burnt = await desk.base.transact(desk.by.actor, (tx) => burnWraps(tx.db, dayOf(desk.base.clock.now())))
  return { burnt }
}
