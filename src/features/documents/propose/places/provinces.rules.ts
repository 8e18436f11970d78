import provincesFile from '../../../../../data/documents/provinces.json' with { type: 'json' }
import { type Finding, type Page, places, type Span, sentenceAt } from '../finding.rules.ts'
import { isPlaceWord } from '../known-places.rules.ts'
import { anyOf, BORDER, END, folded, wordSet } from '../word-tables.rules.ts'

const { unchanged, merged, earlier, changedOn } = provincesFile
const dayBefore = new Date(Date.parse(changedOn) - 86_400_000).toISOString().slice(0, 10)
const kept = new Set(Object.keys(merged).map(formOf))
const ended = new Map<string, string>([
  ...Object.values(merged).flatMap((line) => [...wordSet(line)].map((name) => [formOf(name), dayBefore] as const)),
  ...Object.entries(earlier).map(([name, day]) => [formOf(name), day] as const),
])
const names = [
  ...wordSet(unchanged),
  ...Object.keys(merged),
  ...Object.values(merged).flatMap((line) => [...wordSet(line)]),
  ...Object.keys(earlier),
]
const every = new Set(names.map(formOf))
const spellings = anyOf(
  names.flatMap((name) => [name, withoutMarks(name), name.replace('-', ' - '), withoutMarks(name).replace('-', ' - ')]),
)
const PROVINCE = new RegExp(`${BORDER}(?:${spellings})${END}`, 'gu')
// Most of these are names of people, too: something has to say that a place is meant.
const BEFORE =
  /(?:^|[\s(])(?:[Cc]ông an|(?:TAND|[Tt](?:òa|oà) án nhân dân)|[Tt]ỉnh|[Tt]hành phố|TP\.?|province of|in|from|near|ở|tại|từ) $/u
const BEHIND = /^,? (?:[Pp]rovince|[Cc]ity)(?!\p{L})|^,? (?:Việt Nam|Viet Nam|Vietnam)(?!\p{L})/u

function withoutMarks(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('Đ', 'D').replaceAll('đ', 'd')
}

function formOf(name: string): string {
  return folded(name).replaceAll(/ ?- ?/gu, '-')
}

/** The normal form of a province of Viet Nam by its name in any spelling, with or without "province"; undefined for others. */
export function provinceForm(words: string): string | undefined {
  const form = formOf(words.replace(/ [Pp]rovince$/u, ''))
  return every.has(form) ? `region:${form}` : undefined
}

/** Provinces that are named with a word that makes them places. Cities that everybody knows are left to the list of cities. */
export function findProvinces({ text }: Pick<Page, 'text'>): (Span & { readonly value: string })[] {
  return [...places(text, PROVINCE)].flatMap(({ start, end, words }) => {
    const value = provinceForm(words)
    const isPlace =
      BEHIND.test(text.slice(end, end + 16)) ||
      (BEFORE.test(text.slice(Math.max(0, start - 16), start)) && !/^ \p{Lu}/u.test(text.slice(end, end + 2)))
    return value === undefined || !isPlace || isPlaceWord(words) ? [] : [{ start, end, value }]
  })
}

/**
 * Places with the days on which they were what their name says. A name that ended tells it itself; a province that kept its
 * name with other borders tells it only where the sentence has a day.
 */
export function withValidity(page: Page, spots: readonly Finding[], dates: readonly Finding[]): Finding[] {
  return spots.map((spot) => {
    const valid = spot.value.startsWith('region:') ? validFor(page, spot, dates) : undefined
    return valid === undefined ? spot : { ...spot, valid }
  })
}

function validFor(page: Page, spot: Finding, dates: readonly Finding[]): string | undefined {
  const form = spot.value.slice('region:'.length)
  const last = ended.get(form)
  if (last !== undefined) return `../${last}`
  if (!kept.has(form)) return undefined
  const { start, end } = sentenceAt(page, spot.start)
  const sides = new Set(dates.filter((date) => date.start >= start && date.end <= end).map(({ value }) => sideOf(value)))
  const [side] = sides
  return sides.size === 1 && side !== undefined ? side : undefined
}

/** Before or after the day of the change; a bare year or month that holds it says nothing. */
function sideOf(iso: string): string | undefined {
  const known = changedOn.slice(0, iso.length)
  if (iso < known) return `../${dayBefore}`
  return iso > known || iso >= changedOn || iso === changedOn.slice(0, 7) ? `${changedOn}/..` : undefined
}
