import { LANGUAGES, type Language } from '#kernel/languages.ts'

const ALWAYS: readonly Language[] = ['en', 'ar']

/**
 * The languages a page is looked at in: all five in a long run and where pictures are asked for, else English, the one from right
 * to left, and one that the seed draws.
 */
export function languagesToday(): readonly Language[] {
  if (process.env['ASYLIA_LONG'] === '1' || process.env['ASYLIA_PICTURES'] !== undefined) return LANGUAGES
  const others = LANGUAGES.filter((language) => !ALWAYS.includes(language))
  const drawn = others[Number(process.env['ASYLIA_SEED'] ?? 0) % others.length]
  return LANGUAGES.filter((language) => ALWAYS.includes(language) || language === drawn)
}
