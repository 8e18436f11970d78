import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId, MemberId } from '#kernel/ids.ts'
import type { Entry } from './list.contract.ts'
import type { Frozen } from './list.rules.ts'

type Db = Transaction<Schema>
type By = { readonly by: MemberId; readonly today: string }

export type ListRow = { readonly id: string; readonly n: number; readonly hash: string; readonly by: string; readonly on: string }

/** The versions of a list, the newest first. */
export async function listVersions(db: Db, room: CompartmentId, round: string): Promise<ListRow[]> {
  const rows = await sql<ListRow>`
    select l.id, l.n, encode(l.hash, 'hex') as hash, coalesce((select m.code from asylia.member m where m.id = l.frozen_by), '') as by, l.frozen_on as on
    from asylia.case_list l where l.compartment_id = ${room}::uuid and l.round_id = ${round}::uuid order by l.n desc limit 100`.execute(db)
  return rows.rows
}

export type CopyRow = { readonly list: string; readonly kind: string; readonly by: string; readonly on: string }

/** Who took which version out of the desk. */
export async function listCopies(db: Db, room: CompartmentId, round: string): Promise<CopyRow[]> {
  const rows = await sql<CopyRow>`
    select k.list_id as list, k.kind, coalesce((select m.code from asylia.member m where m.id = k.held_by), '') as by, k.taken_on as on
    from asylia.case_list_copy k join asylia.case_list l on l.compartment_id = k.compartment_id and l.id = k.list_id
    where k.compartment_id = ${room}::uuid and l.round_id = ${round}::uuid order by k.taken_on desc, k.id limit 200`.execute(db)
  return rows.rows
}

export type EntryRow = Omit<Entry, 'standing'> & { readonly stands: boolean; readonly isOff: boolean; readonly room: CompartmentId }

/** The entries of a version, of cases that the speaker reads. */
export async function listEntries(db: Db, room: CompartmentId, list: string, today: string): Promise<EntryRow[]> {
  const rows = await sql<EntryRow>`
    select e.compartment_id as room, e.raised_id as raised, c.code as "case", e.subject, r.form, e.scope, e.consent_id as consent,
      r.state = 'dropped' as "isOff",
      access.standing_consent(e.compartment_id, e.subject, e.scope, ${today}::date) is not null as stands
    from asylia.case_list_entry e join asylia.report_case c on c.compartment_id = e.compartment_id
    join asylia.raised_case r on r.compartment_id = e.compartment_id and r.id = e.raised_id
    where e.list_room = ${room}::uuid and e.list_id = ${list}::uuid order by c.code, e.subject, e.raised_id`.execute(db)
  return rows.rows
}

/** Writes the next version; undefined when somebody froze one in this moment. */
export async function addList(
  db: Db,
  permit: Permit<'dialogue.freeze'>,
  room: CompartmentId,
  { round, n, hash, by, today }: By & { readonly round: string; readonly n: number; readonly hash: string },
): Promise<boolean> {
  const rows = await sql<{ id: string }>`
    insert into asylia.case_list (compartment_id, id, round_id, n, hash, frozen_by, frozen_on)
    values (${room}::uuid, ${permit.subject}::uuid, ${round}::uuid, ${n}, decode(${hash}, 'hex'), ${by}::uuid, ${today}::date)
    on conflict do nothing returning id`.execute(db)
  return rows.rows.length === 1
}

/** Writes the entries of the version of the permit, each in the room of its case. */
export async function addEntries(
  db: Db,
  permit: Permit<'dialogue.freeze'>,
  room: CompartmentId,
  { entries, today }: { readonly entries: readonly (Frozen & { readonly room: CompartmentId })[]; readonly today: string },
): Promise<void> {
  const rows = entries.map(({ room: at, raised, subject, scope, consent }) => ({ at, raised, subject, scope, consent }))
  await sql`
    insert into asylia.case_list_entry (compartment_id, list_room, list_id, raised_id, subject, scope, consent_id, frozen_on)
    select e.at, ${room}::uuid, ${permit.subject}::uuid, e.raised, e.subject, e.scope, e.consent, ${today}::date
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) e (at uuid, raised uuid, subject text, scope text, consent uuid)`.execute(db)
}

export async function addCopy(
  db: Db,
  permit: Permit<'export.dialogue'>,
  room: CompartmentId,
  { id, kind, digest, by, today }: By & { readonly id: string; readonly kind: string; readonly digest: string },
): Promise<void> {
  await sql`
    insert into asylia.case_list_copy (compartment_id, id, list_id, kind, digest, held_by, taken_on)
    values (${room}::uuid, ${id}::uuid, ${permit.subject}::uuid, ${kind}, decode(${digest}, 'hex'), ${by}::uuid, ${today}::date)`.execute(
    db,
  )
}
