import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { RequestStatement } from '#crypto/team/custodian.ts'
import type { SignedRecovery } from '#crypto/team/recovery.ts'
import type { CompartmentId, MemberId } from '#kernel/ids.ts'
import type { Ask, NewRecovery } from './recovery.contract.ts'

type Db = Transaction<Schema>

const unpacked = (text: string) => Buffer.from(text, 'base64url')
const bytes = (hex: string) => Buffer.from(hex, 'hex')

export type RecoveryRow = SignedRecovery & {
  readonly version: number
  readonly recipient: Buffer
  readonly counted: boolean
}

/** The newest two recovery keys of the team, the newest first; it may still wait for another anchor. */
export async function listRecoveries(db: Db, room: CompartmentId): Promise<RecoveryRow[]> {
  const rows = await sql<RecoveryRow>`
    select r.version, r.statement, r.signatures || access.added_signatures(r.compartment_id, 'recovery', r.version) as signatures, r.recipient,
      k.number is not null as counted
    from asylia.recovery_statement r left join asylia.statement_counted k
      on k.compartment_id = r.compartment_id and k.kind = 'recovery' and k.number = r.version
    where r.compartment_id = ${room}::uuid
      and r.version >= coalesce((select max(c.number) from asylia.statement_counted c where c.compartment_id = r.compartment_id and c.kind = 'recovery'), 0)
    order by r.version desc limit 8`.execute(db)
  return rows.rows
}

/** The newest number, counting those that wait. */
export async function newestVersion(db: Db, room: CompartmentId): Promise<number> {
  const rows = await sql<{ newest: number }>`
    select coalesce(max(version), 0) as newest from asylia.recovery_statement where compartment_id = ${room}::uuid`.execute(db)
  return rows.rows[0]?.newest ?? 0
}

export async function addRecovery(
  db: Db,
  _permit: Permit<'recovery.set_up'>,
  room: CompartmentId,
  { statement, signatures, recipient, shares, by }: NewRecovery & { readonly by: MemberId },
): Promise<void> {
  await sql`
    insert into asylia.recovery_statement (compartment_id, version, statement, signatures, recipient, made_by)
    values (${room}::uuid, ${statement.version}, ${JSON.stringify(statement)}::jsonb, ${JSON.stringify(signatures)}::jsonb,
      ${unpacked(recipient)}, ${by}::uuid)`.execute(db)
  for (const { custodian, share } of shares)
    await sql`
      insert into keys.recovery_share (compartment_id, version, custodian, age_file)
      values (${room}::uuid, ${statement.version}, ${bytes(custodian)}, ${unpacked(share)})`.execute(db)
}

type ShareRow = { readonly custodian: string; readonly age_file: Buffer }

export async function listShares(db: Db, room: CompartmentId, version: number): Promise<ShareRow[]> {
  const rows = await sql<ShareRow>`
    select encode(custodian, 'hex') as custodian, age_file from keys.recovery_share
    where compartment_id = ${room}::uuid and version = ${version} order by custodian`.execute(db)
  return rows.rows
}

/** What custodians sealed to the speaker, after the use of their shares was written down. */
export async function listHanded(db: Db): Promise<ShareRow[]> {
  const rows = await sql<ShareRow>`select encode(custodian, 'hex') as custodian, age_file from access.handed_shares() order by 1`.execute(
    db,
  )
  return rows.rows
}

export type DueRow = {
  /** Who made the key in force has left. */
  readonly maker_left: boolean
  readonly used_on: string | null
  /** A member left since the newest team key was made. */
  readonly epoch_due: boolean
}

/** What follows from who left and what was used. */
export async function findDue(db: Db, room: CompartmentId, version: number): Promise<DueRow> {
  const rows = await sql<DueRow>`
    select
      exists (select from asylia.departure d where d.compartment_id = ${room}::uuid and d.made_recovery >= ${version}) as maker_left,
      (select u.used_on from asylia.recovery_use u where u.compartment_id = ${room}::uuid and u.version = ${version}) as used_on,
      exists (select from (
          select epoch from asylia.departure where compartment_id = ${room}::uuid
          union all select epoch from asylia.recovery_use where compartment_id = ${room}::uuid) d
        where d.epoch > 0 and d.epoch >= coalesce(
          (select max(k.number) from asylia.statement_counted k where k.compartment_id = ${room}::uuid and k.kind = 'epoch'), 0)) as epoch_due`.execute(
    db,
  )
  return rows.rows[0] ?? { maker_left: false, used_on: null, epoch_due: false }
}

