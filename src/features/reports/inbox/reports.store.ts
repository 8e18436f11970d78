import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import { withinFew } from '#base/within-few.ts'
import type { CompartmentId, MemberId } from '#kernel/ids.ts'
import type { Decide, Report, TakeIn } from './inbox.contract.ts'
import type { ItemFacts } from './inbox.store.ts'

type Db = Transaction<Schema>

const bytes = (hex: string) => Buffer.from(hex, 'hex')
const unpacked = (text: string) => Buffer.from(text, 'base64url')

export type CaseRow = { readonly room: CompartmentId; readonly writes: boolean }

/** A case that the speaker may see. */
export async function findCase(db: Db, code: string): Promise<CaseRow | undefined> {
  const rows = await sql<CaseRow>`
    select compartment_id as room, access.writes(compartment_id) as writes from asylia.report_case where code = ${code}`.execute(db)
  return rows.rows[0]
}

/** The ids of teams by their slugs; undefined when one of them is none. */
export async function findTeamIds(db: Db, slugs: readonly string[]): Promise<string[] | undefined> {
  const rows = await sql<{ id: string }>`select id from asylia.team where slug = any (${[...slugs]}) order by slug`.execute(db)
  return rows.rows.length === slugs.length ? rows.rows.map((row) => row.id) : undefined
}

export type NewCase = {
  readonly room: CompartmentId
  readonly readers: readonly string[]
  readonly wrap: string
  /** The version of the recovery key that the browser says it sealed it to as well. */
  readonly recovery?: number | undefined
  readonly blocked: readonly string[]
  readonly today: string
}

/** Opens the case of the permit for these readers, and bars teams from it. */
export async function openCase(db: Db, permit: Permit<'case.open'>, opened: NewCase): Promise<void> {
  await sql`
    select access.open_case(${opened.room}::uuid, ${permit.subject}, ${[...opened.readers]}, ${[...opened.blocked]}::uuid[],
      ${unpacked(opened.wrap)}, ${opened.today}::date)`.execute(db)
  if (opened.recovery !== undefined)
    await sql`update keys.case_wrap set recovery = ${opened.recovery} where compartment_id = ${opened.room}::uuid`.execute(db)
}

export async function barTeams(db: Db, _permit: Permit<'report.take_in'>, room: CompartmentId, blocked: readonly string[]): Promise<void> {
  await sql`select access.bar_teams(${room}::uuid, ${[...blocked]}::uuid[])`.execute(db)
}

/** From here on neither age nor the reporter's token takes the item away. False when it is gone already. */
export async function takeItem(db: Db, _permit: Permit<'report.take_in'>, item: string): Promise<boolean> {
  const rows = await sql<{ taken: boolean }>`select intake.take_item(${bytes(item)}) as taken`.execute(db)
  return rows.rows[0]?.taken === true
}

/** The sets of these that are there, and stay now. */
export async function takeSets(db: Db, _permit: Permit<'report.take_in' | 'report.add_sets'>, sets: readonly string[]): Promise<string[]> {
  const taken: string[] = []
  for (const set of sets) {
    const rows = await sql<{ taken: boolean }>`select intake.take_set(${bytes(set)}) as taken`.execute(db)
    if (rows.rows[0]?.taken === true) taken.push(set)
  }
  return taken
}

export type NewReport = {
  readonly id: string
  readonly room: CompartmentId
  readonly team: string
  readonly by: MemberId
  readonly today: string
  readonly facts: ItemFacts
  readonly sets: readonly string[]
}

/** Writes the report of the permit with its wrap: the first record that names an item. */
export async function addReport(db: Db, permit: Permit<'report.take_in'>, taken: TakeIn, report: NewReport): Promise<void> {
  const { id, room, team, by, today, facts, sets } = report
  await sql`
    insert into asylia.report (compartment_id, id, team_id, code, item_id, arrived_on, lane, bucket, urgent, never_sha256, sets, taken_on, taken_by)
    values (${room}::uuid, ${id}::uuid, ${team}::uuid, ${permit.subject}, ${bytes(taken.item)}, ${taken.day}::date, ${facts.lane}, ${facts.bucket},
      ${facts.urgent}, ${bytes(taken.neverSha256)}, ${sets.map(bytes)}, ${today}::date, ${by}::uuid)`.execute(db)
  await sql`
    insert into keys.report_wrap (compartment_id, report_id, age_file)
    values (${room}::uuid, ${id}::uuid, ${unpacked(taken.wrap)})`.execute(db)
}

export type ReportRow = {
  readonly id: string
  readonly room: CompartmentId
  readonly code: string
  readonly case: string
  readonly item: string
  readonly arrived_on: string
  readonly lane: number
  readonly bucket: number
  readonly urgent: boolean
  readonly state: Report['state']
  readonly reason: Report['reason']
  readonly duplicate_of: string | null
  readonly never: string
  readonly sets: readonly string[]
  readonly taken_on: string
  readonly taken_by: string
  readonly revision: number
  readonly writes: boolean
}

