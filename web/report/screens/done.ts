import { h } from '../dom.ts'
import { actions, button, paragraph } from '../fields.ts'
import type { Screen, Shell } from '../screens.ts'

/** Figures are the installation's own; where its operator has not promised any, none is shown. */
function readsText(shell: Shell): string {
  const [hours, urgent] = (document.documentElement.dataset['reads'] ?? '').split(' ').map(Number)
  return hours !== undefined && urgent !== undefined && hours > 0
    ? shell.say('done.reads', { n: hours, urgent })
    : shell.say('done.reads_some')
}

/** R11. What happens next and who does it. */
export const done: Screen = {
  name: 'done',
  title: 'done.title',
  view: (shell) => [
    h('p', { class: 'lead' }, readsText(shell)),
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
