import { html, type SafeHtml } from '#formats/html.ts'
import { NEGOTIATION_ASPECTS, type Negotiation, type Openness, safeguardClauses, treaties } from '#kernel/treaties.ts'
import type { Page } from '../page.ts'
import { facts, unverifiedMark } from '../parts/marks.ts'
import { quotations, sourceLine } from '../parts/quotation.ts'
import type { Reader } from '../reader.ts'
import type { Site } from '../site.ts'

export function treatyPages(site: Site): Page[] {
  return [trackerPage(site), safeguardPage(site)]
}

type Known = Negotiation & { readonly record: Site['library']['release']['events'][number] }

/** Negotiations whose event is in the release; the list in data/ speaks of nothing else. */
function negotiationsOf({ library }: Site): readonly Known[] {
  return treaties.negotiations.flatMap((one) => {
    const record = library.release.events.find((event) => event.code === one.event)
    return record === undefined ? [] : [{ ...one, record }]
  })
}

/** Each negotiation with what is public and what is not, and who says so. (R-NGO-01) */
function trackerPage(site: Site): Page {
  const known = negotiationsOf(site)
  return {
    address: 'treaties/',
    write: (reader) => ({
      title: reader.words('nav.treaties'),
      lead: reader.words('treaties.lead'),
      main:
        known.length === 0
          ? html`<p class="quiet">${reader.words('treaties.none')}</p>`
          : html`${scoreboard(known, site, reader)}${known.map((one) => negotiation(one, site, reader))}`,
    }),
  }
}

function scoreboard(known: readonly Known[], site: Site, reader: Reader): SafeHtml {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${reader.words('nav.treaties')}"><table><caption class="unseen">${reader.words('nav.treaties')}</caption><thead><tr><th scope="col">${reader.words('table.treaty')}</th>${NEGOTIATION_ASPECTS.map(
    (aspect) => html`<th scope="col">${reader.words(`treaties.${aspect}`)}</th>`,
  )}</tr></thead><tbody>${known.map(
    (one) =>
      html`<tr><th scope="row"><a href="#${one.event}">${reader.say(one.record.title)}</a></th>${NEGOTIATION_ASPECTS.map(
        (aspect) => html`<td>${openness(one[aspect], site, reader)}</td>`,
      )}</tr>`,
  )}</tbody></table></div>`
}

function openness({ state, citation }: Openness, { library }: Site, reader: Reader): SafeHtml {
  const held = citation !== null && library.release.citations.some((one) => one.code === citation)
  return html`${reader.words(`treaties.${state}`)}${held && html` <small>${sourceLine(citation, library, reader)}</small>`}`
}

function negotiation(one: Known, { library }: Site, reader: Reader): SafeHtml {
  const names = new Intl.ListFormat(reader.language, { type: 'conjunction' }).format(one.parties.map((code) => reader.country(code)))
  const text = reader.rich(
    'treaties.text.unknown',
    { a: (words) => html`<a href="${reader.to('safeguards')}">${words}</a>` },
    { n: safeguardClauses.length },
  )
  return html`<section class="hang" id="${one.event}"><h2>${reader.say(one.record.title)}</h2>${facts([
    [reader.words('treaties.parties'), names],
    [reader.words('treaties.stage'), one.record.status === null ? null : reader.say(one.record.status)],
    [reader.words('treaties.text'), one.safeguards ? text : null, 'wide'],
  ])}${quotations(one.record.citations, library, reader)}</section>`
}

/** The thirty clauses that a draft is read against, each with its legal source and its mark. (R-NGO-32) */
function safeguardPage({ library }: Site): Page {
  const provisions = new Map(library.release.instruments.flatMap((one) => one.provisions).map((one) => [one.id, one]))
  const rows = safeguardClauses.flatMap(({ id, provision }) => {
    const found = provisions.get(provision)
    return found === undefined ? [] : [{ ...found, code: id }]
  })
  return {
    address: 'safeguards/',
    write: (reader) => ({
      title: reader.words('nav.safeguards'),
      lead: reader.words('safeguards.lead', { n: safeguardClauses.length }),
      trail: [{ words: reader.words('nav.treaties'), to: reader.to('treaties') }],
      main: html`<ol class="entries">${rows.map(
        (row) =>
          html`<li id="${row.code}"><h2><span class="id" dir="ltr">${row.code}</span> ${reader.english(row.summary)}</h2><p class="meta"><span>${reader.words('safeguards.source')}: ${reader.english(row.ref)}</span></p><ul class="bullets">${row.safeguardTests.map((test) => html`<li>${reader.english(test)}</li>`)}</ul><p class="more">${unverifiedMark(row.basis, reader) ?? html`<small>${reader.words('unverified.seed')}</small>`}</p></li>`,
      )}</ol><p class="note">${reader.words('instruments.warning')}</p>`,
    }),
  }
}
