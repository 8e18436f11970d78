import type { JSX } from 'preact'
import { type DateRange, readDateRange } from '#kernel/daterange.ts'
import { field } from '../views/parts.ts'
import { dayInWords, language, localeOf, say } from '../words.ts'

const wordsOf: Readonly<Record<DateRange['precision'], (from: string, until: string) => string>> = {
  exact: (from) => dayInWords(from),
  month: (from) => withoutDay(from, { month: 'long', year: 'numeric' }),
  year: (from) => withoutDay(from, { year: 'numeric' }),
  before: (_from, until) => say('when.before', { day: dayInWords(until) }),
  since: (from) => say('when.since', { day: dayInWords(from) }),
  range: (from, until) => say('when.range', { from: dayInWords(from), until: dayInWords(until) }),
  unknown: () => say('when.unknown'),
}

/** A time in words, as exact as it is known; a year of the Buddhist era stands beside the common one in Thai. */
export const whenInWords = ({ from, until, precision }: DateRange): string => wordsOf[precision](from ?? '', until ?? '')

function withoutDay(day: string, options: Intl.DateTimeFormatOptions): string {
  const date = new Date(`${day}T00:00:00Z`)
  const said = (locale: string) => new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(date)
  return language.value === 'th' ? `${said('th-u-ca-buddhist-nu-latn')} (${date.getUTCFullYear()})` : said(localeOf(language.value))
}

type WhenParts = { readonly id: string; readonly label: string; readonly typed: string; readonly onValue: (typed: string) => void }

/** A time as somebody types it, read back in words at once: `14/3/2569`, `2026-03`, `2024..2025`, `..2026`. Nothing is unknown. */
export function whenField({ id, label, typed, onValue }: WhenParts): JSX.Element {
  const range = readDateRange(typed)
  const hint = range === null || typed.trim() === '' ? say('when.hint') : `= ${whenInWords(range)}`
  return field({ id, label, hint, value: typed, onValue, isLatin: true, wrong: range === null ? say('when.wrong') : null })
}
