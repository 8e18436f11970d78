import type { Body, Entry, EntryKind } from '#features/cases/entries/entry.contract.ts'
import { casework } from '#kernel/casework.ts'
import { terms, type VocabularyList } from '#kernel/vocabulary.ts'
import { codeWord, provisionWord, termWord } from './words-of.ts'

/** How one coded fact is asked for. `each` asks one answer for each of its codes. */
export type Fact =
  | { readonly as: 'one' | 'many'; readonly name: string; readonly codes: readonly string[]; readonly words: (code: string) => string }
  | { readonly as: 'each'; readonly name: string; readonly codes: readonly string[]; readonly answers: readonly string[] }
  | { readonly as: 'number' | 'country' | 'member' | 'consent' | 'yes' | 'day' | 'incident' | 'detention'; readonly name: string }

const YES_NO = ['unknown', 'yes', 'no'] as const
const GROUND = ['unknown', 'met', 'not_met'] as const
const one = (name: string, codes: readonly string[], words = codeWord): Fact => ({ as: 'one', name, codes, words })
const term = (name: string, list: VocabularyList): Fact =>
  one(
    name,
    terms(list).map(({ code }) => code),
    (code) => termWord(list, code),
  )
const community = (): Fact =>
  one('community', ['', ...terms('communities').map(({ code }) => code)], (code) => termWord('communities', code))
const each = (name: string, codes: readonly string[], answers: readonly string[]): Fact => ({ as: 'each', name, codes, answers })

/** What is asked of each kind of entry; the same as its contract, in the order of a form. */
export const FORM: Readonly<Record<EntryKind, readonly Fact[]>> = {
  event: [],
  document: [
    one('document', ['passport', 'id_card', 'work_permit', 'residence', 'travel_document', 'other']),
    one('done', ['cancelled', 'refused', 'confiscated', 'lapsed', 'returned']),
  ],
  proceeding: [
    term('type', 'legal_proceeding_types'),
    { as: 'many', name: 'provisions', codes: casework.provisions.map(({ code }) => code), words: provisionWord },
    { as: 'many', name: 'rights', codes: casework.rights, words: (code) => termWord('legal_standards', code) },
    one('death', YES_NO),
    { as: 'number', name: 'months' },
  ],
  hearing: [{ as: 'member', name: 'observer' }, each('report', casework.fairHearing, YES_NO)],
  safeguards: [
    each(
      'checks',
      casework.safeguards.map(({ code }) => code),
      GROUND,
    ),
    { as: 'detention', name: 'detention' },
  ],
  refoulement: [{ as: 'country', name: 'host' }, each('grounds', casework.riskGrounds, GROUND), one('death', YES_NO)],
  legality: [{ as: 'country', name: 'host' }, each('grounds', casework.refusalGrounds, GROUND), one('death', YES_NO)],
  investigation: [
    one('authority', ['police', 'prosecutor', 'ministry', 'immigration', 'nhri', 'ombudsperson', 'court', 'other']),
    one('step', ['not_requested', 'requested', 'refused', 'opened', 'concluded', 'no_answer']),
    each('adequacy', casework.adequacy, YES_NO),
    { as: 'incident', name: 'incident' },
  ],
  need: [term('need', 'protection_actions'), one('urgency', ['1', '2', '3'])],
  referral: [
    one('programme', casework.programmes),
    { as: 'consent', name: 'consent' },
    one('reply', ['none', 'accepted', 'refused', 'more_asked']),
    one('outcome', ['', 'helped', 'partly', 'not_helped', 'withdrawn']),
  ],
  visa: [
    one('route', ['humanitarian_visa', 'resettlement', 'relocation', 'family', 'study_work']),
    each('documents', casework.visaDocuments, ['missing', 'have', 'not_needed']),
    one('decision', ['pending', 'granted', 'refused']),
    one('refusal', ['', ...casework.visaRefusals]),
    { as: 'number', name: 'family' },
  ],
  displacement: [{ as: 'yes', name: 'relocated' }],
  visit: [
    community(),
    each('checks', casework.visitChecks, YES_NO),
    one('reprisal', ['', 'none_seen', 'suspected', 'confirmed']),
    { as: 'day', name: 'followUp' },
  ],
  host: [
    { as: 'country', name: 'host' },
    community(),
    one('level', ['limited', 'unsafe', 'tolerable']),
    each('grounds', casework.hostGrounds, YES_NO),
    { as: 'day', name: 'until' },
  ],
  impact: [one('impact', casework.impacts), one('whom', casework.impactOn), community()],
}

export type Draft = Readonly<Record<string, unknown>>

/** The facts of a new entry: nothing is claimed, everything open is unknown. */
export function emptyFacts(kind: EntryKind, host: string | null): Draft {
  const asked = Object.fromEntries(FORM[kind].map((fact) => [fact.name, emptyFact(fact, host)]))
  const cites = kind === 'safeguards' || kind === 'refoulement' || kind === 'legality'
  return {
    ...asked,
    ...(kind === 'hearing' ? { report: null } : {}),
    ...(kind === 'need' ? { urgency: 1 } : {}),
    ...(cites ? { evidence: [] } : {}),
  }
}

function emptyFact(fact: Fact, host: string | null): unknown {
  switch (fact.as) {
    case 'one':
      return fact.codes[0] === '' ? null : fact.codes[0]
    case 'many':
      return []
    case 'each':
      return Object.fromEntries(fact.codes.map((code) => [code, fact.answers[0]]))
    case 'yes':
      return true
    case 'country':
      return host ?? ''
    case 'consent':
      return 'reporter'
    case 'day':
      return fact.name === 'until' ? '' : null
    default:
      return fact.name === 'family' ? 0 : null
  }
}

/** What a kind is usually a stage of. */
export const STAGE_OF: Readonly<Partial<Record<EntryKind, string>>> = {
  document: 'document_cancelled',
  proceeding: 'charge',
  hearing: 'hearing',
  displacement: 'displacement',
}

/** Kinds that somebody has to act on until a day. */
export const WAITS: readonly EntryKind[] = ['hearing', 'need', 'referral', 'visa', 'investigation', 'visit']

export const bodyOf = (kind: EntryKind, common: Omit<Body, 'kind' | 'facts'>, facts: Draft): Body =>
  ({ kind, ...common, facts }) as unknown as Body

/** The coded facts of an entry as a line of words. */
export function factWords(entry: Entry): readonly string[] {
  const facts = entry.facts as Draft
  return FORM[entry.kind].flatMap((fact) => {
    const value = facts[fact.name]
    return value === null || value === undefined || value === '' ? [] : valueWords(fact, value)
  })
}

function valueWords(fact: Fact, value: unknown): readonly string[] {
  switch (fact.as) {
    case 'one':
      return [fact.words(String(value))]
    case 'many':
      return (value as readonly string[]).map(fact.words)
    case 'each':
      return answered(fact, value as Readonly<Record<string, string>>)
    case 'yes':
      return [codeWord(value === true ? 'relocated' : 'not_relocated')]
    // Shown by its own section, and by nobody as an id.
    case 'detention':
    case 'incident':
      return []
    case 'number':
      return [`${codeWord(`fact_${fact.name}`)}: ${String(value)}`]
    default:
      return [String(value)]
  }
}

function answered({ codes, answers }: Extract<Fact, { as: 'each' }>, value: Readonly<Record<string, string>>): string[] {
  return codes
    .filter((code) => value[code] !== undefined && value[code] !== answers[0])
    .map((code) => `${codeWord(code)}: ${codeWord(value[code] ?? '')}`)
}
