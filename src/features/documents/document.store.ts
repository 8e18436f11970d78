import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import { listRecords } from '#base/public-records.ts'
import type { Schema } from '#base/schema.ts'
import type { Citation, PublicDocument } from './document.contract.ts'
import type { ReadParagraph } from './segment.rules.ts'

export async function findDocument(db: Transaction<Schema>, sha256: string): Promise<PublicDocument | undefined> {
  const rows = await sql<{ body: PublicDocument }>`select body from publication.document where sha256 = ${sha256}`.execute(db)
  return rows.rows[0]?.body
}

export async function isHeld(db: Transaction<Schema>, sha256: string): Promise<boolean> {
  const row = await db.selectFrom('publication.held_document').select('sha256').where('sha256', '=', sha256).executeTakeFirst()
  return row !== undefined
}

export async function listCitationsOf(db: Transaction<Schema>, sha256: string): Promise<Citation[]> {
  const rows = await sql<{ body: Citation }>`
    select body from publication.citation where document = ${sha256} and withdrawn_on is null order by code`.execute(db)
  return rows.rows.map((row) => row.body)
}

export function listCitations(db: Transaction<Schema>): Promise<Citation[]> {
  return listRecords<Citation>(db, 'citation')
}

/** Keeps the text of the document that the permit names. */
export async function keepText(
  db: Transaction<Schema>,
  permit: Permit<'document.hold' | 'document.ingest'>,
  ruleVersion: number,
  paragraphs: readonly Pick<ReadParagraph, 'number' | 'text'>[],
): Promise<void> {
  const sha256 = permit.subject
  await db.insertInto('publication.held_document').values({ sha256, rule_version: ruleVersion }).execute()
  for (let from = 0; from < paragraphs.length; from += BATCH) {
    const rows = JSON.stringify(paragraphs.slice(from, from + BATCH).map(({ number, text }) => ({ number, text })))
    await sql`
      insert into publication.held_paragraph (sha256, number, text)
      select ${sha256}, row.number, row.text from jsonb_to_recordset(${rows}::jsonb) as row (number int, text text)`.execute(db)
  }
}

// One statement takes at most 256 MB of jsonb.
const BATCH = 2_000

export async function listHeldParagraphs(db: Transaction<Schema>, sha256: string): Promise<{ number: number; text: string }[]> {
  return db.selectFrom('publication.held_paragraph').select(['number', 'text']).where('sha256', '=', sha256).orderBy('number').execute()
}

export async function listHeldBetween(
  db: Transaction<Schema>,
  sha256: string,
  { first, last }: { readonly first: number; readonly last: number },
): Promise<{ number: number; text: string }[]> {
  return db
    .selectFrom('publication.held_paragraph')
    .select(['number', 'text'])
    .where('sha256', '=', sha256)
    .where('number', '>=', first)
    .where('number', '<=', last)
    .orderBy('number')
    .execute()
}

export async function listHeldTexts(db: Transaction<Schema>): Promise<Map<string, string>> {
  const rows = await db.selectFrom('publication.held_paragraph').select(['sha256', 'number', 'text']).execute()
  return new Map(rows.map((row) => [`${row.sha256} ${row.number}`, row.text]))
}
