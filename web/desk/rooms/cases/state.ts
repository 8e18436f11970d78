import { signal } from '@preact/signals'
import type { Entry } from '#features/cases/entries/entry.contract.ts'
import type { Cases, ViewedCase } from '#features/cases/files/case.contract.ts'
import type { Move } from '#features/cases/moves/move.contract.ts'
import type { Host } from '#features/cases/risk/risk.contract.ts'
import type { Sealed, ShownCase, ShownEntry, ShownRisk, ShownSafeguards } from './calls.ts'

export type Dialog = null | 'note' | 'deadline' | 'entry' | 'risk' | 'change' | 'merge' | 'split'
export type Filters = Omit<Cases, 'after'>
export type OpenedCase = { readonly view: ViewedCase; readonly sealed: Sealed; readonly moves: readonly Move[] }

export const NO_FILTER: Filters = { state: null, owner: null, host: null, origin: null, risk: null, deadline: null }

export const filters = signal<Filters>(NO_FILTER)
/** The pages of the list so far; null before the first look. */
export const rows = signal<readonly ShownCase[] | null>(null)
export const hasMore = signal(false)
export const current = signal<string | null>(null)
/** The case that fills the work area or stands beside a list. */
export const opened = signal<OpenedCase | null>(null)
export const entries = signal<{ readonly of: string; readonly list: readonly ShownEntry[]; readonly more: boolean } | null>(null)
type KnownRisk = {
  readonly of: string
  readonly list: readonly ShownRisk[]
  readonly due: string | null
  readonly hosts: readonly Host[]
}
export const risk = signal<KnownRisk | null>(null)
export const dialog = signal<Dialog>(null)
export const editing = signal<ShownEntry | null>(null)
/** Deprivations of liberty of the opened case, and the checks of their safeguards. */
export const liberty = signal<(ShownSafeguards & { readonly of: string }) | null>(null)
/** The deprivation of liberty whose safeguards are about to be checked. */
export const checking = signal<Entry | null>(null)
export const kinds = signal<readonly Entry['kind'][]>([])
export const charged = signal<{ readonly provision: string; readonly list: readonly Entry[] } | null>(null)

/** Everything that was opened leaves the page at once. */
export function forgetCases(): void {
  rows.value = null
  hasMore.value = false
  current.value = null
  opened.value = null
  entries.value = null
  risk.value = null
  dialog.value = null
  editing.value = null
  charged.value = null
  liberty.value = null
  checking.value = null
  kinds.value = []
}
