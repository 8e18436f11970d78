import type { Deadline } from '#features/cases/files/case.contract.ts'
import type { KeepTasks, Task, TaskFacts } from '#features/cases/tasks/task.contract.ts'
import { stepsOf } from '#features/cases/tasks/task.rules.ts'
import { type Clock, dayOf } from '#kernel/clock.ts'
import type { Text } from '../../rooms/cases/calls.ts'
import type { ShownTask, TasksCalls } from '../../rooms/tasks/calls.ts'
import type { Handlers } from '../answers.ts'
import { readCards } from '../cases/ring.ts'
import { hasRing, ringOf } from '../cases/rings.ts'
import { findText, textOf, writeText } from '../cases/texts.ts'
import type { Vault } from '../vault.ts'

/** Tasks and deadlines. Over all cases they are codes; details open where the case is open. */
export function tasksHandlers(opened: () => Vault, clock: Clock): Handlers<TasksCalls> {
  const ask = <Answer>(path: string, body: object) => opened().door.ask<Answer>(path, body)
  return {
    'tasks.list': async ({ open, ...asked }) => {
      const { tasks, more } = await ask<{ tasks: Task[]; more: boolean }>('tasks/list', asked)
      const details = await detailsOf(opened(), tasks, open)
      return {
        tasks: tasks.map((task): ShownTask => ({ ...task, detail: task.card === null ? null : (details.get(task.card) ?? null) })),
        more,
      }
    },
    'tasks.keep': (given) => keepTask(opened(), given),
    'tasks.playbook': async ({ case: code, playbook, owner, second }) => {
      const steps = stepsOf(playbook, dayOf(clock.now()))
      const tasks = steps.map(({ action, due }) => ({
        task: crypto.randomUUID(),
        revision: 0,
        body: stepOf({ action, due, playbook, owner, second }),
      }))
      await ask('tasks/keep', { case: code, tasks } satisfies KeepTasks)
      return { made: tasks.length }
    },
    'tasks.deadlines': async (asked) => {
      await ask('tasks/late', {})
      return ask<{ deadlines: Deadline[]; more: boolean }>('cases/deadlines', asked)
    },
    'tasks.duty': () => ask('duty/look', {}),
    'tasks.keepDuty': async (said) => {
      await ask('duty/keep', said)
      return null
    },
    'tasks.raise': (said) => ask('duty/raise', said),
    'tasks.answer': async (said) => {
      await ask('duty/answer', said)
      return null
    },
    'tasks.coverage': () => ask('tasks/coverage', {}),
    'tasks.guidelines': () => ask('tasks/guidelines', {}),
    'tasks.gaps': () => ask('tasks/gaps', {}),
  }
}

type Step = {
  readonly action: string
  readonly due: string
  readonly playbook: string
  readonly owner: string
  readonly second: string | null
}

function stepOf({ action, due, playbook, owner, second }: Step): TaskFacts {
  return { playbook, action, due, owner, second, state: 'open', outcome: null, gap: null, jurisdiction: null }
}

/** Details of one case that is shown, or of those that are open already: a list opens no case by itself. */
async function detailsOf(vault: Vault, tasks: readonly Task[], open: boolean): Promise<Map<string, Text>> {
  const found = new Map<string, Text>()
  const byCase = Map.groupBy(
    tasks.filter((task) => task.card !== null && (open || hasRing(vault, task.case))),
    (task) => task.case,
  )
  for (const [code, of] of byCase) {
    const ring = await ringOf(vault, code)
    const cards = await readCards(
      ring,
      of.flatMap(({ card }) => (card === null ? [] : [card])),
    )
    for (const card of cards) found.set(card.id, textOf(card))
  }
  return found
}

async function keepTask(vault: Vault, { case: code, task, revision, body, detail }: TasksCalls['tasks.keep']['in']): Promise<null> {
  const id = task ?? crypto.randomUUID()
  await vault.door.ask('tasks/keep', { case: code, tasks: [{ task: id, revision, body }] } satisfies KeepTasks)
  const ring = await ringOf(vault, code)
  const before = task === null ? null : await findText(ring, id, 'task')
  if (detail.trim() !== '' || before !== null)
    await writeText(vault, {
      case: code,
      about: id,
      kind: 'task',
      text: detail,
      card: before?.card ?? null,
      revision: before?.revision ?? 0,
    })
  return null
}
