import type { Duty, KeepDuty, Raised } from '#features/cases/duty/duty.contract.ts'
import type { Deadline, Deadlines } from '#features/cases/files/case.contract.ts'
import type { Coverage, GuidelinesUsed, Task, TaskFacts, Tasks } from '#features/cases/tasks/task.contract.ts'
import type { Text } from '../cases/calls.ts'

export type ShownTask = Task & { readonly detail: Text | null }

export type TasksCalls = {
  'tasks.list': { in: Tasks & { open: boolean }; out: { tasks: readonly ShownTask[]; more: boolean } }
  'tasks.keep': { in: { case: string; task: string | null; revision: number; body: TaskFacts; detail: string }; out: null }
  'tasks.playbook': { in: { case: string; playbook: string; owner: string; second: string | null }; out: { made: number } }
  'tasks.deadlines': { in: Deadlines; out: { deadlines: readonly Deadline[]; more: boolean } }
  'tasks.duty': { in: null; out: Duty }
  'tasks.keepDuty': { in: KeepDuty; out: null }
  'tasks.raise': { in: { country: string }; out: Raised }
  'tasks.answer': { in: { alarm: string }; out: null }
  'tasks.coverage': { in: null; out: Coverage }
  'tasks.guidelines': { in: null; out: GuidelinesUsed }
  'tasks.gaps': { in: null; out: { gaps: readonly { jurisdiction: string | null; gap: string; n: number }[] } }
}
