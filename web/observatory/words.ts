import { IntlMessageFormat } from 'intl-messageformat'
import { html, type Piece, type SafeHtml } from '#formats/html.ts'
import type { Language } from '#kernel/languages.ts'
import { ar } from './words/ar.ts'
import { en, type Key } from './words/en.ts'
import { fr } from './words/fr.ts'
import { th } from './words/th.ts'
import { vi } from './words/vi.ts'

export type { Key } from './words/en.ts'
export type Values = Record<string, string | number>

export const CATALOGUES: Record<Language, Readonly<Record<Key, string>>> = { en, vi, th, fr, ar }
const compiled = new Map<string, IntlMessageFormat>()

/** Western digits in every language: numbers, codes and paragraph numbers have to be the same to whoever cites them. */
export function localeOf(language: Language): string {
  return language === 'en' ? 'en-GB' : `${language}-u-nu-latn`
}

function formatOf(language: Language, key: Key): IntlMessageFormat {
  const id = `${language} ${key}`
  const known = compiled.get(id)
  if (known !== undefined) return known
  const made = new IntlMessageFormat(CATALOGUES[language][key], localeOf(language))
  compiled.set(id, made)
  return made
}

const plain = new Map<string, readonly string[]>()

/** A message that only has places to fill, cut into text and names; null where it needs plurals or tags. */
function cut(language: Language, key: Key): readonly string[] | null {
  const text = CATALOGUES[language][key]
  if (/\{\w+,|</.test(text)) return null
  const id = `${language} ${key}`
  const known = plain.get(id)
  if (known !== undefined) return known
  const made = text.split(/\{(\w+)\}/)
  plain.set(id, made)
  return made
}

/** A message in the reader's language. Throws, our own bug, when a value that the message needs is missing. */
export function message(language: Language, key: Key, values?: Values): string {
  const parts = cut(language, key)
  if (parts === null) return String(formatOf(language, key).format(values))
  if (parts.length === 1) return parts[0] ?? ''
  return parts.map((part, at) => (at % 2 === 0 ? part : String(given(values, part, key)))).join('')
}

/** A message whose places are filled with HTML: a name in its own language, a link. */
export function filledMessage(language: Language, key: Key, pieces: Record<string, Piece>): SafeHtml {
  const parts = cut(language, key)
  if (parts === null) throw new TypeError(`the message ${key} cannot hold HTML`)
  return html`${parts.map((part, at) => (at % 2 === 0 ? part : given(pieces, part, key)))}`
}

function given<T>(values: Record<string, T> | undefined, name: string, key: Key): T {
  const value = values?.[name]
  if (value === undefined) throw new TypeError(`the message ${key} needs ${name}`)
  return value
}

/** A message whose `<a>` or `<b>` the page fills in; all other text is escaped. */
export function richMessage(language: Language, key: Key, tags: Record<string, (inner: string) => SafeHtml>, values?: Values): SafeHtml {
  const handlers = Object.fromEntries(
    Object.entries(tags).map(([name, make]) => [name, (chunks: readonly unknown[]) => make(chunks.join(''))]),
  )
  const parts = formatOf(language, key).format<SafeHtml>({ ...values, ...handlers })
  return html`${parts}`
}
