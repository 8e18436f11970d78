import { h } from '../dom.ts'
import { actions, button, paragraph } from '../fields.ts'
import type { Screen } from '../screens.ts'

/** R5, before anything is picked: the limits, and the way on without files. */
export const attach: Screen = {
  name: 'attach',
  title: 'attach.title',
  back: 'danger',
  view: (shell) =>
    [
      paragraph(shell, 'attach.lead', 'lead'),
      h('ul', null, ...(['limits', 'hidden', 'after'] as const).map((one) => h('li', null, shell.say(`attach.${one}`)))),
      shell.report.files.length > 0 && paragraph(shell, 'attach.have'),
      actions(
        button(shell, 'attach.without', () => shell.go('readers')),
        button(
          shell,
          'attach.choose',
          () => {
            shell.part('files').then(
              () => shell.go('files'),
              () => shell.fault('landing.no_part'),
            )
          },
          'other',
        ),
      ),
    ].filter((node) => node !== false),
}
