import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { Transfer } from '#crypto/team/transfer.ts'
import type { CompartmentId, MemberId } from '#kernel/ids.ts'
import type { Accept, Send, TransferRowView } from './transfer.contract.ts'

type Db = Transaction<Schema>
const bytes = (hex: string) => Buffer.from(hex, 'hex')
const unpacked = (text: string) => Buffer.from(text, 'base64url')

export type TransferRow = {
  readonly id: string
  readonly room: CompartmentId
  readonly writes: boolean
  readonly case: string
  readonly report: string
  readonly state: TransferRowView['state']
  readonly statement: Transfer & Pick<TransferRowView['statement'], 'reason'>
  readonly proposer: MemberId
  readonly proposed_by: string
  readonly proposed_at: Date
  readonly proposed_device: string
  readonly proposer_sig: Buffer
  readonly approver: MemberId | null
  readonly approved_by: string | null
  readonly approved_at: Date | null
  readonly approved_device: string | null
  readonly approver_sig: Buffer | null
}

const TRANSFER = sql`
  t.id, t.compartment_id as room, access.writes(t.compartment_id) as writes, c.code as "case", r.code as report, t.state, t.statement,
  t.proposed_by as proposer, coalesce((select m.code from asylia.member m where m.id = t.proposed_by), '') as proposed_by, t.proposed_at,
  encode(t.proposed_device, 'hex') as proposed_device, t.proposer_sig, t.approved_by as approver,
  (select m.code from asylia.member m where m.id = t.approved_by) as approved_by, t.approved_at, encode(t.approved_device, 'hex') as approved_device,
  t.approver_sig`
const FROM = sql`asylia.transfer t join asylia.report_case c on c.compartment_id = t.compartment_id
  join asylia.report r on r.compartment_id = t.compartment_id and r.id = t.report_id`

export async function listTransfers(db: Db, most: number): Promise<TransferRow[]> {
  const rows = await sql<TransferRow>`select ${TRANSFER} from ${FROM} order by t.proposed_at desc, t.id limit ${most}`.execute(db)
  return rows.rows
}

export async function findTransfer(db: Db, id: string): Promise<TransferRow | undefined> {
  const rows = await sql<TransferRow>`select ${TRANSFER} from ${FROM} where t.id = ${id}::uuid`.execute(db)
  return rows.rows[0]
}

export type Party = { readonly id: string; readonly barred: boolean }

/** The team that something is to go to, and whether a bar of this case names it. */
export async function findTarget(db: Db, room: CompartmentId, slug: string): Promise<Party | undefined> {
  const rows = await sql<Party>`
    select t.id, exists (select from asylia.compartment_deny d where d.compartment_id = ${room}::uuid and d.team_id = t.id) as barred
    from asylia.team t where t.slug = ${slug} and t.kind <> 'house' and t.node_id is null`.execute(db)
  return rows.rows[0]
}

/**
 * Whether that team ever said that it is police, and whether everybody of the case agreed that police learns of them; null where
 * it is no police. As the database decides it for alerts. guards T-21
 */
export async function findPoliceBar(
  db: Db,
  room: CompartmentId,
  team: string,
  today: string,
): Promise<'consent' | 'barred' | 'may' | null> {
  const rows = await sql<{ police: boolean; bar: 'consent' | 'barred' | null }>`
    select t.police, access.alert_bar(${room}::uuid, array(
      select 'reporter' union all select p.code from asylia.person p where p.compartment_id = ${room}::uuid
    ), t.id, ${today}::date) as bar from asylia.team t where t.id = ${team}::uuid`.execute(db)
  const [found] = rows.rows
  return found?.police === true ? (found.bar ?? 'may') : null
}

export async function newestEpochOf(db: Db, team: string): Promise<number | undefined> {
  const rows = await sql<{ epoch: number | null }>`select access.epoch_of(${team}::uuid) as epoch`.execute(db)
  return rows.rows[0]?.epoch ?? undefined
}

/** The sign keys of the members of the speaker's team, as base64url. */
export async function listSignKeys(db: Db, team: string): Promise<string[]> {
  const rows = await sql<{ sign_key: Buffer }>`
    select sign_key from asylia.member where team_id = ${team}::uuid and left_on is null and state = 'member' and sign_key is not null`.execute(
    db,
  )
  return rows.rows.map(({ sign_key }) => sign_key.toString('base64url'))
}

