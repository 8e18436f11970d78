import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId, MemberId } from '#kernel/ids.ts'
import type { Body, Entries, Entry } from './entry.contract.ts'
import { DEPRIVING_KINDS, DEPRIVING_STAGES } from './liberty.rules.ts'

type Db = Transaction<Schema>

const entryOf = (code: RawBuilder<unknown>) => sql`
  e.id as entry, ${code} as "case", e.kind, e.stage, e.from_day as "from", e.until_day as until, e.date_precision as precision, e.hedge,
  e.state, e.due_on as due, e.led_from as "ledFrom", e.link, e.on_day as "on", e.codes, e.facts,
  coalesce((select jsonb_agg(jsonb_build_object('card', k.id, 'kind', k.kind) order by k.kind, k.id) from asylia.card k
    where k.compartment_id = e.compartment_id and k.about = e.id), '[]') as cards,
  coalesce((select m.code from asylia.member m where m.id = e.written_by), '') as by, e.written_on as "writtenOn", e.revision`

/** Entries of one case by their days; both ends of the order are read from the index. */
export async function listEntries(
  db: Db,
  room: CompartmentId,
  { case: code, kinds, down, after }: Entries,
  most: number,
): Promise<Entry[]> {
  const [beyond, order] = down ? [sql`<`, sql`e.on_day desc, e.id desc`] : [sql`>`, sql`e.on_day, e.id`]
  const rows = await sql<Entry>`
    select ${entryOf(sql`${code}::text`)} from asylia.case_entry e
    where e.compartment_id = ${room}::uuid
      ${kinds.length === 0 ? sql`` : sql`and e.kind = any (${[...kinds]})`}
      ${after === null ? sql`` : sql`and (e.on_day, e.id) ${beyond} (${after.on}::date, ${after.entry}::uuid)`}
    order by ${order} limit ${most}`.execute(db)
  return rows.rows
}

/** The newest deprivations of liberty of one case. */
export async function listDeprivations(db: Db, room: CompartmentId, code: string, most: number): Promise<Entry[]> {
  const rows = await sql<Entry>`
    select ${entryOf(sql`${code}::text`)} from asylia.case_entry e
    where e.compartment_id = ${room}::uuid and e.stage = any (${[...DEPRIVING_STAGES]}) and e.kind = any (${[...DEPRIVING_KINDS]})
    order by e.on_day desc, e.id desc limit ${most}`.execute(db)
  return rows.rows
}

/** The checks of safeguards of these deprivations of liberty. */
export async function listChecks(db: Db, room: CompartmentId, code: string, detentions: readonly string[]): Promise<Entry[]> {
  const rows = await sql<Entry>`
    select ${entryOf(sql`${code}::text`)} from asylia.case_entry e
    where e.compartment_id = ${room}::uuid and e.kind = 'safeguards' and e.facts ->> 'detention' = any (${[...detentions]})
    order by e.id`.execute(db)
  return rows.rows
}

/** Nobody else changes this entry, drops it or writes a check about it until the transaction is over. */
export async function lockEntry(db: Db, room: CompartmentId, id: string): Promise<void> {
  await sql`select from asylia.case_entry where compartment_id = ${room}::uuid and id = ${id}::uuid for update`.execute(db)
}

type Checked = { readonly kind: string; readonly stage: string; readonly check: string | null }

/** An entry of this case and the check of safeguards that is about it. */
export async function findChecked(db: Db, room: CompartmentId, detention: string): Promise<Checked | undefined> {
  const rows = await sql<Checked>`
    select e.kind, e.stage, (
      select c.id from asylia.case_entry c
      where c.compartment_id = e.compartment_id and c.kind = 'safeguards' and c.facts ->> 'detention' = e.id::text limit 1
    ) as "check"
    from asylia.case_entry e where e.compartment_id = ${room}::uuid and e.id = ${detention}::uuid`.execute(db)
  return rows.rows[0]
}

