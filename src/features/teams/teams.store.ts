import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId } from '#kernel/ids.ts'

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
  permit: Permit<'team.invite_founder'>,
  team: string,
  hash: Uint8Array,
  expires: Date,
): Promise<boolean> {
  void permit
  const rows = await sql<{
    done: boolean
  }>`select access.invite_founder(${team}::uuid, ${hash}, ${expires.toISOString()}::timestamptz) as done`.execute(db)
  return rows.rows[0]?.done === true
}
