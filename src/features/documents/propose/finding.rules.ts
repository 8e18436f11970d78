import type { ParagraphKind } from '../segment.rules.ts'
import type { ReadLanguage } from './reading-language.rules.ts'

/** What the machine form may propose (docs/import-format.md). A negation is no kind there: it marks the claim that it denies. */
export const PROPOSAL_KINDS = [
  'person',
  'organisation',
  'place',
  'date',
  'method',
  'legal_reference',
  'instrument',
  'hedge',
  'demand',
  'commitment',
  'round',
  'signatory',
  'relation',
] as const
export type ProposalKind = (typeof PROPOSAL_KINDS)[number]

export type Span = { readonly start: number; readonly end: number }

/** Words of one page and what a rule takes them for; `paragraph` is the number of the page, and offsets count in its text. */
export type Finding = Span & {
  readonly paragraph: number
  readonly kind: ProposalKind | 'negation'
  readonly value: string
  readonly rule: string
  readonly precision?: string
  /** Days on which a place was what its name says, as an open interval of ISO 8601-2. */
  readonly valid?: string
  readonly role?: string
  readonly of?: readonly Finding[]
}

/** One paragraph as the rules see it. In `text` addresses are blanked, so that no rule reads a name out of a link. */
export type Page = {
  readonly number: number
  readonly kind: ParagraphKind
  readonly isListed: boolean
  readonly text: string
  readonly language: ReadLanguage
  readonly sentences: readonly Span[]
  readonly heading: string
  readonly before: string
}

/** All places where a pattern with the flags `g` and `u` matches; an empty match is none. */
export function* places(text: string, pattern: RegExp): Generator<Span & { readonly words: string; readonly groups: readonly string[] }> {
  for (const match of text.matchAll(pattern)) {
    const [words] = match
    if (words === '') continue
    // A group that took no part is undefined, whatever the type says.
    const groups = match.slice(1) as (string | undefined)[]
    yield { start: match.index, end: match.index + words.length, words, groups: groups.map((group) => group ?? '') }
  }
}

export function holds(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end
}

export function touches(one: Span, other: Span): boolean {
  return one.start < other.end && other.start < one.end
}

/** The sentence that holds a place; the whole text where none does. */
export function sentenceAt(page: Pick<Page, 'sentences' | 'text'>, index: number): Span {
  return page.sentences.find(({ start, end }) => start <= index && index < end) ?? { start: 0, end: page.text.length }
}

/** Lower case without marks of typography: the form in which words are compared. */
export function plainWords(words: string): string {
  return words.normalize('NFC').replace(/\s+/gu, ' ').trim().toLowerCase()
}

/** Of findings that overlap the longest stay; of two that are equally long the first. */
export function longestFirst<Item extends Span>(items: readonly Item[]): Item[] {
  const kept: Item[] = []
  for (const item of items.toSorted((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start)) {
    if (!kept.some((other) => touches(other, item))) kept.push(item)
  }
  return kept.toSorted((a, b) => a.start - b.start)
}
