import { html, type SafeHtml } from '#formats/html.ts'
import type { Said } from '#kernel/languages.ts'
import type { Library, Use } from './library.ts'
import type { Reader } from './reader.ts'
import type { Key } from './words.ts'

/**
 * Where a record that stands on a quotation is, and how it is called: all that a citation page shows of it, so that
 * the page changes when this does and only then.
 */
export type UseLink = {
  /** Below a language; null for what has no page of its own. */
  readonly address: string | null
  readonly words:
    | { readonly said: Said }
    | { readonly name: string; readonly tongue: string }
    | { readonly key: Key; readonly n?: number }
    | { readonly code: string }
}

/** The link of a use, without a language. */
export function useLink(use: Use, library: Library): UseLink {
  switch (use.kind) {
    case 'person':
    case 'organisation':
    case 'mechanism':
    case 'agreement':
    case 'discrepancy':
    case 'finding':
      return { address: `${PLACES[use.kind].address}#${use.code}`, words: { key: PLACES[use.kind].key } }
    case 'statement':
      return { address: library.statementAddress(use.code), words: { key: 'statements.title' } }
    case 'paragraph':
      return { address: `commitments/${use.code}/`, words: { key: 'commitments.paragraph', n: library.paragraph(use.code).number } }
    case 'recommendation':
      return { address: `recommendations/#${use.code}`, words: { code: use.code } }
    default:
      return titledLink(use.kind, use.code, library)
  }
}

const PLACES = {
  person: { address: 'index/persons/', key: 'index.persons' },
  organisation: { address: 'index/organisations/', key: 'index.organisations' },
  mechanism: { address: 'mechanisms/', key: 'nav.mechanisms' },
  agreement: { address: 'agreements/', key: 'nav.agreements' },
  discrepancy: { address: 'discrepancies/', key: 'nav.discrepancies' },
  finding: { address: 'findings/', key: 'corridor.findings' },
} as const

function titledLink(kind: 'case' | 'incident' | 'commitment' | 'dialogue' | 'event', code: string, library: Library): UseLink {
  switch (kind) {
    case 'case': {
      const person = library.person(library.case(code).person)
      return { address: `cases/${code}/`, words: { name: person.name, tongue: library.tongueOf(person.citations) } }
    }
    case 'incident': {
      const incident = library.incident(code)
      return { address: library.addressOf(incident), words: { said: incident.title } }
    }
    case 'commitment': {
      const { paragraph, action } = library.commitment(code)
      return { address: `commitments/${paragraph}/#${code}`, words: { said: action } }
    }
    case 'dialogue':
      return { address: `dialogues/#${code}`, words: { said: library.dialogue(code).title } }
    case 'event':
      return { address: null, words: { said: library.event(code).title } }
  }
}

/** The link in the reader's language. */
export function writeUse({ address, words }: UseLink, reader: Reader): SafeHtml {
  const shown = wordsOf(words, reader)
  return address === null ? shown : html`<a href="${reader.to()}${address}">${shown}</a>`
}

function wordsOf(words: UseLink['words'], reader: Reader): SafeHtml {
  if ('said' in words) return reader.say(words.said)
  if ('name' in words) return reader.foreign(words.name, words.tongue)
  if ('code' in words) return html`${words.code}`
  return html`${reader.words(words.key, words.n === undefined ? {} : { n: words.n })}`
}
