import { h, type JSX } from 'preact'
import { hrefOf } from '../../address.ts'
import { OwnFeed } from '../../parts/own-feed.ts'
import { faultBox, working } from '../../views/parts.ts'
import { say } from '../../words.ts'

/** Where a feed reader or a duty desk that rings learns that something waits. */
export function FeedPage(): JSX.Element {
  return h(
    'section',
    { class: 'alerts', 'aria-labelledby': 'feed-title' },
    h('p', null, h('a', { href: hrefOf('alerts') }, say('alerts.title'))),
    h('h1', { id: 'feed-title' }, say('alerts.feed')),
    h('p', null, say('alerts.feed_words')),
    faultBox(),
    working(),
    h(OwnFeed, { kind: 'alerts' }),
  )
}
