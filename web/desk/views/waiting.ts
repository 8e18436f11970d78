import { useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { screen } from '../desk-state.ts'
import { canUsePasskeys } from '../passkey.ts'
import { askAgain, codes, enterWithPasskey, enterWithPasskeyWords, passkeyOf, waitingFor } from '../way-in.ts'
import { dayInWords, say } from '../words.ts'
import { back, wordsField } from './door.ts'
import { button, faultBox, submits, working } from './parts.ts'

const AGAIN_MS = 5_000

/** The words were right and nobody knows this browser: what a colleague sees as well stands here, and it goes on by itself. */
export function Waiting(): JSX.Element {
  useEffect(() => {
    const asks = setInterval(() => void askAgain(), AGAIN_MS)
    return () => clearInterval(asks)
  }, [])
  const now = waitingFor.value
  return h(
    'div',
    { class: 'narrow' },
    h('h1', null, say('sign-in.waiting_title')),
    faultBox(),
    h('p', null, say('sign-in.waiting')),
    now === null
      ? null
      : h(
          'p',
          { role: 'status' },
          h('span', { class: 'code', dir: 'ltr' }, now.code),
          ' ',
          h('span', { class: 'quiet' }, say('sign-in.since', { day: dayInWords(now.since) })),
        ),
    h('p', { class: 'quiet' }, say('sign-in.waiting_how')),
    h(
      'div',
      { class: 'ways' },
      button(say('sign-in.ask_again'), () => void askAgain(), { kind: 'first' }),
      back(),
    ),
  )
}

/** The passkey is theirs and gives no secret, so it cannot open the key: the words do. */
export function PasskeyWords(): JSX.Element {
  const typed = useSignal('')
  return h(
    'form',
    { class: 'narrow', onSubmit: submits(() => void enterWithPasskeyWords(typed.value)) },
    h('h1', null, say('sign-in.words_title')),
    faultBox(),
    h('p', { class: 'code', dir: 'ltr' }, passkeyOf.value),
    h('p', null, say('sign-in.words_why')),
    wordsField(typed.value, (value) => (typed.value = value), true),
    working(),
    h('div', { class: 'ways' }, h('button', { type: 'submit', class: 'first' }, say('unlock.do')), back()),
  )
}

/** Signed in by an institution: codes, and nothing that is sealed. */
export function CodesOnly(): JSX.Element {
  const now = codes.value
  return h(
    'div',
    { class: 'narrow' },
    h('h1', null, say('sign-in.codes_title')),
    faultBox(),
    h('p', null, say('sign-in.codes_why')),
    now === null ? null : h('p', { class: 'code', dir: 'ltr' }, now.member),
    working(),
    h(
      'div',
      { class: 'ways' },
      canUsePasskeys() ? button(say('sign-in.with_passkey'), () => void enterWithPasskey(), { kind: 'first' }) : null,
      button(say('door.unlock'), () => (screen.value = 'unlock')),
      back(),
    ),
    h('h2', null, say('sign-in.codes_list', { count: now?.cases.length ?? 0 })),
    h(
      'ul',
      { class: 'people' },
      ...(now?.cases ?? []).map((one) =>
        h(
          'li',
          { key: one.case },
          h('span', { class: 'code', dir: 'ltr' }, one.case),
          ' ',
          h('span', { class: 'quiet' }, dayInWords(one.openedOn)),
        ),
      ),
    ),
  )
}
