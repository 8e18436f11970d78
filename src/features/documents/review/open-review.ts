import type { Base } from '#base/transact.ts'
import { withoutPhoneNumbers } from '#formats/phone-numbers.ts'
import { Refusal } from '#kernel/refusal.ts'
import { findDocument, listHeldParagraphs } from '../document.store.ts'
import type { Reviewer } from './decide-proposal.ts'
import { listProposals, listReviewable, type ReviewableDocument, type ReviewedProposal } from './review.store.ts'

export type OpenedReview = {
  readonly document: string
  readonly code: string
  readonly title: string
  readonly paragraphs: ReadonlyMap<number, string>
  readonly proposals: readonly ReviewedProposal[]
}

/** Imported documents with what waits in them. */
export function listReviews(base: Base, by: Reviewer): Promise<ReviewableDocument[]> {
  return base.read(by.actor, listReviewable)
}

/** One document with its proposals as they stand now. `name` is its code or the beginning of its hash. */
export async function openReview(base: Base, by: Reviewer, name: string): Promise<OpenedReview> {
  return base.read(by.actor, async (db) => {
    const found = (await listReviewable(db)).filter((one) => one.code === name || (name.length >= 6 && one.sha256.startsWith(name)))
    const [only, ...others] = found
    if (only === undefined || others.length > 0) throw new Refusal('record.not_found')
    const document = await findDocument(db, only.sha256)
    const paragraphs = await listHeldParagraphs(db, only.sha256)
    return {
      document: only.sha256,
      code: only.code,
      title: document?.title ?? only.title,
      paragraphs: new Map(paragraphs.map((one) => [one.number, withoutPhoneNumbers(one.text)])),
      proposals: await listProposals(db, only.sha256),
    }
  })
}
