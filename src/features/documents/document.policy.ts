import type { Actor } from '#base/actor.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import { no, type Verdict, yes } from '#kernel/refusal.ts'

/** Whoever may write in the compartment of the public register may hold a public document. */
export function mayHold(actor: Actor, register: CompartmentId): Verdict {
  return actor.writes.includes(register) ? yes : no('access.denied')
}
