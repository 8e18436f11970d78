import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId, MemberId } from '#kernel/ids.ts'
import type { Draft, Drafts, KeptText, Marks, Red, View } from './alert.contract.ts'

type Db = Transaction<Schema>
export const bytes = (hex: string) => Buffer.from(hex, 'hex')
export const unpacked = (text: string) => Buffer.from(text, 'base64url')
/** UTC to the second, as it was signed. */
export const SECOND = sql.lit('YYYY-MM-DD"T"HH24:MI:SS"Z"')

export type AlertRow = {
  readonly id: string
  readonly room: CompartmentId
  readonly writes: boolean
  readonly code: string
  readonly case: string | null
  readonly state: View['state']
  readonly version: number
  readonly sent_version: number
}

const ALERT = sql`
  a.id, a.compartment_id as room, access.writes(a.compartment_id) as writes, a.code, a.state, a.version, a.sent_version,
  (select c.code from asylia.report_case c where c.compartment_id = a.compartment_id) as "case"`

/** An alert of the speaker's team, as far as row security shows it; of two with one code, the one that was there first. */
export async function findAlert(db: Db, code: string): Promise<AlertRow | undefined> {
  const rows = await sql<AlertRow>`select ${ALERT} from asylia.alert a where a.code = ${code}
    order by a.drawn_at, a.id limit 1`.execute(db)
  return rows.rows[0]
}

export type VersionRow = {
  readonly version: number
  readonly state: 'draft' | 'sent'
  readonly marks: Marks
  readonly by: string
  readonly text: string
}

export async function listVersions(db: Db, alert: Pick<AlertRow, 'room' | 'id'>): Promise<VersionRow[]> {
  const rows = await sql<VersionRow>`
    select v.version, v.state, v.text_id as text, coalesce((select m.code from asylia.member m where m.id = v.drafted_by), '') as by,
      jsonb_build_object('kind', v.kind, 'tlp', v.tlp, 'level', v.level, 'asks', v.asks,
        'answerBy', to_char(v.answer_by at time zone 'UTC', ${SECOND}), 'endsAt', to_char(v.ends_at at time zone 'UTC', ${SECOND}),
        'about', v.about, 'says', v.says, 'names', v.names, 'shows', v.shows_offices,
        'offices', array(select t.slug from asylia.team t where t.id = any (v.offices) order by t.slug), 'scopes', v.scopes,
        'salt', encode(v.salt, 'hex'), 'digest', encode(v.digest, 'hex')) as marks
    from asylia.alert_version v where v.compartment_id = ${alert.room}::uuid and v.alert_id = ${alert.id}::uuid order by v.version desc`.execute(
    db,
  )
  return rows.rows
}

export async function findKept(db: Db, room: CompartmentId, text: string): Promise<KeptText | null> {
  const rows = await sql<{ text: string; epoch: number; age_file: Buffer }>`
    select w.id as text, w.epoch, w.age_file from keys.alert_wrap w where w.compartment_id = ${room}::uuid and w.id = ${text}::uuid`.execute(
    db,
  )
  const [found] = rows.rows
  return found === undefined ? null : { text: found.text, epoch: found.epoch, wrap: found.age_file.toString('base64url') }
}

export async function listDrafts(db: Db, team: string, most: number): Promise<Drafts['drafts']> {
  const rows = await sql<Drafts['drafts'][number]>`
    select a.code as alert, (select c.code from asylia.report_case c where c.compartment_id = a.compartment_id) as "case", v.version, v.kind, v.level,
      coalesce((select m.code from asylia.member m where m.id = v.drafted_by), '') as by
    from asylia.alert a join asylia.alert_version v on v.compartment_id = a.compartment_id and v.alert_id = a.id and v.version = a.version and v.state = 'draft'
    where a.team_id = ${team}::uuid and a.state in ('draft', 'sent') order by v.level desc, a.code limit ${most}`.execute(db)
  return rows.rows
}

type By = {
  readonly room: CompartmentId
  readonly team: string
  readonly by: MemberId
  readonly at: Date
  readonly offices: readonly string[]
}

