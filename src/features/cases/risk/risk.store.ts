import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId, MemberId } from '#kernel/ids.ts'
import type { Assess, Risk } from './risk.contract.ts'

type Db = Transaction<Schema>

/** Every assessment of a case, the newest first. */
export async function listRisks(db: Db, room: CompartmentId): Promise<Risk[]> {
  const rows = await sql<Risk>`
    with recursive line as (
      select a.*, 0 as depth from asylia.risk_assessment a where a.compartment_id = ${room}::uuid and a.supersedes is null
      union all
      select a.*, l.depth + 1 from asylia.risk_assessment a join line l on a.compartment_id = l.compartment_id and a.supersedes = l.id
    )
    select l.id as assessment, l.supersedes, l.factors, l.formula, l.score, l.suggested, l.level, l.cause,
      coalesce((select m.code from asylia.member m where m.id = l.made_by), '') as by, l.made_on as "on",
      (select k.id from asylia.card k where k.compartment_id = l.compartment_id and k.about = l.id and k.kind = 'risk' order by k.id limit 1) as card
    from line l order by l.depth desc limit 200`.execute(db)
  return rows.rows
}

export type NewRisk = Pick<Assess, 'supersedes' | 'factors' | 'level' | 'cause'> & {
  readonly formula: number
  readonly score: number
  readonly suggested: string
  readonly by: MemberId
  readonly today: string
}

/** Writes the assessment of the permit after the one that was read; false when somebody was faster. */
export async function addRisk(db: Db, permit: Permit<'risk.assess'>, room: CompartmentId, risk: NewRisk): Promise<boolean> {
  const rows = await sql`
    insert into asylia.risk_assessment (compartment_id, id, supersedes, factors, formula, score, suggested, level, cause, made_by, made_on)
    select ${room}::uuid, ${permit.subject}::uuid, ${risk.supersedes}::uuid, ${[...risk.factors]}, ${risk.formula}, ${risk.score},
      ${risk.suggested}, ${risk.level}, ${risk.cause}, ${risk.by}::uuid, ${risk.today}::date
    where ${risk.supersedes}::uuid is null
      or exists (select from asylia.risk_assessment a where a.compartment_id = ${room}::uuid and a.id = ${risk.supersedes}::uuid)
    on conflict do nothing returning id`.execute(db)
  return rows.rows.length === 1
}

/** The level that holds now, and until when somebody looks again. */
export async function setRisk(
  db: Db,
  _permit: Permit<'risk.assess'>,
  room: CompartmentId,
  { level, due }: { level: string; due: string },
): Promise<void> {
  await sql`update asylia.case_file set risk = ${level}, risk_due = ${due}::date where compartment_id = ${room}::uuid`.execute(db)
}

/** Until when somebody looks again, and in which state the person is. */
export async function findRiskDue(db: Db, room: CompartmentId): Promise<{ due: string | null; host: string | null }> {
  const rows = await sql<{ due: string | null; host: string | null }>`
    select risk_due as due, host from asylia.case_file where compartment_id = ${room}::uuid`.execute(db)
  return rows.rows[0] ?? { due: null, host: null }
}
