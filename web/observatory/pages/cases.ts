import type { Finding } from '#features/commitments/commitment.contract.ts'
import type { PublicCase } from '#features/register/register.contract.ts'
import { html, join, raw, type SafeHtml } from '#formats/html.ts'
import type { Page } from '../page.ts'
import { incidentRecord } from '../parts/incident.ts'
import { facts } from '../parts/marks.ts'
import { findingRecord } from '../parts/promise.ts'
import { quotation, sourceList } from '../parts/quotation.ts'
import { raisedWords } from '../parts/raised.ts'
import type { Reader } from '../reader.ts'
import type { Site } from '../site.ts'
import { caseList } from './overview.ts'

export function casesPage(site: Site): Page {
  return {
    address: 'cases/',
    write: (reader) => ({
      title: reader.words('cases.title'),
      lead: reader.words('cases.lead'),
      nav: 'nav.cases',
      main: html`<h2 class="unseen">${reader.words('overview.cases')}</h2>${caseList(site, reader)}`,
    }),
  }
}

export function casePages(site: Site): Page[] {
  return site.library.release.cases.map((one) => ({
    address: `cases/${one.code}/`,
    write: (reader) => {
      const person = site.library.person(one.person)
      const language = site.library.tongueOf(person.citations)
      return {
        title: person.name,
        heading: reader.foreign(person.name, language),
        kicker: html`${reader.words('case.kicker', { code: one.code })} · ${reader.words('site.public_source')}`,
        lead: reader.say(one.summary),
        nav: 'nav.cases',
        trail: [{ words: reader.words('nav.cases'), to: reader.to('cases') }],
        main: html`${caseFacts(one, site, reader)}${chronology(one, site, reader)}${engaged(one, site, reader)}${raised(one, site, reader)}${silent(one, reader)}${sources(one, site, reader)}`,
      }
    },
  }))
}

function caseFacts(one: PublicCase, { library }: Site, reader: Reader): SafeHtml {
  const person = library.person(one.person)
  const language = library.tongueOf(person.citations)
  return facts([
    [
      reader.words('case.described'),
      join(
        person.descriptors.map((words) => html`<q ${reader.tongue(language)}>${words}</q>`),
        raw('<br>'),
      ),
    ],
    [reader.words('case.from'), html`<a href="${reader.to('countries', one.origin)}">${reader.country(one.origin)}</a>`],
    [reader.words('case.in'), html`<a href="${reader.to('countries', one.host)}">${reader.country(one.host)}</a>`],
    [reader.words('case.community'), person.community === null ? null : reader.label('communities', person.community)],
    [
      reader.words('case.protection'),
      html`${reader.say(one.protection.summary)}${quotation(one.protection.citation, library, reader)}`,
      'wide',
    ],
  ])
}

function chronology(one: PublicCase, { library }: Site, reader: Reader): SafeHtml {
  const incidents = library.incidentsOf(one.code)
  return html`<section><h2 id="chronology">${reader.words('case.chronology')}</h2><p class="quiet">${reader.words('case.chronology.lead', { n: incidents.length })}</p>
<ol class="chronology">${incidents.map((incident) => html`<li>${incidentRecord(incident, library, reader)}</li>`)}</ol></section>`
}

function findingsOn(one: PublicCase, { library }: Site): readonly Finding[] {
  const codes = new Set(library.incidentsOf(one.code).map((incident) => incident.code))
  return library.release.findings.filter((finding) => finding.incidents.some((code) => codes.has(code)))
}

/** In which exchanges somebody raised this case in public. */
const raisedOf = (one: PublicCase, { library }: Site) =>
  library.release.dialogues.flatMap((round) =>
    (round.raised ?? []).filter((what) => what.case === one.code).map((what) => ({ round, what })),
  )

function engaged(one: PublicCase, site: Site, reader: Reader): SafeHtml {
  const { library } = site
  const findings = findingsOn(one, site)
  return html`<section><h2 id="engaged">${reader.words('case.engaged')}</h2>${
    findings.length === 0
      ? html`<p class="quiet">${reader.words('case.engaged.none')}</p>`
      : html`<p class="quiet">${reader.words('case.engaged.lead')}</p>${findings.map((finding) => findingRecord(finding, library, reader))}`
  }</section>`
}

/** Where this case was raised in public, one by one, each with the reply or the word that none is told of. */
function raised(one: PublicCase, site: Site, reader: Reader): SafeHtml {
  const rows = raisedOf(one, site).map(
    ({ round, what }) =>
      html`<li><p><a href="${reader.to('dialogues')}#${round.code}">${reader.say(round.title)}</a></p>${raisedWords(what, site, reader)}</li>`,
  )
  return html`<section><h2 id="raised">${reader.words('case.raised')}</h2>${
    rows.length === 0 ? html`<p class="quiet">${reader.words('case.raised.none')}</p>` : html`<ul class="entries">${rows}</ul>`
  }</section>`
}

function silent(one: PublicCase, reader: Reader): SafeHtml | null {
  if (one.notInSources.length === 0) return null
  return html`<section class="hang"><h2 id="silent">${reader.words('case.silent')}</h2><p class="quiet">${reader.words('case.silent.lead')}</p><ul class="bullets">${one.notInSources.map(
    (fact) => html`<li>${reader.say(fact)}</li>`,
  )}</ul></section>`
}

function sources(one: PublicCase, site: Site, reader: Reader): SafeHtml {
  const { library } = site
  const codes = [
    ...one.citations,
    one.protection.citation,
    ...library.incidentsOf(one.code).flatMap((incident) => incident.citations),
    ...findingsOn(one, site).map(({ citation }) => citation),
    ...raisedOf(one, site).flatMap(({ what }) => [what.citation, ...(what.reply === null ? [] : [what.reply.citation])]),
  ]
  return html`<section class="hang"><h2 id="sources">${reader.words('case.sources')}</h2>${sourceList(codes, library, reader)}</section>`
}
