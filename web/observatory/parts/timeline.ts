import { html, type SafeHtml } from '#formats/html.ts'
import type { Happened } from '#formats/public-record.ts'
import type { Reader } from '../reader.ts'
import type { TimelineEntry, TimelineLane } from '../timeline-entries.ts'

const WIDTH = 440
const EDGE = 8
const ROW = 13
const TAIL = 44
const LANES = ['incident', 'event', 'dialogue'] as const

type Scale = { readonly first: number; readonly last: number; readonly x: (day: string) => number }
type Bar = { readonly entry: TimelineEntry; readonly x1: number; readonly x2: number; readonly row: number }

/** A picture of what is dated and how exactly; the same entries stand in the list below it, with words. Time runs left to right in every language. */
export function timeline(entries: readonly TimelineEntry[], id: string, reader: Reader): SafeHtml | null {
  const dated = entries.filter(({ happened }) => (happened.from ?? happened.until) !== null)
  if (dated.length === 0) return null
  const scale = scaleOf(dated)
  let y = 26
  const lanes = LANES.map((lane) => {
    const bars = stacked(
      dated.filter((entry) => entry.lane === lane),
      scale,
    )
    const rows = Math.max(1, ...bars.map((bar) => bar.row + 1))
    const top = y
    y += 20 + rows * ROW + 8
    return drawLane({ lane, bars, top, id }, reader)
  })
  const words = { n: dated.length, from: reader.year(String(scale.first)), until: reader.year(String(scale.last - 1)) }
  return html`<figure><p class="figure-title">${reader.words('corridor.timeline.title', words)}</p>
<svg class="timeline" viewBox="0 0 ${WIDTH} ${y}" role="img" aria-labelledby="${id}-t"><title id="${id}-t">${reader.words('corridor.timeline.alt', { from: words.from, until: words.until })}</title>
<defs><pattern id="${id}-h" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="hatch" d="M0 0V5"/></pattern></defs>
${years(scale, y)}${lanes}</svg>
<figcaption>${reader.words('corridor.timeline.lead')}</figcaption></figure>`
}

function scaleOf(entries: readonly TimelineEntry[]): Scale {
  const days = entries.flatMap(({ happened }) => [happened.from, happened.until]).filter((day) => day !== null)
  const years = days.map((day) => Number(day.slice(0, 4)))
  const first = Math.min(...years)
  const last = Math.max(...years) + 1
  const start = Date.UTC(first, 0, 1)
  const length = Date.UTC(last, 0, 1) - start
  return { first, last, x: (day) => EDGE + ((Date.parse(`${day}T00:00:00Z`) - start) / length) * (WIDTH - 2 * EDGE) }
}

function years(scale: Scale, bottom: number): SafeHtml[] {
  const step = [1, 2, 5, 10, 20, 50].find((each) => (scale.last - scale.first) / each <= 8) ?? 100
  const marks: SafeHtml[] = []
  for (let year = Math.ceil(scale.first / step) * step; year <= scale.last; year += step) {
    const x = Math.round(scale.x(`${year}-01-01`))
    marks.push(
      html`<path class="axis" d="M${x} 18V${bottom}"/>${year < scale.last && html`<text class="svg-quiet" x="${x + 3}" y="13" font-size="11.5">${year}</text>`}`,
    )
  }
  return marks
}

/** Each entry in the first row where it does not touch another. */
function stacked(entries: readonly TimelineEntry[], scale: Scale): Bar[] {
  const ends: number[] = []
  return entries.map((entry) => {
    const [x1, x2] = reach(entry.happened, scale)
    let row = ends.findIndex((end) => end + 3 < x1)
    if (row < 0) row = ends.length
    ends[row] = x2
    return { entry, x1, x2, row }
  })
}

function reach({ from, until }: Happened, scale: Scale): [number, number] {
  const x2 = until === null ? WIDTH - EDGE : scale.x(until)
  // How far back a "not later than" goes, nobody knows: a short open tail says so without filling the picture.
  const x1 = from === null ? Math.max(EDGE, x2 - TAIL) : scale.x(from)
  return [x1, Math.max(x1 + 4, x2)]
}

type Lane = { readonly lane: TimelineLane; readonly bars: readonly Bar[]; readonly top: number; readonly id: string }

function drawLane({ lane, bars, top, id }: Lane, reader: Reader): SafeHtml {
  return html`<text x="${reader.direction === 'rtl' ? WIDTH - EDGE : EDGE}" y="${top + 12}" font-size="12" font-weight="600" class="halo">${reader.words(`corridor.lane.${lane}`)}</text>${bars.map((bar) => drawBar(bar, top + 20, id))}`
}

/** Exact: a full tick. A span of days: hatched, as long as the doubt. Open ends have no closing line. Hedged: dashed. */
function drawBar({ entry, x1, x2, row }: Bar, top: number, id: string): SafeHtml {
  const [a, b, y] = [Math.round(x1 * 10) / 10, Math.round(x2 * 10) / 10, top + row * ROW]
  const { precision } = entry.happened
  if (precision === 'exact') return html`<rect class="tick" x="${a}" y="${y}" width="4" height="9"/>`
  const outline =
    precision === 'since'
      ? `M${b} ${y}H${a}V${y + 9}H${b}`
      : precision === 'before'
        ? `M${a} ${y}H${b}V${y + 9}H${a}`
        : `M${a} ${y}H${b}V${y + 9}H${a}Z`
  const line = entry.hedged ? html`<path class="span" stroke-dasharray="3 2" d="${outline}"/>` : html`<path class="span" d="${outline}"/>`
  return html`<rect x="${a}" y="${y}" width="${Math.round((b - a) * 10) / 10}" height="9" fill="url(#${id}-h)" opacity=".45"/>${line}`
}
