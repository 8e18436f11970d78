import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { quietly } from '../../actions.ts'
import { Box } from '../../parts/box.ts'
import { Empty } from '../../parts/empty.ts'
import { type Column, Table } from '../../parts/table.ts'
import type { Room } from '../../room.ts'
import { button, faultBox, field, mark, working } from '../../views/parts.ts'
import { dayInWords, isKey, say } from '../../words.ts'
import type { NodeLine } from './calls.ts'
import { ask, forgetNodes, hear, hearing, load, said, told, typed } from './state.ts'

/** Other installations with which this one exchanges: how it stands with each. Who they are, the operator decides. */
export const nodesRoom: Room = {
  id: 'nodes',
  letter: '',
  title: () => say('nodes.title'),
  stands: 'house',
  view: () => h(Page, {}),
  forget: forgetNodes,
}

function Page(): JSX.Element {
  useEffect(() => {
    said.value = null
    void quietly(load)
  }, [])
  const now = told.value
  return h(
    'section',
    { class: 'alerts', 'aria-labelledby': 'nodes-title' },
    h('h1', { id: 'nodes-title' }, say('nodes.title')),
    faultBox(),
    h('p', { role: 'status' }, said.value ?? ''),
    hearing.value === null ? working() : h('section', null, h('h2', null, say('nodes.offices')), h(Hear, { name: hearing.value })),
    now === null ? null : h(List, { nodes: now.nodes }),
    now === null ? null : h(Own, { fingerprint: now.own }),
  )
}

function List({ nodes }: { readonly nodes: readonly NodeLine[] }): JSX.Element {
  if (nodes.length === 0) return h(Empty, { words: say('nodes.none'), teaches: say('nodes.none_teaches') })
  const columns: readonly Column<NodeLine>[] = [
    { id: 'name', head: say('nodes.name'), cell: ({ name }) => h('bdi', { translate: 'no' }, name), sort: ({ name }) => name },
    { id: 'state', head: say('nodes.state'), cell: stateCell },
    { id: 'offices', head: say('nodes.offices'), cell: trustCell },
  ]
  return h(Table<NodeLine>, {
    id: 'nodes-table',
    caption: say('nodes.caption', { n: nodes.length }),
    rows: nodes,
    columns,
    keyOf: ({ name }) => name,
  })
}

const STANDS = { active: 'plain', restored: 'stop', behind: 'stop', forked: 'stop', revoked: 'caution' } as const

/** A shape and a word; what stands still says what the operator does about it. */
function stateCell({ state, since, answers }: NodeLine): JSX.Element {
  const advice = `nodes.advice.${state}`
  return h(
    'div',
    null,
    mark(STANDS[state], say(`nodes.state.${state}`)),
    h('br', null),
    h('span', { class: 'quiet' }, dayInWords(since)),
    state === 'active' && !answers ? h('p', null, mark('caution', say('nodes.silent'))) : null,
    isKey(advice) ? h('p', null, say(advice)) : null,
  )
}

/** Whether this team can seal to the offices there, and if not, what is missing. */
function trustCell({ name, trust, problem, heard, offices }: NodeLine): JSX.Element | null {
  if (trust === null) return null
  const words = {
    heard: () => mark('plain', say('nodes.trust.heard', { n: offices })),
    waits: () => mark('caution', say('nodes.trust.waits')),
    refused: () => mark('stop', say('nodes.trust.refused', { code: problem ?? '' })),
    unheard: () => mark('caution', say('nodes.trust.unheard')),
  }[trust]()
  return h(
    'div',
    null,
    words,
    heard === null ? null : h('p', { class: 'quiet' }, say('nodes.heard_by', { who: heard.member, day: dayInWords(heard.at) })),
    trust === 'unheard' && hearing.value === null
      ? h(
          'p',
          null,
          button(say('nodes.hear', { name }), () => ask(name)),
        )
      : null,
  )
}

/** What somebody there read aloud is typed here, never copied: the server shows no fingerprint of theirs. guards T-47 */
function Hear({ name }: { readonly name: string }): JSX.Element {
  return h(
    Box,
    { title: say('nodes.hear', { name }), go: say('nodes.hear_go'), onGo: () => void hear(name), onCancel: () => ask(null) },
    h('p', null, say('nodes.hear_why')),
    field({
      id: 'node-heard',
      label: say('nodes.hear_typed'),
      value: typed.value,
      isLatin: true,
      onValue: (value) => (typed.value = value),
    }),
  )
}

/** What this installation is called aloud: eight groups of four, for whoever there wants to hear it from somebody whom they know. */
function Own({ fingerprint }: { readonly fingerprint: string }): JSX.Element {
  return h(
    'section',
    { 'aria-labelledby': 'own-title' },
    h('h2', { id: 'own-title' }, say('nodes.own')),
    h('p', null, say('nodes.own_why')),
    h(
      'ol',
      { class: 'fingerprint', dir: 'ltr', translate: 'no' },
      ...fingerprint.split(' ').map((group, n) => h('li', { key: n, class: 'code' }, group)),
    ),
  )
}
