import { inFive } from '../../words/in-five.ts'
import { COALITION } from './words-in-five.ts'

/** The words of joint statements, consultations and what others read. */
export const coalitionWords = inFive(COALITION)
