import type { Door } from '#base/door.ts'
import { demand, type Verdict } from '#kernel/refusal.ts'
import type { Caller } from '../caller.ts'

/** The same doors, for whom a policy of roles lets through; asked before a thing is read or looked up. guards T-21 */
export function onlyFor(may: (caller: Caller) => Verdict, doors: readonly Door<Caller>[]): Door<Caller>[] {
  return doors.map((one) => ({
    ...one,
    answer: async (caller, body, params) => {
      demand(may(caller))
      return one.answer(caller, body, params)
    },
  }))
}
