import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import type { By } from '../commitment-desk.ts'
import type { AddLaw, Assist, Law, ReviewLaw } from './law.contract.ts'

type Db = Transaction<Schema>
export type LawRow = Omit<Law, 'isLate' | 'open'>

const ROW = sql`
  l.id, l.code, c.code as case, l.subject, l.kind, l.label, l.from_state as from, l.received_on as "receivedOn", l.is_judicial as judicial,
  l.review_by as "reviewBy", l.indicators, l.refusals, l.safeguards, l.finding, l.reviewed_as as "reviewedAs", l.reviewed_on as "reviewedOn",
  l.assistance, l.assisted_on as "assistedOn", l.revision
  from asylia.law_request l join asylia.report_case c on c.compartment_id = l.compartment_id`

/** Requests in the cases that the speaker reads: what waits for a review first, then the newest. */
export async function listLaw(db: Db, most: number): Promise<LawRow[]> {
  const rows = await sql<LawRow>`select ${ROW} order by (l.finding is null) desc, l.review_by desc, l.id limit ${most}`.execute(db)
  return rows.rows
}

export async function findLaw(db: Db, room: CompartmentId, id: string): Promise<LawRow | undefined> {
  const rows = await sql<LawRow>`select ${ROW} where l.compartment_id = ${room}::uuid and l.id = ${id}::uuid`.execute(db)
  return rows.rows[0]
}

/** Whether somebody of this code stands in the case. */
export async function isInCase(db: Db, room: CompartmentId, subject: string): Promise<boolean> {
  if (subject === 'reporter') return true
  const rows = await sql`select from asylia.person where compartment_id = ${room}::uuid and code = ${subject}`.execute(db)
  return rows.rows.length > 0
}

type New = AddLaw & By & { readonly judicial: boolean; readonly reviewBy: string }
export async function addLaw(db: Db, permit: Permit<'law_request.add'>, room: CompartmentId, said: New): Promise<boolean> {
  const { code, subject, kind, label, from, receivedOn, judicial, reviewBy, by, today } = said
  const rows = await sql<{ id: string }>`
    insert into asylia.law_request (compartment_id, id, code, subject, kind, label, from_state, received_on, is_judicial, review_by, written_by, written_on)
    values (${room}::uuid, ${permit.subject}::uuid, ${code}, ${subject}, ${kind}, ${label}, ${from}, ${receivedOn}::date, ${judicial},
      ${reviewBy}::date, ${by}::uuid, ${today}::date)
    on conflict do nothing returning id`.execute(db)
  return rows.rows.length === 1
}

/** Writes the review of the permit, once. */
export async function reviewLaw(
  db: Db,
  permit: Permit<'law_request.review'>,
  room: CompartmentId,
  said: ReviewLaw & By & { readonly as: 'counsel' | 'caseworker' },
): Promise<number | undefined> {
  const { revision, indicators, refusals, safeguards, finding, as, by, today } = said
  const rows = await sql<{ revision: number }>`
    update asylia.law_request set indicators = ${indicators}::text[], refusals = ${refusals}::text[],
      safeguards = ${JSON.stringify(safeguards)}::jsonb, finding = ${finding}, reviewed_as = ${as}, reviewed_by = ${by}::uuid,
      reviewed_on = ${today}::date, revision = revision + 1, written_by = ${by}::uuid, written_on = ${today}::date
    where compartment_id = ${room}::uuid and id = ${permit.subject}::uuid and revision = ${revision} and finding is null
    returning revision`.execute(db)
  return rows.rows[0]?.revision
}

/** Writes what came of the request of the permit, once. */
export async function assist(
  db: Db,
  permit: Permit<'law_request.assist'>,
  room: CompartmentId,
  { revision, assistance, on, by, today }: Assist & By,
): Promise<number | undefined> {
  const rows = await sql<{ revision: number }>`
    update asylia.law_request set assistance = ${assistance}, assisted_on = ${on}::date, revision = revision + 1, written_by = ${by}::uuid,
      written_on = ${today}::date
    where compartment_id = ${room}::uuid and id = ${permit.subject}::uuid and revision = ${revision} and assistance = 'open'
    returning revision`.execute(db)
  return rows.rows[0]?.revision
}
