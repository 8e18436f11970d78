import { h, type JSX } from 'preact'
import { say } from '../../words.ts'
import { nameOf } from '../actors/state.ts'
import type { Edge, Net, NetNode, Place } from './layout.ts'
import { opensByKey } from './roving.ts'
import { selected, words } from './state.ts'

const COLUMN = 176
const ROW = 34
const WIDE = 140
const TALL = 26

/** A record by its code, an actor by the name that stands for it; of another team's actor there is neither. */
export function labelOf({ kind, id, code }: NetNode): string {
  if (kind === 'actor') return id !== null && code !== null ? nameOf(id) : say('views.other_team')
  const said = id === null ? undefined : words.value[id]
  return said === undefined ? (code ?? '') : `${code} ${said}`
}

export const kindWords = ({ kind }: NetNode): string => say(`views.kind_${kind}`)

type Parts = {
  readonly now: Net
  readonly places: ReadonlyMap<string, Place>
  readonly at: NetNode
  readonly show: (node: NetNode) => void
}

/** The net as columns of records; one of them is reached by Tab, and arrows go on from it. */
export function NetPicture({ now, places, at, show }: Parts): JSX.Element {
  const all = [...places.values()]
  const width = (Math.max(...all.map(({ column }) => column)) + 1) * COLUMN
  const height = (Math.max(...all.map(({ row }) => row)) + 1) * ROW + 8
  const point = (key: string) => {
    const { column, row } = places.get(key) ?? { column: 0, row: 0 }
    return { x: column * COLUMN + 4, y: row * ROW + 6 }
  }
  return h(
    'div',
    { class: 'net-place', tabIndex: 0, role: 'region', 'aria-label': say('views.net_label') },
    h(
      'svg',
      {
        class: 'net-picture',
        dir: 'ltr',
        width,
        height,
        viewBox: `0 0 ${width} ${height}`,
        role: 'group',
        'aria-label': say('views.net_label'),
      },
      ...now.edges.map((edge) => line(edge, point, edge.from === at.key || edge.to === at.key)),
      ...[...now.nodes.values()].map((node) => nodeMark(node, { ...point(node.key), isHere: node.key === at.key, show })),
    ),
  )
}

function line({ id, from, to }: Edge, point: (key: string) => { x: number; y: number }, isNear: boolean): JSX.Element {
  const [one, other] = [point(from), point(to)].toSorted((a, b) => a.x - b.x)
  const [a, b] = [one ?? { x: 0, y: 0 }, other ?? { x: 0, y: 0 }]
  const [y1, y2] = [a.y + TALL / 2, b.y + TALL / 2]
  // Two records of one column are joined by a bow at its side.
  const d =
    a.x === b.x
      ? `M${a.x + WIDE} ${y1}C${a.x + WIDE + 30} ${y1} ${a.x + WIDE + 30} ${y2} ${a.x + WIDE} ${y2}`
      : `M${a.x + WIDE} ${y1}C${a.x + WIDE + 24} ${y1} ${b.x - 24} ${y2} ${b.x} ${y2}`
  return h('path', { key: id, class: isNear ? 'net-edge is-near' : 'net-edge', d, 'aria-hidden': 'true' })
}

type MarkParts = { readonly x: number; readonly y: number; readonly isHere: boolean; readonly show: (node: NetNode) => void }

function nodeMark(node: NetNode, { x, y, isHere, show }: MarkParts): JSX.Element {
  const label = labelOf(node)
  const hasMore = !node.asked || node.next !== null
  return h(
    'g',
    {
      key: node.key,
      class: isHere ? 'net-node is-here' : 'net-node',
      transform: `translate(${x} ${y})`,
      role: 'button',
      tabindex: isHere ? 0 : -1,
      'data-mark-key': node.key,
      'aria-label': `${kindWords(node)} ${label}`,
      onFocus: () => (selected.value = node.key),
      onClick: () => {
        selected.value = node.key
        show(node)
      },
      onKeyDown: opensByKey(() => show(node)),
    },
    h('title', null, `${kindWords(node)} ${label}`),
    h('rect', { class: 'net-box', width: WIDE, height: TALL, rx: 4 }),
    h('path', { class: `net-shape of-${node.kind}`, d: SHAPES[node.kind], transform: 'translate(5 5)' }),
    // Cut by its frame and not by letters: what is read out and what is seen stay the same words.
    h('svg', { x: 25, y: 0, width: WIDE - 42, height: TALL }, h('text', { x: 1, y: 17, 'font-size': 12 }, label)),
    hasMore ? h('path', { class: 'net-more', d: `M${WIDE - 14} 13H${WIDE - 4}M${WIDE - 9} 8V18` }) : null,
  )
}

/** A shape for each kind, in a square of sixteen. */
const SHAPES: Readonly<Record<NetNode['kind'], string>> = {
  case: 'M2 4H7L9 6H14V13H2Z',
  person: 'M8 1.5A3 3 0 1 1 8 7.5A3 3 0 1 1 8 1.5M2.5 14.5C2.5 7 13.5 7 13.5 14.5Z',
  incident: 'M8 1L15 8L8 15L1 8Z',
  actor: 'M8 1.5L14.5 14H1.5Z',
}

/** The shape of a kind, for the key. */
export const kindMark = (kind: NetNode['kind']): JSX.Element =>
  h(
    'svg',
    { class: 'sample', viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': 'true' },
    h('path', { class: `net-shape of-${kind}`, d: SHAPES[kind] }),
  )
