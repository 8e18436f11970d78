import { sql, type Transaction } from 'kysely'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId } from '#kernel/ids.ts'

type Db = Transaction<Schema>

/** Something that changed: what came to the office of a room, or became of what a team sent. */
export type Change = {
  readonly id: string
  readonly room: CompartmentId | null
  readonly team: string | null
  readonly at: Date
}

/** What changed since a moment, of everybody; the newest `most` of each kind. */
export async function listChanges(db: Db, since: Date, most: number): Promise<readonly Change[]> {
  const rows = await sql<Change>`select * from access.alert_changes(${since.toISOString()}::timestamptz, ${most})`.execute(db)
  return rows.rows
}

/** Whether the speaker reads one of these. */
export async function readsAny(db: Db, ids: readonly string[]): Promise<boolean> {
  const rows = await sql<{ reads: boolean }>`
    select exists (select from asylia.alert_received x where x.id = any (${ids}::uuid[]))
      or exists (select from asylia.alert_delivery x where x.id = any (${ids}::uuid[])) as reads`.execute(db)
  return rows.rows[0]?.reads === true
}
