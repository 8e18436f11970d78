import { h, type JSX } from 'preact'
import { fault } from '../../desk-state.ts'
import { faultBox } from '../../views/parts.ts'
import { isKey, say } from '../../words.ts'

/** What the server refused, in the words of this room where it has some. */
export function faultWords(): JSX.Element {
  const key = `documents.fault.${fault.value?.code ?? ''}`
  if (!isKey(key)) return faultBox()
  return h(
    'div',
    { role: 'alert', class: 'alert' },
    h('div', { class: 'fault' }, h('h2', null, say('error.title')), h('p', null, say(key))),
  )
}
