import type { Language } from '#kernel/languages.ts'
import { isDay, readYear, westernDigits } from '#kernel/years.ts'
import type { Report, Rough } from './state.ts'

/** What an item says of its time: the word, and a date only as exact as it was given. */
export type When = { readonly precision: 'exact' | 'month' | 'year' | 'unknown'; readonly said?: string; readonly from?: string }

export type WhenProblem = 'year' | 'month' | 'day'

/** The part of the report that says when, or what is wrong with it. Nothing said is undefined. */
export function readWhen({ rough, day, month, year }: Pick<Report, 'rough' | 'day' | 'month' | 'year'>): When | undefined | WhenProblem {
  const said = rough === '' ? {} : { said: rough }
  if (year.trim() === '') {
    if (day.trim() !== '' || month !== '') return 'year'
    return rough === '' ? undefined : { precision: 'unknown', ...said }
  }
  const read = readYear(year)
  if (read === null) return 'year'
  return readDate(said, `${read.year}`, month, westernDigits(day).trim())
}

function readDate(said: { readonly said?: Rough }, year: string, month: string, day: string): When | WhenProblem {
  if (month === '') return day === '' ? { precision: 'year', ...said, from: year } : 'month'
  const yearMonth = `${year}-${month.padStart(2, '0')}`
  if (day === '') return { precision: 'month', ...said, from: yearMonth }
  const date = `${yearMonth}-${day.padStart(2, '0')}`
  return /^\d{1,2}$/.test(day) && isDay(date) ? { precision: 'exact', ...said, from: date } : 'day'
}

const DATES = {
  exact: { day: 'numeric', month: 'long', year: 'numeric' },
  month: { month: 'long', year: 'numeric' },
  year: { year: 'numeric' },
} as const

/** A date written out with the day first, as exact as it was given. Thai shows the Buddhist year with the common one beside it. */
export function dateText({ precision, from }: When, language: Language): string {
  if (precision === 'unknown' || from === undefined) return ''
  const [year, month = '1', day = '1'] = from.split('-')
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)))
  const calendar = language === 'th' ? 'buddhist' : 'gregory'
  const locale = language === 'en' ? 'en-GB' : language
  const text = new Intl.DateTimeFormat(`${locale}-u-ca-${calendar}-nu-latn`, { ...DATES[precision], timeZone: 'UTC' }).format(date)
  return language === 'th' ? `${text} (${year})` : text
}
