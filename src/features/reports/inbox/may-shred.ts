import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '#kernel/clock.ts'
import { STOPPED } from '../intake/keep-intake.ts'
import { watchClock } from '../intake/watch-clock.ts'

/**
 * Whether keys that are past their day may be destroyed now: not after a jump of the clock, and not while the file stands
 * that a person removes once the clock is right (SEALING 11).
 */
export function shredGuard(data: string, clock: Clock, watch = watchClock(clock)): () => Promise<boolean> {
  return async () => {
    // Most of the time there is no such file.
    const isStopped = (await stat(join(data, STOPPED)).catch(() => undefined)) !== undefined
    if (isStopped) watch.confirm()
    return !isStopped && !watch.jumped()
  }
}
