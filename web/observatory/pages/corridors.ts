import type { Release } from '#features/observatory/release.contract.ts'
import type { PublicEvent, PublicIncident } from '#features/register/register.contract.ts'
import { html, join, raw, type SafeHtml } from '#formats/html.ts'
import type { Page } from '../page.ts'
import { countByGroup, groupBars } from '../parts/bars.ts'
import { incidentRecord } from '../parts/incident.ts'
import { flowMap, flowsOf, flowTable } from '../parts/map.ts'
import { facts, hedgeMark, placeMark } from '../parts/marks.ts'
import { findingRecord } from '../parts/promise.ts'
import { sourceLine } from '../parts/quotation.ts'
import { timeline } from '../parts/timeline.ts'
import type { Reader } from '../reader.ts'
import type { Site } from '../site.ts'
import { type TimelineEntry, timelineOf } from '../timeline-entries.ts'
import { yearOf } from '../when.ts'
import { caseList } from './overview.ts'

type Corridor = Release['corridors'][number]

export function corridorPages(site: Site): Page[] {
  return [listPage(site), ...site.library.release.corridors.map((corridor) => corridorPage(site, corridor))]
}

function listPage(site: Site): Page {
  const { release } = site.library
  return {
    address: 'corridors/',
    write: (reader) => ({
      title: reader.words('nav.corridors'),
      lead: reader.words('corridor.list.lead'),
      nav: 'nav.corridors',
      main: html`<h2 class="unseen">${reader.words('nav.corridors')}</h2><ul class="entries">${release.corridors.map(
        (corridor) =>
          html`<li><h3><a href="${reader.to('corridors', corridor.id)}">${reader.say(corridor.title)}</a></h3><p>${reader.say(corridor.summary)}</p></li>`,
      )}</ul>`,
    }),
  }
}

function corridorPage(site: Site, corridor: Corridor): Page {
  const { library } = site
  const incidents = library.incidents.filter((one) => one.origin === corridor.origin && one.host === corridor.host)
  const entries = timelineOf(library, incidents)
  const flows = flowsOf(incidents)
  const groups = countByGroup(incidents)
  return {
    address: `corridors/${corridor.id}/`,
    write: (reader) => ({
      title: reader.sayPlain(corridor.title),
      kicker: reader.words('corridor.kicker'),
      lead: reader.say(corridor.summary),
      nav: 'nav.corridors',
      trail: [{ words: reader.words('nav.corridors'), to: reader.to('corridors') }],
      main: html`${corridorFacts(corridor, reader)}
<section class="two"><div>${flowMap(flows, { geography: site.geography, partners: corridor.partners, id: 'map' }, reader)}${flowTable(flows, reader)}</div>
<div>${groupBars(groups, incidents.length, reader)}</div></section>
<section class="hang"><h2 id="cases">${reader.words('corridor.cases')}</h2>${caseList(site, reader, corridor)}</section>
<section><h2 id="timeline">${reader.words('corridor.timeline')}</h2>${timeline(entries, 'timeline', reader)}${entryList(entries, site, reader)}<p class="more"><a href="/data/timeline.csv">${reader.words('table.csv')}</a></p></section>
${communities(incidents, site, reader)}${findings(incidents, site, reader)}${became(site, reader)}`,
    }),
  }
}

function corridorFacts(corridor: Corridor, reader: Reader): SafeHtml {
  const country = (code: string) => html`<a href="${reader.to('countries', code)}">${reader.country(code)}</a>`
  return facts([
    [reader.words('corridor.facts.origin'), country(corridor.origin)],
    [reader.words('corridor.facts.host'), country(corridor.host)],
    [reader.words('corridor.facts.partners'), corridor.partners.length === 0 ? null : join(corridor.partners.map(country), raw(', '))],
    [reader.words('corridor.facts.version'), html`<span class="code">${corridor.version}</span>`],
  ])
}

