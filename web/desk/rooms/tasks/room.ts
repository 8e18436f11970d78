import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Deadline } from '#features/cases/files/case.contract.ts'
import type { Coverage, GuidelinesUsed } from '#features/cases/tasks/task.contract.ts'
import { quietly } from '../../actions.ts'
import { go, openPanel } from '../../address.ts'
import { Empty } from '../../parts/empty.ts'
import { type Column, Table } from '../../parts/table.ts'
import type { Room } from '../../room.ts'
import { button, faultBox, mark, working } from '../../views/parts.ts'
import { countryName, dayInWords, type Key, say } from '../../words.ts'
import { pick } from '../cases/fields.ts'
import { actionWord, codeWord, termWord } from '../cases/words-of.ts'
import { OnDuty } from './duty.ts'
import { coverage, deadlines, forgetTasks, gaps, guidelines, mine } from './state.ts'
import { TakeBack } from './take-back.ts'
import { due, exportCalendar, look, lookAtCoverage, lookAtGaps, lookAtGuidelines, today } from './work.ts'

/** Everything that waits for somebody, and the sheet of the day. */
export const tasksRoom: Room = {
  id: 'tasks',
  letter: 'T',
  title: () => say('tasks.title'),
  view: () => h(Tasks, {}),
  due,
  beat: look,
  commands: () => [
    { id: 'tasks.print', words: () => say('tasks.print'), key: 'P', run: () => print() },
    { id: 'tasks.calendar', words: () => say('tasks.calendar'), run: exportCalendar },
    { id: 'tasks.gaps', words: () => say('tasks.gaps'), run: () => void lookAtGaps() },
    { id: 'tasks.look', words: () => say('cases.look_again'), run: () => void quietly(look) },
  ],
  forget: forgetTasks,
}

/** The sheet prints codes and days, and nothing that a lost sheet of paper could tell. */
function Tasks(): JSX.Element {
  useEffect(() => void quietly(look), [])
  const all = deadlines.value
  return h(
    'section',
    { class: 'list day-sheet', 'aria-labelledby': 'tasks-title' },
    h('h1', { id: 'tasks-title' }, say('tasks.title')),
    h('p', { class: 'print-only' }, say('tasks.sheet', { day: dayInWords(today()) })),
    h('p', { role: 'status' }, say('tasks.line', due())),
    faultBox(),
    h(
      'div',
      { class: 'filter-row no-print' },
      pick({
        id: 't-whose',
        label: say('tasks.whose'),
        value: mine.value ? 'mine' : 'all',
        all: [
          { id: 'mine', words: say('cases.mine') },
          { id: 'all', words: say('tasks.all') },
        ],
        onValue: whose,
      }),
      button(say('tasks.print'), () => print(), { key: 'P' }),
      button(say('tasks.calendar'), exportCalendar, { kind: 'quiet' }),
      button(say('tasks.gaps'), () => void lookAtGaps(), { kind: 'quiet' }),
      button(say('tasks.coverage'), () => void lookAtCoverage(), { kind: 'quiet' }),
      button(say('tasks.guidelines'), () => void lookAtGuidelines(), { kind: 'quiet' }),
    ),
    h('p', { class: 'quiet no-print' }, say('tasks.calendar_words')),
    working(),
    h(TakeBack, {}),
    all === null
      ? null
      : all.list.length === 0
        ? h(Empty, { words: say('tasks.empty'), teaches: say('tasks.empty_teaches') })
        : table(all.list),
    gaps.value === null ? null : gapTable(gaps.value),
    coverage.value === null ? null : coverageTable(coverage.value),
    guidelines.value === null ? null : guidelinesTable(guidelines.value),
    h(OnDuty, {}),
  )
}

function whose(value: string): void {
  mine.value = value === 'mine'
  void quietly(look)
}

function table(list: readonly Deadline[]): JSX.Element {
  return h(Table<Deadline>, {
    id: 'deadlines',
    caption: say('tasks.caption'),
    columns: columns(),
    rows: list,
    keyOf: (row: Deadline) => `${row.case}-${row.record ?? 'risk'}`,
    onOpen: (row: Deadline) => openPanel('cases', row.case),
  })
}

