import ar from '../../data/labels/ar.json' with { type: 'json' }
import fr from '../../data/labels/fr.json' with { type: 'json' }
import th from '../../data/labels/th.json' with { type: 'json' }
import vi from '../../data/labels/vi.json' with { type: 'json' }
import taxonomyFile from '../../data/taxonomy.json' with { type: 'json' }
import vocabulariesFile from '../../data/vocabularies.json' with { type: 'json' }
import { deepFreeze } from './freeze.ts'
import type { Language } from './languages.ts'
import type { GroupCode, MethodCode, TermCodes } from './vocabulary-codes.ts'

export type { GroupCode, MethodCode } from './vocabulary-codes.ts'

export type VocabularyList = keyof TermCodes
export type TermOf<List extends VocabularyList> = TermCodes[List]

/** The lists that rules decide by. */
export type Hedge = TermOf<'certainty_hedge'>
export type DatePrecision = TermOf<'date_precision'>
export type PlacePrecision = TermOf<'place_precision'>
export type AttributionLevel = TermOf<'attribution_level'>
export type StandardOfProof = TermOf<'standard_of_proof'>
export type VerificationStatus = TermOf<'verification_status'>
export type FollowupStatus = TermOf<'followup_status'>

/** Old rows keep a retired code; new ones take its successor. */
export type Retired = { readonly on: string; readonly successor: string } | null

export type MethodGroup = { readonly code: GroupCode; readonly label: string; readonly definition: string; readonly retired: Retired }

/** `severity` and `recordType` are our proposals. `sources` are keys of `taxonomySources`; `document` is an id of data/sources.json. */
export type Method = {
  readonly code: MethodCode
  readonly group: GroupCode
  readonly label: string
  readonly definition: string
  readonly note: string | null
  readonly sources: readonly string[]
  readonly examples: readonly { readonly document: string; readonly quote: string }[]
  readonly severity: 1 | 2 | 3 | 4 | 5
  readonly citizenLabDigital: boolean
  readonly recordType: 'legal_proceeding' | 'notice' | 'consular_interaction' | null
  readonly legalStandards: readonly TermOf<'legal_standards'>[]
  readonly rapidResponses: readonly TermOf<'protection_actions'>[]
  readonly retired: Retired
}

/** `unverified` marks a legal statement that nobody has checked; every screen that shows the term shows the mark. */
export type Term<List extends VocabularyList = VocabularyList> = {
  readonly code: TermOf<List>
  readonly label: string
  readonly definition: string | null
  readonly unverified: boolean
  readonly retired: Retired
  readonly rank?: number
  readonly publishable?: string
  readonly type?: string
  readonly defaultWeight?: number
  readonly review?: string
  readonly targetTime?: string
  readonly phase?: string
  readonly default?: boolean
  readonly note?: string
  readonly citedIn?: string
}

type Vocabulary = { readonly description: string; readonly source: string | null; readonly terms: readonly Term[] }
type Labels = Readonly<Record<string, string>>
type LabelFile = {
  readonly review: string
  readonly groups: Labels
  readonly methods: Labels
  readonly vocabularies: Readonly<Record<string, Labels>>
  readonly countries: Labels
}

const { groups, methods } = deepFreeze(taxonomyFile) as { readonly groups: readonly MethodGroup[]; readonly methods: readonly Method[] }
const lists = deepFreeze(vocabulariesFile.lists) as Readonly<Record<VocabularyList, Vocabulary>>
const countries: readonly { readonly code: string; readonly label: string }[] = deepFreeze(vocabulariesFile.countries)
const translations: Readonly<Record<Exclude<Language, 'en'>, LabelFile>> = { vi, th, fr, ar }

const groupByCode = new Map<string, MethodGroup>(groups.map((group) => [group.code, group]))
const methodByCode = new Map<string, Method>(methods.map((method) => [method.code, method]))
const countryByCode = new Map(countries.map((country) => [country.code, country]))
const termsByList = new Map<string, ReadonlyMap<string, Term>>(
  Object.entries(lists).map(([list, { terms }]) => [list, new Map(terms.map((term) => [term.code, term]))]),
)

