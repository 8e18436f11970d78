import { html, join, raw, type SafeHtml } from '#formats/html.ts'
import type { Reader } from '../reader.ts'
import { type Flow, type Ground, groundOf, type MapOptions, TALL, WIDTH } from './map-ground.ts'

export type { Flow } from './map-ground.ts'

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
  const ground = groundOf(flows, options)
  const sentences = flows.slice(0, 8).map((flow) => reader.words('map.flow', { ...ends(flow, reader), n: flow.n }))
  const missing = ground.missing.map((code) => reader.country(code)).join(', ')
  return html`<figure class="map"><p class="figure-title">${mapTitle(flows, reader)}</p>
<svg viewBox="0 0 ${WIDTH} ${ground.height}" role="img" aria-labelledby="${options.id}-t">
<title id="${options.id}-t">${reader.words('map.alt', { flows: sentences.join(' ') })}</title>
<defs><pattern id="${options.id}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="hatch" d="M0 0V6"/></pattern><pattern id="${options.id}-dots" width="7" height="7" patternUnits="userSpaceOnUse"><circle class="dots" cx="2" cy="2" r="1.1"/></pattern><clipPath id="${options.id}-edge"><rect width="${WIDTH}" height="${TALL}"/></clipPath></defs>
<g clip-path="url(#${options.id}-edge)">${ground.land}${ground.arrows}${names(flows, ground, reader)}</g><path class="axis" d="M0 ${TALL}H${WIDTH}"/>${union(ground, reader)}
</svg>
${key(flows, options, reader)}
<figcaption>${reader.words('map.caption')}${missing !== '' && html` ${reader.words('map.unplaced', { countries: missing })}`}</figcaption></figure>`
}

function ends(flow: Flow, reader: Reader): { origin: string; host: string } {
  return { origin: reader.country(flow.origin), host: reader.country(flow.host) }
}

/** Names where they can be read; a map of many flows is read in its table. */
function names(flows: readonly Flow[], ground: Ground, reader: Reader): SafeHtml | null {
  return flows.length > 6 ? null : html`${[...ground.hearts.keys()].map((code) => nameAt(code, ground, flows, reader))}`
}

/** The name stands on the side away from the arrows. */
function nameAt(code: string, { hearts }: Ground, flows: readonly Flow[], reader: Reader): SafeHtml | null {
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

function union(ground: Ground, reader: Reader): SafeHtml | null {
  if (ground.union === null) return null
  const side = reader.direction === 'rtl' ? 'end' : 'start'
  return html`${ground.union}<text x="146" y="${TALL + 58}" font-size="15" font-weight="600" text-anchor="${side}">${reader.country('EU')}</text><text class="svg-quiet" x="146" y="${TALL + 76}" font-size="11.5" text-anchor="${side}">${reader.words('map.partner')}</text>`
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
