import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId, MemberId } from '#kernel/ids.ts'

type Db = Transaction<Schema>

export type PasskeyFacts = {
  readonly id: string
  readonly compartment_id: CompartmentId
  readonly member_id: MemberId
  readonly code: string
  readonly public_key: Buffer
  readonly rp_id: string
  readonly counter: number
  readonly label: string
  /** The member's key sealed to this passkey; null where it gives no secret. */
  readonly age_file: Buffer | null
  readonly words_file: Buffer
}

/** What a sign-in with this passkey is checked against; undefined for an unknown or halted one, and for somebody who left. */
export async function findPasskey(db: Db, credential: Uint8Array): Promise<PasskeyFacts | undefined> {
  const rows = await sql<PasskeyFacts>`select * from access.passkey_facts(${credential})`.execute(db)
  return rows.rows[0]
}

/** False when the counter did not grow: there may be two of this passkey. */
export async function usePasskey(db: Db, id: string, counter: number, today: string): Promise<boolean> {
  const rows = await sql<{ fits: boolean }>`select access.use_passkey(${id}::uuid, ${counter}::bigint, ${today}::date) as fits`.execute(db)
  return rows.rows[0]?.fits === true
}

/** Halts a passkey and tells its team why. */
export async function haltPasskey(
  db: Db,
  _permit: Permit<'passkey.halt'>,
  { id, why, today }: { readonly id: string; readonly why: 'passkey_ran_back' | 'passkey_changed'; readonly today: string },
): Promise<void> {
  await sql`select access.halt_passkey(${id}::uuid, ${why}, ${today}::date)`.execute(db)
}

/** The team and code behind a passkey, for the ledger; undefined when there is none of this id. */
export async function findOwner(db: Db, id: string, member: string): Promise<{ readonly room: CompartmentId } | undefined> {
  const rows = await sql<{ room: CompartmentId }>`select access.passkey_room(${id}::uuid, ${member}) as room`.execute(db)
  const room = rows.rows[0]?.room
  return room == null ? undefined : { room }
}

export type NewPasskey = {
  readonly credential: Uint8Array
  readonly publicKey: Uint8Array
  readonly rpId: string
  readonly counter: number
  readonly label: string
  readonly wrap: Uint8Array | null
}

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

export async function addPasskey(db: Db, permit: Permit<'passkey.add'>, passkey: NewPasskey, today: string): Promise<void> {
  const asks = {
    id: permit.subject,
    credential: hexOf(passkey.credential),
    public_key: hexOf(passkey.publicKey),
    rp_id: passkey.rpId,
    counter: passkey.counter,
    label: passkey.label,
    wrap: passkey.wrap === null ? null : hexOf(passkey.wrap),
  }
  await sql`select access.add_passkey(${JSON.stringify(asks)}::jsonb, ${today}::date)`.execute(db)
}

export async function dropPasskey(db: Db, permit: Permit<'passkey.drop'>): Promise<void> {
  await sql`select access.drop_passkey(${permit.subject}::uuid)`.execute(db)
}

/** Tells the caller's team that somebody sent, in the caller's session, a passkey made for another member. */
export async function noteForeign(db: Db, _permit: Permit<'passkey.refuse'>, today: string): Promise<void> {
  await sql`select access.note_own('passkey_foreign', ${today}::date)`.execute(db)
}

/** The credential ids that a member has, so that no authenticator is asked for a second one. */
export async function listCredentials(db: Db, member: string): Promise<Buffer[]> {
  const rows = await sql<{ credential_id: Buffer }>`
    select p.credential_id from asylia.passkey p join asylia.member m on m.id = p.member_id where m.code = ${member} order by p.id`.execute(
    db,
  )
  return rows.rows.map(({ credential_id }) => credential_id)
}
