import { h, type JSX } from 'preact'
import { go, openPanel } from '../../address.ts'
import { Empty } from '../../parts/empty.ts'
import { button } from '../../views/parts.ts'
import { dayInWords, say } from '../../words.ts'
import { items, selected } from '../inbox/state.ts'

/** The conversation, as far as this desk has found it; an answer is written where messages are. */
export function Mailbox({ code }: { readonly code: string }): JSX.Element {
  const messages = items.value.filter(({ taken }) => taken === code)
  if (messages.length === 0) return h(Empty, { words: say('cases.mail_none') })
  const answer = (item: string) => {
    selected.value = item
    go('inbox')
    openPanel('inbox', 'open')
  }
  return h(
    'ul',
    { class: 'notes' },
    ...messages.map((message) =>
      h(
        'li',
        { key: message.item },
        h('p', { class: 'quiet' }, h('span', { class: 'code', dir: 'ltr' }, message.code), ` · ${dayInWords(message.day)}`),
        message.opened === null
          ? null
          : h('p', { class: 'sealed-text', dir: 'auto', lang: message.opened.lang, translate: 'no' }, message.opened.text),
        button(say('cases.mail_open'), () => answer(message.item), { kind: 'quiet' }),
      ),
    ),
  )
}
