import { html, type SafeHtml } from '#formats/html.ts'
import type { Reader } from '../reader.ts'
import type { Site } from '../site.ts'
import { writeDay } from '../when.ts'
import { unverifiedMark } from './marks.ts'

type Ratification = Site['library']['release']['ratifications'][number]

/** Treaties recorded as binding the parties of the corridors: origin countries and partners. (R-CSP-17) */
export function bindingTreaties(site: Site, reader: Reader): SafeHtml | null {
  const { corridors, ratifications } = site.library.release
  const parties = [...new Set(corridors.flatMap((corridor) => [corridor.origin, ...corridor.partners]))]
  const rows = ratifications.filter((one) => one.status === 'party' && parties.includes(one.state))
  if (rows.length === 0) return null
  const names = new Intl.ListFormat(reader.language, { type: 'conjunction' }).format(
    [...new Set(rows.map((row) => row.state))].map((code) => reader.country(code)),
  )
  return html`<section class="hang"><h2 id="treaties">${reader.words('paragraph.treaties')}</h2><p>${reader.words('paragraph.treaties.lead', { parties: names })}</p>${ratificationTable(rows, reader)}</section>`
}

export function ratificationTable(rows: readonly Ratification[], reader: Reader): SafeHtml {
  const head = (['table.country', 'table.treaty', 'table.status', 'table.date', 'table.basis'] as const).map(
    (key) => html`<th scope="col">${reader.words(key)}</th>`,
  )
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${reader.words('ratifications.title')}"><table><caption class="unseen">${reader.words('ratifications.title')}</caption><thead><tr>${head}</tr></thead><tbody>${rows.map(
    (row) =>
      html`<tr><th scope="row">${reader.country(row.state)}</th><td>${reader.english(row.treaty)}</td><td>${reader.words(`ratifications.${row.status}` as 'ratifications.party')}</td><td>${
        row.date === null
          ? html`<span class="quiet">${reader.words('ratifications.no_date')}</span>`
          : writeDay(row.date, 'day', reader.language)
      }</td><td>${unverifiedMark(row.basis, reader) ?? reader.words('unverified.seed')}${row.note !== null && row.note !== '' && html` <small>${reader.english(row.note)}</small>`}</td></tr>`,
  )}</tbody></table></div>`
}
