import { h, type JSX } from 'preact'
import { call } from '../../actions.ts'
import { button, mark } from '../../views/parts.ts'
import { dayInWords, nameIn, say } from '../../words.ts'
import type { Arrival } from './calls.ts'
import { Content } from './content.ts'
import { act, arrived } from './state.ts'

/** The lane of what other teams sent, above the inbox and in its own room; nothing while there is nothing. */
export function Arrivals(): JSX.Element | null {
  if (arrived.value.length === 0) return null
  return h(
    'section',
    { class: 'lane arrivals', 'aria-labelledby': 'arrivals-title' },
    h('h2', { id: 'arrivals-title' }, say('transfer.arrivals')),
    h('ul', { class: 'transfers' }, ...arrived.value.map((one) => h('li', { key: one.incoming }, ...lineOf(one)))),
  )
}

function lineOf(one: Arrival): (JSX.Element | null)[] {
  const { incoming, from, fromName, content, problem, reason, forgets } = one
  const giveBack = () =>
    act(
      say('transfer.give_back'),
      () => call('transfer.giveBack', { incoming }),
      () => say('transfer.given_back'),
    )
  const accept = () =>
    act(
      say('transfer.accept'),
      () => call('transfer.accept', { incoming }),
      (out) => say('transfer.accepted', out),
    )
  const said = { team: nameIn(fromName, from), day: dayInWords(one.sentOn), until: dayInWords(one.until) }
  return [
    h('p', null, mark('plain', say('transfer.from', { ...said, reason: reason === null ? '' : say(`transfer.reason.${reason}`) }))),
    problem === null ? null : h('p', { class: 'alarm' }, mark('stop', say('transfer.unreadable', { code: problem }))),
    content === null ? null : h(Content, { of: content }),
    forgets ? h('p', { class: 'quiet' }, say('transfer.will_forget')) : null,
    h(
      'div',
      { class: 'ways' },
      content === null ? null : button(say('transfer.accept'), () => void accept(), { kind: 'first' }),
      button(say('transfer.give_back'), () => void giveBack(), { kind: 'quiet' }),
    ),
  ]
}
