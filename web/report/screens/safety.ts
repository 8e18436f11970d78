import { h } from '../dom.ts'
import { actions, button, paragraph } from '../fields.ts'
import type { Screen } from '../screens.ts'

/** R1. Four points; one tap passes them. */
export const safety: Screen = {
  name: 'safety',
  title: 'safety.title',
  back: 'landing',
  view: (shell) => [
    h(
      'ol',
      { class: 'points' },
      ...(['phone', 'private', 'leaving', 'come'] as const).map((one) => h('li', null, shell.say(`safety.${one}`))),
    ),
    actions(
      button(shell, 'go.on', () => shell.go('what')),
      button(shell, 'safety.watched', () => shell.go('sheet'), 'other'),
    ),
  ],
}

/** A sheet to print or remember: how to send later from another device. It names no site. */
export const sheet: Screen = {
  name: 'sheet',
  title: 'sheet.title',
  back: 'safety',
  view: (shell) => [
    h('ol', { class: 'points' }, ...(['1', '2', '3', '4', '5'] as const).map((one) => h('li', null, shell.say(`sheet.${one}`)))),
    paragraph(shell, 'sheet.note', 'quiet'),
    actions(
      button(shell, 'sheet.print', () => print(), 'other'),
      button(shell, 'landing.help', () => shell.go('help'), 'other'),
    ),
  ],
}
