import { sql, type Transaction } from 'kysely'
import { RECORD_TABLES, type RecordTable } from '#base/public-records.ts'
import type { Schema } from '#base/schema.ts'

export type StoredRecord = {
  readonly body: unknown
  readonly revision: number
  readonly recordedOn: string
  readonly withdrawnOn: string | null
  readonly corridor: string
}

/** One record as it stands in the database, withdrawn ones too. */
export async function findStored(db: Transaction<Schema>, table: RecordTable, key: string): Promise<StoredRecord | undefined> {
  const rows = await sql<StoredRecord>`
    select body, revision, recorded_on as "recordedOn", withdrawn_on as "withdrawnOn", corridor
    from ${sql.table(`publication.${table}`)} where ${sql.ref(RECORD_TABLES[table])} = ${key}`.execute(db)
  return rows.rows[0]
}

export type QuotedWords = {
  readonly code: string
  readonly quote: string
  readonly paragraph: number
  readonly label: string | null
  readonly start: number
  readonly end: number
  readonly document: string
  readonly title: string
  readonly publisher: string
  readonly address: string | null
  readonly sha256: string
  /** The paragraph, where its document is held here. */
  readonly text: string | null
}

/** Quotations with the document that they stand in, by their codes. */
export async function listQuotedWords(db: Transaction<Schema>, codes: readonly string[]): Promise<Map<string, QuotedWords>> {
  const rows = await sql<QuotedWords>`
    select c.code, c.body ->> 'quote' as quote, c.paragraph, (c.body ->> 'start')::int as start, (c.body ->> 'end')::int as "end",
      d.code as document, d.sha256, d.body ->> 'title' as title, d.body ->> 'publisher' as publisher, d.body ->> 'address' as address,
      (select p ->> 'label' from jsonb_array_elements(d.body -> 'paragraphs') p where (p ->> 'number')::int = c.paragraph) as label,
      h.text
    from publication.citation c
    join publication.document d on d.sha256 = c.document
    left join publication.held_paragraph h on h.sha256 = c.document and h.number = c.paragraph
    where c.code = any (${codes}::text[])`.execute(db)
  return new Map(rows.rows.map((row) => [row.code, row]))
}

export type RecordChange = { readonly on: string; readonly kind: string; readonly revision: number }

export async function listChangesOf(db: Transaction<Schema>, key: string): Promise<RecordChange[]> {
  return db
    .selectFrom('publication.change')
    .select(['on_day as on', 'kind', 'revision'])
    .where('subject', '=', key)
    .orderBy('revision')
    .execute()
}
