import type { Actor } from '#base/actor.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import { no, type Verdict, yes } from '#kernel/refusal.ts'
import type { Role } from '#kernel/roles.ts'

/** What goes between nodes is the installation's work, which can open nothing that is sealed to people. */
export function mayExchange(actor: Actor): Verdict {
  return actor.kind === 'machine' ? yes : no('access.denied')
}

/** Who the installation speaks with is decided by its operator, or by a steward of a team of it. */
export function mayRunNodes(actor: Actor, register: CompartmentId, roles: readonly Role[]): Verdict {
  if (actor.kind === 'machine') return actor.writes.includes(register) ? yes : no('access.denied')
  return roles.includes('steward') ? yes : no('role.needed')
}
