import { h } from 'preact'
import { address, go, openPanel } from '../../address.ts'
import type { Command, Room } from '../../room.ts'
import { say } from '../../words.ts'
import { CaseTasks } from '../tasks/case-tasks.ts'
import { Chronology } from './chronology.ts'
import { Evidence } from './evidence.ts'
import { CaseList } from './list.ts'
import { Mailbox } from './mailbox.ts'
import { CasePage, CasePanel } from './page.ts'
import { current, dialog, editing, forgetCases, opened, rows } from './state.ts'
import { Summary } from './summary.ts'
import { addCaseTab, caseTabs } from './tabs.ts'
import { beat, begin, openCase, step } from './work.ts'

addCaseTab({ id: 'summary', title: () => say('cases.tab.summary'), view: (code) => h(Summary, { code }) })
addCaseTab({ id: 'chronology', title: () => say('cases.tab.chronology'), view: (code) => h(Chronology, { code }) })
addCaseTab({ id: 'evidence', title: () => say('cases.tab.evidence'), view: (code) => h(Evidence, { code }) })
addCaseTab({ id: 'mailbox', title: () => say('cases.tab.mailbox'), view: (code) => h(Mailbox, { code }) })
addCaseTab({ id: 'tasks', title: () => say('cases.tab.tasks'), view: (code) => h(CaseTasks, { code }) })

/** The work for people: a list of codes, and each case with its tabs. */
export const casesRoom: Room = {
  id: 'cases',
  letter: 'C',
  title: () => say('cases.title'),
  view: ([code, tab]) => (code === undefined ? h(CaseList, {}) : h(CasePage, { code, tab: tab ?? 'summary' })),
  panel: (code) => h(CasePanel, { code }),
  hasFull: true,
  codes: 'C',
  commands,
  find: (typed) =>
    (rows.value ?? [])
      .filter(
        (row) =>
          row.case.includes(typed.toUpperCase()) || (typed.length > 1 && row.label?.toLowerCase().includes(typed.toLowerCase()) === true),
      )
      .slice(0, 8)
      .map((row) => ({
        id: `cases.open.${row.case}`,
        words: () => (row.label === null ? row.case : `${row.case} ${row.label}`),
        run: () => go('cases', row.case),
      })),
  walk: step,
  close: () => {
    const had = dialog.value !== null
    dialog.value = null
    editing.value = null
    return had
  },
  beat,
  forget: forgetCases,
}

/** The case that keys act on: the one in full, else the one beside the list. */
function here(): string | undefined {
  const { room, at, panels } = address.value
  const beside = panels.at(-1)
  if (beside?.room === 'cases') return beside.code
  return room === 'cases' ? at[0] : undefined
}

function commands(): readonly Command[] {
  const code = here()
  const list: Command[] = [{ id: 'cases.begin', words: () => say('cases.begin'), run: () => void begin() }]
  if (code === undefined)
    return [
      ...list,
      { id: 'cases.next', words: () => say('keys.next'), key: 'J', run: () => step(1) },
      { id: 'cases.previous', words: () => say('keys.previous'), key: 'K', run: () => step(-1) },
      ...openSelected(),
    ]
  const on = (tab: string, what: typeof dialog.value) => () => {
    go('cases', code, tab)
    dialog.value = what
  }
  return [
    ...list,
    ...caseTabs()
      .slice(0, 8)
      .map(({ id, title }, n) => ({ id: `cases.tab.${id}`, words: title, key: `Alt ${n + 1}`, run: () => go('cases', code, id) })),
    { id: 'cases.note', words: () => say('cases.note'), key: 'N', run: on('summary', 'note') },
    { id: 'cases.deadline', words: () => say('cases.deadline_new'), key: 'D', run: on('tasks', 'deadline') },
    { id: 'cases.who', words: () => say('cases.who'), key: 'W', run: () => who(code) },
    { id: 'cases.entry', words: () => say('cases.entry_new'), run: on('chronology', 'entry') },
    { id: 'cases.assess', words: () => say('cases.assess'), run: on('summary', 'risk') },
    { id: 'cases.change', words: () => say('cases.change'), run: on('summary', 'change') },
    ...(opened.value?.view.case === code
      ? [{ id: 'cases.again', words: () => say('cases.look_again'), run: () => void openCase(code) }]
      : []),
  ]
}

function openSelected(): readonly Command[] {
  const code = current.value
  return code === null ? [] : [{ id: 'cases.open', words: () => say('keys.open'), key: 'Enter', run: () => openPanel('cases', code) }]
}

/** "Who can read this" opens from its chip; where the tab of sharing is there, that is shown. */
function who(code: string): void {
  const chip = document.querySelector<HTMLElement>(
    '.case-head .who-chip, .panel .who-chip, .case-head button[aria-haspopup], .case-line button',
  )
  if (chip !== null) chip.click()
  else if (caseTabs().some(({ id }) => id === 'sharing')) go('cases', code, 'sharing')
}
