import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId, MemberId } from '#kernel/ids.ts'
import type { Found } from './person.contract.ts'

type Db = Transaction<Schema>

/** Those of these codes that are people of the cases on which the speaker works. */
export async function findPeople(db: Db, codes: readonly string[]): Promise<Found[]> {
  const rows = await sql<Found>`
    select c.code as "case", p.id, p.code, k.id as card, coalesce(k.revision, 0) as revision
    from asylia.person p
    join asylia.report_case c on c.compartment_id = p.compartment_id and access.writes(c.compartment_id)
    left join asylia.card k on k.compartment_id = p.compartment_id and k.about = p.id and k.kind = 'person.identity'
    where p.code = any (${[...codes]}) order by c.code, p.code`.execute(db)
  return rows.rows
}

/** Whether this is the identity card of this person as it stands today. */
export async function hasIdentity(
  db: Db,
  room: CompartmentId,
  { person, card, revision }: { readonly person: string; readonly card: string; readonly revision: number },
): Promise<boolean> {
  const rows = await sql`
    select from asylia.person p join asylia.card k on k.compartment_id = p.compartment_id and k.about = p.id and k.kind = 'person.identity'
    where p.compartment_id = ${room}::uuid and p.code = ${person} and k.id = ${card}::uuid and k.revision = ${revision}`.execute(db)
  return rows.rows.length === 1
}

/** The id of a colleague who is a member today. */
export async function findColleague(db: Db, team: string, code: string): Promise<MemberId | undefined> {
  const rows = await sql<{ id: MemberId }>`
    select id from asylia.member where code = ${code} and team_id = ${team}::uuid and left_on is null and state = 'member'`.execute(db)
  return rows.rows[0]?.id
}

export type NewWrap = {
  readonly room: CompartmentId
  readonly member: MemberId
  readonly person: string
  readonly by: MemberId
  readonly until: Date
  readonly blob: Uint8Array
}

/** Keeps the wrap of the permit for one member; false when this approval was answered already. */
export async function addWrap(db: Db, permit: Permit<'identity.give'>, wrap: NewWrap): Promise<boolean> {
  try {
    await sql`
      insert into keys.identity_wrap (compartment_id, id, for_member, person, given_by, until, blob)
      values (${wrap.room}::uuid, ${permit.subject}::uuid, ${wrap.member}::uuid, ${wrap.person}, ${wrap.by}::uuid, ${wrap.until}, ${Buffer.from(wrap.blob)})`.execute(
      db,
    )
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '23505') return false
    throw error
  }
}

export type WrapRow = { readonly person: string; readonly by: string; readonly until: Date; readonly blob: Buffer }

/** What was given to the speaker under an approval and is not over. */
export async function findWrap(db: Db, room: CompartmentId, approval: string, at: Date): Promise<WrapRow | undefined> {
  const rows = await sql<WrapRow>`
    select w.person, w.until, w.blob, coalesce((select m.code from asylia.member m where m.id = w.given_by), '') as by
    from keys.identity_wrap w where w.compartment_id = ${room}::uuid and w.id = ${approval}::uuid and w.until > ${at}`.execute(db)
  return rows.rows[0]
}

/** Whatever is over is gone, whoever it was for. */
export async function forgetWraps(db: Db, at: Date): Promise<void> {
  await sql`select access.forget_identity_wraps(${at})`.execute(db)
}
