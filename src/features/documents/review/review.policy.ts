import type { Actor } from '#base/actor.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import { no, type Verdict, yes } from '#kernel/refusal.ts'

/** Only the installation itself enrols an operator. */
export function mayEnrol(actor: Actor, register: CompartmentId): Verdict {
  return actor.kind === 'machine' && actor.writes.includes(register) ? yes : no('access.denied')
}

/** Whoever reviews is a named person: the machine proposes and never decides. */
export function mayReview(actor: Actor, register: CompartmentId): Verdict {
  return actor.kind === 'person' && actor.writes.includes(register) ? yes : no('access.denied')
}
