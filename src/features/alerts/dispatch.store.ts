import { sql, type Transaction } from 'kysely'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId } from '#kernel/ids.ts'

type Db = Transaction<Schema>
export type Delivered = { readonly delivery: string; readonly room: CompartmentId; readonly outcome: 'delivered' | 'stopped' }

// No permit goes in: the database lets the installation alone do this, and answers in whose room a line is due.

/** Delivers the copy that waits longest, whole or not at all; undefined when none waits. */
export async function deliverNext(db: Db, at: Date, today: string): Promise<Delivered | undefined> {
  const rows = await sql<Delivered>`
    select delivery, office_room as room, outcome from access.deliver_alert(${at.toISOString()}::timestamptz, ${today}::date)`.execute(db)
  return rows.rows[0]
}

export type Escalated = { readonly delivery: string; readonly room: CompartmentId; readonly step: number }

export async function escalateDue(db: Db, at: Date, most: number): Promise<Escalated[]> {
  const rows = await sql<Escalated>`
    select delivery, office_room as room, step from access.escalate_alerts(${at.toISOString()}::timestamptz, ${most})`.execute(db)
  return rows.rows
}

export async function endOld(db: Db, at: Date): Promise<number> {
  const rows = await sql<{ ended: number }>`select access.end_alerts(${at.toISOString()}::timestamptz) as ended`.execute(db)
  return rows.rows[0]?.ended ?? 0
}

export type DueMail = { readonly id: string; readonly address: string }

/** The notice that is due longest, taken until `again`. */
export async function takeMail(db: Db, at: Date, again: Date): Promise<DueMail | undefined> {
  const rows = await sql<DueMail>`
    select id, address from access.take_alert_mail(${at.toISOString()}::timestamptz, ${again.toISOString()}::timestamptz)`.execute(db)
  return rows.rows[0]
}

export async function settleMail(db: Db, mail: string, went: boolean): Promise<void> {
  await sql`select access.settle_alert_mail(${mail}::uuid, ${went})`.execute(db)
}
