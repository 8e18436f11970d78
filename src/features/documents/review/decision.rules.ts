import { no, type Verdict, yes } from '#kernel/refusal.ts'
import { type Hedge, isTerm } from '#kernel/vocabulary.ts'
import type { Proposed } from '../ingest/place-proposals.rules.ts'

export const DECISIONS = ['accepted', 'merged', 'rejected', 'undone'] as const
export type DecisionKind = (typeof DECISIONS)[number]

/** What a person may correct. `origin` and `host` are states that an incident needs and a text seldom names beside the act. */
export type Edits = {
  readonly value?: string
  readonly kind?: string
  readonly hedge?: string
  readonly origin?: string
  readonly host?: string
  /** To whom a demand is made, where the text does not say it beside. */
  readonly addressee?: string
}

/** How strongly a wording stands for what it tells. Wordings of one rank differ in who says it and are not exchanged. */
const STRENGTH: Readonly<Record<Hedge, number>> = {
  stated: 5,
  credibly_reported: 4,
  strongly_suggests: 3,
  reportedly: 2,
  alleged: 1,
  claimed_by_authority: 1,
  denied: 0,
}

/** A hedge stays or becomes weaker, never stronger. (R-NGO-09) */
export function mayRehedge(from: string, to: string): Verdict {
  if (from === to) return yes
  if (!isTerm('certainty_hedge', from) || !isTerm('certainty_hedge', to)) return no('proposal.value_malformed', 'hedge')
  return STRENGTH[to] < STRENGTH[from] ? yes : no('proposal.hedge_upgraded')
}

/** The weakest of some wordings; the first of those that are equally weak. A word that is none of them is weaker than all. */
export function weakestHedge(codes: readonly string[]): string {
  const strength = (code: string): number => (isTerm('certainty_hedge', code) ? STRENGTH[code] : -1)
  return codes.reduce((weakest, code) => (strength(code) < strength(weakest) ? code : weakest), codes[0] ?? 'stated')
}

/** The source states plainly where no rule found a hedge. */
export function hedgeOf(proposed: Pick<Proposed, 'hedge'>): string {
  return proposed.hedge ?? 'stated'
}

/** A proposal is decided once; to decide again, the decision is undone first. */
export function mayDecide(last: DecisionKind | undefined, next: DecisionKind): Verdict {
  const isOpen = last === undefined || last === 'undone'
  if (next === 'undone') return isOpen ? no('proposal.not_open') : yes
  return isOpen ? yes : no('proposal.not_open')
}

/** Corrections keep the form of their kind and the strength of the source's words. */
export function mayEdit(proposed: Proposed, edits: Edits): Verdict {
  for (const state of [edits.origin, edits.host]) {
    if (state !== undefined && !/^[A-Z]{2}$/.test(state)) return no('proposal.value_malformed', 'state')
  }
  for (const words of [edits.value, edits.addressee]) {
    if (words !== undefined && (words.trim() === '' || words.length > 500)) return no('proposal.value_malformed', 'value')
  }
  return edits.hedge === undefined ? yes : mayRehedge(hedgeOf(proposed), edits.hedge)
}
