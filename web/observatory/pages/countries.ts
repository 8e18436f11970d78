import { html, type SafeHtml } from '#formats/html.ts'
import type { Page } from '../page.ts'
import { type Flow, flowsOf, flowTable } from '../parts/map.ts'
import { ratificationTable } from '../parts/treaties.ts'
import type { Reader } from '../reader.ts'
import type { Site } from '../site.ts'
import { agreementList } from './law.ts'

/** A country as origin, as host, and bound by what. (R-EP-12) */
export function countryPages(site: Site): Page[] {
  const { release, incidents } = site.library
  const codes = new Set([
    ...release.corridors.flatMap((one) => [one.origin, one.host, ...one.partners]),
    ...incidents.flatMap((one) => [one.origin, one.host]),
    ...release.agreements.map((one) => one.country),
    ...release.ratifications.map((one) => one.state),
  ])
  return [...codes].sort().map((code) => countryPage(site, code))
}

function countryPage(site: Site, code: string): Page {
  const { release, incidents, lists } = site.library
  const asOrigin = flowsOf(incidents.filter((one) => one.origin === code))
  const asHost = flowsOf(incidents.filter((one) => one.host === code))
  const treaties = release.ratifications.filter((one) => one.state === code)
  const hasAgreements = release.agreements.some((one) => one.country === code)
  return {
    address: `countries/${code}/`,
    write: (reader) => ({
      title: reader.country(code),
      kicker: reader.words('country.kicker'),
      main: html`${side('country.origin', asOrigin, reader)}${side('country.host', asHost, reader)}${years(
        lists.filter((list) => list.host === code),
        reader,
      )}
${hasAgreements && html`<section class="hang"><h2>${reader.words('agreements.title')}</h2>${agreementList(code, site, reader)}</section>`}
${treaties.length > 0 && html`<section class="hang"><h2>${reader.words('nav.ratifications')}</h2>${ratificationTable(treaties, reader)}</section>`}`,
    }),
  }
}

function side(title: 'country.origin' | 'country.host', flows: readonly Flow[], reader: Reader): SafeHtml {
  const n = flows.reduce((sum, flow) => sum + flow.n, 0)
  return html`<section class="hang"><h2>${reader.words(title)}</h2><p>${reader.words('country.count', { n })}</p>${n > 0 && flowTable(flows, reader)}</section>`
}

function years(lists: Site['library']['lists'], reader: Reader): SafeHtml | null {
  if (lists.length === 0) return null
  const link = (list: (typeof lists)[number]) => {
    const words = list.year === 'undated' ? reader.words('incidents.undated') : reader.year(list.year)
    return html`<li><a href="${reader.to('incidents', list.host, list.year)}">${words}</a> <span class="quiet">${reader.number(list.size)}</span></li>`
  }
  return html`<section class="hang"><h2>${reader.words('incidents.by')}</h2><ul class="row">${lists.map(link)}</ul></section>`
}
