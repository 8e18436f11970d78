import { h } from '../dom.ts'
import { actions, button, paragraph } from '../fields.ts'
import type { Screen } from '../screens.ts'

/** R11. What happens next and who does it. */
export const done: Screen = {
  name: 'done',
  title: 'done.title',
  view: (shell) => [
    paragraph(shell, 'done.reads', 'lead'),
    shell.report.mailbox === 'kept'
      ? paragraph(shell, shell.report.typed['arrived'] === 'yes' ? 'done.arrived' : 'done.look')
      : paragraph(shell, 'done.no_mailbox'),
    h('p', null, shell.say('done.safe')),
    actions(
      button(shell, 'done.clear', () => shell.exit()),
      button(shell, 'done.stay', () => shell.clear(), 'other'),
    ),
  ],
}
