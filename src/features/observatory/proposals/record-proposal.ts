import type { Permit } from '#base/permit.ts'
import { noteChanges } from '#base/public-changes.ts'
import { addRecord, correctRecord, findRecord, findRecordTable, type RecordTable, withdrawRecord } from '#base/public-records.ts'
import type { Tx } from '#base/transact.ts'
import { type AcceptedProposal, citeSpan, hedgeOf, type Made, promiserOf, type Recorder, type Reviewer } from '#features/documents/index.ts'
import { newPublicCode } from '#kernel/ids.ts'
import { Refusal } from '#kernel/refusal.ts'
import { mayPublish } from '../corridor.policy.ts'
import { CORRECTED, WITHDRAWN } from '../load-corridor.ts'
import { type Comparable, differencesOf } from './differences.rules.ts'
import { type Claim, isRecordKind, RECORD_KINDS, type RecordKind, type RecordOf } from './record-of.rules.ts'

type Decides = Permit<'proposal.decide'>
type Cited = { readonly citations?: readonly string[]; readonly citation?: string; readonly kind?: string }

/** Records of the public register out of accepted proposals, each with the words that it rests on. */
export const proposalRecorder: Recorder = { add, join, takeBack }

async function add(tx: Tx, permit: Decides, accepted: AcceptedProposal): Promise<Made> {
  const claim = claimOf(accepted)
  if (!isRecordKind(claim.kind)) return { record: null, citation: null }
  const { letter, make } = RECORD_KINDS[claim.kind]
  const keys = { code: newPublicCode(letter), citation: newPublicCode('Q') }
  const record = demandRecord(make(claim, keys))
  await addCitation(tx, permit, accepted, keys.citation)
  await addRecord(tx.db, permit, record.table, { key: keys.code, body: record.body })
  return { record: keys.code, citation: keys.citation }
}

/** Another source, or another place, for a record that is there. What differs stands beside it as a discrepancy. */
async function join(tx: Tx, permit: Decides, accepted: AcceptedProposal, code: string): Promise<Made> {
  const claim = claimOf(accepted)
  const table = await findRecordTable(tx.db, code)
  if (table === null || !isRecordKind(claim.kind) || RECORD_KINDS[claim.kind].table !== table)
    throw new Refusal('proposal.not_mergeable', code)
  const body = await findRecord<Cited>(tx.db, table, code)
  if (body?.citations === undefined || (body.kind !== claim.kind && table === 'source_statement'))
    throw new Refusal('proposal.not_mergeable', code)
  const [first] = body.citations
  const citation = newPublicCode('Q')
  await addCitation(tx, permit, accepted, citation)
  const revision = await correctRecord(tx.db, permit, table, { key: code, body: { ...body, citations: [...body.citations, citation] } })
  await noteChanges(tx.db, permit, [{ subject: code, revision, kind: 'corrected', note: CORRECTED }])
  if (first !== undefined) await addDifferences(tx, permit, { claim, kind: claim.kind, body, first, citation })
  return { record: code, citation }
}

type Compared = {
  readonly claim: Claim
  readonly kind: RecordKind
  readonly body: Cited
  readonly first: string
  readonly citation: string
}

async function addDifferences(tx: Tx, permit: Decides, { claim, kind, body, first, citation }: Compared): Promise<void> {
  const other = RECORD_KINDS[kind].make({ ...claim, origin: claim.origin ?? 'ZZ', host: claim.host ?? 'ZZ' }, { code: '', citation })
  if (!other.ok) return
  for (const difference of differencesOf(body as Comparable, other.body as Comparable)) {
    const code = newPublicCode('X')
    await addRecord(tx.db, permit, 'discrepancy', { key: code, body: { code, ...difference, first, second: citation } })
  }
}

/** Takes the words of one decision out of its record; a record that rests on nothing else is withdrawn. */
async function takeBack(tx: Tx, permit: Decides, made: Made, by: Reviewer): Promise<void> {
  if (made.record === null || made.citation === null) return
  const table = await findRecordTable(tx.db, made.record)
  const body = table === null ? undefined : await findRecord<Cited>(tx.db, table, made.record)
  if (table === null || body === undefined) return
  const others = (body.citations ?? []).filter((code) => code !== made.citation)
  if (others.length === 0) return withdraw(tx, by, table, made.record)
  const revision = await correctRecord(tx.db, permit, table, { key: made.record, body: { ...body, citations: others } })
  await noteChanges(tx.db, permit, [{ subject: made.record, revision, kind: 'corrected', note: CORRECTED }])
}

