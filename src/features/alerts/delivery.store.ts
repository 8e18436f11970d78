import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import type { AnswerAlert, AskPage, KeptText, Received, Sent, View } from './alert.contract.ts'
import type { OfficeAct } from './alert.rules.ts'
import { SECOND, unpacked } from './alert.store.ts'

type Db = Transaction<Schema>

const utc = (of: RawBuilder<unknown>) => sql<string | null>`to_char(${of} at time zone 'UTC', ${SECOND})`
/** The clocks that both sides have, of `x`. */
const CLOCKS = sql`
  x.step::int, ${utc(sql`x.delivered_at`)} as "deliveredAt", ${utc(sql`x.opened_at`)} as "openedAt", ${utc(sql`x.acknowledged_at`)} as "acknowledgedAt",
  x.acknowledged_as as "acknowledgedAs", ${utc(sql`x.acting_at`)} as "actingAt", ${utc(sql`x.answered_at`)} as "answeredAt",
  ${utc(sql`x.refused_at`)} as "refusedAt", x.reason, ${utc(sql`x.answer_by`)} as "answerBy", ${utc(sql`x.ends_at`)} as "endsAt",
  ${utc(sql`x.clock_at`)} as "clockAt"`
const SENT = sql`
  x.id as delivery, a.code as alert, (select c.code from asylia.report_case c where c.compartment_id = x.compartment_id) as "case", v.kind, v.tlp, v.asks,
  (select t.slug from asylia.team t where t.id = x.office) as office, x.state, x.level::int, x.version, x.held_version as "heldVersion",
  x.read_version as "readVersion",
  case when a.state = 'withdrawn' or x.state in ('recalled', 'stopped') then access.still_out(x.compartment_id, x.id) else false end as "stillOut", ${utc(sql`x.queued_at`)} as "queuedAt", ${CLOCKS}`
const SENT_FROM = sql`asylia.alert_delivery x join asylia.alert a on a.compartment_id = x.compartment_id and a.id = x.alert_id
  join asylia.alert_version v on v.compartment_id = x.compartment_id and v.alert_id = x.alert_id and v.version = x.version`
const RECEIVED = sql`
  x.id as delivery, (select t.slug from asylia.team t where t.id = x.from_team) as "from", x.kind, x.tlp, x.asks, x.state, x.level::int, x.version, ${CLOCKS}`

export type Page<Row> = { readonly rows: Row[]; readonly next: string | null }
type Keyed<Row> = Row & { readonly cursor: string }

