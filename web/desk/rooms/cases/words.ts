import { inFive } from '../../words/in-five.ts'
import { CODES } from './words/codes.ts'
import { CASES } from './words/pages.ts'

/** The words of cases, and of the codes of casework. */
export const casesWords = inFive({ ...CASES, ...CODES })
