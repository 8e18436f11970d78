import en from 'i18n-iso-countries/langs/en.json' with { type: 'json' }
import fr from 'i18n-iso-countries/langs/fr.json' with { type: 'json' }
import th from 'i18n-iso-countries/langs/th.json' with { type: 'json' }
import vi from 'i18n-iso-countries/langs/vi.json' with { type: 'json' }
import placesFile from '../../../../data/documents/places.json' with { type: 'json' }
import { plainWords } from './finding.rules.ts'
import { anyOf, BORDER, END, folded, wordSet } from './word-tables.rules.ts'

type Names = { readonly countries: Readonly<Record<string, string | readonly string[]>> }
const listed = [en, fr, vi, th] as readonly Names[]

// These are names of people, too, and need a word like "in" before them; the last are other words in other languages.
const doubtful = wordSet(placesFile.notStates)
const isClear = (name: string): boolean => name.length > 3 && !/[(),]/u.test(name)

const states = new Map<string, string>(
  listed.flatMap(({ countries }) =>
    Object.entries(countries).flatMap(([code, names]) =>
      [names]
        .flat()
        .filter(isClear)
        .map((name) => [plainWords(name), code] as [string, string]),
    ),
  ),
)
for (const [name, code] of Object.entries(placesFile.states)) states.set(name, code)
for (const [name, code] of Object.entries(placesFile.thaiStates)) states.set(`ประเทศ${name}`, code)

const cased = [
  ...listed.flatMap(({ countries }) => Object.values(countries).flat()).filter(isClear),
  ...Object.keys(placesFile.states).map(withCapitals),
]
const cities = [...wordSet(placesFile.cities)]
const regions: Readonly<Record<string, string>> = placesFile.regions
const forms: Readonly<Record<string, string>> = placesFile.cityForms

function withCapitals(words: string): string {
  if (/^(?:usa|uk|u\.s\.|u\.k\.|prc|uae|drc)$/u.test(words)) return words.toUpperCase()
  return words
    .replace(/(^|[ -])(?!(?:of|and|the) )(\p{Ll})/gu, (_, gap: string, letter: string) => gap + letter.toUpperCase())
    .replace('Pdr', 'PDR')
}

/** Names of states, cities and regions as they are printed: with capitals. */
export const STATE = new RegExp(`${BORDER}(?:${anyOf([...cased, 'VIET NAM', 'VIETNAM'])})${END}`, 'gu')
export const CITY = new RegExp(`${BORDER}(?:${anyOf(cities)})${END}`, 'gu')
export const REGION = new RegExp(`${BORDER}(?:${anyOf(Object.keys(regions).map(withCapitals))})${END}`, 'gu')
// Thai has no spaces between words and no capitals.
export const THAI_STATE = new RegExp(
  `ประเทศ(?:${anyOf(Object.keys(placesFile.thaiStates))})|(?:${anyOf(Object.values((th as Names).countries).flat())})`,
  'gu',
)
export const THAI_CITY = new RegExp(`(?:${anyOf(Object.keys(placesFile.thai))})`, 'gu')

const peoples: Readonly<Record<string, string>> = placesFile.peoples
export const PEOPLE = anyOf(Object.keys(peoples))

/** ISO 3166-1 alpha-2 of a state by any of its names; undefined for what names none. */
export function stateCode(words: string): string | undefined {
  return states.get(plainWords(words))
}

/** The state of a people ("Thai"), or of a state's own name. */
export function stateOfPeople(word: string): string | undefined {
  return Object.hasOwn(peoples, word) ? peoples[word] : undefined
}

const french = Object.values((fr as Names).countries)
  .flat()
  .map((name) => ({ name, stem: folded(name).replace(/[^a-z]/gu, '') }))

/** The French name of the state that a French adjective is made of ("rwandais"); undefined where no name begins like it. */
export function frenchState(adjective: string): string | undefined {
  const stem = folded(adjective).replace(/(?:aises?|ais|iennes?|iens?|aines?|ains?|oises?|ois|anes?|ans?|ques?|es?)$/u, '')
  return stem.length < 4 ? undefined : french.find((state) => state.stem.startsWith(stem))?.name
}

export function isDoubtful(words: string): boolean {
  return doubtful.has(words)
}

const thaiCities: Readonly<Record<string, string>> = placesFile.thai

export function cityForm(words: string): string {
  if (Object.hasOwn(thaiCities, words)) return thaiCities[words] ?? ''
  const plain = plainWords(words)
  return `city:${forms[plain] ?? plain}`
}

export function regionForm(words: string): string {
  return regions[plainWords(words)] ?? `region:${plainWords(words)}`
}

const everyName = new Set([...states.keys(), ...cities.map(plainWords), ...Object.keys(regions)])
/** True where the words are nothing but the name of a state, city, region or people. */
export function isPlaceWord(words: string): boolean {
  return everyName.has(plainWords(words)) || Object.hasOwn(peoples, words)
}
