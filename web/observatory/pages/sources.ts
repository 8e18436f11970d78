import { type Citation, LICENCE_UNSTATED, type Paragraph, type PublicDocument } from '#features/documents/document.contract.ts'
import { html, join, raw, type SafeHtml } from '#formats/html.ts'
import { withoutPhoneNumbers } from '#formats/phone-numbers.ts'
import { linesOf } from '#kernel/public-texts.ts'
import type { Comparison } from '../comparisons.ts'
import type { Library } from '../library.ts'
import type { Page } from '../page.ts'
import { comparison } from '../parts/comparison.ts'
import { authenticNote, authenticSection } from '../parts/editions.ts'
import { facts } from '../parts/marks.ts'
import type { Reader } from '../reader.ts'
import type { Site } from '../site.ts'
import { type UseLink, useLink, writeUse } from '../use-links.ts'
import { writeMoment } from '../when.ts'

/** A quotation may stand behind thousands of lines; these are shown, the rest counted. */
const MOST_USES = 40

/** The list, a page for each document, and a page for each paragraph that is quoted. */
export function* sourcePages(site: Site): Generator<Page> {
  const { release } = site.library
  const cited = citedParagraphs(release.citations)
  yield listPage(site, cited)
  for (const document of release.documents) {
    const own = cited.get(document.sha256) ?? new Map<number, Citation[]>()
    yield documentPage(site, document, own)
    for (const [number, citations] of [...own].sort(([a], [b]) => a - b)) yield paragraphPage(site, document, number, citations)
  }
}

function citedParagraphs(citations: readonly Citation[]): Map<string, Map<number, Citation[]>> {
  const cited = new Map<string, Map<number, Citation[]>>()
  for (const citation of citations) {
    const document = cited.get(citation.document) ?? new Map<number, Citation[]>()
    cited.set(citation.document, document)
    const list = document.get(citation.paragraph)
    if (list === undefined) document.set(citation.paragraph, [citation])
    else list.push(citation)
  }
  for (const document of cited.values())
    for (const list of document.values()) list.sort((a, b) => a.start - b.start || (a.code < b.code ? -1 : 1))
  return cited
}

function heldWords(site: Site, document: PublicDocument, reader: Reader): string {
  return reader.words(site.library.isHeld(document.sha256) ? 'sources.held' : 'sources.referenced')
}

function listPage(site: Site, cited: ReadonlyMap<string, ReadonlyMap<number, readonly Citation[]>>): Page {
  return {
    address: 'sources/',
    write: (reader) => ({
      title: reader.words('sources.title'),
      lead: reader.words('sources.lead'),
      nav: 'nav.sources',
      main: html`<h2 class="unseen">${reader.words('table.name.documents')}</h2><ul class="entries">${site.library.release.documents.map(
        (document) => {
          const n = [...(cited.get(document.sha256)?.values() ?? [])].reduce((sum, list) => sum + list.length, 0)
          return html`<li><h3><a href="${reader.to('sources', document.code)}">${reader.foreign(document.title, document.language)}</a></h3><p class="meta"><span>${reader.foreign(document.publisher, document.language)}</span><span>${reader.issued(document.issued)}</span><span>${reader.words('sources.quotations', { n })}</span><span>${heldWords(site, document, reader)}</span></p></li>`
        },
      )}</ul>`,
    }),
  }
}

/** Everything that lets somebody check the document without us. The address is text, so that nobody goes there by accident. */
function identity(document: PublicDocument, library: Library, reader: Reader): SafeHtml {
  return facts([
    [reader.words('sources.publisher'), reader.foreign(document.publisher, document.language)],
    [reader.words('sources.issued'), issuedMark(document, reader)],
    [reader.words('sources.language'), reader.tongueName(document.language)],
    [
      reader.words('sources.address'),
      document.address === null ? reader.words('sources.address.unknown') : html`<span class="code" dir="ltr">${document.address}</span>`,
    ],
    [reader.words('sources.reference'), document.reference === null ? null : html`<span dir="ltr">${document.reference}</span>`],
    [reader.words('sources.licence'), licence(document.licence.name, reader)],
    [reader.words('sources.captured'), captured(document, library, reader)],
    [reader.words('sources.hash'), html`<span class="hash" dir="ltr">${document.sha256}</span>`, 'wide'],
  ])
}