export async function findSignKey(db: Db, member: MemberId): Promise<string | undefined> {
  const rows = await sql<{ sign_key: Buffer | null }>`select sign_key from asylia.member where id = ${member}::uuid`.execute(db)
  return rows.rows[0]?.sign_key?.toString('base64url')
}

export type NewTransfer = {
  readonly room: CompartmentId
  readonly report: string
  readonly to: string
  readonly statement: Transfer
  readonly payload: string
  readonly signature: string
  readonly by: MemberId
  readonly device: string
  readonly at: Date
  readonly forgets: boolean
}

export async function addTransfer(db: Db, permit: Permit<'transfer.propose'>, given: NewTransfer): Promise<void> {
  await sql`
    insert into asylia.transfer (compartment_id, id, report_id, to_team, statement, payload, proposed_by, proposed_at, proposed_device, proposer_sig, forgets)
    values (${given.room}::uuid, ${permit.subject}::uuid, ${given.report}::uuid, ${given.to}::uuid, ${JSON.stringify(given.statement)}::jsonb,
      ${bytes(given.payload)}, ${given.by}::uuid, ${given.at.toISOString()}::timestamptz, ${bytes(given.device)}, ${unpacked(given.signature)},
      ${given.forgets})`.execute(db)
}

export async function approveTransfer(
  db: Db,
  permit: Permit<'transfer.approve'>,
  act: { readonly by: MemberId; readonly device: string; readonly at: Date; readonly signature: string },
): Promise<boolean> {
  const rows = await sql`
    update asylia.transfer set state = 'approved', approved_by = ${act.by}::uuid, approved_at = ${act.at.toISOString()}::timestamptz,
      approved_device = ${bytes(act.device)}, approver_sig = ${unpacked(act.signature)}
    where id = ${permit.subject}::uuid and state = 'proposed'`.execute(db)
  return rows.numAffectedRows === 1n
}

export async function undoTransfer(db: Db, permit: Permit<'transfer.undo'>): Promise<boolean> {
  const rows = await sql`
    update asylia.transfer set state = 'undone' where id = ${permit.subject}::uuid and state in ('proposed', 'approved')`.execute(db)
  return rows.numAffectedRows === 1n
}

/** One statement of the database: it stands with the other team whole, or not at all. */
export async function sendTransfer(
  db: Db,
  permit: Permit<'transfer.send'>,
  sent: {
    readonly room: CompartmentId
    readonly parcel: string
    readonly barred: readonly string[]
    readonly today: string
    readonly send: Send
  },
): Promise<'sent' | 'barred' | 'key_changed' | 'gone'> {
  const { room, parcel, barred, today, send } = sent
  const rows = await sql<{ outcome: 'sent' | 'barred' | 'key_changed' | 'gone' }>`
    select access.send_transfer(${room}::uuid, ${permit.subject}::uuid, ${JSON.stringify({ id: parcel, epoch: send.epoch })}::jsonb,
      ${unpacked(send.body)}, ${unpacked(send.wrap)}, ${[...barred]}::uuid[], ${today}::date) as outcome`.execute(db)
  return rows.rows[0]?.outcome ?? 'gone'
}

export type IncomingRow = {
  readonly id: string
  readonly from: string
  readonly epoch: number
  readonly age_file: Buffer
  readonly lane: number
  readonly bucket: number
  readonly urgent: boolean
  readonly arrived_on: string
  readonly sent_on: string
  readonly until: string
  readonly sets: readonly string[]
  readonly barred: readonly string[]
  readonly barred_ids: readonly string[]
  readonly forgets: boolean
}

const INCOMING = sql`
  i.id, f.slug as "from", w.epoch, w.age_file, i.lane, i.bucket, i.urgent, i.arrived_on, i.sent_on, i.until,
  array(select encode(s, 'hex') from unnest(i.sets) s) as sets, i.barred as barred_ids,
  array(select t.slug from asylia.team t where t.id = any (i.barred) and t.slug is not null order by t.slug) as barred, i.forgets
  from asylia.incoming i join asylia.team f on f.id = i.from_team
  join keys.incoming_wrap w on w.compartment_id = i.compartment_id and w.id = i.id`

