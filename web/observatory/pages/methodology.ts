import { html, type SafeHtml } from '#formats/html.ts'
import { definitions } from '#kernel/definitions.ts'
import { type Term, terms, type VocabularyList } from '#kernel/vocabulary.ts'
import type { Page } from '../page.ts'
import { hedgeMark } from '../parts/marks.ts'
import type { Reader } from '../reader.ts'
import type { Site } from '../site.ts'
import { writeDay } from '../when.ts'
import type { Key } from '../words.ts'

export function methodologyPage(site: Site): Page {
  return {
    address: 'methodology/',
    write: (reader) => ({
      title: reader.words('methodology.title'),
      lead: reader.words('methodology.lead'),
      main: html`${part('worlds', reader, paragraphs(['methodology.worlds.1', 'methodology.worlds.2', 'methodology.worlds.3'], reader))}
${part('hedges', reader, html`<p>${reader.words('methodology.hedges.lead')}</p><ul class="bullets plain-list">${terms('certainty_hedge').map((term) => html`<li>${hedgeMark(term.code, reader)}</li>`)}</ul>`)}
${part('attribution', reader, html`<p>${reader.words('methodology.attribution.lead')}</p>${termList('attribution_level', reader)}`)}
${part('standards', reader, html`<p>${reader.words('methodology.standards.lead')}</p>${termList('standard_of_proof', reader)}`)}
${part('verification', reader, termList('verification_status', reader))}
${part('dates', reader, paragraphs(['methodology.dates.1', 'methodology.dates.2'], reader))}
${part('unverified', reader, paragraphs(['methodology.unverified.lead'], reader))}
${part('definitions', reader, recountTable(site, reader))}
${part('citations', reader, paragraphs(['methodology.citations.1', 'methodology.citations.2'], reader))}`,
    }),
  }
}

type Part = 'worlds' | 'hedges' | 'attribution' | 'standards' | 'verification' | 'dates' | 'unverified' | 'definitions' | 'citations'

function part(id: Part, reader: Reader, body: SafeHtml): SafeHtml {
  return html`<section class="hang"><h2 id="${id}">${reader.words(`methodology.${id}`)}</h2><div class="prose">${body}</div></section>`
}

function paragraphs(keys: readonly Key[], reader: Reader): SafeHtml {
  return html`${keys.map((key) => html`<p>${reader.words(key)}</p>`)}`
}

function termList(list: VocabularyList, reader: Reader): SafeHtml {
  const more = (term: Term) =>
    html`${term.definition !== null && reader.english(term.definition)}${term.unverified && html` <span class="unverified">${reader.words('unverified.word')}</span>`}`
  return html`<dl class="codes">${terms(list).map((term) => html`<div id="${list}-${term.code}"><dt>${reader.label(list, term.code)}</dt><dd>${more(term)}</dd></div>`)}</dl>`
}

/** The same incidents under each definition, each count stamped with definition and version. (R-EP-05) */
function recountTable(site: Site, reader: Reader): SafeHtml {
  return html`<p>${reader.words('methodology.definitions.lead', { date: writeDay(site.library.release.asOf, 'day', reader.language) })}</p>
<div class="scroll" tabindex="0" role="region" aria-label="${reader.words('methodology.definitions')}"><table><caption>${reader.words('table.name.recount')}</caption><thead><tr><th scope="col">${reader.words('methodology.definition')}</th><th scope="col">${reader.words('methodology.version')}</th><th scope="col">${reader.words('methodology.category')}</th><th scope="col" class="amount">${reader.words('table.incidents')}</th></tr></thead><tbody>${site.recount.map(
    (row) =>
      html`<tr><th scope="row"><a href="#definition-${row.definition.id}">${reader.say(row.definition.title)}</a></th><td class="code">${row.definition.id} ${row.definition.version}</td><td>${row.category === null ? html`<b>${reader.words('methodology.overall')}</b>` : reader.say(row.category)}</td><td class="amount">${reader.number(row.n)}</td></tr>`,
  )}</tbody></table></div><p class="more"><a href="/data/recount.csv">${reader.words('table.csv')}</a></p>
<dl class="codes">${definitions.map(
    (one) =>
      html`<div id="definition-${one.id}"><dt>${reader.say(one.title)}</dt><dd>${reader.say(one.text)}${one.basis !== 'seed' && html` <span class="unverified">${reader.words('unverified.word')}: ${reader.words(`unverified.${one.basis}`)}</span>`}</dd></div>`,
  )}</dl>`
}