/** Rows that hold a code hold the version beside it. */
export const TAXONOMY_VERSION: string = taxonomyFile.version
export const VOCABULARIES_VERSION: string = vocabulariesFile.version

/** The twelve groups of methods, in the order of the taxonomy. */
export const methodGroups: readonly MethodGroup[] = groups

/** All method codes, in the order of the taxonomy, retired ones included. */
export const methodCodes: readonly MethodCode[] = Object.freeze(methods.map(({ code }) => code))

/** What the keys in `Method.sources` stand for. */
export const taxonomySources: Labels = taxonomyFile.sources

/** The names of all lists of terms. */
export const vocabularyLists: readonly VocabularyList[] = Object.freeze(Object.keys(lists) as VocabularyList[])

/** The method of a code, or undefined for a code that is not in the taxonomy. */
export function findMethod(code: MethodCode): Method
export function findMethod(code: string): Method | undefined
export function findMethod(code: string): Method | undefined {
  return methodByCode.get(code)
}

/** A retired code is still a method: rows written before keep it. */
export function isMethod(code: string): code is MethodCode {
  return methodByCode.has(code)
}

/** The group of a method, or undefined for a code that is not in the taxonomy. */
export function groupOf(code: MethodCode): MethodGroup
export function groupOf(code: string): MethodGroup | undefined
export function groupOf(code: string): MethodGroup | undefined {
  const method = methodByCode.get(code)
  return method === undefined ? undefined : groupByCode.get(method.group)
}

/** What a list is for, and where it comes from; null where it is our own. */
export function describeList(list: VocabularyList): { readonly description: string; readonly source: string | null } {
  return lists[list]
}

/** The terms of a list in its own order, retired ones included. */
export function terms<List extends VocabularyList>(list: List): readonly Term<List>[] {
  return lists[list].terms as readonly Term<List>[]
}

/** The term of a code, or undefined for a code that is not in the list. */
export function findTerm<List extends VocabularyList>(list: List, code: TermOf<List>): Term<List>
export function findTerm<List extends VocabularyList>(list: List, code: string): Term<List> | undefined
export function findTerm(list: string, code: string): Term | undefined {
  return termsByList.get(list)?.get(code)
}

/** A retired code is still a term: rows written before keep it. */
export function isTerm<List extends VocabularyList>(list: List, code: string): code is TermOf<List> {
  return termsByList.get(list)?.has(code) ?? false
}

/** The English label of a term. */
export function termLabel<List extends VocabularyList>(list: List, code: TermOf<List>): string {
  return findTerm(list, code).label
}

export type LabelKind = 'group' | 'method' | 'country' | VocabularyList

/**
 * The label of a code in the reader's language, else in English, and in which of the two it is.
 * A code that is not in data/ is not an error: it is its own label, so that an old page still shows something true.
 */
export function labelOf(kind: LabelKind, code: string, language: Language): { readonly text: string; readonly in: Language } {
  const translated = language === 'en' ? undefined : translatedLabel(translations[language], kind, code)
  return translated === undefined ? { text: englishLabel(kind, code) ?? code, in: 'en' } : { text: translated, in: language }
}

/** False while no native speaker has read the labels of a language: then every page in it says so. */
export function areLabelsReviewed(language: Language): boolean {
  return language === 'en' || translations[language].review !== 'translation not yet reviewed'
}

function translatedLabel(file: LabelFile, kind: LabelKind, code: string): string | undefined {
  const table = tableOf(file, kind)
  return table !== undefined && Object.hasOwn(table, code) ? table[code] : undefined
}

function tableOf(file: LabelFile, kind: LabelKind): Labels | undefined {
  if (kind === 'group') return file.groups
  if (kind === 'method') return file.methods
  if (kind === 'country') return file.countries
  return file.vocabularies[kind]
}

function englishLabel(kind: LabelKind, code: string): string | undefined {
  if (kind === 'group') return groupByCode.get(code)?.label
  if (kind === 'method') return methodByCode.get(code)?.label
  if (kind === 'country') return countryByCode.get(code)?.label
  return termsByList.get(kind)?.get(code)?.label
}
