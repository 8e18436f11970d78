import type { PublicIncident } from '#features/register/register.contract.ts'
import { html, type SafeHtml } from '#formats/html.ts'
import { methodGroups } from '#kernel/vocabulary.ts'
import type { Reader } from '../reader.ts'
import { groupsOf } from './incident.ts'

export type GroupCount = { readonly group: string; readonly n: number }

/** Public incidents by group of methods, in each group once. (R-EP-04) */
export function countByGroup(incidents: readonly PublicIncident[]): GroupCount[] {
  const counts = new Map<string, number>()
  for (const incident of incidents) for (const group of groupsOf(incident)) counts.set(group, (counts.get(group) ?? 0) + 1)
  const order = new Map<string, number>(methodGroups.map((group, at) => [group.code, at]))
  return [...counts]
    .map(([group, n]) => ({ group, n }))
    .sort((a, b) => b.n - a.n || (order.get(a.group) ?? 99) - (order.get(b.group) ?? 99))
}

/** The finding in one sentence; with a tie at the top nothing is said to stand out. */
export function groupTitle(counts: readonly GroupCount[], all: number, reader: Reader): string {
  const [first, second] = counts
  if (first === undefined || first.n === second?.n) return reader.words('corridor.methods.tie', { all, groups: counts.length })
  return reader.words('corridor.methods.title', { method: reader.labelPlain('group', first.group), n: first.n, all })
}

/** Bars with their numbers and names; a table and its CSV stand beside them. */
export function groupBars(counts: readonly GroupCount[], all: number, reader: Reader): SafeHtml {
  const most = Math.max(1, ...counts.map((count) => count.n))
  const described = counts.map((count) => `${reader.labelPlain('group', count.group)}: ${reader.number(count.n)}.`).join(' ')
  const height = counts.length * 42 + 4
  const rtl = reader.direction === 'rtl'
  const rows = counts.map((count, at) => {
    const y = at * 42
    const width = Math.round((count.n / most) * 380)
    return html`<text x="${rtl ? 440 : 0}" y="${y + 14}" font-size="14">${reader.labelPlain('group', count.group)}</text><rect class="bar" x="${rtl ? 440 - width : 0}.5" y="${y + 20.5}" width="${width}" height="11"/><rect x="${rtl ? 440 - width : 0}" y="${y + 20}" width="${width}" height="12" fill="url(#bars-h)" opacity=".5"/><text class="svg-quiet" x="${rtl ? 440 - width - 8 : width + 8}" y="${y + 31}" font-size="13">${reader.number(count.n)}</text>`
  })
  return html`<figure><p class="figure-title">${groupTitle(counts, all, reader)}</p>
<svg class="chart" viewBox="0 0 440 ${height}" role="img" aria-labelledby="bars-t"><title id="bars-t">${reader.words('corridor.methods.alt', { bars: described })}</title><defs><pattern id="bars-h" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="hatch" d="M0 0V5"/></pattern></defs>${rows}</svg>
<figcaption>${reader.words('corridor.methods.note')}</figcaption></figure>
<details><summary>${reader.words('table.show')}</summary><table><caption>${reader.words('table.name.methods')}</caption><thead><tr><th scope="col">${reader.words('table.method')}</th><th scope="col" class="amount">${reader.words('table.incidents')}</th></tr></thead><tbody>${counts.map(
    (count) =>
      html`<tr><th scope="row"><a href="${reader.to('taxonomy')}#${count.group}">${reader.label('group', count.group)}</a></th><td class="amount">${reader.number(count.n)}</td></tr>`,
  )}</tbody></table><p class="more"><a href="/data/methods.csv">${reader.words('table.csv')}</a></p></details>`
}
