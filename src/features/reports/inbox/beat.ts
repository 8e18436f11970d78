import type { Clock } from '#kernel/clock.ts'
import { BEAT_SECONDS } from './inbox.contract.ts'

/**
 * Within one beat everybody is answered from one list: what arrives meanwhile shows in the next. So asking more often
 * tells no member more closely when something came, and no desk asks a different question. guards T-13
 */
export type Beat = {
  /** The ids of this beat; `look` is asked once for each beat. */
  known(look: () => Promise<readonly string[]>): Promise<ReadonlySet<string>>
}

export function beatOf(clock: Clock): Beat {
  let number = -1
  let list: Promise<ReadonlySet<string>> = Promise.resolve(new Set())
  return {
    known(look) {
      const now = Math.floor(clock.now().getTime() / (BEAT_SECONDS * 1_000))
      if (now === number) return list
      number = now
      list = look().then(
        (ids) => new Set(ids),
        (error: unknown) => {
          number = -1
          throw error
        },
      )
      return list
    },
  }
}
