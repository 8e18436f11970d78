import { demand, Refusal } from '#kernel/refusal.ts'
import { checkCitation, textHash } from './cite.rules.ts'
import type { Citation, PublicDocument } from './document.contract.ts'
import { RULE_VERSION } from './normalise.rules.ts'

type Readable = { readonly number: number; readonly text: string }

/** The paragraphs are those that the register recorded for the hash; otherwise refused. */
export function demandSameParagraphs(document: PublicDocument, paragraphs: readonly Readable[]): void {
  const same =
    document.ruleVersion === RULE_VERSION &&
    document.paragraphs.length === paragraphs.length &&
    document.paragraphs.every((recorded, i) => {
      const read = paragraphs[i]
      return read !== undefined && read.number === recorded.number && textHash(read.text) === recorded.textHash
    })
  if (!same) throw new Refusal('document.text_differs', document.code)
}

/** Every citation stands in the paragraphs word for word; the first that does not is refused by its code. */
export function demandCited(citations: readonly Citation[], paragraphs: readonly Readable[]): void {
  const byNumber = new Map(paragraphs.map((paragraph) => [paragraph.number, paragraph]))
  for (const citation of citations) {
    const paragraph = byNumber.get(citation.paragraph)
    if (paragraph === undefined) throw new Refusal('citation.mismatch', citation.code)
    demand(checkCitation(citation, paragraph))
  }
}
