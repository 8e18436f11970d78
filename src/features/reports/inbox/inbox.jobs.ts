import { setTimeout } from 'node:timers/promises'
import { type Desk, tidyTeams } from '#features/teams/index.ts'
import { dayOf } from '#kernel/clock.ts'
import { endOffers } from '../transfer/transfer.store.ts'
import { shredGuard } from './may-shred.ts'
import { deliver, endCount, forgetReplies, listCounts, takeReady } from './replies.store.ts'
import { mayTell } from './report.policy.ts'

const HOUR_MS = 3_600_000
/** How long a team can still ask what became of an answer whose slot the reporter had closed. */
const TOLD_FOR_MS = 7 * 24 * HOUR_MS

/**
 * Makes the answers visible whose moment has come, each in a transaction of its own; says how many. Nobody is told of one:
 * whoever has the words looks. guards T-20
 */
export async function deliverReplies(desk: Desk): Promise<number> {
  const now = desk.base.clock.now()
  let sent = 0
  while (await deliverOne(desk, now)) sent += 1
  await desk.base.transact(desk.by.actor, (tx) => forgetReplies(tx.db, new Date(now.getTime() - TOLD_FOR_MS)))
  return sent
}

function deliverOne(desk: Desk, now: Date): Promise<boolean> {
  return desk.base.transact(desk.by.actor, async (tx) => {
    const ready = await takeReady(tx.db, now)
    if (ready === undefined) return false
    await deliver(tx.db, ready, dayOf(now))
    return true
  })
}

/** Writes the counts of past hours into the ledger of each team: one line for a kind and an hour, never for an answer. */
export async function tellCounts(desk: Desk): Promise<number> {
  return desk.base.transact(desk.by.actor, async (tx) => {
    const counts = await listCounts(tx.db, desk.base.clock.now())
    for (const count of counts) {
      const subject = `${count.hour.toISOString().slice(0, 13)} ${count.kind} ${count.n}`
      const permit = await tx.grant({ action: 'team.count', subject, compartment: count.room }, mayTell(desk.by.actor))
      await endCount(tx.db, permit, count)
    }
    return counts.length
  })
}

/** Ends transfers whose day has passed: what nobody accepted leaves the other team. */
export async function endOldOffers(desk: Desk): Promise<number> {
  return desk.base.transact(desk.by.actor, (tx) => endOffers(tx.db, dayOf(desk.base.clock.now())))
}

const LOOK_EVERY_MS = 20_000

export type DeskWork = {
  readonly signal: AbortSignal
  /** The data folder. */
  readonly data: string
  readonly onFault: (error: unknown) => void
  /** What other features end or tell by themselves. */
  readonly also?: readonly ((desk: Desk) => Promise<unknown>)[]
}

/** Sends, counts and tidies until the signal. A fault is told and the next round comes all the same; it never rejects. */
export async function runDesk(desk: Desk, { signal, data, onFault, also = [] }: DeskWork): Promise<void> {
  const mayShred = shredGuard(data, desk.base.clock)
  const tidy = async (one: Desk) => tidyTeams(one, await mayShred())
  while (!signal.aborted) {
    for (const work of [deliverReplies, tellCounts, tidy, ...also]) await work(desk).catch(onFault)
    // The pause ends early by rejecting, which here is no fault.
    await setTimeout(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined)
  }
}
