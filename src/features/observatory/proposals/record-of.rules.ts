import type { Happened } from '#formats/public-record.ts'
import { LANGUAGES, type Said } from '#kernel/languages.ts'
import type { RefusalCode } from '#kernel/refusal.ts'
import { isMethod, isTerm, labelOf, type MethodCode } from '#kernel/vocabulary.ts'
import type { Release, SourceStatement } from '../release.contract.ts'
import { addresseeOf } from './addressee.rules.ts'
import type { Claim, Companion, Keyed } from './claim.rules.ts'
import { happenedAt, WHEN_UNKNOWN } from './happened.rules.ts'
import { nameOf } from './name-of.rules.ts'
import { type StatementKind, statementOf } from './statement-of.rules.ts'

type PublicPerson = Release['persons'][number]
type PublicOrganisation = Release['organisations'][number]
type PublicIncident = Release['incidents'][number]
type Signatory = Release['signatories'][number]
type DialogueRound = Release['dialogues'][number]
type Recommendation = Release['recommendations'][number]

export type { Claim } from './claim.rules.ts'

export type RecordOf =
  | { readonly ok: true; readonly table: 'public_person'; readonly body: PublicPerson }
  | { readonly ok: true; readonly table: 'public_organisation'; readonly body: PublicOrganisation }
  | { readonly ok: true; readonly table: 'public_incident'; readonly body: PublicIncident }
  | { readonly ok: true; readonly table: 'signatory'; readonly body: Signatory }
  | { readonly ok: true; readonly table: 'dialogue_round'; readonly body: DialogueRound }
  | { readonly ok: true; readonly table: 'recommendation'; readonly body: Recommendation }
  | { readonly ok: true; readonly table: 'source_statement'; readonly body: SourceStatement }
  | { readonly ok: false; readonly code: RefusalCode; readonly detail?: string }

/**
 * The letter of the code and the maker of the record for each kind that becomes one. A hedge stands with what it weakens.
 * What no record of a corridor holds becomes a statement of its source.
 */
export const RECORD_KINDS = {
  person: { letter: 'P', table: 'public_person', make: personOf },
  organisation: { letter: 'O', table: 'public_organisation', make: organisationOf },
  method: { letter: 'I', table: 'public_incident', make: incidentOf },
  signatory: { letter: 'S', table: 'signatory', make: signatoryOf },
  round: { letter: 'H', table: 'dialogue_round', make: roundOf },
  demand: { letter: 'R', table: 'recommendation', make: demandOf },
  commitment: stated('commitment'),
  relation: stated('relation'),
  place: stated('place'),
  date: stated('date'),
  legal_reference: stated('legal_reference'),
  instrument: stated('instrument'),
} as const
export type RecordKind = keyof typeof RECORD_KINDS

export function isRecordKind(kind: string): kind is RecordKind {
  return Object.hasOwn(RECORD_KINDS, kind)
}

function stated(kind: StatementKind) {
  return { letter: 'ST', table: 'source_statement', make: (claim: Claim, keys: Keyed): RecordOf => statementOf(kind, claim, keys) } as const
}

function personOf(claim: Claim, { code, citation }: Keyed): RecordOf {
  const kind = claim.role === 'official' || claim.role === 'press_contact' ? claim.role : 'targeted_person'
  const body: PublicPerson = { code, name: nameOf(claim), kind, descriptors: [], community: null, occupations: [], citations: [citation] }
  return { ok: true, table: 'public_person', body }
}

function organisationOf(claim: Claim, { code, citation }: Keyed): RecordOf {
  const kind = claim.role ?? 'ngo_consulted'
  return {
    ok: true,
    table: 'public_organisation',
    body: { code, name: nameOf(claim), kind, country: claim.host ?? null, citations: [citation] },
  }
}

function signatoryOf(claim: Claim, { code, citation }: Keyed): RecordOf {
  return { ok: true, table: 'signatory', body: { code, number: claim.before + 1, name: nameOf(claim), document: claim.document, citation } }
}

/**
 * What a source tells, with its hedge and without an assessment of ours. Only what is told becomes an incident: not what is
 * denied, feared or asked. The states have to be known; they are never guessed from the publisher or the corridor.
 */
