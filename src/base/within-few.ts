import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { Schema } from './schema.ts'

/** Up to here a list is read by its compartments; beyond, by its order, and each row is asked for. */
const FEW = 1_000
/** Up to here a list that is read by its order passes over what is hidden by a set, before row security is asked of it. */
const SOME = 10_000

type Condition = (column: RawBuilder<unknown>) => RawBuilder<unknown>

/** The rooms of the speaker as they are handed back to the database, unless there are more than so many. */
async function roomsUpTo(db: Transaction<Schema>, most: number): Promise<{ readonly rooms: string; readonly n: number } | undefined> {
  const found = await sql<{ rooms: string | null; n: number | null }>`
    select r.rooms::text as rooms, cardinality(r.rooms) as n from (select access.few_rooms(${most}) as rooms) r`.execute(db)
  const { rooms = null, n = null } = found.rows[0] ?? {}
  return rooms === null || n === null ? undefined : { rooms, n }
}

/** Conditions that find the rows of somebody who reads few compartments by index. Row security asks in any case. */
export async function fewRooms(db: Transaction<Schema>): Promise<Condition> {
  const found = await roomsUpTo(db, FEW)
  return (column) => (found === undefined ? sql`true` : sql`${column} = any (${found.rooms}::uuid[])`)
}

/**
 * The same for lists. For somebody who reads some compartments it is no condition that an index could follow: the list keeps its
 * order, and how much it passes over that is hidden from them takes hardly any time. guards T-21
 */
export async function listedRooms(db: Transaction<Schema>): Promise<Condition> {
  const found = await roomsUpTo(db, SOME)
  if (found === undefined) return () => sql`true`
  return (column) => {
    const isOne = sql`${column} = any (${found.rooms}::uuid[])`
    return found.n <= FEW ? isOne : sql`(${isOne}) is true`
  }
}

/** The same for a list of one table. */
export async function withinFew(db: Transaction<Schema>, column: RawBuilder<unknown>): Promise<RawBuilder<unknown>> {
  return (await listedRooms(db))(column)
}
