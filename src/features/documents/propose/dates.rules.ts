import { westernDigits } from '#kernel/years.ts'
import wordsFile from '../../../../data/documents/words.json' with { type: 'json' }
import { type Finding, type Page, places, type Span, touches } from './finding.rules.ts'
import { anyOf, BORDER, END } from './word-tables.rules.ts'

/** Numbers of months by their names in English, French and Thai. */
const months = new Map<string, number>(
  Object.values(wordsFile.months).flatMap((names) =>
    names.flatMap((line, index) => line.split(' ').map((name) => [name, index + 1] as [string, number])),
  ),
)
const latin = anyOf([...wordsFile.months.en, ...wordsFile.months.fr].flatMap((line) => line.split(' ')))
const thai = anyOf(wordsFile.months.th.flatMap((line) => line.split(' ')))
const YEAR = String.raw`(?:1[5-9]|20|21)\d\d`
const DAY = String.raw`(?:0?[1-9]|[12]\d|3[01])`
const MONTH_NUMBER = '(?:0?[1-9]|1[0-2])'
const BUDDHIST = String.raw`(?:2[45]\d\d|[12]\d{3})`

type Parts = { readonly year?: string; readonly month?: string; readonly day?: string }
type Form = { readonly name: string; readonly pattern: RegExp; readonly parts: (groups: readonly string[]) => Parts | null }
const pattern = (source: string): RegExp => new RegExp(`${BORDER}(?:${source})${END}`, 'giu')

const ANY: readonly Form[] = [
  {
    name: 'date.iso',
    pattern: pattern(`(${YEAR})-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])`),
    parts: ([year = '', month = '', day = '']) => ({ year, month, day }),
  },
  { name: 'date.numeric', pattern: pattern(`(${DAY})[/.](${DAY})[/.](${YEAR})`), parts: numeric },
]
const LATIN: readonly Form[] = [
  {
    name: 'date.day-month-year',
    pattern: pattern(`(${DAY})(?:st|nd|rd|th|er)?(?: of)? (${latin})\\.?,? (${YEAR})`),
    parts: ([day = '', month = '', year = '']) => ({ year, month, day }),
  },
  {
    name: 'date.month-day-year',
    pattern: pattern(`(${latin})\\.? (${DAY})(?:st|nd|rd|th)?,? (${YEAR})`),
    parts: ([month = '', day = '', year = '']) => ({ year, month, day }),
  },
  {
    name: 'date.range-start',
    pattern: pattern(`(?:(?:from|between|du) )?(${DAY})(?= ?(?:-|–|to|and|au|et) ?${DAY} (${latin}) (${YEAR}))`),
    parts: ([day = '', month = '', year = '']) => ({ year, month, day }),
  },
  {
    name: 'date.range-start',
    pattern: pattern(`(${latin})(?= ?(?:-|–|to|and|et|à) ?(?:${latin}) (${YEAR}))`),
    parts: ([month = '', year = '']) => ({ year, month }),
  },
  {
    name: 'date.month-year',
    pattern: pattern(`(${latin})\\.?,?(?: of)? (${YEAR})`),
    parts: ([month = '', year = '']) => ({ year, month }),
  },
]
const VIETNAMESE: readonly Form[] = [
  {
    name: 'date.vietnamese-day',
    pattern: pattern(`(?:ngày |mùng )?(${DAY}) tháng (${MONTH_NUMBER}),? năm (${YEAR})`),
    parts: ([day = '', month = '', year = '']) => ({ year, month, day }),
  },
  {
    name: 'date.vietnamese-month',
    pattern: pattern(`tháng (${MONTH_NUMBER})(?:,? năm |/| )(${YEAR})`),
    parts: ([month = '', year = '']) => ({ year, month }),
  },
  { name: 'date.vietnamese-year', pattern: pattern(`năm (${YEAR})`), parts: ([year = '']) => ({ year }) },
]
// Thai is written without spaces between words, so that these stand without borders of words.
const THAI: readonly Form[] = [
  {
    name: 'date.thai-day',
    pattern: new RegExp(`(${DAY})\\s*(${thai})\\s*(?:พ\\.ศ\\.|ค\\.ศ\\.)?\\s*(${BUDDHIST})(?!\\d)`, 'gu'),
    parts: ([day = '', month = '', year = '']) => ({ year, month, day }),
  },
  {
    name: 'date.thai-month',
    pattern: new RegExp(`(${thai})\\s*(?:พ\\.ศ\\.|ค\\.ศ\\.)?\\s*(${BUDDHIST})(?!\\d)`, 'gu'),
    parts: ([month = '', year = '']) => ({ year, month }),
  },
  {
    name: 'date.thai-year',
    pattern: new RegExp(`(?:พ\\.ศ\\.|ค\\.ศ\\.|ปี)\\s*(${BUDDHIST})(?!\\d)`, 'gu'),
    parts: ([year = '']) => ({ year }),
  },
]
// A year alone is an event's year behind one of these words: "in 2019", not "the 2030 Agenda".
const CUES =
  'in|since|until|till|during|from|between|before|after|early|late|mid|mid-|throughout|through|around|circa|summer|autumn|spring|winter|of|and|to|en|depuis|dès|avant|après|fin|début'
