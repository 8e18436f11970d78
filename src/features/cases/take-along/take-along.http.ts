import { type Door, door } from '#base/door.ts'
import type { Caller } from '#features/teams/index.ts'
import { BeginInput, PageInput } from './take-along.contract.ts'
import { beginTakeAlong, readTakeAlong, type TakeAlongDesk } from './take-along.ts'

/** Doors of a member who takes along what the team owns. */
export function takeAlongDoors(desk: TakeAlongDesk): Door<Caller>[] {
  return [
    door('/api/desk/take-along/begin', BeginInput, ({ caller }) => beginTakeAlong(desk, caller)),
    door('/api/desk/take-along/page', PageInput, ({ caller, input }) => readTakeAlong(desk, caller, input)),
  ]
}
