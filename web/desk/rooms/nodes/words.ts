import { wordsOf } from '../../words/of-room.ts'
import { ar } from './words/ar.ts'
import { en } from './words/en.ts'
import { fr } from './words/fr.ts'
import { th } from './words/th.ts'
import { vi } from './words/vi.ts'

/** Other installations. */
export const nodesWords = wordsOf({ en, vi, th, fr, ar })
