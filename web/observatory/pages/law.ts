import type { Agreement, Instrument, Mechanism } from '#features/commitments/commitment.contract.ts'
import { html, type SafeHtml } from '#formats/html.ts'
import { isUnverified } from '#formats/public-record.ts'
import { refoulementBases, treaties } from '#kernel/treaties.ts'
import type { Page } from '../page.ts'
import { foundStatements } from '../parts/found.ts'
import { facts, unverifiedMark } from '../parts/marks.ts'
import { partyOf } from '../parts/promise.ts'
import { quotation, quotations } from '../parts/quotation.ts'
import { ratificationTable } from '../parts/treaties.ts'
import type { Reader } from '../reader.ts'
import type { Site } from '../site.ts'
import { slug } from '../slug.ts'
import { writeDay } from '../when.ts'

export function lawPages(site: Site): Page[] {
  const { release } = site.library
  return [
    instrumentList(site),
    ...release.instruments.map((one) => instrumentPage(one)),
    ratifications(site),
    agreements(site),
    mechanisms(site),
  ]
}

function instrumentList({ library }: Site): Page {
  const { instruments } = library.release
  return {
    address: 'instruments/',
    write: (reader) => ({
      title: reader.words('instruments.title'),
      lead: reader.words('instruments.lead'),
      main: html`<h2 class="unseen">${reader.words('nav.instruments')}</h2><ul class="entries">${instruments.map(
        (one) =>
          html`<li><h3><a href="${reader.to('instruments', slug(one.id))}">${reader.english(one.title)}</a></h3><p class="meta"><span>${reader.english(one.type)}</span><span>${reader.english(one.legalForce)}</span><span>${provisionCount(one, reader)}</span></p></li>`,
      )}</ul>${foundStatements('instrument', library, reader)}<p class="note">${reader.words('instruments.warning')}</p>`,
    }),
  }
}

function provisionCount(one: Instrument, reader: Reader): string {
  const unverified = one.provisions.filter((provision) => isUnverified(provision.basis)).length
  return reader.words('instruments.provisions', { n: one.provisions.length, unverified })
}

function instrumentPage(one: Instrument): Page {
  return {
    address: `instruments/${slug(one.id)}/`,
    write: (reader) => ({
      title: one.title,
      heading: reader.english(one.title),
      kicker: reader.english(one.type),
      lead: provisionCount(one, reader),
      trail: [{ words: reader.words('nav.instruments'), to: reader.to('instruments') }],
      main: html`${facts([
        [reader.words('instruments.force'), reader.english(one.legalForce)],
        [reader.words('instruments.source'), reader.english(one.source)],
        [reader.words('unverified.word'), one.verifyNote === null ? null : reader.english(one.verifyNote)],
      ])}
<section><h2 class="unseen">${reader.words('table.name.provisions')}</h2><ol class="entries">${one.provisions.map(
        (provision) =>
          html`<li id="${slug(provision.id)}"><h3>${reader.english(provision.ref)}</h3><p>${reader.english(provision.summary)}</p>${
            provision.safeguardTests.length > 0 &&
            html`<p class="quiet">${reader.words('instruments.tests')}</p><ul class="bullets">${provision.safeguardTests.map((test) => html`<li>${reader.english(test)}</li>`)}</ul>`
          }<p class="more">${unverifiedMark(provision.basis, reader) ?? html`<small>${reader.words('unverified.seed')}</small>`}${provision.basisNote !== null && html` <small>${reader.english(provision.basisNote)}</small>`}</p></li>`,
      )}</ol></section><p class="note">${reader.words('instruments.warning')}</p>`,
    }),
  }
}

function ratifications(site: Site): Page {
  return {
    address: 'ratifications/',
    write: (reader) => ({
      title: reader.words('ratifications.title'),
      lead: reader.words('ratifications.lead'),
      main: html`${bases(site, reader)}${ratificationTable(site.library.release.ratifications, reader)}${unchecked(site, reader)}<p class="more"><a href="/data/ratifications.csv">${reader.words('table.csv')}</a></p>`,
    }),
  }
}

/** Which bases of non-refoulement are recorded as binding the states of the corridors on the day of the release. (R-NGO-29) */
function bases(site: Site, reader: Reader): SafeHtml | null {
  const { ratifications, corridors, asOf } = site.library.release
  const states = [...new Set(corridors.flatMap((one) => [one.host, one.origin]))]
  if (!ratifications.some((row) => states.includes(row.state))) return null
  const lines = states.map((state) => {
    const { binding } = refoulementBases(ratifications, state, asOf)
    const named = binding.map((row) => html`<li>${reader.english(row.treaty)} ${unverifiedMark(row.basis, reader)}</li>`)
    return html`<h3>${reader.country(state)}</h3>${binding.length === 0 ? html`<p class="quiet">${reader.words('ratifications.bases.none')}</p>` : html`<ul class="bullets">${named}</ul>`}`
  })
  return html`<section class="hang" id="bases"><h2>${reader.words('ratifications.bases', { day: writeDay(asOf, 'day', reader.language) })}</h2><p>${reader.words('ratifications.bases.lead')}</p>${lines}</section>`
}

