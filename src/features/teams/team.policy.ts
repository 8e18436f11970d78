import type { Actor } from '#base/actor.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import { no, type Verdict, yes } from '#kernel/refusal.ts'

/** Only the installation makes teams and lets people in with a code; what it can let in holds no key. */
export function mayFound(actor: Actor, register: CompartmentId): Verdict {
  return actor.kind === 'machine' && actor.writes.includes(register) ? yes : no('access.denied')
}

/** A team's own affairs are its members' alone: who joins, which key is in force, what its pages hold. */
export function mayRunTeam(actor: Actor, room: CompartmentId): Verdict {
  return actor.kind === 'person' && actor.writes.includes(room) ? yes : no('record.not_found')
}
