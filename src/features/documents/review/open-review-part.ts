import type { Base } from '#base/transact.ts'
import { withoutPhoneNumbers } from '#formats/phone-numbers.ts'
import { Refusal } from '#kernel/refusal.ts'
import { findDocument, listHeldBetween } from '../document.store.ts'
import type { Reviewer } from './decide-proposal.ts'
import { findFirstOpen, listProposals, listReviewable, type ReviewedProposal } from './review.store.ts'

/** Paragraphs that are read at once. */
export const PART = 30

export type ReviewPart = {
  readonly code: string
  readonly title: string
  readonly publisher: string
  readonly address: string | null
  readonly language: string
  readonly part: number
  readonly parts: number
  readonly waiting: number
  readonly paragraphs: readonly { readonly number: number; readonly text: string }[]
  readonly proposals: readonly ReviewedProposal[]
}

/** Some paragraphs of a document with their proposals: the part with this number, or the first in which something waits. */
export function openReviewPart(
  base: Base,
  by: Reviewer,
  asked: { readonly document: string; readonly part: number | null },
): Promise<ReviewPart> {
  return base.read(by.actor, async (db) => {
    const one = (await listReviewable(db)).find(({ code }) => code === asked.document)
    const document = one === undefined ? undefined : await findDocument(db, one.sha256)
    if (one === undefined || document === undefined) throw new Refusal('record.not_found')
    const parts = Math.max(1, Math.ceil(document.paragraphs.length / PART))
    const first = asked.part === null ? ((await findFirstOpen(db, one.sha256)) ?? 1) : 1
    const part = Math.min(parts, asked.part ?? Math.ceil(first / PART))
    const span = { first: (part - 1) * PART + 1, last: part * PART }
    return {
      code: one.code,
      title: document.title,
      publisher: document.publisher,
      address: document.address,
      language: document.language,
      part,
      parts,
      waiting: one.open,
      paragraphs: (await listHeldBetween(db, one.sha256, span)).map(({ number, text }) => ({ number, text: withoutPhoneNumbers(text) })),
      proposals: await listProposals(db, one.sha256, span),
    }
  })
}
