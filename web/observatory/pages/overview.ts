import { html, type SafeHtml } from '#formats/html.ts'
import type { Page } from '../page.ts'
import { flowMap, flowsOf, flowTable } from '../parts/map.ts'
import type { Reader } from '../reader.ts'
import type { Site } from '../site.ts'
import { writeDay } from '../when.ts'

export function overview(site: Site): Page {
  const { library } = site
  const { release } = library
  const flows = flowsOf(library.incidents)
  return {
    address: '',
    write: (reader) => ({
      title: reader.words('overview.title'),
      lead: reader.words('overview.lead'),
      nav: 'nav.home',
      main: html`${numbers(site, reader)}
<section class="two map-and-text"><div>${flowMap(flows, { geography: site.geography, partners: partnersOf(site), id: 'map' }, reader)}${flowTable(flows, reader)}</div>
<div><h2 class="plain">${reader.words('overview.corridors')}</h2><ul class="entries first">${release.corridors.map(
        (corridor) =>
          html`<li><h3><a href="${reader.to('corridors', corridor.id)}">${reader.say(corridor.title)}</a></h3><p>${reader.say(corridor.summary)}</p></li>`,
      )}</ul><h2 class="plain">${reader.words('overview.reading')}</h2>
<ul class="bullets"><li><p>${reader.words('overview.reading.1')}</p></li><li><p>${reader.words('overview.reading.2')}</p></li><li><p>${reader.words('overview.reading.3')}</p></li></ul>
<p class="more"><a href="${reader.to('methodology')}">${reader.words('overview.reading.more')}</a></p></div></section>
<section class="hang"><h2>${reader.words('overview.cases')}</h2>${caseList(site, reader)}</section>
<section class="hang"><h2>${reader.words('overview.changes')}</h2>${changeList(site, reader, 5)}<p class="more"><a href="${reader.to('changes')}">${reader.words('overview.all_changes')}</a></p></section>`,
    }),
  }
}

function partnersOf(site: Site): string[] {
  return [...new Set(site.library.release.corridors.flatMap((corridor) => corridor.partners))]
}

/** Three numbers, each with what it counts, and one sentence on what they do not say. */
function numbers(site: Site, reader: Reader): SafeHtml {
  const { release, incidents } = site.library
  const open = release.recommendations.filter((one) => one.status === 'open').length
  const hedged = incidents.filter((one) => one.hedge.code !== 'stated').length
  const assessed = incidents.filter((one) => one.assessment.standard !== 'none').length
  const one = (n: number, words: string, to: string) =>
    html`<div><dt><a href="${reader.to(to)}">${words}</a></dt><dd class="number">${reader.number(n)}</dd></div>`
  return html`<dl class="numbers">${one(incidents.length, reader.words('overview.incidents', { n: incidents.length }), 'incidents')}
${one(release.commitments.length, reader.words('overview.commitments', { n: release.commitments.length }), 'commitments')}
${one(release.recommendations.length, reader.words('overview.recommendations', { n: release.recommendations.length, open }), 'recommendations')}</dl>
<p class="uncertain">${reader.words('overview.uncertainty', { n: incidents.length, hedged, assessed })}</p>`
}

export function caseList(site: Site, reader: Reader, of?: { readonly origin: string; readonly host: string }): SafeHtml {
  const { library } = site
  const cases = library.release.cases.filter((one) => of === undefined || (one.origin === of.origin && one.host === of.host))
  return html`<ul class="entries">${cases.map((one) => {
    const person = library.person(one.person)
    const language = library.tongueOf(person.citations)
    return html`<li><h3><a href="${reader.to('cases', one.code)}">${reader.foreign(person.name, language)}</a></h3><p>${reader.say(one.summary)}</p><p class="meta"><span>${reader.fill('case.route', { origin: reader.country(one.origin), host: reader.country(one.host) })}</span><span>${reader.words('map.flow.short', { n: library.incidentsOf(one.code).length })}</span></p></li>`
  })}</ul>`
}

export function changeList(site: Site, reader: Reader, most: number): SafeHtml {
  const changes = site.changes.slice(0, most)
  if (changes.length === 0) return html`<p class="quiet">${reader.words('changes.none')}</p>`
  return html`<ul class="entries">${changes.map(
    (change) =>
      html`<li><p class="meta"><span><b>${writeDay(change.on, 'day', reader.language)}</b></span><span>${reader.words(`changes.${change.kind}` as 'changes.loaded')}</span><span class="code">${change.subject}</span></p><p>${reader.say(change.note)}</p></li>`,
  )}</ul>`
}
