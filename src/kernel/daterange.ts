import type { DatePrecision } from './vocabulary.ts'
import { isDay, readYear, westernDigits } from './years.ts'

/** When something was: its first and its last day, both inclusive, and how exactly that is known. */
export type DateRange = { readonly from: string | null; readonly until: string | null; readonly precision: DatePrecision }

export const UNKNOWN_TIME: DateRange = { from: null, until: null, precision: 'unknown' }

/** Which ends a date has is part of its precision; a month is the whole month and a year the whole year. */
export function isDateRange({ from, until, precision }: DateRange): boolean {
  if (![from, until].every((day) => day === null || isDay(day))) return false
  if (from === null || until === null) return OPEN_ENDS[precision] === `${from !== null} ${until !== null}`
  if (OPEN_ENDS[precision] !== undefined || from > until) return false
  const whole = WHOLE[precision]?.(from)
  return whole === undefined || (whole.from === from && whole.until === until)
}

/** The precisions that leave an end open: whether there is a first day, and a last. */
const OPEN_ENDS: Partial<Record<DatePrecision, string>> = { unknown: 'false false', before: 'false true', since: 'true false' }

type Days = { readonly from: string; readonly until: string }
const WHOLE: Partial<Record<DatePrecision, (day: string) => Days>> = {
  exact: (day) => ({ from: day, until: day }),
  month: (day) => ({ from: `${day.slice(0, 7)}-01`, until: lastDayOfMonth(day) }),
  year: (day) => ({ from: `${day.slice(0, 4)}-01-01`, until: `${day.slice(0, 4)}-12-31` }),
}

function lastDayOfMonth(day: string): string {
  return new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).toISOString().slice(0, 10)
}

/** Whether two times can have a day in common. An unknown time can be any. */
export function canOverlap(one: DateRange, other: DateRange): boolean {
  const starts = one.from === null || other.until === null || one.from <= other.until
  return starts && (one.until === null || other.from === null || other.from <= one.until)
}

const ISO = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/
const DAY_FIRST = /^(?:(?:(\d{1,2})[/. ])?(\d{1,2})[/. ])?(\d{4})$/

const precisionOf = (day: string | undefined, month: string | undefined) =>
  day !== undefined ? 'exact' : month !== undefined ? 'month' : 'year'

/** One date as somebody types it: `2026-03-14`, `14/3/2569`, `3/2026`, `2569`. A year of the Buddhist era is read as such. */
function readOne(text: string): DateRange | null {
  const iso = ISO.exec(text)
  const said = iso ?? DAY_FIRST.exec(text)
  if (said === null) return null
  const [day, month, written = ''] = iso === null ? said.slice(1) : said.slice(1).toReversed()
  const year = readYear(written)
  if (year === null) return null
  const precision = precisionOf(day, month)
  const first = `${year.year}-${(month ?? '1').padStart(2, '0')}-${(day ?? '1').padStart(2, '0')}`
  const range = isDay(first) ? WHOLE[precision]?.(first) : undefined
  return range === undefined ? null : { ...range, precision }
}

/**
 * A time as somebody types it, in any digits: one date; `A..B` from one to another; `..A` before it; `A..` since it. Nothing
 * typed is an unknown time. Null for what is no date, so that nobody is dated by a guess.
 */
export function readDateRange(typed: string): DateRange | null {
  const text = westernDigits(typed).trim().replaceAll(/\s+/g, ' ')
  if (text === '') return UNKNOWN_TIME
  const [first = '', last, ...more] = text.split(/ ?\.\. ?/)
  if (last === undefined) return readOne(first)
  return more.length > 0 ? null : readEnds(first, last)
}

/** Two ends, one of which may be open. */
function readEnds(first: string, last: string): DateRange | null {
  const [from, until] = [first, last].map((text) => (text === '' ? UNKNOWN_TIME : readOne(text)))
  if (from == null || until == null) return null
  const precision = first === '' ? 'before' : last === '' ? 'since' : 'range'
  const range: DateRange = { from: from.from, until: until.until, precision }
  return isDateRange(range) ? range : null
}

/** The same time as `readDateRange` reads it, in common years. */
export function writeDateRange({ from, until, precision }: DateRange): string {
  if (precision === 'month') return (from ?? '').slice(0, 7)
  if (precision === 'year') return (from ?? '').slice(0, 4)
  if (precision === 'exact') return from ?? ''
  return from === null && until === null ? '' : `${from ?? ''}..${until ?? ''}`
}
