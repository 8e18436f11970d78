import type { CountedBy, Filter } from './view.contract.ts'

/** A filter that a member gave a name. Both may tell things, so they are sealed to that member alone. */
export type SavedView = {
  readonly id: string
  readonly room: 'map' | 'timeline' | 'statistics'
  readonly name: string
  readonly filter: Filter
  /** By what is counted, where it is a view of numbers. */
  readonly by: CountedBy['by'] | null
}

export const NO_FILTER: Filter = { case: null, method: null, actor: null, year: null, status: null, origin: null, host: null }
export const SAVED_MOST = 100
export const NAME_LETTERS = 80

type Kept = { readonly v: 1; readonly views: readonly SavedView[] }

/** The views of an opened page; null for what is no such page. A server can seal to a member too, so nothing unfit gets in. */
export function readSaved(content: unknown): readonly SavedView[] | null {
  if (!isRecord(content) || content['v'] !== 1 || !Array.isArray(content['views'])) return null
  return content['views'].slice(0, SAVED_MOST).filter(isSaved)
}

export const writeSaved = (views: readonly SavedView[]): Kept => ({ v: 1, views })

/** The same views with this one among them: in the place of one of the same id, else at the end. */
export function withView(views: readonly SavedView[], view: SavedView): readonly SavedView[] {
  const kept = views.some(({ id }) => id === view.id) ? views.map((one) => (one.id === view.id ? view : one)) : [...views, view]
  return kept.slice(-SAVED_MOST)
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isText = (value: unknown, form: RegExp): boolean => typeof value === 'string' && form.test(value)
const orNull = (value: unknown, is: (value: unknown) => boolean): boolean => value === null || is(value)

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const COUNTRY = /^[A-Z]{2}$/
// By their form alone: the lists of codes would weigh more than the whole worker of the keys, and the server knows them.
const METHOD = /^[a-z]{2,8}[.][a-z-]{2,40}$/
const TERM = /^[a-z_]{2,40}$/
const COUNTED: Readonly<Record<CountedBy['by'], true>> = {
  method: true,
  host: true,
  origin: true,
  status: true,
  year: true,
  month: true,
  actor_kind: true,
  stage: true,
  impact: true,
}
const ROOMS: readonly unknown[] = ['map', 'timeline', 'statistics']

function isSaved(value: unknown): value is SavedView {
  return (
    isRecord(value) &&
    Object.keys(value).length === 5 &&
    isText(value['id'], UUID) &&
    ROOMS.includes(value['room']) &&
    typeof value['name'] === 'string' &&
    value['name'].length > 0 &&
    value['name'].length <= NAME_LETTERS &&
    orNull(value['by'], (by) => typeof by === 'string' && Object.hasOwn(COUNTED, by)) &&
    isFilter(value['filter'])
  )
}

/** The fields of a filter and no other, each of its kind. */
function isFilter(value: unknown): boolean {
  if (!isRecord(value) || Object.keys(value).toSorted().join() !== Object.keys(NO_FILTER).toSorted().join()) return false
  return Object.entries(FIELDS).every(([name, is]) => orNull(value[name], is))
}

const FIELDS: Readonly<Record<keyof Filter, (value: unknown) => boolean>> = {
  case: (value) => isText(value, /^C-[2-9A-HJ-NP-Z]{6}$/),
  method: (value) => isText(value, METHOD),
  actor: (value) => isText(value, UUID),
  year: (value) => Number.isInteger(value) && Number(value) >= 1900 && Number(value) <= 2100,
  status: (value) => isText(value, TERM),
  origin: (value) => isText(value, COUNTRY),
  host: (value) => isText(value, COUNTRY),
}
