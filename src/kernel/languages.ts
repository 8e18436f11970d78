/** The five languages of every screen, in the order the language list shows them. */
export const LANGUAGES = ['en', 'vi', 'th', 'fr', 'ar'] as const
export type Language = (typeof LANGUAGES)[number]

export const LANGUAGE_NAMES: Record<Language, string> = {
  en: 'English',
  vi: 'Tiếng Việt',
  th: 'ไทย',
  fr: 'Français',
  ar: 'العربية',
}

export function directionOf(language: Language): 'ltr' | 'rtl' {
  return language === 'ar' ? 'rtl' : 'ltr'
}

/** Our own words. English always; the others once translated. Quotations are never of this type. */
export type Said = { readonly en: string } & { readonly [L in Exclude<Language, 'en'>]?: string }

/** The text in the reader's language, or the English one and the fact that it is English. */
export function say(words: Said, language: Language): { readonly text: string; readonly in: Language } {
  const text = words[language]
  return text === undefined ? { text: words.en, in: 'en' } : { text, in: language }
}
