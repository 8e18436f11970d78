import { Compile } from 'typebox/compile'
import type { Happened } from '#formats/public-record.ts'
import { type CorridorVocabulary, type Finding, findReferenceProblems } from './corridor-references.rules.ts'
import { type CorridorFile, CorridorFileSchema } from './release.contract.ts'

export { joinWords, listWords } from './corridor-words.rules.ts'

export type CheckedCorridor =
  | { readonly ok: true; readonly corridor: CorridorFile }
  | { readonly ok: false; readonly problems: readonly string[] }

const MOST_PROBLEMS = 50
const corridorFile = Compile(CorridorFileSchema)

/**
 * A corridor file is sound when it has its form, every code in it is unique and known, every reference resolves, every
 * span fits its quotation, every date is in order, and nothing in it could be the id of a protected record.
 * A problem is a refusal code and a path, never content; at most fifty are named.
 */
export function checkCorridor(file: unknown, vocabulary: CorridorVocabulary): CheckedCorridor {
  const found: Finding[] = [...findProtectedIds(file)]
  if (corridorFile.Check(file)) found.push(...findReferenceProblems(file, vocabulary), ...findDateProblems(file))
  else for (const error of corridorFile.Errors(file)) found.push(['corridor.malformed', error.instancePath])
  if (found.length === 0 && corridorFile.Check(file)) return { ok: true, corridor: file }
  const problems = [...new Set(found.map(([code, path]) => `${code} ${path === '' ? '/' : path}`))]
  return { ok: false, problems: problems.slice(0, MOST_PROBLEMS) }
}

/** The ids of protected records are UUIDs and public records never carry one (guards T-44). Written without dashes it is still one. */
const UUID = /(?<![0-9a-f])(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32})(?![0-9a-f])/i

function* findProtectedIds(file: unknown): Generator<Finding> {
  // A stack of its own: a hostile file may be nested deeper than the call stack.
  const open: [string, unknown][] = [['', file]]
  for (let top = open.pop(); top !== undefined; top = open.pop()) {
    const [path, value] = top
    if (typeof value === 'string' && UUID.test(value)) yield ['corridor.protected_id', path]
    if (typeof value !== 'object' || value === null) continue
    for (const [key, inner] of Object.entries(value)) {
      const hides = UUID.test(key)
      if (hides) yield ['corridor.protected_id', path]
      open.push([`${path}/${hides ? '?' : key}`, inner])
    }
  }
}

function* findDateProblems(corridor: CorridorFile): Generator<Finding> {
  const dated: [string, Happened][] = [
    ...corridor.documents.map((one, i): [string, Happened] => [`/documents/${i}/issued`, one.issued]),
    ...corridor.incidents.map((one, i): [string, Happened] => [`/incidents/${i}/happened`, one.happened]),
    ...corridor.events.map((one, i): [string, Happened] => [`/events/${i}/happened`, one.happened]),
    ...corridor.dialogues.map((one, i): [string, Happened] => [`/dialogues/${i}/happened`, one.happened]),
  ]
  for (const [path, happened] of dated) if (!isInOrder(happened)) yield ['corridor.malformed', path]
  for (const [i, { date }] of corridor.ratifications.entries()) {
    if (date !== null && !isDay(date)) yield ['corridor.malformed', `/ratifications/${i}/date`]
  }
}

/** Which ends a date has is part of its precision; a month is a whole month and a year a whole year. */
export function isInOrder({ from, until, precision }: Happened): boolean {
  if ((from !== null && !isDay(from)) || (until !== null && !isDay(until))) return false
  if (precision === 'unknown') return from === null && until === null
  if (precision === 'before') return from === null && until !== null
  if (precision === 'since') return from !== null && until === null
  if (from === null || until === null || from > until) return false
  if (precision === 'exact') return from === until
  if (precision === 'month') return from === `${from.slice(0, 7)}-01` && until === lastDayOfMonth(from)
  if (precision === 'year') return from === `${from.slice(0, 4)}-01-01` && until === `${from.slice(0, 4)}-12-31`
  return true
}

function isDay(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day)
}

function lastDayOfMonth(day: string): string {
  return new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).toISOString().slice(0, 10)
}
