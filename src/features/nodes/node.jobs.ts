import { setTimeout } from 'node:timers/promises'
import { dayOf } from '#kernel/clock.ts'
import { Refusal } from '#kernel/refusal.ts'
import { type Carry, callNode, waitsFor } from './exchange.ts'
import { dropOldBodies } from './message.store.ts'
import { type KnownNode, listNodes, saveTry } from './node.store.ts'
import type { NodeHouse } from './node-house.ts'
import { hasNews } from './office.store.ts'

const FIRST_AGAIN_MS = 5_000
const LAST_AGAIN_MS = 60 * 60_000
/** Without anything to say a node asks from time to time: the other side may not be able to call. */
const BEAT_MS = 60_000
const KEPT_MS = 35 * 86_400_000
const MOST_CALLS = 2_000

/** After how long a node that did not answer is tried again: longer each time, an hour at most. */
export const againAfter = (tries: number): number => Math.min(FIRST_AGAIN_MS * 2 ** Math.min(tries, 20), LAST_AGAIN_MS)

/** Speaks with one node until nothing is left to say on either side. Never throws for what the other side does. */
export async function speakWith(house: NodeHouse, node: KnownNode, carry: Carry): Promise<boolean> {
  try {
    for (let calls = 0; calls < MOST_CALLS; calls += 1) {
      const { more, problem } = await callNode(house, node.id, carry)
      if (more && problem === null && !waitsFor(house, node)) continue
      await settle(house, node.id, { nextIn: BEAT_MS, tries: 0, problem })
      return problem === null
    }
    return true
  } catch (error) {
    // What was lost on the way is sent again: nothing counts as delivered before the other side has signed that it has it.
    const problem = error instanceof Refusal ? error.code : null
    await settle(house, node.id, { nextIn: againAfter(node.tries), tries: node.tries + 1, problem })
    return false
  }
}

type Settled = { readonly nextIn: number; readonly tries: number; readonly problem: string | null }
async function settle({ wireOf, by }: NodeHouse, id: string, { nextIn, tries, problem }: Settled): Promise<void> {
  await wireOf(id).transact(by.actor, (tx) => saveTry(tx.db, id, { nextAt: new Date(tx.clock.now().getTime() + nextIn), tries, problem }))
}

/** Starts to speak with every node that is due, or for which something waits; one that hangs keeps nobody else waiting. */
async function begin(house: NodeHouse, carry: Carry, busy: Map<string, Promise<boolean>>): Promise<void> {
  const now = house.base.clock.now().getTime()
  const due = await house.wire.transact(house.by.actor, async (tx) => {
    const all = (await listNodes(tx.db)).filter(({ link }) => link.state !== 'revoked')
    const news = await hasNews(tx.db, dayOf(tx.clock.now()))
    return all.filter(({ id, tries, nextTryAt }) => (nextTryAt?.getTime() ?? 0) <= now || (tries === 0 && news.has(id)))
  })
  for (const node of due) {
    if (busy.has(node.id) || waitsFor(house, node)) continue
    const speaking = speakWith(house, node, carry).finally(() => busy.delete(node.id))
    busy.set(node.id, speaking)
  }
}

const LOOK_EVERY_MS = 2_000
const TIDY_EVERY_MS = 60 * 60_000

export type NodeWork = { readonly signal: AbortSignal; readonly carry: Carry; readonly onFault: (error: unknown) => void }

/** Speaks with the nodes until the signal. A fault is told, and the next round comes all the same. */
export async function runNodes(house: NodeHouse, { signal, carry, onFault }: NodeWork): Promise<void> {
  let tidied = 0
  const busy = new Map<string, Promise<boolean>>()
  while (!signal.aborted) {
    await begin(house, carry, busy).catch(onFault)
    const now = house.base.clock.now().getTime()
    if (now - tidied > TIDY_EVERY_MS) {
      tidied = now
      await house.wire.transact(house.by.actor, (tx) => dropOldBodies(tx.db, new Date(now - KEPT_MS))).catch(onFault)
    }
    // The pause ends early by rejecting, which here is no fault.
    await setTimeout(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined)
  }
  await Promise.allSettled(busy.values())
}
