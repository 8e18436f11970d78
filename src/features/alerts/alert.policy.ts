import type { Actor } from '#base/actor.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import { no, type Verdict, yes } from '#kernel/refusal.ts'

/** Whoever writes in the room where an alert stands draws it up and takes it back: a case's readers, or the team. */
export function mayDrawUp(actor: Actor, found: { readonly writes: boolean } | undefined): Verdict {
  return actor.kind === 'person' && found?.writes === true ? yes : no('record.not_found')
}

/** What came to an office is its members' alone. */
export function mayAnswerFor(actor: Actor, office: CompartmentId, found: object | undefined): Verdict {
  return actor.kind === 'person' && actor.writes.includes(office) && found !== undefined ? yes : no('record.not_found')
}

/** Delivery, clocks and notices are the installation's, which can open nothing. */
export function mayDispatch(actor: Actor): Verdict {
  return actor.kind === 'machine' ? yes : no('access.denied')
}
