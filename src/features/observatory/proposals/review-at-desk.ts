import type { Base } from '#base/transact.ts'
import {
  decideProposal,
  findOwnRegister,
  hedgeOf,
  listReviews,
  mayReviewAtDesk,
  openReviewPart,
  type Reviewer,
  type ReviewPart,
  weakestHedge,
} from '#features/documents/index.ts'
import { type Caller, canVerify } from '#features/teams/index.ts'
import { withoutPhoneNumbers } from '#formats/phone-numbers.ts'
import { demand } from '#kernel/refusal.ts'
import { wordsOf } from './name-of.rules.ts'
import { proposalRecorder } from './record-proposal.ts'
import type { Decided, DecideProposal, DeskDocument, DeskDocuments, DeskProposal } from './review-desk.contract.ts'

export type ReviewDesk = { readonly base: Base }

/** What waits for a verifier; a verifier whom nobody let in is told so, and sees nothing. */
export async function listAtDesk(desk: ReviewDesk, caller: Caller): Promise<DeskDocuments> {
  const register = await desk.base.read(caller.actor, findOwnRegister)
  if (register === undefined) return { letIn: false, documents: [] }
  const documents = await listReviews(desk.base, { actor: caller.actor, register })
  return { letIn: true, documents: documents.map(({ code, title, proposals, open }) => ({ code, title, proposals, open })) }
}

/** Some paragraphs of a document with what the rules propose in them. */
export async function openAtDesk(
  desk: ReviewDesk,
  caller: Caller,
  asked: { document: string; part: number | null },
): Promise<DeskDocument> {
  const part = await openReviewPart(desk.base, await reviewerOf(desk, caller), asked)
  return { ...part, proposals: shownOf(part.proposals) }
}

/** One decision of one person on one proposal, by the one way that every review takes. */
export async function decideAtDesk(desk: ReviewDesk, caller: Caller, { record, reason, ...said }: DecideProposal): Promise<Decided> {
  const by = await reviewerOf(desk, caller)
  const decision = { ...said, ...(record === null ? {} : { record }), ...(reason === null ? {} : { reason }) }
  return decideProposal(desk.base, by, decision, proposalRecorder)
}

/** Asked anew at each call: whoever was let out meanwhile, or verifies no longer, reviews nothing. guards T-21, T-22 */
async function reviewerOf({ base }: ReviewDesk, caller: Caller): Promise<Reviewer> {
  const register = await base.read(caller.actor, findOwnRegister)
  demand(mayReviewAtDesk(canVerify(caller), register))
  const writes = register === undefined ? caller.actor.writes : [...caller.actor.writes, register]
  return { actor: { ...caller.actor, writes }, register: register ?? caller.room }
}

const wordsAs = ({ kind, proposed: { quote, value }, edits }: ReviewPart['proposals'][number]): string =>
  withoutPhoneNumbers(wordsOf(kind, { corrected: edits?.value, quote, value }))

function shownOf(proposals: ReviewPart['proposals']): DeskProposal[] {
  const byMark = new Map(proposals.map((one) => [one.mark, one]))
  return proposals.map((one): DeskProposal => {
    const { proposed, edits } = one
    const joins = (proposed.of ?? []).flatMap((mark) => byMark.get(mark) ?? [])
    // What a hedge bears on is not what it joins; a relation is as firm as the weakest of its parts, as its record will be.
    const joined = one.kind === 'relation' ? joins : []
    return {
      id: one.id,
      paragraph: one.paragraph,
      start: one.start,
      end: one.end,
      kind: one.kind,
      rule: one.rule,
      words: wordsAs(one),
      value: withoutPhoneNumbers(edits?.value ?? proposed.value),
      quote: withoutPhoneNumbers(proposed.quote),
      precision: proposed.precision ?? null,
      valid: proposed.valid ?? null,
      role: proposed.role ?? null,
      hedge: weakestHedge([
        edits?.hedge ?? hedgeOf(proposed),
        ...joined.flatMap((other) => other.edits?.hedge ?? other.proposed.hedge ?? []),
      ]),
      negated: [one, ...joined].some((other) => other.proposed.negated === true),
      joins: joins.map((other) => ({ kind: other.kind, words: wordsAs(other) })),
      seen: one.decisions,
      decision: one.decision,
      record: one.record,
      citation: one.citation,
      by: one.by,
    }
  })
}
