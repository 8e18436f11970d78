import type { Language } from '#kernel/languages.ts'
import { ar } from './words/ar.ts'
import { en, type ShellKey } from './words/en.ts'
import { fr } from './words/fr.ts'
import { holdMarks } from './words/french-marks.ts'
import { th } from './words/th.ts'
import { vi } from './words/vi.ts'
import type { Catalogues } from './words.ts'

/**
 * Every text in every language: one file beside the page. Read when the page is built, never inside a script. The mailbox
 * and the files have a file each, in all languages too, which comes with their scripts.
 */
export const CATALOGUES: Record<Language, Readonly<Record<ShellKey, string>>> & Catalogues = { en, vi, th, fr: holdMarks(fr), ar }
