import { inFive } from '../../words/in-five.ts'
import { DOCUMENTS } from './words-in-five.ts'

/** The words of documents in review. */
export const documentsWords = inFive(DOCUMENTS)
