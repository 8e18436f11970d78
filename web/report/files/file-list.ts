import { h } from '../dom.ts'
import { button, oneOf } from '../fields.ts'
import type { Shell } from '../screens.ts'
import { localeOf } from '../words.ts'
import type { Finding } from './hidden/finding.ts'
import { type Choice, type Picker, type Problem, type Row, shownName } from './picker.ts'

const UNITS = [
  [1e9, 'gigabyte'],
  [1e6, 'megabyte'],
  [1e3, 'kilobyte'],
] as const

/** A size as a person says it: "3.2 MB". */
export function sizeText(shell: Shell, bytes: number): string {
  const [of, unit] = UNITS.find(([least]) => bytes >= least) ?? [1, 'byte']
  const digits = bytes / of < 10 && of > 1e3 ? 1 : 0
  const format = new Intl.NumberFormat(localeOf(shell.language), { style: 'unit', unit, maximumFractionDigits: digits })
  return format.format(bytes / of)
}

/** Picking, and what was picked: one row a file with what it carries unseen. */
export function fileList(shell: Shell, picker: Picker): readonly Node[] {
  const tell = (problem: Problem | null, name = ''): void => {
    picker.problem = problem === null ? null : { key: problem, name: shownName(name) }
    shell.redraw()
    if (problem !== null) shell.fault(problem, 'pick', { name: shownName(name) })
  }
  return [
    h('ul', { class: 'plain-list' }, ...(['limits', 'sealed', 'kept'] as const).map((one) => h('li', null, shell.say(`files.${one}`)))),
    ...stillSaid(shell, picker),
    pickField(shell, picker, tell),
    ...picker.rows.map((row) => rowOf(shell, picker, row, tell)),
    h('p', { id: 'files-sum', class: 'quiet' }, picker.rows.length === 0 ? shell.say('files.none') : sumText(shell, picker)),
  ]
}

/** A screen that is drawn again, because a file was looked at, keeps what it said. */
function stillSaid(shell: Shell, { problem }: Picker): readonly Node[] {
  return problem === null ? [] : [h('p', { class: 'fault', id: 'pick-fault' }, shell.say(problem.key, { name: problem.name }))]
}

function sumText(shell: Shell, picker: Picker): string {
  return shell.say('files.sum', { n: picker.rows.length, size: sizeText(shell, picker.bytes) })
}

type Tell = (problem: Problem | null, name?: string) => void

function pickField(shell: Shell, picker: Picker, tell: Tell): HTMLElement {
  const input = h('input', {
    id: 'pick',
    type: 'file',
    multiple: true,
    autocomplete: 'off',
    on: {
      change: () => {
        for (const file of [...(input.files ?? [])]) {
          const problem = picker.add(file)
          if (problem !== null) return tell(problem, file.name)
        }
        tell(null)
      },
    },
  })
  return h('div', { class: 'field' }, h('label', { for: 'pick' }, shell.say('files.pick')), input)
}

function rowOf(shell: Shell, picker: Picker, row: Row, tell: Tell): HTMLElement {
  const name = h('bdi', null, shownName(row.name))
  return h(
    'section',
    { class: 'file', 'aria-labelledby': `file-${row.id}` },
    h('h2', { id: `file-${row.id}`, class: 'file-name' }, name, ' ', h('span', { class: 'quiet' }, sizeText(shell, row.blob.size))),
    ...looked(shell, picker, row, tell),
    h(
      'p',
      null,
      h(
        'button',
        {
          type: 'button',
          class: 'plain',
          'aria-describedby': `file-${row.id}`,
          on: { click: () => picker.remove(row.id) },
        },
        shell.say('files.remove'),
      ),
    ),
  )
}

function looked(shell: Shell, picker: Picker, row: Row, tell: Tell): readonly Node[] {
  const { look } = row
  if (look === null) return [h('p', { role: 'status' }, shell.say('files.looking'))]
  if (look === 'unreadable') return [h('p', { class: 'caution' }, shell.say('files.unreadable'))]
  if (look.findings.length === 0) return [h('p', null, shell.say('files.clean'))]
  const told = [
    h('p', null, shell.say('files.carries')),
    h('ul', { class: 'findings' }, ...look.findings.map((one) => h('li', null, findingOf(shell, one)))),
  ]
  if (look.clean === 'ready') return [...told, choiceOf(shell, picker, row, tell)]
  return [...told, h('p', { class: 'caution' }, shell.say(`files.cannot.${look.clean === 'nothing' ? 'kind' : look.clean}`))]
}

function findingOf(shell: Shell, { code, shown }: Finding): readonly (string | Node)[] {
  const text = shell.say(`files.found.${code}`)
  return shown === undefined ? [text] : [text, ' ', h('bdi', { class: 'said', dir: /\p{L}/u.test(shown) ? 'auto' : 'ltr' }, shown)]
}

const CHOICES: readonly Choice[] = ['both', 'copy', 'original']

function choiceOf(shell: Shell, picker: Picker, row: Row, tell: Tell): HTMLElement {
  return oneOf<Choice>({
    id: `send-${row.id}`,
    legend: shell.say('files.how'),
    chosen: row.choice,
    choices: CHOICES.map((value) => ({ value, label: shell.say(`files.how.${value}`) })),
    onChoose: (choice) => tell(picker.choose(row.id, choice), row.name),
  })
}

export function goOn(shell: Shell, picker: Picker, then: () => void): HTMLElement {
  return button(shell, 'go.on', () => {
    if (picker.looking) shell.fault('files.still_looking', 'pick')
    else then()
  })
}