/** States of the corridors for which no source was read on the cybercrime convention. (R-CSP-12) */
function unchecked(site: Site, reader: Reader): SafeHtml | null {
  const { ratifications } = site.library.release
  const { treaty, unchecked: states } = treaties.cybercrime
  const open = states.filter((state) => !ratifications.some((one) => one.state === state && one.treaty === treaty))
  if (!ratifications.some((one) => one.treaty === treaty) || open.length === 0) return null
  return html`<p class="note">${reader.english(treaty)}: ${reader.words('ratifications.unchecked', { states: open.map((state) => reader.country(state)).join(', ') })}</p>`
}

/** For each country its agreements, the clause, and every recorded invocation. (R-EP-12) */
function agreements(site: Site): Page {
  const { release } = site.library
  const countries = [...new Set(release.agreements.map((one) => one.country))].sort()
  return {
    address: 'agreements/',
    write: (reader) => ({
      title: reader.words('agreements.title'),
      lead: reader.words('agreements.lead'),
      main: html`${countries.map(
        (country) =>
          html`<section class="hang"><h2><a href="${reader.to('countries', country)}">${reader.country(country)}</a></h2>${agreementList(country, site, reader)}</section>`,
      )}`,
    }),
  }
}

export function agreementList(country: string, site: Site, reader: Reader): SafeHtml {
  const own = site.library.release.agreements.filter((one) => one.country === country)
  return html`<ul class="entries">${own.map((one) => agreementEntry(one, site, reader))}</ul>`
}

function agreementEntry(one: Agreement, { library }: Site, reader: Reader): SafeHtml {
  return html`<li id="${one.code}"><h3>${reader.say(one.name)}</h3>${facts([
    [reader.words('agreements.state'), reader.say(one.state)],
    [reader.words('paragraph.force'), reader.words(`force.${one.legalForce}`)],
    [
      reader.words('agreements.clause'),
      one.clause === null
        ? reader.words('agreements.clause.none')
        : html`${reader.english(one.clause.reference)}: ${reader.say(one.clause.summary)} ${unverifiedMark(one.clause.basis, reader)}`,
    ],
    [reader.words('agreements.remedy'), remedy(one, library.release.instruments, reader), 'wide'],
  ])}<h4>${reader.words('agreements.invocations')}</h4>${
    one.invocations.length === 0
      ? html`<p class="quiet">${reader.words('agreements.invocations.none')}</p>`
      : html`<ul class="bullets">${one.invocations.map((each) => html`<li><p>${partyOf(each.by, reader)}: ${reader.say(each.said)}</p>${quotation(each.citation, library, reader)}</li>`)}</ul>`
  }${quotations(one.citations, library, reader)}</li>`
}

/** What an agreement provides when it is not kept, each line with its mark; where no source was read, that is said. */
function remedy(one: Agreement, instruments: readonly Instrument[], reader: Reader): SafeHtml {
  const ids = treaties.remedies.find((row) => row.agreement === one.key)?.provisions ?? []
  const found = instruments.flatMap((instrument) => instrument.provisions).filter((provision) => ids.includes(provision.id))
  if (found.length > 0)
    return html`<ul class="bullets">${found.map(
      ({ ref, summary, basis }) => html`<li>${reader.english(`${ref}: ${summary}`)} ${unverifiedMark(basis, reader)}</li>`,
    )}</ul>`
  const isPolitical = one.legalForce === 'political_commitment'
  return html`<span class="quiet">${reader.words(isPolitical ? 'agreements.remedy.political' : 'agreements.remedy.none')}</span>`
}

function mechanisms(site: Site): Page {
  const all = site.library.release.mechanisms
  return {
    address: 'mechanisms/',
    write: (reader) => ({
      title: reader.words('mechanisms.title'),
      lead: reader.words('mechanisms.lead'),
      main: html`${(['agreement', 'body', 'dialogue', 'partnership'] as const).map((kind) => {
        const own = all.filter((one) => one.kind === kind)
        return (
          own.length > 0 &&
          html`<section class="hang"><h2>${reader.words(`mechanisms.kind.${kind}`)}</h2><ul class="entries">${own.map((one) => mechanismEntry(one, site, reader))}</ul></section>`
        )
      })}`,
    }),
  }
}

function mechanismEntry(one: Mechanism, site: Site, reader: Reader): SafeHtml {
  const { library } = site
  const under = one.under === null ? undefined : library.release.mechanisms.find((other) => other.key === one.under)
  const said = (value: Mechanism['remit']) =>
    value === null ? html`<span class="quiet">${reader.words('mechanisms.not_said')}</span>` : reader.say(value)
  return html`<li id="${one.code}"><h3>${reader.say(one.name)}</h3>${facts([
    [reader.words('mechanisms.entry'), said(one.entryPoint)],
    [reader.words('mechanisms.remit'), said(one.remit)],
    [reader.words('mechanisms.frequency'), said(one.frequency)],
    [reader.words('mechanisms.chair'), said(one.chair)],
    [reader.words('paragraph.force'), one.legalForce === null ? null : reader.words(`force.${one.legalForce}`)],
    [reader.words('mechanisms.under'), under === undefined ? null : html`<a href="#${under.code}">${reader.say(under.name)}</a>`],
  ])}${unverifiedMark(one.basis, reader)}${quotations(one.citations, library, reader)}</li>`
}