const REPORT = sql`
  r.id, r.compartment_id as room, r.code, c.code as "case", encode(r.item_id, 'hex') as item, r.arrived_on, r.lane, r.bucket, r.urgent,
  r.state, r.reason, r.duplicate_of, encode(r.never_sha256, 'hex') as never, array(select encode(s, 'hex') from unnest(r.sets) s) as sets,
  r.taken_on, coalesce((select m.code from asylia.member m where m.id = r.taken_by), '') as taken_by, r.revision,
  access.writes(r.compartment_id) as writes`

/** What was taken in and the speaker may see, newest day first. */
export async function listReports(db: Db, most: number): Promise<ReportRow[]> {
  const few = await withinFew(db, sql`r.compartment_id`)
  const rows = await sql<ReportRow>`
    select ${REPORT} from (select * from asylia.report r where ${few} order by r.taken_on desc, r.id limit ${most}) r
      join asylia.report_case c on c.compartment_id = r.compartment_id
    order by r.taken_on desc, r.id`.execute(db)
  return rows.rows
}

export async function findReport(db: Db, code: string): Promise<ReportRow | undefined> {
  const rows = await sql<ReportRow>`
    select ${REPORT} from asylia.report r join asylia.report_case c on c.compartment_id = r.compartment_id where r.code = ${code}`.execute(
    db,
  )
  return rows.rows[0]
}

/** Each decision has a line of its own name in the ledger. */
export type DecisionPermit = Permit<`report.${Decide['decision']}`>

type Change = {
  readonly revision: number
  readonly state: Report['state']
  readonly reason: string | null
  readonly duplicateOf: string | null
}

/** The new revision; undefined when somebody was faster. */
export async function decide(db: Db, permit: DecisionPermit, room: CompartmentId, change: Change): Promise<number | undefined> {
  const rows = await sql<{ revision: number }>`
    update asylia.report set state = ${change.state}, reason = ${change.reason}, duplicate_of = ${change.duplicateOf}, revision = revision + 1
    where compartment_id = ${room}::uuid and code = ${permit.subject} and revision = ${change.revision} returning revision`.execute(db)
  return rows.rows[0]?.revision
}

export async function setSets(
  db: Db,
  permit: Permit<'report.add_sets'>,
  room: CompartmentId,
  change: { revision: number; sets: readonly string[] },
): Promise<number | undefined> {
  const rows = await sql<{ revision: number }>`
    update asylia.report set sets = ${change.sets.map(bytes)}, revision = revision + 1
    where compartment_id = ${room}::uuid and code = ${permit.subject} and revision = ${change.revision} returning revision`.execute(db)
  return rows.rows[0]?.revision
}

/** Ends the wrap of a report: whoever did not open it before cannot any more. */
export async function dropWrap(db: Db, _permit: DecisionPermit, room: CompartmentId, id: string): Promise<void> {
  await sql`delete from keys.report_wrap where compartment_id = ${room}::uuid and report_id = ${id}::uuid`.execute(db)
}

/** Whatever no team works on any more is left to its age and to the reporter's token again. */
export async function releaseTaken(db: Db, _permit: DecisionPermit, ids: readonly string[]): Promise<void> {
  for (const id of ids) await sql`select intake.release_taken(${bytes(id)})`.execute(db)
}

/** Removes an item and its sets now, unless another team works on them; answers the folders of the segments. */
export async function retire(db: Db, _permit: DecisionPermit, item: string, sets: readonly string[]): Promise<Buffer[]> {
  const stores: Buffer[] = []
  for (const id of [item, ...sets]) {
    const held = await sql<{ held: boolean }>`select access.is_held(${bytes(id)}) as held`.execute(db)
    if (held.rows[0]?.held === true) continue
    if (id === item) await sql`select intake.retire_item(${bytes(id)})`.execute(db)
    else {
      const place = await sql<{ store: Buffer | null }>`select store from intake.find_set(${bytes(id)})`.execute(db)
      await sql`select intake.retire_set(${bytes(id)})`.execute(db)
      if (place.rows[0]?.store != null) stores.push(place.rows[0].store)
    }
  }
  return stores
}

/** Whether a report came from another team: there is nothing that its take-in could be taken back to. */
export async function isMoved(db: Db, room: CompartmentId, id: string): Promise<boolean> {
  const rows = await sql`select from asylia.moved_body where compartment_id = ${room}::uuid and report_id = ${id}::uuid`.execute(db)
  return rows.rows.length > 0
}

/** Ends the body of a report that came from another team. */
export async function dropMoved(db: Db, _permit: DecisionPermit, room: CompartmentId, id: string): Promise<void> {
  await sql`delete from asylia.moved_body where compartment_id = ${room}::uuid and report_id = ${id}::uuid`.execute(db)
}

