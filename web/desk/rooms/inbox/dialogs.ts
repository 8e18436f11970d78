import { useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { dayOf } from '#kernel/clock.ts'
import { now } from '../../actions.ts'
import { team } from '../../desk-state.ts'
import type { Item } from '../../model.ts'
import { Box, Choice } from '../../parts/box.ts'
import { useDraft } from '../../parts/draft.ts'
import { field } from '../../views/parts.ts'
import { dayInWords, type Key, nameIn, say } from '../../words.ts'
import { note } from './many.ts'
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
    { title: say('intake.title'), go: say('intake.do'), onGo: () => void takeIn(item), onCancel },
    h('p', null, say('intake.effect')),
    h('p', null, say('intake.barred', { count: barred.length })),
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

export const REASONS = ['not_ours', 'no_persecution', 'not_enough', 'spam', 'excluded_us', 'passed_on'] as const

export function Decline({ item }: Props): JSX.Element {
  const reason = useSignal<string>('not_ours')
  const draft = useDraft(draftOf(item))
  const canReply = item.opened?.hasMailbox === true
  const go = () => {
    const reply = canReply ? draft.text.trim() : ''
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

const DAY_MS = 86_400_000
const inDays = (days: number): string => dayOf(new Date(now().getTime() + days * DAY_MS))

type Many = { readonly many: readonly Item[] }

/** Put off until the person writes again, or until a day; colleagues see it, the server is told nothing. */
export function Snooze({ many }: Many): JSX.Element {
  const canReply = many.every(({ opened }) => opened?.hasMailbox === true)
  const ways = [...(canReply ? ['reply'] : []), inDays(1), inDays(3), inDays(7)]
  const until = useSignal(ways[0] ?? '')
  const day = useSignal('')
  const words = (way: string) => (way === 'reply' ? say('inbox.until_reply') : say('inbox.until_day', { day: dayInWords(way) }))
  const go = () => void note(many, { until: day.value > inDays(0) ? day.value : until.value })
  return h(
    Box,
    { title: say('inbox.snooze_title', { count: many.length }), go: say('inbox.snooze'), onGo: go, onCancel },
    h(Choice, {
      name: 'until',
      label: say('inbox.snooze_until'),
      all: ways.map((id) => ({ id, words: words(id) })),
      value: day.value === '' ? until.value : '',
      onValue: (value) => {
        until.value = value
        day.value = ''
      },
    }),
    h('label', { class: 'label', for: 'snooze-day' }, say('inbox.snooze_day')),
    h('input', {
      id: 'snooze-day',
      type: 'date',
      min: inDays(1),
      value: day.value,
      onInput: (event: InputEvent) => (day.value = (event.currentTarget as HTMLInputElement).value),
    }),
  )
}

/** Who of the team looks at it: kept in the sealed pages, for before take-in the server does not know that it is ours. */
export function Assign({ many }: Many): JSX.Element {
  const colleagues = (team.value?.colleagues ?? []).filter(({ state }) => state === 'member')
  const to = useSignal(many[0]?.assigned ?? team.value?.member ?? '')
  const all = [
    ...colleagues.map(({ member, name, own }) => ({ id: member, words: own ? `${name} (${say('members.you')})` : name })),
    { id: '', words: say('inbox.assign_nobody') },
  ]
  return h(
    Box,
    {
      title: say('inbox.assign_title', { count: many.length }),
      go: say('inbox.assign'),
      onGo: () => void note(many, { to: to.value }),
      onCancel,
    },
    h(Choice, { name: 'to', label: say('inbox.assign_to'), all, value: to.value, onValue: (value) => (to.value = value) }),
    h('p', { class: 'quiet' }, say('inbox.assign_how')),
  )
}
