import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import type { By } from '../commitment-desk.ts'
import type { Vet, Vetting } from './vetting.contract.ts'

type Db = Transaction<Schema>

/** One of three words about a name, or null for whoever may not decide on projects. The name is in no row and no line. guards T-21 */
export async function compare(db: Db, named: string): Promise<Vetting['result'] | null> {
  const rows = await sql<{ found: Vetting['result'] | null }>`select access.vet(${named}) as found`.execute(db)
  return rows.rows[0]?.found ?? null
}

export async function listVetting(db: Db, room: CompartmentId): Promise<Vetting[]> {
  const rows = await sql<Vetting>`
    select v.id, p.code as project, v.label, v.kind, v.result, v.settled, m.code as by, v.checked_on as on
    from asylia.cooperation_vetting v
    join asylia.cooperation p on p.compartment_id = v.compartment_id and p.id = v.project_id join asylia.member m on m.id = v.checked_by
    where v.compartment_id = ${room}::uuid order by v.checked_on desc, v.id limit 1000`.execute(db)
  return rows.rows
}

/** What stands against a project after the looks of its people and units: hits, and what nobody has settled as another one. */
export async function standsVetted(db: Db, room: CompartmentId, project: string): Promise<'clear' | 'review' | 'hit'> {
  const rows = await sql<{ hits: number; open: number }>`
    select (count(*) filter (where result = 'hit' or settled = 'same'))::int as hits,
      (count(*) filter (where result = 'needs_review' and settled is null))::int as open
    from asylia.cooperation_vetting where compartment_id = ${room}::uuid and project_id = ${project}::uuid`.execute(db)
  const { hits = 0, open = 0 } = rows.rows[0] ?? {}
  return hits > 0 ? 'hit' : open > 0 ? 'review' : 'clear'
}

/** Writes the answer of the permit; false where there is no such project. */
export async function addVetting(
  db: Db,
  permit: Permit<'cooperation.vet'>,
  room: CompartmentId,
  { project, label, kind, result, by, today }: Omit<Vet, 'named'> & By & { readonly result: Vetting['result'] },
): Promise<boolean> {
  const rows = await sql<{ id: string }>`
    insert into asylia.cooperation_vetting (compartment_id, id, project_id, label, kind, result, checked_by, checked_on)
    select p.compartment_id, ${permit.subject}::uuid, p.id, ${label}, ${kind}, ${result}, ${by}::uuid, ${today}::date
    from asylia.cooperation p where p.compartment_id = ${room}::uuid and p.code = ${project}
    on conflict do nothing returning id`.execute(db)
  return rows.rows.length === 1
}

/** Settles what needed a review, by somebody else than who looked it up. */
export async function settle(
  db: Db,
  permit: Permit<'cooperation.settle'>,
  room: CompartmentId,
  { settled, by, today }: By & { readonly settled: 'same' | 'another' },
): Promise<boolean> {
  const rows = await sql<{ id: string }>`
    update asylia.cooperation_vetting set settled = ${settled}, settled_by = ${by}::uuid, settled_on = ${today}::date
    where compartment_id = ${room}::uuid and id = ${permit.subject}::uuid and result = 'needs_review' and settled is null
      and checked_by <> ${by}::uuid returning id`.execute(db)
  return rows.rows.length === 1
}