/** Removes items that a team gave away and wanted to forget, unless another team works on them. */
export async function retireForgotten(db: Db, _permit: Permit<'incoming.accept'>, items: readonly string[]): Promise<void> {
  for (const item of items) {
    const held = await sql<{ held: boolean }>`select access.is_held(${bytes(item)}) as held`.execute(db)
    if (held.rows[0]?.held !== true) await sql`select intake.retire_item(${bytes(item)})`.execute(db)
  }
}

export type CaseKeysRow = {
  readonly age_file: Buffer
  readonly revision: number
  readonly generation: number
  readonly readers: readonly string[]
  readonly denied: readonly string[]
}

export async function findCaseKeys(db: Db, room: CompartmentId): Promise<CaseKeysRow | undefined> {
  const rows = await sql<CaseKeysRow>`
    select w.age_file, w.revision, w.generation,
      array(select m.code from asylia.compartment_member cm join asylia.member m on m.id = cm.member_id and m.left_on is null
        where cm.compartment_id = w.compartment_id and cm.can_write order by m.code) as readers,
      array(select t.slug from asylia.compartment_deny d join asylia.team t on t.id = d.team_id
        where d.compartment_id = w.compartment_id order by t.slug) as denied
    from keys.case_wrap w where w.compartment_id = ${room}::uuid`.execute(db)
  return rows.rows[0]
}

export async function listWraps(db: Db, room: CompartmentId): Promise<{ report: string; age_file: Buffer }[]> {
  const rows = await sql<{ report: string; age_file: Buffer }>`
    select r.code as report, w.age_file from keys.report_wrap w join asylia.report r on r.compartment_id = w.compartment_id and r.id = w.report_id
    where w.compartment_id = ${room}::uuid order by r.code`.execute(db)
  return rows.rows
}

type RingKey = { readonly generation: number; readonly wrap: string }

/** The older keys of a case, oldest first. */
export async function listRing(db: Db, room: CompartmentId): Promise<{ generation: number; age_file: Buffer }[]> {
  const rows = await sql<{ generation: number; age_file: Buffer }>`
    select generation, age_file from keys.case_ring where compartment_id = ${room}::uuid order by generation`.execute(db)
  return rows.rows
}

/** Puts every key that came before the next one under it; false unless these are all of them. */
export async function replaceRing(
  db: Db,
  _permit: Permit<'case.set_readers'>,
  room: CompartmentId,
  ring: readonly RingKey[],
): Promise<boolean> {
  const now = await sql<{ generation: number }>`
    select generation from keys.case_wrap where compartment_id = ${room}::uuid for update`.execute(db)
  const last = now.rows[0]?.generation ?? 0
  if (ring.length !== last || !ring.every(({ generation }, at) => generation === at + 1)) return false
  for (const { generation, wrap } of ring)
    await sql`
      insert into keys.case_ring (compartment_id, generation, age_file) values (${room}::uuid, ${generation}, ${unpacked(wrap)})
      on conflict (compartment_id, generation) do update set age_file = excluded.age_file`.execute(db)
  await sql`update keys.case_wrap set generation = generation + 1 where compartment_id = ${room}::uuid`.execute(db)
  return true
}

type NewKey = { readonly revision: number; readonly key: string; readonly readers: readonly string[]; readonly recovery?: number }

/** Puts the wrap of each report under a new case key; false unless these are all the wraps of the case. */
export async function replaceWraps(
  db: Db,
  _permit: Permit<'case.set_readers'>,
  room: CompartmentId,
  wraps: readonly { readonly report: string; readonly wrap: string }[],
): Promise<boolean> {
  const there = (await listWraps(db, room)).map(({ report }) => report)
  const given = new Set(wraps.map(({ report }) => report))
  if (there.length !== wraps.length || !there.every((report) => given.has(report))) return false
  for (const { report, wrap } of wraps)
    await sql`
      update keys.report_wrap w set age_file = ${unpacked(wrap)} from asylia.report r
      where r.compartment_id = w.compartment_id and r.id = w.report_id and w.compartment_id = ${room}::uuid and r.code = ${report}`.execute(
      db,
    )
  return true
}

/** The case key for other readers; undefined when somebody was faster. */
export async function replaceCaseKey(
  db: Db,
  _permit: Permit<'case.set_readers'>,
  room: CompartmentId,
  change: NewKey,
): Promise<number | undefined> {
  const rows = await sql<{ revision: number }>`
    update keys.case_wrap set age_file = ${unpacked(change.key)}, recovery = ${change.recovery ?? null}, revision = revision + 1
    where compartment_id = ${room}::uuid and revision = ${change.revision} returning revision`.execute(db)
  if (rows.rows[0] === undefined) return undefined
  await sql`select access.set_readers(${room}::uuid, ${[...change.readers]})`.execute(db)
  return rows.rows[0].revision
}
