import { type GeoProjection, geoBounds, geoEqualEarth, geoPath } from 'd3-geo'
import { html, type SafeHtml } from '#formats/html.ts'
import { flowArrow, heartOf, type Point } from './arrow.ts'
import { EU_MEMBERS, type Geography, type Shape, withoutIslets } from './geography.ts'
import { thinned } from './thinned.ts'

export type Flow = { readonly origin: string; readonly host: string; readonly n: number }
export type MapOptions = { readonly geography: Geography; readonly partners: readonly string[]; readonly id: string }

export const WIDTH = 440
export const TALL = 400
const UNION_TALL = 120
const SMALLEST = 14
const MOST_ARROWS = 40

/** What a map shows in every language: shapes and lines, and where there is room for a name. */
export type Ground = {
  readonly land: SafeHtml
  readonly arrows: SafeHtml
  readonly union: SafeHtml | null
  readonly hearts: ReadonlyMap<string, Point>
  /** Countries of a flow that the geography has no shape for. */
  readonly missing: readonly string[]
  /** The shapes as they are drawn. */
  readonly shapes: readonly Shape[]
  readonly height: number
}

const drawn = new WeakMap<Geography, Map<string, Ground>>()

/** The ground of a map; drawn once for all languages. */
export function groundOf(flows: readonly Flow[], options: MapOptions): Ground {
  const known = drawn.get(options.geography) ?? new Map<string, Ground>()
  drawn.set(options.geography, known)
  const key = JSON.stringify([flows, options.partners, options.id])
  const ground = known.get(key) ?? draw(flows, options)
  known.set(key, ground)
  return ground
}

function draw(flows: readonly Flow[], options: MapOptions): Ground {
  const { geography } = options
  const ends = new Set(flows.flatMap((flow) => [flow.origin, flow.host]))
  const shown = geography.filter((shape) => ends.has(shape.properties.code))
  const missing = [...ends].filter((code) => !shown.some((shape) => shape.properties.code === code))
  const union = options.partners.includes('EU') && ![...ends].some((code) => EU_MEMBERS.includes(code)) ? unionOf(geography) : null
  const height = (shown.length === 0 ? 0 : TALL + 1) + (union === null ? 0 : UNION_TALL)
  if (shown.length === 0)
    return { land: html``, arrows: html``, union, hearts: new Map(), missing, shapes: [], height: Math.max(1, height) }
  const projection = fitted(shown, flows.length === 1)
  const lands = cropped(geography, projection)
  const hearts = new Map(
    lands.filter(({ shape }) => ends.has(shape.properties.code)).map(({ shape }) => [shape.properties.code, heartOf(shape, projection)]),
  )
  return {
    land: html`${lands.map(({ shape, d }) => landOf(shape, d, flows, options.id))}`,
    arrows: html`${flows.slice(0, MOST_ARROWS).map((flow) => arrowOf(flow, hearts))}`,
    union,
    hearts,
    missing,
    shapes: lands.map(({ shape }) => shape),
    height,
  }
}

function landOf({ properties: { code } }: Shape, d: string, flows: readonly Flow[], id: string): SafeHtml {
  if (flows.some((flow) => flow.origin === code)) {
    return html`<path class="land-origin" d="${d}"/><path fill="url(#${id}-hatch)" opacity=".5" d="${d}"/>`
  }
  if (flows.some((flow) => flow.host === code)) {
    return html`<path class="land-host" d="${d}"/><path fill="url(#${id}-dots)" opacity=".5" d="${d}"/>`
  }
  return html`<path class="land" d="${d}"/>`
}

/** Room around two countries, less around many. */
function fitted(shown: readonly Shape[], isClose: boolean): GeoProjection {
  const collection = { type: 'FeatureCollection' as const, features: [...shown] }
  const [[west], [east]] = geoBounds(collection)
  const middle = west <= east ? (west + east) / 2 : ((west + east + 360) / 2) % 360
  const margin = isClose ? 54 : 24
  const from: [number, number] = [margin, margin]
  const to: [number, number] = [WIDTH - margin, TALL - margin]
  const projection = geoEqualEarth().rotate([-middle, 0]).fitExtent([from, to], collection)
  return clipped(projection, [-4, -4], [WIDTH + 4, TALL + 4])
}

function clipped(projection: GeoProjection, from: [number, number], to: [number, number]): GeoProjection {
  return projection.clipExtent([from, to])
}

function cropped(geography: Geography, projection: GeoProjection): { readonly shape: Shape; readonly d: string }[] {
  const path = geoPath(projection)
  const pen = geoPath(thinned(projection)).digits(1)
  return geography.flatMap((whole) => {
    const shape = withoutIslets(whole, SMALLEST, (polygon) => path.area(polygon))
    const d = shape === null ? null : pen(shape)
    return shape === null || d === null || d === '' ? [] : [{ shape, d }]
  })
}

function arrowOf(flow: Flow, hearts: ReadonlyMap<string, Point>): SafeHtml | null {
  const from = hearts.get(flow.origin)
  const to = hearts.get(flow.host)
  if (from === undefined || to === undefined) return null
  const { line, head, width } = flowArrow(from, to, flow.n)
  return html`<path class="flow-edge" d="${line}" stroke-width="${width + 3}"/><path class="flow" d="${line}" stroke-width="${width}"/><path class="head-of-flow" d="${head}"/>`
}

/** South-west and north-east of what is shown of the Union. */
const UNION_FRAME = [
  [-11, 35.5],
  [32, 66],
]

/** The Union as one group below the map: it is a partner here, not a place where things happened. */
function unionOf(geography: Geography): SafeHtml {
  const frame = { type: 'MultiPoint' as const, coordinates: UNION_FRAME }
  const projection = geoEqualEarth()
    .rotate([-12, 0])
    .fitExtent(
      [
        [2, TALL + 14],
        [132, TALL + 116],
      ],
      frame,
    )
  const lands = cropped(geography, clipped(projection, [2, TALL + 10], [132, TALL + 118]))
  return html`${lands.map(({ shape, d }) =>
    EU_MEMBERS.includes(shape.properties.code) ? html`<path class="land-host" d="${d}"/>` : html`<path class="land" d="${d}"/>`,
  )}`
}
