import type { Actor } from '#base/actor.ts'
import type { CompartmentId } from '#kernel/ids.ts'

/** A member at the desk, as the session says; row security asks again at each query. */
export type Caller = {
  readonly actor: Actor
  readonly code: string
  readonly team: string
  readonly teamId: string
  /** The compartment of the team itself: its keys, pages and counts. */
  readonly room: CompartmentId
  /** The token of this call, for ending it. */
  readonly session: string
}