async function withdraw(tx: Tx, by: Reviewer, table: RecordTable, code: string): Promise<void> {
  const permit = await tx.grant({ action: 'record.withdraw', subject: code, compartment: by.register }, mayPublish(by.actor, by.register))
  const revision = await withdrawRecord(tx.db, permit, table)
  if (revision !== null) await noteChanges(tx.db, permit, [{ subject: code, revision, kind: 'withdrawn', note: WITHDRAWN }])
}

async function addCitation(tx: Tx, permit: Decides, { proposal, text }: AcceptedProposal, code: string): Promise<void> {
  const made = citeSpan(code, proposal.document, { number: proposal.paragraph, text }, proposal)
  if (!made.ok) throw new Refusal(made.code, made.detail)
  await addRecord(tx.db, permit, 'citation', { key: code, body: made.citation })
}

function demandRecord(record: RecordOf): Extract<RecordOf, { ok: true }> {
  if (!record.ok) throw new Refusal(record.code, record.detail)
  return record
}

function claimOf({ proposal, edits, text, all }: AcceptedProposal): Claim {
  const { proposed } = proposal
  const earlier = all.filter((one) => one.kind === 'signatory' && one.decision !== 'rejected' && one.proposed.start < proposed.start)
  return {
    kind: edits.kind ?? proposal.kind,
    value: edits.value ?? proposed.value,
    corrected: edits.value,
    quote: proposed.quote,
    precision: proposed.precision,
    valid: proposed.valid,
    hedge: edits.hedge ?? hedgeOf(proposed),
    negated: proposed.negated ?? false,
    role: proposed.role,
    origin: edits.origin,
    host: edits.host,
    addressee: edits.addressee,
    promiser: promiserOf(text, proposal.start, bodiesBeside(proposal, all)),
    companions: companionsOf(proposal.mark, proposed.of ?? [], all),
    joins: joinedBy(proposed.of ?? [], all),
    named: proposed.of?.length ?? 0,
    document: proposal.document,
    before: earlier.length,
  }
}

/** Bodies that its paragraph names, as far as a person has said that they are some: a promiser whom only a rule saw is published by nobody. */
function bodiesBeside({ paragraph }: AcceptedProposal['proposal'], all: AcceptedProposal['all']): AcceptedProposal['all'] {
  return all.filter((one) => isDecidedFor(one) && (one.edits?.kind ?? one.kind) === 'organisation' && one.paragraph === paragraph)
}

const isDecidedFor = ({ decision }: AcceptedProposal['all'][number]): boolean => decision === 'accepted' || decision === 'merged'

/**
 * What the rules linked with a proposal: what it is of, what is of it, what shares a relation with it, and the hedges of what
 * it joins. Rejected ones are out.
 */
function companionsOf(mark: string, of: readonly string[], all: AcceptedProposal['all']): Claim['companions'] {
  const standing = all.filter((one) => one.decision !== 'rejected')
  const linked = new Set([...of, ...standing.flatMap((one) => linksOf(one, mark, of))])
  return standing.filter((one) => one.mark !== mark && linked.has(one.mark)).map(companionOf)
}

/** What one proposal links with another by the marks that it names. */
function linksOf({ mark: own, kind, proposed }: AcceptedProposal['all'][number], mark: string, of: readonly string[]): string[] {
  const marks = proposed.of ?? []
  if (marks.includes(mark)) return kind === 'relation' ? [own, ...marks] : [own]
  return kind === 'hedge' && of.some((joined) => marks.includes(joined)) ? [own] : []
}

/** What a relation or a promise itself names; one that somebody rejected is missing. */
function joinedBy(of: readonly string[], all: AcceptedProposal['all']): Claim['joins'] {
  return of.flatMap((mark) => all.find((one) => one.mark === mark && one.decision !== 'rejected') ?? []).map(companionOf)
}

/** As a person left it: a correction counts, and a decision that was undone is none. */
function companionOf(one: AcceptedProposal['all'][number]): Claim['companions'][number] {
  const { kind, proposed, edits, record } = one
  const isDecided = isDecidedFor(one)
  const own = isDecided ? (edits ?? {}) : {}
  return {
    kind: own.kind ?? kind,
    value: own.value ?? proposed.value,
    quote: proposed.quote,
    precision: proposed.precision,
    hedge: own.hedge ?? proposed.hedge,
    negated: proposed.negated ?? false,
    record: isDecided ? record : null,
  }
}
