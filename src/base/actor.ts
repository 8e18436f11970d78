import type { CompartmentId, MemberId } from '#kernel/ids.ts'

/** Who acts. Always a parameter, never ambient. A machine is a member too. */
export type Actor = {
  readonly id: MemberId
  readonly kind: 'person' | 'machine'
  /** The compartments in which this actor may act, as the database answered at sign-in; row security asks again at each query. */
  readonly writes: readonly CompartmentId[]
}
