import { sql, type Transaction } from 'kysely'
import { monthOf } from '#base/ledger/month.ts'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import { type CompartmentId, newId } from '#kernel/ids.ts'
import type { Proposed } from '../ingest/place-proposals.rules.ts'
import type { DecisionKind, Edits } from './decision.rules.ts'

/** A proposal with its place in the held text and what was decided last; `decisions` counts them all. */
export type ReviewedProposal = {
  readonly id: string
  readonly month: string
  readonly document: string
  readonly mark: string
  readonly paragraph: number
  readonly start: number
  readonly end: number
  readonly kind: string
  readonly rule: string
  readonly proposed: Proposed
  readonly decisions: number
  readonly decision: DecisionKind | null
  readonly edits: Edits | null
  readonly record: string | null
  readonly citation: string | null
  readonly by: string | null
}

const PROPOSALS = sql`
  select p.id, p.month, p.document, p.mark, p.paragraph, p.span_start as start, p.span_end as "end", p.kind, p.rule, p.body as proposed,
    coalesce(d.number, 0) as decisions, d.decision, d.edits, d.record, d.citation, m.display_name as by
  from asylia.proposal p
  left join lateral (
    select * from asylia.proposal_decision d
    where d.compartment_id = p.compartment_id and d.proposal_id = p.id order by d.number desc limit 1
  ) d on true
  left join asylia.member m on m.id = d.decided_by`

/** Proposals of a document in order, of all paragraphs or of some. */
export async function listProposals(
  db: Transaction<Schema>,
  document: string,
  within: { readonly first: number; readonly last: number } = { first: 1, last: 2_147_483_647 },
): Promise<ReviewedProposal[]> {
  const rows = await sql<ReviewedProposal>`
    ${PROPOSALS} where p.document = ${document} and p.paragraph between ${within.first} and ${within.last} order by p.position`.execute(db)
  return rows.rows
}

/** The first paragraph in which a proposal waits; undefined where none does. */
export async function findFirstOpen(db: Transaction<Schema>, document: string): Promise<number | undefined> {
  const rows = await sql<{ paragraph: number }>`
    select paragraph from (${PROPOSALS} where p.document = ${document}) one
    where one.decision is null or one.decision = 'undone' order by paragraph limit 1`.execute(db)
  return rows.rows[0]?.paragraph
}

/** One proposal; whoever asks within a transaction that writes holds its place until the end. */
export async function findProposal(db: Transaction<Schema>, id: string): Promise<ReviewedProposal | undefined> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${id}, 3))`.execute(db)
  const rows = await sql<ReviewedProposal>`${PROPOSALS} where p.id = ${id}::uuid`.execute(db)
  return rows.rows[0]
}

export type DecisionRow = {
  readonly compartment: CompartmentId
  readonly now: Date
  readonly decision: DecisionKind
  readonly edits: Edits
  readonly record: string | null
  readonly citation: string | null
  readonly reason: string | null
  readonly by: string
}

/** Adds one decision on the proposal that the permit names. */
export async function putDecision(
  db: Transaction<Schema>,
  permit: Permit<'proposal.decide'>,
  proposal: ReviewedProposal,
  row: DecisionRow,
): Promise<void> {
  await db
    .insertInto('asylia.proposal_decision')
    .values({
      compartment_id: row.compartment,
      month: monthOf(row.now),
      id: newId(),
      proposal_month: proposal.month,
      proposal_id: permit.subject,
      number: proposal.decisions + 1,
      decision: row.decision,
      edits: JSON.stringify(row.edits),
      record: row.record,
      citation: row.citation,
      reason: row.reason,
      decided_by: row.by,
    })
    .execute()
}

export type ReviewableDocument = {
  readonly sha256: string
  readonly code: string
  readonly title: string
  readonly proposals: number
  readonly open: number
}

/** Imported documents with how many of their proposals wait, the newest import first. */
export async function listReviewable(db: Transaction<Schema>): Promise<ReviewableDocument[]> {
  const rows = await sql<ReviewableDocument>`
    select i.sha256, d.code, d.body ->> 'title' as title, count(p.id)::int as proposals,
      (count(p.id) filter (where l.decision is null or l.decision = 'undone'))::int as open
    from asylia.imported_document i
    join publication.document d on d.sha256 = i.sha256
    left join asylia.proposal p on p.compartment_id = i.compartment_id and p.document = i.sha256
    left join lateral (
      select decision from asylia.proposal_decision x
      where x.compartment_id = p.compartment_id and x.proposal_id = p.id order by x.number desc limit 1
    ) l on true
    group by i.sha256, d.code, title, i.recorded_on
    order by i.recorded_on desc, d.code`.execute(db)
  return rows.rows
}

/** A decision that made a record or gave it a quotation: which rule proposed it, who decided, when. */
export type DecisionOn = {
  readonly citation: string | null
  readonly rule: string
  readonly decision: DecisionKind
  readonly by: string
  readonly on: string
  readonly edited: boolean
}

/** What people decided that ended in this record or quotation, the oldest first. */
export async function listDecisionsOn(db: Transaction<Schema>, code: string): Promise<DecisionOn[]> {
  const rows = await sql<DecisionOn>`
    select d.citation, p.rule, d.decision, m.display_name as by, d.decided_on as on, d.edits <> '{}'::jsonb as edited
    from asylia.proposal_decision d
    join asylia.proposal p on p.compartment_id = d.compartment_id and p.month = d.proposal_month and p.id = d.proposal_id
    join asylia.member m on m.id = d.decided_by
    where d.record = ${code} or d.citation = ${code}
    order by d.decided_on, d.number`.execute(db)
  return rows.rows
}
