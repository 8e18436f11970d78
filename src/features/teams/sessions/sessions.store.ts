import { sql, type Transaction } from 'kysely'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId, MemberId } from '#kernel/ids.ts'

type Db = Transaction<Schema>

export type SignInFacts = {
  readonly member_id: MemberId
  readonly sign_key: Buffer
  readonly state: 'member' | 'waiting'
  readonly age_file: Buffer
}

/** What a sign-in with this code is checked against; undefined for nobody and for somebody who left. */
export async function findSignIn(db: Db, code: string): Promise<SignInFacts | undefined> {
  const rows = await sql<SignInFacts>`select * from access.sign_in_facts(${code})`.execute(db)
  return rows.rows[0]
}

export type NewSession = {
  readonly tokenHash: Uint8Array
  readonly challengeHash: Uint8Array
  readonly member: MemberId
  readonly at: Date
  readonly ends: Date
}

/** Undefined when this challenge made a session before, or the member has left meanwhile. */
export async function openSession(db: Db, session: NewSession): Promise<{ readonly lastOn: string | null } | undefined> {
  const rows = await sql<{ opened: boolean; last_on: string | null }>`
    select * from access.open_session(${session.tokenHash}, ${session.challengeHash}, ${session.member}::uuid,
      ${session.at.toISOString()}::timestamptz, ${session.ends.toISOString()}::timestamptz)`.execute(db)
  const row = rows.rows[0]
  return row?.opened === true ? { lastOn: row.last_on } : undefined
}

export type SessionRow = {
  readonly member_id: MemberId
  readonly code: string
  readonly team_id: string
  readonly slug: string
  readonly compartment_id: CompartmentId
}

export async function findSession(db: Db, tokenHash: Uint8Array, at: Date, idleMinutes: number): Promise<SessionRow | undefined> {
  const rows = await sql<SessionRow>`
    select * from access.enter(${tokenHash}, ${at.toISOString()}::timestamptz, make_interval(mins => ${idleMinutes}))`.execute(db)
  return rows.rows[0]
}

export async function endSession(db: Db, tokenHash: Uint8Array): Promise<void> {
  await sql`select access.end_session(${tokenHash})`.execute(db)
}

export async function forgetSessions(db: Db, at: Date, idleMinutes: number): Promise<void> {
  await sql`select access.forget_sessions(${at.toISOString()}::timestamptz, make_interval(mins => ${idleMinutes}))`.execute(db)
}
