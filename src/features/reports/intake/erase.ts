import { createHash } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { readDeleteCall } from '#crypto/mailbox/delete.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { IntakeStore } from './intake.store.ts'
import { refusing } from './read-frame.ts'

/** How long a change waits for the nightly copy of its day. */
const PATIENCE = 30_000
const AGAIN = 100

/**
 * Erases what sixteen tokens belong to, each in a transaction of its own, and answers the folders of segments that are
 * nobody's any more. Says nothing of what there was. Refuses `intake.malformed`. guards I-09
 */
export async function erasePairs(store: IntakeStore, call: Uint8Array, today: string): Promise<readonly Buffer[]> {
  const freed: Buffer[] = []
  for (const { id, token } of refusing(() => readDeleteCall(call))) {
    const done = await untilFree(() => store.erase(id, hashOf(token), today))
    if (done.store !== null) freed.push(done.store)
  }
  return freed
}

/** The stored form of a delete token and of an upload token (SEALING 5): from it nobody gets back to the words. guards T-03 */
export function hashOf(token: Uint8Array): Buffer {
  return createHash('sha256').update(token).digest().subarray(0, 16)
}

/** Comes again while the night copies that day; gives up with `intake.shedding`. */
export async function untilFree<Answer extends { readonly outcome: string }>(ask: () => Promise<Answer>): Promise<Answer> {
  for (let waited = 0; waited < PATIENCE; waited += AGAIN) {
    const answer = await ask()
    if (answer.outcome !== 'busy') return answer
    await wait(AGAIN)
  }
  throw new Refusal('intake.shedding')
}
