import { h, type JSX } from 'preact'
import { say } from '../../words.ts'

/** Where something stands: an address, a code, or that somebody was there. */
export function source(text: string): JSX.Element {
  if (text === 'own_record') return h('span', null, say('dialogues.own_record'))
  return h('span', { class: 'source', dir: 'ltr' }, text)
}
