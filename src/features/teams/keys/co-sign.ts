import { b64u } from '#crypto/bytes.ts'
import { EPOCH_GRACE } from '#crypto/constants.ts'
import { signersNeeded } from '#crypto/roster/roster.ts'
import { signedBy } from '#crypto/roster/signatures.ts'
import { signedBytes } from '#crypto/roster/signed-bytes.ts'
import { dayOf } from '#kernel/clock.ts'
import { demand, no, Refusal, type Verdict, yes } from '#kernel/refusal.ts'
import type { Caller } from '../caller.ts'
import type { Desk } from '../desk.ts'
import { listMembers } from '../members/members.store.ts'
import type { CoSign } from '../recovery/recovery.contract.ts'
import { mayRunTeam } from '../team.policy.ts'
import { anchorsOf } from './anchors.ts'
import { burnBefore, lockEpochs } from './keys.store.ts'
import { addSignature, countStatement, findStatement } from './statements.store.ts'

/**
 * Adds the caller's own signature to an epoch or recovery statement that waits for another anchor. It counts once enough
 * have signed; then the list of keys is published anew and the keys before get their day. guards T-38
 */
export async function coSign(desk: Desk, caller: Caller, { kind, number, signature }: CoSign): Promise<{ counts: boolean }> {
  const counts = await desk.base.transact(caller.actor, async (tx) => {
    await lockEpochs(tx.db, caller.room)
    const found = await findStatement(tx.db, caller.room, { kind, number })
    if (found === undefined) throw new Refusal('record.not_found')
    if (found.counted) return true
    const { mode, anchors } = await anchorsOf(desk, caller, tx.db)
    const bytes = signedBytes(kind, found.statement)
    const own = (await listMembers(tx.db, caller.teamId)).find((one) => one.id === caller.actor.id)
    demand(canAdd({ signature, own: own?.sign_key, anchors, there: found.signatures, bytes }))
    const permit = await tx.grant(
      { action: 'statement.sign', subject: `${caller.team} ${kind} ${number}`, compartment: caller.room },
      mayRunTeam(caller.actor, caller.room),
    )
    await addSignature(tx.db, permit, caller.room, { kind, number, signature, by: caller.actor.id })
    if (signedBy(anchors, signersNeeded(mode), [...found.signatures, signature], bytes) !== 'enough') return false
    await countStatement(tx.db, permit, caller.room, { kind, number })
    const burnsOn = dayOf(new Date(desk.base.clock.now().getTime() + EPOCH_GRACE))
    if (kind === 'epoch') await burnBefore(tx.db, permit, caller.room, { epoch: number, burnsOn })
    return true
  })
  if (kind === 'epoch' && counts) await desk.roster.publish()
  return { counts }
}

type Adding = {
  readonly signature: CoSign['signature']
  readonly own: Uint8Array | undefined
  readonly anchors: readonly string[]
  readonly there: readonly { readonly key: string }[]
  readonly bytes: Uint8Array
}

/** The caller's own signature, as an anchor, over this very statement; a key that signs twice would spoil them all. */
function canAdd({ signature, own, anchors, there, bytes }: Adding): Verdict {
  if (own === undefined || b64u(own) !== signature.key) return no('statement.refused')
  if (signedBy(anchors, 1, [signature], bytes) !== 'enough') return no('statement.refused')
  return there.some(({ key }) => key === signature.key) ? no('statement.signed') : yes
}
