import { weakestHedge } from '#features/documents/index.ts'
import type { RefusalCode } from '#kernel/refusal.ts'
import { isTerm } from '#kernel/vocabulary.ts'
import type { SourceStatement } from '../release.contract.ts'
import type { Claim, Companion, Keyed } from './claim.rules.ts'
import { happenedAt } from './happened.rules.ts'

export type StatementKind = SourceStatement['kind']
export type StatementOf =
  | { readonly ok: true; readonly table: 'source_statement'; readonly body: SourceStatement }
  | { readonly ok: false; readonly code: RefusalCode; readonly detail?: string }

const STRENGTHS: ReadonlySet<string> = new Set(['agree_will_commit', 'aim_intend', 'explore_may', 'recognise_reaffirm'])
const ARTICLE = /^[A-Z0-9][A-Za-z0-9.+_/()-]{1,80}(?::[0-9]+[A-Za-z]{0,3}(?:\([0-9a-z]{1,3}\))*)?$/
const PLACE = /^(?:[A-Z]{2}|(?:city|facility|region|sea|territory):\S.*)$/

/**
 * What a source says of a promise, a relation, a place, a day, a law or a treaty. A relation is never firmer than what it joins: the
 * weakest hedge of its parts is its own, and a part that the source denies makes the whole denied. (R-NGO-09)
 */
export function statementOf(kind: StatementKind, claim: Claim, { code, citation }: Keyed): StatementOf {
  const hedge = weakestHedge([claim.hedge, ...claim.joins.flatMap((one) => one.hedge ?? [])])
  if (!isTerm('certainty_hedge', hedge)) return { ok: false, code: 'proposal.value_malformed', detail: 'hedge' }
  if (kind === 'relation' && claim.joins.length < claim.named) return { ok: false, code: 'proposal.incomplete', detail: 'parts' }
  const own = OWN[kind](claim)
  if (own === null) return { ok: false, code: 'proposal.value_malformed', detail: kind.replace('_', ' ') }
  const words = claim.companions.find((one) => one.kind === 'hedge' && one.value === hedge)?.quote ?? null
  const body: SourceStatement = {
    code,
    kind,
    document: claim.document,
    value: cut(claim.value),
    said: cut(claim.quote.trim()),
    precision: null,
    valid: null,
    happened: null,
    strength: null,
    role: null,
    ...own,
    parts: kind === 'relation' || kind === 'commitment' ? partsOf(claim) : [],
    hedge: { code: hedge, said: hedge === 'stated' ? null : words },
    negated: claim.negated || claim.joins.some((one) => one.negated),
    citations: [citation],
  }
  return { ok: true, table: 'source_statement', body }
}

type Own = Partial<Pick<SourceStatement, 'precision' | 'valid' | 'happened' | 'strength' | 'promiser' | 'role'>>

/** What only one kind has; null where the value has not the form of its kind. */
const OWN: Readonly<Record<StatementKind, (claim: Claim) => Own | null>> = {
  commitment: ({ role, promiser }) =>
    role === undefined || STRENGTHS.has(role) ? { strength: role ?? null, promiser: promiser === null ? null : cut(promiser) } : null,
  relation: ({ role }) => (role !== undefined && /^[a-z_]+$/.test(role) ? { role } : null),
  place: ({ value, precision, valid }) => (PLACE.test(value) ? { precision: precision ?? null, valid: validOf(valid) } : null),
  date: ({ value, precision, quote }) => {
    const happened = happenedAt(value, precision, quote)
    return happened === null ? null : { happened, precision: precision ?? null }
  },
  legal_reference: ({ value }) => (ARTICLE.test(value) ? {} : null),
  instrument: () => ({}),
}

/** The interval of docs/import-format.md (`../2025-06-30`) as days. */
function validOf(interval: string | undefined): SourceStatement['valid'] {
  const parts = /^(\.\.|\d{4}-\d\d-\d\d)\/(\.\.|\d{4}-\d\d-\d\d)$/.exec(interval ?? '')
  if (parts === null) return null
  const [, from = '..', until = '..'] = parts
  return { from: from === '..' ? null : from, until: until === '..' ? null : until }
}

function partsOf({ joins }: Claim): SourceStatement['parts'] {
  return joins.map(({ kind, value, quote, record }: Companion) => ({ kind, value: cut(value), said: cut(quote.trim()), record }))
}

const LONGEST = 400

/** Long words end at a space; the whole stands in the document that is cited. */
function cut(words: string): string {
  return words.length <= LONGEST ? words : `${words.slice(0, LONGEST).replace(/\s+\S*$/u, '')} …`
}
