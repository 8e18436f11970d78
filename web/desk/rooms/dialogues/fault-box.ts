import { h, type JSX } from 'preact'
import { fault } from '../../desk-state.ts'
import { faultBox } from '../../views/parts.ts'
import { say } from '../../words.ts'
import { faultOf } from './names.ts'

/** What went wrong, in the words of this room where it has some: a refusal names the consent, the source or the day that is missing. */
export function dialogueFault(): JSX.Element {
  const words = fault.value === null ? null : faultOf(fault.value.code)
  if (words === null) return faultBox()
  return h('div', { role: 'alert', class: 'alert' }, h('div', { class: 'fault' }, h('h2', null, say('error.title')), h('p', null, words)))
}
