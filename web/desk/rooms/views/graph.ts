import { type Signal, useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { call, quietly } from '../../actions.ts'
import { go, openPanel } from '../../address.ts'
import { methodWords, pick, termWords } from '../../parts/code-field.ts'
import { Empty } from '../../parts/empty.ts'
import { Table } from '../../parts/table.ts'
import { button, faultBox, field, submits, working } from '../../views/parts.ts'
import { isKey, say } from '../../words.ts'
import { actors, byCode, load as loadActors, nameOf } from '../actors/state.ts'
import { beginNet, type Edge, layOut, type Net, type NetNode, NODES_MOST, type Place, walk, withPage } from './layout.ts'
import { byKey, focusMark, opensByKey } from './roving.ts'
import { net, openIncident, openPerson, selected, words } from './state.ts'

const COLUMN = 176
const ROW = 34
const WIDE = 140
const TALL = 26
/** What was done last; its words follow the language on the screen. */
type Note = (() => string) | null
const isFull = (): string => say('views.net_full', { n: NODES_MOST })

/** What hangs together: people, incidents, actors and cases, from one case or one actor on. guards T-21 */
export function GraphPage({ of }: { readonly of: string | undefined }): JSX.Element {
  const note = useSignal<Note>(null)
  useEffect(() => {
    note.value = null
    if (of !== undefined) void quietly(() => begin(of, note))
    else if (actors.value === null) void quietly(loadActors)
  }, [of])
  const now = net.value
  const isThis = now !== null && of !== undefined && now.nodes.get(now.root)?.code === of
  return h(
    'section',
    { class: 'views', 'aria-labelledby': 'graph-title' },
    h(
      'h1',
      { id: 'graph-title', tabIndex: -1 },
      say('views.graph_title'),
      of === undefined ? null : [' ', h('span', { class: 'code', dir: 'ltr' }, of)],
    ),
    h('p', { class: 'quiet' }, say('views.graph_words')),
    faultBox(),
    working(),
    h(From, {}),
    h('p', { role: 'status' }, note.value?.() ?? ''),
    isThis ? h(Drawn, { now, note }) : null,
  )
}

/** Where it begins: a case by its code, or an actor of the team. */
function From(): JSX.Element {
  const typed = useSignal('')
  const open = () => {
    const code = typed.value.trim().toUpperCase()
    if (/^[CA]-[2-9A-HJ-NP-Z]{6}$/.test(code)) go('graph', code)
  }
  return h(
    'form',
    { class: 'filter-row no-print', onSubmit: submits(open) },
    field({
      id: 'graph-code',
      label: say('views.begin_code'),
      value: typed.value,
      onValue: (value) => (typed.value = value),
      isLatin: true,
    }),
    pick({
      id: 'graph-actor',
      label: say('views.begin_actor'),
      value: '',
      all: [...(actors.value?.values() ?? [])].map(({ code, id }) => ({ id: code, words: `${nameOf(id)} (${code})` })),
      none: say('views.choose'),
      onValue: (code) => {
        if (code !== '') go('graph', code)
      },
    }),
    h('button', { type: 'submit' }, say('views.begin')),
  )
}

async function begin(code: string, note: Signal<Note>): Promise<void> {
  if (actors.value === null) await loadActors()
  const actor = byCode(code)
  const isActor = code.startsWith('A-')
  if (isActor && actor === undefined) {
    note.value = () => say('views.no_such')
    return
  }
  const asked = isActor ? ({ kind: 'actor', case: null, id: actor?.id ?? '' } as const) : ({ kind: 'case', case: code, id: null } as const)
  const answer = await call('views.links', { ...asked, after: null })
  net.value = withPage(beginNet(answer.node), answer).net
  selected.value = net.value.root
}

/** One more page of what hangs on a record. */
async function expand(node: NetNode, note: Signal<Note>): Promise<void> {
  if (net.value === null || (node.asked && node.next === null)) return
  if (net.value.nodes.size >= NODES_MOST) {
    note.value = isFull
    return
  }
  const answer = await call('views.links', { kind: node.kind, case: node.case, id: node.id, after: node.next })
  if (net.value === null) return
  const grown = withPage(net.value, answer)
  net.value = grown.net
  note.value = grown.full ? isFull : () => say('views.grown', { n: answer.links.length })
}

function show({ kind, case: of, id, code }: NetNode): void {
  if (code === null) return
  if (kind === 'case') openPanel('cases', code)
  else if (kind === 'actor') openPanel('actors', code)
  else if (kind === 'person' && of !== null) void quietly(() => openPerson({ case: of, code }))
  else if (of !== null && id !== null) void quietly(() => openIncident({ case: of, id, code }))
}

/** The words of what is told are opened for what is on the screen, when somebody asks for them, and each leaves its line. */
async function openWords(now: Net): Promise<void> {
  const shown = [...now.nodes.values()].filter((node) => node.kind === 'incident' && node.id !== null && words.value[node.id] === undefined)
  const cases = new Map<string, { id: string; code: string }[]>()
  for (const { case: of, id, code } of shown.slice(0, WORDS_AT_ONCE))
    if (of !== null && id !== null && code !== null) cases.set(of, [...(cases.get(of) ?? []), { id, code }])
  for (const [of, incidents] of cases) words.value = { ...words.value, ...(await call('views.words', { case: of, incidents })) }
}
const WORDS_AT_ONCE = 32

function labelOf({ kind, id, code }: NetNode): string {
  if (kind === 'actor') return id !== null && code !== null ? nameOf(id) : say('views.other_team')
  const said = id === null ? undefined : words.value[id]
  return said === undefined ? (code ?? '') : `${code} ${said}`
}

const kindWords = ({ kind }: NetNode): string => say(`views.kind_${kind}`)

/** What joins two records, in words. */
function edgeWords({ by, level }: Edge): string {
  const key = `views.by_${by}`
  const how = isKey(key) ? say(key) : by.includes('.') ? methodWords(by) : termWords('degree_of_involvement', by)
  return level === null ? how : `${how}, ${termWords('attribution_level', level)}`
}

type Parts = { readonly now: Net; readonly note: Signal<Note> }

function Drawn({ now, note }: Parts): JSX.Element {
  const places = layOut(now)
  const at = now.nodes.get(selected.value ?? now.root) ?? now.nodes.get(now.root)
  if (at === undefined) return h('div', null)
  if (now.nodes.size === 1) return h(Empty, { words: say('views.net_empty') })
  const grow = (node: NetNode) => void quietly(() => expand(node, note))
  const step = (way: Parameters<typeof walk>[3]) => () => {
    const next = walk(now, places, at.key, way)
    if (next === null) return
    selected.value = next
    requestAnimationFrame(() => focusMark(next))
  }
  const keys = {
    ...{ ArrowUp: step('up'), ArrowDown: step('down'), ArrowRight: step('on'), ArrowLeft: step('back') },
    ...{ '+': () => grow(at), '=': () => grow(at) },
  }
  return h(
    'div',
    null,
    h(
      'figure',
      { class: 'picture', onKeyDown: byKey(keys) },
      h(
        'div',
        { class: 'ways no-print' },
        h('p', null, kindWords(at), ' ', h('bdi', { class: 'code', translate: 'no' }, labelOf(at))),
        button(say('views.show'), () => show(at), { disabled: at.code === null }),
        button(say(at.asked ? 'views.more' : 'views.expand'), () => grow(at), { key: '+', disabled: at.asked && at.next === null }),
        button(say('views.open_words'), () => void quietly(() => openWords(now)), { kind: 'quiet' }),
      ),
      picture(now, places, at),
      h(
        'ul',
        { class: 'key-list' },
        ...(['case', 'person', 'incident', 'actor'] as const).map((kind) =>
          h('li', { key: kind }, kindMark(kind), say(`views.kind_${kind}`)),
        ),
      ),
      h('figcaption', { class: 'quiet' }, say('views.net_caption', { n: now.nodes.size })),
    ),
    edgeTable(now),
  )
}

/** The same links as rows. */
function edgeTable(now: Net): JSX.Element {
  return h(Table<Edge>, {
    id: 'edges-table',
    caption: say('views.edges_caption'),
    columns: [
      {
        id: 'from',
        head: say('views.one_end'),
        cell: ({ from }: Edge) => endOf(now, from),
        sort: ({ from }: Edge) => now.nodes.get(from)?.code ?? '',
      },
      { id: 'by', head: say('views.joined_by'), cell: edgeWords, sort: edgeWords },
      {
        id: 'to',
        head: say('views.other_end'),
        cell: ({ to }: Edge) => endOf(now, to),
        sort: ({ to }: Edge) => now.nodes.get(to)?.code ?? '',
      },
    ],
    rows: now.edges,
    keyOf: ({ id }: Edge) => id.replaceAll(/[^A-Za-z0-9]/g, '-'),
    onOpen: ({ from }: Edge) => {
      selected.value = from
      focusMark(from)
    },
  })
}

function endOf({ nodes }: Net, key: string): JSX.Element {
  const node = nodes.get(key)
  return node === undefined ? h('span', null) : h('span', null, `${kindWords(node)} `, h('bdi', { translate: 'no' }, labelOf(node)))
}

function picture(now: Net, places: ReadonlyMap<string, Place>, at: NetNode): JSX.Element {
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
      ...[...now.nodes.values()].map((node) => nodeMark(node, point(node.key), node.key === at.key)),
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

function nodeMark(node: NetNode, { x, y }: { readonly x: number; readonly y: number }, isHere: boolean): JSX.Element {
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

const kindMark = (kind: NetNode['kind']): JSX.Element =>
  h(
    'svg',
    { class: 'sample', viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': 'true' },
    h('path', { class: `net-shape of-${kind}`, d: SHAPES[kind] }),
  )
