import { payloadOf } from '#crypto/team/approval.ts'
import { demand } from '#kernel/refusal.ts'
import { demandTwo } from '../approvals/demand-two.ts'
import type { Caller } from '../caller.ts'
import type { Desk } from '../desk.ts'
import { canStewardTeam } from '../roles/roles.policy.ts'
import { markHoney } from './watch.store.ts'

/**
 * A record that nobody has a reason to open, marked by two stewards. Which it is, neither the ledger nor a list says: the
 * line holds the hash of what both signed. guards T-25
 */
export function markAsHoney(desk: Desk, caller: Caller, record: string): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    demand(canStewardTeam(caller))
    const payload = payloadOf({ team: caller.team, record })
    await demandTwo(tx, caller, { action: 'honey.mark', subject: record, room: caller.room, payload })
    const permit = await tx.grant(
      { action: 'honey.mark', subject: caller.team, compartment: caller.room, objectHash: payload },
      canStewardTeam(caller),
    )
    await markHoney(tx.db, permit, record)
    return { done: true }
  })
}
