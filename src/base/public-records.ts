import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { type Kysely, sql, type Transaction } from 'kysely'
import type { Permit } from './permit.ts'
import type { Schema } from './schema.ts'

/** The tables of the public register that share one form: key, corridor, body, revision, withdrawn_on. */
export const RECORD_TABLES = {
  document: 'sha256',
  citation: 'code',
  public_person: 'code',
  public_case: 'code',
  public_incident: 'code',
  public_event: 'code',
  public_organisation: 'code',
  signatory: 'code',
  discrepancy: 'code',
  coded_paragraph: 'code',
  commitment: 'code',
  recommendation: 'code',
  mechanism: 'code',
  agreement: 'code',
  finding: 'code',
  instrument: 'id',
  ratification: 'key',
  dialogue_round: 'code',
  dialogue_gap: 'code',
  source_statement: 'code',
} as const
export type RecordTable = keyof typeof RECORD_TABLES

export type RecordWrite = 'added' | 'corrected' | 'unchanged'

/** The shelf of records and documents that belong to no corridor. An underscore begins no id that a corridor file may have. */
export const SHELF = '_imported'

const tableOf = (table: RecordTable) => sql.table(`publication.${table}`)
const keyOf = (table: RecordTable) => sql.ref(RECORD_TABLES[table])

/** Reads the bodies of one table in key order; row security decides which rows that is. */
export async function listRecords<Body>(db: Kysely<Schema> | Transaction<Schema>, table: RecordTable): Promise<Body[]> {
  const rows = await sql<{ body: Body }>`select body from ${tableOf(table)} order by ${keyOf(table)} collate "C"`.execute(db)
  return rows.rows.map((row) => row.body)
}

/**
 * Writes one corridor's records of one table: new ones are added, changed ones corrected with a new revision, equal ones
 * left alone, a withdrawn one stays withdrawn. Answers what became of each key, in the order given.
 */
export async function putRecords<Body extends object>(
  db: Transaction<Schema>,
  permit: Permit<'corridor.load'>,
  table: RecordTable,
  records: readonly { readonly key: string; readonly body: Body }[],
): Promise<{ readonly key: string; readonly revision: number; readonly did: RecordWrite }[]> {
  const corridor = corridorOf(permit)
  const there = await sql<{ key: string; body: unknown; revision: number }>`
    select ${keyOf(table)} as key, body, revision from ${tableOf(table)} where corridor = ${corridor}`.execute(db)
  const before = new Map(there.rows.map((row) => [row.key, row]))
  const written = records.map(({ key, body }) => {
    const old = before.get(key)
    if (old === undefined) return { key, body, revision: 1, did: 'added' as const }
    if (isDeepStrictEqual(old.body, JSON.parse(JSON.stringify(body))))
      return { key, body, revision: old.revision, did: 'unchanged' as const }
    return { key, body, revision: old.revision + 1, did: 'corrected' as const }
  })
  const changed = written.filter((one) => one.did !== 'unchanged')
  if (changed.length > 0) {
    const rows = JSON.stringify(changed.map(({ key, body, revision }) => ({ key, body, revision })))
    await sql`
      insert into ${tableOf(table)} (${keyOf(table)}, corridor, body, revision)
      select row.key, ${corridor}, row.body, row.revision
      from jsonb_to_recordset(${rows}::jsonb) as row (key text, body jsonb, revision int)
      on conflict (${keyOf(table)}) do update set body = excluded.body, revision = excluded.revision`.execute(db)
  }
  return written.map(({ key, revision, did }) => ({ key, revision, did }))
}

/** Takes one record, the permit's subject, out of the publication. Answers its new revision, null when it was out already. */
export async function withdrawRecord(
  db: Transaction<Schema>,
  permit: Permit<'record.withdraw'>,
  table: RecordTable,
): Promise<number | null> {
  const rows = await sql<{ revision: number }>`
    update ${tableOf(table)} set withdrawn_on = current_date, revision = revision + 1
    where ${keyOf(table)} = ${permit.subject} and withdrawn_on is null
    returning revision`.execute(db)
  return rows.rows[0]?.revision ?? null
}

/** Takes what a new version of a corridor no longer holds out of the publication. Answers keys with their new revision. */
export async function withdrawAbsent(
  db: Transaction<Schema>,
  permit: Permit<'corridor.load'>,
  table: RecordTable,
  present: readonly string[],
): Promise<{ readonly key: string; readonly revision: number }[]> {
  const corridor = corridorOf(permit)
  const rows = await sql<{ key: string; revision: number }>`
    update ${tableOf(table)} set withdrawn_on = current_date, revision = revision + 1
    where corridor = ${corridor} and withdrawn_on is null and not (${keyOf(table)} = any (${present}::text[]))
    returning ${keyOf(table)} as key, revision`.execute(db)
  return rows.rows
}

/** Makes sure that the shelf stands; it has a title and nothing else. */
export async function ensureShelf(db: Transaction<Schema>, _permit: Permit<'document.ingest'>): Promise<void> {
  const body = JSON.stringify({ title: { en: 'Imported documents' } })
  await db
    .insertInto('publication.corridor')
    .values({ id: SHELF, version: '1', file_hash: createHash('sha256').update(body).digest('hex'), body })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Adds one record to the shelf. A key that is taken is our fault and throws. */
export async function addRecord<Body extends object>(
  db: Transaction<Schema>,
  _permit: Permit<'proposal.decide'>,
  table: RecordTable,
  record: { readonly key: string; readonly body: Body },
): Promise<void> {
  await sql`
    insert into ${tableOf(table)} (${keyOf(table)}, corridor, body)
    values (${record.key}, ${SHELF}, ${JSON.stringify(record.body)}::jsonb)`.execute(db)
}

/** One published record, locked until the transaction ends; undefined where there is none or it was withdrawn. */
export async function findRecord<Body>(db: Transaction<Schema>, table: RecordTable, key: string): Promise<Body | undefined> {
  const rows = await sql<{ body: Body }>`
    select body from ${tableOf(table)} where ${keyOf(table)} = ${key} and withdrawn_on is null for update`.execute(db)
  return rows.rows[0]?.body
}

/** Corrects one record and answers its new revision. */
export async function correctRecord<Body extends object>(
  db: Transaction<Schema>,
  _permit: Permit<'proposal.decide'>,
  table: RecordTable,
  record: { readonly key: string; readonly body: Body },
): Promise<number> {
  const rows = await sql<{ revision: number }>`
    update ${tableOf(table)} set body = ${JSON.stringify(record.body)}::jsonb, revision = revision + 1
    where ${keyOf(table)} = ${record.key} and withdrawn_on is null returning revision`.execute(db)
  return rows.rows[0]?.revision ?? 1
}

/** The table in which a public code stands, whether published or withdrawn; null where there is none. */
export async function findRecordTable(db: Transaction<Schema>, key: string): Promise<RecordTable | null> {
  for (const table of Object.keys(RECORD_TABLES) as RecordTable[]) {
    const rows = await sql`select from ${tableOf(table)} where ${keyOf(table)} = ${key}`.execute(db)
    if (rows.rows.length > 0) return table
  }
  return null
}

/** The subject of a load is `<corridor>@<version>`. */
function corridorOf(permit: Permit<'corridor.load'>): string {
  return permit.subject.split('@', 1)[0] ?? ''
}
