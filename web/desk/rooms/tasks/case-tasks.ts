import { useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { TaskFacts } from '#features/cases/tasks/task.contract.ts'
import { canKeepTask, warnsOfName } from '#features/cases/tasks/task.rules.ts'
import { casework } from '#kernel/casework.ts'
import { terms } from '#kernel/vocabulary.ts'
import { hrefOf } from '../../address.ts'
import { team } from '../../desk-state.ts'
import { Box } from '../../parts/box.ts'
import { useDraft } from '../../parts/draft.ts'
import { Empty } from '../../parts/empty.ts'
import { button, field, mark } from '../../views/parts.ts'
import { dayInWords, type Key, say } from '../../words.ts'
import { countryOrNone, day, pick, unsaid, worded } from '../cases/fields.ts'
import { ownerWord } from '../cases/list.ts'
import { shownText } from '../cases/shown-text.ts'
import { dialog, opened } from '../cases/state.ts'
import { actionWord, codeWord, termWord } from '../cases/words-of.ts'
import type { ShownTask } from './calls.ts'
import { tasks } from './state.ts'
import { keep, lookAtTasks, start, today } from './work.ts'

/** The tasks of one case, with their sealed details. */
export function CaseTasks({ code }: { readonly code: string }): JSX.Element {
  useEffect(() => void lookAtTasks(code), [code])
  const editing = useSignal<ShownTask | null>(null)
  const known = tasks.value?.of === code ? tasks.value : null
  const change = (task: ShownTask) => {
    editing.value = task
    dialog.value = 'deadline'
  }
  const add = () => {
    editing.value = null
    dialog.value = 'deadline'
  }
  return h(
    'div',
    null,
    h('h2', null, say('cases.tab.tasks')),
    h(
      'div',
      { class: 'ways' },
      button(say('cases.deadline_new'), add, { key: 'D', kind: 'first' }),
      h('a', { href: hrefOf('alerts', 'plan', code) }, say('alerts.plan')),
    ),
    dialog.value === 'deadline' ? h(TaskForm, { code, before: editing.value, key: editing.value?.task ?? 'new' }) : null,
    h(Playbooks, { code }),
    known === null
      ? null
      : known.list.length === 0
        ? h(Empty, { words: say('tasks.none') })
        : h(
            'ol',
            { class: 'entries' },
            ...known.list.map((task) =>
              h(
                'li',
                { key: task.task, class: 'entry' },
                ...one(task),
                button(say('cases.write'), () => change(task), { kind: 'quiet' }),
              ),
            ),
          ),
    known?.more === true ? button(say('cases.more'), () => void lookAtTasks(code, true)) : null,
  )
}

function one(task: ShownTask): readonly (JSX.Element | null)[] {
  const isLate = task.state === 'open' && task.due < today()
  return [
    h(
      'p',
      { class: 'entry-head' },
      h('strong', null, actionWord(task.action)),
      ' ',
      isLate ? mark('caution', say('cases.late')) : h('span', { class: 'quiet' }, codeWord(task.state)),
    ),
    h(
      'p',
      { class: 'quiet' },
      `${dayInWords(task.due)} · `,
      h('bdi', null, ownerWord(task.owner)),
      task.second === null ? '' : ` · ${say('tasks.second')}: ${ownerWord(task.second)}`,
    ),
    task.outcome === null
      ? null
      : h('p', null, termWord('action_outcomes', task.outcome), task.gap === null ? '' : ` · ${termWord('protection_gaps', task.gap)}`),
    task.detail === null ? null : shownText(task.detail),
  ]
}

function Playbooks({ code }: { readonly code: string }): JSX.Element {
  const chosen = useSignal(casework.playbooks[0]?.code ?? '')
  const second = useSignal('')
  const me = team.value?.member ?? ''
  const others = (opened.value?.view.readers ?? [])
    .filter((member) => member !== me)
    .map((member) => ({ id: member, words: ownerWord(member) }))
  return h(
    'details',
    { class: 'filters' },
    h('summary', null, say('tasks.playbooks')),
    h(
      'div',
      { class: 'filter-row' },
      pick({
        id: 't-playbook',
        label: say('tasks.playbook'),
        value: chosen.value,
        all: worded(
          casework.playbooks.map((one) => one.code),
          (one) => codeWord(`play_${one}`),
        ),
        onValue: (value) => (chosen.value = value),
      }),
      pick({
        id: 't-play-second',
        label: say('tasks.second'),
        value: second.value,
        all: others,
        none: unsaid(),
        onValue: (value) => (second.value = value),
      }),
      button(say('tasks.start'), () => void start(code, chosen.value, me, second.value === '' ? null : second.value)),
    ),
    h(
      'ul',
      null,
      ...(casework.playbooks.find((one) => one.code === chosen.value)?.steps ?? []).map(({ action, days }) =>
        h('li', { key: action }, `${actionWord(action)} (${say('tasks.days', { count: days })})`),
      ),
    ),
  )
}

const STATES = ['open', 'done', 'dropped'] as const
const OWN = 'own-'

function TaskForm({ code, before }: { readonly code: string; readonly before: ShownTask | null }): JSX.Element {
  const me = team.value?.member ?? ''
  const body = useSignal<TaskFacts>(before === null ? blank(me) : bodyOf(before))
  const wrong = useSignal<string | null>(null)
  const draft = useDraft(`task ${before?.task ?? code}`, before?.detail?.text ?? '')
  const set = (change: Partial<TaskFacts>) => (body.value = { ...body.value, ...change })
  const go = async () => {
    const verdict = canKeepTask(body.value)
    wrong.value = verdict.ok ? null : say(`cases.refused.${verdict.code}` as Key)
    if (verdict.ok && (await keep(code, before, body.value, draft.text))) draft.clear()
  }
  const now = body.value
  const readers = (opened.value?.view.readers ?? [me]).map((member) => ({ id: member, words: ownerWord(member) }))
  return h(
    Box,
    { title: say('cases.deadline_new'), go: say('cases.keep'), onGo: () => void go(), onCancel: () => (dialog.value = null) },
    wrong.value === null ? null : h('p', { class: 'wrong', role: 'alert' }, wrong.value),
    ...actionFields(now, set),
    day({ id: 't-due', label: say('cases.due'), value: now.due, onValue: (due) => set({ due }) }),
    pick({ id: 't-owner', label: say('cases.owner'), value: now.owner, all: readers, onValue: (owner) => set({ owner }) }),
    pick({
      id: 't-second',
      label: say('tasks.second'),
      value: now.second ?? '',
      all: readers,
      none: unsaid(),
      onValue: (second) => set({ second: second === '' ? null : second }),
    }),
    pick({
      id: 't-state',
      label: say('cases.state'),
      value: now.state,
      all: worded(STATES, codeWord),
      onValue: (state) =>
        set({ state: STATES.find((one) => one === state) ?? 'open', ...(state === 'done' ? {} : { outcome: null, gap: null }) }),
    }),
    ...ending(now, set),
    field({ id: 't-detail', label: say('tasks.detail'), hint: say('tasks.detail_hint'), value: draft.text, lines: 3, onValue: draft.set }),
  )
}

const blank = (owner: string): TaskFacts => ({
  playbook: null,
  action: 'pa.safety-call',
  due: today(),
  owner,
  second: null,
  state: 'open',
  outcome: null,
  gap: null,
  jurisdiction: null,
})
const bodyOf = ({ playbook, action, due, owner, second, state, outcome, gap, jurisdiction }: ShownTask): TaskFacts => ({
  playbook,
  action,
  due,
  owner,
  second,
  state,
  outcome,
  gap,
  jurisdiction,
})

type Set = (change: Partial<TaskFacts>) => void

/** A title is a code that the server reads: it warns of names, and says where they belong. */
function actionFields(now: TaskFacts, set: Set): readonly (JSX.Element | null)[] {
  const isOwn = now.action.startsWith(OWN)
  const all = [
    ...worded(
      terms('protection_actions').map((term) => term.code),
      actionWord,
    ),
    { id: OWN, words: say('tasks.own') },
  ]
  const typed = (text: string) =>
    set({
      action: `${OWN}${text
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, '-')
        .slice(0, 29)}`,
    })
  const warned = isOwn ? warnsOfName(now.action) : []
  return [
    pick({ id: 't-action', label: say('tasks.what'), value: isOwn ? OWN : now.action, all, onValue: (action) => set({ action }) }),
    isOwn
      ? field({
          id: 't-own',
          label: say('tasks.own_word'),
          hint: say('tasks.own_hint'),
          value: now.action.slice(OWN.length),
          isLatin: true,
          onValue: typed,
        })
      : null,
    warned.length === 0 ? null : h('p', { class: 'mark caution', role: 'alert' }, say('tasks.name_warning', { words: warned.join(', ') })),
  ]
}

function ending(now: TaskFacts, set: Set): readonly (JSX.Element | null)[] {
  if (now.state !== 'done') return []
  const outcomes = worded(
    terms('action_outcomes').map((term) => term.code),
    (one) => termWord('action_outcomes', one),
  )
  const gaps = worded(
    terms('protection_gaps').map((term) => term.code),
    (one) => termWord('protection_gaps', one),
  )
  return [
    pick({
      id: 't-outcome',
      label: say('tasks.outcome'),
      value: now.outcome ?? '',
      all: outcomes,
      none: unsaid(),
      onValue: (outcome) => set({ outcome: outcome === '' ? null : outcome }),
    }),
    now.outcome === 'not_possible'
      ? pick({
          id: 't-gap',
          label: say('tasks.gap'),
          value: now.gap ?? '',
          all: gaps,
          none: unsaid(),
          onValue: (gap) => set({ gap: gap === '' ? null : gap }),
        })
      : null,
    now.outcome === 'not_possible'
      ? field({
          id: 't-country',
          label: say('tasks.jurisdiction'),
          hint: say('cases.country_hint'),
          value: now.jurisdiction ?? '',
          isLatin: true,
          onValue: (value) => set({ jurisdiction: countryOrNone(value) }),
        })
      : null,
  ]
}