type Coded = { readonly provision: string; readonly after: { readonly on: string; readonly entry: string } | null }

/** Entries of every case that the speaker sees which have this code, the newest first. */
export async function listCharged(db: Db, { provision, after }: Coded, most: number): Promise<Entry[]> {
  const rows = await sql<Entry>`
    select ${entryOf(sql`c.code`)}
    from access.charged_entries(${provision}, ${after?.on ?? null}::date, ${after?.entry ?? null}::uuid, ${most}) f
      join asylia.case_entry e on e.compartment_id = f.compartment_id and e.id = f.id
      join asylia.report_case c on c.compartment_id = e.compartment_id
    order by e.on_day desc, e.id desc`.execute(db)
  return rows.rows
}

export type NewEntry = {
  readonly revision: number
  readonly body: Body
  readonly on: string
  readonly codes: readonly string[]
  readonly by: MemberId
  readonly today: string
}

/** Writes the entry of the permit; undefined when somebody was faster. */
export async function keepEntry(db: Db, permit: Permit<'entry.keep'>, room: CompartmentId, entry: NewEntry): Promise<number | undefined> {
  const { body, revision, on, codes, by, today } = entry
  const facts = JSON.stringify(body.facts)
  const rows =
    revision === 0
      ? await sql<{ revision: number }>`
          insert into asylia.case_entry (compartment_id, id, kind, stage, on_day, from_day, until_day, date_precision, hedge, state, due_on,
            led_from, link, codes, facts, written_by, written_on)
          values (${room}::uuid, ${permit.subject}::uuid, ${body.kind}, ${body.stage}, ${on}::date, ${body.from}::date, ${body.until}::date,
            ${body.precision}, ${body.hedge}, ${body.state}, ${body.due}::date, ${body.ledFrom}::uuid, ${body.link}, ${[...codes]},
            ${facts}::jsonb, ${by}::uuid, ${today}::date)
          on conflict do nothing returning revision`.execute(db)
      : await sql<{ revision: number }>`
          update asylia.case_entry set stage = ${body.stage}, on_day = ${on}::date, from_day = ${body.from}::date,
            until_day = ${body.until}::date, date_precision = ${body.precision}, hedge = ${body.hedge}, state = ${body.state},
            due_on = ${body.due}::date, led_from = ${body.ledFrom}::uuid, link = ${body.link}, codes = ${[...codes]}, facts = ${facts}::jsonb,
            revision = revision + 1, written_by = ${by}::uuid, written_on = ${today}::date
          where compartment_id = ${room}::uuid and id = ${permit.subject}::uuid and kind = ${body.kind} and revision = ${revision}
          returning revision`.execute(db)
  return rows.rows[0]?.revision
}

export async function isEntry(db: Db, room: CompartmentId, id: string): Promise<boolean> {
  const rows = await sql`select from asylia.case_entry where compartment_id = ${room}::uuid and id = ${id}::uuid`.execute(db)
  return rows.rows.length === 1
}

export async function isIncident(db: Db, room: CompartmentId, id: string): Promise<boolean> {
  const rows = await sql`select from asylia.incident where compartment_id = ${room}::uuid and id = ${id}::uuid`.execute(db)
  return rows.rows.length === 1
}

export async function dropEntry(db: Db, permit: Permit<'entry.drop'>, room: CompartmentId, revision: number): Promise<boolean> {
  const rows = await sql`
    delete from asylia.case_entry where compartment_id = ${room}::uuid and id = ${permit.subject}::uuid and revision = ${revision}
    returning id`.execute(db)
  return rows.rows.length === 1
}

/** A reprisal asks for a new assessment by this day, or an earlier one that was set before. */
export async function bringRiskNear(db: Db, _permit: Permit<'entry.keep'>, room: CompartmentId, by: string): Promise<void> {
  await sql`update asylia.case_file set risk_due = least(risk_due, ${by}::date) where compartment_id = ${room}::uuid`.execute(db)
}
