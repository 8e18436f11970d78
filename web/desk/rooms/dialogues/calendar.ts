import { h, type JSX } from 'preact'
import { hrefOf } from '../../address.ts'
import { OwnFeed } from '../../parts/own-feed.ts'
import { working } from '../../views/parts.ts'
import { say } from '../../words.ts'
import { dialogueFault } from './fault-box.ts'

/** The address of one's own calendar, and what stands in it. */
export function CalendarPage(): JSX.Element {
  return h(
    'section',
    { class: 'list dialogues', 'aria-labelledby': 'calendar-title' },
    h('p', null, h('a', { href: hrefOf('dialogues') }, say('dialogues.title'))),
    h('h1', { id: 'calendar-title' }, say('dialogues.calendar')),
    h('p', null, say('dialogues.calendar_words')),
    dialogueFault(),
    working(),
    h(OwnFeed, { kind: 'calendar' }),
  )
}
