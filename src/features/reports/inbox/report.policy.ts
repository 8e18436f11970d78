import type { Actor } from '#base/actor.ts'
import { no, type Verdict, yes } from '#kernel/refusal.ts'

/** Whoever stands among the readers of a case works on it; to anybody else it is not there. */
export function mayWorkOn(actor: Actor, found: { readonly writes: boolean } | undefined): Verdict {
  return actor.kind === 'person' && found?.writes === true ? yes : no('record.not_found')
}

/** Whoever sees a case at this moment may look into it: its readers, and for an hour whoever broke its glass (T-24). */
export function mayLookInto(actor: Actor, found: object | undefined): Verdict {
  return actor.kind === 'person' && found !== undefined ? yes : no('record.not_found')
}

/** Only the installation tells the counts of all teams and sends what waits. */
export function mayTell(actor: Actor): Verdict {
  return actor.kind === 'machine' ? yes : no('access.denied')
}
