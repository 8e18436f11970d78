import { normaliseText } from '../normalise.rules.ts'
import type { ReadParagraph } from '../segment.rules.ts'
import { type OffsetMap, toRaw } from '../traced.rules.ts'

/** A proposal as the extraction rules give it (docs/import-format.md). Offsets count in the text of the file. */
export type Proposed = {
  readonly id: string
  readonly paragraph: number
  readonly line: number
  readonly start: number
  readonly end: number
  readonly quote: string
  readonly kind: string
  readonly value: string
  readonly precision?: string
  readonly valid?: string
  readonly hedge?: string
  readonly negated?: boolean
  readonly role?: string
  readonly of?: readonly string[]
  readonly rule: string
}

/** The same with its place in the normalised text of its paragraph, which is what is held and cited. */
export type PlacedProposal = { readonly proposed: Proposed; readonly paragraph: number; readonly start: number; readonly end: number }

/** Places each proposal in its paragraph; one whose words do not stand there is left out, since nobody could check it. */
export function placeProposals(paragraphs: readonly ReadParagraph[], proposals: readonly Proposed[]): PlacedProposal[] {
  const byNumber = new Map(paragraphs.map((one) => [one.number, one]))
  return proposals.flatMap((proposed) => {
    const paragraph = byNumber.get(proposed.paragraph)
    const span = paragraph === undefined ? null : spanIn(paragraph, proposed)
    return span === null ? [] : [{ proposed, paragraph: proposed.paragraph, ...span }]
  })
}

function spanIn(paragraph: ReadParagraph, { start, end, quote }: Proposed): { start: number; end: number } | null {
  const words = normaliseText(quote).text
  if (words === '') return null
  const here = fromRaw(paragraph.map, start)
  if (paragraph.text.startsWith(words, here)) return { start: here, end: here + words.length }
  const until = fromRaw(paragraph.map, end)
  // A page break or a link may stand inside: file and paragraph then differ in white space and marks, not at their ends.
  if (until > here && opensAndEndsAlike(paragraph.text.slice(here, until), words)) return { start: here, end: until }
  const found = paragraph.text.indexOf(words)
  return found < 0 ? null : { start: found, end: found + words.length }
}

const ENDS = 12

function opensAndEndsAlike(one: string, other: string): boolean {
  const [a, b] = [lettersOf(one), lettersOf(other)]
  return a !== '' && a.slice(0, ENDS) === b.slice(0, ENDS) && a.slice(-ENDS) === b.slice(-ENDS)
}

/** The first unit of the text that stands at a raw offset or after it. */
function fromRaw(map: OffsetMap, raw: number): number {
  let low = 0
  let high = map.at(-2) ?? 0
  while (low < high) {
    const middle = (low + high) >> 1
    if (toRaw(map, middle) < raw) low = middle + 1
    else high = middle
  }
  return low
}

function lettersOf(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}]+/gu, '')
}