function entryList(entries: readonly TimelineEntry[], site: Site, reader: Reader): SafeHtml {
  const years = [...new Set(entries.map((entry) => yearOf(entry.happened) ?? ''))]
  return html`${years.map(
    (year) =>
      html`<div class="year"><h3>${year === '' ? reader.words('corridor.undated') : reader.year(year)}</h3><ol class="entries line">${entries
        .filter((entry) => (yearOf(entry.happened) ?? '') === year)
        .map((entry) => entryOf(entry, site, reader))}</ol></div>`,
  )}`
}

function entryOf(entry: TimelineEntry, site: Site, reader: Reader): SafeHtml {
  const event = entry.lane === 'event' ? site.library.release.events.find((one) => one.code === entry.code) : undefined
  const title =
    event === undefined ? html`<a href="${reader.to()}${entry.address}">${reader.say(entry.title)}</a>` : reader.say(entry.title)
  return html`<li id="t-${entry.code}"><p class="meta"><b>${reader.when(entry.happened)}</b><span>${reader.words(`corridor.lane.${entry.lane}`)}</span></p><div><h4 class="entry">${title}</h4>${event !== undefined && eventMore(event, reader)}${sourceLine(entry.citation, site.library, reader)}</div><div class="side">${whose(entry, site, reader)}${
    entry.incident !== null && html`<p>${hedgeMark(entry.incident.hedge.code, reader)}</p>`
  }</div></li>`
}

function whose(entry: TimelineEntry, { library }: Site, reader: Reader): SafeHtml | null {
  const { incident } = entry
  if (incident === null || incident.case === null) return null
  const person = library.person(library.case(incident.case).person)
  const language = library.tongueOf(person.citations)
  return html`<p class="quiet">${reader.foreign(person.name, language)}</p>`
}

function eventMore(event: PublicEvent, reader: Reader): SafeHtml {
  return html`${event.status !== null && html`<p class="quiet">${reader.say(event.status)}</p>`}${event.place !== null && html`<p class="quiet">${placeMark(event.place, reader)}</p>`}${
    event.votes !== null && html`<p class="quiet">${reader.words('event.votes', event.votes)}</p>`
  }`
}

function communities(incidents: readonly PublicIncident[], { library }: Site, reader: Reader): SafeHtml | null {
  const own = incidents.filter((one) => one.case === null)
  if (own.length === 0) return null
  return html`<section><h2 id="communities">${reader.words('corridor.communities')}</h2><p class="quiet">${reader.words('corridor.communities.lead')}</p>${own.slice(0, 40).map((one) => incidentRecord(one, library, reader))}</section>`
}

function findings(incidents: readonly PublicIncident[], { library }: Site, reader: Reader): SafeHtml | null {
  const own = new Set(incidents.flatMap((one) => library.findingsOfIncident(one.code)))
  if (own.size === 0) return null
  return html`<section><h2 id="findings">${reader.words('corridor.findings')}</h2>${[...own].slice(0, 40).map((one) => findingRecord(one, library, reader))}</section>`
}

/** What was promised, what was asked, and where it could be raised: three doors with their counts. */
function became({ library }: Site, reader: Reader): SafeHtml {
  const { commitments, recommendations, dialogues, dialogueGaps } = library.release
  const paragraphs = new Set(commitments.map((one) => one.paragraph)).size
  const addressees = new Set(recommendations.flatMap((one) => one.addresseeCodes)).size
  const open = recommendations.filter((one) => one.status === 'open').length
  const door = (to: string, title: string, words: string) =>
    html`<div><h3><a href="${reader.to(to)}">${title}</a></h3><p>${words}</p></div>`
  return html`<section class="three">${door('commitments', reader.words('corridor.promised'), reader.words('corridor.promised.n', { commitments: commitments.length, paragraphs }))}
${door('recommendations', reader.words('corridor.asked'), reader.words('corridor.asked.n', { n: recommendations.length, who: addressees, open }))}
${door('dialogues', reader.words('corridor.talks'), reader.words('corridor.talks.n', { n: dialogues.length, gaps: dialogueGaps.length }))}</section>`
}
