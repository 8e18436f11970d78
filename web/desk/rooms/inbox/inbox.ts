import { useComputed } from '@preact/signals'
import { h, type JSX } from 'preact'
import type { Item } from '../../model.ts'
import { Empty } from '../../parts/empty.ts'
import { LongList } from '../../parts/long-list.ts'
import { button, faultBox, mark, working } from '../../views/parts.ts'
import { type Key, say } from '../../words.ts'
import { Arrivals } from '../transfer/arrivals.ts'
import { Bulk } from './bulk.ts'
import { Groups } from './groups.ts'
import { marks, rowFacts } from './item-facts.ts'
import { openItem, show } from './list-moves.ts'
import { look } from './look.ts'
import * as state from './state.ts'

const isPicked = (item: string): boolean => state.picked.value.has(item)

/** The list. What is open stands beside it, never over it. */
export function Inbox(): JSX.Element {
  return h(
    'section',
    { class: 'list', 'aria-labelledby': 'inbox-title' },
    h('h1', { id: 'inbox-title' }, say('inbox.title')),
    faultBox(),
    searchLine(),
    heldLine(),
    working(),
    h(Arrivals, {}),
    h(Lists, {}),
    h(Bulk, {}),
    state.shown.value === 'alike' ? h(Groups, {}) : list(),
  )
}

function list(): JSX.Element {
  const rows = state.rows.value
  if (rows.length === 0) return empty()
  return h(LongList<Item>, {
    key: state.shown.value,
    label: say('inbox.list'),
    rows,
    keyOf: ({ item }) => item,
    row: (item) => h(Row, { item }),
    current: state.selected.value,
  })
}

function empty(): JSX.Element {
  if (state.shown.value !== 'waiting') return h(Empty, { words: say(`inbox.none.${state.shown.value}` as Key) })
  const count = state.takenToday.value
  return h(Empty, { words: count === 0 ? say('inbox.empty') : say('inbox.empty_done', { count }), teaches: say('inbox.empty_teaches') })
}

const SHOWN: readonly state.Shown[] = ['waiting', 'mine', 'alike', 'snoozed', 'taken']

/** Which list: as buttons, for they change nothing but what is shown. */
function Lists(): JSX.Element {
  const counts: Readonly<Record<state.Shown, number>> = {
    waiting: state.waiting.value.length,
    mine: state.mine.value.length,
    alike: state.groups.value.length,
    snoozed: state.snoozed.value.length,
    taken: state.working.value.length,
  }
  return h(
    'div',
    { class: 'lists', role: 'group', 'aria-label': say('inbox.lists') },
    ...SHOWN.map((one) =>
      h(
        'button',
        { key: one, type: 'button', 'aria-pressed': state.shown.value === one, onClick: () => show(one) },
        say(`inbox.shown.${one}` as Key),
        ' ',
        h('span', { class: 'count' }, `${counts[one]}`),
      ),
    ),
  )
}

/** How far the search is, honestly: what is left is said, newest and urgent first. */
function searchLine(): JSX.Element {
  const now = state.search.value
  return h(
    'div',
    { class: 'search' },
    h('p', { class: 'quiet', role: 'status' }, now === null ? '' : searchWords(now)),
    now === null || now.malformed === 0 ? null : h('p', { class: 'quiet' }, say('inbox.malformed', { count: now.malformed })),
    button(say('inbox.look'), () => void look(), { kind: 'quiet' }),
  )
}

function searchWords({ known, tried, minutesLeft, done }: { known: number; tried: number; minutesLeft: number; done: boolean }): string {
  if (done) return say('inbox.search_done', { known })
  if (minutesLeft < 1) return say('inbox.search_running', { tried, known })
  return say('inbox.backlog', { left: known - tried, minutes: minutesLeft })
}

/** What came while something was open. */
function heldLine(): JSX.Element {
  const count = state.held.value.length
  const urgent = state.held.value.filter((item) => item.urgent).length
  return h(
    'div',
    { class: 'held', role: 'status' },
    count === 0
      ? null
      : h(
          'span',
          null,
          urgent === 0 ? null : mark('caution', say('inbox.held_urgent', { count: urgent })),
          ' ',
          say('inbox.held', { count }),
        ),
    count === 0 ? null : button(say('inbox.held_show'), state.showHeld, { key: 'N', kind: 'quiet' }),
  )
}

/** A row is drawn anew when something about itself changes: a key that moves among ten thousand draws two of them. */
function Row({ item }: { readonly item: Item }): JSX.Element {
  const isOpen = useComputed(() => state.selected.value === item.item).value
  const isMarked = useComputed(() => isPicked(item.item)).value
  return h(
    'button',
    {
      type: 'button',
      class: isMarked ? 'row picked' : 'row',
      'aria-current': isOpen ? 'true' : undefined,
      id: `row-${item.item}`,
      onClick: () => openItem(item.item),
    },
    h(
      'span',
      { class: 'row-head' },
      isMarked ? mark('picked', say('inbox.picked_one')) : null,
      h('span', { class: 'code', dir: 'ltr' }, item.code),
      h('span', null, say(kindKey(item))),
      item.taken === null ? null : h('span', { class: 'code', dir: 'ltr' }, item.taken),
      item.urgent ? mark('caution', say('inbox.urgent')) : null,
    ),
    h('span', { class: 'row-facts' }, rowFacts(item)),
    marks(item),
  )
}

export function kindKey(item: Item): Key {
  if (item.state === 'unreadable') return 'inbox.unreadable_short'
  if (item.lane === 4) return 'inbox.armour'
  return item.kind === 'close' ? 'inbox.closed' : (`inbox.${item.kind ?? 'report'}` as Key)
}
