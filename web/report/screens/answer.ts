import { h } from '../dom.ts'
import { actions, box, button, paragraph } from '../fields.ts'
import type { Screen } from '../screens.ts'

/** R7. The mailbox; other ways go inside the sealed part, with what they reveal. */
export const answer: Screen = {
  name: 'answer',
  title: 'answer.title',
  back: 'uses',
  view: (shell) => [
    paragraph(shell, 'answer.mailbox', 'lead'),
    h(
      'section',
      { class: 'panel' },
      h('h2', null, shell.say('answer.other')),
      paragraph(shell, 'answer.reveals'),
      box({
        id: 'contact',
        label: shell.say('answer.label'),
        hint: shell.say('answer.hint'),
        value: shell.report.contact,
        rows: 3,
        onInput: (value) => {
          shell.report.contact = value
        },
      }),
    ),
    actions(button(shell, 'go.on', () => shell.go('check'))),
  ],
}
