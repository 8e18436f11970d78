import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Item, Opened, ReplyState } from '../../model.ts'
import { Panel } from '../../parts/panel.ts'
import { button, mark, type Piece } from '../../views/parts.ts'
import { countryName, type Key, language, say } from '../../words.ts'
import { TransferDialog } from '../transfer/dialog.ts'
import { Assign, Decline, Duplicate, Reply, Snooze, TakeIn } from './dialogs.ts'
import { Files } from './files.ts'
import { arrived, marks } from './item-facts.ts'
import { ReadersChip } from './readers.ts'
import { current, type Dialog, dialog, picked, replies } from './state.ts'
import { openAhead, openCurrent, step } from './triage.ts'

/** The side panel: what is sealed is shown here and nowhere else. */
export function ItemPanel(): JSX.Element | null {
  const item = current.value
  const id = item?.item
  useEffect(() => {
    if (id !== undefined) void openCurrent().then(openAhead)
  }, [id])
  if (item === null) return null
  return h(
    Panel,
    { code: 'open', shows: item.code, title: say('item.title', { code: item.code }), walk: step },
    h('p', { class: 'quiet' }, `${say('inbox.arrived')}: ${arrived(item)} · ${say(`inbox.lane.${item.lane}` as Key)}`),
    marks(item),
    content(item),
  )
}

function content(item: Item): JSX.Element {
  if (item.state === 'unreadable')
    return h(
      'div',
      { class: 'alarm' },
      mark('stop', say('inbox.unreadable_short')),
      h('p', null, say('inbox.unreadable', { code: item.code })),
      h('p', { class: 'quiet' }, say('inbox.unreadable_why', { code: item.problem ?? '' })),
    )
  if (item.opened === null) return h('p', { role: 'status' }, say('inbox.not_loaded'))
  return h(
    'div',
    { class: 'opened' },
    h(ReadersChip, { item, opened: item.opened }),
    sealedText(item.opened),
    facts(item.opened),
    h(Files, { item, opened: item.opened }),
    actions(item),
  )
}

function sealedText({ text, lang }: Opened): JSX.Element {
  return h(
    'section',
    { 'aria-labelledby': 'text-title' },
    h('h3', { id: 'text-title' }, say('item.text')),
    text === ''
      ? h('p', { class: 'quiet' }, say('item.no_text'))
      : h('p', { class: 'sealed-text', dir: 'auto', lang, translate: 'no' }, text),
  )
}

function facts(opened: Opened): JSX.Element {
  const rows: readonly (readonly [string, Piece])[] = [
    [say('item.danger'), say(`item.danger.${opened.danger}` as Key)],
    ...whereRows(opened),
    ...whenRows(opened),
    ...(opened.contact === null ? [] : [[say('item.contact'), h('span', { dir: 'auto', translate: 'no' }, opened.contact)] as const]),
    [say('item.consent'), consentWords(opened)],
    [say('item.language'), new Intl.DisplayNames([language.value], { type: 'language' }).of(opened.lang) ?? opened.lang],
  ]
  return h('dl', { class: 'facts' }, ...rows.flatMap(([name, value]) => [h('dt', null, name), h('dd', null, value)]))
}

const ROUGH = ['today', 'this_week', 'earlier', 'ongoing', 'unknown'] as const

/** What was said of the time, then the dates that were given. */
function whenRows({ rough, when }: Opened): (readonly [string, Piece])[] {
  const known = ROUGH.find((one) => one === rough)
  const words = [known === undefined ? rough : say(`item.rough.${known}`), when].filter((one) => one !== null)
  return words.length === 0 ? [] : [[say('item.when'), h('span', { dir: 'auto' }, words.join(' · '))]]
}

function whereRows({ host, origin }: Opened): (readonly [string, Piece])[] {
  const said = [
    ...(host === null ? [] : [say('item.where_host', { place: countryName(host) })]),
    ...(origin.length === 0 ? [] : [say('item.where_origin', { places: origin.map(countryName).join(', ') })]),
  ]
  return said.length === 0 ? [] : [[say('item.where'), said.join('; ')]]
}

function consentWords({ consent }: Opened): JSX.Element {
  const uses = ['casework', 'private_diplomacy', 'judicial', 'public'] as const
  return h(
    'ul',
    { class: 'plain-list' },
    ...uses.map((use) =>
      h('li', { key: use }, say(consent[use] ? 'item.consent_yes' : 'item.consent_no', { what: say(`item.consent.${use}`) })),
    ),
  )
}

function actions(item: Item): JSX.Element {
  const canReply = item.opened?.hasMailbox === true
  const isFree = item.taken === null
  const ways = [
    isFree && item.lane !== 4 ? button(say('intake.do'), () => open('take'), { key: '1', kind: 'first' }) : null,
    button(say('duplicate.do'), () => open('duplicate'), { key: '2' }),
    button(say('decline.do'), () => open('decline'), { key: '3' }),
    button(say('reply.do'), () => open('reply'), { key: 'R', disabled: !canReply }),
    item.opened === null || item.lane === 4 ? null : button(say('transfer.do'), () => open('transfer'), { key: 'T' }),
    isFree ? button(say('inbox.snooze'), () => open('snooze'), { key: 'H' }) : null,
    isFree ? button(say('inbox.assign'), () => open('assign'), { key: 'A' }) : null,
  ]
  return h(
    'div',
    { class: 'actions' },
    h('div', { class: 'ways triage' }, ...ways),
    replyState(item),
    canReply ? null : h('p', { class: 'quiet' }, say('reply.no_mailbox')),
    form(item),
  )
}

const close = (): void => {
  dialog.value = null
}

/** What is done to one stands in its panel; what is done to many stands above the list. */
function form(item: Item): JSX.Element | null {
  if (picked.value.size > 0) return null
  switch (dialog.value) {
    case 'take':
      return h(TakeIn, { item })
    case 'duplicate':
      return h(Duplicate, { item })
    case 'decline':
      return h(Decline, { item })
    case 'reply':
      return h(Reply, { item })
    case 'snooze':
      return h(Snooze, { many: [item] })
    case 'transfer':
      return h(TransferDialog, { of: item.item, onDone: close, onCancel: close })
    case 'assign':
      return h(Assign, { many: [item] })
    case null:
      return null
  }
}

/** Where the answer of this session is. */
function replyState({ item }: Item): JSX.Element | null {
  const sent = replies.value[item]
  if (sent === undefined) return null
  const words: Readonly<Record<ReplyState, Key>> = {
    waiting: 'reply.waiting',
    gone: 'reply.left_now',
    closed: 'reply.closed',
    taken: 'reply.full',
  }
  return h('p', { role: 'status' }, mark(sent.state === 'closed' || sent.state === 'taken' ? 'stop' : 'plain', say(words[sent.state])))
}

const open = (next: Dialog): void => {
  dialog.value = next
}
