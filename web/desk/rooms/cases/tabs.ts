import type { JSX } from 'preact'

/**
 * One page of a case. Rooms that know more of a case put theirs here when the desk starts: `addCaseTab({ id: 'people', … })`
 * in their room.ts. `Alt 1` to `Alt 8` go by the order of `CASE_TABS`.
 */
export type CaseTab = { readonly id: string; readonly title: () => string; readonly view: (code: string) => JSX.Element }

/** The tabs of a case in their order (JOURNEYS C3). */
export const CASE_TABS = ['summary', 'chronology', 'people', 'evidence', 'mailbox', 'tasks', 'sharing', 'audit'] as const

const added = new Map<string, CaseTab>()

/** Adds a tab, or puts a fuller one in the place of one of the same id. */
export function addCaseTab(tab: CaseTab): void {
  added.set(tab.id, tab)
}

/** The tabs that are there, in the order of a case; others behind them. */
export function caseTabs(): readonly CaseTab[] {
  const order = (id: string) => {
    const at = (CASE_TABS as readonly string[]).indexOf(id)
    return at === -1 ? CASE_TABS.length : at
  }
  return [...added.values()].toSorted((one, other) => order(one.id) - order(other.id))
}
