import type { Language } from '#kernel/languages.ts'
import { holdMarks } from '../../words/french-marks.ts'
import { mailbox as ar } from './ar.ts'
import { mailbox as en } from './en.ts'
import { mailbox as fr } from './fr.ts'
import { mailbox as th } from './th.ts'
import { mailbox as vi } from './vi.ts'

/** The texts of this part in every language; read when the page is built. */
export const MAILBOX_TEXTS = { ar, en, fr: holdMarks(fr), th, vi } satisfies Readonly<Record<Language, Readonly<Record<string, string>>>>
