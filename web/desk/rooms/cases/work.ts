import type { Body } from '#features/cases/entries/entry.contract.ts'
import type { ChangeCase } from '#features/cases/files/case.contract.ts'
import { call, done, forgetAll, quietly, working } from '../../actions.ts'
import { address, go, openPanel } from '../../address.ts'
import { fault } from '../../desk-state.ts'
import { say } from '../../words.ts'
import type { Kept, ShownEntry, Text, TextKind } from './calls.ts'
import * as state from './state.ts'

/** The first page of the list, as the filters say. */
export async function look(): Promise<void> {
  const { cases, more } = await call('cases.list', { ...state.filters.value, after: null })
  state.rows.value = cases
  state.hasMore.value = more
}

/** Looks again each minute, where somebody is at cases or was; what is on the screen stays where it is. */
export async function beat(): Promise<void> {
  if (address.value.room === 'cases' && address.value.at.length === 0) await look()
}

export async function lookFurther(): Promise<void> {
  const last = state.rows.value?.at(-1)
  if (last === undefined) return
  const after = { on: last.changedOn, case: last.case }
  const answer = await working(say('cases.loading'), () => call('cases.list', { ...state.filters.value, after }))
  if (answer === null) return
  state.rows.value = [...(state.rows.value ?? []), ...answer.cases]
  state.hasMore.value = answer.more
}

export function filter(change: Partial<state.Filters>): void {
  state.filters.value = { ...state.filters.value, ...change }
  void working(say('cases.loading'), look)
}

export function step(by: 1 | -1): void {
  const all = state.rows.value ?? []
  const at = all.findIndex((row) => row.case === state.current.value)
  const next = all[Math.max(0, Math.min(all.length - 1, at + by))]
  if (next === undefined) return
  state.current.value = next.case
  if (address.value.panels.length > 0) openPanel('cases', next.case)
}

/** Opens a case: its codes, then what is sealed of it. */
export async function openCase(code: string): Promise<void> {
  if (state.opened.value?.view.case !== code) {
    state.opened.value = null
    state.entries.value = null
    state.risk.value = null
    state.liberty.value = null
    state.dialog.value = null
  }
  state.current.value = code
  const view = await working(say('cases.opening'), () => call('cases.view', { case: code }))
  if (view === null) {
    if (fault.value?.code === 'record.not_found') forgetAll()
    return
  }
  const sealed = await working(say('cases.opening'), () => call('cases.sealed', { case: code, record: view.record }))
  const { moves } = await call('cases.moves', { case: code })
  if (sealed !== null) state.opened.value = { view, sealed, moves }
}

/** Again, without taking away what is shown meanwhile. */
export const again = (): Promise<void> =>
  quietly(async () => {
    const code = state.opened.value?.view.case
    if (code !== undefined) await openCase(code)
  })

export async function begin(): Promise<void> {
  const made = await working(say('cases.opening'), () => call('cases.begin', null))
  if (made !== null) go('cases', made.case)
}

export async function change(to: Omit<ChangeCase, 'case' | 'revision'>): Promise<void> {
  const view = state.opened.value?.view
  if (view === undefined) return
  const before = { state: view.state === 'merged' ? 'open' : view.state, owner: view.owner, host: view.host, origin: view.origin } as const
  const kept = await working(say('cases.keeping'), () => call('cases.change', { case: view.case, revision: view.revision, ...to }))
  if (kept === null) return
  state.dialog.value = null
  await again()
  done(
    () => say('cases.changed'),
    async () => {
      await call('cases.change', { case: view.case, revision: kept.revision, ...before })
      await again()
    },
  )
}

/** Writes a sealed text; what somebody else wrote meanwhile comes back and is shown beside it. */
export async function write(kind: TextKind, text: string, before: Pick<Text, 'card' | 'revision'> | null): Promise<Kept | null> {
  const view = state.opened.value?.view
  if (view === undefined) return null
  const { case: of, record: about } = view
  const kept = await working(say('cases.keeping'), () =>
    call('cases.write', { case: of, about, kind, text, card: before?.card ?? null, revision: before?.revision ?? 0 }),
  )
  if (kept?.state === 'kept') await again()
  return kept
}

export async function lookAtEntries(code: string, further = false): Promise<void> {
  const before = further && state.entries.value?.of === code ? state.entries.value.list : []
  const last = before.at(-1)
  const after = last === undefined ? null : { on: last.on, entry: last.entry }
  const asked = { case: code, kinds: [...state.kinds.value], down: true, after }
  const page = await working(say('cases.loading'), () => call('cases.entries', asked))
  if (page !== null) state.entries.value = { of: code, list: [...before, ...page.entries], more: page.more }
}

export async function lookAtLiberty(code: string): Promise<void> {
  state.liberty.value = { of: code, ...(await call('cases.safeguards', { case: code })) }
}

export async function keepEntry(of: string, entry: ShownEntry | null, body: Body, text: string): Promise<boolean> {
  const kept = await working(say('cases.keeping'), () =>
    call('cases.keepEntry', { case: of, entry: entry?.entry ?? null, revision: entry?.revision ?? 0, body, text }),
  )
  if (kept === null) return false
  state.dialog.value = null
  state.editing.value = null
  state.checking.value = null
  // Not waited for: until this answers, a form that is opened next would begin with the words that were just kept.
  void quietly(async () => {
    await lookAtEntries(of)
    await lookAtLiberty(of)
    await again()
  })
  done(() => say('cases.entry_kept'), null)
  return true
}

export async function dropEntry(of: string, entry: ShownEntry): Promise<void> {
  await working(say('cases.keeping'), () => call('cases.dropEntry', { case: of, entry }))
  await lookAtEntries(of)
  await quietly(() => lookAtLiberty(of))
}

export async function lookAtRisk(code: string): Promise<void> {
  const answer = await call('cases.risk', { case: code })
  state.risk.value = { of: code, list: answer.assessments, due: answer.due, hosts: answer.hosts }
}

export async function lookForCharge(provision: string): Promise<void> {
  if (provision === '') {
    state.charged.value = null
    return
  }
  const page = await working(say('cases.loading'), () => call('cases.charged', { provision, after: null }))
  if (page !== null) state.charged.value = { provision, list: page.entries }
}

/** Merges and splits show how far they are, and where they ended. */
export async function move(words: string, moving: () => Promise<{ readonly move: string; readonly case: string }>): Promise<void> {
  const moved = await working(words, moving)
  state.dialog.value = null
  if (moved === null) return again()
  done(() => say('cases.moved'), null)
  go('cases', moved.case)
  await openCase(moved.case)
}
