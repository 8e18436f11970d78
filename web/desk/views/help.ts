import { h, type JSX } from 'preact'
import { lettersOn, overlay } from '../desk-state.ts'
import { type Key, say } from '../words.ts'
import { button } from './parts.ts'

const EVERYWHERE: readonly (readonly [string, Key])[] = [
  ['?', 'keys.help'],
  ['Ctrl L', 'keys.lock'],
  ['U', 'keys.undo'],
  ['Esc', 'keys.close'],
]
const LISTS: readonly (readonly [string, Key])[] = [
  ['J', 'keys.next'],
  ['K', 'keys.previous'],
  ['Enter', 'keys.open'],
  ['[ ]', 'keys.walk'],
  ['1', 'keys.take'],
  ['2', 'keys.duplicate'],
  ['3', 'keys.decline'],
  ['R', 'keys.reply'],
]

/** Which key does what, and the switch that turns single letters off (WCAG 2.1.4). */
export function Help(): JSX.Element {
  return h(
    'div',
    { class: 'narrow' },
    h('h1', null, say('keys.title')),
    table(say('keys.everywhere'), EVERYWHERE),
    table(say('keys.lists'), LISTS),
    h(
      'label',
      null,
      h('input', { type: 'checkbox', checked: lettersOn.value, onChange: () => (lettersOn.value = !lettersOn.value) }),
      ' ',
      say('keys.off'),
    ),
    h(
      'div',
      { class: 'ways' },
      button(say('desk.close'), () => (overlay.value = null), { key: 'Esc' }),
    ),
  )
}

function table(title: string, rows: readonly (readonly [string, Key])[]): JSX.Element {
  return h(
    'section',
    null,
    h('h2', null, title),
    h(
      'dl',
      { class: 'facts' },
      ...rows.flatMap(([key, does]) => [h('dt', { key }, h('kbd', { dir: 'ltr' }, key)), h('dd', { key: does }, say(does))]),
    ),
  )
}
