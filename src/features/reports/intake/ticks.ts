import { setTimeout as wait } from 'node:timers/promises'

const TICK = 100

/**
 * Does the work and answers at a whole multiple of 100 ms after the call, never sooner than the first: how long the work
 * took does not show. A refusal leaves at the same beat. guards T-14, I-06
 */
export async function onTick<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  const began = performance.now()
  try {
    return await work()
  } finally {
    const took = performance.now() - began
    await wait(Math.ceil(Math.max(1, Math.ceil(took / TICK)) * TICK - took))
  }
}
