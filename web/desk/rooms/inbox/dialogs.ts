import { useSignal } from '@preact/signals'
import { type ComponentChildren, h, type JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { drafts } from '../../desk-state.ts'
import type { Item } from '../../model.ts'
import { button, field, submits, working } from '../../views/parts.ts'
import { type Key, nameIn, say } from '../../words.ts'
import { dialog, waiting } from './state.ts'
import { decide, keepDraft, reply, takeIn } from './triage.ts'

type Props = { readonly item: Item }

/** A form inside the panel: focus comes in, Escape goes out, the list stays in sight. */
function Box({ title, onGo, go, children }: { title: string; onGo: () => void; go: string; children?: ComponentChildren }): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return h(
    'form',
    { class: 'box', 'aria-labelledby': 'box-title', onSubmit: submits(onGo) },
    h('h3', { id: 'box-title', tabIndex: -1, ref: heading }, title),
    children,
    working(),
    h(
      'div',
      { class: 'ways' },
      h('button', { type: 'submit', class: 'first' }, go),
      button(say('desk.cancel'), () => (dialog.value = null), { kind: 'quiet' }),
    ),
  )
}

export function TakeIn({ item }: Props): JSX.Element {
  const barred = item.opened?.barred ?? []
  return h(
    Box,
    { title: say('take.title'), go: say('take.do'), onGo: () => void takeIn(item) },
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
    },
    choice(
      'of',
      others.map((one) => ({ id: one.item, words: `${one.code} · ${(one.opened?.text ?? '').slice(0, 60)}` })),
      of.value,
      (value) => (of.value = value),
    ),
  )
}

const REASONS = ['not_ours', 'no_persecution', 'not_enough', 'spam', 'excluded_us', 'passed_on'] as const

export function Decline({ item }: Props): JSX.Element {
  const reason = useSignal<string>('not_ours')
  const text = useSignal(drafts.value[item.item] ?? '')
  const canReply = item.opened?.hasMailbox === true
  const go = () => {
    keepDraft(item, '')
    void decide(item, { decision: 'declined', reason: reason.value, of: '', reply: canReply ? text.value.trim() : '' })
  }
  return h(
    Box,
    { title: say('decline.title'), go: say('decline.do'), onGo: go },
    h('p', { class: 'label' }, say('decline.reason')),
    choice(
      'reason',
      REASONS.map((id) => ({ id, words: say(`decline.reason.${id}` as Key) })),
      reason.value,
      (value) => (reason.value = value),
    ),
    canReply
      ? field({
          id: 'decline-reply',
          label: say('decline.reply'),
          hint: say('decline.reply_hint'),
          value: text.value,
          lines: 5,
          onValue: (value) => {
            text.value = value
            keepDraft(item, value)
          },
        })
      : h('p', { class: 'quiet' }, say('reply.no_mailbox')),
  )
}

function choice(name: string, all: readonly { id: string; words: string }[], value: string, onValue: (value: string) => void): JSX.Element {
  return h(
    'div',
    { class: 'choice', role: 'radiogroup', 'aria-labelledby': 'box-title' },
    ...all.map(({ id, words }) =>
      h(
        'label',
        { key: id },
        h('input', { type: 'radio', name, value: id, checked: value === id, onChange: () => onValue(id) }),
        ' ',
        h('bdi', null, words),
      ),
    ),
  )
}

export function Reply({ item }: Props): JSX.Element {
  const text = useSignal(drafts.value[item.item] ?? '')
  const read = useSignal(true)
  const readers = (item.opened?.readers ?? []).map(({ team, name }) => nameIn(name, team)).join(', ')
  return h(
    Box,
    {
      title: say('reply.title'),
      go: say('reply.send'),
      onGo: () => void (text.value.trim() === '' ? undefined : reply(item, text.value, read.value)),
    },
    field({
      id: 'reply',
      label: say('reply.text'),
      value: text.value,
      lines: 8,
      onValue: (value) => {
        text.value = value
        keepDraft(item, value)
      },
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
