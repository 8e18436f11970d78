import { type Page, places } from './finding.rules.ts'
import { instrumentForm } from './known-instruments.rules.ts'
import { organisationForm } from './known-organisations.rules.ts'
import { isPlaceWord, STATE, stateCode } from './known-places.rules.ts'
import { abroadIn } from './methods.rules.ts'
import { type Name, namesOf } from './names.rules.ts'
import type { Reading } from './naming.rules.ts'
import type { Pages } from './pages.rules.ts'
import { findThaiPairs } from './persons/thai-cues.rules.ts'
import { findThaiPersons } from './persons/thai-names.rules.ts'
import { type Candidate, candidatesOf, cueOf, personForm } from './persons.rules.ts'

const EUROPEAN = /\bEuropean (?:Parliament|Commission|Council|External Action)|\bEEAS\b/u

const BRACKETED = /\((\p{Lu}{2,8})\)/gu

type Gathered = {
  readonly abbreviations: Map<string, { kind: 'organisation' | 'instrument'; value: string }>
  readonly states: Map<string, number>
  readonly persons: Map<string, string>
  readonly bodies: Set<string>
  readonly capitals: Set<string>
  readonly conventions: Set<string>
  /** Names in full that only their form speaks for, and last names behind a title: each of the two vouches for the other. */
  readonly likely: Set<string>
  readonly titled: Set<string>
}

/**
 * What the text says of itself, from one reading of all its pages. Nothing is known of any other text; `townsOf` answers the
 * names of the towns of states.
 */
export function readingOf(pages: Pages, townsOf: (states: Iterable<string>) => ReadonlySet<string>): Reading {
  const gathered: Gathered = {
    abbreviations: new Map(),
    states: new Map(),
    persons: new Map(),
    bodies: new Set(),
    capitals: new Set(),
    conventions: new Set(),
    likely: new Set(),
    titled: new Set(),
  }
  let [isEuropean, abroad] = [false, 0]
  for (let index = 0; index < pages.count; index++) {
    const page = pages.page(index)
    isEuropean ||= EUROPEAN.test(page.text)
    abroad += page.language === 'en' ? abroadIn(page.text) : 0
    gather(page, gathered)
  }
  const [mainState] = [...gathered.states].toSorted((a, b) => b[1] - a[1])[0] ?? [null]
  for (const form of gathered.likely) if (gathered.titled.has(form.split(' ').at(-1) ?? '')) gathered.persons.set(form, form)
  const [convention = null, ...others] = gathered.conventions
  return {
    ...gathered,
    convention: others.length === 0 ? convention : null,
    towns: townsOf(gathered.states.keys()),
    isEuropean,
    isAbroad: abroad >= 3,
    mainState,
    persons: withLastNames(gathered.persons),
  }
}

function gather(page: Page, gathered: Gathered): void {
  if (page.language === 'other') return
  for (const { groups } of places(page.text, BRACKETED)) gathered.capitals.add(groups[0] ?? '')
  const names = namesOf(page.text, page.language)
  for (const name of names) gatherName(name, gathered)
  for (const code of [...places(page.text, STATE)].flatMap(({ words }) => stateCode(words) ?? []))
    gathered.states.set(code, (gathered.states.get(code) ?? 0) + 1)
  gatherPersons(page, names, gathered)
}

function gatherName(name: Name, { bodies, abbreviations, conventions }: Gathered): void {
  const convention = name.kind === 'instrument' && name.words.includes('Convention') ? instrumentForm(name.words) : ''
  if (/^[a-z][a-z\d-]*$/u.test(convention) && convention !== 'convention') conventions.add(convention)
  if (/^European Court of Human Rights/u.test(name.words)) conventions.add('echr')
  if (name.kind === 'organisation') bodies.add(name.words)
  const explained = explanationOf(name)
  if (name.abbreviation !== null && explained !== null) abbreviations.set(name.abbreviation, explained)
}

function gatherPersons(page: Page, names: readonly Name[], gathered: Gathered): void {
  if (page.language === 'th') {
    const titled = findThaiPersons(page)
    for (const { value } of [...titled, ...findThaiPairs(page, titled, new Map())])
      if (value.includes(' ')) gathered.persons.set(value, value)
    return
  }
  const headed = names.filter(({ kind }) => kind !== 'none')
  for (const candidate of candidatesOf(page, headed)) gatherPerson(page, candidate, gathered)
}

function gatherPerson(page: Page, candidate: Candidate, { persons, likely, titled }: Gathered): void {
  const form = personForm(page.text.slice(candidate.start, candidate.end))
  if (candidate.words.length === 1) {
    if (candidate.hasTitle) titled.add(form)
    return
  }
  const cue = cueOf(page, candidate)
  if (cue?.isStrong === true) persons.set(form, form)
  else if (cue !== null) likely.add(form)
}

/** "… and the European Union (EVFTA)" shortens what stands before the body: an abbreviation has no more letters than its words. */
function explanationOf({ kind, words, abbreviation }: Name): { kind: 'organisation' | 'instrument'; value: string } | null {
  const letters = abbreviation?.match(/\p{Lu}/gu)?.length ?? 0
  const isShort = letters <= words.split(/[ -]/u).length + 1
  if ((kind === 'organisation' || kind === 'body') && isShort) return { kind: 'organisation', value: organisationForm(words) }
  return kind === 'instrument' ? { kind: 'instrument', value: instrumentForm(words) } : null
}

/** "Ms Doe" is the Jane Doe of the same text, where it names one Doe only. */
function withLastNames(persons: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const byLast = Map.groupBy(persons.keys(), (form) => form.split(' ').at(-1) ?? '')
  const unique = [...byLast].flatMap(([word, [form, ...others]]) =>
    // A last name that is a people or a place, too ("Thai", "Paris"), is most often that.
    form === undefined || others.length > 0 || word.length < 4 || isPlaceWord(capital(word)) ? [] : [[word, form] as const],
  )
  return new Map([...unique, ...persons])
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1)
}
