import { randomUUID } from 'node:crypto'
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
  readonly how: 'words' | 'passkey' | 'oidc'
  readonly deviceKey: Uint8Array
  readonly label: string
  /** The code that a device gets which was never seen before. */
  readonly deviceCode: string
  readonly passkey: string | null
  readonly at: Date
  readonly ends: Date
}

export type OpenedSession = {
  readonly outcome: 'opened' | 'waiting' | 'refused' | 'spent' | 'gone'
  readonly device_code: string | null
  /** The day of the sign-in before, or the day on which a device began to wait. */
  readonly last_on: string | null
  readonly last_with: string | null
}

/** Opens a session, or says why not; a challenge is spent either way. */
export async function openSession(db: Db, session: NewSession): Promise<OpenedSession> {
  const asks = {
    token: hexOf(session.tokenHash),
    challenge: hexOf(session.challengeHash),
    member: session.member,
    how: session.how,
    device_key: hexOf(session.deviceKey),
    device: randomUUID(),
    code: session.deviceCode,
    label: session.label,
    passkey: session.passkey,
  }
  const rows = await sql<OpenedSession>`
    select * from access.open_session(${JSON.stringify(asks)}::jsonb, ${session.at.toISOString()}::timestamptz,
      ${session.ends.toISOString()}::timestamptz)`.execute(db)
  return rows.rows[0] ?? { outcome: 'gone', device_code: null, last_on: null, last_with: null }
}

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** False when this challenge was answered before. */
export async function spendChallenge(db: Db, challengeHash: Uint8Array, at: Date): Promise<boolean> {
  const rows = await sql<{
    spent: boolean
  }>`select access.spend_challenge(${challengeHash}, ${at.toISOString()}::timestamptz) as spent`.execute(db)
  return rows.rows[0]?.spent === true
}

export type SessionRow = {
  readonly member_id: MemberId
  readonly code: string
  readonly team_id: string
  readonly slug: string
  readonly compartment_id: CompartmentId
  readonly how: 'words' | 'passkey' | 'oidc'
  readonly device_key: Buffer
}

export async function findSession(db: Db, tokenHash: Uint8Array, at: Date, idleMinutes: number): Promise<SessionRow | undefined> {
  const rows = await sql<SessionRow>`
    select * from access.enter(${tokenHash}, ${at.toISOString()}::timestamptz, make_interval(mins => ${idleMinutes}))`.execute(db)
  return rows.rows[0]
}

/** A time before every session: a call at it moves no clock. */
const NEVER = new Date(0)

/** Uses the number of a call up; false when it was used before or lies too far back. Without a time the session runs on to its end. */
export async function useNumber(db: Db, tokenHash: Uint8Array, number: number, at: Date | null): Promise<boolean> {
  const rows = await sql<{ used: boolean }>`
    select access.use_number(${tokenHash}, ${number}::bigint, ${(at ?? NEVER).toISOString()}::timestamptz) as used`.execute(db)
  return rows.rows[0]?.used === true
}

export async function endSession(db: Db, tokenHash: Uint8Array): Promise<void> {
  await sql`select access.end_session(${tokenHash})`.execute(db)
}

export async function forgetSessions(db: Db, at: Date, idleMinutes: number): Promise<void> {
  await sql`select access.forget_sessions(${at.toISOString()}::timestamptz, make_interval(mins => ${idleMinutes}))`.execute(db)
}

/** What is past its time around sign-ins: challenges, attempts, devices. */
export async function tidySignIn(db: Db, at: Date): Promise<void> {
  await sql`select access.tidy_sign_in(${at.toISOString()}::timestamptz)`.execute(db)
}
