import { inFive } from '../../words/in-five.ts'
import { DIALOGUE_CODES } from './codes-in-five.ts'
import { DIALOGUES } from './words-in-five.ts'

/** The words of dialogues. */
export const dialoguesWords = inFive({ ...DIALOGUES, ...DIALOGUE_CODES })
