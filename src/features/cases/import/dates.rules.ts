import { isDay, readYear, westernDigits } from '#kernel/years.ts'

/** Which of two numbers is the day, in a column of dates such as 03/04/2026. */
export type DayOrder = 'dmy' | 'mdy'
export type SettledDate = {
  readonly from: string
  readonly until: string
  readonly precision: 'exact' | 'month' | 'year'
  /** What was written, where it is not simply the date: another era, other digits, a turned order. */
  readonly said: string
  readonly converted: readonly ('buddhist' | 'digits' | 'order')[]
}
export type DateProblem = 'date_unreadable' | 'date_impossible' | 'date_two_digit_year' | 'date_order_open'

const MONTHS: Readonly<Record<string, readonly string[]>> = {
  en: ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'],
  fr: ['janvier', 'février', 'mars', 'avril', 'mai', 'juin', 'juillet', 'août', 'septembre', 'octobre', 'novembre', 'décembre'],
  th: ['มกราคม', 'กุมภาพันธ์', 'มีนาคม', 'เมษายน', 'พฤษภาคม', 'มิถุนายน', 'กรกฎาคม', 'สิงหาคม', 'กันยายน', 'ตุลาคม', 'พฤศจิกายน', 'ธันวาคม'],
  thShort: ['ม.ค.', 'ก.พ.', 'มี.ค.', 'เม.ย.', 'พ.ค.', 'มิ.ย.', 'ก.ค.', 'ส.ค.', 'ก.ย.', 'ต.ค.', 'พ.ย.', 'ธ.ค.'],
  ar: ['يناير', 'فبراير', 'مارس', 'أبريل', 'مايو', 'يونيو', 'يوليو', 'أغسطس', 'سبتمبر', 'أكتوبر', 'نوفمبر', 'ديسمبر'],
}

/** The number of a month by its name in five languages, or by its first three letters in English; undefined for no month. */
function monthOf(name: string): number | undefined {
  const folded = name.toLowerCase().normalize('NFC')
  for (const names of Object.values(MONTHS)) {
    const at = names.indexOf(folded)
    if (at >= 0) return at + 1
  }
  const short = MONTHS['en']?.findIndex((month) => folded.replace('.', '').length >= 3 && month.startsWith(folded.replace('.', ''))) ?? -1
  return short >= 0 ? short + 1 : undefined
}

type Parts = { readonly year: string; readonly month?: string | number; readonly day?: string; readonly isOpen?: readonly [string, string] }

const ISO = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ].*)?$/
const NUMBERS = /^(\d{1,2})[./\- ](\d{1,2})[./\- ](\d{2}|\d{4})$/
const YEAR_FIRST = /^(\d{4})[./](\d{1,2})[./](\d{1,2})$/
const MONTH_YEAR = /^(\d{1,2})[./-](\d{4})$/
const NAMED = /^(?:(\d{1,2})\.? +)?([\p{L}\p{M}.]+),? +(?:พ\.ศ\. *|ค\.ศ\. *)?(\d{4})$/u
const NAMED_FIRST = /^([\p{L}\p{M}.]+) +(\d{1,2}),? +(\d{4})$/u
const VIETNAMESE = /^(?:ngày +)?(?:(\d{1,2}) +)?tháng +(\d{1,2})(?:,? +năm|[./]) *(\d{4})$/iu

/** The parts of a date as they stand; `isOpen` where only the column can tell which number is the day. */
function partsOf(text: string): Parts | DateProblem {
  const iso = ISO.exec(text) ?? YEAR_FIRST.exec(text)
  if (iso !== null) return withParts(iso[1], iso[2], iso[3])
  const numbers = NUMBERS.exec(text)
  if (numbers !== null) {
    const [, one = '', other = '', year = ''] = numbers
    return year.length === 2 ? 'date_two_digit_year' : { year, isOpen: [one, other] }
  }
  const monthYear = MONTH_YEAR.exec(text)
  if (monthYear !== null) return withParts(monthYear[2], monthYear[1], undefined)
  const vietnamese = VIETNAMESE.exec(text)
  if (vietnamese !== null) return withParts(vietnamese[3], vietnamese[2], vietnamese[1])
  return namedParts(text)
}

