import { inFive } from '../../words/in-five.ts'
import { COMMITMENTS } from './words-in-five.ts'

/** The words of commitments, drafts, projects and requests. */
export const commitmentsWords = inFive(COMMITMENTS)
