import { no, type Verdict } from '#kernel/refusal.ts'
import type { Hedge, TermOf } from '#kernel/vocabulary.ts'
import { AUDIENCES, type Audience, type CodedFacts } from './audience.contract.ts'
import type { Section, Sentence, Source } from './briefing.contract.ts'
import { sharedFacts } from './jigsaw.rules.ts'
import type { BriefingWord } from './words/en.ts'
import type { Writer } from './writer.rules.ts'

/** Something that a member wrote about a case into a sealed card. */
export type Point = {
  readonly card: string
  readonly kind: 'situation' | 'ask' | 'answered' | 'promised' | 'risk'
  readonly text: string
  readonly hedge: Hedge
  /** The code of the round and its day; null for what belongs to no round. */
  readonly round: string | null
  readonly on: string
}

/** A deprivation of liberty of which safeguards were not kept, in codes; `law` is in the language of the briefing. */
export type Deprived = {
  readonly entry: string
  readonly stage: string
  readonly from: string | null
  readonly until: string | null
  readonly precision: string
  /** Of the deprivation and of the check; null where one does not say how sure it is. */
  readonly hedges: readonly (string | null)[]
  readonly unmet: readonly { readonly code: string; readonly law: string; readonly isUnverified: boolean }[]
}

export type Agreed = Readonly<Partial<Record<TermOf<'consent_scopes'>, Verdict>>>

/** A protected case as the member's browser holds it while a briefing is made. */
export type CaseMaterial = {
  readonly code: string
  readonly facts: CodedFacts
  /** Words for the method, in the language of the briefing. */
  readonly method: string | null
  /** Whether everybody in the case agrees today, by use; what is not answered is no. */
  readonly agreed: Agreed
  /** The name of the person, opened for this briefing; null where it was not. */
  readonly name: string | null
  readonly points: readonly Point[]
  readonly raised: readonly { readonly round: string; readonly on: string; readonly isAnswered: boolean }[]
  readonly deprived: readonly Deprived[]
}

export type Setting = {
  readonly audience: Audience
  /** Facts of every case that is known here, those of the briefing among them. */
  readonly known: readonly CodedFacts[]
  readonly writer: Writer
  readonly day: string
}

export type Admitted = {
  readonly sections: readonly Section[]
  readonly sources: readonly Source[]
  /** Cases that stay out, and why. Of them nothing else is told. */
  readonly left: readonly { readonly case: string; readonly why: Verdict }[]
}

/**
 * What may be said of protected cases to this audience. A case without the consent stays out as a whole; where a name is not
 * agreed to, neither a name nor anybody's own words stand there, and only facts that enough people share.
 */
// guards T-21, UX-P-01
export function composeProtected(cases: readonly CaseMaterial[], { audience, known, writer, day }: Setting): Admitted {
  const judged = cases.map((one) => ({ one, why: mayUse(one.agreed, audience), isNamed: mayName(one.agreed, audience) }))
  const admitted = judged.filter(({ why }) => why.ok)
  return {
    sections: admitted.length === 0 ? [] : [opening(writer), ...admitted.map(({ one, isNamed }) => sectionOf(one, isNamed, known, writer))],
    sources: admitted.flatMap(({ one, isNamed }) => sourcesOf(one, isNamed, writer, day)),
    left: judged.filter(({ why }) => !why.ok).map(({ one, why }) => ({ case: one.code, why: why.ok ? no('consent.missing') : why })),
  }
}

/** Whether anything of the case may stand in a paper for this audience. */
export function mayUse(agreed: Agreed, audience: Audience): Verdict {
  return agreed[AUDIENCES[audience].use] ?? no('consent.missing')
}

/** Whether a name and somebody's own words may. */
export function mayName(agreed: Agreed, audience: Audience): boolean {
  return mayUse(agreed, audience).ok && agreed[AUDIENCES[audience].named]?.ok === true
}

/** The coded fields of a case, as a source. */
export const recordOf = (code: string) => `case:${code}`
const opening = (writer: Writer): Section => ({ id: 'cases', case: null, heading: writer.words('section.protected'), sentences: [] })
const STAGE_WORDS = [
  'liberty.arrest',
  'liberty.detention',
  'liberty.provisional_arrest',
  'liberty.re_arrest',
  'liberty.reappearance',
] as const satisfies readonly BriefingWord[]
const SAFEGUARD_WORDS = [
  'safeguard.notice',
  'safeguard.reasons',
  'safeguard.lawyer',
  'safeguard.interpreter',
  'safeguard.consular_choice',
  'safeguard.unhcr_access',
  'safeguard.judicial_review',
  'safeguard.removal_assessed',
] as const satisfies readonly BriefingWord[]
const ORDER = ['situation', 'ask', 'promised', 'answered', 'risk'] as const