/** The alert itself, new, or the next version of one that was sent. */
export async function addAlert(db: Db, permit: Permit<'alert.draft'>, draft: Draft, { room, team }: By): Promise<void> {
  await sql`
    insert into asylia.alert (compartment_id, id, team_id, code) values (${room}::uuid, ${draft.id}::uuid, ${team}::uuid, ${permit.subject})`.execute(
    db,
  )
}

export async function setVersion(
  db: Db,
  _permit: Permit<'alert.draft'>,
  alert: Pick<AlertRow, 'room' | 'id'>,
  version: number,
): Promise<void> {
  await sql`
    update asylia.alert set version = ${version} where compartment_id = ${alert.room}::uuid and id = ${alert.id}::uuid`.execute(db)
}

/** What is drawn up, over what was drawn up before; never over what was sent. False when that is all there is. */
export async function putVersion(
  db: Db,
  _permit: Permit<'alert.draft'>,
  { draft, alert, version, by }: { readonly draft: Draft; readonly alert: string; readonly version: number; readonly by: By },
): Promise<boolean> {
  const { marks } = draft
  const rows = await sql`
    insert into asylia.alert_version as v (compartment_id, alert_id, version, kind, tlp, level, asks, answer_by, ends_at, about, says, names, shows_offices, offices, scopes, salt,
      digest, text_id, drafted_by, drafted_at)
    values (${by.room}::uuid, ${alert}::uuid, ${version}, ${marks.kind}, ${marks.tlp}, ${marks.level}, ${marks.asks}, ${marks.answerBy}::timestamptz,
      ${marks.endsAt}::timestamptz, ${[...marks.about]}, ${marks.says}, ${marks.names}, ${marks.shows}, ${[...by.offices]}::uuid[], ${marks.scopes.toSorted()}::text[], ${bytes(marks.salt)}, ${bytes(marks.digest)},
      ${draft.text}::uuid, ${by.by}::uuid, ${by.at.toISOString()}::timestamptz)
    on conflict (compartment_id, alert_id, version) do update set kind = excluded.kind, tlp = excluded.tlp, level = excluded.level, asks = excluded.asks,
      answer_by = excluded.answer_by, ends_at = excluded.ends_at, about = excluded.about, says = excluded.says, names = excluded.names, shows_offices = excluded.shows_offices,
      offices = excluded.offices, scopes = excluded.scopes, salt = excluded.salt, digest = excluded.digest, text_id = excluded.text_id, drafted_by = excluded.drafted_by,
      drafted_at = excluded.drafted_at where v.state = 'draft'`.execute(db)
  return rows.numAffectedRows === 1n
}

/** The sender's own sealed copy of a version, in the place of the one before. */
export async function putOwnText(
  db: Db,
  _permit: Permit<'alert.draft'>,
  { draft, alert, version, by }: { readonly draft: Draft; readonly alert: string; readonly version: number; readonly by: By },
): Promise<void> {
  const old = sql`select t.id from asylia.alert_text t where t.compartment_id = ${by.room}::uuid and t.about = ${alert}::uuid and t.kind = 'own' and t.version = ${version}`
  await sql`delete from keys.alert_wrap w where w.compartment_id = ${by.room}::uuid and w.id in (${old})`.execute(db)
  await sql`delete from asylia.alert_text t where t.compartment_id = ${by.room}::uuid and t.id in (${old})`.execute(db)
  await sql`
    insert into asylia.alert_text (compartment_id, id, kind, about, version, put_at, body)
    values (${by.room}::uuid, ${draft.text}::uuid, 'own', ${alert}::uuid, ${version}, ${by.at.toISOString()}::timestamptz, ${unpacked(draft.body)})`.execute(
    db,
  )
  await sql`
    insert into keys.alert_wrap (compartment_id, id, epoch, age_file) values (${by.room}::uuid, ${draft.text}::uuid, ${draft.epoch}, ${unpacked(draft.wrap)})`.execute(
    db,
  )
}

