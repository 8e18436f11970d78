import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import type { Hedge, StandardOfProof, VerificationStatus } from '#kernel/vocabulary.ts'
import type { Assess, Inform, Screen } from './incident.contract.ts'
import type { By } from './incident.store.ts'
import type { Answered, TnrElement } from './screening.rules.ts'

type Db = Transaction<Schema>

export type ScreeningRow = Answered & {
  readonly id: string
  readonly element: TnrElement
  readonly reason: string
  readonly by: string
  readonly on: string
}

/** What stands today: answers that no later one replaces. An answer whose reason is gone has none. */
export async function listScreening(db: Db, room: CompartmentId, incident: string): Promise<ScreeningRow[]> {
  const rows = await sql<ScreeningRow>`
    select s.id, s.element, s.answer, s.reason, s.recorded_on as on,
      coalesce((select m.code from asylia.member m where m.id = s.answered_by), '') as by,
      exists (select from asylia.card c where c.compartment_id = s.compartment_id and c.id = s.reason and c.about = s.incident_id) as "hasReason"
    from asylia.screening s
    where s.compartment_id = ${room}::uuid and s.incident_id = ${incident}::uuid
      and not exists (select from asylia.screening l where l.compartment_id = s.compartment_id and l.supersedes = s.id)
    order by s.element`.execute(db)
  return rows.rows
}

/** False when somebody answered meanwhile, or when what it would replace is none of this element. */
export async function addScreening(db: Db, permit: Permit<'incident.screen'>, room: CompartmentId, said: Screen & By): Promise<boolean> {
  const rows = await sql<{ id: string }>`
    insert into asylia.screening (compartment_id, id, incident_id, element, answer, reason, supersedes, answered_by, recorded_on)
    select ${room}::uuid, ${permit.subject}::uuid, ${said.incident}::uuid, ${said.element}, ${said.answer}, ${said.reason}::uuid,
      ${said.supersedes}::uuid, ${said.by}::uuid, ${said.today}::date
    where ${said.supersedes}::uuid is null or exists (
      select from asylia.screening s where s.compartment_id = ${room}::uuid and s.id = ${said.supersedes}::uuid
        and s.incident_id = ${said.incident}::uuid and s.element = ${said.element}
    )
    on conflict do nothing returning id`.execute(db)
  return rows.rows.length === 1
}

export type InformationRow = {
  readonly id: string
  readonly act: string | null
  readonly source: string
  readonly reliability: string
  readonly credibility: string
  readonly hedge: Hedge
  readonly receivedOn: string
  readonly by: string
  readonly on: string
}

/** What sources said, as far as no correction stands in its place. */
export async function listInformation(db: Db, room: CompartmentId, incident: string): Promise<InformationRow[]> {
  const rows = await sql<InformationRow>`
    select n.id, n.act_id as act, n.source, n.reliability, n.credibility, n.hedge, n.received_on as "receivedOn", n.recorded_on as on,
      coalesce((select m.code from asylia.member m where m.id = n.recorded_by), '') as by
    from asylia.information n
    where n.compartment_id = ${room}::uuid and n.incident_id = ${incident}::uuid
      and not exists (select from asylia.information l where l.compartment_id = n.compartment_id and l.supersedes = n.id)
    order by n.received_on, n.id`.execute(db)
  return rows.rows
}

export async function addInformation(db: Db, permit: Permit<'information.add'>, room: CompartmentId, said: Inform & By): Promise<boolean> {
  const rows = await sql<{ id: string }>`
    insert into asylia.information (compartment_id, id, incident_id, act_id, source, reliability, credibility, hedge, received_on, supersedes,
      recorded_by, recorded_on)
    values (${room}::uuid, ${permit.subject}::uuid, ${said.incident}::uuid, ${said.act}::uuid, ${said.source}::uuid, ${said.reliability},
      ${said.credibility}, ${said.hedge}, ${said.receivedOn}::date, ${said.supersedes}::uuid, ${said.by}::uuid, ${said.today}::date)
    on conflict do nothing returning id`.execute(db)
  return rows.rows.length === 1
}

export type AssessmentRow = {
  readonly id: string
  readonly status: VerificationStatus
  readonly standard: StandardOfProof
  readonly basis: string
  readonly supersedes: string | null
  readonly by: string
  readonly on: string
}

/** All assessments of an incident, the one that stands first. */
export async function listAssessments(db: Db, room: CompartmentId, incident: string): Promise<AssessmentRow[]> {
  const rows = await sql<AssessmentRow>`
    with recursive line as (
      select s.*, 0 as depth from asylia.assessment s
      where s.compartment_id = ${room}::uuid and s.incident_id = ${incident}::uuid and s.supersedes is null
      union all
      select s.*, line.depth + 1 from asylia.assessment s join line on s.compartment_id = line.compartment_id and s.supersedes = line.id
    )
    select line.id, line.status, line.standard_of_proof as standard, line.basis, line.supersedes, line.recorded_on as on,
      coalesce((select m.code from asylia.member m where m.id = line.assessed_by), '') as by
    from line order by line.depth desc`.execute(db)
  return rows.rows
}

export async function addAssessment(db: Db, permit: Permit<'incident.assess'>, room: CompartmentId, said: Assess & By): Promise<boolean> {
  const rows = await sql<{ id: string }>`
    insert into asylia.assessment (compartment_id, id, incident_id, status, standard_of_proof, basis, supersedes, assessed_by, recorded_on)
    values (${room}::uuid, ${permit.subject}::uuid, ${said.incident}::uuid, ${said.status}, ${said.standard}, ${said.basis}::uuid,
      ${said.supersedes}::uuid, ${said.by}::uuid, ${said.today}::date)
    on conflict do nothing returning id`.execute(db)
  return rows.rows.length === 1
}

/** Whether the speaker, under any of their accounts, recorded the incident or one of its acts. */
export async function isRecorder(db: Db, room: CompartmentId, incident: string): Promise<boolean> {
  const rows = await sql<{ is: boolean }>`
    select coalesce(bool_or(access.one_person(r.by, access.member())), false) as is from (
      select i.recorded_by as by from asylia.incident i where i.compartment_id = ${room}::uuid and i.id = ${incident}::uuid
      union select a.recorded_by from asylia.act a where a.compartment_id = ${room}::uuid and a.incident_id = ${incident}::uuid
    ) r`.execute(db)
  return rows.rows[0]?.is !== false
}
