import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { call, quietly } from '../../actions.ts'
import { Confirm } from '../../parts/confirm.ts'
import { Empty } from '../../parts/empty.ts'
import { type Column, Table } from '../../parts/table.ts'
import type { Room } from '../../room.ts'
import { button, faultBox, mark, working } from '../../views/parts.ts'
import { dayInWords, isKey, say } from '../../words.ts'
import type { NodeLine } from './calls.ts'
import { ConflictList } from './conflicts.ts'
import { Introduce, Own } from './introduce.ts'
import { act, ending, forgetNodes, load, said, told } from './state.ts'

/** Other installations with which this one exchanges: how it stands with each, and what a person has to look at. */
export const nodesRoom: Room = {
  id: 'nodes',
  letter: '',
  title: () => say('nodes.title'),
  stands: 'house',
  view: () => h(Page, {}),
  forget: forgetNodes,
}

function Page(): JSX.Element {
  useEffect(() => void quietly(load), [])
  const now = told.value
  return h(
    'section',
    { class: 'alerts', 'aria-labelledby': 'nodes-title' },
    h('h1', { id: 'nodes-title' }, say('nodes.title')),
    faultBox(),
    h('p', { role: 'status' }, said.value ?? ''),
    working(),
    now === null ? null : h(List, { nodes: now.nodes }),
    ending.value === null ? null : h(End, { name: ending.value }),
    h(ConflictList, {}),
    now === null ? null : h(Own, now.own),
    now === null ? null : h(Introduce, { key: now.nodes.length }),
  )
}

function List({ nodes }: { readonly nodes: readonly NodeLine[] }): JSX.Element {
  if (nodes.length === 0) return h(Empty, { words: say('nodes.none'), teaches: say('nodes.none_teaches') })
  const columns: readonly Column<NodeLine>[] = [
    { id: 'name', head: say('nodes.name'), cell: ({ name }) => h('bdi', { translate: 'no' }, name), sort: ({ name }) => name },
    { id: 'state', head: say('nodes.state'), cell: stateCell },
    { id: 'heard', head: say('nodes.heard_at'), cell: ({ heardAt }) => (heardAt === null ? say('nodes.never') : dayInWords(heardAt)) },
    { id: 'waiting', head: say('nodes.waiting'), cell: waitingCell, sort: ({ waiting }) => waiting },
    { id: 'go', head: say('nodes.ways'), cell: waysCell },
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

/** A shape and a word; what stands still says what a person does about it. */
function stateCell({ state, since, problem }: NodeLine): JSX.Element {
  const advice = `nodes.advice.${state}`
  return h(
    'div',
    null,
    mark(STANDS[state], say(`nodes.state.${state}`)),
    h('br', null),
    h('span', { class: 'quiet' }, dayInWords(since)),
    isKey(advice) ? h('p', null, say(advice)) : null,
    problem === null ? null : h('p', { class: 'wrong' }, isKey(problem) ? say(problem) : problem),
  )
}

function waitingCell({ waiting, tries, nextTryAt, conflicts: open }: NodeLine): JSX.Element {
  return h(
    'div',
    null,
    String(waiting),
    tries === 0 ? null : h('p', null, mark('caution', say('nodes.tries', { n: tries }))),
    nextTryAt === null ? null : h('p', { class: 'quiet' }, say('nodes.next', { at: `${nextTryAt.slice(11, 16)} UTC` })),
    open === 0 ? null : h('p', null, mark('caution', say('nodes.open_conflicts', { n: open }))),
  )
}

function waysCell({ name, state }: NodeLine): JSX.Element {
  const stands = state === 'restored' || state === 'behind'
  return h(
    'div',
    { class: 'ways' },
    stands
      ? button(say('nodes.resume'), () => void act(say('nodes.resume'), () => call('nodes.resume', { name }), say('nodes.resumed')), {
          kind: 'first',
        })
      : null,
    state === 'revoked' ? null : button(say('nodes.revoke'), () => (ending.value = name), { kind: 'quiet' }),
  )
}

function End({ name }: { readonly name: string }): JSX.Element {
  const end = async () => {
    if (await act(say('nodes.revoke'), () => call('nodes.revoke', { name }), say('nodes.revoked'))) ending.value = null
  }
  return h(Confirm, {
    title: `${say('nodes.revoke')}: ${name}`,
    effect: h('p', null, say('nodes.revoke_effect')),
    code: name,
    go: say('nodes.revoke'),
    onGo: () => void end(),
    onCancel: () => (ending.value = null),
  })
}
