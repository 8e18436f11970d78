import type { Actor } from '#base/actor.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import { no, type Verdict } from '#kernel/refusal.ts'

/** The affairs of the own team, for whoever has a role for them; row security asks the same again. */
export function mayActFor(role: Verdict, actor: Actor, room: CompartmentId): Verdict {
  if (!role.ok) return role
  return actor.kind === 'person' && actor.writes.includes(room) ? role : no('record.not_found')
}

/** Whoever works on the case, in a role that talks with states. To anybody else it is not there. */
export function mayRaise(role: Verdict, actor: Actor, found: { readonly writes: boolean } | undefined): Verdict {
  if (!role.ok) return role
  return actor.kind === 'person' && found?.writes === true ? role : no('record.not_found')
}
