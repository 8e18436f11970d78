import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import type { By } from '../commitment-desk.ts'
import type { AddNote, FieldNote } from './oversight.contract.ts'

type Db = Transaction<Schema>

/** What was seen of an agreement, the latest first. */
export async function listNotes(db: Db, room: CompartmentId, agreement: string): Promise<Omit<FieldNote, 'stands'>[]> {
  const rows = await sql<Omit<FieldNote, 'stands'>>`
    select n.id, n.agreement, n.clause, n.finding, n.hedge, n.said, n.country, n.seen_on as "seenOn", n.source, n.supersedes, m.code as by,
      n.written_on as on
    from asylia.compliance_note n join asylia.member m on m.id = n.written_by
    where n.compartment_id = ${room}::uuid and n.agreement = ${agreement} order by n.seen_on desc, n.id limit 500`.execute(db)
  return rows.rows
}

/** Writes the note of the permit; false when its id is taken, or when another replaced the same one first. */
export async function addNote(
  db: Db,
  permit: Permit<'agreement.note'>,
  room: CompartmentId,
  { body, by, today }: AddNote & By,
): Promise<boolean> {
  const rows = await sql<{ id: string }>`
    insert into asylia.compliance_note (compartment_id, id, agreement, clause, finding, hedge, said, country, seen_on, source, supersedes,
      written_by, written_on)
    values (${room}::uuid, ${permit.subject}::uuid, ${body.agreement}, ${body.clause}, ${body.finding}, ${body.hedge}, ${body.said},
      ${body.country}, ${body.seenOn}::date, ${body.source}, ${body.supersedes}::uuid, ${by}::uuid, ${today}::date)
    on conflict do nothing returning id`.execute(db)
  return rows.rows.length === 1
}
