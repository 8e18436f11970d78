import { html, type SafeHtml } from '#formats/html.ts'
import { withoutPhoneNumbers } from '#formats/phone-numbers.ts'
import type { Library } from '../library.ts'
import type { Reader } from '../reader.ts'

/** All that a quotation needs; a long list is given no more than its own. */
export type Quotes = Pick<Library, 'citation' | 'document' | 'tongueOf'>

/** Where the page of a quotation is. */
export function citationAddress(code: string, library: Quotes, reader: Reader): string {
  const citation = library.citation(code)
  return `${reader.to('sources', library.document(citation.document).code, citation.paragraph)}#${code}`
}

/** "Publisher, paragraph 48", a link to the quotation with its hash. */
export function sourceLine(code: string, library: Quotes, reader: Reader): SafeHtml {
  const citation = library.citation(code)
  const document = library.document(citation.document)
  const printed = document.paragraphs.find((one) => one.number === citation.paragraph)?.label ?? null
  const publisher = reader.foreign(document.publisher, document.language)
  const where =
    printed === null
      ? reader.fill('source.line', { publisher, n: citation.paragraph })
      : reader.fill('source.line.printed', { publisher, n: citation.paragraph, label: printed })
  return html`<cite class="source"><a href="${citationAddress(code, library, reader)}">${where}</a></cite>`
}

/** A quotation as it stands in the document, never translated, with its source line. */
export function quotation(code: string, library: Quotes, reader: Reader): SafeHtml {
  const citation = library.citation(code)
  const { language } = library.document(citation.document)
  return html`<div class="quote"><blockquote ${reader.tongue(language)}>${withoutPhoneNumbers(citation.quote)}</blockquote>${sourceLine(code, library, reader)}</div>`
}

export function quotations(codes: readonly string[], library: Quotes, reader: Reader): SafeHtml {
  return html`${codes.map((code) => quotation(code, library, reader))}`
}

/** The documents behind a page in full, so that a printed page can be checked without this site. */
export function sourceList(codes: readonly string[], library: Quotes, reader: Reader): SafeHtml {
  const documents = new Set(codes.map((code) => library.document(library.citation(code).document)))
  return html`<ol class="bullets">${[...documents].map(
    (document) => html`<li><a href="${reader.to('sources', document.code)}">${reader.foreign(document.title, document.language)}</a>.
${reader.foreign(document.publisher, document.language)}, ${reader.issued(document.issued)}. <span class="code" dir="ltr">${document.address ?? reader.words('sources.address.unknown')}</span></li>`,
  )}</ol>`
}
