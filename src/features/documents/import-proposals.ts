import type { Finding, Page, ProposalKind, Span } from './propose/finding.rules.ts'
import { weakerHedge } from './propose/hedges.rules.ts'
import { type Origin, type Pages, pagesOf } from './propose/pages.rules.ts'
import { citiesOf } from './propose/places/gazetteer.ts'
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
  readonly valid?: string
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
  const reading = readingOf(pages, citiesOf)
  const found: Finding[] = []
  for (let at = 0; at < pages.count; at++) {
    const page = pages.page(at)
    for (const finding of proposePage(page, reading, linesOf(raw, paragraphs, page, pages.origin(page.number)))) found.push(finding)
  }
  found.push(...linkSpellings(found.filter(({ kind }) => kind === 'person')))
  return proposalsOf({ raw, paragraphs, document: sha256, origin: pages.origin }, found)
}

/** Which paragraphs are in a language without rules: they are kept, and somebody has to read them. */
export function unreadParagraphs(paragraphs: readonly ReadParagraph[]): number[] {
  const { languages } = pagesOf(paragraphs)
  return paragraphs.filter((_, index) => languages[index] === 'other').map(({ number }) => number)
}

/** The printed lines of a page below a heading for signatures; elsewhere lines mean nothing, and none are made. */
function linesOf(raw: string, paragraphs: readonly ReadParagraph[], page: Page, { index, offset }: Origin): Span[] {
  const map = paragraphs[index]?.map
  if (map === undefined || !(isSignatureHeading(page.heading) || isSignatureHeading(page.before))) return []
  const lines: Span[] = []
  let [start, from] = [0, toRaw(map, offset)]
  for (let at = 1; at < page.text.length; at++) {
    const to = toRaw(map, at + offset)
    if (raw.slice(from, to + 1).includes('\n')) {
      lines.push({ start, end: at })
      start = page.text[at] === ' ' ? at + 1 : at
    }
    from = to + 1
  }
  return [...lines, { start, end: page.text.length }]
}

type Source = {
  readonly raw: string
  readonly paragraphs: readonly ReadParagraph[]
  readonly document: string
  readonly origin: Pages['origin']
}
type Placed = { readonly finding: Finding; readonly span: Span; readonly paragraph: number }

function proposalsOf(source: Source, found: readonly Finding[]): Proposal[] {
  const shown = found
    .filter(({ kind }) => kind !== 'negation')
    .map((finding) => placed(source, finding))
    .toSorted((a, b) => a.span.start - b.span.start || b.span.end - a.span.end)
  const ids = idsOf(shown)
  const marks = { hedges: hedgesOn(found), denied: new Set(found.flatMap(({ kind, of = [] }) => (kind === 'negation' ? of : []))) }
  const lineAt = lineCounter(source.raw)
  return shown.map(({ finding, span, paragraph }) => {
    const { kind, value, rule } = finding
    const quote = source.raw.slice(span.start, span.end)
    const known = { id: ids.get(finding) ?? '', document: source.document, paragraph, line: lineAt(span.start), ...span, quote }
    return { ...known, kind: kind === 'negation' ? 'relation' : kind, value, ...optional(finding, ids, marks), rule }
  })
}

type Marks = { readonly hedges: ReadonlyMap<Finding, string>; readonly denied: ReadonlySet<Finding> }

/** The fields that only some proposals have; an absent one is left out. */
function optional(finding: Finding, ids: ReadonlyMap<Finding, string>, { hedges, denied }: Marks): Partial<Proposal> {
  const { precision, valid, role, of } = finding
  const fields = {
    precision,
    valid,
    hedge: hedges.get(finding),
    negated: denied.has(finding) ? (true as const) : undefined,
    role,
    of: of?.flatMap((other) => ids.get(other) ?? []),
  }
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

function placed({ raw, paragraphs, origin }: Source, finding: Finding): Placed {
  const { index, offset } = origin(finding.paragraph)
  const paragraph = paragraphs[index]
  const span = { start: finding.start + offset, end: finding.end + offset }
  return { finding, span: rawSpan(raw, paragraph, span), paragraph: paragraph?.number ?? 0 }
}

/** A letter's combining marks and the second half of a surrogate pair belong to it. */
function rawSpan(raw: string, paragraph: ReadParagraph | undefined, { start, end }: Span): Span {
  if (paragraph === undefined) return { start: 0, end: 0 }
  let stop = toRaw(paragraph.map, end - 1) + 1
  while (/[\p{M}\u{DC00}-\u{DFFF}]/u.test(raw[stop] ?? '')) stop++
  return { start: toRaw(paragraph.map, start), end: stop }
}

function idsOf(shown: readonly Placed[]): ReadonlyMap<Finding, string> {
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

/** The weakest hedge on each claim. */
function hedgesOn(found: readonly Finding[]): ReadonlyMap<Finding, string> {
  const hedges = new Map<Finding, string>()
  for (const hedge of found.filter(({ kind }) => kind === 'hedge')) {
    for (const claim of hedge.of ?? []) hedges.set(claim, weakerHedge(hedges.get(claim), hedge.value))
  }
  return hedges
}

/** Answers the 1-based line of an offset; offsets are asked in ascending order. */
function lineCounter(raw: string): (offset: number) => number {
  let [line, next] = [1, raw.indexOf('\n')]
  return (offset) => {
    while (next >= 0 && next < offset) {
      line++
      next = raw.indexOf('\n', next + 1)
    }
    return line
  }
}
