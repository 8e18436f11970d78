import { wordsOf } from '../../words/of-room.ts'
import { ar } from './words/ar.ts'
import { en } from './words/en.ts'
import { fr } from './words/fr.ts'
import { th } from './words/th.ts'
import { vi } from './words/vi.ts'

/** Consent by use, and who can read what. The words of the vocabulary are the same as everywhere. */
export const consentWords = wordsOf({ en, vi, th, fr, ar })
