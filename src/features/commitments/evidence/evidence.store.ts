import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import type { By } from '../commitment-desk.ts'
import type { AddFinding, Finding } from './evidence.contract.ts'

type Db = Transaction<Schema>
/** More findings than this on one team's desk are read commitment by commitment. */
const MOST = 500

/** Findings of the team, the newest first. */
export async function listFindings(db: Db, room: CompartmentId, commitment: string | null): Promise<Finding[]> {
  const rows = await sql<Finding>`
    select f.id, f.commitment, f.direction, f.asserted_by as "assertedBy", f.hedge, f.standard, f.said, f.cites, f.supersedes,
      m.code as by, f.written_on as on
    from asylia.commitment_finding f join asylia.member m on m.id = f.written_by
    where f.compartment_id = ${room}::uuid ${commitment === null ? sql`` : sql`and f.commitment = ${commitment}`}
    order by f.written_on desc, f.id limit ${MOST}`.execute(db)
  return rows.rows
}

/** Writes the finding of the permit; false when its id is taken, or when another superseded the same one first. */
export async function addFinding(
  db: Db,
  permit: Permit<'commitment.find'>,
  room: CompartmentId,
  { body, by, today }: AddFinding & By,
): Promise<boolean> {
  const rows = await sql<{ id: string }>`
    insert into asylia.commitment_finding (compartment_id, id, commitment, direction, asserted_by, hedge, standard, said, cites, supersedes,
      written_by, written_on)
    values (${room}::uuid, ${permit.subject}::uuid, ${body.commitment}, ${body.direction}, ${body.assertedBy}, ${body.hedge}, ${body.standard},
      ${body.said}, ${body.cites}::text[], ${body.supersedes}::uuid, ${by}::uuid, ${today}::date)
    on conflict do nothing returning id`.execute(db)
  return rows.rows.length === 1
}
