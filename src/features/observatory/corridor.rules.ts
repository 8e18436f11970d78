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
  else found.push(...findFormProblems(file))
  if (found.length === 0 && corridorFile.Check(file)) return { ok: true, corridor: file }
  const problems = [...new Set(found.map(([code, path]) => `${code} ${path === '' ? '/' : path}`))]
  return { ok: false, problems: problems.slice(0, MOST_PROBLEMS) }
}

/** Unknown keys are named by the record that holds them, for a key can be content too. */
function findFormProblems(file: unknown): Finding[] {
  const errors = corridorFile.Errors(file).filter(({ keyword }) => keyword !== 'boolean')
  return errors.map(({ instancePath }) => ['corridor.malformed', instancePath])
}

/** The ids of protected records are UUIDs and public records never carry one (guards T-44). Written without dashes it is still one. */
const UUID = /(?<![0-9a-f])(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32})(?![0-9a-f])/i

/** A key that cannot be a field of ours is not written into a path. */
const FIELD = /^(?:[0-9]{1,7}|[a-z][A-Za-z0-9]{0,20})$/

function* findProtectedIds(file: unknown): Generator<Finding> {
  // A stack of its own: a hostile file may be nested deeper than the call stack.
  const open: [path: string, value: unknown][] = [['', file]]
  for (let top = open.pop(); top !== undefined; top = open.pop()) {
    const [path, value] = top
    const inside = entriesOf(value)
    if ([value, ...inside.map(([key]) => key)].some(isProtectedId)) yield ['corridor.protected_id', path]
    for (const [key, inner] of inside) open.push([`${path}/${FIELD.test(key) ? key : '?'}`, inner])
  }
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : []
}

function isProtectedId(value: unknown): boolean {
  return typeof value === 'string' && UUID.test(value)
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
  if (![from, until].every((day) => day === null || isDay(day))) return false
  if (from === null || until === null) return OPEN_ENDS[precision] === `${from !== null} ${until !== null}`
  if (OPEN_ENDS[precision] !== undefined || from > until) return false
  const [first, last] = WHOLE[precision]?.(from) ?? [from, until]
  return from === first && until === last
}

/** The precisions that leave an end open: whether there is a first day, and a last. */
const OPEN_ENDS: Partial<Record<Happened['precision'], string>> = { unknown: 'false false', before: 'false true', since: 'true false' }

const WHOLE: Partial<Record<Happened['precision'], (day: string) => readonly [string, string]>> = {
  exact: (day) => [day, day],
  month: (day) => [`${day.slice(0, 7)}-01`, lastDayOfMonth(day)],
  year: (day) => [`${day.slice(0, 4)}-01-01`, `${day.slice(0, 4)}-12-31`],
}

function isDay(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day)
}

function lastDayOfMonth(day: string): string {
  return new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).toISOString().slice(0, 10)
}
