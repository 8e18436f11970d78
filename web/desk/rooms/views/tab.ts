import { h, type JSX } from 'preact'
import { hrefOf } from '../../address.ts'
import { say } from '../../words.ts'
import { addCaseTab } from '../cases/tabs.ts'

// The pages themselves come when they are opened; the way there stands in each case from the beginning.
addCaseTab({ id: 'views', title: () => say('views.tab'), view: (code) => ways(code) })

function ways(code: string): JSX.Element {
  return h(
    'ul',
    { class: 'plain-list' },
    h(
      'li',
      null,
      h('a', { href: hrefOf('timeline', code) }, say('views.timeline_of')),
      h('p', { class: 'quiet' }, say('views.timeline_words')),
    ),
    h('li', null, h('a', { href: hrefOf('graph', code) }, say('views.graph_title')), h('p', { class: 'quiet' }, say('views.graph_words'))),
  )
}
