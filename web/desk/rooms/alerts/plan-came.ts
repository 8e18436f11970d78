import { signal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { dayOf } from '#kernel/clock.ts'
import { terms } from '#kernel/vocabulary.ts'
import { call, now, quietly } from '../../actions.ts'
import { Box } from '../../parts/box.ts'
import { button } from '../../views/parts.ts'
import { dayInWords, say } from '../../words.ts'
import { pick, worded } from '../cases/fields.ts'
import { actionWord, termWord } from '../cases/words-of.ts'
import type { PlanCame } from './calls.ts'
import { fieldWord, officeName, taskMark, valueWord } from './plan-words.ts'
import { act } from './state.ts'

type Task = PlanCame['tasks'][number]

const came = signal<(PlanCame & { readonly of: string }) | null>(null)
const ending = signal<{ readonly task: Task; readonly outcome: string; readonly gap: string } | null>(null)

async function look(delivery: string): Promise<void> {
  came.value = { of: delivery, ...(await call('alerts.planCame', { delivery })) }
}

/** What the sender shows of its case beside an alert, and which tasks are this office's (R-EP-09). */
export function CameWithPlan({ delivery }: { readonly delivery: string }): JSX.Element | null {
  useEffect(() => {
    forgetCame()
    void quietly(() => look(delivery))
  }, [delivery])
  const here = came.value
  if (here?.of !== delivery || (here.fields.length === 0 && here.tasks.length === 0)) return null
  return h(
    'section',
    { 'aria-labelledby': 'came-plan' },
    h('h2', { id: 'came-plan' }, say('alerts.plan')),
    h('p', { class: 'quiet' }, say('alerts.plan.came_words')),
    h(
      'dl',
      { class: 'facts' },
      ...here.fields.map(({ field, value }) =>
        h('div', { key: field }, h('dt', null, fieldWord(field)), h('dd', null, valueWord(field, value))),
      ),
    ),
    h('ol', { class: 'entries' }, ...here.tasks.map((task) => h('li', { key: task.task, class: 'entry' }, ...oneTask(here, task)))),
    ending.value === null ? null : h(End, { delivery, key: ending.value.task.task }),
  )
}

function oneTask({ of, names }: PlanCame & { readonly of: string }, task: Task): readonly (JSX.Element | null)[] {
  const { action, due, office, mine, state, taken, outcome } = task
  return [
    h('p', { class: 'entry-head' }, h('strong', null, actionWord(action)), ' ', taskMark(task, dayOf(now()))),
    h('p', { class: 'quiet' }, dayInWords(due), ' · ', mine ? say('alerts.plan.mine') : officeName(names, office)),
    outcome === null ? null : h('p', null, termWord('action_outcomes', outcome)),
    mine && state === 'open'
      ? h(
          'div',
          { class: 'ways' },
          taken === null ? button(say('alerts.plan.take'), () => void turn(of, task, 'taken'), { kind: 'first' }) : null,
          button(say('alerts.plan.done'), () => (ending.value = { task, outcome: 'done', gap: '' }), {
            kind: taken === null ? 'quiet' : 'first',
          }),
          button(say('alerts.refuse'), () => void turn(of, task, 'declined'), { kind: 'quiet' }),
        )
      : null,
  ]
}

type Ended = { readonly outcome: string | null; readonly gap: string | null }
async function turn(
  delivery: string,
  { task, revision }: Task,
  becomes: 'taken' | 'done' | 'declined',
  { outcome, gap }: Ended = { outcome: null, gap: null },
): Promise<void> {
  const isDone = await act(
    say('cases.keeping'),
    () => call('alerts.planTurn', { delivery, task, revision, becomes, outcome, gap }),
    say('alerts.plan.kept'),
    () => look(delivery),
  )
  if (isDone) ending.value = null
}

function End({ delivery }: { readonly delivery: string }): JSX.Element | null {
  const at = ending.value
  if (at === null) return null
  const outcomes = worded(
    terms('action_outcomes').map(({ code }) => code),
    (code) => termWord('action_outcomes', code),
  )
  const gaps = worded(
    terms('protection_gaps').map(({ code }) => code),
    (code) => termWord('protection_gaps', code),
  )
  const hasGap = at.outcome === 'not_possible'
  const send = () => turn(delivery, at.task, 'done', { outcome: at.outcome, gap: hasGap && at.gap !== '' ? at.gap : null })
  return h(
    Box,
    { title: actionWord(at.task.action), go: say('cases.keep'), onGo: () => void send(), onCancel: () => (ending.value = null) },
    pick({
      id: 'came-outcome',
      label: say('tasks.outcome'),
      value: at.outcome,
      all: outcomes,
      onValue: (outcome) => (ending.value = { ...at, outcome }),
    }),
    hasGap
      ? pick({
          id: 'came-gap',
          label: say('tasks.gap'),
          value: at.gap,
          all: gaps,
          none: say('cases.unsaid'),
          onValue: (gap) => (ending.value = { ...at, gap }),
        })
      : null,
  )
}

export function forgetCame(): void {
  came.value = null
  ending.value = null
}
