import { h } from '../dom.ts'
import { actions, button, paragraph } from '../fields.ts'
import { listState } from '../list-state.ts'
import type { Screen, Shell } from '../screens.ts'

/** R0. Three doors, and what is known of the keys. */
export const landing: Screen = {
  name: 'landing',
  title: 'landing.title',
  view: (shell) => [
    paragraph(shell, 'landing.lead', 'lead'),
    h(
      'div',
      { class: 'doors' },
      door(shell, 'landing.report', 'landing.report.more', () => shell.go('safety')),
      door(shell, 'landing.mailbox', 'landing.mailbox.more', () => openMailbox(shell)),
      door(shell, 'landing.help', 'landing.help.more', () => shell.go('help')),
    ),
    listState(shell),
    h(
      'section',
      { class: 'quiet' },
      onion(shell),
      pins(shell),
      paragraph(shell, 'landing.not_reviewed'),
      h(
        'p',
        { class: 'actions' },
        button(shell, 'landing.promises', () => shell.go('promises'), 'plain'),
        button(shell, 'landing.sealed', () => shell.go('sealed'), 'plain'),
      ),
    ),
  ],
}

type DoorKey = 'landing.report' | 'landing.mailbox' | 'landing.help'

function door(shell: Shell, key: DoorKey, more: `${DoorKey}.more`, act: () => void): HTMLElement {
  return h(
    'button',
    { type: 'button', class: 'door', id: key.replace('.', '-'), on: { click: act } },
    h('b', null, shell.say(key)),
    h('span', null, shell.say(more)),
  )
}

/** The mailbox comes with a file of its own; without a line it is said that it did not come. */
function openMailbox(shell: Shell): void {
  shell.part('mailbox').then(
    () => shell.go('mailbox'),
    () => shell.fault('landing.no_part'),
  )
}

function onion(shell: Shell): HTMLElement | false {
  const { onion: address } = document.documentElement.dataset
  return (
    address !== undefined &&
    address !== '' &&
    h('p', null, shell.say('landing.onion'), ' ', h('span', { class: 'code', dir: 'ltr' }, address))
  )
}

function pins(shell: Shell): HTMLElement | false {
  return 'pins' in shell.lists && h('p', null, shell.say('lists.pins'), ' ', h('span', { class: 'code', dir: 'ltr' }, shell.lists.pins))
}

/** What is promised, and with the same size what is not. */
export const promises: Screen = {
  name: 'promises',
  title: 'promises.title',
  back: 'landing',
  view: (shell) => [
    h('ul', null, ...(['1', '2', '3', '4'] as const).map((one) => h('li', null, shell.say(`promises.${one}`)))),
    h('h2', null, shell.say('promises.not')),
    h('ul', null, ...(['1', '2', '3', '4', '5'] as const).map((one) => h('li', null, shell.say(`promises.not.${one}`)))),
    listState(shell),
    actions(button(shell, 'landing.report', () => shell.go('safety'))),
  ],
}