const BARE: readonly Form[] = [
  {
    name: 'date.year',
    pattern: new RegExp(
      `(?<=${BORDER}(?:${CUES})[ -])(${YEAR})${END}(?![-/–]\\d)(?!(?:'s)? (?:elections?|reports?|annual|edition|budget|fiscal))`,
      'giu',
    ),
    parts: ([year = '']) => ({ year }),
  },
]

const YEARLESS: Readonly<Record<'latin' | 'vi', readonly Form[]>> = {
  latin: [
    {
      name: 'date.day-month',
      pattern: pattern(
        `(?<=${BORDER}(?:on|since|until|till|from|by|before|after|of|and|le|du|depuis|dès|au|avant|après) )(${DAY})(?:st|nd|rd|th|er)? (${latin})`,
      ),
      parts: ([day = '', month = '']) => ({ month, day }),
    },
    {
      name: 'date.month-day',
      pattern: pattern(`(?<=${BORDER}(?:on|since|until|till|from|by|before|after|of|and) )(${latin})\\.? (${DAY})(?:st|nd|rd|th)?`),
      parts: ([month = '', day = '']) => ({ month, day }),
    },
  ],
  vi: [
    {
      name: 'date.vietnamese-day-month',
      pattern: pattern(`(?:ngày |mùng )(${DAY}) tháng (${MONTH_NUMBER})`),
      parts: ([day = '', month = '']) => ({ month, day }),
    },
  ],
}

/** Day before month, as everywhere but in the United States, unless the numbers allow only the other. */
function numeric([first = '', second = '', year = '']: readonly string[]): Parts | null {
  const [day, month] = Number(second) > 12 ? [second, first] : [first, second]
  return Number(month) > 12 ? null : { year, month, day }
}

const TO_COME = new RegExp(`${BORDER}(?:by|target|goal|horizon)\\s*$`, 'iu')
const SINCE = new RegExp(
  `${BORDER}(?:since|depuis|dès|kể từ|từ)(?: (?:the|le|ngày|early|late|mid|at least|début|fin))*\\s*$|ตั้งแต่[^.]{0,12}$`,
  'iu',
)
const BEFORE = new RegExp(`${BORDER}(?:before|until|till|avant|trước|prior to)(?: (?:the end of|ngày|le))?\\s*$|ก่อน[^.]{0,12}$`, 'iu')

