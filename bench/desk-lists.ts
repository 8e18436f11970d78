import type { Transaction } from 'kysely'
import type { Schema } from '#base/schema.ts'
import { listLines } from '#features/cases/audit/audit.store.ts'
import { listEntries } from '#features/cases/entries/entry.store.ts'
import { listCases, listDeadlines, viewCase } from '#features/cases/files/case.store.ts'
import { listPeople } from '#features/cases/people/person.store.ts'
import { countCoverage, countGaps, listTasks } from '#features/cases/tasks/task.store.ts'
import { countEntries, countIncidents, countWork } from '#features/cases/views/count.store.ts'
import { COUNTED_MOST } from '#features/cases/views/view.contract.ts'
import { countFlows, listDated } from '#features/cases/views/view.store.ts'
import { listIncidents } from '#features/incidents/incident.store.ts'
import type { CompartmentId } from '#kernel/ids.ts'

/** Rows of a page, and one more that says whether there is another. */
export const PAGE = 51
const DEADLINES = 201
const [TODAY, WEEK] = ['2026-11-22', '2026-11-29']

export const NO_FILTER = { case: null, method: null, actor: null, year: null, status: null, origin: null, host: null }

const NO_LINES = { member: null, action: null, case: null, from: null, to: null, after: null }

export type DeskQuery = (db: Transaction<Schema>) => Promise<unknown>
export type Reader = { readonly code: string; readonly id: string }
export type Hub = { readonly room: CompartmentId; readonly code: string }

const ALL = { state: null, owner: null, host: null, origin: null, risk: null, deadline: null, after: null }
const listed =
  (over: object): DeskQuery =>
  (db) =>
    listCases(db, { ...ALL, ...over }, { today: TODAY, week: WEEK, most: PAGE })

/** Lists over every case that somebody reads, with each of their filters, as the doors of the desk ask them. */
export function listsOf(me: Reader, from: string): Readonly<Record<string, DeskQuery>> {
  const incidents =
    (over: object): DeskQuery =>
    (db) =>
      listIncidents(db, { room: null, host: null, status: null, after: null, ...over }, PAGE)
  const dated =
    (over: object, after: Parameters<typeof listDated>[1]['after'] = null): DeskQuery =>
    (db) =>
      listDated(db, { filter: { ...NO_FILTER, ...over }, without: [], after }, PAGE)
  return {
    'list of cases': listed({}),
    'cases by state': listed({ state: 'watching' }),
    'cases by risk': listed({ risk: 'critical' }),
    'cases by host': listed({ host: 'KE' }),
    'late cases': listed({ deadline: 'late' }),
    'cases of one owner': listed({ owner: me.code }),
    'a page in the middle': listed({ after: { on: '2026-06-01', case: from } }),
    'own deadlines': (db) => listDeadlines(db, { until: WEEK, mine: me.id, me: me.id, most: DEADLINES }),
    'deadlines of everybody': (db) => listDeadlines(db, { until: WEEK, mine: null, me: me.id, most: DEADLINES }),
    'own tasks': (db) => listTasks(db, { case: null, owner: me.code, state: 'open', after: null }, PAGE),
    'tasks of everybody': (db) => listTasks(db, { case: null, owner: null, state: 'open', after: null }, PAGE),
    incidents: incidents({}),
    'incidents by host': incidents({ host: 'KE' }),
    'incidents by status': incidents({ status: 'verified' }),
    people: (db) => listPeople(db, null, null, PAGE),
    'incidents by day': dated({}),
    'incidents by day, far down': dated({}, { on: null, id: '40000000-0000-4000-8000-000000000000' }),
    'incidents of one year by day': dated({ year: 2024 }),
    'incidents from one state by day': dated({ origin: 'IR' }),
    'incidents in one state by day': dated({ host: 'KE' }),
    'lines until a day': (db) => listLines(db, { ...NO_LINES, to: '2026-10-01' }, PAGE),
  }
}

/** What opening one large case asks, and the pages in it. */
export function pagesOf({ room, code }: Hub, entries: number): Readonly<Record<string, DeskQuery>> {
  const page =
    (over: object): DeskQuery =>
    (db) =>
      listEntries(db, room, { case: code, kinds: [], down: true, after: null, ...over }, PAGE)
  return {
    [`a case with ${entries} entries`]: (db) => viewCase(db, room),
    'its first page': page({}),
    'a page far in it': page({ kinds: ['event'], after: { on: '2012-01-01', entry: room } }),
  }
}

/** What looks at everything that somebody reads: the map, the numbers, the newest lines of all rooms. */
export function countsOf(): Readonly<Record<string, DeskQuery>> {
  const how = { today: TODAY, most: COUNTED_MOST }
  const flows =
    (over: object): DeskQuery =>
    (db) =>
      countFlows(db, { ...NO_FILTER, ...over }, COUNTED_MOST)
  const numbers =
    (by: Parameters<typeof countIncidents>[1]['by'], over: object = {}): DeskQuery =>
    (db) =>
      countIncidents(db, { by, filter: { ...NO_FILTER, ...over } }, how)
  return {
    'the map': flows({}),
    'the map of one method': flows({ method: 'phys.assault' }),
    'numbers by host': numbers('host'),
    'numbers by method': numbers('method'),
    'numbers by kind of actor': numbers('actor_kind'),
    'numbers of one host by month': numbers('month', { host: 'KE' }),
    'numbers by stage': (db) => countEntries(db, { by: 'stage', filter: NO_FILTER }, how),
    'how the work goes': (db) => countWork(db, TODAY),
    'what was asked for': (db) => countCoverage(db),
    'what was missing': (db) => countGaps(db),
    'what was done': (db) => listLines(db, NO_LINES, PAGE),
  }
}
