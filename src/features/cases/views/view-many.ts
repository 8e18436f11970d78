import { roomOf } from '#features/reports/index.ts'
import type { Caller } from '#features/teams/index.ts'
import { dayOf } from '#kernel/clock.ts'
import { Refusal } from '#kernel/refusal.ts'
import { terms, type VocabularyList } from '#kernel/vocabulary.ts'
import type { CaseDesk } from '../files/work-on-cases.ts'
import { countEntries, countGroups, countIncidents, countWork } from './count.store.ts'
import * as links from './link.store.ts'
import { LEAST_OF_OTHERS, LEAST_OF_SENSITIVE, withoutSmall } from './suppress.rules.ts'
import {
  type CaseTime,
  COUNTED_MOST,
  type Counted,
  type CountedBy,
  DATED_PAGE,
  type Dated,
  type Filter,
  type Flows,
  type GraphNode,
  type GroupedBy,
  type Groups,
  LINKS_PAGE,
  type Link,
  type LinksOf,
  type Work,
} from './view.contract.ts'
import { countFlows, listDated, listMarks } from './view.store.ts'

/** The map of the desk: what this caller reads, by country, and never public. guards T-21 */
export function viewFlows(desk: CaseDesk, caller: Caller, filter: Filter): Promise<Flows> {
  return desk.base.read(caller.actor, async (db) => {
    const flows = await countFlows(db, filter, COUNTED_MOST)
    return { flows, whole: flows.reduce((sum, { n }) => sum + n, 0) < COUNTED_MOST }
  })
}

/** One page of incidents by their days, over all cases that the caller reads. */
export function viewDated(desk: CaseDesk, caller: Caller, asked: Dated) {
  return desk.base.read(caller.actor, async (db) => {
    const rows = await listDated(db, asked, DATED_PAGE + 1)
    return { incidents: rows.slice(0, DATED_PAGE), more: rows.length > DATED_PAGE }
  })
}

/** One page of what is dated in a case. */
export function viewCaseTime(desk: CaseDesk, caller: Caller, asked: CaseTime) {
  return desk.base.read(caller.actor, async (db) => {
    const room = await roomOf({ db }, caller, asked.case)
    const rows = await listMarks(db, room, asked, DATED_PAGE + 1)
    return { marks: rows.slice(0, DATED_PAGE), more: rows.length > DATED_PAGE }
  })
}

/** One page of what hangs on a record; `record.not_found` for what the caller does not see. guards T-21 */
export function viewLinks(desk: CaseDesk, caller: Caller, asked: LinksOf) {
  const page = { after: asked.after, most: LINKS_PAGE + 1 }
  return desk.base.read(caller.actor, async (db) => {
    const { node, rows } = await linked({ db }, caller, { asked, page })
    return { node, links: rows.slice(0, LINKS_PAGE), more: rows.length > LINKS_PAGE }
  })
}

type Db = Parameters<typeof links.linksOfActor>[0]
type Asked = { readonly asked: LinksOf; readonly page: Parameters<typeof links.linksOfActor>[2] }
type Found = { readonly node: GraphNode; readonly rows: readonly Link[] }

async function linked(tx: { readonly db: Db }, caller: Caller, { asked, page }: Asked): Promise<Found> {
  if (asked.kind === 'actor') return ofActor(tx, { asked, page })
  if (asked.case === null) throw new Refusal('record.not_found')
  const room = await roomOf(tx, caller, asked.case)
  if (asked.kind === 'case')
    return { node: { kind: 'case', case: asked.case, id: null, code: asked.case }, rows: await links.linksOfCase(tx.db, room, page) }
  const { kind, id } = asked
  const code = id === null ? undefined : await links.findNode(tx.db, kind, { room, id })
  if (id === null || code === undefined) throw new Refusal('record.not_found')
  const ask = kind === 'incident' ? links.linksOfIncident : links.linksOfPerson
  return { node: { kind, case: asked.case, id, code }, rows: await ask(tx.db, { room, id }, page) }
}

/** An actor of the own team; of another team's nothing is told here. */
async function ofActor({ db }: { readonly db: Db }, { asked: { id }, page }: Asked): Promise<Found> {
  const code = id === null ? undefined : await links.findActorCode(db, id)
  if (id === null || code === undefined) throw new Refusal('record.not_found')
  return { node: { kind: 'actor', case: null, id, code }, rows: await links.linksOfActor(db, id, page) }
}

/** What the caller can read, counted by one field, in cases in which everybody agreed to statistics (T-43 is another matter). */
export function viewStatistics(desk: CaseDesk, caller: Caller, { by, filter }: CountedBy): Promise<Counted> {
  const today = dayOf(desk.base.clock.now())
  const how = { today, most: COUNTED_MOST }
  return desk.base.read(caller.actor, async (db) => {
    const found =
      by === 'stage' || by === 'impact' ? await countEntries(db, { by, filter }, how) : await countIncidents(db, { by, filter }, how)
    return { ...found, whole: found.all < COUNTED_MOST, today }
  })
}

/** What people are counted by, and the least that is told: of what is sensitive ten, of anything else five. */
const GROUPED = {
  community: { list: 'communities', least: LEAST_OF_SENSITIVE },
  occupation: { list: 'occupations', least: LEAST_OF_OTHERS },
} as const satisfies Readonly<Record<GroupedBy, { readonly list: VocabularyList; readonly least: number }>>

/** People by the group that they named themselves, or by what they do; every code is answered for, and no small number leaves (R-EP-11). */
export function viewGroups(desk: CaseDesk, caller: Caller, by: GroupedBy): Promise<Groups> {
  const { list, least } = GROUPED[by]
  const today = dayOf(desk.base.clock.now())
  return desk.base.read(caller.actor, async (db) => {
    const found = await countGroups(db, by, today)
    const named = new Map(found.groups.map(({ key, n }) => [key, n]))
    const codes = terms(list)
      .filter(({ retired }) => retired === null)
      .map(({ code }): string => code)
    const { cells, all } = withoutSmall(
      codes.map((key) => ({ key, n: named.get(key) ?? 0 })),
      least,
    )
    return { by, groups: [...cells], all, least, cases: found.cases, today }
  })
}

/** How the work goes in the same cases. */
export function viewWork(desk: CaseDesk, caller: Caller): Promise<Work> {
  const today = dayOf(desk.base.clock.now())
  return desk.base.read(caller.actor, async (db) => ({ ...(await countWork(db, today)), today }))
}
