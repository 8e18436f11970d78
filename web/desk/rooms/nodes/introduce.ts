import { h, type JSX } from 'preact'
import { call } from '../../actions.ts'
import { useForm } from '../../parts/use-form.ts'
import { submits } from '../../views/parts.ts'
import { say } from '../../words.ts'
import { act } from './state.ts'

/** What this installation is called aloud: eight groups of four, read by one and compared by the other. */
export function Own({ fingerprint, card }: { readonly fingerprint: string; readonly card: string }): JSX.Element {
  return h(
    'section',
    { 'aria-labelledby': 'own-title' },
    h('h2', { id: 'own-title' }, say('nodes.own')),
    h('p', null, say('nodes.own_why')),
    h(
      'ol',
      { class: 'fingerprint', dir: 'ltr', translate: 'no' },
      ...groupsOf(fingerprint).map((group, n) => h('li', { key: n, class: 'code' }, group)),
    ),
    h('details', null, h('summary', null, say('nodes.own_card')), h('p', { class: 'code card-text', dir: 'ltr', translate: 'no' }, card)),
  )
}

const groupsOf = (fingerprint: string): readonly string[] =>
  fingerprint
    .replaceAll(/[^A-Za-z0-9]/g, '')
    .toUpperCase()
    .match(/.{1,4}/g) ?? []

/** Makes another installation known: its card as it was sent, and its fingerprint as somebody heard it. */
export function Introduce(): JSX.Element {
  const form = useForm('node-new', { name: '', card: '', heard: '' })
  const go = async () => {
    const { name, card, heard } = form.values
    const given = { name: name.trim(), card: card.replaceAll(/\s/g, ''), fingerprint: heard.trim() }
    await act(say('nodes.introduce'), () => call('nodes.introduce', given), say('nodes.introduced'))
  }
  return h(
    'form',
    { class: 'box', 'aria-labelledby': 'introduce-title', onSubmit: submits(() => void go()) },
    h('h2', { id: 'introduce-title' }, say('nodes.introduce')),
    h('p', null, say('nodes.introduce_how')),
    form.text('name', say('nodes.name'), { isLatin: true, hint: say('nodes.name_hint') }),
    form.text('card', say('nodes.card'), { isLatin: true, lines: 3 }),
    form.text('heard', say('nodes.heard'), { isLatin: true, hint: say('nodes.heard_hint') }),
    h('div', { class: 'ways' }, h('button', { type: 'submit', class: 'first' }, say('nodes.introduce'))),
  )
}
