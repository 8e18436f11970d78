import { useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import type { Item } from '../../model.ts'
import { Box, Choice } from '../../parts/box.ts'
import { useDraft } from '../../parts/draft.ts'
import { field } from '../../views/parts.ts'
import { type Key, nameIn, say } from '../../words.ts'
import { dialog, waiting } from './state.ts'
import { decide, draftOf, reply, takeIn } from './triage.ts'

type Props = { readonly item: Item }
const onCancel = (): void => {
  dialog.value = null
}

export function TakeIn({ item }: Props): JSX.Element {
  const barred = item.opened?.barred ?? []
  return h(
    Box,
    { title: say('take.title'), go: say('take.do'), onGo: () => void takeIn(item), onCancel },
    h('p', null, say('take.effect')),
    h('p', null, say('take.barred', { count: barred.length })),
    barred.length === 0 ? null : h('ul', null, ...barred.map(({ team, name }) => h('li', { key: team }, h('s', null, nameIn(name, team))))),
  )
}

export function Duplicate({ item }: Props): JSX.Element {
  const others = waiting.value.filter((one) => one.item !== item.item)
  const of = useSignal(others[0]?.item ?? '')
  if (others.length === 0) return h('p', { role: 'status' }, say('duplicate.none'))
  return h(
    Box,
    {
      title: say('duplicate.title'),
      go: say('duplicate.do'),
      onGo: () => void decide(item, { decision: 'duplicate', reason: '', of: of.value, reply: '' }),
      onCancel,
    },
    h(Choice, {
      name: 'of',
      label: say('duplicate.title'),
      all: others.map((one) => ({ id: one.item, words: `${one.code} · ${(one.opened?.text ?? '').slice(0, 60)}` })),
      value: of.value,
      onValue: (value) => (of.value = value),
    }),
  )
}

const REASONS = ['not_ours', 'no_persecution', 'not_enough', 'spam', 'excluded_us', 'passed_on'] as const

export function Decline({ item }: Props): JSX.Element {
  const reason = useSignal<string>('not_ours')
  const draft = useDraft(draftOf(item))
  const canReply = item.opened?.hasMailbox === true
  const go = () => {
    const reply = canReply ? draft.text.trim() : ''
    draft.clear()
    void decide(item, { decision: 'declined', reason: reason.value, of: '', reply })
  }
  return h(
    Box,
    { title: say('decline.title'), go: say('decline.do'), onGo: go, onCancel },
    h(Choice, {
      name: 'reason',
      label: say('decline.reason'),
      all: REASONS.map((id) => ({ id, words: say(`decline.reason.${id}` as Key) })),
      value: reason.value,
      onValue: (value) => (reason.value = value),
    }),
    canReply
      ? field({
          id: 'decline-reply',
          label: say('decline.reply'),
          hint: say('decline.reply_hint'),
          value: draft.text,
          lines: 5,
          onValue: draft.set,
        })
      : h('p', { class: 'quiet' }, say('reply.no_mailbox')),
  )
}

export function Reply({ item }: Props): JSX.Element {
  const draft = useDraft(draftOf(item))
  const read = useSignal(true)
  const readers = (item.opened?.readers ?? []).map(({ team, name }) => nameIn(name, team)).join(', ')
  return h(
    Box,
    {
      title: say('reply.title'),
      go: say('reply.send'),
      onGo: () => void (draft.text.trim() === '' ? undefined : reply(item, draft.text, read.value)),
      onCancel,
    },
    field({
      id: 'reply',
      label: say('reply.text'),
      value: draft.text,
      lines: 8,
      onValue: draft.set,
    }),
    h(
      'label',
      null,
      h('input', { type: 'checkbox', checked: read.value, onChange: () => (read.value = !read.value) }),
      ' ',
      say('reply.read'),
    ),
    h('p', { class: 'quiet' }, say('reply.readers', { teams: readers })),
    h('p', { class: 'quiet' }, say('reply.delay')),
    item.taken === null ? h('p', null, say('reply.takes_in')) : null,
  )
}
