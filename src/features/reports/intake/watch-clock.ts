import type { Clock } from '#kernel/clock.ts'

const MOST = 3_600_000

/**
 * Compares the clock with the time that passed on the machine's own counter, which nobody sets. After a jump of more than an
 * hour nothing may be shredded until a person confirms (SEALING 11). A clock that was wrong before the start is not seen.
 */
export function watchClock(clock: Clock, passed: () => number = () => performance.now()) {
  let from = { clock: clock.now().getTime(), passed: passed() }
  return {
    jumped: (): boolean => Math.abs(clock.now().getTime() - from.clock - (passed() - from.passed)) > MOST,
    /** A person looked at the clock and says that it is right. */
    confirm(): void {
      from = { clock: clock.now().getTime(), passed: passed() }
    },
  }
}