function namedParts(text: string): Parts | DateProblem {
  const named = NAMED.exec(text)
  const first = NAMED_FIRST.exec(text)
  const month = monthOf((first?.[1] ?? named?.[2] ?? '').trim())
  if (month === undefined) return 'date_unreadable'
  return first === null ? withParts(named?.[3], month, named?.[1]) : withParts(first[3], month, first[2])
}

function withParts(year: string | undefined, month: string | number | undefined, day: string | undefined): Parts {
  return { year: year ?? '', ...(month === undefined ? {} : { month }), ...(day === undefined ? {} : { day }) }
}

const pad = (part: string | number): string => String(part).padStart(2, '0')
const lastDay = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate()

/**
 * Reads one date as somebody wrote it: ISO, numbers with the year last, month names of five languages, Thai and Arabic
 * digits, years of the Buddhist era. What was turned into something else is said. A date whose order is open needs `order`.
 */
export function settleDate(written: string, order: DayOrder | null): SettledDate | DateProblem {
  const text = westernDigits(written.normalize('NFC')).trim()
  const parts = partsOf(text)
  if (typeof parts === 'string') return parts
  const read = readYear(parts.year)
  if (read === null) return 'date_unreadable'
  const placed = placedParts(parts, order)
  if (typeof placed === 'string') return placed
  const converted = [
    ...(read.buddhist ? (['buddhist'] as const) : []),
    ...(text === written.normalize('NFC').trim() ? [] : (['digits'] as const)),
    ...(placed.isTurned ? (['order'] as const) : []),
  ]
  return spanOf(read.year, placed, { said: written.trim(), converted })
}

type Placed = { readonly month?: string | number; readonly day?: string; readonly isTurned: boolean }

/** A number above twelve can only be the day; two that could both be months wait for the column. */
function placedParts(parts: Parts, order: DayOrder | null): Placed | DateProblem {
  if (parts.isOpen === undefined) {
    const { month, day } = parts
    return { isTurned: false, ...(month === undefined ? {} : { month }), ...(day === undefined ? {} : { day }) }
  }
  const [one, other] = parts.isOpen
  const used = orderOf(one, other) ?? order
  if (used === null) return 'date_order_open'
  return used === 'dmy' ? { day: one, month: other, isTurned: false } : { day: other, month: one, isTurned: true }
}

function orderOf(one: string, other: string): DayOrder | null {
  if (Number(one) > 12) return 'dmy'
  if (Number(other) > 12) return 'mdy'
  // The same day and month either way.
  return one === other ? 'dmy' : null
}

function spanOf(year: number, { month, day }: Placed, more: Pick<SettledDate, 'said' | 'converted'>): SettledDate | DateProblem {
  if (month === undefined) return { from: `${year}-01-01`, until: `${year}-12-31`, precision: 'year', ...more }
  const number = Number(month)
  if (number < 1 || number > 12) return 'date_impossible'
  const start = `${year}-${pad(month)}`
  if (day === undefined) return { from: `${start}-01`, until: `${start}-${pad(lastDay(year, number))}`, precision: 'month', ...more }
  const date = `${start}-${pad(day)}`
  return isDay(date) ? { from: date, until: date, precision: 'exact', ...more } : 'date_impossible'
}

export type ColumnOrder = { readonly order: DayOrder | null; readonly dayFirst: number; readonly monthFirst: number; readonly open: number }

/**
 * What a whole column says of its order: settled only when some of its dates can be read one way alone and none the other
 * way. Where both occur the column is mixed, `order` is null, and a person has to say.
 */
export function orderOfColumn(cells: Iterable<string>): ColumnOrder {
  const seen = { dmy: 0, mdy: 0, open: 0 }
  for (const cell of cells) {
    const kind = orderOfCell(cell)
    if (kind !== null) seen[kind] += 1
  }
  const order = seen.dmy > 0 && seen.mdy === 0 ? 'dmy' : seen.mdy > 0 && seen.dmy === 0 ? 'mdy' : null
  return { order, dayFirst: seen.dmy, monthFirst: seen.mdy, open: seen.open }
}

/** What one cell tells of the order; null when it tells nothing because it has none. */
function orderOfCell(cell: string): DayOrder | 'open' | null {
  const parts = partsOf(westernDigits(cell.normalize('NFC')).trim())
  if (typeof parts === 'string' || parts.isOpen === undefined) return null
  const [one, other] = parts.isOpen
  return one === other ? null : (orderOf(one, other) ?? 'open')
}
