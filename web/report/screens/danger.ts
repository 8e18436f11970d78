import { h } from '../dom.ts'
import { actions, button, oneOf, paragraph, tick } from '../fields.ts'
import { numbersFor } from '../numbers.ts'
import type { Screen, Shell } from '../screens.ts'

/** R4. The flag travels outside the seal only with consent; nothing is set beforehand. */
export const danger: Screen = {
  name: 'danger',
  title: 'danger.title',
  back: 'where',
  view: (shell) => {
    const { report } = shell
    return [
      oneOf({
        id: 'danger-level',
        legend: shell.say('danger.legend'),
        chosen: report.danger === 'unsaid' ? '' : report.danger,
        choices: (['yes', 'maybe', 'no'] as const).map((value) => ({ value, label: shell.say(`danger.${value}`) })),
        onChoose: (value) => {
          report.danger = value
          if (value === 'no') report.urgent = false
          shell.redraw()
        },
      }),
      ...(report.danger === 'yes' || report.danger === 'maybe' ? consent(shell) : []),
      actions(button(shell, 'go.on', () => shell.go('attach'))),
    ]
  },
}

function consent(shell: Shell): readonly HTMLElement[] {
  return [
    h(
      'section',
      { class: 'panel' },
      paragraph(shell, 'danger.ask'),
      tick({
        id: 'urgent',
        label: shell.say('danger.consent'),
        on: shell.report.urgent,
        onChange: (on) => {
          shell.report.urgent = on
        },
      }),
    ),
    h('section', { class: 'panel' }, h('h2', null, shell.say('help.title')), ...numbersFor(shell, shell.report.host)),
  ]
}
