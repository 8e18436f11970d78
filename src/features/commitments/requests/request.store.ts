import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import type { By } from '../commitment-desk.ts'
import type { KeepRequest } from './request.contract.ts'

type Db = Transaction<Schema>
export type RequestRow = KeepRequest['body'] & { readonly id: string; readonly code: string; readonly revision: number }

/** Requests of the team: open ones first, by the day on which they are due. */
export async function listRequests(db: Db, room: CompartmentId): Promise<RequestRow[]> {
  const rows = await sql<RequestRow>`
    select id, code, body, about, concerns, sent_on as "sentOn", due_on as "dueOn", clock, state, answered_on as "answeredOn", revision
    from asylia.document_request where compartment_id = ${room}::uuid order by (state = 'open') desc, due_on, code limit 500`.execute(db)
  return rows.rows
}

/** Writes the request of the permit; undefined when somebody was faster. The day on which it was sent is never moved. */
export async function keepRequest(
  db: Db,
  permit: Permit<'document_request.keep'>,
  room: CompartmentId,
  { code, revision, body, by, today }: KeepRequest & By,
): Promise<number | undefined> {
  const rows =
    revision === 0
      ? await sql<{ revision: number }>`
          insert into asylia.document_request (compartment_id, id, code, body, about, concerns, sent_on, due_on, clock, state, answered_on,
            written_by, written_on)
          values (${room}::uuid, ${permit.subject}::uuid, ${code}, ${body.body}, ${body.about}, ${body.concerns}, ${body.sentOn}::date,
            ${body.dueOn}::date, ${body.clock}, ${body.state}, ${body.answeredOn}::date, ${by}::uuid, ${today}::date)
          on conflict do nothing returning revision`.execute(db)
      : await sql<{ revision: number }>`
          update asylia.document_request set body = ${body.body}, about = ${body.about}, concerns = ${body.concerns},
            due_on = ${body.dueOn}::date, clock = ${body.clock}, state = ${body.state}, answered_on = ${body.answeredOn}::date,
            revision = revision + 1, written_by = ${by}::uuid, written_on = ${today}::date
          where compartment_id = ${room}::uuid and id = ${permit.subject}::uuid and code = ${code} and revision = ${revision}
          returning revision`.execute(db)
  return rows.rows[0]?.revision
}
