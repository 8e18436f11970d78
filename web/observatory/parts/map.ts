import { type GeoProjection, geoBounds, geoEqualEarth, geoPath } from 'd3-geo'
import { html, join, raw, type SafeHtml } from '#formats/html.ts'
import type { Reader } from '../reader.ts'
import { flowArrow, heartOf, type Point } from './arrow.ts'
import { EU_MEMBERS, type Geography, type Shape, withoutIslets } from './geography.ts'
import { thinned } from './thinned.ts'

export type Flow = { readonly origin: string; readonly host: string; readonly n: number }
export type MapOptions = { readonly geography: Geography; readonly partners: readonly string[]; readonly id: string }

const WIDTH = 440
const TALL = 400
const SMALLEST = 14

/** Public incidents by origin and host country, most first. */
export function flowsOf(incidents: readonly { readonly origin: string; readonly host: string }[]): Flow[] {
  const counts = new Map<string, Flow>()
  for (const { origin, host } of incidents) {
    const key = `${origin} ${host}`
    counts.set(key, { origin, host, n: (counts.get(key)?.n ?? 0) + 1 })
  }
  return [...counts.values()].sort((a, b) => b.n - a.n || (a.origin + a.host < b.origin + b.host ? -1 : 1))
}

/** The finding of the map in one sentence: it is the title of the picture. */
export function mapTitle(flows: readonly Flow[], reader: Reader): string {
  const [first] = flows
  if (first === undefined) return reader.words('map.none')
  const n = flows.reduce((sum, flow) => sum + flow.n, 0)
  const ends = { origin: reader.country(first.origin), host: reader.country(first.host) }
  return flows.length === 1 ? reader.words('map.one', { n, ...ends }) : reader.words('map.many', { n, routes: flows.length, ...ends })
}

/** A calm map of flows between countries: no places, no points, nothing said about borders. */
export function flowMap(flows: readonly Flow[], options: MapOptions, reader: Reader): SafeHtml {
  const title = mapTitle(flows, reader)
  const sentences = flows.slice(0, 8).map((flow) => reader.words('map.flow', { ...ends(flow, reader), n: flow.n }))
  const drawn = draw(flows, options, reader)
  return html`<figure class="map"><p class="figure-title">${title}</p>
<svg viewBox="0 0 ${WIDTH} ${drawn.height}" role="img" aria-labelledby="${options.id}-t">
<title id="${options.id}-t">${reader.words('map.alt', { flows: sentences.join(' ') })}</title>
<defs><pattern id="${options.id}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="hatch" d="M0 0V6"/></pattern><pattern id="${options.id}-dots" width="7" height="7" patternUnits="userSpaceOnUse"><circle class="dots" cx="2" cy="2" r="1.1"/></pattern><clipPath id="${options.id}-edge"><rect width="${WIDTH}" height="${TALL}"/></clipPath></defs>
${drawn.picture}
</svg>
${key(flows, options, reader)}
<figcaption>${reader.words('map.caption')}${drawn.missing.length > 0 && html` ${reader.words('map.unplaced', { countries: drawn.missing.join(', ') })}`}</figcaption></figure>`
}

function ends(flow: Flow, reader: Reader): { origin: string; host: string } {
  return { origin: reader.country(flow.origin), host: reader.country(flow.host) }
}

type Drawn = { readonly picture: SafeHtml; readonly height: number; readonly missing: readonly string[] }

function draw(flows: readonly Flow[], options: MapOptions, reader: Reader): Drawn {
  const origins = new Set(flows.map((flow) => flow.origin))
  const hosts = new Set(flows.map((flow) => flow.host))
  const shown = options.geography.filter((shape) => origins.has(shape.properties.code) || hosts.has(shape.properties.code))
  const known = new Set(shown.map((shape) => shape.properties.code))
  const missing = [...new Set([...origins, ...hosts])].filter((code) => !known.has(code)).map((code) => reader.country(code))
  const withUnion = options.partners.includes('EU') && ![...origins, ...hosts].some((code) => EU_MEMBERS.includes(code))
  const inset = withUnion ? union(options.geography, reader) : null
  if (shown.length === 0) return { picture: inset ?? raw(''), height: inset === null ? 1 : TALL + 120, missing }
  const projection = fitted(shown, flows.length === 1)
  const lands = cropped(options.geography, projection)
  const classOf = (code: string) => (origins.has(code) ? 'origin' : hosts.has(code) ? 'host' : '')
  const land = lands.map(({ shape, d }) => {
    const role = classOf(shape.properties.code)
    if (role === '') return html`<path class="land" d="${d}"/>`
    return html`<path class="land-${role}" d="${d}"/><path fill="url(#${options.id}-${role === 'origin' ? 'hatch' : 'dots'})" opacity=".5" d="${d}"/>`
  })
  const hearts = new Map(
    lands.filter(({ shape }) => known.has(shape.properties.code)).map(({ shape }) => [shape.properties.code, heartOf(shape, projection)]),
  )
  const arrows = flows.slice(0, 40).map((flow) => arrow(flow, hearts))
  const names = flows.length > 6 ? [] : [...known].map((code) => nameAt(code, hearts, flows, reader))
  return {
    picture: html`<g clip-path="url(#${options.id}-edge)">${land}${arrows}${names}</g><path class="axis" d="M0 ${TALL}H${WIDTH}"/>${inset}`,
    height: inset === null ? TALL + 1 : TALL + 120,
    missing,
  }
}

