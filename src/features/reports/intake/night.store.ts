import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#base/transact.ts'

/** The tables that lie in parts by day. */
export const PARTED = ['intake.item', 'intake.body', 'keys.intake_envelope', 'intake.slot', 'intake.file_set'] as const

export type Days = { readonly first: string; readonly past: string }
export type Keeping = { readonly today: string; readonly envelopeDays: number; readonly slotDays: number; readonly shreds: boolean }
export type SpooledItem = {
  readonly item_id: Buffer
  readonly delete_hash: Buffer
  readonly bucket: 0 | 1 | 2 | 3
  readonly lane: number
  readonly urgent: boolean
  readonly envelope: Buffer | null
  readonly body: Buffer
}
export type SpooledSlot = { readonly slot_id: Buffer; readonly delete_hash: Buffer; readonly blob: Buffer }

/** The last day whose night was worked through; null before the first. */
export async function lastNight({ db }: Tx): Promise<string | null> {
  const answer = await sql<{ night: string | null }>`select intake.last_night() as night`.execute(db)
  return answer.rows[0]?.night ?? null
}

export async function endNight({ db }: Tx, today: string): Promise<void> {
  await sql`select intake.end_night(${today}::date)`.execute(db)
}

/** False on a server whose operator keeps this to himself. */
export async function endJournalFile({ db }: Tx): Promise<boolean> {
  const answer = await sql<{ done: boolean }>`select intake.end_journal_file() as done`.execute(db)
  return answer.rows[0]?.done ?? false
}

/** Days, and whole weeks, that are due to be written anew. */
export async function listNightWork({ db }: Tx, { today, envelopeDays, slotDays }: Keeping): Promise<readonly Days[]> {
  return (await sql<Days>`select first, past from intake.night_work(${today}::date, ${envelopeDays}, ${slotDays})`.execute(db)).rows
}

export async function beginRenewal({ db }: Tx, { first, past }: Days): Promise<void> {
  await sql`select intake.begin_renewal(${first}::date, ${past}::date)`.execute(db)
}

export async function endRenewal({ db }: Tx, { first, past }: Days): Promise<void> {
  await sql`select intake.end_renewal(${first}::date, ${past}::date)`.execute(db)
}

/** One table of these days in this transaction. Rather fails than lets reports queue behind it for long. */
export async function renewTable({ db }: Tx, table: (typeof PARTED)[number], { first, past }: Days, keeping: Keeping): Promise<void> {
  await sql`set local lock_timeout = '3s'`.execute(db)
  const { today, envelopeDays, slotDays, shreds } = keeping
  await sql`select intake.renew(${table}, ${first}::date, ${past}::date, ${today}::date, ${envelopeDays}, ${slotDays}, ${shreds})`.execute(
    db,
  )
}

/** The tables without days. */
export const SMALL = ['closed_mark', 'reserved_slot', 'taken'] as const

export async function renewSmallTable({ db }: Tx, table: (typeof SMALL)[number], today: string): Promise<void> {
  await sql`set local lock_timeout = '3s'`.execute(db)
  await sql`select intake.renew_small(${table}, ${today}::date)`.execute(db)
}

/** True when a table was held by somebody else for too long; the work is taken up again later. */
export function isLocked(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === '55P03' || code === '40P01'
}

/** Every folder of segments that a set names. */
export async function listStores({ db }: Tx): Promise<ReadonlySet<string>> {
  const answer = await sql<{ store: string }>`select encode(s, 'hex') as store from intake.stores() s`.execute(db)
  return new Set(answer.rows.map((row) => row.store))
}

const PAGE = 100

/** The items of an hour in the order of their ids, a page at a time. */
export function spooledItems(tx: Tx, hour: string): AsyncGenerator<SpooledItem, void> {
  return paged(
    tx,
    (above) => sql<SpooledItem>`select * from intake.spool_items(${hour}::timestamptz, ${above}, ${PAGE})`,
    (row) => row.item_id,
  )
}

/** The slots of a day in the order of their ids, a page at a time. */
export function spooledSlots(tx: Tx, day: string): AsyncGenerator<SpooledSlot, void> {
  return paged(
    tx,
    (above) => sql<SpooledSlot>`select * from intake.spool_slots(${day}::date, ${above}, ${PAGE})`,
    (row) => row.slot_id,
  )
}

async function* paged<Row>({ db }: Tx, page: (above: Buffer) => RawBuilder<Row>, idOf: (row: Row) => Buffer): AsyncGenerator<Row, void> {
  let above: Buffer = Buffer.alloc(0)
  for (;;) {
    const { rows } = await page(above).execute(db)
    yield* rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < PAGE) return
    above = idOf(last)
  }
}
