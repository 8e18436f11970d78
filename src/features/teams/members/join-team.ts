import type { Tx } from '#base/transact.ts'
import { dayOf } from '#kernel/clock.ts'
import { type MemberId, newId } from '#kernel/ids.ts'
import { demand, no, Refusal } from '#kernel/refusal.ts'
import type { Desk } from '../desk.ts'
import { noteMember } from '../roles/roles.store.ts'
import { mayFound } from '../team.policy.ts'
import type { Join } from '../teams.contract.ts'
import { invitationHash } from './invitation.ts'
import { addMember, findInvitation, type OpenInvitation } from './members.store.ts'
import { vouchesFor } from './membership.ts'
import { isSealedMemberKey } from './sealed-key.rules.ts'

const FOUNDING_MS = 7 * 86_400_000

/** What a code opens, so that a founder can sign the right team. Refuses `invitation.unknown`. */
export async function lookAtInvitation(desk: Desk, typed: string) {
  const hash = invitationHash(typed)
  const found = await desk.base.read(desk.by.actor, (db) => findInvitation(db, hash, desk.base.clock.now()))
  if (found === undefined) throw new Refusal('invitation.unknown')
  return { team: found.slug, names: found.names, founding: found.founding, instance: desk.roster.instance }
}

/**
 * Joins with a code. The founder of a team signs their own membership and is its first anchor; anybody later holds
 * nothing until a member of the team vouches for them, so a code alone opens nothing. guards T-38
 */
export async function joinTeam(desk: Desk, join: Join): Promise<{ team: string; state: 'member' | 'waiting' }> {
  demand(isSealedMemberKey(Buffer.from(join.sealedKey, 'base64url')))
  const hash = invitationHash(join.invitation)
  const at = desk.base.clock.now()
  const invitation = await desk.base.transact(desk.by.actor, async (tx) => {
    const found = await findInvitation(tx.db, hash, at)
    if (found === undefined) throw new Refusal('invitation.unknown')
    demandFitting(found, join, dayOf(at))
    const permit = await tx.grant(
      { action: 'member.join', subject: join.member, compartment: found.compartment_id },
      mayFound(desk.by.actor, desk.by.register),
    )
    await addMember(tx.db, permit, { hash, at }, { ...join, id: newId<MemberId>() }).catch(refuseTaken)
    await noteMember(tx.db, permit, at)
    await tellFounding(desk, tx, found)
    return found
  })
  if (invitation.founding) await desk.roster.publish()
  return { team: invitation.slug, state: invitation.founding ? 'member' : 'waiting' }
}

/** For seven days founding members count as old enough to approve; the ledger says until when. */
async function tellFounding(desk: Desk, tx: Tx, { founding, slug, compartment_id: compartment }: OpenInvitation): Promise<void> {
  if (!founding) return
  const until = dayOf(new Date(desk.base.clock.now().getTime() + FOUNDING_MS))
  await tx.grant(
    { action: 'team.begin_founding', subject: `${slug} until ${until}`, compartment },
    mayFound(desk.by.actor, desk.by.register),
  )
}

function demandFitting(found: OpenInvitation, join: Join, today: string): void {
  if (found.founding !== (join.founding !== null)) throw new Refusal('statement.refused')
  if (join.founding === null) return
  const signKey = Buffer.from(join.signKey, 'base64url')
  const recipient = Buffer.from(join.recipient, 'base64url')
  demand(vouchesFor(join.founding, { type: 'join', team: found.slug, member: join.member, recipient, signKey, by: signKey, today }))
}

/** A unique key that is taken, of a code or of a sign key; the database's own words would name which. guards T-21 */
function refuseTaken(error: unknown): never {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === '23505') demand(no('member.taken'))
  if (code === '42501') demand(no('invitation.unknown'))
  throw error
}
