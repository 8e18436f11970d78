import { type Signal, useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Flows } from '#features/cases/views/view.contract.ts'
import { quietly } from '../../actions.ts'
import { Empty } from '../../parts/empty.ts'
import { Table } from '../../parts/table.ts'
import { button, faultBox, mark, working } from '../../views/parts.ts'
import { countryName, say } from '../../words.ts'
import { incidentTable } from './dated-table.ts'
import { FilterBar, filterWords } from './filter-bar.ts'
import { fetchLands, type Lands } from './lands.ts'
import { arrowOf, type Box, boxOf, drawable, type Flow, namesThatFit, scaled } from './map-drawing.ts'
import { byKey, focusMark, opensByKey } from './roving.ts'
import { type Chosen, chosen, flows, list, loadAround, loadChosen, loadFlows } from './state.ts'
import { useWidth } from './use-width.ts'

const MOST_ARROWS = 60
type Row = Flows['flows'][number]
const keyOf = ({ origin, host }: Chosen): string => `${origin ?? '–'}-${host ?? '–'}`

/** Where what happened was done, and which state stands behind it: countries and numbers, and the same as a table. guards T-21 */
export function MapPage(): JSX.Element {
  const lands = useSignal<Lands | null>(null)
  const look = async () => {
    chosen.value = null
    list.value = null
    await loadFlows()
  }
  useEffect(() => {
    void quietly(loadAround)
    void quietly(look)
    void quietly(async () => {
      lands.value = await fetchLands()
    })
  }, [])
  const told = flows.value
  return h(
    'section',
    { class: 'views', 'aria-labelledby': 'map-title' },
    h('h1', { id: 'map-title', tabIndex: -1 }, say('views.map_title')),
    h('p', null, mark('caution', say('views.never_public'))),
    h('p', { class: 'quiet' }, say('views.map_words')),
    faultBox(),
    working(),
    h(FilterBar, { fields: ['origin', 'host', 'method', 'actor', 'year', 'status'], room: 'map', onChange: look }),
    told === null
      ? null
      : told.flows.length === 0
        ? h(Empty, { words: say('views.map_empty'), teaches: say('views.map_teaches') })
        : seen(told, lands),
  )
}

function seen(told: Flows, lands: Signal<Lands | null>): JSX.Element {
  const rows = told.flows
  return h(
    'div',
    null,
    told.whole ? null : h('p', null, mark('caution', say('views.not_whole'))),
    lands.value === null ? h('p', { class: 'quiet', role: 'status' }, say('views.map_comes')) : h(Drawing, { told, lands: lands.value }),
    h(Table<Row>, {
      id: 'flows-table',
      caption: `${say('views.flows_caption')} ${filterWords()}`,
      columns: [
        { id: 'origin', head: say('views.origin'), cell: (row: Row) => endWords(row.origin), sort: (row: Row) => endWords(row.origin) },
        { id: 'host', head: say('views.host'), cell: (row: Row) => endWords(row.host), sort: (row: Row) => endWords(row.host) },
        { id: 'n', head: say('views.incidents'), cell: ({ n }: Row) => String(n), sort: ({ n }: Row) => n },
      ],
      rows,
      keyOf,
      onOpen: choose,
      current: chosen.value === null ? null : keyOf(chosen.value),
    }),
    behind(),
  )
}

const endWords = (code: string | null): string => (code === null ? say('views.unknown') : countryName(code))

function choose({ origin, host }: Chosen): void {
  chosen.value = { origin, host }
  list.value = null
  void quietly(() => loadChosen({ origin, host }))
}

/** The records behind the row that was chosen. */
function behind(): JSX.Element | null {
  const [at, page] = [chosen.value, list.value]
  if (at === null || page === null) return null
  return h(
    'div',
    null,
    h('h2', null, say('views.behind', { origin: endWords(at.origin), host: endWords(at.host) })),
    incidentTable('behind-table', page.rows, page.more ? () => void quietly(() => loadChosen(at, true)) : null),
  )
}

type Parts = { readonly told: Flows; readonly lands: Lands }

/** What is seen of the world, which line Tab reaches, and the ways to change both. */
function useMap({ told, lands }: Parts) {
  const arrows = drawable(told).slice(0, MOST_ARROWS)
  const codes = new Set(told.flows.flatMap(({ origin, host }) => [origin, host]).filter((code) => code !== null))
  const near = useSignal<Box | null>(null)
  const at = useSignal(0)
  const box = near.value ?? boxOf(lands, codes)
  const middleOf = (code: string | undefined) => lands.lands.find((land) => land.code === code)?.at
  const zoom = (by: number) => () => {
    const around = near.value === null ? middleOf(arrows[at.value]?.host) : undefined
    near.value = scaled(box, by, { at: around ?? [box.x + box.w / 2, box.y + box.h / 2], most: lands.wide })
  }
  const back = () => {
    near.value = null
  }
  const step = (by: number) => () => {
    at.value = (at.value + by + arrows.length) % Math.max(1, arrows.length)
    const next = arrows[at.value]
    if (next !== undefined) focusMark(keyOf(next))
  }
  return { arrows, codes, box, isNear: near.value !== null, first: Math.min(at.value, arrows.length - 1), zoom, back, step }
}

