import type { Citation, PublicDocument } from '#features/documents/document.contract.ts'
import type { Release } from '#features/observatory/release.contract.ts'
import { compareQuotation, type QuotationCheck } from '#formats/compare-quotation.ts'
import { withoutPhoneNumbers } from '#formats/phone-numbers.ts'

/** Words of one document that quote another, compared with the words that they quote. Both by the code of their citation. */
export type Comparison = {
  readonly quoted: string
  readonly original: string
  /** Where it is not `whole`, only words of the original that are quoted here were compared: `check` then says nothing of what lies outside them. */
  readonly check: QuotationCheck
  readonly whole: boolean
}

/**
 * Every pair of quotations that the register sets side by side and of which the later document quotes the earlier, by
 * either code. The original is its whole paragraph where its text is here, else the words of it that are quoted here. (R-NGO-14)
 */
export function comparisonsOf(release: Release): ReadonlyMap<string, readonly Comparison[]> {
  const citations = new Map(release.citations.map((one) => [one.code, one]))
  const documents = new Map(release.documents.map((one) => [one.sha256, one]))
  const found = new Map<string, Comparison[]>()
  for (const { first, second } of release.discrepancies) {
    const [one, other] = [citations.get(first), citations.get(second ?? '')]
    const comparison = one === undefined || other === undefined ? null : compared(one, other, documents)
    if (comparison === null) continue
    for (const code of [comparison.quoted, comparison.original]) found.set(code, [...(found.get(code) ?? []), comparison])
  }
  return found
}

function compared(one: Citation, other: Citation, documents: ReadonlyMap<string, PublicDocument>): Comparison | null {
  if (one.document === other.document) return null
  const dayOf = ({ document }: Citation) => documents.get(document)?.issued.from ?? documents.get(document)?.issued.until ?? ''
  const [quoted, original] = dayOf(one) >= dayOf(other) ? [one, other] : [other, one]
  const paragraph = documents.get(original.document)?.paragraphs.find(({ number }) => number === original.paragraph)
  const check = compareQuotation(withoutPhoneNumbers(quoted.quote), withoutPhoneNumbers(paragraph?.text ?? original.quote))
  if (check === null) return null
  const whole = paragraph?.text !== undefined
  return { quoted: quoted.code, original: original.code, check: whole ? check : ofExcerpt(check), whole }
}

/** Where only an excerpt is here, a word that it lacks may stand beside it, and nobody saw where its sentence begins and ends. */
function ofExcerpt(check: QuotationCheck): QuotationCheck {
  return { ...check, exact: false, changed: check.spellings.length > 0, putIn: [], pieces: check.putIn.length > 0 ? [] : check.pieces }
}
