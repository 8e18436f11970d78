import { dayOf } from '#kernel/clock.ts'
import { demand, no, Refusal } from '#kernel/refusal.ts'
import type { Caller } from '../caller.ts'
import type { Desk } from '../desk.ts'
import { refuseForeign } from '../devices/run-devices.ts'
import { noteMember, notePerson } from '../roles/roles.store.ts'
import { mayRunTeam } from '../team.policy.ts'
import type { Membership } from '../teams.contract.ts'
import { invitationHash, newInvitation } from './invitation.ts'
import { addInvitation, dropInvitation, keepSealedKey, letGo, letIn, listMembers, type MemberRow } from './members.store.ts'
import { vouchesFor } from './membership.ts'
import { isSealedMemberKey } from './sealed-key.rules.ts'

/** A code for one more member of the caller's team. It is told once; whoever uses it still waits for a colleague. */
export function inviteMember(desk: Desk, caller: Caller): Promise<{ code: string; expiresOn: string }> {
  const invitation = newInvitation(desk.base.clock.now())
  return desk.base.transact(caller.actor, async (tx) => {
    const permit = await tx.grant(
      { action: 'member.invite', subject: caller.team, compartment: caller.room },
      mayRunTeam(caller.actor, caller.room),
    )
    await addInvitation(tx.db, permit, invitation.hash, invitation.expires)
    return { code: invitation.code, expiresOn: dayOf(invitation.expires) }
  })
}

/** A code of the caller's team that nobody used opens nothing any more. */
export function withdrawInvitation(desk: Desk, caller: Caller, code: string): Promise<{ done: true }> {
  const hash = invitationHash(code)
  return desk.base.transact(caller.actor, async (tx) => {
    const permit = await tx.grant(
      { action: 'member.withdraw_invitation', subject: caller.team, compartment: caller.room },
      mayRunTeam(caller.actor, caller.room),
    )
    await dropInvitation(tx.db, permit, hash).catch(refuseForeign)
    return { done: true }
  })
}

/**
 * Lets somebody in who waits, by the caller's own signature over their keys; for a member it is one more statement, needed
 * when whoever vouched for them has left. guards T-38
 */
export async function vouchForMember(
  desk: Desk,
  caller: Caller,
  signed: Membership,
  anotherOf: string | null = null,
): Promise<{ done: true }> {
  await desk.base.transact(caller.actor, async (tx) => {
    const members = await listMembers(tx.db, caller.teamId)
    const newcomer = members.find((one) => one.code === signed.statement.member && one.left_on === null)
    if (newcomer === undefined) throw new Refusal('record.not_found')
    demandStatement(desk, caller, signed, { type: 'join', of: newcomer, among: members })
    const permit = await tx.grant(
      { action: 'member.vouch', subject: newcomer.code, compartment: caller.room },
      mayRunTeam(caller.actor, caller.room),
    )
    await letIn(tx.db, permit, newcomer.id, signed)
    await noteMember(tx.db, permit, desk.base.clock.now())
    if (anotherOf !== null && !(await notePerson(tx.db, permit, anotherOf))) throw new Refusal('record.not_found')
  })
  await desk.roster.publish()
  return { done: true }
}

/** Ends a membership, one's own or a colleague's: every session of it ends at once. The last anchor stays. */
export async function leaveTeam(desk: Desk, caller: Caller, signed: Membership): Promise<{ done: true }> {
  await desk.base.transact(caller.actor, async (tx) => {
    const members = await listMembers(tx.db, caller.teamId)
    const leaver = members.find((one) => one.code === signed.statement.member && one.left_on === null)
    if (leaver === undefined) throw new Refusal('record.not_found')
    const anchors = members.filter((one) => one.anchor && one.left_on === null && one.id !== leaver.id)
    if (anchors.length === 0) demand(no('team.last_member'))
    demandStatement(desk, caller, signed, { type: 'leave', of: leaver, among: members })
    const permit = await tx.grant(
      { action: 'member.leave', subject: leaver.code, compartment: caller.room },
      mayRunTeam(caller.actor, caller.room),
    )
    await letGo(tx.db, permit, leaver.id, { ...signed, today: dayOf(desk.base.clock.now()) })
  })
  await desk.roster.publish()
  return { done: true }
}

function demandStatement(
  desk: Desk,
  caller: Caller,
  signed: Membership,
  { type, of, among }: { type: 'join' | 'leave'; of: MemberRow; among: readonly MemberRow[] },
): void {
  const self = among.find((one) => one.id === caller.actor.id)
  if (self === undefined) throw new Refusal('record.not_found')
  const today = dayOf(desk.base.clock.now())
  const said = { type, team: caller.team, member: of.code, recipient: of.recipient, signKey: of.sign_key, by: self.sign_key, today }
  demand(vouchesFor(signed, said))
}

/** The caller's key under new words. Whatever was opened with the old ones ends, this session too. guards A-05 */
export function sealKeyAnew(desk: Desk, caller: Caller, sealedKey: string): Promise<{ done: true }> {
  const sealed = Buffer.from(sealedKey, 'base64url')
  demand(isSealedMemberKey(sealed))
  return desk.base.transact(caller.actor, async (tx) => {
    const permit = await tx.grant(
      { action: 'member.seal_key', subject: caller.code, compartment: caller.room },
      mayRunTeam(caller.actor, caller.room),
    )
    await keepSealedKey(tx.db, permit, sealed)
    return { done: true }
  })
}
