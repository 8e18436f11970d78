import type { Language } from '#kernel/languages.ts'
import { en } from './words/en.ts'
import type { Catalogues, Key } from './words.ts'

/** Every text in every language: one file beside the page. Read when the page is built, never inside a script. */
export const CATALOGUES: Record<Language, Readonly<Record<Key, string>>> & Catalogues = { en, vi: en, th: en, fr: en, ar: en }