/** Ends a draft: of an alert that was never sent all of it, else its next version alone. */
export async function dropDraft(db: Db, _permit: Permit<'alert.drop'>, { room, id, version, sent_version }: AlertRow): Promise<void> {
  const own = sql`select t.id from asylia.alert_text t where t.compartment_id = ${room}::uuid and t.about = ${id}::uuid and t.kind = 'own' and t.version > ${sent_version}`
  await sql`delete from keys.alert_wrap w where w.compartment_id = ${room}::uuid and w.id in (${own})`.execute(db)
  await sql`delete from asylia.alert_text t where t.compartment_id = ${room}::uuid and t.id in (${own})`.execute(db)
  const state = sent_version === 0 ? 'dropped' : 'sent'
  await sql`
    update asylia.alert set state = ${state}, version = ${sent_version === 0 ? version : sent_version}
    where compartment_id = ${room}::uuid and id = ${id}::uuid`.execute(db)
}

export type SendOutcome = 'sent' | 'gone' | 'barred' | 'consent' | 'key_changed' | 'missing'
type Copy = {
  readonly office: string
  readonly delivery: string
  readonly text: string
  readonly epoch: number
  readonly body: string
  readonly wrap: string
}

/** One statement of the database: every office's copy waits for delivery, or none does. */
export async function sendCopies(
  db: Db,
  _permit: Permit<'alert.send'>,
  alert: Pick<AlertRow, 'room' | 'id'>,
  { copies, at, today }: { readonly copies: readonly Copy[]; readonly at: Date; readonly today: string },
): Promise<SendOutcome> {
  const rows = await sql<{ outcome: SendOutcome }>`
    select access.send_alert(${alert.room}::uuid, ${alert.id}::uuid, ${copies.map(({ office }) => office)}::uuid[], ${copies.map(({ delivery }) => delivery)}::uuid[],
      ${copies.map(({ epoch }) => epoch)}::int[], ${copies.map(({ text }) => text)}::uuid[], ${copies.map(({ body }) => unpacked(body))}::bytea[],
      ${copies.map(({ wrap }) => unpacked(wrap))}::bytea[], ${at.toISOString()}::timestamptz, ${today}::date) as outcome`.execute(db)
  return rows.rows[0]?.outcome ?? 'gone'
}

export async function withdrawAlert(
  db: Db,
  _permit: Permit<'alert.withdraw'>,
  alert: Pick<AlertRow, 'room' | 'id'>,
  at: Date,
): Promise<boolean> {
  // A statement of its own: what follows it sees every delivery that ended meanwhile.
  await sql`select access.hold_alert(${alert.room}::uuid, ${alert.id}::uuid)`.execute(db)
  const rows = await sql<{ done: boolean }>`
    select access.withdraw_alert(${alert.room}::uuid, ${alert.id}::uuid, ${at.toISOString()}::timestamptz) as done`.execute(db)
  return rows.rows[0]?.done === true
}

/** A sealed text of the team's own alerts. What came from others is handed out by opening it. */
export async function findText(db: Db, text: string): Promise<Buffer | undefined> {
  const rows = await sql<{
    body: Buffer
  }>`select body from asylia.alert_text where id = ${text}::uuid and kind in ('own', 'reply')`.execute(db)
  return rows.rows[0]?.body
}

/** Whose wrap `w` is: a text or a file that is sealed to the speaker's team, and not one that waits for an office. */
const OWN_SEALED = sql`(
  exists (select from asylia.alert_text t where t.compartment_id = w.compartment_id and t.id = w.id and t.kind in ('own', 'copy', 'reply'))
  or exists (select from asylia.alert_file f where f.compartment_id = w.compartment_id and f.id = w.id)
)`

/** What is sealed to an older key of the speaker's team. */
export async function listOldWraps(db: Db, before: number, most: number): Promise<KeptText[]> {
  const rows = await sql<{ text: string; epoch: number; age_file: Buffer }>`
    select w.id as text, w.epoch, w.age_file from keys.alert_wrap w
    where w.compartment_id = any ((select access.seen())::uuid[]) and w.epoch > 0 and w.epoch < ${before} and ${OWN_SEALED}
    order by w.id limit ${most}`.execute(db)
  return rows.rows.map(({ text, epoch, age_file }) => ({ text, epoch, wrap: age_file.toString('base64url') }))
}

/** Under the newest key of the speaker's team and no other number: one that is ahead would keep everybody from wrapping it again. */
export async function rewrapText(
  db: Db,
  permit: Permit<'alert.rewrap'>,
  { epoch, wrap }: { readonly epoch: number; readonly wrap: string },
): Promise<boolean> {
  const rows = await sql`
    update keys.alert_wrap w set epoch = ${epoch}, age_file = ${unpacked(wrap)}
    where w.id = ${permit.subject}::uuid and w.epoch > 0 and w.epoch <= ${epoch} and access.epoch_of(access.team()) = ${epoch}
      and ${OWN_SEALED}`.execute(db)
  return rows.numAffectedRows === 1n
}

