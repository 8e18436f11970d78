import type { Actor } from '#base/actor.ts'
import { no, type Verdict, yes } from '#kernel/refusal.ts'

/** Whoever stands among the readers of a case and may write there; to anybody else it is not there. */
export function mayChangeCase(actor: Actor, found: { readonly writes: boolean } | undefined): Verdict {
  return actor.kind === 'person' && found?.writes === true ? yes : no('record.not_found')
}

/** Two cases are brought together only by somebody who works on both. guards T-21 */
export function mayMove(
  actor: Actor,
  source: { readonly writes: boolean } | undefined,
  target: { readonly writes: boolean } | undefined,
): Verdict {
  return actor.kind === 'person' && source?.writes === true && target?.writes === true ? yes : no('record.not_found')
}
