import { createHash } from 'node:crypto'
import { no, type Verdict, yes } from '#kernel/refusal.ts'
import type { Citation, Paragraph } from './document.contract.ts'
import { normaliseText } from './normalise.rules.ts'
import type { ReadParagraph } from './segment.rules.ts'

export const LONGEST_QUOTE = 400

export type Span = { readonly paragraph: number; readonly start: number; readonly end: number }
type Readable = { readonly number: number; readonly text: string }

/** SHA-256 of the UTF-8 form, in hexadecimal. */
export function textHash(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}

/** What a document keeps of a paragraph; the words themselves only where `withText` says that its licence allows them. */
export function describeParagraph(read: ReadParagraph, withText: boolean): Paragraph {
  const described = { number: read.number, label: read.label, kind: read.kind, textHash: textHash(read.text) }
  return withText ? { ...described, text: read.text } : described
}

/** The first place where the words stand inside one paragraph; null where they stand in none, or where no words are left to look for. */
export function findQuote(paragraphs: readonly Readable[], quote: string): Span | null {
  const words = normaliseText(quote).text
  if (words === '') return null
  for (const paragraph of paragraphs) {
    const start = paragraph.text.indexOf(words)
    if (start >= 0) return { paragraph: paragraph.number, start, end: start + words.length }
  }
  return null
}

export type Made = { readonly ok: true; readonly citation: Citation } | Extract<Verdict, { ok: false }>

/** A citation of the first place where the words stand. Refused where they stand nowhere or are longer than a short quotation. */
export function makeCitation(code: string, document: string, paragraphs: readonly Readable[], quote: string): Made {
  const span = findQuote(paragraphs, quote)
  const paragraph = paragraphs.find(({ number }) => number === span?.paragraph)
  if (span === null || paragraph === undefined || span.end - span.start > LONGEST_QUOTE)
    return { ok: false, code: 'citation.mismatch', detail: code }
  const words = paragraph.text.slice(span.start, span.end)
  return { ok: true, citation: { code, document, ...span, textHash: textHash(paragraph.text), quote: words } }
}

/** A citation of exactly these units; words beyond a short quotation are left out at the end of a word. */
export function citeSpan(code: string, document: string, paragraph: Readable, { start, end }: Pick<Span, 'start' | 'end'>): Made {
  const whole = paragraph.text.slice(start, end)
  const words = whole.length <= LONGEST_QUOTE ? whole : whole.slice(0, LONGEST_QUOTE).replace(/\s+\S*$/u, '')
  if (words.trim() === '') return { ok: false, code: 'citation.mismatch', detail: code }
  const { number, text } = paragraph
  return {
    ok: true,
    citation: { code, document, paragraph: number, start, end: start + words.length, textHash: textHash(text), quote: words },
  }
}

/** The words stand in the held paragraph exactly as cited; one changed letter anywhere in the paragraph is a "no". */
export function checkCitation(citation: Citation, paragraph: Readable): Verdict {
  const stands =
    citation.paragraph === paragraph.number &&
    citation.start < citation.end &&
    citation.textHash === textHash(paragraph.text) &&
    citation.quote === paragraph.text.slice(citation.start, citation.end)
  return stands ? yes : no('citation.mismatch', citation.code)
}
