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

/** At a desk a verifier reviews whom the installation let in; to everybody else there is no document. guards T-21 */
export function mayReviewAtDesk(role: Verdict, register: CompartmentId | undefined): Verdict {
  if (!role.ok) return role
  return register === undefined ? no('record.not_found') : yes
}
