import { sql, type Transaction } from 'kysely'
import { listRecords, SHELF } from '#base/public-records.ts'
import type { Schema } from '#base/schema.ts'
import type { Change, Release, SourceStatement } from './release.contract.ts'
import { SECTIONS } from './sections.ts'

export type ReleasedRows = Pick<
  Release,
  'corridors' | 'held' | 'copies' | 'changes' | 'offices' | 'statements' | 'uncoded' | (typeof SECTIONS)[number][0]
>

/** Everything that the public role sees, in one order. Row security leaves out what is withdrawn. */
export async function readReleased(db: Transaction<Schema>): Promise<ReleasedRows> {
  const rows: Record<string, unknown> = {}
  for (const [section, table] of SECTIONS) rows[section] = await listRecords(db, table)
  const corridors = await sql<Release['corridors'][number]>`
    select body || jsonb_build_object('id', id, 'version', version, 'fileHash', file_hash) as body
    from publication.corridor where id <> ${SHELF} order by id collate "C"`.execute(db)
  const documents = await listReleasedDocuments(db)
  const held = await db
    .selectFrom('publication.held_document')
    .select(['sha256', 'held_at'])
    .where('sha256', 'in', documents.length === 0 ? [''] : documents.map((one) => one.sha256))
    .orderBy('sha256')
    .execute()
  const changes = await db
    .selectFrom('publication.change')
    .select(['subject', 'kind', 'on_day', 'note'])
    .orderBy('on_day', 'desc')
    .orderBy('subject')
    .orderBy('revision', 'desc')
    .execute()
  return {
    ...(rows as Omit<ReleasedRows, 'corridors' | 'held' | 'copies' | 'changes' | 'offices' | 'statements' | 'uncoded'>),
    documents,
    corridors: corridors.rows.map((row) => (row as unknown as { body: Release['corridors'][number] }).body),
    held: held.map((row) => row.sha256),
    copies: held.flatMap(({ sha256, held_at: at }) => (at === null ? [] : [{ sha256, at: `${at.toISOString().slice(0, 19)}Z` }])),
    statements: await listRecords<SourceStatement>(db, 'source_statement'),
    uncoded: await listUncoded(db),
    offices: await listPublicOffices(db),
    changes: changes.map((row) => ({ on: row.on_day, kind: row.kind, subject: row.subject, note: row.note }) as Change),
  }
}

/** What stands on the shelf was accepted by a person and coded by nobody. */
async function listUncoded(db: Transaction<Schema>): Promise<string[]> {
  const rows = await sql<{ code: string }>`
    select code from publication.public_person where corridor = ${SHELF}
    union all select code from publication.public_incident where corridor = ${SHELF}
    union all select code from publication.public_organisation where corridor = ${SHELF}
    union all select code from publication.signatory where corridor = ${SHELF}
    union all select code from publication.recommendation where corridor = ${SHELF}
    union all select code from publication.dialogue_round where corridor = ${SHELF}`.execute(db)
  return rows.rows.map(({ code }) => code).toSorted()
}

type PublicOffice = NonNullable<Release['offices']>[number]

/** Lines of the directory to which a steward said yes. */
async function listPublicOffices(db: Transaction<Schema>): Promise<PublicOffice[]> {
  const rows = await sql<{ body: PublicOffice }>`select body from publication.focal_office order by code collate "C"`.execute(db)
  return rows.rows.map((row) => row.body)
}

/** Documents of corridors, and of the shelf those that a quotation stands in: what nobody reviewed yet is not published. */
async function listReleasedDocuments(db: Transaction<Schema>): Promise<Release['documents']> {
  const rows = await sql<{ body: Release['documents'][number] }>`
    select d.body from publication.document d
    where d.corridor <> ${SHELF} or exists (select from publication.citation c where c.document = d.sha256)
    order by d.sha256 collate "C"`.execute(db)
  return rows.rows.map((row) => row.body)
}

/** Texts of held documents that the public role may read: only those whose licence allows it. */
export async function readOpenTexts(db: Transaction<Schema>): Promise<Map<string, string>> {
  const rows = await db.selectFrom('publication.held_paragraph').select(['sha256', 'number', 'text']).execute()
  return new Map(rows.map((row) => [`${row.sha256} ${row.number}`, row.text]))
}
