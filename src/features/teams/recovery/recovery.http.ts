import { type Door, door, readingDoor } from '#base/door.ts'
import type { Caller } from '../caller.ts'
import type { Desk } from '../desk.ts'
import { coSign } from '../keys/co-sign.ts'
import { onlyFor } from '../roles/only-for.ts'
import { canHoldKeys } from '../roles/roles.policy.ts'
import { askRecovery } from './ask-recovery.ts'
import * as contract from './recovery.contract.ts'
import { setUpRecovery, viewHanded, viewKeys, viewShares } from './set-up-recovery.ts'

const LARGE = 65_536

/** The door of custodians, who have no session. */
export function openRecoveryDoors(desk: Desk): Door<null>[] {
  return [door('/api/desk/recovery/ask', contract.AskInput, ({ input }) => askRecovery(desk, input))]
}

/** Doors of a member to the recovery of their team, and to statements that wait for another anchor. */
export function recoveryDoors(desk: Desk): Door<Caller>[] {
  return onlyFor(canHoldKeys, [
    door('/api/desk/recovery', contract.RecoveryInput, ({ caller, input }) => setUpRecovery(desk, caller, input), LARGE),
    door('/api/desk/recovery/shares', contract.SharesInput, ({ caller, input }) => viewShares(desk, caller, input.version)),
    readingDoor('/api/desk/recovery/handed', ({ caller }) => viewHanded(desk, caller)),
    readingDoor('/api/desk/keys', ({ caller }) => viewKeys(desk, caller)),
    door('/api/desk/statements/sign', contract.CoSignInput, ({ caller, input }) => coSign(desk, caller, input)),
  ])
}
