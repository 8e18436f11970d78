import { inFive } from '../../words/in-five.ts'
import { HOLD } from './hold-in-five.ts'
import { LAW } from './law-in-five.ts'
import { SCREENING } from './screening-in-five.ts'
import { COMMITMENTS } from './words-in-five.ts'

/** The words of commitments, drafts, projects, requests, police and courts, consequences, laws and agreements. */
export const commitmentsWords = inFive({ ...COMMITMENTS, ...LAW, ...HOLD, ...SCREENING })