function columns(): Column<Deadline>[] {
  return [
    { id: 'case', head: say('cases.case'), cell: (row) => h('span', { class: 'code', dir: 'ltr' }, row.case) },
    {
      id: 'on',
      head: say('cases.due'),
      sort: (row) => row.on,
      cell: (row) => [dayInWords(row.on), ' ', row.on < today() ? mark('caution', say('cases.late')) : null],
    },
    {
      id: 'what',
      head: say('tasks.what'),
      cell: (row) => [
        whatWord(row),
        ' ',
        row.unobserved ? mark('caution', say('cases.no_observer')) : null,
        row.forSecond ? mark('caution', say('tasks.for_second')) : null,
      ],
    },
    { id: 'owner', head: say('cases.owner'), cell: (row) => h('span', { class: 'code', dir: 'ltr' }, row.owner ?? say('cases.nobody')) },
    {
      id: 'go',
      head: say('tasks.go'),
      cell: (row) =>
        button(
          say('cases.open_full'),
          () => go('cases', row.case, row.what === 'task' ? 'tasks' : row.what === 'entry' ? 'chronology' : 'summary'),
          { kind: 'quiet' },
        ),
    },
  ]
}

function whatWord({ what, code }: Deadline): string {
  if (what === 'task') return actionWord(code)
  return what === 'risk' ? say('tasks.look_at_risk') : codeWord(`kind_${code}`)
}

type Covered = Coverage['rows'][number]

/** What was asked for in each state, what was met and not, and how long half of it took at most (R-NGO-34). */
function coverageTable(list: readonly Covered[]): JSX.Element {
  if (list.length === 0) return h('p', { class: 'quiet' }, say('tasks.coverage_none'))
  return h(Table<Covered>, {
    id: 'coverage',
    caption: say('tasks.coverage'),
    columns: [
      { id: 'host', head: say('tasks.jurisdiction'), cell: ({ host }) => (host === null ? say('cases.unsaid') : countryName(host)) },
      { id: 'action', head: say('tasks.what'), cell: ({ action }) => actionWord(action) },
      { id: 'asked', head: say('tasks.asked'), sort: ({ asked }) => asked, cell: ({ asked }) => asked },
      { id: 'met', head: say('tasks.met'), sort: ({ met }) => met, cell: ({ met }) => met },
      { id: 'unmet', head: say('tasks.unmet'), sort: ({ unmet }) => unmet, cell: ({ unmet }) => unmet },
      { id: 'median', head: say('tasks.median'), cell: ({ medianDays }) => medianDays ?? '–' },
    ],
    rows: list,
    keyOf: ({ host, action }) => `${host ?? ''}-${action}`,
  })
}

type Gap = { readonly jurisdiction: string | null; readonly gap: string; readonly n: number }

/** What could not be done, by country (R-EP-18). */
function gapTable(list: readonly Gap[]): JSX.Element {
  if (list.length === 0) return h('p', { class: 'quiet' }, say('tasks.gaps_none'))
  return h(Table<Gap>, {
    id: 'gaps',
    caption: say('tasks.gaps'),
    columns: [
      {
        id: 'country',
        head: say('tasks.jurisdiction'),
        cell: (row: Gap) => (row.jurisdiction === null ? say('cases.unsaid') : countryName(row.jurisdiction)),
      },
      { id: 'gap', head: say('tasks.gap'), cell: (row: Gap) => termWord('protection_gaps', row.gap) },
      { id: 'n', head: say('tasks.count'), sort: (row: Gap) => row.n, cell: (row: Gap) => `${row.n}` },
    ],
    rows: list,
    keyOf: (row: Gap) => `${row.jurisdiction ?? ''} ${row.gap}`,
  })
}

type Used = GuidelinesUsed['rows'][number]

/** What a team did under the EU Guidelines on Human Rights Defenders; which action counts under which measure is our reading (R-EP-17). */
function guidelinesTable(list: readonly Used[]): JSX.Element {
  if (list.length === 0) return h('p', { class: 'quiet' }, say('tasks.guidelines_none'))
  return h(
    'div',
    null,
    h(Table<Used>, {
      id: 'guidelines',
      caption: say('tasks.guidelines'),
      columns: [
        { id: 'measure', head: say('tasks.measure'), cell: ({ measure }) => say(`tasks.measure.${measure}` as Key) },
        { id: 'team', head: say('tasks.by_team'), cell: ({ team }) => h('span', { class: 'code', dir: 'ltr' }, team) },
        { id: 'cases', head: say('cases.title'), sort: ({ cases }) => cases, cell: ({ cases }) => cases },
        { id: 'times', head: say('tasks.times'), sort: ({ times }) => times, cell: ({ times }) => times },
        { id: 'first', head: say('tasks.first'), cell: ({ first }) => dayInWords(first) },
        { id: 'last', head: say('tasks.last'), cell: ({ last }) => dayInWords(last) },
      ],
      rows: list,
      keyOf: ({ team, measure }) => `${team}-${measure}`,
    }),
    h('p', { class: 'quiet' }, mark('caution', say('tasks.guidelines_words'))),
  )
}
