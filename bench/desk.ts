import type { Transaction } from 'kysely'
import pg from 'pg'
import { openDatabase, openPool } from '#base/database.ts'
import type { Schema } from '#base/schema.ts'
import { listCharged, listEntries } from '#features/cases/entries/entry.store.ts'
import { listCases, listDeadlines, viewCase } from '#features/cases/files/case.store.ts'
import { listTasks } from '#features/cases/tasks/task.store.ts'
import type { Caller } from '#features/teams/index.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import { type ADesk, type AMember, aDesk, aFiledItem, aFoundedTeam, callerOf } from '../test/a-desk.ts'
import { fillDesk, type Size } from './a-large-desk.ts'
import { type Figure, judge, summarise } from './measure.ts'

const isLong = process.env['ASYLIA_LONG'] === '1'
const SIZE: Size = isLong
  ? { reports: 10_000, cases: 100_000, incidents: 1_000_000, entries: 100_000 }
  : { reports: 10_000, cases: 10_000, incidents: 20_000, entries: 100_000 }
const TRIES = isLong ? 200 : 40
const TODAY = '2026-11-22'
const PAGE = 51

type Db = Transaction<Schema>
type Query = (db: Db) => Promise<unknown>
type Scene = {
  readonly desk: ADesk
  readonly who: AMember
  readonly hub: CompartmentId
  readonly hubCode: string
  readonly me: string
  readonly caller: Caller
}

/** The server's side of lists, filters and a case with 100,000 entries, as one member who reads every case; and the same queries without row security. */
export async function figures(): Promise<Figure[]> {
  const desk = await aDesk()
  const superuser = new pg.Client({ connectionString: desk.database.superuserUrl })
  await superuser.connect()
  const bare = openDatabase(openPool(desk.database.superuserUrl, 1))
  try {
    const { founder: who, epochSeed } = await aFoundedTeam(desk, 'harbour-aid')
    await aFiledItem(desk, [{ id: 'harbour-aid', seed: epochSeed }])
    const { hub: hubCode } = await fillDesk(superuser, who.code, SIZE)
    const found = await superuser.query<{ room: string; me: string }>(
      'select c.compartment_id as room, f.id as me from asylia.report_case c, asylia.member f where c.code = $1 and f.code = $2',
      [hubCode, who.code],
    )
    const row = found.rows[0]
    if (row === undefined) throw new Error('nothing was generated')
    const scene: Scene = { desk, who, hub: row.room as CompartmentId, hubCode, me: row.me, caller: await callerOf(desk, who) }
    return [...(await inboxPage(scene)), ...(await pages(scene, (query) => bare.transaction().execute(query)))]
  } finally {
    await bare.destroy()
    await superuser.end()
    await desk.stop()
  }
}

const p95 = (list: readonly number[]) => list.toSorted((a, b) => a - b)[Math.ceil(list.length * 0.95) - 1] ?? 0

/** One warm-up, then milliseconds of each try. */
async function timed(work: () => Promise<unknown>): Promise<number[]> {
  await work()
  const spent: number[] = []
  for (let n = 0; n < TRIES; n += 1) {
    const began = performance.now()
    await work()
    spent.push(performance.now() - began)
  }
  return spent
}

async function inboxPage({ desk, caller }: Scene): Promise<Figure[]> {
  const door = desk.closed.find(({ path }) => path === '/api/desk/inbox/list')
  const first = () => door?.answer(caller, { since: null, after: null }, {}) ?? Promise.reject(new Error('no such door'))
  const spent = await timed(async () => {
    // A new beat each time, so that no answer is an earlier one.
    desk.pass(61_000)
    await first()
  })
  const bytes = JSON.stringify(await first()).length
  return [
    judge(`first inbox page of ${SIZE.reports} reports, p95`, { ...summarise(spent), median: p95(spent) }, 'ms', { atMost: 50 }),
    judge('first inbox page', summarise([bytes]), 'bytes', { atMost: 60_000 }),
  ]
}

const ALL = { state: null, owner: null, host: null, origin: null, risk: null, deadline: null, after: null }
const listed =
  (over: object): Query =>
  (db) =>
    listCases(db, { ...ALL, ...over }, { today: TODAY, week: '2026-11-29', most: PAGE })

function queriesOf({ hub, hubCode, who, me }: Scene): Readonly<Record<string, Query>> {
  return {
    'list of cases': listed({}),
    'cases by state': listed({ state: 'watching' }),
    'cases by risk': listed({ risk: 'critical' }),
    'cases by host': listed({ host: 'KE' }),
    'late cases': listed({ deadline: 'late' }),
    'cases of one owner': listed({ owner: who.code }),
    'a page in the middle': listed({ after: { on: '2026-06-01', case: hubCode } }),
    deadlines: (db) => listDeadlines(db, { until: '2026-11-29', mine: me, me, most: 201 }),
    'charged under one article': (db) => listCharged(db, { provision: 'vn-penal.117', after: null }, PAGE),
    'tasks of everybody': (db) => listTasks(db, { case: null, owner: null, state: 'open', after: null }, PAGE),
    [`a case with ${SIZE.entries} entries`]: (db) => viewCase(db, hub),
    'its first page': (db) => listEntries(db, hub, { case: hubCode, kinds: [], down: true, after: null }, PAGE),
    'a page far in it': (db) =>
      listEntries(db, hub, { case: hubCode, kinds: ['event'], down: true, after: { on: '2012-01-01', entry: hub } }, PAGE),
  }
}

/** Each page as its reader, and the same query by somebody whom row security does not ask. */
async function pages(scene: Scene, bare: <Result>(query: (db: Db) => Promise<Result>) => Promise<Result>): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const [name, query] of Object.entries(queriesOf(scene))) {
    const guarded = await timed(() => scene.desk.house.base.read(scene.caller.actor, query))
    const free = await timed(() => bare(query))
    const [own, floor] = [summarise(guarded), summarise(free)]
    figures.push(judge(`${name}, p95`, { ...own, median: p95(guarded) }, 'ms', { atMost: 100 }))
    figures.push(
      judge(`${name}, against no row security`, own, 'ms', { atMost: 1.5, floor: floor.median, ratio: own.median / floor.median }),
    )
  }
  return figures
}
