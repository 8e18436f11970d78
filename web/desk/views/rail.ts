import { h, type JSX } from 'preact'
import { address, hrefOf } from '../address.ts'
import { menuOpen, overlay } from '../desk-state.ts'
import type { Room } from '../room.ts'
import { ROOMS } from '../rooms.ts'
import { say } from '../words.ts'
import { Languages } from './languages.ts'
import { button } from './parts.ts'

/** What stands in the bar of a small screen; the rest is behind "More". Alerts always: they wait for nobody, and nothing moves under a thumb. */
const isInBar = ({ id }: Room): boolean => ['inbox', 'cases', 'people', 'alerts'].includes(id)

/** The rooms: a rail at the side, a bar at the foot of a small screen. */
export function Rail(): JSX.Element {
  const mine = ROOMS.filter(({ isFor }) => isFor?.() !== false)
  const work = mine.filter(({ stands }) => (stands ?? 'work') === 'work')
  const house = mine.filter(({ stands }) => stands === 'house')
  return h(
    'nav',
    { class: menuOpen.value ? 'rail menu-open' : 'rail', 'aria-label': say('frame.rooms') },
    h('ul', { class: 'rail-work' }, ...work.map((room) => link(room, isInBar(room)))),
    h(
      'button',
      {
        type: 'button',
        class: 'rail-more',
        'aria-expanded': menuOpen.value,
        'aria-controls': 'rail-rest',
        onClick: () => (menuOpen.value = !menuOpen.value),
      },
      say('frame.more'),
    ),
    h(
      'div',
      { class: 'rail-rest', id: 'rail-rest' },
      h('ul', { class: 'rail-late' }, ...work.filter((room) => !isInBar(room)).map((room) => link(room, true))),
      h('ul', { class: 'rail-house' }, ...house.map((room) => link(room, true))),
      h(
        'div',
        { class: 'rail-foot' },
        button(say('palette.open_short'), () => (overlay.value = 'palette'), { key: 'Ctrl K', kind: 'quiet' }),
        button(say('desk.help'), () => (overlay.value = 'help'), { key: '?', kind: 'quiet' }),
        h(Languages, {}),
      ),
    ),
  )
}

function link({ id, title, letter }: Room, isSeen: boolean): JSX.Element {
  const isHere = address.value.room === id
  return h(
    'li',
    { key: id, class: isSeen ? undefined : 'late' },
    h(
      'a',
      { href: hrefOf(id), 'aria-current': isHere ? 'page' : undefined, onClick: () => (menuOpen.value = false) },
      h('span', null, title()),
      letter === '' ? null : h('kbd', { 'aria-hidden': 'true', dir: 'ltr' }, `G ${letter}`),
    ),
  )
}
