import { html, join, raw, type SafeHtml } from '#formats/html.ts'
import type { Editions } from '../editions.ts'
import type { Library } from '../library.ts'
import type { Reader } from '../reader.ts'
import { quotation } from './quotation.ts'

const address = ({ main }: Editions, reader: Reader): string => reader.to('sources', main, 'languages')

/** On the page of a document: which languages count equally, and which of them is missing here. (R-CSP-25) */
export function authenticSection(known: Editions | undefined, library: Library, reader: Reader): SafeHtml | null {
  if (known === undefined) return null
  return html`<section class="hang"><h2 id="languages">${reader.words('editions.title')}</h2>${quotation(known.citation, library, reader)}<ul class="bullets">${known.editions.map(
    ({ language, document }) =>
      html`<li>${reader.tongueName(language)}: ${document === null ? missing(reader) : heldOrQuoted(document, library, reader)}</li>`,
  )}</ul><p class="more"><a href="${address(known, reader)}">${reader.words('editions.paragraphs')}</a></p></section>`
}

/** On the page of a quotation: the same paragraph in each language. */
export function authenticNote(known: Editions | undefined, label: string | null, reader: Reader): SafeHtml | null {
  if (known === undefined || label === null) return null
  const links = known.editions.map(
    ({ language, document }) =>
      html`<a href="${address(known, reader)}#p${label}-${language}">${reader.tongueName(language)}</a>${document === null && html` (${reader.words('editions.missing.short')})`}`,
  )
  return html`<p class="note">${reader.words('editions.also', { label })} ${join(links, raw(' · '))}</p>`
}

export function missing(reader: Reader): SafeHtml {
  return html`<span class="unverified">${reader.words('editions.missing')}</span>`
}

function heldOrQuoted(sha256: string, library: Library, reader: Reader): SafeHtml {
  const words = reader.words(library.isHeld(sha256) ? 'sources.held' : 'sources.referenced')
  return html`<a href="${reader.to('sources', library.document(sha256).code)}">${words}</a>`
}
