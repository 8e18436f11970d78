import type { Language } from '#kernel/languages.ts'

/** Empty until the words of a language come; the builder puts it in the place of data/labels, so that the page holds one language. */
export const LABELS = { vi: labels(), th: labels(), fr: labels(), ar: labels() } as const satisfies Record<Exclude<Language, 'en'>, object>

function labels() {
  return { review: 'translation not yet reviewed', groups: {}, methods: {}, vocabularies: {}, countries: {} }
}
