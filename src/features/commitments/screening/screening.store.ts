import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import type { By } from '../commitment-desk.ts'
import type { KeepCooperation } from './screening.contract.ts'
import { RECENT_MONTHS } from './screening.rules.ts'

type Db = Transaction<Schema>
export type CooperationRow = KeepCooperation['body'] & { readonly id: string; readonly code: string; readonly revision: number }

/** Projects of the team; those to be looked at again first. */
export async function listCooperation(db: Db, room: CompartmentId): Promise<CooperationRow[]> {
  const rows = await sql<CooperationRow>`
    select id, code, title, partner, kinds, technologies, paragraphs, answers, evidence, benchmark, state, reasons, conditions,
      review_on as "reviewOn", revision
    from asylia.cooperation where compartment_id = ${room}::uuid order by review_on nulls last, code limit 500`.execute(db)
  return rows.rows
}

/** The project of this code, and nobody changes it until the transaction is over. */
export async function findCooperation(
  db: Db,
  room: CompartmentId,
  code: string,
): Promise<{ readonly id: string; readonly state: KeepCooperation['body']['state'] } | undefined> {
  const rows = await sql<{ id: string; state: KeepCooperation['body']['state'] }>`
    select id, state from asylia.cooperation where compartment_id = ${room}::uuid and code = ${code} for update`.execute(db)
  return rows.rows[0]
}

/** Whether any case of the speaker's team, read or not, holds acts of this state in the last months; no answer counts as yes (R-EP-37). */
export async function hasRecentActs(db: Db, partner: string, today: string): Promise<boolean> {
  const rows = await sql<{ found: boolean | null }>`
    select access.has_recent_acts(${partner}, (${today}::date - make_interval(months => ${RECENT_MONTHS}))::date) as found`.execute(db)
  return rows.rows[0]?.found !== false
}

/** Writes the project of the permit; undefined when somebody was faster, or when its code is another. */
export async function keepCooperation(
  db: Db,
  permit: Permit<'cooperation.keep'>,
  room: CompartmentId,
  { code, revision, body, by, today }: KeepCooperation & By,
): Promise<number | undefined> {
  const [answers, evidence] = [JSON.stringify(body.answers), JSON.stringify(body.evidence)]
  const benchmark = JSON.stringify(body.benchmark)
  const rows =
    revision === 0
      ? await sql<{ revision: number }>`
          insert into asylia.cooperation (compartment_id, id, code, title, partner, kinds, technologies, paragraphs, answers, evidence, benchmark,
            state, reasons, conditions, review_on, written_by, written_on)
          values (${room}::uuid, ${permit.subject}::uuid, ${code}, ${body.title}, ${body.partner}, ${body.kinds}::text[],
            ${body.technologies}::text[], ${body.paragraphs}::int[], ${answers}::jsonb, ${evidence}::jsonb, ${benchmark}::jsonb,
            ${body.state}, ${body.reasons}, ${body.conditions}, ${body.reviewOn}::date, ${by}::uuid, ${today}::date)
          on conflict do nothing returning revision`.execute(db)
      : await sql<{ revision: number }>`
          update asylia.cooperation set title = ${body.title}, partner = ${body.partner}, kinds = ${body.kinds}::text[],
            technologies = ${body.technologies}::text[], paragraphs = ${body.paragraphs}::int[], answers = ${answers}::jsonb,
            evidence = ${evidence}::jsonb, benchmark = ${benchmark}::jsonb, state = ${body.state}, reasons = ${body.reasons},
            conditions = ${body.conditions}, review_on = ${body.reviewOn}::date, revision = revision + 1, written_by = ${by}::uuid, written_on = ${today}::date
          where compartment_id = ${room}::uuid and id = ${permit.subject}::uuid and code = ${code} and revision = ${revision}
          returning revision`.execute(db)
  return rows.rows[0]?.revision
}
