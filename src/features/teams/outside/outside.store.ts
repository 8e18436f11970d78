import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { MemberId } from '#kernel/ids.ts'

type Db = Transaction<Schema>

export type Attempt = { readonly verifier: string; readonly nonce: string; readonly member_id: MemberId | null }

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

export async function beginAttempt(
  db: Db,
  given: {
    readonly state: Uint8Array
    readonly binding: Uint8Array
    readonly verifier: string
    readonly nonce: string
    readonly member: MemberId | null
  },
  ends: Date,
): Promise<void> {
  const asks = { ...given, state: hexOf(given.state), binding: hexOf(given.binding) }
  await sql`select access.begin_outside(${JSON.stringify(asks)}::jsonb, ${ends.toISOString()}::timestamptz)`.execute(db)
}

/** An attempt is answered once, by the tab that began it; undefined for any other. */
export async function takeAttempt(db: Db, state: Uint8Array, binding: Uint8Array, at: Date): Promise<Attempt | undefined> {
  const rows = await sql<Attempt>`select * from access.take_outside(${state}, ${binding}, ${at.toISOString()}::timestamptz)`.execute(db)
  return rows.rows[0]
}

export async function connectLogin(db: Db, member: MemberId, subject: Uint8Array, today: string): Promise<void> {
  await sql`select access.connect_outside(${member}::uuid, ${subject}, ${today}::date)`.execute(db)
}

export async function disconnectLogin(db: Db, _permit: Permit<'outside.disconnect'>): Promise<void> {
  await sql`select access.disconnect_outside()`.execute(db)
}

export async function findLogin(db: Db, subject: Uint8Array): Promise<{ readonly member_id: MemberId; readonly code: string } | undefined> {
  const rows = await sql<{ member_id: MemberId; code: string }>`select * from access.find_outside(${subject})`.execute(db)
  return rows.rows[0]
}
