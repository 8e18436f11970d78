import type { Installation } from '#base/installation.ts'
import type { Base } from '#base/transact.ts'
import { nameProblem } from '#crypto/roster/names.ts'
import { isTeam } from '#crypto/roster/roster.ts'
import { type CompartmentId, newId } from '#kernel/ids.ts'
import { demand, no, Refusal } from '#kernel/refusal.ts'
import { newInvitation } from './members/invitation.ts'
import { listTeams } from './members/members.store.ts'
import { mayFound } from './team.policy.ts'
import { findTeam, inviteFounder, makeTeam, type TeamFacts } from './teams.store.ts'

export type NewTeam = Omit<TeamFacts, 'name'>
export type FoundingCode = { readonly code: string; readonly expires: Date }

/** Makes a team that has no member yet, and the one-time code for its first one. It is listed once somebody has joined. */
export function foundTeam(base: Base, by: Installation, team: NewTeam): Promise<FoundingCode> {
  return base.transact(by.actor, async (tx) => {
    const others = (await listTeams(tx.db)).map((one) => ({ id: one.slug, name: one.names }))
    if (others.some((one) => one.id === team.slug)) throw new Refusal('team.taken')
    const { slug, names, ...rest } = team
    const said = {
      id: slug,
      name: names,
      kind: rest.kind,
      of: rest.of,
      serves: rest.serves,
      conflicts: rest.conflicts,
      anchors: [SOME_KEY],
    }
    if (!isTeam(said) || !isDescribed(team) || nameProblem([...others, said]) !== undefined) demand(no('team.malformed'))

    const permit = await tx.grant({ action: 'team.add', subject: slug, compartment: by.register }, mayFound(by.actor, by.register))
    const ids = { team: newId<CompartmentId>(), room: newId<CompartmentId>() }
    await makeTeam(tx.db, permit, ids, { ...team, name: names['en'] ?? slug })
    const invitation = newInvitation(base.clock.now())
    const invites = await tx.grant({ action: 'team.invite_founder', subject: slug, compartment: ids.room }, mayFound(by.actor, by.register))
    await inviteFounder(tx.db, invites, ids.team, invitation)
    return { code: invitation.code, expires: invitation.expires }
  })
}

/** Another code for a team that nobody has joined; the codes before it open nothing any more. Refuses `team.founded`. */
export function inviteFounderAgain(base: Base, by: Installation, slug: string): Promise<FoundingCode> {
  return base.transact(by.actor, async (tx) => {
    const team = await findTeam(tx.db, slug)
    if (team === undefined) throw new Refusal('record.not_found')
    const invitation = newInvitation(base.clock.now())
    const permit = await tx.grant({ action: 'team.invite_founder', subject: slug, compartment: team.room }, mayFound(by.actor, by.register))
    const done = await inviteFounder(tx.db, permit, team.id, invitation)
    if (!done) throw new Refusal('team.founded')
    return { code: invitation.code, expires: invitation.expires }
  })
}

/** The shape of a listed team needs an anchor, which a team without members does not have yet. */
const SOME_KEY = 'A'.repeat(43)

function isDescribed(team: NewTeam): boolean {
  return Object.values(team.about).every((line) => line.length <= 160) && Object.hasOwn(team.about, 'en')
}
