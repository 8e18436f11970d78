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

export type Listed = {
  readonly within: Condition
  /** Whether a list passes over much that is hidden: then its keys come first, from an index alone, and whole rows for the page. */
  readonly passesOver: boolean
}

/**
 * The same for lists. For somebody who reads some compartments it is no condition that an index could follow: the list keeps its
 * order, and how much it passes over that is hidden from them takes hardly any time. guards T-21
 */
export async function listedRooms(db: Transaction<Schema>): Promise<Listed> {
  const found = await roomsUpTo(db, SOME)
  if (found === undefined) return { within: () => sql`true`, passesOver: false }
  const passesOver = found.n > FEW
  const within: Condition = (column) => {
    const isOne = sql`${column} = any (${found.rooms}::uuid[])`
    return passesOver ? sql`(${isOne}) is true` : isOne
  }
  return { within, passesOver }
}

/** The same for a list of one table. */
export async function withinFew(db: Transaction<Schema>, column: RawBuilder<unknown>): Promise<RawBuilder<unknown>> {
  return (await listedRooms(db)).within(column)
}
