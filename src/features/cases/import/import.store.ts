import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId, MemberId } from '#kernel/ids.ts'

type Db = Transaction<Schema>

type Mark = { readonly room: CompartmentId; readonly mark: string; readonly today: string }

/** False when the row was brought in before. */
export async function addMark(db: Db, _permit: Permit<'import.row'>, { room, mark, today }: Mark): Promise<boolean> {
  const rows = await sql`
    insert into asylia.import_row (compartment_id, mark, recorded_on) values (${room}::uuid, ${Buffer.from(mark, 'hex')}, ${today}::date)
    on conflict do nothing returning mark`.execute(db)
  return rows.rows.length === 1
}

export async function findMarks(db: Db, room: CompartmentId, marks: readonly string[]): Promise<string[]> {
  const rows = await sql<{ mark: string }>`
    select encode(mark, 'hex') as mark from asylia.import_row
    where compartment_id = ${room}::uuid and mark = any (${marks.map((mark) => Buffer.from(mark, 'hex'))})`.execute(db)
  return rows.rows.map(({ mark }) => mark)
}

type Brought = {
  readonly mark: string
  readonly batch: string
  readonly parts: number
  readonly by: MemberId
  readonly today: string
}

/** Notes which case the row became. Written last, in the transaction of all the rest. */
export async function addBrought(db: Db, permit: Permit<'import.row'>, { mark, batch, parts, by, today }: Brought): Promise<void> {
  await sql`
    insert into asylia.import_case (compartment_id, batch, mark, parts, brought_by, brought_on)
    select c.compartment_id, ${batch}::uuid, ${Buffer.from(mark, 'hex')}, ${parts}, ${by}::uuid, ${today}::date
    from asylia.report_case c where c.code = ${permit.subject}`.execute(db)
}
