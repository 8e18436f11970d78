import { sql, type Transaction } from 'kysely'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import type { Field } from './item.rules.ts'
import type { Conflicts, ExtractField } from './node.contract.ts'

type Db = Transaction<Schema>
type Of = { readonly id: string; readonly room: CompartmentId }
export type FieldRow = Field & {
  readonly field: ExtractField
  readonly code: string
  readonly extract: string
  readonly teamId: string
  readonly office: string
}

type Row = {
  extract: string
  team: string
  office: string
  code: string
  field: ExtractField
  our_value: string | null
  our_count: number
  our_seen: number
  their_value: string | null
  their_count: number
  their_seen: number
}
const ROW = sql`f.extract_id as extract, f.team_id as team, f.office, f.code, f.field, f.our_value, f.our_count, f.our_seen, f.their_value, f.their_count, f.their_seen`
const rowOf = (row: Row): FieldRow => ({
  extract: row.extract,
  teamId: row.team,
  office: row.office,
  code: row.code,
  field: row.field,
  ours: row.our_value === null ? null : { value: row.our_value, count: row.our_count, seen: row.our_seen },
  theirs: row.their_value === null ? null : { value: row.their_value, count: row.their_count, seen: row.their_seen },
})

export async function listFields(db: Db, node: Of, extract: string): Promise<FieldRow[]> {
  const rows = await sql<Row>`
    select ${ROW} from asylia.node_field f where f.compartment_id = ${node.room}::uuid and f.node_id = ${node.id}::uuid and f.extract_id = ${extract}::uuid
    order by f.field for update`.execute(db)
  return rows.rows.map(rowOf)
}

export async function findByCode(db: Db, node: Of, team: string, code: string): Promise<FieldRow[]> {
  const rows = await sql<Row>`
    select ${ROW} from asylia.node_field f where f.compartment_id = ${node.room}::uuid and f.node_id = ${node.id}::uuid and f.code = ${code}
      and f.team_id = ${team}::uuid order by f.field for update`.execute(db)
  return rows.rows.map(rowOf)
}

export async function keepField(db: Db, node: Of, row: FieldRow, at: Date): Promise<void> {
  const { ours, theirs } = row
  await sql`
    insert into asylia.node_field (compartment_id, node_id, extract_id, team_id, office, code, field, our_value, our_count, our_seen, their_value, their_count,
      their_seen, changed_at)
    values (${node.room}::uuid, ${node.id}::uuid, ${row.extract}::uuid, ${row.teamId}::uuid, ${row.office}, ${row.code}, ${row.field}, ${ours?.value ?? null}, ${ours?.count ?? 0},
      ${ours?.seen ?? 0}, ${theirs?.value ?? null}, ${theirs?.count ?? 0}, ${theirs?.seen ?? 0}, ${at.toISOString()}::timestamptz)
    on conflict (compartment_id, node_id, extract_id, field) do update set our_value = excluded.our_value, our_count = excluded.our_count,
      our_seen = excluded.our_seen, their_value = excluded.their_value, their_count = excluded.their_count, their_seen = excluded.their_seen,
      changed_at = excluded.changed_at`.execute(db)
}

/** Fields of one team that both sides changed without knowing of one another. */
export async function listConflicts(db: Db, team: string): Promise<Conflicts['conflicts']> {
  const rows = await sql<Conflicts['conflicts'][number]>`
    select n.name as node, f.code as extract, f.field, f.our_value as ours, f.their_value as theirs,
      to_char(f.changed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as since
    from asylia.node_field f join asylia.node n on n.compartment_id = f.compartment_id and n.id = f.node_id
    where f.team_id = ${team}::uuid and f.our_value <> f.their_value and f.our_seen < f.their_count and f.their_seen < f.our_count
    order by f.changed_at, f.code, f.field`.execute(db)
  return rows.rows
}

/** The team here by its name, and the office of a node by the name that the node gives it. */
export async function findOwnTeam(db: Db, slug: string): Promise<string | undefined> {
  const rows = await sql<{ id: string }>`
    select id from asylia.team where slug = ${slug} and node_id is null and kind <> 'house'`.execute(db)
  return rows.rows[0]?.id
}
export async function findNodeOffice(db: Db, slug: string): Promise<{ node: string; office: string; id: string } | undefined> {
  const rows = await sql<{ node: string; office: string; id: string }>`
    select node_id as node, node_slug as office, id from asylia.team where slug = ${slug} and node_id is not null`.execute(db)
  return rows.rows[0]
}
/** Why this office may not have what speaks of nobody in that room: the bar of the case, asked as for an alert. */
export async function findBar(db: Db, room: CompartmentId, office: string, today: string): Promise<string | null> {
  const rows = await sql<{ bar: string | null }>`
    select access.alert_bar(${room}::uuid, '{}'::text[], ${office}::uuid, ${today}::date) as bar`.execute(db)
  return rows.rows[0]?.bar ?? null
}
