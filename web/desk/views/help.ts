import { type Signal, useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { goCommands, houseCommands, roomsHere } from '../commands.ts'
import { overlay } from '../desk-state.ts'
import { chooseKey, keyOf, keysAsTheyCame, lettersOn, switchLetters } from '../own-keys.ts'
import type { Command } from '../room.ts'
import { nameOf } from '../shortcuts.ts'
import { say } from '../words.ts'
import { button } from './parts.ts'

/** Which key does what here and everywhere; single letters can be changed and switched off (WCAG 2.1.4). */
export function Help(): JSX.Element {
  const changing = useSignal<string | null>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const closes = { id: 'desk.close', words: () => say('desk.close'), key: 'Esc', run: () => undefined }
  return h(
    'div',
    { class: 'help' },
    h('h1', { tabIndex: -1, ref: heading }, say('keys.title')),
    h(
      'label',
      { class: 'switch' },
      h('input', { type: 'checkbox', checked: lettersOn.value, onChange: switchLetters }),
      ' ',
      say('keys.off'),
    ),
    h('p', { class: 'quiet' }, say('keys.kept')),
    h(
      'div',
      { class: 'help-tables' },
      ...roomsHere().map((room) => table(room.title(), room.commands?.() ?? [], changing)),
      table(say('keys.everywhere'), [...houseCommands(), closes], changing),
      table(say('keys.rooms'), goCommands(), changing),
    ),
    h(
      'div',
      { class: 'ways' },
      button(say('desk.close'), () => (overlay.value = null), { key: 'Esc', kind: 'first' }),
      button(say('keys.as_they_came'), keysAsTheyCame, { kind: 'quiet' }),
    ),
  )
}

function table(title: string, commands: readonly Command[], changing: Signal<string | null>): JSX.Element | null {
  const keyed = commands.filter(({ key }) => key !== undefined)
  if (keyed.length === 0) return null
  return h(
    'section',
    null,
    h('h2', null, title),
    h('ul', { class: 'keys' }, ...keyed.map((one) => h(Line, { key: one.id, one, changing }))),
  )
}

function Line({ one, changing }: { readonly one: Command; readonly changing: Signal<string | null> }): JSX.Element {
  const key = keyOf(one) ?? ''
  const canChange = one.key?.length === 1
  return h(
    'li',
    null,
    h('kbd', { dir: 'ltr' }, key === '' ? say('keys.none') : key),
    h('span', { id: `does-${one.id}` }, one.words()),
    canChange ? change(one, changing) : null,
  )
}

function change(one: Command, changing: Signal<string | null>): JSX.Element {
  const isOn = changing.value === one.id
  const pressed = (event: KeyboardEvent) => {
    if (!isOn || event.key === 'Tab' || event.key === 'Shift' || event.ctrlKey) return
    event.preventDefault()
    event.stopPropagation()
    changing.value = null
    const key = chosenBy(event)
    if (key !== null) chooseKey(one.id, key)
  }
  return h(
    'button',
    {
      type: 'button',
      class: 'quiet',
      'aria-pressed': isOn,
      id: `change-${one.id}`,
      'aria-labelledby': `change-${one.id} does-${one.id}`,
      onClick: () => (changing.value = isOn ? null : one.id),
      onKeyDown: pressed,
      onBlur: () => (changing.value = null),
    },
    isOn ? say('keys.press') : say('keys.change'),
  )
}

/** The key that was pressed to be kept; empty for none, null for leaving it as it was. */
function chosenBy(event: KeyboardEvent): string | null {
  if (event.key === 'Delete' || event.key === 'Backspace') return ''
  const name = nameOf(event)
  return name.length === 1 && name !== ' ' ? name : null
}
