import { isDeepStrictEqual } from 'node:util'
import pg from 'pg'
import { openDatabase, openPool } from '#base/database.ts'
import { type Base, openBase } from '#base/transact.ts'
import { listCharged } from '#features/cases/entries/entry.store.ts'
import type { Caller } from '#features/teams/index.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import { type ADesk, type AMember, aDesk, aFiledItem, aFoundedTeam, anotherMember, callerOf } from '../test/a-desk.ts'
import { fillDesk, type Size } from './a-large-desk.ts'
import { countsOf, type DeskQuery, listsOf, PAGE, pagesOf } from './desk-lists.ts'
import { type Figure, judge, summarise } from './measure.ts'

const isLong = process.env['ASYLIA_LONG'] === '1'
const SIZE: Size = isLong
  ? { reports: 10_000, cases: 100_000, incidents: 1_000_000, entries: 100_000 }
  : { reports: 10_000, cases: 10_000, incidents: 50_000, entries: 100_000 }
const TRIES = isLong ? 100 : 40
/** One reads every case; others one in so many, among all that is hidden from them. */
const FEW = [{ oneIn: 200 }, { oneIn: 20 }, { oneIn: 7 }] as const
/** Map and numbers have their goal at 50,000 incidents: the whole of the smaller desk, one case in twenty of the larger. */
const COUNTS_ONE_IN = isLong ? 20 : 1

type Scene = {
  readonly desk: ADesk
  readonly caller: Caller
  readonly hub: { readonly room: CompartmentId; readonly code: string }
  readonly few: readonly { readonly caller: Caller; readonly oneIn: number }[]
  /** Whose map and numbers are measured. */
  readonly counting: Caller
}

/**
 * The server's side of lists, filters and a case with 100,000 entries, as somebody who reads every case, as somebody who reads
 * few of them; and the same transactions, the same rows, by a role that row security does not ask.
 */
export async function figures(): Promise<Figure[]> {
  const desk = await aDesk()
  const superuser = new pg.Client({ connectionString: desk.database.superuserUrl })
  await superuser.connect()
  const bare = openDatabase(openPool(desk.database.superuserUrl, 1))
  try {
    const { founder: who, epochSeed } = await aFoundedTeam(desk, 'harbour-aid')
    await aFiledItem(desk, [{ id: 'harbour-aid', seed: epochSeed }])
    const others: { readonly oneIn: number; readonly who: AMember }[] = []
    for (const { oneIn } of [...FEW, { oneIn: COUNTS_ONE_IN }]) others.push({ oneIn, who: await anotherMember(desk, who) })
    const { hub: code } = await fillDesk(
      superuser,
      who.code,
      SIZE,
      others.map(({ oneIn, who: { code: of } }) => ({ oneIn, code: of })),
    )
    const found = await superuser.query<{ room: CompartmentId }>('select compartment_id as room from asylia.report_case where code = $1', [
      code,
    ])
    const room = found.rows[0]?.room
    if (room === undefined) throw new Error('nothing was generated')
    const caller = (one: AMember) => callerOf(desk, one)
    const few = await Promise.all(others.map(async ({ oneIn, who: one }) => ({ oneIn, caller: await caller(one) })))
    const counting = few.pop()?.caller ?? (await caller(who))
    const scene: Scene = { desk, hub: { room, code }, caller: await caller(who), few, counting }
    const free = openBase(bare, desk.house.base.clock)
    return [
      ...(await inboxPage(scene)),
      ...(await pages(scene, free)),
      ...(await charged(scene)),
      ...(await counts(scene)),
      ...(await ofFew(scene)),
    ]
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
  for (let n = 0; n < TRIES; n += 1) spent.push(await once(work))
  return spent
}

async function once(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
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

const readerOf = ({ actor, code }: Caller) => ({ code, id: actor.id })

/** Each page as its reader, and in the same transaction by somebody whom row security does not ask: the same rows, or it is no comparison. */
async function pages({ desk, caller, hub }: Scene, free: Base): Promise<Figure[]> {
  const figures: Figure[] = []
  const guarded = desk.house.base
  const all = { ...listsOf(readerOf(caller), hub.code), ...pagesOf(hub, SIZE.entries) }
  for (const [name, query] of Object.entries(all)) {
    const ask = (base: Base) => base.read(caller.actor, query)
    if (!isDeepStrictEqual(await ask(guarded), await ask(free))) throw new Error(`${name}: not the same rows`)
    const spent: number[] = []
    const least: number[] = []
    // In turn, so that a busy machine hurts both alike.
    for (let n = 0; n < TRIES; n += 1) {
      spent.push(await once(() => ask(guarded)))
      least.push(await once(() => ask(free)))
    }
    const [own, floor] = [summarise(spent), summarise(least)]
    figures.push(judge(`${name}, p95`, { ...own, median: p95(spent) }, 'ms', { atMost: 100 }))
    figures.push(
      judge(`${name}, against no row security`, own, 'ms', { atMost: 1.5, floor: floor.median, ratio: own.median / floor.median }),
    )
  }
  return figures
}

/** Asked in a function that knows the law itself: without row security it would be the same, so it is measured alone. */
async function charged({ desk, caller }: Scene): Promise<Figure[]> {
  const query: DeskQuery = (db) => listCharged(db, { provision: 'vn-penal.117', after: null }, PAGE)
  const spent = await timed(() => desk.house.base.read(caller.actor, query))
  return [judge('charged under one article, p95', { ...summarise(spent), median: p95(spent) }, 'ms', { atMost: 100 })]
}

/** The map and the numbers: all that somebody reads, in one answer. */
async function counts({ desk, counting }: Scene): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const [name, query] of Object.entries(countsOf())) {
    const spent = await timed(() => desk.house.base.read(counting.actor, query))
    figures.push(judge(`${name}, p95`, { ...summarise(spent), median: p95(spent) }, 'ms', { atMost: 100 }))
  }
  return figures
}

/** The slowest list of somebody who reads few: what is hidden from them is not to be felt. */
async function ofFew({ desk, hub, few }: Scene): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const { caller, oneIn } of few) {
    const slowest: number[] = []
    for (const query of Object.values(listsOf(readerOf(caller), hub.code)))
      slowest.push(p95(await timed(() => desk.house.base.read(caller.actor, query))))
    const most = summarise(slowest)
    figures.push(
      judge(`slowest list of who reads one case in ${oneIn}, p95`, { ...most, median: Math.max(...slowest) }, 'ms', { atMost: 100 }),
    )
  }
  return figures
}
