import { USES } from '#crypto/mailbox/consent.ts'
import { h } from '../dom.ts'
import { actions, button, paragraph, tick } from '../fields.ts'
import type { Screen } from '../screens.ts'

/** R6, after the readers: what they may do beside helping. Nothing is ticked, and going on with nothing is fine. */
export const uses: Screen = {
  name: 'uses',
  title: 'uses.title',
  back: 'readers',
  view: (shell) => {
    const { report } = shell
    return [
      paragraph(shell, 'uses.lead', 'lead'),
      paragraph(shell, 'uses.none'),
      h(
        'fieldset',
        { id: 'uses' },
        h('legend', null, shell.say('uses.legend')),
        ...USES.map((use) =>
          tick({
            id: `use-${use}`,
            label: shell.say(`uses.${use}`),
            on: report.uses.includes(use),
            onChange: (on) => {
              report.uses = USES.filter((one) => (one === use ? on : report.uses.includes(one)))
            },
          }),
        ),
      ),
      paragraph(shell, 'uses.later', 'quiet'),
      actions(button(shell, 'go.on', () => shell.go('answer'))),
    ]
  },
}
