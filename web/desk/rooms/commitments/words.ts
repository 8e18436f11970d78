import { inFive } from '../../words/in-five.ts'
import { LAW } from './law-in-five.ts'
import { COMMITMENTS } from './words-in-five.ts'

/** The words of commitments, drafts, projects, requests, and of police and courts. */
export const commitmentsWords = inFive({ ...COMMITMENTS, ...LAW })
