import { signal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { PLAN_FIELDS, type PlanField } from '#features/alerts/plan/plan.contract.ts'
import type { Task } from '#features/cases/tasks/task.contract.ts'
import { warnsOfName } from '#features/cases/tasks/task.rules.ts'
import { dayOf } from '#kernel/clock.ts'
import { call, now, quietly } from '../../actions.ts'
import { hrefOf } from '../../address.ts'
import { Box } from '../../parts/box.ts'
import { Empty } from '../../parts/empty.ts'
import { listed } from '../../parts/listed.ts'
import { Table } from '../../parts/table.ts'
import { button, faultBox, mark, working } from '../../views/parts.ts'
import { dayInWords, nameIn, say } from '../../words.ts'
import { many, pick } from '../cases/fields.ts'
import { ownerWord } from '../cases/list.ts'
import { actionWord } from '../cases/words-of.ts'
import type { PlanShown } from './calls.ts'
import { wordOf } from './codes.ts'
import { fieldWord, officeName, taskMark } from './plan-words.ts'
import { act, said } from './state.ts'

type Office = PlanShown['offices'][number]

const plan = signal<(PlanShown & { readonly of: string }) | null>(null)
const sharing = signal<{ readonly office: Office; readonly fields: readonly string[] } | null>(null)
const giving = signal<{ readonly task: Task; readonly office: string; readonly shown: boolean } | null>(null)

const codeOf = (code: string): JSX.Element => h('span', { class: 'code', dir: 'ltr' }, code)

async function look(code: string): Promise<void> {
  plan.value = { of: code, ...(await call('alerts.plan', { case: code })) }
}

/** What several offices do about one case, for the team whose case it is: who sees what, and who carries out which task (R-EP-09). */
export function PlanPage({ code }: { readonly code: string }): JSX.Element {
  useEffect(() => {
    forgetPlan()
    said.value = null
    void quietly(() => look(code))
  }, [code])
  const here = plan.value?.of === code ? plan.value : null
  return h(
    'section',
    { class: 'alerts list', 'aria-labelledby': 'plan-title' },
    h('p', null, h('a', { href: hrefOf('cases', code) }, say('alerts.plan.to_case'))),
    h('h1', { id: 'plan-title' }, say('alerts.plan'), ' ', codeOf(code)),
    h('p', { class: 'quiet' }, say('alerts.plan.words')),
    faultBox(),
    h('p', { role: 'status' }, said.value ?? ''),
    working(),
    here === null ? null : h(Offices, { here }),
    here === null ? null : h(Tasks, { here }),
  )
}

function Offices({ here }: { readonly here: PlanShown & { readonly of: string } }): JSX.Element {
  return h(
    'div',
    null,
    h('h2', null, say('alerts.plan.offices')),
    here.offices.length === 0
      ? h(Empty, { words: say('alerts.plan.nobody'), teaches: say('alerts.plan.nobody_teaches') })
      : h(
          'ul',
          { class: 'entries' },
          ...here.offices.map((office) => h('li', { key: office.delivery, class: 'entry' }, ...oneOffice(office))),
        ),
    here.offices.length === 0
      ? h('p', null, h('a', { href: hrefOf('alerts', 'new', here.of) }, say('alerts.new_from', { code: here.of })))
      : null,
    sharing.value === null ? null : h(Share, { code: here.of, key: sharing.value.office.delivery }),
  )
}

function oneOffice(office: Office): readonly (JSX.Element | null)[] {
  const { name, office: slug, alert, state, fields, may } = office
  const edit = () => (sharing.value = { office, fields: fields ?? ['host', 'origin', 'state'] })
  return [
    h(
      'p',
      { class: 'entry-head' },
      h('strong', null, h('bdi', null, nameIn(name, slug))),
      ' ',
      fields !== null && !may ? mark('stop', say('alerts.plan.closed')) : null,
    ),
    h('p', { class: 'quiet' }, h('a', { href: hrefOf('alerts', alert) }, codeOf(alert)), ' ', wordOf('state', state)),
    h('p', null, fields === null ? say('alerts.plan.out') : say('alerts.plan.sees', { fields: seenWords(fields) })),
    h(
      'div',
      { class: 'ways' },
      fields === null && !may ? null : button(say(fields === null ? 'alerts.plan.let_in' : 'alerts.plan.change'), edit, { kind: 'quiet' }),
      fields === null ? null : button(say('alerts.plan.take_out'), () => void share(office, null), { kind: 'quiet' }),
    ),
  ]
}

const seenWords = (fields: readonly PlanField[]): string =>
  fields.length === 0 ? say('alerts.plan.no_field') : fields.map(fieldWord).join(' · ')

async function share({ delivery, revision }: Office, fields: readonly PlanField[] | null): Promise<void> {
  const code = plan.value?.of
  if (code === undefined) return
  const given = { case: code, delivery, revision, fields: fields === null ? null : [...fields] }
  const isDone = await act(
    say('cases.keeping'),
    () => call('alerts.planShare', given),
    say('alerts.plan.kept'),
    () => look(code),
  )
  if (isDone) sharing.value = null
}

function Share(): JSX.Element | null {
  const at = sharing.value
  if (at === null) return null
  return h(
    Box,
    {
      title: say('alerts.plan.what_seen', { office: nameIn(at.office.name, at.office.office) }),
      go: say('cases.keep'),
      onGo: () =>
        void share(
          at.office,
          PLAN_FIELDS.filter((field) => at.fields.includes(field)),
        ),
      onCancel: () => (sharing.value = null),
    },
    many({
      label: say('alerts.plan.fields'),
      all: PLAN_FIELDS.map((id) => ({ id, words: fieldWord(id) })),
      value: at.fields,
      onValue: (fields) => (sharing.value = { ...at, fields }),
    }),
    h('p', { class: 'hint' }, say('alerts.plan.fields_hint')),
  )
}

function Tasks({ here }: { readonly here: PlanShown & { readonly of: string } }): JSX.Element {
  const today = dayOf(now())
  return h(
    'div',
    null,
    here.tasks.length === 0
      ? h(Empty, { words: say('tasks.none') })
      : h(Table<Task>, {
          id: 'plan-tasks',
          caption: say('alerts.plan.tasks'),
          rows: here.tasks,
          keyOf: ({ task }) => task,
          columns: [
            { id: 'what', head: say('tasks.what'), cell: ({ action }) => actionWord(action) },
            { id: 'due', head: say('cases.due'), cell: ({ due }) => dayInWords(due) },
            { id: 'who', head: say('alerts.plan.who'), cell: (task) => whoOf(here, task) },
            { id: 'state', head: say('cases.state'), cell: (task) => taskMark(task, today) },
            { id: 'seen', head: say('alerts.plan.shown'), cell: ({ shown }) => (shown ? say('alerts.plan.yes') : say('alerts.plan.no')) },
            { id: 'give', head: say('cases.write'), cell: (task) => giveButton(task) },
          ],
        }),
    giving.value === null ? null : h(Give, { here, key: giving.value.task.task }),
  )
}

function whoOf({ names }: PlanShown, { partner, declined, owner }: Task): JSX.Element {
  return h(
    'span',
    null,
    partner === null ? h('bdi', null, ownerWord(owner)) : officeName(names, partner),
    declined === null
      ? null
      : h('span', { class: 'quiet' }, ' ', say('alerts.plan.declined', { office: nameIn(names[declined] ?? {}, declined) })),
  )
}

const giveButton = (task: Task): JSX.Element | string =>
  task.state === 'open'
    ? button(say('alerts.plan.give'), () => (giving.value = { task, office: task.partner ?? '', shown: task.shown }), { kind: 'quiet' })
    : '–'

function Give({ here }: { readonly here: PlanShown & { readonly of: string } }): JSX.Element | null {
  const at = giving.value
  if (at === null) return null
  const { task } = at
  // Somebody beyond the team reads the title now.
  const warned = task.action.startsWith('own-') ? warnsOfName(task.action) : []
  const send = async () => {
    const given = { case: here.of, task: task.task, revision: task.revision, office: at.office === '' ? null : at.office, shown: at.shown }
    const isDone = await act(
      say('cases.keeping'),
      () => call('alerts.planGive', given),
      say('alerts.plan.kept'),
      () => look(here.of),
    )
    if (isDone) giving.value = null
  }
  const all = here.offices
    .filter(({ fields, may }) => fields !== null && may)
    .map(({ office, name }) => ({ id: office, words: nameIn(name, office) }))
  return h(
    Box,
    { title: actionWord(task.action), go: say('cases.keep'), onGo: () => void send(), onCancel: () => (giving.value = null) },
    warned.length === 0 ? null : h('p', { class: 'mark caution', role: 'alert' }, say('tasks.name_warning', { words: listed(warned) })),
    pick({
      id: 'plan-office',
      label: say('alerts.plan.who'),
      value: at.office,
      all,
      none: say('alerts.plan.own'),
      onValue: (office) => (giving.value = { ...at, office }),
    }),
    h(
      'label',
      null,
      h('input', { type: 'checkbox', checked: at.shown, onChange: () => (giving.value = { ...at, shown: !at.shown }) }),
      ' ',
      say('alerts.plan.show'),
    ),
  )
}

export function forgetPlan(): void {
  plan.value = null
  sharing.value = null
  giving.value = null
}
