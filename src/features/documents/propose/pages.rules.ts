import type { ReadParagraph } from '../segment.rules.ts'
import type { Page } from './finding.rules.ts'
import { languagesOf, type ReadLanguage } from './reading-language.rules.ts'
import { sentencesOf } from './sentences.rules.ts'

const ADDRESS = /(?:https?:\/\/|www\.)\S+|\S+@\S+\.\S+/gu

/** What stands around a paragraph: the heading above it, and the words that open the list it is in. */
export type Setting = { readonly heading: string; readonly before: string }

export type Pages = { readonly count: number; readonly languages: readonly ReadLanguage[]; readonly page: (index: number) => Page }

/** The paragraphs as pages. A page is made when it is asked for, so that a text of a million paragraphs fits. */
export function pagesOf(paragraphs: readonly ReadParagraph[]): Pages {
  const languages = languagesOf(paragraphs.map(({ text }) => text))
  const settings = settingsOf(paragraphs)
  return {
    count: paragraphs.length,
    languages,
    page: (index) => {
      const { number, kind, label, text: whole } = paragraphs[index] ?? { number: 0, kind: 'paragraph', label: null, text: '' }
      const text = whole.replace(ADDRESS, (address) => ' '.repeat(address.length))
      const { heading, before } = settings[index] ?? { heading: '', before: '' }
      return {
        number,
        kind,
        label,
        isListed: kind === 'list_item' || label !== null,
        text,
        language: languages[index] ?? 'other',
        sentences: sentencesOf(text),
        heading,
        before,
      }
    },
  }
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
    if (text.endsWith(':')) before = text
    else if (!isItem) before = ''
    return setting
  })
}
