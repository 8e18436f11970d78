import { type Finding, type Page, places, type Span } from '../finding.rules.ts'
import { cityForm, isPlaceWord } from '../known-places.rules.ts'
import type { Reading } from '../naming.rules.ts'
import { neverNames, titleWords } from '../person-cues.rules.ts'
import { BORDER, END, folded } from '../word-tables.rules.ts'

const WORD = String.raw`\p{Lu}[\p{L}\p{M}'-]+`
const AFTER_CUE = new RegExp(
  `(?<=${BORDER}(?:in|near|from|outside|around|via|between|to|à|près de|depuis|ở|tại|từ) (?:(?:the )?(?:(?:border |port |coastal |capital )?(?:city|town|village) of )|(?:northern|southern|eastern|western|central|tỉnh|thành phố|huyện|thị trấn) )?)${WORD}(?: ${WORD}){0,2}${END}`,
  'gu',
)
const NEXT_IN_LIST = new RegExp(`^(?:, | and |, and | et | và )(${WORD}(?: ${WORD}){0,2})${END}`, 'u')
const GOES_ON = new RegExp(`^ ${WORD}`, 'u')
const SHORTEST = 4
type Known = Pick<Reading, 'towns' | 'persons'>

/**
 * Towns that no list of ours has: behind a word that leads to a place, or in a row behind another, and only of states that the text
 * names. What is a person of the text, or an ordinary word of the page, is none.
 */
export function findTowns(page: Page, known: Known, cities: readonly Span[]): Finding[] {
  if (known.towns.size === 0) return []
  const led = [...places(page.text, AFTER_CUE)].flatMap(({ start, words }) => townAt(page, known, start, words) ?? [])
  return [...led, ...[...cities, ...led].flatMap((first) => rowBehind(page, known, first))]
}

/** "Minsk, Hrodna and Brest": what stands behind a place of the kind is of the kind. */
function rowBehind(page: Page, known: Known, first: Span): Finding[] {
  const [words = '', name = ''] = NEXT_IN_LIST.exec(page.text.slice(first.end, first.end + 80)) ?? []
  const next = name === '' ? undefined : townAt(page, known, first.end + words.length - name.length, name)
  return next === undefined ? [] : [next, ...rowBehind(page, known, next)]
}

function townAt(page: Page, { towns, persons }: Known, start: number, words: string): Finding | undefined {
  const name = longestTown(words, towns)
  if (name === undefined || isOther(page, name, persons)) return undefined
  const end = start + name.length
  // "in Reading Gaol": the beginning of a longer name.
  if (GOES_ON.test(page.text.slice(end, end + 20))) return undefined
  return { paragraph: page.number, kind: 'place', start, end, value: cityForm(name), precision: 'locality', rule: 'place.town' }
}

/** How names of towns are compared: many texts leave the marks away ("Kulob", "Diyarbakir"). */
export const townForm = (name: string): string => folded(name.normalize('NFC').replaceAll('’', "'")).replaceAll('ı', 'i')

function longestTown(words: string, towns: ReadonlySet<string>): string | undefined {
  const parts = words.split(' ')
  for (let count = parts.length; count > 0; count--) {
    const name = parts.slice(0, count).join(' ')
    if (name.length >= SHORTEST && towns.has(townForm(name))) return name
  }
  return undefined
}

function isOther({ text }: Page, name: string, persons: Reading['persons']): boolean {
  if (isPlaceWord(name) || neverNames.has(name) || titleWords.has(name)) return true
  if (persons.has(name.toLowerCase())) return true
  return new RegExp(`${BORDER}${folded(name).replace(/[^a-z ]/gu, '.')}s?${END}`, 'u').test(text)
}