function Drawing(parts: Parts): JSX.Element {
  const { told, lands } = parts
  const { place, width } = useWidth()
  const { arrows, codes, box, isNear, first, zoom, back, step } = useMap(parts)
  const unit = box.w / width.value
  const keys = {
    ...{ '+': zoom(0.6), '=': zoom(0.6), '-': zoom(1.6), Home: back },
    ...{ ArrowRight: step(1), ArrowDown: step(1), ArrowLeft: step(-1), ArrowUp: step(-1) },
  }
  return h(
    'figure',
    { class: 'picture', onKeyDown: byKey(keys) },
    h(
      'div',
      { class: 'ways no-print' },
      button(say('views.nearer'), zoom(0.6), { kind: 'quiet' }),
      button(say('views.further'), zoom(1.6), { kind: 'quiet' }),
      button(say('views.all'), back, { kind: 'quiet', disabled: !isNear }),
    ),
    h(
      'div',
      { ref: place },
      h(
        'svg',
        {
          class: 'map-picture',
          viewBox: [box.x, box.y, box.w, box.h].map(Math.round).join(' '),
          role: 'group',
          'aria-label': say('views.map_label'),
        },
        hatches(unit),
        ...landsOf(lands, told, codes),
        ...arrows.map((flow, n) => arrow(flow, { lands, unit, isFirst: n === first })),
        ...namesOf(lands, codes, unit),
      ),
    ),
    h(
      'ul',
      { class: 'key-list' },
      h('li', null, h('span', { class: 'swatch of-origin', 'aria-hidden': 'true' }), say('views.origin')),
      h('li', null, h('span', { class: 'swatch of-host', 'aria-hidden': 'true' }), say('views.host')),
    ),
    h('figcaption', { class: 'quiet' }, say('views.map_caption')),
  )
}

/** Two patterns, so that colour alone says nothing. */
function hatches(unit: number): JSX.Element {
  const size = 6 * unit
  return h(
    'defs',
    null,
    h(
      'pattern',
      { id: 'views-hatch', width: size, height: size, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
      h('path', { class: 'hatch-line', d: `M0 0V${size}`, 'stroke-width': 2 * unit }),
    ),
    h(
      'pattern',
      { id: 'views-dots', width: size, height: size, patternUnits: 'userSpaceOnUse' },
      h('circle', { class: 'hatch-dot', cx: size / 3, cy: size / 3, r: 1.2 * unit }),
    ),
  )
}

function landsOf({ lands }: Lands, { flows: told }: Flows, codes: ReadonlySet<string>): JSX.Element[] {
  const origins = new Set(told.map(({ origin }) => origin))
  return lands
    .filter(({ d }) => d !== '')
    .flatMap(({ code, d }, n) => {
      if (!codes.has(code)) return [h('path', { key: n, class: 'land', d })]
      const role = origins.has(code) ? 'of-origin' : 'of-host'
      const fill = role === 'of-origin' ? 'url(#views-hatch)' : 'url(#views-dots)'
      return [h('path', { key: n, class: `land ${role}`, d }), h('path', { key: `${n}p`, class: 'land-pattern', fill, d })]
    })
}

type ArrowParts = { readonly lands: Lands; readonly unit: number; readonly isFirst: boolean }

function arrow(flow: Flow, { lands, unit, isFirst }: ArrowParts): JSX.Element | null {
  const [from, to] = [flow.origin, flow.host].map((code) => lands.lands.find((land) => land.code === code)?.at)
  if (from === undefined || to === undefined) return null
  const { line, head, width } = arrowOf(from, to, { n: flow.n, unit })
  const isChosen = chosen.value !== null && keyOf(chosen.value) === keyOf(flow)
  return h(
    'g',
    {
      key: keyOf(flow),
      class: isChosen ? 'flow is-chosen' : 'flow',
      role: 'button',
      tabindex: isFirst ? 0 : -1,
      'data-mark-key': keyOf(flow),
      'aria-pressed': isChosen ? 'true' : 'false',
      'aria-label': say('views.flow_label', { origin: countryName(flow.origin), host: countryName(flow.host), n: flow.n }),
      onClick: () => choose(flow),
      onKeyDown: opensByKey(() => choose(flow)),
    },
    h('path', { class: 'flow-edge', d: line, 'stroke-width': width + 4 * unit }),
    h('path', { class: 'flow-line', d: line, 'stroke-width': width }),
    h('path', { class: 'flow-head', d: head }),
  )
}

function namesOf({ lands }: Lands, codes: ReadonlySet<string>, unit: number): JSX.Element[] {
  const all = lands
    .filter(({ code }) => codes.has(code))
    .map(({ code, at: [x, y] }) => ({ code, words: countryName(code), x, y: y + 20 * unit }))
  return namesThatFit(all, unit).map(({ code, words, x, y }) =>
    h(
      'text',
      {
        key: code,
        class: 'map-name',
        x,
        y,
        'text-anchor': 'middle',
        'font-size': 13 * unit,
        'stroke-width': 3 * unit,
        'aria-hidden': 'true',
      },
      words,
    ),
  )
}
