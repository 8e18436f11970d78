import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#base/transact.ts'
import type { FiledItem } from './intake.store.ts'

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
export const SMALL = ['closed_mark', 'reserved_slot', 'taken', 'gone'] as const

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

/** What a root of past days does not find: items that are missing, or others than it covers. */
export type BatchFault = {
  readonly first: string
  readonly past: string
  readonly fault: 'lost' | 'was_lost' | 'changed'
  readonly items: number
}

/** Compares every day that has a root with what lies there now; reads every body of it. */
export async function listBatchFaults({ db }: Tx): Promise<readonly BatchFault[]> {
  return (await sql<BatchFault>`select first, past, fault, items from intake.check_batches()`.execute(db)).rows
}

/** Ids of items and slots that were taken away while the spool may hold them. */
export async function listGone({ db }: Tx): Promise<readonly Buffer[]> {
  return (await sql<{ id: Buffer }>`select id from intake.spool_gone() as id`.execute(db)).rows.map(({ id }) => id)
}

export type Replayed = 'stored' | 'there' | 'gone' | 'busy'

export async function replayItem({ db }: Tx, item: FiledItem, hour: string): Promise<Replayed> {
  const { bucket, lane, urgent, envelope, body } = item
  const answer = await sql<{ outcome: Replayed }>`
    select intake.replay_item(${item.item}, ${item.deleteHash}, ${bucket}::smallint, ${lane}::smallint, ${urgent}, ${hour}::timestamptz, ${envelope}, ${body})
      as outcome`.execute(db)
  return answer.rows[0]?.outcome ?? 'there'
}

export async function replaySlot({ db }: Tx, slot: SpooledSlot, day: string): Promise<Replayed> {
  const { slot_id, delete_hash, blob } = slot
  const answer = await sql<{ outcome: Replayed }>`
    select intake.replay_slot(${slot_id}, ${delete_hash}, ${blob}, ${day}::date) as outcome`.execute(db)
  return answer.rows[0]?.outcome ?? 'there'
}

export async function replayGone({ db }: Tx, id: Buffer, day: string): Promise<void> {
  await sql`select intake.replay_gone(${id}, ${day}::date)`.execute(db)
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