/** Dates of events. Durations, targets ("by 2030"), file numbers and years in names of laws and plans are none. */
export function findDates(page: Page, names: readonly Finding[]): Finding[] {
  const text = westernDigits(page.text)
  const found: Finding[] = []
  // What one form has read, no other reads again: 31 February of a year is no date, and neither is its month.
  const read: Span[] = [...names]
  for (const form of formsFor(page.language)) {
    const free = [...places(text, form.pattern)].filter((place) => !read.some((other) => touches(other, place)))
    found.push(...free.flatMap((place) => dateAt({ ...page, text }, form, place)))
    read.push(...free)
  }
  return [...found, ...findYearless({ ...page, text }, found, read)]
}

/**
 * "He was arrested on 31 May 2024 and moved on 5 June": a day without a year has that of the last full date before it in the
 * paragraph, or the next one where the months have turned; without such a date it is none.
 */
function findYearless(page: Page, dated: readonly Finding[], read: readonly Span[]): Finding[] {
  const forms = page.language === 'vi' ? YEARLESS.vi : page.language === 'en' || page.language === 'fr' ? YEARLESS.latin : []
  return forms.flatMap((form) =>
    [...places(page.text, form.pattern)].flatMap((place) => {
      if (read.some((other) => touches(other, place)) || /^,? ?\d{4}(?!\d)/u.test(page.text.slice(place.end, place.end + 6))) return []
      const last = dated.filter(({ end, value }) => end <= place.start && value.length > 4).toSorted((a, b) => b.end - a.end)[0]
      const parts = form.parts(place.groups)
      if (last === undefined || parts === null) return []
      const year = Number(last.value.slice(0, 4))
      const here = isoOf({ ...parts, year: String(year) })
      const turned = here !== null && Number(last.value.slice(5, 7)) - Number(here.slice(5, 7)) > 6
      return dateAt(page, { ...form, parts: () => ({ ...parts, year: String(turned ? year + 1 : year) }) }, place)
    }),
  )
}

function dateAt(
  { text, number }: Page,
  { name, parts }: Form,
  { start, end, groups }: Span & { readonly groups: readonly string[] },
): Finding[] {
  const value = isoOf(parts(groups))
  if (value === null || (name === 'date.year' && isNoEvent(text, start))) return []
  const before = text.slice(Math.max(0, start - 30), start)
  return [{ paragraph: number, kind: 'date', start, end, value, precision: precisionOf(name, value, before), rule: name }]
}

function formsFor(language: Page['language']): readonly Form[] {
  if (language === 'th') return [...ANY, ...THAI]
  if (language === 'vi') return [...ANY, ...VIETNAMESE]
  return language === 'other' ? ANY : [...ANY, ...LATIN, ...BARE]
}

/** "and" and "to" open a year only as the second half of "between 2019 and 2021", "from 2019 to 2021". */
function isNoEvent(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - 40), start)
  if (TO_COME.test(before)) return true
  return (
    /(?:^|\s)(?:and|to|of) $/u.test(before) &&
    !/\d{4}(?:,? and| to) $/u.test(before) &&
    !/(?:end|beginning|start|summer|autumn|spring|winter|fall|half|months?|middle|course|quarter) of $/u.test(before)
  )
}

function isoOf(parts: Parts | null): string | null {
  if (parts?.year === undefined) return null
  const year = Number(parts.year) >= 2400 ? Number(parts.year) - 543 : Number(parts.year)
  const month = parts.month === undefined ? undefined : (months.get(parts.month.toLowerCase()) ?? Number(parts.month))
  const two = (part: number): string => String(part).padStart(2, '0')
  if (month === undefined) return String(year)
  if (!(month >= 1 && month <= 12)) return null
  return parts.day === undefined
    ? `${year}-${two(month)}`
    : isDay(year, month, Number(parts.day))
      ? `${year}-${two(month)}-${two(Number(parts.day))}`
      : null
}

function isDay(year: number, month: number, day: number): boolean {
  return day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate()
}

function precisionOf(rule: string, value: string, before: string): string {
  if (rule === 'date.range-start') return 'range'
  if (SINCE.test(before)) return 'since'
  if (BEFORE.test(before)) return 'before'
  return value.length === 10 ? 'exact' : value.length === 7 ? 'month' : 'year'
}
