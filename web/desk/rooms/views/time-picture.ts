import { useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import type { DateRange } from '#kernel/daterange.ts'
import { directionOf } from '#kernel/languages.ts'
import { button } from '../../views/parts.ts'
import { dayInWords, language, localeOf, say } from '../../words.ts'
import { byKey, focusMark, opensByKey } from './roving.ts'
import { dayOfNumber, moved, type Open, type Span, spanOf, stacked, ticksOf, wholeOf, zoomed } from './time-scale.ts'
import { useWidth } from './use-width.ts'

export type Timed = {
  readonly key: string
  readonly when: DateRange
  /** Not verified, or said with doubt: drawn dashed. */
  readonly isHedged: boolean
  readonly words: string
  readonly open: () => void
}
type Lane = { readonly id: string; readonly words: string; readonly marks: readonly Timed[] }
type Drawn = Timed & Span & { readonly openEnd: Open; readonly row: number }

const ROW = 20
const HEAD = 24
const TOP = 26
const TICK = 7

type Spanned = Omit<Lane, 'marks'> & { readonly marks: readonly (Timed & Span & { readonly openEnd: Open })[] }

function withSpans(lanes: readonly Lane[]): Spanned[] {
  return lanes.map(({ marks, ...lane }) => ({
    ...lane,
    marks: marks.flatMap((one) => {
      const span = spanOf(one.when)
      return span === null ? [] : [{ ...one, from: span.from, until: span.until, openEnd: span.open }]
    }),
  }))
}

/** What is seen of the whole, which mark Tab reaches, and the ways to change both. */
function useTime(lanes: readonly Lane[], width: number) {
  const near = useSignal<Span | null>(null)
  const at = useSignal('')
  const spans = withSpans(lanes)
  const whole = wholeOf(spans.flatMap(({ marks }) => marks))
  const seen = near.value ?? whole
  const gap = ((seen.until - seen.from) / width) * 6
  const isSeen = ({ from, until }: Span) => until > seen.from && from < seen.until
  const shown = spans.map((lane) => ({ ...lane, marks: stacked(lane.marks.filter(isSeen), gap) }))
  const all = shown.flatMap(({ marks }) => marks).toSorted((a, b) => a.from - b.from)
  const first = all.find(({ key }) => key === at.value) ?? all[0]
  const see = (span: Span | null) => () => {
    near.value = span
  }
  const zoom = (by: number) => see(zoomed(seen, whole, by, first === undefined ? undefined : (first.from + first.until) / 2))
  const slide = (share: number) => see(moved(seen, whole, share))
  const step = (by: number) => () => {
    const next = all[all.findIndex(({ key }) => key === first?.key) + by]
    if (next === undefined) return slide(by * 0.5)()
    at.value = next.key
    focusMark(next.key)
  }
  const choose = (key: string) => {
    at.value = key
  }
  return { seen, whole, shown, all, first: first?.key ?? '', isNear: near.value !== null, zoom, slide, step, choose, back: see(null) }
}
type Time = ReturnType<typeof useTime>

/** What is dated, each as long as the doubt about its day; what has no day stands in the table alone. Time runs from left to right in every language. */
export function TimePicture({ lanes, onMore }: { readonly lanes: readonly Lane[]; readonly onMore: (() => void) | null }): JSX.Element {
  const { place, width } = useWidth()
  const time = useTime(lanes, width.value)
  const { zoom, step, back } = time
  const keys = {
    ...{ '+': zoom(0.5), '=': zoom(0.5), '-': zoom(2), Home: back },
    ...{ ArrowRight: step(1), ArrowLeft: step(-1), ArrowDown: step(1), ArrowUp: step(-1) },
  }
  const dayless = lanes.flatMap(({ marks }) => marks).filter(({ when }) => spanOf(when) === null).length
  const notes = [dayless === 0 ? '' : say('views.dayless', { n: dayless }), onMore === null ? '' : say('views.time_more')]
  return h(
    'figure',
    { class: 'picture', onKeyDown: byKey(keys) },
    controls(time),
    h('div', { ref: place, class: 'time-place' }, drawing(time, width.value)),
    h(
      'ul',
      { class: 'key-list' },
      ...(['exact', 'span', 'open', 'hedged'] as const).map((id) => h('li', { key: id }, sample(id), say(`views.key_${id}`))),
    ),
    h('figcaption', { class: 'quiet' }, notes.filter((part) => part !== '').join(' ')),
  )
}

function controls({ seen, whole, all, isNear, zoom, slide, back }: Time): JSX.Element {
  const dayAt = (n: number) => dayInWords(dayOfNumber(Math.round(n)))
  return h(
    'div',
    null,
    h(
      'div',
      { class: 'ways no-print' },
      button(say('views.nearer'), zoom(0.5), { kind: 'quiet' }),
      button(say('views.further'), zoom(2), { kind: 'quiet', disabled: !isNear }),
      button(say('views.earlier'), slide(-0.5), { kind: 'quiet', disabled: seen.from <= whole.from }),
      button(say('views.later'), slide(0.5), { kind: 'quiet', disabled: seen.until >= whole.until }),
      button(say('views.all'), back, { kind: 'quiet', disabled: !isNear }),
    ),
    h('p', { class: 'quiet', role: 'status' }, say('views.seen', { n: all.length, from: dayAt(seen.from), until: dayAt(seen.until - 1) })),
  )
}

function drawing({ seen, shown, first, choose }: Time, width: number): JSX.Element {
  const scale = (day: number) => ((day - seen.from) / (seen.until - seen.from)) * width
  let top = TOP
  const lanes = shown.map((lane) => {
    const drawn = drawLane(lane, { top, width, scale, first, choose })
    top += heightOf(lane.marks)
    return drawn
  })
  return h(
    'svg',
    {
      class: 'time-picture',
      dir: 'ltr',
      width,
      height: top,
      viewBox: `0 0 ${width} ${top}`,
      role: 'group',
      'aria-label': say('views.time_label'),
    },
    hatch(),
    ...ticks(seen, width, top),
    ...lanes,
  )
}

const heightOf = (marks: readonly { readonly row: number }[]): number => HEAD + Math.max(1, ...marks.map(({ row }) => row + 1)) * ROW + 6

function hatch(): JSX.Element {
  return h(
    'defs',
    null,
    h(
      'pattern',
      { id: 'time-hatch', width: 5, height: 5, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
      h('path', { class: 'hatch-line', d: 'M0 0V5', 'stroke-width': 1.5 }),
    ),
  )
}

function ticks(seen: Span, width: number, bottom: number): JSX.Element[] {
  const all = ticksOf(seen, Math.max(3, Math.floor(width / 74)))
  return all.map(({ at, day, unit }) => {
    const x = Math.round(((at - seen.from) / (seen.until - seen.from)) * width)
    return h(
      'g',
      { key: at, 'aria-hidden': 'true' },
      h('path', { class: 'axis', d: `M${x} 18V${bottom}` }),
      h('text', { class: 'axis-name', x: x + 3, y: 13, 'font-size': 12 }, tickWords(day, unit)),
    )
  })
}

function tickWords(day: string, unit: 'year' | 'month'): string {
  if (unit === 'year') return day.slice(0, 4)
  return new Intl.DateTimeFormat(language.value === 'th' ? 'th-u-ca-gregory-nu-latn' : localeOf(language.value), {
    month: 'short',
    year: '2-digit',
    timeZone: 'UTC',
  }).format(new Date(`${day}T00:00:00Z`))
}

/** A name stands where reading begins, also where time runs the other way. */
const laneEnd = (width: number) =>
  directionOf(language.value) === 'rtl' ? { x: width - 4, 'text-anchor': 'end' } : { x: 4, 'text-anchor': 'start' }

type LaneParts = {
  readonly top: number
  readonly width: number
  readonly scale: (day: number) => number
  readonly first: string
  readonly choose: (key: string) => void
}

function drawLane(
  lane: Omit<Lane, 'marks'> & { readonly marks: readonly Drawn[] },
  { top, width, scale, first, choose }: LaneParts,
): JSX.Element {
  return h(
    'g',
    { key: lane.id, role: 'group', 'aria-label': lane.words },
    h('path', { class: 'lane-edge', d: `M0 ${top}H${width}`, 'aria-hidden': 'true' }),
    h('text', { class: 'lane-name', ...laneEnd(width), y: top + 16, 'font-size': 13, 'aria-hidden': 'true' }, lane.words),
    ...lane.marks.map((one) =>
      h(
        'g',
        {
          key: one.key,
          class: one.isHedged ? 'time-mark is-hedged' : 'time-mark',
          role: 'button',
          tabindex: one.key === first ? 0 : -1,
          'data-mark-key': one.key,
          'aria-label': one.words,
          onClick: one.open,
          onFocus: () => choose(one.key),
          onKeyDown: opensByKey(one.open),
        },
        h('title', null, one.words),
        ...shapeOf(one, scale, top + HEAD + one.row * ROW),
      ),
    ),
  )
}

/** A day: a full tick. A month, a year, a range: hatched, as long as the doubt. An open end has no closing line. */
function shapeOf({ when, from, until, openEnd }: Drawn, scale: (day: number) => number, y: number): JSX.Element[] {
  const [a, b] = [Math.round(scale(from)), Math.round(scale(until))]
  const height = ROW - 6
  if (when.precision === 'exact') return [h('rect', { key: 'tick', class: 'tick', x: a - 1, y, width: TICK, height, rx: 1 })]
  const end = Math.max(b, a + TICK)
  const outline =
    openEnd === 'right'
      ? `M${end} ${y}H${a}V${y + height}H${end}`
      : openEnd === 'left'
        ? `M${a} ${y}H${end}V${y + height}H${a}`
        : `M${a} ${y}H${end}V${y + height}H${a}Z`
  return [
    h('rect', { key: 'fill', x: a, y, width: end - a, height, fill: 'url(#time-hatch)' }),
    h('path', { key: 'line', class: 'span-line', d: outline }),
  ]
}

function sample(id: 'exact' | 'span' | 'open' | 'hedged'): JSX.Element {
  const d = id === 'open' ? 'M26 2H2V14H26' : 'M2 2H26V14H2Z'
  return h(
    'svg',
    { class: id === 'hedged' ? 'sample is-hedged' : 'sample', viewBox: '0 0 28 16', width: 28, height: 16, 'aria-hidden': 'true' },
    id === 'exact'
      ? h('rect', { class: 'tick', x: 10, y: 1, width: TICK, height: 14 })
      : [h('rect', { x: 2, y: 2, width: 24, height: 12, fill: 'url(#time-hatch)' }), h('path', { class: 'span-line', d })],
  )
}
