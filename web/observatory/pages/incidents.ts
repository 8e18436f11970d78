import { html, type SafeHtml } from '#formats/html.ts'
import { incidentsUnder } from '#kernel/definitions.ts'
import type { IncidentList, ListPart } from '../incident-lists.ts'
import type { Page } from '../page.ts'
import { incidentEntry, incidentRecord } from '../parts/incident.ts'
import { flowsOf, flowTable } from '../parts/map.ts'
import type { Quotes } from '../parts/quotation.ts'
import type { Reader } from '../reader.ts'
import type { Site } from '../site.ts'

/** Up to this many on a page are told in full; longer lists keep every qualification but are short. */
const IN_FULL = 40
export const EP_CATEGORIES = ['physical', 'legal_tools', 'non_physical_digital'] as const

export function* incidentPages(site: Site): Generator<Page> {
  yield indexPage(site)
  for (const category of EP_CATEGORIES) yield categoryPage(site, category)
  for (const list of site.library.lists) for (const [at, part] of list.parts.entries()) yield listPage(site, list, part, at)
}

function indexPage(site: Site): Page {
  const { library } = site
  const hosts = [...new Set(library.lists.map((list) => list.host))]
  const flows = flowsOf(library.incidents)
  return {
    address: 'incidents/',
    write: (reader) => ({
      title: reader.words('incidents.title'),
      lead: reader.words('incidents.lead'),
      nav: 'nav.incidents',
      main: html`<section class="hang"><h2>${reader.words('incidents.by')}</h2>${hosts.map(
        (host) =>
          html`<h3><a href="${reader.to('countries', host)}">${reader.country(host)}</a></h3><ul class="row">${library.lists
            .filter((list) => list.host === host)
            .map(
              (list) =>
                html`<li><a href="${reader.to('incidents', list.host, list.year)}">${yearWords(list, reader)}</a> <span class="quiet">${reader.number(list.size)}</span></li>`,
            )}</ul>`,
      )}</section>
<section class="hang"><h2>${reader.words('incidents.filter')}</h2><ul class="row">${EP_CATEGORIES.map(
        (category) =>
          html`<li><a href="${reader.to('incidents', `ep-${category.replaceAll('_', '-')}`)}">${reader.words(`taxonomy.category.${category}`)}</a></li>`,
      )}</ul></section>
<section class="hang"><h2>${reader.words('overview.flows')}</h2>${flowTable(flows, reader)}</section>`,
    }),
  }
}

function yearWords(list: IncidentList, reader: Reader): string {
  return list.year === 'undated' ? reader.words('incidents.undated') : reader.year(list.year)
}

/** Exactly the incidents with a method in the category. (R-EP-02) */
function categoryPage(site: Site, category: (typeof EP_CATEGORIES)[number]): Page {
  const { library } = site
  const incidents = incidentsUnder('ep-2025', category, library.incidents)
  const shown = incidents.slice(-200).reverse()
  return {
    address: `incidents/ep-${category.replaceAll('_', '-')}/`,
    write: (reader) => ({
      title: reader.words(`taxonomy.category.${category}`),
      kicker: reader.words('incidents.filter'),
      lead: reader.words('incidents.filter.lead', { n: incidents.length }),
      nav: 'nav.incidents',
      trail: [{ words: reader.words('nav.incidents'), to: reader.to('incidents') }],
      main: html`<h2 class="unseen">${reader.words('incidents.title')}</h2><ol class="entries">${shown.map((incident) => incidentEntry(incident, library, reader, `${reader.to()}${library.addressOf(incident)}`))}</ol>`,
    }),
  }
}

function listPage(site: Site, list: IncidentList, part: ListPart, at: number): Page {
  const { library } = site
  const inFull = part.incidents.length <= IN_FULL
  const slice = sliceOf(site, part)
  const around = { part: at, parts: list.parts.map((one) => one.address), size: list.size, host: list.host, year: list.year }
  return {
    address: part.address,
    ...(inFull ? {} : { inputs: [slice.inputs, around] }),
    write: (reader) => ({
      title: reader.words('incidents.list', { country: reader.country(list.host), year: yearWords(list, reader) }),
      lead: reader.words('incidents.page', { n: part.incidents.length, all: list.size }),
      nav: 'nav.incidents',
      trail: [{ words: reader.words('nav.incidents'), to: reader.to('incidents') }],
      main: html`<h2 class="unseen">${reader.words('incidents.title')}</h2>${
        inFull
          ? part.incidents.map((incident) =>
              incident.case === null
                ? incidentRecord(incident, library, reader)
                : html`<ul class="entries">${incidentEntry(incident, library, reader, `${reader.to()}${library.addressOf(incident)}`)}</ul>`,
            )
          : html`<ol class="entries">${part.incidents.map((incident) => incidentEntry(incident, slice.quotes, reader, incident.case === null ? null : reader.to('cases', incident.case)))}</ol>`
      }${pager(list, at, reader)}`,
    }),
  }
}

/** Just what a long list shows: it can reach nothing else, so its inputs are all that it depends on. */
function sliceOf({ library }: Site, part: ListPart): { readonly quotes: Quotes; readonly inputs: unknown } {
  const citations = new Map(part.incidents.map((one) => one.citations[0] ?? '').map((code) => [code, library.citation(code)]))
  const documents = new Map([...citations.values()].map((one) => [one.document, library.document(one.document)]))
  const only =
    <T>(map: ReadonlyMap<string, T>) =>
    (code: string) => {
      const found = map.get(code)
      if (found === undefined) throw new Error(`a list reached beyond its own records: ${code}`)
      return found
    }
  return {
    quotes: { citation: only(citations), document: only(documents), tongueOf: library.tongueOf },
    inputs: [part.incidents, [...citations.values()], [...documents.keys()].map((sha256) => library.documentKey(sha256))],
  }
}

function pager(list: IncidentList, at: number, reader: Reader): SafeHtml | null {
  if (list.parts.length === 1) return null
  const link = (part: ListPart | undefined, words: string) =>
    part === undefined ? html`<span></span>` : html`<a href="/${reader.language}/${part.address}">${words}</a>`
  return html`<nav class="pager" aria-label="${reader.words('incidents.pages')}">${link(list.parts[at - 1], reader.words('incidents.older'))}<span>${reader.words('incidents.part', { n: `${at + 1}/${list.parts.length}` })}</span>${link(list.parts[at + 1], reader.words('incidents.newer'))}</nav>`
}
