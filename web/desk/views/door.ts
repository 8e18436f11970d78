import { useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { CODE_ALPHABET } from '#kernel/ids.ts'
import { fault, lockedIdle, screen } from '../desk-state.ts'
import { canUsePasskeys } from '../passkey.ts'
import { enterWithPasskey, goOutside, unlockWithWords, ways } from '../way-in.ts'
import { say } from '../words.ts'
import { button, faultBox, field, submits, working } from './parts.ts'

const CODE = new RegExp(`^M-[${CODE_ALPHABET}]{6}$`)

/** The first screen: the ways in, and what this browser keeps. */
export function Door(): JSX.Element {
  const hasPasskeys = canUsePasskeys()
  return h(
    'div',
    { class: 'narrow' },
    h('h1', null, say('door.title')),
    faultBox(),
    screen.value === 'locked' ? h('p', { role: 'status' }, say(lockedIdle.value ? 'desk.locked_idle' : 'desk.locked')) : null,
    h('p', { class: 'quiet' }, say('door.nothing_kept')),
    hasPasskeys ? null : h('p', { class: 'quiet' }, say('sign-in.no_passkeys_here')),
    working(),
    h(
      'div',
      { class: 'ways' },
      hasPasskeys ? button(say('sign-in.with_passkey'), () => void enterWithPasskey(), { kind: 'first' }) : null,
      button(say('door.unlock'), () => (screen.value = 'unlock'), hasPasskeys ? {} : { kind: 'first' }),
      button(say('door.join'), () => (screen.value = 'join')),
      ways.value.outside ? button(say('sign-in.outside'), () => void goOutside(false)) : null,
    ),
  )
}

/** Member code and twelve words. The words are checked here; nothing is sent while one of them is wrong. */
export function Unlock(): JSX.Element {
  const member = useSignal('')
  const typed = useSignal('')
  const wrong = useSignal<string | null>(null)
  const go = async () => {
    const code = member.value.trim().toUpperCase()
    wrong.value = CODE.test(code) ? null : say('unlock.code')
    if (wrong.value !== null) return
    await unlockWithWords(code, typed.value)
  }
  return h(
    'form',
    { class: 'narrow', onSubmit: submits(() => void go()) },
    h('h1', null, say('door.unlock')),
    faultBox(),
    field({
      id: 'member',
      label: say('unlock.member'),
      hint: say('unlock.member_hint'),
      value: member.value,
      onValue: (value) => (member.value = value),
      isLatin: true,
      wrong: wrong.value,
      focus: true,
    }),
    wordsField(typed.value, (value) => (typed.value = value)),
    working(),
    h('div', { class: 'ways' }, h('button', { type: 'submit', class: 'first' }, say('unlock.do')), back()),
  )
}

/** Where twelve words are typed. */
export function wordsField(value: string, onValue: (value: string) => void, focus = false): JSX.Element {
  return field({ id: 'words', label: say('unlock.words'), hint: say('unlock.words_hint'), value, onValue, lines: 3, isLatin: true, focus })
}

/** The way back to the first screen; what was typed goes. */
export function back(): JSX.Element {
  return button(
    say('desk.back'),
    () => {
      fault.value = null
      screen.value = 'door'
    },
    { kind: 'quiet' },
  )
}