function incidentOf(claim: Claim, { code, citation }: Keyed): RecordOf {
  const { value, hedge, companions, origin } = claim
  if (!isMethod(value)) return { ok: false, code: 'proposal.value_malformed', detail: 'method' }
  if (!isTerm('certainty_hedge', hedge)) return { ok: false, code: 'proposal.value_malformed', detail: 'hedge' }
  if (!isTold(claim)) return { ok: false, code: 'proposal.not_told' }
  const host = claim.host ?? onlyState(companions)
  if (origin === undefined || host === undefined) return { ok: false, code: 'proposal.incomplete', detail: missing({ origin, host }) }
  const said = companions.find((one) => one.kind === 'hedge')?.quote ?? null
  const body: PublicIncident = {
    code,
    case: null,
    community: null,
    title: methodWords(value),
    methods: [value],
    methodNote: null,
    origin,
    host,
    happened: whenOf(companions),
    place: { country: host, name: null, precision: 'country' },
    hedge: { code: hedge, said },
    attribution: null,
    assessment: { verification: 'unverified', standard: 'none' },
    sentenceYears: null,
    citations: [citation],
  }
  return { ok: true, table: 'public_incident', body }
}

/** `hrd:13` is a round with its number, `hrd:launch:2003` the launch with its year. */
function roundOf(claim: Claim, { code, citation }: Keyed): RecordOf {
  const parts = /^([a-z0-9_]+):(?:(\d{1,3})|launch:(\d{4}))$/.exec(claim.value)
  if (parts === null) return { ok: false, code: 'proposal.value_malformed', detail: 'round' }
  const [, track = '', number, year] = parts
  const body: DialogueRound = {
    code,
    track,
    round: number === undefined ? null : Number(number),
    title: { en: claim.quote.length > 200 ? `${claim.quote.slice(0, 199)}…` : claim.quote },
    // The text names the round; whether it was held is for a person to say.
    status: 'announced_only',
    happened: year === undefined ? whenOf(claim.companions) : (happenedAt(year, 'year', year) ?? WHEN_UNKNOWN),
    place: null,
    legalBasis: null,
    heads: [],
    preparatory: [],
    agenda: [],
    asks: [],
    offers: [],
    partnerCommitments: [],
    repressionRaised: 'not_stated',
    citations: [citation],
  }
  return { ok: true, table: 'dialogue_round', body }
}

/** A demand stands alone: which tree it belongs to is for a person to say. To whom it is made has to be known. */
function demandOf(claim: Claim, { code, citation }: Keyed): RecordOf {
  const made = addresseeOf(claim)
  if (made === null) return { ok: false, code: 'proposal.incomplete', detail: 'addressee' }
  const body: Recommendation = {
    code,
    id: code.replace(/^R-/, 'DOC-'),
    parent: null,
    level: 1,
    addressee: made.name,
    addresseeCodes: [made.code],
    kind: 'call',
    action: { en: claim.corrected ?? claim.quote },
    status: 'open',
    sameAs: [],
    citation,
  }
  return { ok: true, table: 'recommendation', body }
}

/** A mood that the rules did not read counts as told: a person accepted it. */
function isTold({ negated, role }: Claim): boolean {
  return !negated && (role === undefined || role === 'told')
}

function missing(states: Readonly<Record<string, string | undefined>>): string {
  return Object.keys(states)
    .filter((name) => states[name] === undefined)
    .join(', ')
}

function whenOf(companions: readonly Companion[]): Happened {
  const when = companions.find((one) => one.kind === 'date')
  return (when === undefined ? null : happenedAt(when.value, when.precision, when.quote)) ?? WHEN_UNKNOWN
}

function onlyState(companions: readonly Companion[]): string | undefined {
  const states = new Set(companions.filter((one) => one.kind === 'place' && /^[A-Z]{2}$/.test(one.value)).map((one) => one.value))
  return states.size === 1 ? [...states][0] : undefined
}

function methodWords(code: MethodCode): Said {
  const others = LANGUAGES.flatMap((language) => {
    const label = labelOf('method', code, language)
    return label.in === language ? [[language, label.text] as const] : []
  })
  return { en: labelOf('method', code, 'en').text, ...Object.fromEntries(others) }
}
