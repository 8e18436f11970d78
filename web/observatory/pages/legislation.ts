import { html, type SafeHtml } from '#formats/html.ts'
import { treaties } from '#kernel/treaties.ts'
import type { Page } from '../page.ts'
import { unverifiedMark } from '../parts/marks.ts'
import { quotations } from '../parts/quotation.ts'
import type { Reader } from '../reader.ts'
import type { Site } from '../site.ts'
import { slug } from '../slug.ts'

/** Provisions named as used against people, and what nobody has checked yet of the law of Member States. (R-EP-25) */
export function legislationPage(site: Site): Page {
  return {
    address: 'legislation/',
    write: (reader) => ({
      title: reader.words('nav.legislation'),
      lead: reader.words('legislation.lead'),
      main: html`${concern(site, reader)}${sayings(site, reader)}${members(site, reader)}`,
    }),
  }
}

function concern({ library }: Site, reader: Reader): SafeHtml {
  const laws = library.release.instruments.filter((one) => treaties.lawsOfConcern.includes(one.id))
  return html`<section class="hang"><h2>${reader.words('legislation.concern')}</h2>${laws.map(
    (law) =>
      html`<h3><a href="${reader.to('instruments', slug(law.id))}">${reader.english(law.title)}</a></h3><ul class="entries">${law.provisions.map(
        (one) =>
          html`<li><h4>${reader.english(one.ref)}</h4><p>${reader.english(one.summary)}</p><p class="more">${unverifiedMark(one.basis, reader) ?? html`<small>${reader.words('unverified.seed')}</small>`}</p></li>`,
      )}</ul>`,
  )}<p class="note">${reader.words('legislation.cases')}</p></section>`
}

/** The sources' own words, as hard or as careful as they are. */
function sayings({ library }: Site, reader: Reader): SafeHtml | null {
  const laws = library.release.events.filter((one) => one.kind === 'law')
  if (laws.length === 0) return null
  return html`<section class="hang"><h2>${reader.words('legislation.said')}</h2>${laws.map(
    (one) => html`<h3>${reader.say(one.title)}</h3>${quotations(one.citations, library, reader)}`,
  )}</section>`
}

function members(site: Site, reader: Reader): SafeHtml | null {
  if (!site.library.release.corridors.some((one) => one.partners.includes('EU'))) return null
  const head = (['table.country', 'table.status', 'table.date', 'instruments.source'] as const).map(
    (key) => html`<th scope="col">${reader.words(key)}</th>`,
  )
  const rows = treaties.memberStates.toSorted((one, other) => reader.compare(reader.country(one.state), reader.country(other.state)))
  return html`<section class="hang"><h2>${reader.words('legislation.members')}</h2><p>${reader.words('legislation.members.lead', { n: rows.length })}</p><div class="scroll" tabindex="0" role="region" aria-label="${reader.words('legislation.members')}"><table><caption class="unseen">${reader.words('legislation.members')}</caption><thead><tr>${head}</tr></thead><tbody>${rows.map(
    ({ state }) =>
      html`<tr><th scope="row">${reader.country(state)}</th><td>${reader.words('legislation.not_checked')}</td><td>–</td><td>${reader.words('legislation.no_source')}</td></tr>`,
  )}</tbody></table></div></section>`
}
