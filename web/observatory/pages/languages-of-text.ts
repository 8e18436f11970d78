import { html, join, raw, type SafeHtml } from '#formats/html.ts'
import { byLabel, type Editions } from '../editions.ts'
import type { Page } from '../page.ts'
import { missing } from '../parts/editions.ts'
import type { Reader } from '../reader.ts'
import type { Site } from '../site.ts'

/** A text paragraph by paragraph in each language in which it counts equally, by the printed numbers; what we have not read is said to be missing. (R-CSP-25) */
export function editionPages(site: Site): Page[] {
  const { editions } = site.library
  return [...editions].filter(([code, { main }]) => code === main).map(([, known]) => editionPage(known, site))
}

function editionPage(known: Editions, site: Site): Page {
  const { library } = site
  const cited = new Set(library.release.citations.map(({ document, paragraph }) => `${document} ${paragraph}`))
  const columns = known.editions.map(({ language, document }) => {
    const own = document === null ? null : library.document(document)
    return { language, own, rows: own === null ? null : byLabel(own) }
  })
  const labels = [...new Set(columns.flatMap(({ rows }) => [...(rows?.keys() ?? [])]))]
  const main = columns.find(({ own }) => own?.code === known.main)?.own
  const cell = ({ language, own, rows }: (typeof columns)[number], label: string, reader: Reader): SafeHtml => {
    if (own === null || rows === null) return html`<td id="p${label}-${language}">${missing(reader)}</td>`
    const places = (rows.get(label) ?? []).map((n) => {
      const words = reader.words('citation.paragraph', { n })
      return cited.has(`${own.sha256} ${n}`) ? html`<a href="${reader.to('sources', own.code, n)}">${words}</a>` : html`${words}`
    })
    return html`<td id="p${label}-${language}">${places.length === 0 ? reader.words('editions.no_paragraph') : join(places, raw('<br>'))}</td>`
  }
  return {
    address: `sources/${known.main}/languages/`,
    write: (reader) => ({
      title: `${reader.words('editions.title')}: ${main?.reference ?? main?.title ?? ''}`,
      kicker: main == null ? '' : reader.foreign(main.title, main.language),
      lead: reader.words('editions.lead'),
      nav: 'nav.sources',
      trail: [
        { words: reader.words('nav.sources'), to: reader.to('sources') },
        { words: main == null ? '' : reader.foreign(main.publisher, main.language), to: reader.to('sources', known.main) },
      ],
      main: html`<div class="scroll" tabindex="0" role="region" aria-label="${reader.words('editions.title')}"><table><caption class="unseen">${reader.words('editions.title')}</caption><thead><tr><th scope="col">${reader.words('editions.printed')}</th>${columns.map(
        ({ language }) => html`<th scope="col">${reader.tongueName(language)}</th>`,
      )}</tr></thead><tbody>${labels.map(
        (label) => html`<tr id="p${label}"><th scope="row">${label}</th>${columns.map((column) => cell(column, label, reader))}</tr>`,
      )}</tbody></table></div>`,
    }),
  }
}
