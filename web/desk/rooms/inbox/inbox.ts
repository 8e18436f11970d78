import { h, type JSX } from 'preact'
import { openPanel } from '../../address.ts'
import type { Item } from '../../model.ts'
import { button, faultBox, mark, working } from '../../views/parts.ts'
import { type Key, say } from '../../words.ts'
import { arrived, marks } from './item-facts.ts'
import { look } from './look.ts'
import { search, selected, working as taken, takenToday, waiting } from './state.ts'

/** The list. What is open stands beside it, never over it. */
export function Inbox(): JSX.Element {
  return h(
    'section',
    { class: 'list', 'aria-labelledby': 'inbox-title' },
    h('h1', { id: 'inbox-title' }, say('inbox.title')),
    faultBox(),
    searchLine(),
    working(),
    waiting.value.length === 0
      ? h('p', { class: 'quiet' }, takenToday.value === 0 ? say('inbox.empty') : say('inbox.empty_done', { count: takenToday.value }))
      : h('ul', { class: 'items', 'aria-label': say('inbox.list') }, ...waiting.value.map((item) => h(Row, { key: item.item, item }))),
    takenList(),
  )
}

/** What was taken in stays at hand for answers until cases have a place of their own. */
function takenList(): JSX.Element | null {
  if (taken.value.length === 0) return null
  return h(
    'section',
    { 'aria-labelledby': 'taken-title' },
    h('h2', { id: 'taken-title' }, say('inbox.taken')),
    h('ul', { class: 'items' }, ...taken.value.map((item) => h(Row, { key: item.item, item }))),
  )
}

/** How far the search is, honestly: what is left is said, newest and urgent first. */
function searchLine(): JSX.Element {
  const state = search.value
  return h(
    'div',
    { class: 'search' },
    h('p', { class: 'quiet', role: 'status' }, state === null ? '' : searchWords(state)),
    state === null || state.malformed === 0 ? null : h('p', { class: 'quiet' }, say('inbox.malformed', { count: state.malformed })),
    button(say('inbox.look'), () => void look(), { kind: 'quiet' }),
  )
}

function searchWords({ known, tried, minutesLeft, done }: { known: number; tried: number; minutesLeft: number; done: boolean }): string {
  if (done) return say('inbox.search_done', { known })
  if (minutesLeft < 1) return say('inbox.search_running', { tried, known })
  return say('inbox.backlog', { left: known - tried, minutes: minutesLeft })
}

function Row({ item }: { readonly item: Item }): JSX.Element {
  const isOpen = selected.value === item.item
  const choose = () => {
    selected.value = item.item
    openPanel('inbox', 'open')
  }
  return h(
    'li',
    null,
    h(
      'button',
      { type: 'button', class: 'row', 'aria-current': isOpen ? 'true' : undefined, id: `row-${item.item}`, onClick: choose },
      h(
        'span',
        { class: 'row-head' },
        h('span', { class: 'code', dir: 'ltr' }, item.code),
        h('span', null, say(kindKey(item))),
        item.taken === null ? null : h('span', { class: 'code', dir: 'ltr' }, item.taken),
        item.urgent ? mark('caution', say('inbox.urgent')) : null,
      ),
      h(
        'span',
        { class: 'row-facts' },
        `${arrived(item)} · ${say(`inbox.size.${item.bucket}` as Key)} · ${say(`inbox.lane.${item.lane}` as Key)}`,
      ),
      marks(item),
    ),
  )
}

function kindKey(item: Item): Key {
  if (item.state === 'unreadable') return 'inbox.unreadable_short'
  if (item.lane === 4) return 'inbox.armour'
  return item.kind === 'close' ? 'inbox.closed' : (`inbox.${item.kind ?? 'report'}` as Key)
}
