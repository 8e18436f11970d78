import { sql, type Transaction } from 'kysely'
import type { Schema } from '#base/schema.ts'
import type { List, Listed } from './inbox.contract.ts'

type Db = Transaction<Schema>

const bytes = (hex: string) => Buffer.from(hex, 'hex')

const ID_HEX = 32

/** The ids of the items of a day and later. They come as one value: a flood of ten thousand is no ten thousand rows. */
export async function listIds(db: Db, since: string): Promise<string[]> {
  const rows = await sql<{
    ids: Buffer | null
  }>`select string_agg(item_id, ''::bytea) as ids from intake.item where day >= ${since}::date`.execute(db)
  const all = rows.rows[0]?.ids?.toString('hex') ?? ''
  return Array.from({ length: all.length / ID_HEX }, (_, at) => all.slice(at * ID_HEX, (at + 1) * ID_HEX))
}

/** The items of all teams, by day and within a day by their random ids: the order of arrival is nowhere. */
export async function listItems(db: Db, { since, after }: List, most: number): Promise<Listed[]> {
  const from = after === null ? sql`true` : sql`(day, item_id) > (${after.day}::date, ${bytes(after.item)})`
  const rows = await sql<Listed>`
    select encode(item_id, 'hex') as item, day, extract(hour from arrived_hour at time zone 'UTC')::int as hour, lane, bucket, urgent
    from intake.item where ${since === null ? sql`true` : sql`day >= ${since}::date`} and ${from} order by day, item_id limit ${most}`.execute(
    db,
  )
  return rows.rows
}

export type Sealed = { readonly item: Buffer; readonly envelope: Buffer | null; readonly body: Buffer | null }

/** Envelopes, with the bodies of bucket 0 and armour; those of other buckets are fetched one by one. */
export async function listSealed(db: Db, day: string, items: readonly string[]): Promise<Sealed[]> {
  const rows = await sql<Sealed>`
    select i.item_id as item, e.envelope, case when i.bucket = 0 or i.lane = 4 then b.body end as body
    from intake.item i
    left join keys.intake_envelope e on e.day = i.day and e.item_id = i.item_id
    left join intake.body b on b.day = i.day and b.item_id = i.item_id
    where i.day = ${day}::date and i.item_id = any (${items.map(bytes)}) order by i.item_id`.execute(db)
  return rows.rows
}

export async function findBody(db: Db, day: string, item: string): Promise<Buffer | undefined> {
  const rows = await sql<{ body: Buffer }>`select body from intake.body where day = ${day}::date and item_id = ${bytes(item)}`.execute(db)
  return rows.rows[0]?.body
}

export type ItemFacts = { readonly lane: number; readonly bucket: number; readonly urgent: boolean }

export async function findItem(db: Db, day: string, item: string): Promise<ItemFacts | undefined> {
  const rows =
    await sql<ItemFacts>`select lane, bucket, urgent from intake.item where day = ${day}::date and item_id = ${bytes(item)}`.execute(db)
  return rows.rows[0]
}

export type SetPlace = { readonly store: Buffer; readonly total: number; readonly segment: number; readonly present: Buffer }

export async function findSet(db: Db, set: string): Promise<SetPlace | undefined> {
  const rows = await sql<{ [Part in keyof SetPlace]: SetPlace[Part] | null }>`select * from intake.find_set(${bytes(set)})`.execute(db)
  const row = rows.rows[0]
  if (row === undefined || row.store === null || row.total === null || row.segment === null || row.present === null) return undefined
  return { store: row.store, total: row.total, segment: row.segment, present: row.present }
}
