import { b64u, unhex } from '#crypto/bytes.ts'
import type { Caller } from '../caller.ts'
import type { Desk } from '../desk.ts'
import { viewRecovery } from '../recovery/view-recovery.ts'
import type { Membership, Team, TeamMember } from '../teams.contract.ts'
import { listMembers, listTeams, type MemberRow, reviewsDocuments } from './members.store.ts'

/** What a member's screen needs of the own team, and of the others what the roster says of them anyway. */
export function viewTeam(desk: Desk, caller: Caller): Promise<Team> {
  return desk.base.read(caller.actor, async (db) => {
    const teams = await listTeams(db)
    const own = teams.find((one) => one.slug === caller.team)
    if (own === undefined) throw new Error('A member of a team that is not there.')
    const now = desk.base.clock.now()
    const members = await listMembers(db, caller.teamId)
    return {
      team: own.slug,
      names: own.names,
      kind: own.kind,
      instance: desk.roster.instance,
      rosterVersion: desk.roster.version(),
      foundingUntil: own.founding_until !== null && own.founding_until > now ? own.founding_until.toISOString() : null,
      ...(await viewRecovery(db, caller)),
      reviews: await reviewsDocuments(db),
      members: members.map(memberView),
      teams: teams
        .filter((one) => one.slug !== own.slug)
        .map((one) => ({ team: one.slug, kind: one.kind, of: [...one.of_states], conflicts: [...one.conflicts] })),
    }
  })
}

function memberView(row: MemberRow): TeamMember {
  return {
    member: row.code,
    name: row.name,
    state: row.left_on === null ? row.state : 'left',
    anchor: row.anchor,
    recipient: b64u(row.recipient),
    signKey: b64u(row.sign_key),
    joined: signedView(row.joined),
    left: signedView(row.left),
    since: row.since,
  }
}

function signedView(stored: MemberRow['joined']): Membership | null {
  return stored === null ? null : { statement: stored.statement, signature: b64u(unhex(stored.signature)) }
}