export type RequestRow = { readonly statement: RequestStatement; readonly signature: Buffer; readonly asked_at: Date }

export async function listRequests(db: Db, room: CompartmentId, version: number): Promise<RequestRow[]> {
  const rows = await sql<RequestRow>`
    select statement, signature, asked_at from asylia.recovery_request
    where compartment_id = ${room}::uuid and version = ${version} order by custodian`.execute(db)
  return rows.rows
}

export type KeyRow = { readonly epoch: number; readonly recovery: number | null }
export type CaseKeyRow = {
  readonly case: string
  readonly revision: number
  readonly recovery: number | null
  readonly reader_left: boolean
}

/** To which recovery key the keys of the team are said to be sealed, and which cases somebody read who left. */
export async function listKeys(db: Db, room: CompartmentId): Promise<{ epochs: KeyRow[]; cases: CaseKeyRow[] }> {
  const epochs = await sql<KeyRow>`
    select epoch, recovery from keys.epoch_wrap where compartment_id = ${room}::uuid and age_file is not null order by epoch desc`.execute(
    db,
  )
  const cases = await sql<CaseKeyRow>`
    select c.code as "case", w.revision, w.recovery,
      exists (select from asylia.compartment_member cm join asylia.member m on m.id = cm.member_id and m.left_on is not null
        where cm.compartment_id = c.compartment_id) as reader_left
    from asylia.report_case c join keys.case_wrap w on w.compartment_id = c.compartment_id
    where access.writes(c.compartment_id) order by c.code`.execute(db)
  return { epochs: epochs.rows, cases: cases.rows }
}

export type FactsRow = SignedRecovery & { readonly compartment_id: CompartmentId; readonly team_id: string; readonly version: number }

/** The recovery key in force of a team, asked by the installation for somebody who is not signed in. */
export async function findFacts(db: Db, team: string): Promise<FactsRow | undefined> {
  const rows = await sql<FactsRow>`select * from access.recovery_facts(${team})`.execute(db)
  return rows.rows[0]
}

/** Keeps what a custodian asked; false when it was kept before. */
export async function keepRequest(
  db: Db,
  _permit: Permit<'recovery.ask'>,
  room: CompartmentId,
  { statement, signature, share, at }: Ask & { readonly at: Date },
): Promise<boolean> {
  const rows = await sql<{ kept: boolean }>`
    select access.keep_request(${room}::uuid, ${statement.version}, ${bytes(statement.custodian)}, ${JSON.stringify(statement)}::jsonb,
      ${unpacked(signature)}, ${unpacked(share)}, ${at.toISOString()}::timestamptz) as kept`.execute(db)
  return rows.rows[0]?.kept === true
}

export type OpenRequestRow = SignedRecovery & {
  readonly compartment_id: CompartmentId
  readonly team: string
  readonly version: number
  readonly request: RequestStatement
  readonly signature: Buffer
  readonly asked_at: Date
  /** The newcomer whom it names, if somebody with this code waits or is there. */
  readonly member_id: MemberId | null
  readonly recipient: Buffer | null
  readonly sign_key: Buffer | null
}

export async function listOpenRequests(db: Db): Promise<OpenRequestRow[]> {
  const rows = await sql<OpenRequestRow>`select * from access.open_requests()`.execute(db)
  return rows.rows
}

export async function useRecovery(
  db: Db,
  _permit: Permit<'recovery.use'>,
  used: { readonly room: CompartmentId; readonly version: number; readonly member: MemberId; readonly at: Date },
): Promise<void> {
  await sql`
    select access.use_recovery(${used.room}::uuid, ${used.version}, ${used.member}::uuid, ${used.at.toISOString()}::timestamptz)`.execute(
    db,
  )
}

/** A code for a newcomer of a team that has custodians; false where there are none. */
export async function inviteHeir(
  db: Db,
  _permit: Permit<'team.invite_heir'>,
  team: string,
  invitation: { readonly hash: Uint8Array; readonly expires: Date },
): Promise<boolean> {
  const rows = await sql<{ done: boolean }>`
    select access.invite_heir(${team}::uuid, ${invitation.hash}, ${invitation.expires.toISOString()}::timestamptz) as done`.execute(db)
  return rows.rows[0]?.done === true
}
