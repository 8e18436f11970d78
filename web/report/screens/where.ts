import { readYear } from '#kernel/years.ts'
import { countriesIn, countryName } from '../countries.ts'
import { h } from '../dom.ts'
import { actions, button, line, oneOf, paragraph, selection } from '../fields.ts'
import { readWhen } from '../said-when.ts'
import type { Screen, Shell } from '../screens.ts'
import type { Rough } from '../state.ts'

const ROUGH = ['today', 'this_week', 'earlier', 'ongoing', 'unknown'] as const satisfies readonly Rough[]
const MONTHS = Array.from({ length: 12 }, (_, month) => `${month + 1}`)
/** An item names at most this many countries behind it. */
const MOST_ORIGINS = 3

/** R3. Every field may be skipped; nothing is dated by the phone. */
export const where: Screen = {
  name: 'where',
  title: 'where.title',
  back: 'what',
  view: (shell) => [
    paragraph(shell, 'where.skip', 'lead'),
    places(shell),
    oneOf({
      id: 'rough',
      legend: shell.say('where.when'),
      chosen: shell.report.rough,
      choices: ROUGH.map((value) => ({ value, label: shell.say(`where.${value}`) })),
      onChoose: (value) => {
        shell.report.rough = value
      },
    }),
    date(shell),
    actions(button(shell, 'go.on', () => goOn(shell))),
  ],
}

function places(shell: Shell): HTMLElement {
  const { report } = shell
  const options = [['', shell.say('where.not_said')] as const, ...countriesIn(shell.language)]
  return h(
    'div',
    null,
    selection(shell, {
      id: 'host',
      label: 'where.host',
      value: report.host,
      options,
      onChange: (value) => {
        report.host = value
      },
    }),
    selection(shell, { id: 'origin', label: 'where.origin', value: '', options, onChange: (value) => addOrigin(shell, value) }),
    report.origin.length > 0 &&
      h(
        'ul',
        { class: 'chosen' },
        ...report.origin.map((code) =>
          h(
            'li',
            null,
            countryName(code, shell.language),
            ' ',
            h('button', { type: 'button', class: 'plain', on: { click: () => dropOrigin(shell, code) } }, shell.say('where.remove')),
          ),
        ),
      ),
  )
}

function addOrigin(shell: Shell, code: string): void {
  const { report } = shell
  if (code !== '' && !report.origin.includes(code) && report.origin.length < MOST_ORIGINS) report.origin.push(code)
  shell.redraw()
}

function dropOrigin(shell: Shell, code: string): void {
  shell.report.origin = shell.report.origin.filter((one) => one !== code)
  shell.redraw()
}

function date(shell: Shell): HTMLElement {
  const { report, language } = shell
  const set = (field: 'day' | 'month') => (value: string) => {
    report[field] = value
  }
  const shown = h('p', { class: 'hint', id: 'year-shown', 'aria-live': 'polite' }, yearShown(report.year))
  const names = new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' })
  const months = [
    ['', shell.say('where.unknown')] as const,
    ...MONTHS.map((month) => [month, names.format(new Date(Date.UTC(2020, Number(month) - 1, 1)))] as const),
  ]
  return h(
    'fieldset',
    { class: 'date' },
    h('legend', null, shell.say('where.date')),
    line(shell, { id: 'day', label: 'where.day', value: report.day, size: 'digits', onInput: set('day') }),
    selection(shell, {
      id: 'month',
      label: 'where.month',
      value: report.month,
      options: months,
      onChange: set('month'),
    }),
    line(shell, {
      id: 'year',
      label: 'where.year',
      value: report.year,
      size: 'digits',
      onInput: (value) => {
        report.year = value
        shown.textContent = yearShown(value)
      },
    }),
    shown,
  )
}

/** A Buddhist year is shown back with the common one: "2569 = 2026". */
function yearShown(text: string): string {
  const read = readYear(text)
  return read?.buddhist === true ? `${read.year + 543} = ${read.year}` : ''
}

function goOn(shell: Shell): void {
  const when = readWhen(shell.report)
  if (typeof when === 'string') shell.fault(`where.wrong_${when}`, when)
  else shell.go('danger')
}
