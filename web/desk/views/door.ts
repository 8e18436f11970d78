import { useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { CODE_ALPHABET } from '#kernel/ids.ts'
import { call, draftsOf, enter, working as run } from '../actions.ts'
import { drafts, fault, lockedIdle, screen } from '../desk-state.ts'
import { say } from '../words.ts'
import { button, faultBox, field, submits, working } from './parts.ts'

const CODE = new RegExp(`^M-[${CODE_ALPHABET}]{6}$`)

/** The first screen: two ways in, and what this browser keeps. */
export function Door(): JSX.Element {
  return h(
    'div',
    { class: 'narrow' },
    h('h1', null, say('door.title')),
    faultBox(),
    screen.value === 'locked' ? h('p', { role: 'status' }, say(lockedIdle.value ? 'desk.locked_idle' : 'desk.locked')) : null,
    h('p', { class: 'quiet' }, say('door.nothing_kept')),
    h(
      'div',
      { class: 'ways' },
      button(say('door.unlock'), () => (screen.value = 'unlock'), { kind: 'first' }),
      button(say('door.join'), () => (screen.value = 'join')),
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
    const opened = await run(say('unlock.working'), () => call('unlock', { member: code, typed: typed.value, drafts: draftsOf(code) }))
    if (opened === null) return
    typed.value = ''
    drafts.value = opened.drafts === null ? {} : (JSON.parse(opened.drafts) as Record<string, string>)
    await run(say('unlock.opening'), enter)
    if (!opened.hasKey) fault.value = { code: 'unlock.no_key', kind: 'typed' }
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
    field({
      id: 'words',
      label: say('unlock.words'),
      hint: say('unlock.words_hint'),
      value: typed.value,
      onValue: (value) => (typed.value = value),
      lines: 3,
      isLatin: true,
    }),
    working(),
    h('div', { class: 'ways' }, h('button', { type: 'submit', class: 'first' }, say('unlock.do')), back()),
  )
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
