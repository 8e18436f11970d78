import { dayOf } from '#kernel/clock.ts'
import type { Desk } from './desk.ts'
import { burnWraps } from './keys/keys.store.ts'
import { sweepSessions } from './sessions/sign-in.ts'

/** Ends what is past its time in every team: sessions, and the wraps of replaced keys after their days of grace. */
export async function tidyTeams(desk: Desk): Promise<{ readonly burnt: number }> {
  await sweepSessions(desk)
  const burnt = await desk.base.transact(desk.by.actor, (tx) => burnWraps(tx.db, dayOf(desk.base.clock.now())))
  return { burnt }
}
