import { html, type SafeHtml } from '#formats/html.ts'
import type { Page } from '../page.ts'
import type { Reader } from '../reader.ts'
import type { Site } from '../site.ts'
import { writeDay } from '../when.ts'
import type { WrittenTable } from '../write-data.ts'

/** Every file with its size and checksum. */
export function downloadsPage(site: Site, written: readonly WrittenTable[]): Page {
  return {
    address: 'downloads/',
    write: (reader) => ({
      title: reader.words('downloads.title'),
      lead: reader.words('downloads.lead'),
      kicker: reader.words('downloads.as_of', { date: writeDay(site.library.release.asOf, 'day', reader.language) }),
      nav: 'nav.downloads',
      main: html`<section><h2>${reader.words('downloads.tables')}</h2>${fileTable(written, reader)}<p class="note">${reader.words('downloads.guard')}</p></section>
<section class="hang"><h2>${reader.words('downloads.descriptions')}</h2><ul class="bullets">${(
        [
          ['/data/datapackage.json', 'downloads.frictionless'],
          ['/data/catalog.jsonld', 'downloads.dcat'],
          ['/data/SHA256SUMS.txt', 'downloads.sums'],
          ['/data/release.json', 'downloads.release'],
          ['/data/incidents.ndjson', 'downloads.ndjson'],
        ] as const
      ).map(
        ([to, key]) => html`<li><a href="${to}">${reader.words(key)}</a></li>`,
      )}</ul><p class="note">${reader.words('downloads.exact')}</p><p class="more"><a href="${reader.to('licence')}">${reader.words('licence.title')}</a></p></section>`,
    }),
  }
}

function fileTable(written: readonly WrittenTable[], reader: Reader): SafeHtml {
  const head = (['table.file', 'table.rows', 'table.size'] as const).map((key) => html`<th scope="col">${reader.words(key)}</th>`)
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${reader.words('downloads.tables')}"><table><caption class="unseen">${reader.words('downloads.tables')}</caption><thead><tr>${head}</tr></thead><tbody>${written.map(
    ({ table, csv, json }) =>
      html`<tr><th scope="row">${reader.words(table.title)}<br><a href="/${csv.path}">${reader.words('downloads.csv')}</a> · <a href="/${json.path}">${reader.words('downloads.json')}</a><br><small class="sum">${reader.words('table.sum')} <span class="hash" dir="ltr">${csv.sha256}</span></small></th><td class="amount">${reader.number(table.rows.length)}</td><td class="amount">${reader.words('table.kb', { n: reader.number(Math.ceil(csv.bytes / 1024)) })}</td></tr>`,
  )}</tbody></table></div>`
}