function sectionOf(one: CaseMaterial, isNamed: boolean, known: readonly CodedFacts[], writer: Writer): Section {
  const own = (id: string, text: string): Sentence => ({
    id: `${one.code}.${id}`,
    text,
    sources: [recordOf(one.code)],
    hedge: 'stated',
    standing: 'told',
    case: one.code,
  })
  const points = isNamed ? one.points.toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || b.on.localeCompare(a.on)) : []
  return {
    id: 'cases',
    case: one.code,
    heading: isNamed && one.name !== null ? writer.words('protected.case', { code: one.code, name: one.name }) : one.code,
    sentences: [
      own('facts', factsText(isNamed ? one.facts : sharedFacts(one.facts, known), one.method, writer)),
      // Days and stages could tell who it is, as somebody's own words could.
      ...(isNamed ? one.deprived.flatMap((deprived) => deprivedSentences(deprived, own, writer)) : []),
      ...points.map((point) => pointSentence(one.code, point, writer)),
      ...historyOf(one, own, writer),
    ],
  }
}

function factsText(facts: Partial<CodedFacts>, method: string | null, writer: Writer): string {
  if (facts.origin === undefined || facts.host === undefined) return writer.words('protected.facts.some')
  if (facts.origin === '' || facts.host === '') return writer.words('protected.facts.none')
  const more = [
    facts.method === undefined || facts.method === null || method === null ? '' : writer.words('protected.more.method', { text: method }),
    facts.year === undefined || facts.year === null ? '' : writer.words('protected.more.year', { text: facts.year }),
  ].join('')
  return writer.words('protected.facts', { origin: writer.country(facts.origin), host: writer.country(facts.host), more })
}

function pointSentence(code: string, point: Point, writer: Writer): Sentence {
  const values = { text: point.text, round: point.round ?? '', day: writer.day(point.on) }
  return {
    id: `${code}.${point.card}`,
    text: writer.words(`protected.${point.kind}`, values),
    sources: [point.card],
    hedge: point.hedge,
    standing: 'told',
    case: code,
  }
}

type Own = (id: string, text: string) => Sentence

/** What was not kept, with the hedge of the record; then the standard that each engages, which says so where nobody checked it (R-NGO-11). */
function deprivedSentences({ entry, stage, hedges, unmet, ...at }: Deprived, own: Own, writer: Writer): Sentence[] {
  if (unmet.length === 0) return []
  const when = whenOf(at, writer)
  const named = { stage: writer.words(stageWord(stage)), when: when === null ? '' : `, ${when}` }
  const list = unmet.map(({ code }) => safeguardWords(code, writer)).join('; ')
  return [
    { ...own(`unmet.${entry}`, writer.words('protected.unmet', { ...named, list })), hedge: weakest(hedges) },
    ...unmet.map(
      ({ code, law, isUnverified }): Sentence => ({
        ...own(`unmet.${entry}.${code}`, writer.words('protected.unmet.law', { what: safeguardWords(code, writer), law })),
        standing: isUnverified ? 'law_unchecked' : 'law_checked',
      }),
    ),
  ]
}

/** From what is said against it to what is stated. */
const WEAK_FIRST: readonly Hedge[] = [
  'denied',
  'claimed_by_authority',
  'alleged',
  'reportedly',
  'credibly_reported',
  'strongly_suggests',
  'stated',
]
/** Two hedges are worth the weaker one, and silence is no statement (R-NGO-09). */
function weakest(hedges: readonly (string | null)[]): Hedge {
  const said = hedges.map((one) => one ?? 'alleged')
  return WEAK_FIRST.find((one) => said.includes(one)) ?? 'alleged'
}

/** A date that is told is as exact as it was recorded; of a range, a "before" or a "since" none is. */
function whenOf({ from, until, precision }: Pick<Deprived, 'from' | 'until' | 'precision'>, writer: Writer): string | null {
  if (precision !== 'exact' && precision !== 'month' && precision !== 'year') return null
  return writer.when({ from, until, precision, said: null })
}

const stageWord = (stage: string): BriefingWord => STAGE_WORDS.find((word) => word === `liberty.${stage}`) ?? 'liberty.detention'
const safeguardWords = (code: string, writer: Writer): string => {
  const word = SAFEGUARD_WORDS.find((one) => one === `safeguard.${code}`)
  return word === undefined ? code : writer.words(word)
}

function historyOf(one: CaseMaterial, own: Own, writer: Writer): Sentence[] {
  if (one.raised.length === 0) return [own('first', writer.words('protected.first'))]
  return one.raised
    .filter(({ isAnswered }) => !isAnswered)
    .map(({ round, on }) => own(`never.${round}`, writer.words('protected.never', { round, day: writer.day(on) })))
}

function sourcesOf(one: CaseMaterial, isNamed: boolean, writer: Writer, day: string): Source[] {
  const record: Source = {
    id: recordOf(one.code),
    kind: 'record',
    case: one.code,
    note: writer.words('note.record', { case: one.code, day: writer.day(day) }),
  }
  const cards = (isNamed ? one.points : []).map(
    ({ card, on }): Source => ({
      id: card,
      kind: 'card',
      case: one.code,
      note: writer.words('note.card', { case: one.code, day: writer.day(on) }),
    }),
  )
  return [record, ...cards]
}
