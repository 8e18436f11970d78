import { signal } from '@preact/signals'
import { IntlMessageFormat } from 'intl-messageformat'
import { directionOf, LANGUAGES, type Language } from '#kernel/languages.ts'
import { LABELS } from './labels.ts'
import { actorsWords } from './rooms/actors/words.ts'
import { alertsWords } from './rooms/alerts/words.ts'
import { approvalsWords } from './rooms/approvals/words.ts'
import { auditWords } from './rooms/audit/words.ts'
import { briefingsWords } from './rooms/briefings/words.ts'
import { casesWords } from './rooms/cases/words.ts'
import { coalitionWords } from './rooms/coalition/words.ts'
import { commitmentsWords } from './rooms/commitments/words.ts'
import { consentWords } from './rooms/consent/words.ts'
import { dialoguesWords } from './rooms/dialogues/words.ts'
import { directoryWords } from './rooms/directory/words.ts'
import { documentsWords } from './rooms/documents/words.ts'
import { exportWords } from './rooms/export/words.ts'
import { importWords } from './rooms/import/words.ts'
import { inboxWords } from './rooms/inbox/words.ts'
import { incidentsWords } from './rooms/incidents/words.ts'
import { nodesWords } from './rooms/nodes/words.ts'
import { peopleWords } from './rooms/people/words.ts'
import { recoveryWords } from './rooms/recovery/words.ts'
import { searchWords } from './rooms/search/words.ts'
import { signInWords } from './rooms/sign-in/words.ts'
import { takeAlongWords } from './rooms/take-along/words.ts'
import { tasksWords } from './rooms/tasks/words.ts'
import { transferWords } from './rooms/transfer/words.ts'
import { viewsWords } from './rooms/views/words.ts'
import { ar } from './words/ar.ts'
import { en } from './words/en.ts'
import { feedWords } from './words/feeds.ts'
import { fr } from './words/fr.ts'
import { frameWords } from './words/frame.ts'
import { th } from './words/th.ts'
import { vi } from './words/vi.ts'

/** One line for each room. */
export const ROOM_WORDS = [
  transferWords,
  recoveryWords,
  frameWords,
  inboxWords,
  casesWords,
  peopleWords,
  actorsWords,
  incidentsWords,
  tasksWords,
  signInWords,
  approvalsWords,
  searchWords,
  importWords,
  auditWords,
  consentWords,
  coalitionWords,
  commitmentsWords,
  takeAlongWords,
  exportWords,
  alertsWords,
  directoryWords,
  nodesWords,
  dialoguesWords,
  feedWords,
  documentsWords,
  briefingsWords,
  viewsWords,
] as const

type InRooms<Words> = Words extends { readonly en: infer Catalogue } ? keyof Catalogue : never
export type Key = keyof typeof en | InRooms<(typeof ROOM_WORDS)[number]>

export const HOUSE = { en, vi, th, fr, ar } as const
/** Every word of the desk by language: the house, then its rooms. */
export const CATALOGUES: Record<Language, Readonly<Record<Key, string>>> = {
  en: together('en'),
  vi: together('vi'),
  th: together('th'),
  fr: together('fr'),
  ar: together('ar'),
}

function together(of: Language): Readonly<Record<Key, string>> {
  return Object.assign({}, HOUSE[of], ...ROOM_WORDS.map((words) => words[of])) as Readonly<Record<Key, string>>
}
const compiled = new Map<string, IntlMessageFormat>()

/** The language on the screen. It lives in this tab alone. */
export const language = signal<Language>('en')

/** The first of the browser's languages that the desk speaks. */
export function preferred(asked: readonly string[]): Language {
  return asked.map((tag) => LANGUAGES.find((one) => tag.toLowerCase().startsWith(one))).find((one) => one !== undefined) ?? 'en'
}

/** Western digits in every language: codes and numbers are compared aloud over the phone. */
export function localeOf(of: Language): string {
  return of === 'en' ? 'en-GB' : `${of}-u-nu-latn`
}

/** Whether there are words for something that came as a code: a newer server may know codes that this page does not. */
export function isKey(key: string): key is Key {
  return Object.hasOwn(CATALOGUES[language.value], key)
}

/** A message in the language on the screen. Throws, our own bug, when a value is missing. */
export function say(key: Key, values?: Readonly<Record<string, string | number>>): string {
  const id = `${language.value} ${key}`
  const format = compiled.get(id) ?? new IntlMessageFormat(CATALOGUES[language.value][key], localeOf(language.value))
  compiled.set(id, format)
  return String(format.format(language.value === 'ar' && values !== undefined ? isolated(values) : values))
}

