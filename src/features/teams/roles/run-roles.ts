import { payloadOf } from '#crypto/team/approval.ts'
import { dayOf } from '#kernel/clock.ts'
import { demand, no, Refusal } from '#kernel/refusal.ts'
import { rolesOf } from '#kernel/roles.ts'
import { demandTwo } from '../approvals/demand-two.ts'
import type { Caller } from '../caller.ts'
import type { Desk } from '../desk.ts'
import { tellTeam } from '../watch/tell-team.ts'
import type { GrantRole, RolesView } from './roles.contract.ts'
import { canStewardTeam } from './roles.policy.ts'
import { changeRole, listRoles, notePerson } from './roles.store.ts'

/** Who may do what in the own team; everybody in it may know. */
export function viewRoles(desk: Desk, caller: Caller): Promise<RolesView> {
  return desk.base.read(caller.actor, async (db) => ({
    members: (await listRoles(db, caller.teamId)).map(({ member, name, roles, since, founder, same_as }) => ({
      member,
      name,
      roles: [...rolesOf(roles)],
      since: since === null ? null : dayOf(since),
      founder,
      sameAs: same_as,
    })),
  }))
}

/**
 * One role given or taken away, under four eyes. The member's sessions end with it, so nobody goes on under an old role;
 * the last steward stays one. guards T-22
 */
export function grantRole(desk: Desk, caller: Caller, { member, role, gives }: GrantRole): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const members = await listRoles(tx.db, caller.teamId)
    if (!members.some((one) => one.member === member)) throw new Refusal('record.not_found')
    const stewards = members.filter((one) => one.roles.includes('steward'))
    if (!gives && role === 'steward' && stewards.every((one) => one.member === member)) demand(no('role.last_steward'))
    const action = gives ? 'role.grant' : 'role.take'
    const subject = `${member}:${role}`
    const payload = payloadOf({ team: caller.team, member, role, gives })
    demand(canStewardTeam(caller))
    await demandTwo(tx, caller, { action, subject, room: caller.room, payload })
    const permit = await tx.grant({ action, subject, compartment: caller.room, objectHash: payload }, canStewardTeam(caller))
    await changeRole(tx.db, permit)
    await tellTeam(tx, caller, { kind: gives ? 'role.given' : 'role.taken', subject, about: member })
    return { done: true }
  })
}

/** Two accounts are one person’s, whose yes counts once from now on. A steward says so; nobody can unsay it. */
export function sayOnePerson(desk: Desk, caller: Caller, { member, of }: { member: string; of: string }): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const members = await listRoles(tx.db, caller.teamId)
    if (member === of || ![member, of].every((code) => members.some((one) => one.member === code))) throw new Refusal('record.not_found')
    const permit = await tx.grant({ action: 'member.same_person', subject: member, compartment: caller.room }, canStewardTeam(caller))
    await notePerson(tx.db, permit, of)
    await tellTeam(tx, caller, { kind: 'member.same_person', subject: of, about: member })
    return { done: true }
  })
}
