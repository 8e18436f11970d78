import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import type { By } from '../commitment-desk.ts'
import type { Exchange, KeepExchange } from './screening.contract.ts'

type Db = Transaction<Schema>

/** What was exchanged under the projects of the team, the newest first. */
export async function listExchanges(db: Db, room: CompartmentId): Promise<Exchange[]> {
  const rows = await sql<Exchange>`
    select e.id, p.code as project, e.on_day as on, e.topics, e.agencies, e.outputs, e.source, e.result, e.revision
    from asylia.cooperation_exchange e join asylia.cooperation p on p.compartment_id = e.compartment_id and p.id = e.project_id
    where e.compartment_id = ${room}::uuid order by e.on_day desc, e.id limit 500`.execute(db)
  return rows.rows
}

type Written = Omit<KeepExchange, 'id' | 'project'> & By & { readonly project: string; readonly result: string }

/** Writes the exchange of the permit with what the screening says of its project; undefined when somebody was faster. */
export async function keepExchange(
  db: Db,
  permit: Permit<'cooperation.exchange'>,
  room: CompartmentId,
  { project, revision, body, result, by, today }: Written,
): Promise<number | undefined> {
  const rows =
    revision === 0
      ? await sql<{ revision: number }>`
          insert into asylia.cooperation_exchange (compartment_id, id, project_id, on_day, topics, agencies, outputs, source, result, written_by, written_on)
          values (${room}::uuid, ${permit.subject}::uuid, ${project}::uuid, ${body.on}::date, ${body.topics}::text[], ${body.agencies}::text[],
            ${body.outputs}::text[], ${body.source}, ${result}, ${by}::uuid, ${today}::date)
          on conflict do nothing returning revision`.execute(db)
      : await sql<{ revision: number }>`
          update asylia.cooperation_exchange set on_day = ${body.on}::date, topics = ${body.topics}::text[], agencies = ${body.agencies}::text[],
            outputs = ${body.outputs}::text[], source = ${body.source}, result = ${result}, revision = revision + 1, written_by = ${by}::uuid,
            written_on = ${today}::date
          where compartment_id = ${room}::uuid and id = ${permit.subject}::uuid and project_id = ${project}::uuid and revision = ${revision}
          returning revision`.execute(db)
  return rows.rows[0]?.revision
}
