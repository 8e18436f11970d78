import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId, MemberId } from '#kernel/ids.ts'
import type { Join, Membership } from '../teams.contract.ts'

type Db = Transaction<Schema>

export type OpenInvitation = {
  readonly team_id: string
  readonly compartment_id: CompartmentId
  readonly slug: string
  readonly names: Readonly<Record<string, string>>
  readonly founding: boolean
}

/** What a code opens at that moment; undefined when nothing. */
export async function findInvitation(db: Db, hash: Uint8Array, at: Date): Promise<OpenInvitation | undefined> {
  const rows = await sql<OpenInvitation>`select * from access.find_invitation(${hash}, ${at.toISOString()}::timestamptz)`.execute(db)
  return rows.rows[0]
}

export async function addInvitation(db: Db, _permit: Permit<'member.invite'>, hash: Uint8Array, expires: Date): Promise<void> {
  await sql`select access.invite(${hash}, ${expires.toISOString()}::timestamptz)`.execute(db)
}

/** Refused by the database for a code that is not this team's or was used. */
export async function dropInvitation(db: Db, _permit: Permit<'member.withdraw_invitation'>, hash: Uint8Array): Promise<void> {
  await sql`select access.withdraw_invitation(${hash})`.execute(db)
}

/** Removes codes that have run out unused. */
export async function forgetInvitations(db: Db, at: Date): Promise<void> {
  await sql`select access.forget_invitations(${at.toISOString()}::timestamptz)`.execute(db)
}

/** Makes the person of the permit a founder or somebody who waits, and uses the code up. */
export async function addMember(
  db: Db,
  permit: Permit<'member.join'>,
  invitation: { readonly hash: Uint8Array; readonly at: Date },
  join: Join & { readonly id: MemberId },
): Promise<void> {
  const joiner = {
    id: join.id,
    code: permit.subject,
    name: join.name,
    recipient: hexOf(join.recipient),
    sign_key: hexOf(join.signKey),
    sealed_key: hexOf(join.sealedKey),
    ...(join.founding === null ? {} : { statement: join.founding.statement, signature: hexOf(join.founding.signature) }),
  }
  await sql`select access.join_team(${invitation.hash}, ${invitation.at.toISOString()}::timestamptz, ${JSON.stringify(joiner)}::jsonb)`.execute(
    db,
  )
}

const hexOf = (text: string) => Buffer.from(text, 'base64url').toString('hex')

export type MemberRow = {
  readonly id: MemberId
  readonly code: string
  readonly name: string
  readonly state: 'member' | 'waiting'
  readonly anchor: boolean
  readonly recipient: Buffer
  readonly sign_key: Buffer
  readonly since: string
  readonly left_on: string | null
  readonly joined: StoredMembership | null
  readonly left: StoredMembership | null
}
type StoredMembership = { readonly statement: Membership['statement']; readonly signature: string }

/** The newest statement of a kind, and before all others one whose signer is a member today. */
function statementOf(type: 'join' | 'leave') {
  return sql`(
    select jsonb_build_object('statement', s.statement, 'signature', encode(s.signature, 'hex'))
    from asylia.membership s join asylia.member v on v.id = s.signed_by
    where s.member_id = m.id and s.type = ${type} order by v.left_on is null desc, s.recorded_on desc limit 1)`
}

/** The members of the caller's own team, past ones included, in the order of their codes. */
export async function listMembers(db: Db, teamId: string): Promise<MemberRow[]> {
  const rows = await sql<MemberRow>`
    select m.id, m.code, m.display_name as name, m.state, m.anchor, m.recipient, m.sign_key, m.recorded_on as since, m.left_on,
      ${statementOf('join')} as joined, ${statementOf('leave')} as left
    from asylia.member m where m.team_id = ${teamId}::uuid and m.code is not null order by m.code`.execute(db)
  return rows.rows
}

export async function letIn(db: Db, _permit: Permit<'member.vouch'>, id: MemberId, signed: Membership): Promise<void> {
  await sql`select access.vouch(${id}::uuid, ${JSON.stringify(signed.statement)}::jsonb, ${Buffer.from(signed.signature, 'base64url')})`.execute(
    db,
  )
}

export async function letGo(
  db: Db,
  _permit: Permit<'member.leave'>,
  id: MemberId,
  signed: Membership & { readonly today: string },
): Promise<void> {
  await sql`
    select access.leave_team(${id}::uuid, ${JSON.stringify(signed.statement)}::jsonb, ${Buffer.from(signed.signature, 'base64url')}, ${signed.today}::date)`.execute(
    db,
  )
}

export async function keepSealedKey(db: Db, _permit: Permit<'member.seal_key'>, sealed: Uint8Array): Promise<void> {
  await sql`select access.keep_sealed_key(${sealed})`.execute(db)
}

export type TeamRow = {
  readonly slug: string
  readonly names: Readonly<Record<string, string>>
  readonly kind: 'state' | 'eu' | 'ngo'
  readonly of_states: readonly string[]
  readonly conflicts: readonly string[]
  readonly founding_until: Date | null
}

/** Whether the installation let this member in to the review of public documents. */
export async function reviewsDocuments(db: Db): Promise<boolean> {
  const rows = await sql<{ reviews: boolean }>`select access.reviews() is not null as reviews`.execute(db)
  return rows.rows[0]?.reviews === true
}

/** Every team that receives; their names and conflicts are public in the roster. */
export async function listTeams(db: Db): Promise<TeamRow[]> {
  const rows = await sql<TeamRow>`
    select slug, names, kind, of_states, conflicts, founding_until from asylia.team where kind <> 'house' and slug is not null and node_id is null order by slug`.execute(
    db,
  )
  return rows.rows
}
