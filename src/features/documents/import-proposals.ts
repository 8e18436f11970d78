import type { Finding, ProposalKind, Span } from './propose/finding.rules.ts'
import { weakerHedge } from './propose/hedges.rules.ts'
import { type Pages, pagesOf } from './propose/pages.rules.ts'
import { proposePage } from './propose/propose-page.rules.ts'
import { readingOf } from './propose/reading.rules.ts'
import { linkSpellings } from './propose/relations.rules.ts'
import { isSignatureHeading } from './propose/signatories.rules.ts'
import { type ReadParagraph, readParagraphs } from './segment.rules.ts'
import { toRaw } from './traced.rules.ts'

/** The version of the machine form that docs/import-format.md describes. */
export const PROPOSAL_VERSION = 1

/** One line of the machine form. `start` and `end` count UTF-16 units of the raw text, and `quote` is what stands there. */
export type Proposal = {
  readonly id: string
  readonly document: string
  readonly paragraph: number
  readonly line: number
  readonly start: number
  readonly end: number
  readonly quote: string
  readonly kind: ProposalKind
  readonly value: string
  readonly precision?: string
  readonly hedge?: string
  readonly negated?: true
  readonly role?: string
  readonly of?: readonly string[]
  readonly rule: string
}

/** What a text offers for review, in the order of the text. Nothing is stored and nothing decided; any string is accepted. */
export function proposeFrom(raw: string, sha256: string): Proposal[] {
  return proposeFromParagraphs(raw, readParagraphs(raw), sha256)
}

/** As `proposeFrom`, for a reader that has made the paragraphs itself; their maps count in `raw`. */
export function proposeFromParagraphs(raw: string, paragraphs: readonly ReadParagraph[], sha256: string): Proposal[] {
  const pages = pagesOf(paragraphs)
  const reading = readingOf(pages)
  const found: Finding[] = []
  for (const [index, paragraph] of paragraphs.entries())
    found.push(...proposePage(pages.page(index), reading, linesOf(raw, paragraph, pages, index)))
  found.push(...linkSpellings(found.filter(({ kind }) => kind === 'person')))
  return proposalsOf(raw, paragraphs, found, sha256)
}

/** Which paragraphs are in a language without rules: they are kept, and somebody has to read them. */
export function unreadParagraphs(paragraphs: readonly ReadParagraph[]): number[] {
  const { languages } = pagesOf(paragraphs)
  return paragraphs.filter((_, index) => languages[index] === 'other').map(({ number }) => number)
}

/** The printed lines of a paragraph below a heading for signatures; elsewhere lines mean nothing, and the whole is one. */
function linesOf(raw: string, { text, map }: ReadParagraph, pages: Pages, index: number): Span[] {
  const { heading, before } = pages.page(index)
  if (!isSignatureHeading(heading) && !isSignatureHeading(before)) return []
  const lines: Span[] = []
  let [start, from] = [0, toRaw(map, 0)]
  for (let at = 1; at < text.length; at++) {
    const to = toRaw(map, at)
    if (to - from > 0 && raw.slice(from, to + 1).includes('\n')) {
      lines.push({ start, end: at })
      start = text[at] === ' ' ? at + 1 : at
    }
    from = to
  }
  return [...lines, { start, end: text.length }]
}

function proposalsOf(raw: string, paragraphs: readonly ReadParagraph[], found: readonly Finding[], document: string): Proposal[] {
  const placed = found.map((finding) => ({ finding, span: rawSpan(raw, paragraphs[finding.paragraph - 1], finding) }))
  const shown = placed
    .filter(({ finding }) => finding.kind !== 'negation')
    .toSorted((a, b) => a.span.start - b.span.start || b.span.end - a.span.end)
  const ids = idsOf(shown)
  const { hedges, denied } = weakenedBy(found)
  const lineAt = lineCounter(raw)
  return shown.map(({ finding, span }) => {
    const { paragraph, kind, value, precision, role, of, rule } = finding
    const hedge = hedges.get(finding)
    return {
      id: ids.get(finding) ?? '',
      document,
      paragraph,
      line: lineAt(span.start),
      ...span,
      quote: raw.slice(span.start, span.end),
      kind: kind === 'negation' ? 'relation' : kind,
      value,
      ...(precision === undefined ? {} : { precision }),
      ...(hedge === undefined ? {} : { hedge }),
      ...(denied.has(finding) ? { negated: true as const } : {}),
      ...(role === undefined ? {} : { role }),
      ...(of === undefined ? {} : { of: of.map((other) => ids.get(other) ?? '').filter((id) => id !== '') }),
      rule,
    }
  })
}

/** A letter's combining marks and the second half of a surrogate pair belong to it. */
function rawSpan(raw: string, paragraph: ReadParagraph | undefined, { start, end }: Span): Span {
  if (paragraph === undefined) return { start: 0, end: 0 }
  let stop = toRaw(paragraph.map, end - 1) + 1
  while (/[\p{M}\u{DC00}-\u{DFFF}]/u.test(raw[stop] ?? '')) stop++
  return { start: toRaw(paragraph.map, start), end: stop }
}

function idsOf(shown: readonly { readonly finding: Finding; readonly span: Span }[]): ReadonlyMap<Finding, string> {
  const seen = new Map<string, number>()
  return new Map(
    shown.map(({ finding, span }) => {
      const base = `${finding.kind}:${span.start}-${span.end}`
      const count = (seen.get(base) ?? 0) + 1
      seen.set(base, count)
      return [finding, count === 1 ? base : `${base}:${count}`]
    }),
  )
}

function weakenedBy(found: readonly Finding[]): { readonly hedges: ReadonlyMap<Finding, string>; readonly denied: ReadonlySet<Finding> } {
  const hedges = new Map<Finding, string>()
  const denied = new Set<Finding>()
  for (const { kind, value, of = [] } of found) {
    if (kind === 'hedge') for (const claim of of) hedges.set(claim, weakerHedge(hedges.get(claim), value))
    if (kind === 'negation') for (const claim of of) denied.add(claim)
  }
  return { hedges, denied }
}

/** Answers the 1-based line of an offset; offsets are asked in ascending order. */
function lineCounter(raw: string): (offset: number) => number {
  let [line, at] = [1, 0]
  return (offset) => {
    for (let next = raw.indexOf('\n', at); next >= 0 && next < offset; next = raw.indexOf('\n', at)) {
      line++
      at = next + 1
    }
    return line
  }
}
