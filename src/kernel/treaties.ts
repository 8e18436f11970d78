import clausesFile from '../../data/treaties/clauses.json' with { type: 'json' }
import file from '../../data/treaties/tracker.json' with { type: 'json' }
import { deepFreeze } from './freeze.ts'
import type { Said } from './languages.ts'

/** What is known in public of one aspect of a negotiation. "Not checked" says that no source was read, never that nothing is public. */
export type Openness = {
  readonly state: 'public' | 'source_says_not_public' | 'not_checked'
  readonly citation: string | null
}

export const NEGOTIATION_ASPECTS = ['timeline', 'scope', 'content'] as const

export type Negotiation = {
  readonly event: string
  readonly kind: 'extradition' | 'legal_assistance' | 'trade'
  readonly parties: readonly string[]
  readonly timeline: Openness
  readonly scope: Openness
  readonly content: Openness
  /** Whether the thirty safeguards are those that a text of this kind is read against. */
  readonly safeguards: boolean
}

/** Two paragraphs that may pull apart, with our reason. It is a reading, marked as ours, and no finding of a breach. */
export type Contradiction = { readonly first: string; readonly second: string; readonly reason: Said }

type Tracker = {
  readonly version: string
  readonly negotiations: readonly Negotiation[]
  readonly contradictions: readonly Contradiction[]
  readonly remedies: readonly { readonly agreement: string; readonly provisions: readonly string[] }[]
  readonly refoulementBases: readonly string[]
  readonly lawsOfConcern: readonly string[]
  readonly memberStates: readonly { readonly state: string; readonly status: 'not_checked'; readonly date: null; readonly source: null }[]
  readonly cybercrime: { readonly treaty: string; readonly unchecked: readonly string[] }
}

export const treaties: Tracker = deepFreeze(file) as Tracker

/** The thirty safeguards as they are listed for a reader: own summaries, each with its legal source and its mark. */
export const safeguardClauses: readonly { readonly id: string; readonly provision: string }[] = deepFreeze(
  clausesFile.clauses.map(({ id, provision }) => ({ id, provision })),
)

type Bound = { readonly state: string; readonly treaty: string; readonly status: string; readonly date: string | null }

/**
 * Which bases of non-refoulement are recorded as binding a state on a day. A row without a date is left out of the list
 * and named as undated: nobody can say that it bound on that day.
 */
export function refoulementBases<Row extends Bound>(
  rows: readonly Row[],
  state: string,
  day: string,
): { readonly binding: readonly Row[]; readonly undated: readonly Row[] } {
  const own = rows.filter((row) => row.state === state && row.status === 'party' && treaties.refoulementBases.includes(row.treaty))
  return {
    binding: own.filter((row) => row.date !== null && row.date <= day),
    undated: own.filter((row) => row.date === null),
  }
}
