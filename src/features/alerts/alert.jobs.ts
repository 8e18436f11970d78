import { setTimeout } from 'node:timers/promises'
import { dayOf } from '#kernel/clock.ts'
import { mayDispatch } from './alert.policy.ts'
import type { AlertDesk } from './alert-desk.ts'
import { deliverNext, endOld, escalateDue, settleMail, takeMail } from './dispatch.store.ts'

const MOST_AT_ONCE = 100
/** Each takes what no other one holds. */
const LANES = 4
/** When a notice that was taken and not settled is tried once more. */
const AGAIN_MS = 5 * 60_000

/**
 * Delivers every copy that waits, each in a transaction of its own with its line of the ledger: whoever is killed in the
 * middle has delivered some of them whole, and the rest waits. Says how many.
 */
export async function deliverAlerts(desk: AlertDesk): Promise<number> {
  // Most often nothing waits.
  if (!(await deliverOne(desk))) return 0
  const lanes = await Promise.allSettled(Array.from({ length: LANES }, () => deliverInTurn(desk)))
  const fault = lanes.find((lane) => lane.status === 'rejected')
  if (fault !== undefined) throw fault.reason
  return lanes.reduce((sum, lane) => sum + (lane.status === 'fulfilled' ? lane.value : 0), 1)
}

async function deliverInTurn(desk: AlertDesk): Promise<number> {
  let done = 0
  while (await deliverOne(desk)) done += 1
  return done
}

function deliverOne({ base, by }: AlertDesk): Promise<boolean> {
  return base.transact(by.actor, async (tx) => {
    const at = tx.clock.now()
    const next = await deliverNext(tx.db, at, dayOf(at))
    if (next === undefined) return false
    if (next.outcome === 'delivered')
      await tx.grant({ action: 'alert.deliver', subject: next.delivery, compartment: next.room }, mayDispatch(by.actor))
    return true
  })
}

/** Calls the next one of every office whose clock ran out, and ends what is over. */
export async function watchClocks(desk: AlertDesk): Promise<number> {
  return desk.base.transact(desk.by.actor, async (tx) => {
    const at = tx.clock.now()
    const due = await escalateDue(tx.db, at, MOST_AT_ONCE)
    for (const { delivery, room } of due)
      await tx.grant({ action: 'alert.escalate', subject: delivery, compartment: room }, mayDispatch(desk.by.actor))
    await endOld(tx.db, at)
    return due.length
  })
}

/** Sends one notice: `id` is the same each time it is tried, so that a second copy is known as one. Rejects when it did not go. */
export type PostNotice = (to: string, id: string) => Promise<void>

/** Sends what is due to the duty addresses of offices. What cannot go is tried again, six times in all. guards T-20 */
export async function postNotices({ base, by }: AlertDesk, post: PostNotice): Promise<number> {
  let sent = 0
  for (;;) {
    const next = await base.transact(by.actor, (tx) => takeMail(tx.db, tx.clock.now(), new Date(tx.clock.now().getTime() + AGAIN_MS)))
    if (next === undefined) return sent
    const went = await post(next.address, next.id).then(
      () => true,
      () => false,
    )
    if (went) sent += 1
    await base.transact(by.actor, (tx) => settleMail(tx.db, next.id, went))
  }
}

/** An alert is not kept waiting for the slower rounds of the desk. */
const LOOK_EVERY_MS = 2_000

export type AlertWork = {
  readonly signal: AbortSignal
  /** What takes notices to offices; without it none are sent, and the clocks run all the same. */
  readonly post: PostNotice | undefined
  readonly onFault: (error: unknown) => void
}

/** Delivers, watches the clocks and sends notices until the signal. A fault is told, and the next round comes all the same. */
export async function runAlerts(desk: AlertDesk, { signal, post, onFault }: AlertWork): Promise<void> {
  const rounds = [deliverAlerts, watchClocks, ...(post === undefined ? [] : [(one: AlertDesk) => postNotices(one, post)])]
  while (!signal.aborted) {
    for (const round of rounds) await round(desk).catch(onFault)
    // The pause ends early by rejecting, which here is no fault.
    await setTimeout(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined)
  }
}