/** What somebody wrote in another script keeps its own order inside an Arabic sentence (Unicode UAX #9, FSI and PDI). */
function isolated(values: Readonly<Record<string, string | number>>): Readonly<Record<string, string | number>> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' && /\p{Script=Latin}/u.test(value) ? `\u2068${value}\u2069` : value,
    ]),
  )
}

/** Rooms that say nothing outside of themselves but their title: their words come with their code. */
const LATE = /^(?:dialogues|commitments|coalition|documents|briefings)[.](?!title$)/

/** Whether these words come with a room, and not with the page. */
export const isLateWord = (key: string): boolean => LATE.test(key)

type Places = Readonly<Record<Language, { readonly page: string; readonly late: string }>>
/** Where the builder put the words of each language; in tests they stand in the modules themselves. */
declare const ASYLIA_WORDS: Places | undefined

const fetched = new Set<string>()
/** Whether a room was opened whose words are no part of the page. */
let isLateNeeded = false

/** Fetches the words of a language once; the page holds those that are read, and no others. */
async function fetchWords(of: Language): Promise<void> {
  if (typeof ASYLIA_WORDS === 'undefined') return
  const { page, late } = ASYLIA_WORDS[of]
  await Promise.all([page, ...(isLateNeeded ? [late] : [])].map((place) => takeWords(of, place)))
}

async function takeWords(of: Language, place: string): Promise<void> {
  if (fetched.has(place)) return
  const answer = await fetch(place, { credentials: 'omit', referrerPolicy: 'no-referrer' })
  if (!answer.ok) throw new Error(`the words came with status ${answer.status}`)
  const { words, labels } = (await answer.json()) as { readonly words: object; readonly labels: object | null }
  if (of !== 'en' && labels !== null) Object.assign(LABELS[of], labels)
  Object.assign(CATALOGUES[of], words)
  fetched.add(place)
}

/** The code of a room together with its words in the language on the screen; a language that is turned to later brings them too. */
export async function withWords<Inside>(load: Promise<Inside>): Promise<Inside> {
  isLateNeeded = true
  const [inside] = await Promise.all([load, fetchWords(language.value)])
  return inside
}

/** Brings the words and labels of every language, for whoever reads what others wrote in theirs. */
export async function fetchEveryLanguage(): Promise<void> {
  await Promise.all(LANGUAGES.map(fetchWords))
}

/** Turns the page to a language; what is typed stays, and so does the language before where the words do not come. */
export async function speak(next: Language): Promise<void> {
  // A room may open meanwhile, whose words are wanted too.
  for (let had = !isLateNeeded; had !== isLateNeeded; ) {
    had = isLateNeeded
    await fetchWords(next)
  }
  language.value = next
  document.documentElement.lang = next
  document.documentElement.dir = directionOf(next)
}

// To make one takes longer than to draw the row it stands in, so each language makes its own once.
const dates = new Map<string, Intl.DateTimeFormat>()
const regions = new Map<string, Intl.DisplayNames>()

function madeOnce<Format>(made: Map<string, Format>, locale: string, make: () => Format): Format {
  const format = made.get(locale) ?? make()
  made.set(locale, format)
  return format
}

function dateIn(locale: string, date: Date): string {
  const options = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const
  return madeOnce(dates, locale, () => new Intl.DateTimeFormat(locale, options)).format(date)
}

/** "22 November 2026", in UTC; Thai shows the Buddhist year with the common year beside (JOURNEYS 5). */
export function dayInWords(day: string): string {
  const date = new Date(`${day.slice(0, 10)}T00:00:00Z`)
  if (language.value !== 'th') return dateIn(localeOf(language.value), date)
  return `${dateIn('th-u-ca-buddhist-nu-latn', date)} (${date.getUTCFullYear()})`
}

/** The name of a country in the language on the screen; its code where there is no name. */
export function countryName(code: string): string {
  const locale = localeOf(language.value)
  const names = madeOnce(regions, locale, () => new Intl.DisplayNames([locale], { type: 'region', fallback: 'code' }))
  return names.of(code.toUpperCase()) ?? code
}

/** The name of a team in the language on the screen, or the one it gave itself in English. */
export function nameIn(names: Readonly<Record<string, string>> | null, id: string): string {
  return names?.[language.value] ?? names?.['en'] ?? id
}