/** Where a page went on from; the time to the microsecond, and the id where two share it. */
const cursorOf = (column: RawBuilder<unknown>) =>
  sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '_' || x.id as cursor`

function pageOf<Row>(rows: readonly Keyed<Row>[], most: number): Page<Row> {
  const shown = rows.slice(0, most)
  const last = shown.at(-1)
  return {
    rows: shown.map(({ cursor: _cursor, ...row }) => row as unknown as Row),
    next: rows.length > most && last !== undefined ? last.cursor : null,
  }
}

/** What follows a cursor: soonest first of what is awaited, newest first of what is done. */
function walk({ waiting, after }: AskPage): {
  readonly place: RawBuilder<unknown>
  readonly order: RawBuilder<unknown>
  readonly column: RawBuilder<unknown>
} {
  const [time, id] = after?.split('_') ?? []
  const past = time !== undefined && id !== undefined
  return waiting
    ? {
        column: sql`x.clock_at`,
        place: past
          ? sql`x.clock_at is not null and (x.clock_at, x.id) > (${time}::timestamptz, ${id}::uuid)`
          : sql`x.clock_at is not null`,
        order: sql`x.clock_at, x.id`,
      }
    : {
        column: sql`x.changed_at`,
        place: past
          ? sql`x.clock_at is null and x.changed_at <= ${time}::timestamptz and (x.changed_at < ${time}::timestamptz or x.id > ${id}::uuid)`
          : sql`x.clock_at is null`,
        order: sql`x.changed_at desc, x.id`,
      }
}

export async function listSent(db: Db, team: string, asked: AskPage, most: number): Promise<Page<Sent>> {
  const { place, order, column } = walk(asked)
  const rows = await sql<Keyed<Sent>>`
    select ${SENT}, ${cursorOf(column)} from ${SENT_FROM} where x.team_id = ${team}::uuid and ${place} order by ${order} limit ${most + 1}`.execute(
    db,
  )
  return pageOf(rows.rows, most)
}

export async function listReceived(db: Db, room: CompartmentId, asked: AskPage, most: number): Promise<Page<Received>> {
  const { place, order, column } = walk(asked)
  const rows = await sql<Keyed<Received>>`
    select ${RECEIVED}, ${cursorOf(column)} from asylia.alert_received x where x.compartment_id = ${room}::uuid and ${place} order by ${order} limit ${most + 1}`.execute(
    db,
  )
  return pageOf(rows.rows, most)
}

export async function listOffices(db: Db, alert: { readonly room: CompartmentId; readonly id: string }): Promise<View['offices']> {
  const rows = await sql<View['offices'][number]>`
    select ${SENT}, x.node_word as word from ${SENT_FROM} where x.compartment_id = ${alert.room}::uuid and x.alert_id = ${alert.id}::uuid order by x.clock_at nulls last, x.id`.execute(
    db,
  )
  return rows.rows
}

export async function listReplies(db: Db, alert: { readonly room: CompartmentId; readonly id: string }): Promise<View['replies']> {
  const rows = await sql<{ delivery: string; version: number; at: string; text: string; epoch: number; age_file: Buffer }>`
    select d.id as delivery, t.version, ${utc(sql`t.put_at`)} as at, t.id as text, w.epoch, w.age_file
    from asylia.alert_delivery d join asylia.alert_text t on t.compartment_id = d.compartment_id and t.about = d.id and t.kind = 'reply'
    join keys.alert_wrap w on w.compartment_id = t.compartment_id and w.id = t.id
    where d.compartment_id = ${alert.room}::uuid and d.alert_id = ${alert.id}::uuid order by t.put_at, t.id`.execute(db)
  return rows.rows.map(({ age_file, ...row }) => ({ ...row, wrap: age_file.toString('base64url') }))
}

export async function findReceived(db: Db, room: CompartmentId, delivery: string): Promise<Received | undefined> {
  const rows = await sql<Received>`
    select ${RECEIVED} from asylia.alert_received x where x.compartment_id = ${room}::uuid and x.id = ${delivery}::uuid`.execute(db)
  return rows.rows[0]
}

/** What opens the copy of an office, without the copy. */
export async function findCopyWrap(db: Db, room: CompartmentId, delivery: string): Promise<KeptText | null> {
  const rows = await sql<{ text: string; epoch: number; age_file: Buffer }>`
    select t.id as text, w.epoch, w.age_file from asylia.alert_text t join keys.alert_wrap w on w.compartment_id = t.compartment_id and w.id = t.id
    where t.compartment_id = ${room}::uuid and t.about = ${delivery}::uuid and t.kind = 'copy'`.execute(db)
  const [found] = rows.rows
  return found === undefined ? null : { text: found.text, epoch: found.epoch, wrap: found.age_file.toString('base64url') }
}

export async function findCopy(db: Db, room: CompartmentId, delivery: string): Promise<Buffer | undefined> {
  const rows = await sql<{ body: Buffer }>`
    select body from asylia.alert_text where compartment_id = ${room}::uuid and about = ${delivery}::uuid and kind = 'copy'`.execute(db)
  return rows.rows[0]?.body
}

type Said = { readonly becomes: OfficeAct; readonly as: string | null; readonly reason: string | null; readonly at: Date }

/** The copy was handed out; false when somebody was quicker. */
export async function turnAlert(db: Db, permit: Permit<'alert.open'>, { becomes, as, reason, at }: Said): Promise<boolean> {
  const rows = await sql<{ done: boolean }>`
    select access.turn_alert(${permit.subject}::uuid, ${becomes}, ${as}, ${reason}, ${at.toISOString()}::timestamptz) as done`.execute(db)
  return rows.rows[0]?.done === true
}

export type SayOutcome = 'said' | 'stale' | 'key_changed' | 'too_many'
/** PostgreSQL's code for a limit: the version was answered as often as one can be. */
const LIMIT = '54000'

/** Both sides read the same from here on, and the sender gets what was signed of it. */
export async function replyAlert(
  db: Db,
  permit: Permit<'alert.answer' | 'alert.acknowledge' | 'alert.act' | 'alert.refuse'>,
  { becomes, as, reason, at }: Said,
  { text, epoch, body, wrap }: Pick<AnswerAlert, 'text' | 'epoch' | 'body' | 'wrap'>,
): Promise<SayOutcome> {
  const said = sql<{ outcome: SayOutcome }>`
    select access.reply_alert(${permit.subject}::uuid, ${becomes}, ${as}, ${reason}, ${text}::uuid, ${epoch}, ${unpacked(body)}, ${unpacked(wrap)},
      ${at.toISOString()}::timestamptz) as outcome`.execute(db)
  const rows = await said.catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === LIMIT) return { rows: [{ outcome: 'too_many' as const }] }
    throw error
  })
  return rows.rows[0]?.outcome ?? 'stale'
}
