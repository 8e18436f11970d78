import type { Happened } from '#formats/public-record.ts'
import type { Language } from '#kernel/languages.ts'
import { localeOf, message } from './words.ts'

type Grain = 'day' | 'month' | 'year'
const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(language: Language, grain: Grain): Intl.DateTimeFormat {
  const id = `${language} ${grain}`
  const known = formats.get(id)
  if (known !== undefined) return known
  const options: Intl.DateTimeFormatOptions = { timeZone: 'UTC', calendar: 'gregory', ...(language === 'th' ? {} : { year: 'numeric' }) }
  if (grain !== 'year') options.month = 'long'
  if (grain === 'day') options.day = 'numeric'
  const made = new Intl.DateTimeFormat(localeOf(language), options)
  formats.set(id, made)
  return made
}

/** A day, month or year written out, UTC. Thai gives the Buddhist year with the common year beside it. */
export function writeDay(day: string, grain: Grain, language: Language): string {
  const date = new Date(`${day}T00:00:00Z`)
  if (language !== 'th') return formatOf(language, grain).format(date)
  const year = date.getUTCFullYear()
  const both = `พ.ศ. ${year + 543} (${year})`
  return grain === 'year' ? both : `${formatOf(language, grain).format(date)} ${both}`
}

/** The coarsest reading of a first or last day: a stored 1 January may only mean the year, so no more than the year is said. */
export function grainOf(day: string, edge: 'from' | 'until'): Grain {
  const monthEnd = new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).getUTCDate()
  if (edge === 'from') return day.endsWith('-01-01') ? 'year' : day.endsWith('-01') ? 'month' : 'day'
  return day.endsWith('-12-31') ? 'year' : Number(day.slice(8)) === monthEnd ? 'month' : 'day'
}

function finer(a: Grain, b: Grain): Grain {
  if (a === 'day' || b === 'day') return 'day'
  return a === 'month' || b === 'month' ? 'month' : 'year'
}

/** When it happened, in words that claim no more than the stored precision. */
export function writeWhen(happened: Happened, language: Language): string {
  const { from, until, precision } = happened
  const first = from ?? until
  if (first === null) return message(language, 'when.unknown')
  const start = () => writeDay(first, grainOf(first, 'from'), language)
  const end = () => writeDay(until ?? first, grainOf(until ?? first, 'until'), language)
  const both = finer(grainOf(first, 'from'), grainOf(until ?? first, 'until'))
  switch (precision) {
    case 'exact':
      return message(language, 'when.exact', { day: writeDay(first, 'day', language) })
    case 'month':
      return message(language, 'when.month', { month: writeDay(first, 'month', language) })
    case 'year':
      return message(language, 'when.year', { year: writeDay(first, 'year', language) })
    case 'range':
      return message(language, 'when.range', { from: writeDay(first, both, language), until: writeDay(until ?? first, both, language) })
    case 'before':
      return message(language, 'when.before', { until: end() })
    case 'since':
      return message(language, 'when.since', { from: start() })
    case 'unknown':
      return message(language, 'when.unknown')
  }
}

/** When a document was issued: an open end means "not before". */
export function writeIssued(issued: Happened, language: Language): string {
  if (issued.precision !== 'since' || issued.from === null) return writeWhen(issued, language)
  return message(language, 'when.not_before', { from: writeDay(issued.from, grainOf(issued.from, 'from'), language) })
}

/** A moment to the minute, UTC. */
export function writeMoment(at: string, language: Language): string {
  return message(language, 'when.moment', { day: writeDay(at.slice(0, 10), 'day', language), time: at.slice(11, 16) })
}

/** Orders by what is known: the last possible day, then the first; what has no date comes last. */
export function compareWhen(a: Happened, b: Happened): number {
  const left = `${a.from ?? a.until ?? '9999'} ${a.until ?? '9999'}`
  const right = `${b.from ?? b.until ?? '9999'} ${b.until ?? '9999'}`
  return left < right ? -1 : left > right ? 1 : 0
}

/** The year an incident is filed under; null where no source gives one. */
export function yearOf(happened: Happened): string | null {
  return (happened.from ?? happened.until)?.slice(0, 4) ?? null
}
