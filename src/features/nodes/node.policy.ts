import type { Actor } from '#base/actor.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import { no, type Verdict, yes } from '#kernel/refusal.ts'

/** What goes between nodes is the installation's work, which can open nothing that is sealed to people. */
export function mayExchange(actor: Actor): Verdict {
  return actor.kind === 'machine' ? yes : no('access.denied')
}

/** Whom the installation speaks with is decided by its operator alone: no member of any team, whatever their role. guards T-47 */
export function mayRunNodes(actor: Actor, register: CompartmentId): Verdict {
  return actor.kind === 'machine' && actor.writes.includes(register) ? yes : no('access.denied')
}

/** What somebody heard with their own ears counts for their own team. guards T-47 */
export function mayHear(actor: Actor, room: CompartmentId): Verdict {
  return actor.kind === 'person' && actor.writes.includes(room) ? yes : no('access.denied')
}
