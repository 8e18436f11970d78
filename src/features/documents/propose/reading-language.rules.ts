import wordsFile from '../../../../data/documents/words.json' with { type: 'json' }
import { wordSet } from './word-tables.rules.ts'

/** Languages with rules, and `other` for those without: their paragraphs are kept and said to be unread. */
export const READ_LANGUAGES = ['en', 'fr', 'vi', 'th'] as const
export type ReadLanguage = (typeof READ_LANGUAGES)[number] | 'other'

const small = Object.entries(wordsFile.functionWords).map(([language, line]) => [language, wordSet(line)] as const)
const VIETNAMESE = /[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/giu
const LATIN = /\p{Script=Latin}/gu
const THAI = /\p{Script=Thai}/gu
const LETTER = /\p{L}/gu

/**
 * The language of a paragraph by its script, its diacritics and its small words; null where it is too short to tell.
 * Only the first thousand units are looked at.
 */
export function languageOf(text: string): ReadLanguage | null {
  const sample = text.slice(0, 1000)
  const letters = sample.match(LETTER)?.length ?? 0
  if (letters === 0) return null
  if ((sample.match(THAI)?.length ?? 0) * 2 > letters) return 'th'
  if ((sample.match(LATIN)?.length ?? 0) * 2 <= letters) return 'other'
  return bySmallWords(sample, letters)
}

function bySmallWords(sample: string, letters: number): ReadLanguage | null {
  const words = sample.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? []
  if ((sample.match(VIETNAMESE)?.length ?? 0) * 12 > letters && words.length >= 3) return 'vi'
  const counts = small.map(([language, set]) => [language, words.filter((word) => set.has(word)).length] as const)
  const [best, count] = counts.reduce((most, one) => (one[1] > most[1] ? one : most), ['other', 0] as const)
  if (count < 2 || count * 8 < words.length) return words.length < 12 ? null : 'other'
  return best === 'en' || best === 'fr' || best === 'vi' ? best : 'other'
}

/** The language of each paragraph; a short one takes the language that most of the text is in. */
export function languagesOf(texts: readonly string[]): ReadLanguage[] {
  const own = texts.map(languageOf)
  const units = new Map<ReadLanguage, number>()
  for (const [index, language] of own.entries()) {
    if (language !== null) units.set(language, (units.get(language) ?? 0) + (texts[index]?.length ?? 0))
  }
  const [main] = [...units].reduce((most, one) => (one[1] > most[1] ? one : most), ['en', 0] as [ReadLanguage, number])
  return own.map((language) => language ?? main)
}
