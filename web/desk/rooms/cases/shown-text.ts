import { h, type JSX } from 'preact'
import { say } from '../../words.ts'
import type { Text } from './calls.ts'

/** A sealed text as it stands, or why it cannot be opened. */
export function shownText(text: Text | null): JSX.Element {
  if (text === null || (text.text === '' && text.problem === null)) return h('p', { class: 'quiet' }, say('cases.nothing_yet'))
  if (text.problem !== null) return h('p', { class: 'wrong' }, say('error.sealed', { code: text.problem }))
  return h('p', { class: 'sealed-text', dir: 'auto', translate: 'no' }, text.text)
}
