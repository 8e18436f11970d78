import { useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import type { Item } from '../../model.ts'
import { Box, Choice } from '../../parts/box.ts'
import { button } from '../../views/parts.ts'
import { type Key, say } from '../../words.ts'
import { Assign, REASONS, Snooze } from './dialogs.ts'
import { decideMany } from './many.ts'
import { dialog, picked, targets } from './state.ts'

/** What was picked, and what can be done to all of it; its effect is said before it is done. */
export function Bulk(): JSX.Element | null {
  const count = picked.value.size
  if (count === 0) return null
  const many = targets.value
  return h(
    'div',
    { class: 'bulk', role: 'group', 'aria-label': say('inbox.picked', { count }) },
    h('p', { role: 'status' }, say('inbox.picked', { count })),
    h(
      'div',
      { class: 'ways' },
      button(say('decline.do'), () => (dialog.value = 'decline'), { key: '3' }),
      button(say('inbox.snooze'), () => (dialog.value = 'snooze'), { key: 'H' }),
      button(say('inbox.assign'), () => (dialog.value = 'assign'), { key: 'A' }),
      button(say('inbox.pick_none'), clear, { kind: 'quiet' }),
    ),
    dialog.value === 'decline' ? h(DeclineMany, { many }) : null,
    dialog.value === 'snooze' ? h(Snooze, { many }) : null,
    dialog.value === 'assign' ? h(Assign, { many }) : null,
  )
}

function clear(): void {
  picked.value = new Set()
  dialog.value = null
}

/** Left out of anything done to many: who says to be in danger, what is urgent, what brings files, and what nobody has opened yet. */
export function needsEyes(item: Item): boolean {
  return item.urgent || item.opened === null || item.opened.danger === 'yes' || item.opened.files.length > 0
}

export function DeclineMany({ many }: { readonly many: readonly Item[] }): JSX.Element {
  const reason = useSignal<string>('spam')
  const go = many.filter((item) => !needsEyes(item))
  return h(
    Box,
    {
      title: say('inbox.decline_many', { count: go.length }),
      go: say('inbox.decline_many', { count: go.length }),
      onGo: () => void decideMany(go, { decision: 'declined', reason: reason.value, of: '' }),
      onCancel: () => (dialog.value = null),
    },
    h(Preview, { go, stay: many.length - go.length }),
    h(Choice, {
      name: 'reason',
      label: say('decline.reason'),
      all: REASONS.map((id) => ({ id, words: say(`decline.reason.${id}` as Key) })),
      value: reason.value,
      onValue: (value) => (reason.value = value),
    }),
  )
}

/** What an action on many will do, before it is done. */
export function Preview({ go, stay }: { readonly go: readonly Item[]; readonly stay: number }): JSX.Element {
  const answered = go.filter(({ opened }) => opened?.hasMailbox === true).length
  return h(
    'ul',
    { class: 'preview' },
    h('li', null, say('inbox.preview_go', { count: go.length })),
    answered === 0 ? null : h('li', null, say('inbox.preview_mailbox', { count: answered })),
    stay === 0 ? null : h('li', null, mark1(say('inbox.preview_stay', { count: stay }))),
    h('li', null, say('inbox.preview_kept')),
  )
}

const mark1 = (words: string): JSX.Element => h('span', { class: 'mark caution' }, words)
