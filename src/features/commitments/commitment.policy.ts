import type { Actor } from '#base/actor.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import { no, type Verdict } from '#kernel/refusal.ts'

/** The affairs of the own team, for whoever talks with states; row security asks the same again. guards T-21 */
export function mayKeepCommitments(role: Verdict, actor: Actor, room: CompartmentId): Verdict {
  if (!role.ok) return role
  return actor.kind === 'person' && actor.writes.includes(room) ? role : no('record.not_found')
}
