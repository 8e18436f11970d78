import type { Actor } from '#base/actor.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import { no, type Verdict, yes } from '#kernel/refusal.ts'

/** Whoever may write in the compartment of the public register may load a corridor, hold a document or withdraw a record. */
export function mayPublish(actor: Actor, register: CompartmentId): Verdict {
  return actor.writes.includes(register) ? yes : no('access.denied')
}
