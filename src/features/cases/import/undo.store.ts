import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import type { Batches } from './import.contract.ts'

type Db = Transaction<Schema>

/** What the speaker brought in and did not take back, the newest first. */
export async function listBatches(db: Db): Promise<Batches['batches']> {
  const rows = await sql<Batches['batches'][number]>`
    select i.batch, min(i.brought_on) as "on", count(*)::int as cases from asylia.import_case i
    where i.brought_by = (select access.member()) group by i.batch order by min(i.brought_on) desc, i.batch limit 50`.execute(db)
  return rows.rows
}

export type Brought = { readonly room: CompartmentId; readonly code: string }

/** Cases of one run of the speaker, in the order of their random ids. */
export async function listBrought(db: Db, batch: string, after: string | null, most: number): Promise<Brought[]> {
  const rows = await sql<Brought>`
    select i.compartment_id as room, c.code from asylia.import_case i join asylia.report_case c on c.compartment_id = i.compartment_id
    where i.batch = ${batch}::uuid and i.brought_by = (select access.member())
      and (${after}::uuid is null or i.compartment_id > ${after}::uuid)
    order by i.compartment_id limit ${most}`.execute(db)
  return rows.rows
}

/** Keeps others from adding to these cases until the transaction ends; those that are not the speaker's fall away. */
export async function holdImports(db: Db, rooms: readonly CompartmentId[]): Promise<CompartmentId[]> {
  const rows = await sql<{ room: CompartmentId }>`select h as room from access.hold_imports(${[...rooms]}::uuid[]) h`.execute(db)
  return rows.rows.map(({ room }) => room)
}

/** Who reads a case and who could is no part of it; the note of the import is no part either. */
const BESIDE = ['asylia.import_case', 'asylia.compartment_member', 'asylia.compartment_deny', 'asylia.case_holder']

/**
 * Of these cases the ones in which something came, went or was changed since. Every table that has a compartment is asked, so
 * that one which comes later counts by itself: each part still has the transaction that brought it, and none is missing.
 */
export async function findTouched(db: Db, rooms: readonly CompartmentId[]): Promise<Set<string>> {
  const tables = await sql<{ name: string }>`
    select n.nspname || '.' || c.relname as name from pg_catalog.pg_class c
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace and n.nspname = 'asylia'
      join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attname = 'compartment_id' and not a.attisdropped
    where c.relkind = 'r' and pg_catalog.has_table_privilege(c.oid, 'select') order by 1`.execute(db)
  const asked = tables.rows.map(({ name }) => name).filter((name) => !BESIDE.includes(name))
  const parts = sql.join(
    asked.map(
      (name) =>
        sql`select compartment_id as room, xmin::text as made from ${sql.table(name)} where compartment_id = any (${[...rooms]}::uuid[])`,
    ),
    sql` union all `,
  )
  const rows = await sql<{ room: string }>`
    select i.compartment_id as room from asylia.import_case i left join (${parts}) p on p.room = i.compartment_id
    where i.compartment_id = any (${[...rooms]}::uuid[])
    group by i.compartment_id, i.parts, i.xmin::text
    having count(p.room) <> i.parts or bool_or(p.made <> i.xmin::text)
      or exists (select from asylia.person_link l where l.other_room = i.compartment_id)
      or exists (select from asylia.case_move m where m.source = i.compartment_id)
      or exists (select from asylia.break_glass b where b.room = i.compartment_id)`.execute(db)
  return new Set(rows.rows.map(({ room }) => room))
}

/** Takes the case of the permit away, keys first. Throws what the database says when something unseen hangs on it. */
export async function forgetImport(db: Db, permit: Permit<'import.undo'>): Promise<void> {
  await sql`
    select access.forget_imports(array(select c.compartment_id from asylia.report_case c where c.code = ${permit.subject}))`.execute(db)
}