/** When the copy that is held came here; of copies older than that record only that they are here is known. (R-HRD-16) */
const licence = (name: string, reader: Reader): SafeHtml =>
  name === LICENCE_UNSTATED ? html`${reader.words('sources.licence.unstated')}` : reader.english(name)

function captured({ sha256 }: PublicDocument, library: Library, reader: Reader): string {
  const at = library.storedAt(sha256)
  if (at !== null) return writeMoment(at, reader.language)
  return reader.words(library.isHeld(sha256) ? 'sources.captured.undated' : 'sources.captured.none')
}

function issuedMark({ issued, language }: PublicDocument, reader: Reader): SafeHtml {
  return html`${reader.issued(issued)}${issued.said !== null && html` <span class="quiet">(${reader.words('when.said')} <q ${reader.tongue(language)}>${issued.said}</q>)</span>`}`
}

function documentPage(site: Site, document: PublicDocument, cited: ReadonlyMap<number, readonly Citation[]>): Page {
  const isHeld = site.library.isHeld(document.sha256)
  const numbers = [...cited.keys()].sort((a, b) => a - b)
  return {
    address: `sources/${document.code}/`,
    write: (reader) => ({
      title: document.title,
      heading: reader.foreign(document.title, document.language),
      kicker: heldWords(site, document, reader),
      lead: reader.words(isHeld ? 'sources.held.note' : 'sources.referenced.note'),
      nav: 'nav.sources',
      trail: [{ words: reader.words('nav.sources'), to: reader.to('sources') }],
      main: html`${identity(document, site.library, reader)}${authenticSection(site.library.editions.get(document.code), site.library, reader)}
<section class="hang"><h2 id="quoted">${reader.words('sources.paragraphs')}</h2><ol class="entries">${numbers.map((number) => {
        const list = cited.get(number) ?? []
        return html`<li><h3><a href="${reader.to('sources', document.code, number)}">${paragraphWords(document, number, reader)}</a></h3><p class="meta"><span>${reader.words('sources.quotations', { n: list.length })}</span></p><p class="words" ${reader.tongue(document.language)}>${withoutPhoneNumbers(list[0]?.quote ?? '')}</p></li>`
      })}</ol></section>${fullText(document, reader)}`,
    }),
  }
}

function paragraphWords(document: PublicDocument, number: number, reader: Reader): SafeHtml {
  const label = document.paragraphs.find((one) => one.number === number)?.label ?? null
  const own = reader.words('citation.paragraph', { n: number })
  return label === null ? html`${own}` : html`${own} (${reader.words('citation.printed', { label })})`
}

/** The whole text, only where the recorded licence allows it. */
function fullText(document: PublicDocument, reader: Reader): SafeHtml | null {
  if (!document.licence.allowsFullText || document.paragraphs.every((one) => one.text === undefined)) return null
  return html`<section class="hang"><h2 id="text-full">${reader.words('sources.full')}</h2><p class="quiet">${reader.words('sources.full.lead')}</p><div class="prose words" ${reader.tongue(document.language)}>${document.paragraphs.map(
    (one) => one.text !== undefined && html`<p id="p${one.number}">${withoutPhoneNumbers(one.text)}</p>`,
  )}</div></section>`
}

