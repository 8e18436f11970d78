import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { Schema } from '#base/schema.ts'

/** Up to here a list is read by its cases; beyond, by its order, and each row is asked for. */
const FEW = 1_000

/** A condition that finds the rows of somebody who reads few cases by index. Row security asks in any case. */
export async function withinFew(db: Transaction<Schema>, column: RawBuilder<unknown>): Promise<RawBuilder<unknown>> {
  const rows = await sql<{ rooms: string[] | null }>`select access.few_rooms(${FEW}) as rooms`.execute(db)
  const rooms = rows.rows[0]?.rooms ?? null
  return rooms === null ? sql`true` : sql`${column} = any (${rooms}::uuid[])`
}
