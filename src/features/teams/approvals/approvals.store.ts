import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { ApprovalStatement, Binds } from '#crypto/team/approval.ts'
import type { Signer } from '#crypto/team/four-eyes.ts'
import type { CompartmentId, MemberId } from '#kernel/ids.ts'

type Db = Transaction<Schema>

const bytes = (hex: string) => Buffer.from(hex, 'hex')

/** Where an action takes place: a case that the speaker works on. */
export async function findRoom(db: Db, code: string): Promise<CompartmentId | undefined> {
  const rows = await sql<{ room: CompartmentId }>`
    select compartment_id as room from asylia.report_case where code = ${code} and access.writes(compartment_id)`.execute(db)
  return rows.rows[0]?.room
}

export type SignerRow = {
  readonly sign_key: string
  readonly person: string
  readonly member_since: Date | null
  readonly founder: boolean
}

/** What the rules of two people ask of somebody who is a member today. */
export async function findSigner(db: Db, member: MemberId): Promise<SignerRow | undefined> {
  const rows = await sql<SignerRow>`
    select encode(sign_key, 'hex') as sign_key, coalesce(person, id)::text as person, member_since, founder from asylia.member
    where id = ${member}::uuid and left_on is null and state = 'member'`.execute(db)
  return rows.rows[0]
}

/** Somebody whose beginning was never noted began just now. */
export function signerOf(row: SignerRow, device: string, now: Date): Signer {
  return { signKey: row.sign_key, person: row.person, device, memberSince: row.member_since ?? now, isFounder: row.founder }
}

/** When the team had its guided first start; undefined for a team of before there was one. */
export async function findFounding(db: Db, teamId: string): Promise<Date | undefined> {
  const rows = await sql<{ founded: Date | null }>`
    select founding_until - interval '7 days' as founded from asylia.team where id = ${teamId}::uuid`.execute(db)
  return rows.rows[0]?.founded ?? undefined
}

/** Whether one of these members is a data protection officer of this team today. */
export async function hasOfficer(db: Db, room: CompartmentId, members: readonly MemberId[]): Promise<boolean> {
  const rows = await sql`
    select from asylia.member_role where compartment_id = ${room}::uuid and role = 'dpo' and member_id = any (${[...members]}::uuid[]) limit 1`.execute(
    db,
  )
  return rows.rows.length === 1
}

export type NewApproval = {
  readonly room: CompartmentId
  readonly statement: ApprovalStatement
  readonly signature: Uint8Array
  readonly binds: Binds
  readonly by: MemberId
  readonly device: string
  readonly at: Date
}

export async function addApproval(db: Db, permit: Permit<'approval.ask'>, asked: NewApproval): Promise<void> {
  const { room, statement, signature, binds, by, device, at } = asked
  await sql`
    insert into asylia.approval (compartment_id, id, action, subject, payload, binds, reason, proposed_by, proposed_at, proposed_device,
      proposed_statement, proposed_signature)
    values (${room}::uuid, ${permit.subject}::uuid, ${statement.action}, ${statement.subject}, ${bytes(statement.payload)},
      ${JSON.stringify(binds)}::jsonb, ${statement.reason}, ${by}::uuid, ${at.toISOString()}::timestamptz, ${bytes(device)},
      ${JSON.stringify(statement)}::jsonb, ${signature})`.execute(db)
}

export type ApprovalRow = {
  readonly id: string
  readonly room: CompartmentId
  readonly state: 'waiting' | 'approved' | 'refused' | 'withdrawn' | 'used'
  readonly action: string
  readonly subject: string
  readonly payload: string
  readonly binds: Binds
  readonly proposed_by: MemberId
  readonly proposed_at: Date
  readonly proposed_device: string
  readonly proposed_statement: ApprovalStatement
  readonly proposed_signature: Buffer
  readonly decided_by: MemberId | null
  readonly decided_at: Date | null
  readonly decided_device: string | null
  readonly decided_statement: ApprovalStatement | null
  readonly decided_signature: Buffer | null
}

const APPROVAL = sql`
  id, compartment_id as room, state, action, subject, encode(payload, 'hex') as payload, binds, proposed_by, proposed_at,
  encode(proposed_device, 'hex') as proposed_device, proposed_statement, proposed_signature, decided_by, decided_at,
  encode(decided_device, 'hex') as decided_device, decided_statement, decided_signature`

/** One that the speaker may see, held until the end of the transaction. */
export async function findApproval(db: Db, id: string): Promise<ApprovalRow | undefined> {
  const rows = await sql<ApprovalRow>`select ${APPROVAL} from asylia.approval where id = ${id}::uuid for update`.execute(db)
  return rows.rows[0]
}

/** The newest first. */
export async function listApprovals(db: Db, since: Date, most: number): Promise<ApprovalRow[]> {
  const rows = await sql<ApprovalRow>`
    select ${APPROVAL} from asylia.approval where proposed_at > ${since.toISOString()}::timestamptz
    order by proposed_at desc, id limit ${most}`.execute(db)
  return rows.rows
}

/** What was asked or answered for this action and not used yet, newest first, held until the end of the transaction. */
export async function listOpen(db: Db, room: CompartmentId, action: string, subject: string): Promise<ApprovalRow[]> {
  const rows = await sql<ApprovalRow>`
    select ${APPROVAL} from asylia.approval
    where compartment_id = ${room}::uuid and action = ${action} and subject = ${subject} and state in ('waiting', 'approved')
    order by proposed_at desc, id for update`.execute(db)
  return rows.rows
}

export type Decision = {
  readonly room: CompartmentId
  readonly state: 'approved' | 'refused'
  readonly by: MemberId
  readonly at: Date
  readonly device: string
  readonly statement: ApprovalStatement
  readonly signature: Uint8Array
}

/** False when somebody decided meanwhile. */
export async function decideApproval(db: Db, permit: Permit<'approval.yes' | 'approval.no'>, said: Decision): Promise<boolean> {
  const done = await sql`
    update asylia.approval set state = ${said.state}, decided_by = ${said.by}::uuid, decided_at = ${said.at.toISOString()}::timestamptz,
      decided_device = ${bytes(said.device)}, decided_statement = ${JSON.stringify(said.statement)}::jsonb, decided_signature = ${said.signature}
    where compartment_id = ${said.room}::uuid and id = ${permit.subject}::uuid and state = 'waiting'`.execute(db)
  return done.numAffectedRows === 1n
}

export async function withdrawApproval(db: Db, permit: Permit<'approval.withdraw'>, room: CompartmentId): Promise<boolean> {
  const done = await sql`
    update asylia.approval set state = 'withdrawn' where compartment_id = ${room}::uuid and id = ${permit.subject}::uuid and state = 'waiting'`.execute(
    db,
  )
  return done.numAffectedRows === 1n
}

/** Uses one up, in this transaction and in no other. */
export async function useApproval(db: Db, permit: Permit<'approval.use' | 'approval.use_founding'>, room: CompartmentId): Promise<boolean> {
  const done = await sql`
    update asylia.approval set state = 'used', used_in = pg_current_xact_id()::text
    where compartment_id = ${room}::uuid and id = ${permit.subject}::uuid and state = 'approved'`.execute(db)
  return done.numAffectedRows === 1n
}
