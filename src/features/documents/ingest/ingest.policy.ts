import type { Actor } from '#base/actor.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import { no, type Verdict, yes } from '#kernel/refusal.ts'

/** Only the installation itself brings documents in: until members exist, every other actor is refused, whatever it may write. */
export function mayIngest(actor: Actor, register: CompartmentId): Verdict {
  return actor.kind === 'machine' && actor.writes.includes(register) ? yes : no('access.denied')
}
