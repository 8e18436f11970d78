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
import { beginNet, type Edge, layOut, type Net, type NetNode, NODES_MOST, walk, withPage } from './layout.ts'
import { kindMark, kindWords, labelOf, NetPicture } from './net-picture.ts'
import { byKey, focusMark } from './roving.ts'
import { net, openIncident, openPerson, selected, words } from './state.ts'

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
  const before = net.value
  if (before === null || (node.asked && node.next === null)) return
  if (before.nodes.size >= NODES_MOST) {
    note.value = isFull
    return
  }
  const answer = await call('views.links', { kind: node.kind, case: node.case, id: node.id, after: node.next })
  const now = net.peek()
  if (now === null) return
  const grown = withPage(now, answer)
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
    focusMark(next)
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
      h(NetPicture, { now, places, at, show }),
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
