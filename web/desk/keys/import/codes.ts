import iso from 'i18n-iso-countries/codes.json' with { type: 'json' }
import type { Codes } from '#features/cases/import/rows.rules.ts'
import { foldText } from '#features/cases/search/tokens.rules.ts'
import { LANGUAGES } from '#kernel/languages.ts'

/** Words of the vocabularies with their codes, in the languages of the desk; the page knows them, the worker need not hold them twice. */
export type ImportWords = Readonly<Record<'methods' | 'occupations' | 'liberty', readonly (readonly [words: string, code: string])[]>>

const folded = (said: string): string => foldText(said).replace(/[^\p{L}\p{M}\p{N}]/gu, '')

/** Names of countries in five languages as the browser knows them, and their codes of two and three letters. */
function countryNames(): Map<string, string> {
  const names = new Map<string, string>()
  for (const [two = '', three = ''] of iso) {
    for (const code of [two, three]) names.set(folded(code), two)
    for (const language of LANGUAGES) {
      const name = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' }).of(two)
      if (name !== undefined) names.set(folded(name), two)
    }
  }
  return names
}

/** What words of a table stand for; null for what is not known. Nothing is guessed from a part of a word. */
export function codesFrom(words: ImportWords): Codes {
  const countries = countryNames()
  const lookup = (pairs: ImportWords['methods']) => {
    const known = new Map(pairs.flatMap(([said, code]) => [[folded(said), code] as const, [folded(code), code] as const]))
    return (said: string) => known.get(folded(said)) ?? null
  }
  return {
    country: (said) => countries.get(folded(said)) ?? null,
    method: lookup(words.methods),
    occupation: lookup(words.occupations),
    liberty: lookup(words.liberty),
  }
}
