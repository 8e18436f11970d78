import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId } from '#kernel/ids.ts'

import type { Epoch } from './teams.contract.ts'

type Db = Transaction<Schema>

export type TeamFacts = {
  readonly slug: string
  readonly name: string
  readonly names: Readonly<Record<string, string>>
  readonly about: Readonly<Record<string, string>>
  readonly kind: 'state' | 'eu' | 'ngo'
  readonly of: readonly string[]
  readonly serves: readonly string[]
  readonly conflicts: readonly string[]
  readonly languages: readonly string[]
}

export async function findTeam(db: Db, slug: string): Promise<{ id: string; room: CompartmentId } | undefined> {
  const rows = await sql<{ id: string; room: CompartmentId }>`
    select t.id, c.id as room from asylia.team t join asylia.compartment c on c.team_id = t.id and c.kind = 'team' where t.slug = ${slug}`.execute(
    db,
  )
  return rows.rows[0]
}

export async function makeTeam(
  db: Db,
  permit: Permit<'team.add'>,
  ids: { team: string; room: CompartmentId },
  facts: TeamFacts,
): Promise<void> {
  if (permit.subject !== facts.slug) throw new Error('The permit is for another team.')
  await sql`select access.found_team(${ids.team}::uuid, ${ids.room}::uuid, ${JSON.stringify(facts)}::jsonb)`.execute(db)
}

/** False when the team has a member, who alone may invite another. */
export async function inviteFounder(
  db: Db,
  _permit: Permit<'team.invite_founder'>,
  team: string,
  invitation: { readonly hash: Uint8Array; readonly expires: Date },
): Promise<boolean> {
  const rows = await sql<{ done: boolean }>`
    select access.invite_founder(${team}::uuid, ${invitation.hash}, ${invitation.expires.toISOString()}::timestamptz) as done`.execute(db)
  return rows.rows[0]?.done === true
}

export type RosterTeamRow = Pick<TeamFacts, 'slug' | 'kind' | 'names' | 'about' | 'serves' | 'conflicts' | 'languages'> & {
  readonly of_states: readonly string[]
  readonly anchors: readonly Buffer[]
  readonly epochs: readonly (Pick<Epoch, 'statement' | 'signatures'> & { readonly recipient: string })[]
}

/** Names and public keys of every team, in the order of their ids. */
export async function listRosterTeams(db: Db): Promise<RosterTeamRow[]> {
  const rows = await sql<RosterTeamRow>`select * from access.roster_teams()`.execute(db)
  return rows.rows
}