export async function listIncoming(db: Db, room: CompartmentId, most: number): Promise<IncomingRow[]> {
  const rows = await sql<IncomingRow>`
    select ${INCOMING} where i.compartment_id = ${room}::uuid order by i.sent_on desc, i.id limit ${most}`.execute(db)
  return rows.rows
}

export async function findIncoming(db: Db, room: CompartmentId, id: string): Promise<IncomingRow | undefined> {
  const rows = await sql<IncomingRow>`select ${INCOMING} where i.compartment_id = ${room}::uuid and i.id = ${id}::uuid`.execute(db)
  return rows.rows[0]
}

export async function findIncomingBody(db: Db, room: CompartmentId, id: string): Promise<Buffer | undefined> {
  const rows = await sql<{ body: Buffer }>`
    select body from asylia.incoming where compartment_id = ${room}::uuid and id = ${id}::uuid`.execute(db)
  return rows.rows[0]?.body
}

export async function rewrapIncoming(
  db: Db,
  _permit: Permit<'incoming.rewrap'>,
  room: CompartmentId,
  { incoming, epoch, wrap }: { readonly incoming: string; readonly epoch: number; readonly wrap: string },
): Promise<boolean> {
  const rows = await sql`
    update keys.incoming_wrap set age_file = ${unpacked(wrap)}, epoch = ${epoch}
    where compartment_id = ${room}::uuid and id = ${incoming}::uuid and epoch <= ${epoch}`.execute(db)
  return rows.numAffectedRows === 1n
}

/** Ends the offer for both teams; where the giving one wanted to forget, its report goes in the same moment. */
export async function settleIncoming(
  db: Db,
  permit: Permit<'incoming.accept' | 'incoming.return'>,
  outcome: 'accepted' | 'returned',
): Promise<void> {
  await sql`select access.settle_incoming(${permit.subject}::uuid, ${outcome})`.execute(db)
}

/** What the giving team wanted to forget of the intake. */
export async function listForgotten(db: Db, permit: Permit<'incoming.accept'>): Promise<string[]> {
  const rows = await sql<{ item: string }>`select encode(item_id, 'hex') as item from access.forgotten(${permit.subject}::uuid)`.execute(db)
  return rows.rows.map(({ item }) => item)
}

export type MovedReport = {
  readonly id: string
  readonly room: CompartmentId
  readonly team: string
  readonly by: MemberId
  readonly today: string
  readonly facts: IncomingRow
}

/** Writes the report that came from another team, with its body and its wrap. */
export async function addMoved(db: Db, _permit: Permit<'incoming.accept'>, accept: Accept, moved: MovedReport): Promise<void> {
  const { id, room, team, by, today, facts } = moved
  await sql`
    insert into asylia.report (compartment_id, id, team_id, code, item_id, arrived_on, lane, bucket, urgent, never_sha256, sets, taken_on, taken_by)
    values (${room}::uuid, ${id}::uuid, ${team}::uuid, ${accept.report}, ${bytes(accept.item)}, ${facts.arrived_on}::date, ${facts.lane}, ${facts.bucket},
      ${facts.urgent}, ${bytes(accept.neverSha256)}, ${facts.sets.map(bytes)}, ${today}::date, ${by}::uuid)`.execute(db)
  await sql`insert into keys.report_wrap (compartment_id, report_id, age_file) values (${room}::uuid, ${id}::uuid, ${unpacked(accept.wrap)})`.execute(
    db,
  )
  await sql`insert into asylia.moved_body (compartment_id, report_id, body) values (${room}::uuid, ${id}::uuid, ${unpacked(accept.body)})`.execute(
    db,
  )
}

export async function findMovedBody(db: Db, report: string): Promise<Buffer | undefined> {
  const rows = await sql<{ body: Buffer }>`
    select b.body from asylia.moved_body b join asylia.report r on r.compartment_id = b.compartment_id and r.id = b.report_id
    where r.code = ${report}`.execute(db)
  return rows.rows[0]?.body
}

/** Offers past their day go, in every team; answers how many. */
export async function endOffers(db: Db, today: string): Promise<number> {
  const rows = await sql<{ ended: number }>`select access.end_offers(${today}::date) as ended`.execute(db)
  return rows.rows[0]?.ended ?? 0
}
