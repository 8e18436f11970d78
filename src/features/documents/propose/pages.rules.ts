import type { ReadParagraph } from '../segment.rules.ts'
import type { Page } from './finding.rules.ts'
import { languagesOf, type ReadLanguage } from './reading-language.rules.ts'
import { sentencesOf } from './sentences.rules.ts'
import { isClosing } from './signatories.rules.ts'

// Anchored at a border of words: an address may not be looked for from inside a word of any length.
const ADDRESS = /(?:https?:\/\/|www\.)\S+|(?<!\S)[^\s@]{1,80}@[^\s@]{1,200}/gu

/** What stands around a paragraph: the heading above it, and the words that open the list it is in. */
export type Setting = { readonly heading: string; readonly before: string }

/** Where a page stands in the text: its paragraph by index, and where in the paragraph it begins. */
export type Origin = { readonly index: number; readonly offset: number }
export type Pages = {
  readonly count: number
  readonly languages: readonly ReadLanguage[]
  readonly page: (at: number) => Page
  /** Of a page by its `number`. */
  readonly origin: (number: number) => Origin
}

// Rules compare findings of one page with each other; a page of any length would make that slow.
const LONGEST_PAGE = 4_000

/**
 * The paragraphs as pages, numbered from 1; a paragraph longer than any sentence needs is several. A page is made when
 * it is asked for, so that a text of a million paragraphs fits.
 */
export function pagesOf(paragraphs: readonly ReadParagraph[]): Pages {
  const languages = languagesOf(paragraphs.map(({ text }) => text))
  const settings = settingsOf(paragraphs)
  const origins = paragraphs.flatMap(({ text }, index) => cutsOf(text).map((offset) => ({ index, offset })))
  const page = (at: number): Page => {
    const { index, offset } = origins[at] ?? { index: 0, offset: 0 }
    const next = origins[at + 1]
    const { kind, label, text: whole } = paragraphs[index] ?? { kind: 'paragraph', label: null, text: '' }
    const own = whole.slice(offset, next?.index === index ? next.offset : undefined)
    const text = own.replace(ADDRESS, (address) => ' '.repeat(address.length))
    const { heading, before } = settings[index] ?? { heading: '', before: '' }
    const language = languages[index] ?? 'other'
    return {
      number: at + 1,
      kind,
      isListed: kind === 'list_item' || label !== null,
      text,
      language,
      sentences: sentencesOf(text),
      heading,
      before,
    }
  }
  return { count: origins.length, languages, page, origin: (number) => origins[number - 1] ?? { index: 0, offset: 0 } }
}

/** Where the pages of a paragraph begin: at its start, and in a very long one at spaces, behind a full stop where there is one. */
function cutsOf(text: string): number[] {
  const cuts = [0]
  for (let from = 0; text.length - from > LONGEST_PAGE; ) {
    const stop = text.lastIndexOf('. ', from + LONGEST_PAGE)
    const space = text.lastIndexOf(' ', from + LONGEST_PAGE)
    from = stop > from ? stop + 2 : space > from ? space + 1 : from + LONGEST_PAGE
    cuts.push(from)
  }
  return cuts
}

/** A list keeps the sentence with the colon that opens it; a heading holds until the next. */
function settingsOf(paragraphs: readonly ReadParagraph[]): Setting[] {
  let [heading, before] = ['', '']
  return paragraphs.map(({ kind, text, label }) => {
    if (kind === 'heading' || kind === 'title') {
      heading = text
      before = ''
    }
    const setting = { heading, before }
    const isItem = kind === 'list_item' || label !== null
    if (text.endsWith(':') || isClosing(text)) before = text
    else if (!isItem) before = ''
    return setting
  })
}
