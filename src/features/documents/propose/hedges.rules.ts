import { isTerm } from '#kernel/vocabulary.ts'
import hedgesFile from '../../../../data/documents/hedges.json' with { type: 'json' }
import { type Finding, holds, type Page, places, type Span, sentenceAt, touches } from './finding.rules.ts'
import { wholeWords } from './word-tables.rules.ts'

type Reach = 'near' | 'next' | 'list' | 'sentence' | 'clause' | 'whole'
type Cue = { readonly pattern: RegExp; readonly code: string; readonly reach: Reach }
const cues: readonly Cue[] = hedgesFile.hedges
  .filter(({ code }) => isTerm('certainty_hedge', code))
  .map(({ words, code, reach }) => ({ pattern: wholeWords(words), code, reach: reach as Reach }))
const weakest = new Map(hedgesFile.weakestFirst.map((code, rank) => [code, rank]))

/** Of two hedges on one claim the weaker: a hedge is never upgraded. */
export function weakerHedge(one: string | undefined, other: string): string {
  if (one === undefined) return other
  return (weakest.get(one) ?? 0) <= (weakest.get(other) ?? 0) ? one : other
}

// Where a clause ends: what follows "and was later" is told without the hedge before it.
const CLAUSE_END =
  /;|:|, (?:and|but|while|where|which|who|after|before|although|however|when|following)\b|, (?:has|have|was|were|is|are) |\b(?:and|but) (?:was|were|is|are|has|have|had|later|subsequently|then|he|she|they|it)\b|[–—]/u
const NEXT_END = new RegExp(`${CLAUSE_END.source}|,|\\b(?:after|before|while|when|following|because)\\b`, 'u')
// What is alleged in a list ends where the doers or the next verb stand.
const LIST_END = /;|\bby\b|\bagainst\b|\b(?:are|is|was|were|have|has|had|will|should|must|and the)\b|\)/u
const ENDS = { near: NEXT_END, next: NEXT_END, clause: CLAUSE_END, list: LIST_END } as const

/** Words that weaken a claim, with the claims they weaken and no others. A hedge without a claim in reach makes one of the words behind it. */
export function findHedges(page: Page, claims: readonly Finding[]): Finding[] {
  const found: Finding[] = []
  for (const cue of cues) {
    const free = [...places(page.text, cue.pattern)].filter((place) => !found.some((other) => touches(other, place)))
    found.push(...free.flatMap((place) => hedgeAt(page, cue, place, claims)))
  }
  return found.toSorted((a, b) => a.start - b.start)
}

function hedgeAt(page: Page, { code, reach }: Cue, { start, end }: Span, claims: readonly Finding[]): Finding[] {
  // "Relatives were allegedly questioned" is one claim with its hedge in its middle.
  const around = claims.filter((claim) => holds(claim, { start, end }))
  if (around.length > 0) return [{ paragraph: page.number, kind: 'hedge', start, end, value: code, rule: 'hedge.within', of: around }]
  const scope = scopeOf(page, { start, end }, reach)
  const inside = claims.filter((claim) => claim.start >= scope.start && claim.start < scope.end && !touches(claim, { start, end }))
  const reached = reach === 'next' || reach === 'near' ? firstOf(inside) : inside
  const of = reached.length > 0 ? reached : wordsIn(page, scope)
  return of.length === 0 ? [] : [{ paragraph: page.number, kind: 'hedge', start, end, value: code, rule: `hedge.${reach}`, of }]
}

/** How many units a hedge reaches at most: an adjective weakens the noun behind it, an adverb the verb. */
const FARTHEST: Readonly<Partial<Record<Reach, number>>> = { near: 35, next: 70 }

function scopeOf(page: Page, { start, end }: Span, reach: Reach): Span {
  const sentence = sentenceAt(page, start)
  if (reach === 'sentence') return { start: end, end: sentence.end }
  // "According to witnesses, …" weakens what follows; "…, according to witnesses" what stands before.
  const opens = page.text.slice(sentence.start, start).trim().length < 8
  if (reach === 'whole') return opens ? { start: end, end: sentence.end } : { start: sentence.start, end: start }
  const most = Math.min(sentence.end, end + (FARTHEST[reach] ?? Number.POSITIVE_INFINITY))
  // Cut at a border of words.
  const rest = page.text.slice(end, most < sentence.end ? Math.max(end, page.text.lastIndexOf(' ', most)) : most)
  return { start: end, end: end + (ENDS[reach].exec(rest)?.index ?? rest.length) }
}

/** All claims that begin at the first place: one word may be two methods. */
function firstOf(claims: readonly Finding[]): Finding[] {
  const first = claims.reduce<Finding | undefined>(
    (least, claim) => (least === undefined || claim.start < least.start ? claim : least),
    undefined,
  )
  return first === undefined ? [] : claims.filter((claim) => touches(claim, first))
}

function wordsIn(page: Page, scope: Span): Finding[] {
  const words = page.text.slice(scope.start, scope.end)
  const opening = /^[\s,]*(?:that |of |to be |to have |to )?/u.exec(words)?.[0].length ?? 0
  const closing = words.length - words.replace(/[\s.,;:!?"')]+$/u, '').length
  const start = scope.start + opening
  const end = scope.end - closing
  if (end - start < 4) return []
  return [{ paragraph: page.number, kind: 'relation', start, end, value: 'claim', rule: 'relation.claim', role: 'claim' }]
}
