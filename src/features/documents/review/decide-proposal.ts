import type { Actor } from '#base/actor.ts'
import type { Permit } from '#base/permit.ts'
import type { Base, Tx } from '#base/transact.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import { demand, Refusal } from '#kernel/refusal.ts'
import { listHeldParagraphs } from '../document.store.ts'
import { type DecisionKind, type Edits, hedgeOf, mayDecide, mayEdit } from './decision.rules.ts'
import { mayReview } from './review.policy.ts'
import { findProposal, listProposals, putDecision, type ReviewedProposal } from './review.store.ts'

/** What a reviewer decides. `seen` is how many decisions on the proposal they had before them. */
export type Decision = {
  readonly proposal: string
  readonly seen: number
  readonly decision: DecisionKind
  readonly edits?: Edits
  /** The record to merge with. */
  readonly record?: string
  readonly reason?: string
}

/** An accepted proposal with the words around it, for whoever makes a record of it. */
export type AcceptedProposal = {
  readonly proposal: ReviewedProposal
  readonly edits: Edits
  readonly text: string
  readonly all: readonly ReviewedProposal[]
}
export type Made = { readonly record: string | null; readonly citation: string | null }

/** Makes, joins and takes back records in the transaction of the decision. Handed in, since records stand above documents. */
export type Recorder = {
  add(tx: Tx, permit: Permit<'proposal.decide'>, accepted: AcceptedProposal): Promise<Made>
  join(tx: Tx, permit: Permit<'proposal.decide'>, accepted: AcceptedProposal, record: string): Promise<Made>
  takeBack(tx: Tx, permit: Permit<'proposal.decide'>, made: Made, by: Reviewer): Promise<void>
}
export type Reviewer = { readonly actor: Actor; readonly register: CompartmentId }

/**
 * Decides one proposal in the name of a person: permit, ledger line, decision and record in one transaction. A decision
 * taken meanwhile is refused with `proposal.decided` and stays. The same name accepted again in one document joins the
 * record that is there. Answers the code of the record, null where the proposal makes none.
 */
export function decideProposal(base: Base, by: Reviewer, decision: Decision, recorder: Recorder): Promise<Made> {
  return base.transact(by.actor, async (tx) => {
    const proposal = await findProposal(tx.db, decision.proposal)
    if (proposal === undefined) throw new Refusal('record.not_found')
    if (proposal.decisions !== decision.seen) throw new Refusal('proposal.decided')
    const edits = decision.edits ?? {}
    demand(mayDecide(proposal.decision ?? undefined, decision.decision))
    demand(mayEdit(proposal.proposed, edits))
    const permit = await tx.grant(
      { action: 'proposal.decide', subject: proposal.id, compartment: by.register, objectHash: proposal.document },
      mayReview(by.actor, by.register),
    )
    const done = await carryOut({ tx, permit, by, recorder }, proposal, decision)
    await putDecision(tx.db, permit, proposal, {
      compartment: by.register,
      now: base.clock.now(),
      edits,
      reason: decision.reason ?? null,
      by: by.actor.id,
      ...done,
    })
    await tx.emit(permit, `proposal.${done.decision}`, { proposal: proposal.id, document: proposal.document })
    return { record: done.record, citation: done.citation }
  })
}

type Work = { readonly tx: Tx; readonly permit: Permit<'proposal.decide'>; readonly by: Reviewer; readonly recorder: Recorder }

async function carryOut(work: Work, proposal: ReviewedProposal, decision: Decision): Promise<Made & { readonly decision: DecisionKind }> {
  const { tx, permit, by, recorder } = work
  if (decision.decision === 'rejected') return { decision: 'rejected', record: null, citation: null }
  if (decision.decision === 'undone') {
    await recorder.takeBack(tx, permit, proposal, by)
    return { decision: 'undone', record: null, citation: null }
  }
  const accepted = await acceptedOf(tx, proposal, decision.edits ?? {})
  const record = decision.decision === 'merged' ? decision.record : sameBefore(accepted)
  if (record !== undefined) return { decision: 'merged', ...(await recorder.join(tx, permit, accepted, record)) }
  if (decision.decision === 'merged') throw new Refusal('proposal.not_mergeable')
  return { decision: 'accepted', ...(await recorder.add(tx, permit, accepted)) }
}

async function acceptedOf(tx: Tx, proposal: ReviewedProposal, edits: Edits): Promise<AcceptedProposal> {
  const paragraphs = await listHeldParagraphs(tx.db, proposal.document)
  const all = await listProposals(tx.db, proposal.document)
  const text = paragraphs.find((one) => one.number === proposal.paragraph)?.text
  if (text === undefined) throw new Refusal('citation.mismatch')
  return { proposal, edits, text, all }
}

const STATED = new Set(['place', 'date', 'legal_reference', 'instrument'])
const NAMED = new Set(['person', 'organisation', 'round', ...STATED])

/** The record of the same name in the same document. Across documents one name may be two people, so a person decides. */
function sameBefore({ proposal, edits, all }: AcceptedProposal): string | undefined {
  const wanted = formOf(proposal, edits)
  if (!NAMED.has(wanted.kind)) return undefined
  const same = all.find((other) => {
    if (other.id === proposal.id || other.record === null || (other.decision !== 'accepted' && other.decision !== 'merged')) return false
    const form = formOf(other, other.edits ?? {})
    return form.kind === wanted.kind && form.value === wanted.value
  })
  return same?.record ?? undefined
}

/** "since 2019" and "2019" are two days, and what is told with another hedge is another statement. */
function formOf({ proposed, kind }: ReviewedProposal, edits: Edits): { kind: string; value: string } {
  const form = { kind: edits.kind ?? kind, value: (edits.value ?? proposed.value).toLowerCase() }
  if (!STATED.has(form.kind)) return form
  return { ...form, value: [form.value, proposed.precision, proposed.valid, edits.hedge ?? hedgeOf(proposed)].join(' ') }
}
