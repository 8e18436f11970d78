import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { Schema } from './schema.ts'

/** Up to here a list is read by its compartments; beyond, by its order, and each row is asked for. */
const FEW = 1_000

type Condition = (column: RawBuilder<unknown>) => RawBuilder<unknown>

/** Conditions that find the rows of somebody who reads few compartments by index. Row security asks in any case. */
export async function fewRooms(db: Transaction<Schema>): Promise<Condition> {
  const rows = await sql<{ rooms: string[] | null }>`select access.few_rooms(${FEW}) as rooms`.execute(db)
  const rooms = rows.rows[0]?.rooms ?? null
  return (column) => (rooms === null ? sql`true` : sql`${column} = any (${rooms}::uuid[])`)
}

/** The same for a list of one table. */
export async function withinFew(db: Transaction<Schema>, column: RawBuilder<unknown>): Promise<RawBuilder<unknown>> {
  return (await fewRooms(db))(column)
}
