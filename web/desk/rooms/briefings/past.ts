import { h, type JSX } from 'preact'
import { Table } from '../../parts/table.ts'
import { dayInWords, say } from '../../words.ts'
import type { Home } from './calls.ts'
import * as state from './state.ts'

/** Briefings that were kept, by the case with which they are kept; opening one shows its versions. */
export function Past(): JSX.Element {
  const all = state.past.value
  if (all.length === 0) return h('p', { class: 'quiet' }, say('briefings.past.none'))
  return h(Table<Home>, {
    id: 'briefings-past',
    caption: say('briefings.past'),
    rows: all,
    keyOf: ({ case: code }) => code,
    onOpen: ({ case: code }) => {
      state.home.value = code
      void state.show()
    },
    columns: [
      { id: 'case', head: say('briefings.past.case'), cell: ({ case: code }) => h('span', { class: 'code', dir: 'ltr' }, code) },
      { id: 'versions', head: say('briefings.past.versions'), cell: ({ versions }) => String(versions) },
      { id: 'last', head: say('briefings.past.last'), cell: ({ on }) => dayInWords(on), sort: ({ on }) => on },
    ],
  })
}