function paragraphPage(site: Site, document: PublicDocument, number: number, citations: readonly Citation[]): Page {
  const paragraph = document.paragraphs.find((one) => one.number === number)
  const quoted = citations.map((citation): Quoted => {
    const uses = site.library.uses.get(citation.code) ?? []
    return {
      citation,
      links: uses.slice(0, MOST_USES).map((use) => useLink(use, site.library)),
      more: Math.max(0, uses.length - MOST_USES),
      compared: site.library.comparisons.get(citation.code) ?? [],
    }
  })
  const isHeld = site.library.isHeld(document.sha256)
  const editions = site.library.editions.get(document.code)
  const lines = linesOf(document.sha256, number)
  return {
    address: `sources/${document.code}/${number}/`,
    inputs: [
      site.library.documentKey(document.sha256),
      [isHeld, site.library.storedAt(document.sha256)],
      number,
      quoted,
      othersOf(quoted, site.library),
      editions ?? null,
    ],
    write: (reader) => ({
      title: `${document.publisher}: ${reader.words('citation.paragraph', { n: number })}`,
      heading: paragraphWords(document, number, reader),
      kicker: reader.foreign(document.title, document.language),
      lead: reader.words(isHeld ? 'sources.held' : 'sources.referenced'),
      nav: 'nav.sources',
      trail: [
        { words: reader.words('nav.sources'), to: reader.to('sources') },
        { words: reader.foreign(document.publisher, document.language), to: reader.to('sources', document.code) },
      ],
      main: html`<ol class="entries quotes">${quoted.map((one) => citationEntry(one, document, site.library, reader))}</ol>
${wholeParagraph(document, paragraph, citations, reader)}
<section class="hang"><h2>${reader.words('nav.sources')}</h2>${identity(document, site.library, reader)}${authenticNote(editions, paragraph?.label ?? null, reader)}<p class="note">${
        lines !== null && html`${lineWords(lines, reader)} · `
      }${reader.words('citation.text_hash')}: <span class="hash" dir="ltr">${paragraph?.textHash}</span></p></section>`,
    }),
  }
}

function lineWords([first, last]: readonly [number, number], reader: Reader): string {
  return first === last ? reader.words('citation.line', { n: first }) : reader.words('citation.lines', { first, last })
}

type Quoted = {
  readonly citation: Citation
  readonly links: readonly UseLink[]
  readonly more: number
  readonly compared: readonly Comparison[]
}

/** What the comparisons of a page name beyond the page itself. */
function othersOf(quoted: readonly Quoted[], library: Library): unknown {
  return quoted.flatMap(({ compared }) =>
    compared.flatMap((one) => [one.quoted, one.original]).map((code) => library.documentKey(library.citation(code).document)),
  )
}

function citationEntry({ citation, links, more, compared }: Quoted, document: PublicDocument, library: Library, reader: Reader): SafeHtml {
  const used = links.map((link) => writeUse(link, reader))
  return html`<li id="${citation.code}"><blockquote ${reader.tongue(document.language)}>${withoutPhoneNumbers(citation.quote)}</blockquote><p class="meta"><span class="code" dir="ltr">${citation.code}</span><span>${reader.words('citation.span', { start: citation.start, end: citation.end })}</span></p>${
    used.length > 0 &&
    html`<p class="used"><span class="quiet">${reader.words('citation.used')}:</span> ${join(used, raw(' · '))}${more > 0 && html` <span class="quiet">+ ${reader.number(more)}</span>`}</p>`
  }${compared.map((one) => comparison(one, one.quoted === citation.code ? 'quoted' : 'original', library, reader))}</li>`
}

function wholeParagraph(
  document: PublicDocument,
  paragraph: Paragraph | undefined,
  citations: readonly Citation[],
  reader: Reader,
): SafeHtml | null {
  const text = paragraph?.text === undefined ? undefined : withoutPhoneNumbers(paragraph.text)
  if (text === undefined || !document.licence.allowsFullText) return null
  const [first] = citations
  const marked =
    first === undefined
      ? html`${text}`
      : html`${text.slice(0, first.start)}<mark>${text.slice(first.start, first.end)}</mark>${text.slice(first.end)}`
  return html`<section class="hang"><h2>${reader.words('citation.whole')}</h2><p class="words" ${reader.tongue(document.language)}>${marked}</p></section>`
}
