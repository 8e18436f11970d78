import { sql, type Transaction } from 'kysely'
import { monthOf } from '#base/ledger/month.ts'
import type { Permit } from '#base/permit.ts'
import { SHELF } from '#base/public-records.ts'
import type { Schema } from '#base/schema.ts'
import { type CompartmentId, newId } from '#kernel/ids.ts'
import type { PublicDocument } from '../document.contract.ts'
import type { PlacedProposal } from './place-proposals.rules.ts'

/** Whoever brings the same bytes at the same time waits here. */
export async function holdPlace(db: Transaction<Schema>, sha256: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${sha256}, 0))`.execute(db)
}

export async function isImported(db: Transaction<Schema>, sha256: string): Promise<boolean> {
  const row = await db.selectFrom('asylia.imported_document').select('sha256').where('sha256', '=', sha256).executeTakeFirst()
  return row !== undefined
}

/** The newest version under an address. */
export async function findNewest(db: Transaction<Schema>, address: string): Promise<{ sha256: string; version: number } | undefined> {
  return db
    .selectFrom('asylia.imported_document')
    .select(['sha256', 'version'])
    .where('address', '=', address)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
}

export async function putDocument(db: Transaction<Schema>, permit: Permit<'document.ingest'>, document: PublicDocument): Promise<void> {
  await db
    .insertInto('publication.document')
    .values({ sha256: permit.subject, corridor: SHELF, body: JSON.stringify(document) })
    .execute()
}

export type ImportRow = {
  readonly compartment: CompartmentId
  readonly fileKind: string
  readonly publisher: string
  readonly address: string | null
  readonly follows: string | null
  readonly version: number
  readonly retrievedOn: string
  readonly ruleVersion: number
  readonly notes: string
  readonly by: string
}

export async function putImport(db: Transaction<Schema>, permit: Permit<'document.ingest'>, row: ImportRow): Promise<void> {
  await db
    .insertInto('asylia.imported_document')
    .values({
      compartment_id: row.compartment,
      sha256: permit.subject,
      file_kind: row.fileKind,
      publisher: row.publisher,
      address: row.address,
      follows: row.follows,
      version: row.version,
      retrieved_on: row.retrievedOn,
      rule_version: row.ruleVersion,
      notes: row.notes,
      imported_by: row.by,
    })
    .execute()
}

const BATCH = 1_000

export async function putProposals(
  db: Transaction<Schema>,
  permit: Permit<'document.ingest'>,
  to: { readonly compartment: CompartmentId; readonly now: Date },
  proposals: readonly PlacedProposal[],
): Promise<void> {
  const month = monthOf(to.now)
  for (let from = 0; from < proposals.length; from += BATCH) {
    const rows = proposals.slice(from, from + BATCH).map(({ proposed, paragraph, start, end }, at) => ({
      id: newId(),
      mark: proposed.id,
      position: from + at,
      paragraph,
      span_start: start,
      span_end: end,
      kind: proposed.kind,
      rule: proposed.rule,
      body: proposed,
    }))
    await sql`
      insert into asylia.proposal (compartment_id, month, id, document, mark, position, paragraph, span_start, span_end, kind, rule, body)
      select ${to.compartment}::uuid, ${month}::date, id, ${permit.subject}, mark, position, paragraph, span_start, span_end, kind, rule, body
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as row (id uuid, mark text, position int, paragraph int, span_start int, span_end int, kind text, rule text, body jsonb)`.execute(
      db,
    )
  }
}