export type Bar = { readonly office: string; readonly address: string; readonly scope: string; readonly bar: 'barred' | 'consent' | null }

/** Deliveries of an alert whose office may not have what it was sent any more, and why: barred since, or a yes taken back. */
export async function listRed(db: Db, alert: Pick<AlertRow, 'room' | 'id'>, today: string): Promise<View['red']> {
  const rows = await sql<View['red'][number]>`
    select x.delivery, x.why from (
      select d.id as delivery, access.alert_bar(d.compartment_id, v.about, d.office, ${today}::date) as why
      from asylia.alert_delivery d join asylia.alert_version v on v.compartment_id = d.compartment_id and v.alert_id = d.alert_id and v.version = d.held_version
      join asylia.alert a on a.compartment_id = d.compartment_id and a.id = d.alert_id and a.state = 'sent'
      where d.compartment_id = ${alert.room}::uuid and d.alert_id = ${alert.id}::uuid and d.state <> 'recalled'
    ) x where x.why is not null order by x.delivery`.execute(db)
  return rows.rows
}

/** The same over every alert of the team that is not over, the most urgent first. guards T-21 */
export async function listRedOf(
  db: Db,
  team: string,
  { at, today }: { readonly at: Date; readonly today: string },
  most: number,
): Promise<Red['rows']> {
  const rows = await sql<Red['rows'][number]>`
    select x.delivery, x.alert, x."case", x.office, x.why, x.level, x.by, x."endsAt" from (
      select d.id as delivery, a.code as alert, (select c.code from asylia.report_case c where c.compartment_id = d.compartment_id) as "case",
        (select t.slug from asylia.team t where t.id = d.office) as office, d.level::int,
        access.alert_bar(d.compartment_id, v.about, d.office, ${today}::date) as why,
        coalesce((select m.code from asylia.member m where m.id = v.sent_by), '') as by, to_char(d.ends_at at time zone 'UTC', ${SECOND}) as "endsAt"
      from asylia.alert_delivery d
      join asylia.alert a on a.compartment_id = d.compartment_id and a.id = d.alert_id and a.state = 'sent'
      join asylia.alert_version v on v.compartment_id = d.compartment_id and v.alert_id = d.alert_id and v.version = d.held_version
      where d.team_id = ${team}::uuid and d.state <> 'recalled' and d.ends_at > ${at.toISOString()}::timestamptz
        and (cardinality(v.about) > 0
          or exists (select from asylia.compartment_deny b where b.compartment_id = d.compartment_id and b.team_id = d.office))
    ) x where x.why is not null order by x.level desc, x."endsAt", x.delivery limit ${most}`.execute(db)
  return rows.rows
}

/** Of each office by its slug: the use that it stands for, and whether it may have what speaks of these people, as the database decides it. */
export async function listBars(
  db: Db,
  room: CompartmentId,
  { about, offices, today }: { readonly about: readonly string[]; readonly offices: readonly string[]; readonly today: string },
): Promise<(Bar & { readonly id: string })[]> {
  const rows = await sql<Bar & { id: string }>`
    select t.id, t.slug as office, access.office_address(t.id) as address, access.alert_scope(t.id) as scope, access.alert_bar(${room}::uuid, ${[...about]}::text[], t.id, ${today}::date) as bar
    from asylia.team t where t.slug = any (${[...offices]}) order by t.slug`.execute(db)
  return rows.rows
}

/** Offices of other installations that may have nothing of this room, whoever it speaks of. guards T-27 */
export async function listBarredAway(db: Db, room: CompartmentId, today: string): Promise<string[]> {
  const rows = await sql<{ slug: string }>`
    select t.slug from asylia.team t where t.node_id is not null and t.node_epoch > 0
      and access.alert_bar(${room}::uuid, '{}', t.id, ${today}::date) = 'barred' order by t.slug`.execute(db)
  return rows.rows.map(({ slug }) => slug)
}
