import { signal } from '@preact/signals'
import type { Duty } from '#features/cases/duty/duty.contract.ts'
import type { Deadline } from '#features/cases/files/case.contract.ts'
import type { Coverage, GuidelinesUsed } from '#features/cases/tasks/task.contract.ts'
import type { RedLine } from '../alerts/calls.ts'
import type { ShownTask } from './calls.ts'

export const deadlines = signal<{ readonly list: readonly Deadline[]; readonly more: boolean } | null>(null)
/** Alerts that have to be taken back, of the whole team. */
export const takeBack = signal<readonly RedLine[]>([])
/** Only what is mine, or that of everybody whose cases I read. */
export const mine = signal(true)
export const gaps = signal<readonly { readonly jurisdiction: string | null; readonly gap: string; readonly n: number }[] | null>(null)
/** Who is on duty, and what calls them; null before the first look. */
export const duty = signal<Duty | null>(null)
/** What was asked for in each state, and what became of it. */
export const coverage = signal<Coverage['rows'] | null>(null)
/** Measures of the EU guidelines that were used. */
export const guidelines = signal<GuidelinesUsed['rows'] | null>(null)
/** The tasks of the case that is shown. */
export const tasks = signal<{ readonly of: string; readonly list: readonly ShownTask[]; readonly more: boolean } | null>(null)

export function forgetTasks(): void {
  deadlines.value = null
  gaps.value = null
  coverage.value = null
  guidelines.value = null
  duty.value = null
  tasks.value = null
  takeBack.value = []
}
