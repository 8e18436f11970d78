import type { CodedParagraph } from '#features/commitments/commitment.contract.ts'
import { html, type SafeHtml } from '#formats/html.ts'
import type { Library } from '../library.ts'
import type { Page } from '../page.ts'
import { areaWords } from '../parts/areas.ts'
import { foundStatements } from '../parts/found.ts'
import { hedgeMark, strengthMark, unverifiedMark } from '../parts/marks.ts'
import { findingRecord, partyOf, promise } from '../parts/promise.ts'
import { quotations } from '../parts/quotation.ts'
import { bindingTreaties } from '../parts/treaties.ts'
import type { Reader } from '../reader.ts'
import type { Site } from '../site.ts'
import { slug } from '../slug.ts'

type Filter = {
  readonly address: string
  readonly words: (reader: Reader) => SafeHtml | string
  readonly holds: (paragraph: CodedParagraph) => boolean
}
type FilterRow = { readonly title: 'relevance' | 'strength' | 'promiser'; readonly filters: readonly Filter[] }

/** The ledger and its filters, each a page of its own, so that no script is needed. */
export function commitmentPages(site: Site): Page[] {
  const rows = filterRows(site)
  const all: Filter = { address: '', words: (reader) => reader.words('commitments.all'), holds: () => true }
  const ledgers = [all, ...rows.flatMap((row) => row.filters)].map((filter) => ledgerPage(site, rows, filter))
  return [...ledgers, areasPage(site), ...site.library.paragraphs.map((paragraph, at) => paragraphPage(site, paragraph, at))]
}

function filterRows(site: Site): FilterRow[] {
  const { library } = site
  const { paragraphs } = library
  const promises = (paragraph: CodedParagraph) => library.commitmentsOf(paragraph.code)
  const strengths = (['agree_will_commit', 'aim_intend', 'explore_may', 'recognise_reaffirm'] as const).map((strength) => ({
    address: `strength-${strength.replaceAll('_', '-')}`,
    words: (reader: Reader) => reader.words(`strength.${strength}`),
    holds: (paragraph: CodedParagraph) => promises(paragraph).some((one) => one.strength === strength),
  }))
  const promisers = [...new Set(library.release.commitments.map((one) => one.promiser))].sort().map((promiser) => ({
    address: `by-${promiser.toLowerCase()}`,
    words: (reader: Reader) => partyOf(promiser, reader),
    holds: (paragraph: CodedParagraph) => promises(paragraph).some((one) => one.promiser === promiser),
  }))
  const relevance = (['high', 'medium', 'low', 'none'] as const).map((level) => ({
    address: `relevance-${level}`,
    words: (reader: Reader) => reader.words(`relevance.${level}`),
    holds: (paragraph: CodedParagraph) => paragraph.relevance === level,
  }))
  const rows: FilterRow[] = [
    { title: 'relevance', filters: relevance },
    { title: 'strength', filters: strengths },
    { title: 'promiser', filters: promisers },
  ]
  return rows.map((row) => ({ ...row, filters: row.filters.filter((filter) => paragraphs.some(filter.holds)) }))
}

function ledgerPage(site: Site, rows: readonly FilterRow[], filter: Filter): Page {
  const { library } = site
  const shown = library.paragraphs.filter(filter.holds)
  const commitments = shown.reduce((sum, paragraph) => sum + library.commitmentsOf(paragraph.code).length, 0)
  return {
    address: filter.address === '' ? 'commitments/' : `commitments/${filter.address}/`,
    write: (reader) => ({
      title: reader.words('commitments.title'),
      lead: reader.words('commitments.lead'),
      nav: 'nav.commitments',
      main: html`<nav aria-label="${reader.words('commitments.filter')}"><dl class="filters">${rows.map((row) => filterRow(row, filter, site, reader))}<div><dt>${reader.words('commitments.filter.area')}</dt><dd><a href="${reader.to('commitments', 'areas')}">${reader.words('commitments.areas')}</a></dd></div></dl></nav>
<h2 class="count">${reader.words('commitments.shown', { n: shown.length, commitments })}</h2><p class="more">${filter.address !== '' && html`<a href="${reader.to('commitments')}">${reader.words('commitments.all')}</a>`}</p>
<ol class="entries ledger">${shown.map((paragraph) => ledgerEntry(paragraph, site, reader))}</ol>${filter.address === '' && foundStatements('commitment', library, reader)}`,
    }),
  }
}

function filterRow(row: FilterRow, current: Filter, site: Site, reader: Reader): SafeHtml {
  return html`<div><dt>${reader.words(`commitments.filter.${row.title}`)}</dt><dd><ul class="row">${filterLinks(row, current, site, reader)}</ul></dd></div>`
}

/** The paragraphs by area, on one page: there are too many areas for a page each. */
function areasPage({ library }: Site): Page {
  const areas = [...new Set(library.paragraphs.flatMap((one) => one.areas))]
  return {
    address: 'commitments/areas/',
    write: (reader) => ({
      title: reader.words('commitments.areas'),
      nav: 'nav.commitments',
      trail: [{ words: reader.words('nav.commitments'), to: reader.to('commitments') }],
      main: html`<div class="areas">${areas
        .toSorted((a, b) => reader.compare(areaWords(a, reader).text, areaWords(b, reader).text))
        .map((area) => {
          const own = library.paragraphs.filter((one) => one.areas.includes(area))
          return html`<section><h2 id="area-${slug(area)}">${areaWords(area, reader)}</h2><ul>${own.map(
            (one) => html`<li><a href="${reader.to('commitments', one.code)}">${one.number}</a> ${reader.say(one.summary)}</li>`,
          )}</ul></section>`
        })}</div>`,
    }),
  }
}

