import { hash } from 'node:crypto'
import type { Proposal } from '#features/documents/index.ts'

/** A line of vectors/documents/gold.jsonl, as far as counting needs it. */
export type GoldLine = {
  readonly document: string
  readonly kind: string
  readonly start: number
  readonly end: number
  readonly valueHash: string
  readonly of?: readonly string[]
  readonly optional?: true
}

/** `wrong` holds the values found that stand on no line, and `missed` the places of what was not found; neither is printed. */
export type Score = {
  readonly wanted: number
  readonly right: number
  readonly found: number
  readonly wrong: readonly Proposal[]
  readonly missed: readonly GoldLine[]
}

type Span = { readonly start: number; readonly end: number }
const sha256 = (text: string): string => hash('sha256', text, 'hex')
const shared = (one: Span, other: Span): number => Math.max(0, Math.min(one.end, other.end) - Math.max(one.start, other.start))

export function recall({ wanted, right }: Score): number {
  return wanted === 0 ? 1 : right / wanted
}

export function precision({ found, wrong }: Score): number {
  return found === 0 ? 1 : 1 - wrong.length / found
}

/** Distinct normal forms of one document, as the README of the gold counts them. */
export function scoreForms(gold: readonly GoldLine[], proposals: readonly Proposal[]): Score {
  const all = new Set(gold.map(({ valueHash }) => valueHash))
  const wanted = new Map(gold.filter(({ optional }) => optional === undefined).map((line) => [line.valueHash, line]))
  const forms = new Map(proposals.map((proposal) => [sha256(proposal.value), proposal]))
  const counted = [...forms].filter(([form]) => wanted.has(form) || !all.has(form))
  return {
    wanted: wanted.size,
    right: [...wanted.keys()].filter((form) => forms.has(form)).length,
    found: counted.length,
    wrong: counted.filter(([form]) => !all.has(form)).map(([, proposal]) => proposal),
    missed: [...wanted].filter(([form]) => !forms.has(form)).map(([, line]) => line),
  }
}

/** Found when at least half of the quoted words overlap; right when it holds half of a wanted one, or lies half in one. */
export function scoreSpans(gold: readonly GoldLine[], proposals: readonly Proposal[]): Score {
  const meets = (line: Span, proposal: Span): boolean => shared(line, proposal) * 2 >= line.end - line.start
  const wanted = gold.filter(({ optional }) => optional === undefined)
  const missed = wanted.filter((line) => !proposals.some((proposal) => meets(line, proposal)))
  const isRight = (proposal: Proposal): boolean => gold.some((line) => meets(line, proposal) || meets(proposal, line))
  const wrong = proposals.filter((proposal) => !isRight(proposal))
  return { wanted: wanted.length, right: wanted.length - missed.length, found: proposals.length, wrong, missed }
}

/** A hedge is right when its code is right and it hangs on a claim of the gold's own; on another claim alone it is an error. */
export function scoreHedges(gold: readonly GoldLine[], proposals: readonly Proposal[], byId: ReadonlyMap<string, Proposal>): Score {
  const claimsOf = ({ of = [] }: GoldLine): Span[] =>
    of.map((key) => ({ start: Number(key.split('-')[0]), end: Number(key.split('-')[1]) }))
  const meets = (line: GoldLine, proposal: Proposal): boolean =>
    line.valueHash === sha256(proposal.value) &&
    (proposal.of ?? []).some((id) => claimsOf(line).some((claim) => shared(claim, byId.get(id) ?? { start: 0, end: 0 }) > 0))
  const missed = gold.filter((line) => !proposals.some((proposal) => meets(line, proposal)))
  const wrong = proposals.filter((proposal) => !gold.some((line) => meets(line, proposal)))
  return { wanted: gold.length, right: gold.length - missed.length, found: proposals.length, wrong, missed }
}

/** Claims that a hedge weakens although the gold hangs it on others: each one misleads a reader. */
export function strayClaims(gold: readonly GoldLine[], proposals: readonly Proposal[], byId: ReadonlyMap<string, Proposal>): Proposal[] {
  const claims = gold.flatMap(({ of = [] }) => of.map((key) => ({ start: Number(key.split('-')[0]), end: Number(key.split('-')[1]) })))
  return proposals
    .flatMap(({ of = [] }) => of.flatMap((id) => byId.get(id) ?? []))
    .filter((claim) => !claims.some((known) => shared(known, claim) > 0))
}
