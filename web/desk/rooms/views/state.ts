import { signal } from '@preact/signals'
import { NO_FILTER, type SavedView } from '#features/cases/views/saved.rules.ts'
import type { Counted, CountedBy, DatedRow, Filter, Flows, Groups, Mark, Work } from '#features/cases/views/view.contract.ts'
import { call } from '../../actions.ts'
import { openPanel } from '../../address.ts'
import { actors, load as loadActors } from '../actors/state.ts'
import { incidents, load as loadIncidents } from '../incidents/state.ts'
import { load as loadPeople, people } from '../people/state.ts'
import type { Net } from './layout.ts'

export type Chosen = { readonly origin: string | null; readonly host: string | null }
export type Page<Row> = { readonly rows: readonly Row[]; readonly more: boolean }

/** One filter for the map, the timeline and the numbers: whoever goes from one to the other goes on with the same question. */
export const filter = signal<Filter>(NO_FILTER)
/** All that this member reads, for the countries that a filter offers. */
export const everything = signal<Flows | null>(null)
export const flows = signal<Flows | null>(null)
export const chosen = signal<Chosen | null>(null)
export const list = signal<Page<DatedRow> | null>(null)
export const dated = signal<Page<DatedRow> | null>(null)
export const marks = signal<(Page<Mark> & { readonly of: string }) | null>(null)
export const by = signal<CountedBy['by']>('method')
export const counted = signal<Counted | null>(null)
export const work = signal<Work | null>(null)
export const groups = signal<readonly Groups[] | null>(null)
export const saved = signal<readonly SavedView[] | null>(null)
export const net = signal<Net | null>(null)
/** The record in the net that arrows walk from. */
export const selected = signal<string | null>(null)
/** What was opened of what is told of incidents, by id. */
export const words = signal<Readonly<Record<string, string>>>({})

export function forgetViews(): void {
  filter.value = NO_FILTER
  everything.value = null
  flows.value = null
  chosen.value = null
  list.value = null
  dated.value = null
  marks.value = null
  by.value = 'method'
  counted.value = null
  work.value = null
  groups.value = null
  saved.value = null
  net.value = null
  selected.value = null
  words.value = {}
}

export async function loadAround(): Promise<void> {
  everything.value ??= await call('views.flows', { filter: NO_FILTER })
  if (actors.value === null) await loadActors()
  saved.value ??= (await call('views.saved', null)).views
}

export async function loadFlows(): Promise<void> {
  const asked = filter.value
  const answer = await call('views.flows', { filter: asked })
  // Somebody went on choosing meanwhile.
  if (filter.value === asked) flows.value = answer
}

/** The records behind one row of the map. */
export async function loadChosen({ origin, host }: Chosen, isMore = false): Promise<void> {
  const before = isMore ? (list.value?.rows ?? []) : []
  const without = [origin === null ? ('origin' as const) : null, host === null ? ('host' as const) : null].filter((one) => one !== null)
  const asked = { ...filter.value, origin: origin ?? filter.value.origin, host: host ?? filter.value.host }
  const answer = await call('views.incidents', { filter: asked, without, after: cursorOf(before) })
  list.value = { rows: [...before, ...answer.incidents], more: answer.more }
}

export async function loadDated(isMore = false): Promise<void> {
  const before = isMore ? (dated.value?.rows ?? []) : []
  const asked = filter.value
  const answer = await call('views.incidents', { filter: asked, without: [], after: cursorOf(before) })
  if (filter.value === asked) dated.value = { rows: [...before, ...answer.incidents], more: answer.more }
}

function cursorOf(rows: readonly DatedRow[]): { on: string | null; id: string } | null {
  const last = rows.at(-1)
  return last === undefined ? null : { on: last.on, id: last.id }
}

export async function loadMarks(of: string, isMore = false): Promise<void> {
  const before = isMore && marks.value?.of === of ? marks.value.rows : []
  const last = before.at(-1)
  const after = last === undefined ? null : { on: last.on, what: last.what, id: last.id }
  const answer = await call('views.case', { case: of, after })
  marks.value = { of, rows: [...before, ...answer.marks], more: answer.more }
}

export async function loadCounts(): Promise<void> {
  const asked = { by: by.value, filter: filter.value }
  const answer = await call('views.statistics', asked)
  if (by.value === asked.by && filter.value === asked.filter) counted.value = answer
  work.value ??= await call('views.work', null)
  groups.value ??= await Promise.all((['community', 'occupation'] as const).map((by) => call('views.groups', { by })))
}

type Row = { readonly case: string; readonly id: string; readonly code: string }

/** Opens an incident beside the view, also one that no list has loaded yet. */
export async function openIncident({ case: of, id, code }: Row): Promise<void> {
  if (incidents.value?.some((one) => one.code === code) !== true) {
    await loadIncidents(of)
    if (incidents.value?.some((one) => one.code === code) !== true) {
      const { incident } = await call('incidents.read', { case: of, incident: id })
      incidents.value = [...(incidents.value ?? []), incident]
    }
  }
  openPanel('incidents', code)
}

export async function openPerson({ case: of, code }: Pick<Row, 'case' | 'code'>): Promise<void> {
  if (people.value?.has(code) !== true) await loadPeople(of)
  openPanel('people', code)
}
