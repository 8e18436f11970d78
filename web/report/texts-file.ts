import { LANGUAGES, type Language } from '#kernel/languages.ts'
import type { Catalogues } from './words.ts'

/** Keys once, then the texts of each language in their order: a tenth smaller than to name each text five times. */
type TextsFile = readonly [keys: readonly string[], ...texts: (readonly string[])[]]

/** Texts as they lie beside the page; `readTexts` makes the same of them again. Every language has every key. */
export function packTexts(texts: Catalogues): string {
  const keys = Object.keys(texts.en)
  return JSON.stringify([keys, ...LANGUAGES.map((language) => keys.map((key) => texts[language][key] ?? ''))] satisfies TextsFile)
}

/** The texts of a file that `packTexts` made. */
export function readTexts(bytes: Uint8Array): Record<Language, Record<string, string>> {
  const [keys, ...texts] = JSON.parse(new TextDecoder().decode(bytes)) as TextsFile
  const of = (at: number): Record<string, string> => Object.fromEntries(keys.map((key, n) => [key, texts[at]?.[n] ?? '']))
  return Object.fromEntries(LANGUAGES.map((language, at) => [language, of(at)])) as Record<Language, Record<string, string>>
}
