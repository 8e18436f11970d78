import type { Actor } from '#base/actor.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import type { Role } from '#kernel/roles.ts'

/** A member at the desk, as the session says; row security asks again at each query. */
export type Caller = {
  readonly actor: Actor
  readonly code: string
  readonly team: string
  readonly teamId: string
  /** The compartment of the team itself: its keys, pages and counts. */
  readonly room: CompartmentId
  /** What they may do in the team today; a change of it ends the session. */
  readonly roles: readonly Role[]
  /** What tells this browser from another, in hex. */
  readonly device: string
  /** The token of this call, for ending it. */
  readonly session: string
}