function fitted(shown: readonly Shape[], close: boolean): GeoProjection {
  const collection = { type: 'FeatureCollection' as const, features: [...shown] }
  const [[west], [east]] = geoBounds(collection)
  const middle = west <= east ? (west + east) / 2 : ((west + east + 360) / 2) % 360
  const margin = close ? 54 : 24
  return geoEqualEarth()
    .rotate([-middle, 0])
    .fitExtent(
      [
        [margin, margin],
        [WIDTH - margin, TALL - margin],
      ],
      collection,
    )
    .clipExtent([
      [-4, -4],
      [WIDTH + 4, TALL + 4],
    ])
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

function arrow(flow: Flow, hearts: ReadonlyMap<string, Point>): SafeHtml | null {
  const from = hearts.get(flow.origin)
  const to = hearts.get(flow.host)
  if (from === undefined || to === undefined) return null
  const { line, head, width } = flowArrow(from, to, flow.n)
  return html`<path class="flow-edge" d="${line}" stroke-width="${width + 3}"/><path class="flow" d="${line}" stroke-width="${width}"/><path class="head-of-flow" d="${head}"/>`
}

/** The name stands on the side away from the arrows. */
function nameAt(code: string, hearts: ReadonlyMap<string, Point>, flows: readonly Flow[], reader: Reader): SafeHtml | null {
  const heart = hearts.get(code)
  if (heart === undefined) return null
  const others = flows.flatMap((flow) =>
    flow.origin === code ? [hearts.get(flow.host)] : flow.host === code ? [hearts.get(flow.origin)] : [],
  )
  const mean = others.reduce((sum, one) => sum + (one?.[1] ?? heart[1]), 0) / Math.max(1, others.length)
  const y = Math.round(heart[1] + (mean > heart[1] ? -16 : 30))
  const x = Math.round(Math.min(WIDTH - 60, Math.max(60, heart[0])))
  const role = flows.some((flow) => flow.origin === code) ? reader.words('map.origin') : reader.words('map.host')
  return html`<text class="halo" x="${x}" y="${y}" text-anchor="middle" font-size="17" font-weight="600">${reader.country(code)}</text><text class="halo svg-quiet" x="${x}" y="${y + 16}" text-anchor="middle" font-size="12">${role}</text>`
}

/** The Union as one labelled group below the map: it is a partner here, not a place where things happened. */
function union(geography: Geography, reader: Reader): SafeHtml {
  const members = geography.filter((shape) => EU_MEMBERS.includes(shape.properties.code))
  const frame = {
    type: 'MultiPoint' as const,
    coordinates: [
      [-11, 35.5],
      [32, 35.5],
      [-11, 66],
      [32, 66],
    ],
  }
  const projection = geoEqualEarth()
    .rotate([-12, 0])
    .fitExtent(
      [
        [2, TALL + 14],
        [132, TALL + 116],
      ],
      frame,
    )
    .clipExtent([
      [2, TALL + 10],
      [132, TALL + 118],
    ])
  const lands = cropped(geography, projection).map(({ shape, d }) =>
    members.some((one) => one.properties.code === shape.properties.code)
      ? html`<path class="land-host" d="${d}"/>`
      : html`<path class="land" d="${d}"/>`,
  )
  const side = reader.direction === 'rtl' ? 'end' : 'start'
  return html`${lands}<text x="146" y="${TALL + 58}" font-size="15" font-weight="600" text-anchor="${side}">${reader.country('EU')}</text><text class="svg-quiet" x="146" y="${TALL + 76}" font-size="11.5" text-anchor="${side}">${reader.words('map.partner')}</text>`
}

function key(flows: readonly Flow[], options: MapOptions, reader: Reader): SafeHtml | null {
  if (flows.length === 0) return null
  const swatch = (role: 'origin' | 'host', fill: string) =>
    html`<svg viewBox="0 0 24 16" aria-hidden="true"><rect class="land-${role}" x=".5" y=".5" width="23" height="15"/><rect fill="url(#${options.id}-${fill})" opacity=".5" width="24" height="16"/></svg>`
  return html`<ul class="key"><li>${swatch('origin', 'hatch')} ${reader.words('map.origin')}</li><li>${swatch('host', 'dots')} ${reader.words('map.host')}</li>${
    flows.length <= 6 &&
    flows.map(
      (flow) =>
        html`<li><svg viewBox="0 0 24 16" aria-hidden="true"><path class="flow" d="M0 8H16" stroke-width="${flowWidth(flow.n)}"/><path class="head-of-flow" d="M14 2L24 8L14 14Z"/></svg> ${reader.words('map.flow.short', { n: flow.n })}</li>`,
    )
  }</ul>`
}

function flowWidth(n: number): number {
  return Math.min(9, 2 + Math.round(Math.sqrt(n)))
}

/** The same as a table, with its CSV. */
export function flowTable(flows: readonly Flow[], reader: Reader): SafeHtml {
  return html`<details><summary>${reader.words('table.show')}</summary><div class="scroll" tabindex="0" role="region" aria-label="${reader.words('table.name.flows')}"><table><caption>${reader.words('table.name.flows')}</caption><thead><tr><th scope="col">${reader.words('table.origin')}</th><th scope="col">${reader.words('table.host')}</th><th scope="col" class="amount">${reader.words('table.incidents')}</th></tr></thead><tbody>${join(
    flows.map(
      (flow) =>
        html`<tr><th scope="row"><a href="${reader.to('countries', flow.origin)}">${reader.country(flow.origin)}</a></th><td><a href="${reader.to('countries', flow.host)}">${reader.country(flow.host)}</a></td><td class="amount">${reader.number(flow.n)}</td></tr>`,
    ),
    raw(''),
  )}</tbody></table></div><p class="more"><a href="/data/flows.csv">${reader.words('table.csv')}</a></p></details>`
}
