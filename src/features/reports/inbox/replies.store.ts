import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId } from '#kernel/ids.ts'

type Db = Transaction<Schema>

const bytes = (hex: string) => Buffer.from(hex, 'hex')

/**
 * The next number of a case, under the lock of its row. A permit would leave a line for each answer; answers are counted
 * by team and hour instead.
 */
export async function nextNumber(db: Db, room: CompartmentId): Promise<number | undefined> {
  const rows = await sql<{ n: number }>`
    update asylia.report_case set replies = replies + 1 where compartment_id = ${room}::uuid returning replies as n`.execute(db)
  return rows.rows[0]?.n
}

export type Waiting = {
  readonly ticket: Uint8Array
  readonly slot: string
  readonly deleteHash: string
  readonly blob: Uint8Array
  readonly ready: Date
}

/** Holds the slot and keeps the bytes for their moment. Names no case, no team and no member. */
export async function reserve(db: Db, reply: Waiting, today: string): Promise<'stored' | 'taken' | 'closed'> {
  const rows = await sql<{ state: 'stored' | 'taken' | 'closed' }>`
    select intake.reserve_slot(${bytes(reply.slot)}, ${bytes(reply.deleteHash)}, ${reply.ticket}, ${today}::date) as state`.execute(db)
  const state = rows.rows[0]?.state ?? 'taken'
  if (state === 'stored')
    await sql`select access.queue_reply(${reply.ticket}, ${bytes(reply.slot)}, ${reply.blob}, ${reply.ready.toISOString()}::timestamptz)`.execute(
      db,
    )
  return state
}

/** One more of a kind in this hour of the caller's team. */
export async function countOne(db: Db, room: CompartmentId, kind: string, now: Date): Promise<void> {
  await sql`
    insert into asylia.desk_count (compartment_id, hour, kind, n)
    values (${room}::uuid, date_trunc('hour', ${now.toISOString()}::timestamptz), ${kind}, 1)
    on conflict (compartment_id, hour, kind) do update set n = asylia.desk_count.n + 1`.execute(db)
}

export async function listStates(db: Db, tickets: readonly string[]): Promise<{ ticket: string; state: 'waiting' | 'closed' }[]> {
  const rows = await sql<{ ticket: string; state: 'waiting' | 'closed' }>`
    select encode(ticket, 'hex') as ticket, state from access.reply_states(${tickets.map(bytes)})`.execute(db)
  return rows.rows
}

export async function withdraw(db: Db, ticket: string): Promise<boolean> {
  const rows = await sql<{ done: boolean }>`select access.withdraw_reply(${bytes(ticket)}) as done`.execute(db)
  return rows.rows[0]?.done === true
}

export type Ready = { readonly ticket: Buffer; readonly slot_id: Buffer; readonly blob: Buffer }

/** One reply whose moment has come, locked until the end of the transaction. */
export async function takeReady(db: Db, now: Date): Promise<Ready | undefined> {
  const rows = await sql<Ready>`select * from access.ready_replies(${now.toISOString()}::timestamptz, 1)`.execute(db)
  return rows.rows[0]
}

/** Puts a reply into its slot, and ends its row or keeps what became of it. */
export async function deliver(db: Db, reply: Ready, today: string): Promise<void> {
  const rows = await sql<{
    state: string
  }>`select intake.fill_slot(${reply.slot_id}, ${reply.ticket}, ${reply.blob}, ${today}::date) as state`.execute(db)
  await sql`select access.settle_reply(${reply.ticket}, ${rows.rows[0]?.state ?? 'closed'})`.execute(db)
}

export async function forgetReplies(db: Db, before: Date): Promise<void> {
  await sql`select access.forget_replies(${before.toISOString()}::timestamptz)`.execute(db)
}

export type CountRow = { readonly room: CompartmentId; readonly hour: Date; readonly kind: string; readonly n: number }

/** The counts of hours that are over, of every team. */
export async function listCounts(db: Db, before: Date): Promise<CountRow[]> {
  const rows = await sql<CountRow>`
    select compartment_id as room, hour, kind, n from asylia.desk_count where hour < date_trunc('hour', ${before.toISOString()}::timestamptz)
    order by compartment_id, hour, kind`.execute(db)
  return rows.rows
}

/** Ends the row of a count that stands in the ledger now. */
export async function endCount(db: Db, _permit: Permit<'team.count'>, count: CountRow): Promise<void> {
  await sql`
    delete from asylia.desk_count
    where compartment_id = ${count.room}::uuid and hour = ${count.hour.toISOString()}::timestamptz and kind = ${count.kind}`.execute(db)
}
