import { inFive } from '../../words/in-five.ts'
import { TASKS } from './words-in-five.ts'

/** The words of tasks and deadlines. */
export const tasksWords = inFive(TASKS)