function filterLinks(row: FilterRow, current: Filter, site: Site, reader: Reader): SafeHtml[] {
  return row.filters.map((filter) => {
    const n = site.library.paragraphs.filter(filter.holds).length
    const to = reader.to('commitments', filter.address)
    return filter.address === current.address
      ? html`<li><a href="${to}" aria-current="true">${filter.words(reader)}</a> <span>${n}</span></li>`
      : html`<li><a href="${to}">${filter.words(reader)}</a> <span>${n}</span></li>`
  })
}

function ledgerEntry(paragraph: CodedParagraph, site: Site, reader: Reader): SafeHtml {
  const promises = site.library.commitmentsOf(paragraph.code)
  const to = reader.to('commitments', paragraph.code)
  return html`<li><p class="n"><a href="${to}">${paragraph.number}</a></p><div><h3><a href="${to}">${reader.say(paragraph.summary)}</a></h3>
<p class="meta"><span>${reader.say(paragraph.heading)}</span><span>${reader.words('paragraph.relevance')}: <b>${reader.words(`relevance.${paragraph.relevance}`)}</b></span></p>
${
  promises.length === 0
    ? html`<p class="quiet">${reader.words('commitments.none.short')}</p>`
    : html`<ul class="bullets">${promises.map((one) => html`<li>${reader.say(one.action)} <small>${strengthMark(one.strength, reader)}</small></li>`)}</ul>`
}</div></li>`
}

function paragraphPage(site: Site, paragraph: CodedParagraph, at: number): Page {
  const { library } = site
  return {
    address: `commitments/${paragraph.code}/`,
    write: (reader) => ({
      title: reader.words('commitments.paragraph', { n: paragraph.number }),
      kicker: reader.say(paragraph.heading),
      lead: reader.say(paragraph.summary),
      nav: 'nav.commitments',
      trail: [{ words: reader.words('nav.commitments'), to: reader.to('commitments') }],
      main: html`<section class="hang"><h2 id="words">${reader.words('paragraph.text')}</h2>${quotations(paragraph.citations, library, reader)}
<p class="note">${reader.words('paragraph.relevance')}: <b>${reader.words(`relevance.${paragraph.relevance}`)}</b>. ${paragraph.relevanceNote !== null && reader.say(paragraph.relevanceNote)}</p>
<p class="tags">${paragraph.areas.map((area) => html`<a href="${reader.to('commitments', 'areas')}#area-${slug(area)}">${areaWords(area, reader)}</a>`)}</p></section>
${promisesOf(paragraph, site, reader)}${linked(paragraph, site, reader)}${proposedSection(paragraph, library, reader)}
${paragraph.areas.includes('human_rights') && bindingTreaties(site, reader)}
${pager(at, site, reader)}`,
    }),
  }
}

function promisesOf(paragraph: CodedParagraph, site: Site, reader: Reader): SafeHtml {
  const promises = site.library.commitmentsOf(paragraph.code)
  return html`<section class="hang"><h2 id="commitments">${reader.words('paragraph.commitments')}</h2>${
    promises.length === 0
      ? html`<p>${reader.words('commitments.none')}</p>`
      : html`<ol>${promises.map((one) => promise(one, site.library, reader))}</ol>`
  }</section>`
}

/** More than these are counted, not listed. */
const MOST_PROPOSED = 40

/** The incidents for which a rule of ours proposes the paragraph, with the reason and each with its hedge. (R-CSP-09) */
function proposedSection(paragraph: CodedParagraph, library: Library, reader: Reader): SafeHtml | null {
  const found = library.proposed.get(paragraph.code)
  if (found === undefined) return null
  const { engagement, incidents } = found
  const more = incidents.length - MOST_PROPOSED
  return html`<section class="hang"><h2 id="proposed">${reader.words('engaged.title')}</h2><p>${reader.say(engagement.reason)}</p><p>${unverifiedMark('own', reader)}</p><ul class="bullets">${incidents
    .slice(0, MOST_PROPOSED)
    .map(
      (one) =>
        html`<li><a href="${reader.to()}${library.addressOf(one)}">${reader.say(one.title)}</a> – ${hedgeMark(one.hedge.code, reader)}</li>`,
    )}</ul>${more > 0 && html`<p class="quiet">+ ${reader.number(more)}</p>`}</section>`
}

/** From a paragraph to the incidents that a source sets against it. (R-NGO-13, R-CSP-17) */
function linked(paragraph: CodedParagraph, site: Site, reader: Reader): SafeHtml {
  const { library } = site
  const findings = new Set(library.commitmentsOf(paragraph.code).flatMap((one) => library.findingsOfCommitment(one.code)))
  return html`<section><h2 id="findings">${reader.words('paragraph.linked')}</h2>${
    findings.size === 0
      ? html`<p class="quiet">${reader.words('paragraph.linked.none')}</p>`
      : [...findings].map((finding) => findingRecord(finding, library, reader))
  }</section>`
}

function pager(at: number, site: Site, reader: Reader): SafeHtml {
  const link = (paragraph: CodedParagraph | undefined, key: 'paragraph.previous' | 'paragraph.next') =>
    paragraph === undefined
      ? html`<span></span>`
      : html`<a href="${reader.to('commitments', paragraph.code)}">${reader.words(key)} (${paragraph.number})</a>`
  return html`<nav class="pager" aria-label="${reader.words('commitments.title')}">${link(site.library.paragraphs[at - 1], 'paragraph.previous')}${link(site.library.paragraphs[at + 1], 'paragraph.next')}</nav>`
}
