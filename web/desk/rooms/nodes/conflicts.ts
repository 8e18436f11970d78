import { h, type JSX } from 'preact'
import { call } from '../../actions.ts'
import { Choice } from '../../parts/box.ts'
import { dayInWords, isKey, say } from '../../words.ts'
import type { ConflictLine } from './calls.ts'
import { act, conflicts } from './state.ts'

/** Fields that both sides changed without knowing of one another; nothing was overwritten, and somebody decides. */
export function ConflictList(): JSX.Element | null {
  if (conflicts.value.length === 0) return null
  return h(
    'section',
    { 'aria-labelledby': 'conflicts-title' },
    h('h2', { id: 'conflicts-title' }, say('nodes.conflicts')),
    h('p', null, say('nodes.conflicts_why')),
    ...conflicts.value.map((one) => h(One, { key: `${one.node} ${one.extract} ${one.field}`, one })),
  )
}

function fieldWord(field: string): string {
  const key = `nodes.field.${field}`
  return isKey(key) ? say(key) : field
}

function One({ one }: { readonly one: ConflictLine }): JSX.Element {
  const { node, extract, field, ours, theirs, since } = one
  const settle = (value: string) =>
    void act(say('nodes.conflicts'), () => call('nodes.settle', { node, extract, field, value }), say('nodes.settled'))
  return h(
    'div',
    { class: 'parcel' },
    h('p', null, h('span', { class: 'code', dir: 'ltr' }, extract), ` · ${node} · ${dayInWords(since)}`),
    h(Choice, {
      name: `conflict-${node}-${extract}-${field}`,
      label: fieldWord(field),
      all: [
        { id: ours, words: say('nodes.ours', { value: ours }) },
        { id: theirs, words: say('nodes.theirs', { value: theirs }) },
      ],
      value: '',
      onValue: settle,
    }),
  )
}
