import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId } from '#kernel/ids.ts'

type Db = Transaction<Schema>

/** The teams that answer to a state or declare a conflict with it. */
export async function listTeamsOfState(db: Db, state: string): Promise<string[]> {
  const rows = await sql<{ slug: string }>`select slug from access.teams_of_state(${state})`.execute(db)
  return rows.rows.map(({ slug }) => slug)
}

/** Closes the case to them; only grows. */
export async function addBars(db: Db, _permit: Permit<'case.bar_state'>, room: CompartmentId, states: readonly string[]): Promise<void> {
  await sql`select access.bar_states(${room}::uuid, ${[...states]})`.execute(db)
}

/** The code of a case on which the speaker works. */
export async function findCaseCode(db: Db, room: CompartmentId): Promise<string | undefined> {
  const rows = await sql<{ code: string }>`
    select code from asylia.report_case where compartment_id = ${room}::uuid and access.writes(compartment_id)`.execute(db)
  return rows.rows[0]?.code
}
