import type { Language } from '#kernel/languages.ts'
import { holdMarks } from '../../words/french-marks.ts'
import { files as ar } from './ar.ts'
import { files as en } from './en.ts'
import { files as fr } from './fr.ts'
import { files as th } from './th.ts'
import { files as vi } from './vi.ts'

/** The texts of this part in every language; read when the page is built. */
export const FILES_TEXTS = { ar, en, fr: holdMarks(fr), th, vi } satisfies Readonly<Record<Language, Readonly<Record<string, string>>>>
