import { LANGUAGES, type Language } from '#kernel/languages.ts'

export function acceptsBrotli(header: string | string[] | undefined): boolean {
  return typeof header === 'string' && /(?:^|,)\s*br\s*(?:,|$|;\s*q=(?:1|0\.0*[1-9]))/.test(header)
}

/** The first of our languages that the browser names; used for this answer, stored nowhere. */
export function preferredLanguage(header: string | undefined): Language {
  const asked = (header ?? '').split(',', 20).map((part) => part.trim().slice(0, 2).toLowerCase())
  return LANGUAGES.find((language) => asked[0] === language) ?? asked.map(asLanguage).find((one) => one !== undefined) ?? 'en'
}

function asLanguage(text: string): Language | undefined {
  return LANGUAGES.find((language) => language === text)
}
