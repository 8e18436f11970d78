import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId, MemberId } from '#kernel/ids.ts'

/** The operator of a name: a person of the house team who has not left. */
export async function findOperatorId(db: Transaction<Schema>, name: string): Promise<MemberId | undefined> {
  const rows = await sql<{ id: MemberId }>`
    select m.id from asylia.member m join asylia.team t on t.id = m.team_id and t.kind = 'house'
    where m.kind = 'person' and m.left_on is null and m.display_name = ${name}`.execute(db)
  return rows.rows[0]?.id
}

/** Makes the person whom the permit names a member who may write in the register. */
export async function enrol(db: Transaction<Schema>, permit: Permit<'operator.enrol'>, name: string): Promise<void> {
  await sql`select access.enrol_operator(${permit.subject}::uuid, ${name})`.execute(db)
}

/** Lets the member of a code in to the register, or out; false where nobody at a desk has that code. */
export async function putReviewer(
  db: Transaction<Schema>,
  permit: Permit<'operator.let_in' | 'operator.let_out'>,
  lets: boolean,
): Promise<boolean> {
  const rows = await sql<{ who: MemberId | null }>`select access.let_review(${permit.subject}, ${lets}) as who`.execute(db)
  return rows.rows[0]?.who != null
}

/** The register, for whoever was let in to its review and verifies today; undefined for everybody else. */
export async function findOwnRegister(db: Transaction<Schema>): Promise<CompartmentId | undefined> {
  const rows = await sql<{ register: CompartmentId | null }>`select access.reviews() as register`.execute(db)
  return rows.rows[0]?.register ?? undefined
}
