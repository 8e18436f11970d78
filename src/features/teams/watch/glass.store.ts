import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId } from '#kernel/ids.ts'

type Db = Transaction<Schema>

export type GlassRow = {
  readonly id: string
  readonly code: string
  readonly member: string
  readonly reason: string
  readonly opened_at: Date
  readonly until: Date
  readonly verdict: 'justified' | 'not_justified' | null
  readonly reviewer: string | null
  readonly reviewed_at: Date | null
}

/** What was broken in the speaker's team since then, and whatever nobody has reviewed. */
export async function listGlasses(db: Db, since: Date): Promise<GlassRow[]> {
  const rows = await sql<GlassRow>`
    select b.id, b.code, m.code as member, b.reason, b.opened_at, b.until, b.verdict, v.code as reviewer, b.reviewed_at
    from asylia.break_glass b join asylia.member m on m.id = b.member_id left join asylia.member v on v.id = b.reviewed_by
    where b.reviewed_by is null or b.opened_at > ${since.toISOString()}::timestamptz order by b.opened_at desc, b.id`.execute(db)
  return rows.rows
}

type NewGlass = { readonly id: string; readonly reason: string; readonly at: Date; readonly until: Date }

/** `nothing`: there is no such case for the speaker to open. */
export async function breakGlass(db: Db, permit: Permit<'glass.open'>, glass: NewGlass): Promise<'opened' | 'unreviewed' | 'nothing'> {
  const rows = await sql<{ outcome: 'opened' | 'unreviewed' | 'nothing' }>`
    select access.break_glass(${permit.subject}, ${glass.id}::uuid, ${glass.reason}, ${glass.at.toISOString()}::timestamptz,
      ${glass.until.toISOString()}::timestamptz) as outcome`.execute(db)
  return rows.rows[0]?.outcome ?? 'nothing'
}

/** False when it is not there, is one's own, or was reviewed. */
export async function reviewGlass(db: Db, permit: Permit<'glass.review'>, verdict: string, at: Date): Promise<boolean> {
  const rows = await sql<{ done: boolean }>`
    select access.review_glass(${permit.subject}::uuid, ${verdict}, ${at.toISOString()}::timestamptz) as done`.execute(db)
  return rows.rows[0]?.done === true
}

/** False when somebody changed the key meanwhile. */
export async function setHolders(
  db: Db,
  _permit: Permit<'glass.set_holders'>,
  room: CompartmentId,
  said: { readonly key: string; readonly revision: number; readonly holders: readonly string[] },
): Promise<boolean> {
  const done = await sql`
    update keys.case_wrap set age_file = ${Buffer.from(said.key, 'base64url')}, revision = revision + 1
    where compartment_id = ${room}::uuid and revision = ${said.revision}`.execute(db)
  if (done.numAffectedRows !== 1n) return false
  await sql`select access.set_holders(${room}::uuid, ${[...said.holders]})`.execute(db)
  return true
}

export async function listHolders(db: Db, room: CompartmentId): Promise<string[]> {
  const rows = await sql<{ code: string }>`
    select m.code from asylia.case_holder h join asylia.member m on m.id = h.member_id and m.left_on is null
    where h.compartment_id = ${room}::uuid order by m.code`.execute(db)
  return rows.rows.map(({ code }) => code)
}
