import { readdirSync } from 'node:fs'
import { constants, setPriority } from 'node:os'

/**
 * From here on this process and whatever it starts works in moments that nobody else wants: every thread of it, for Linux sets
 * a priority for one thread alone, and the threads that collect garbage would go on as before. Not the class for idle moments
 * (SCHED_IDLE): on Linux 6.18 a reader waited two to four times as long beside an empty loop of that class, and 1.1 times beside one
 * of this priority.
 */
export function standBack(): void {
  setPriority(constants.priority.PRIORITY_LOW)
  for (const thread of threads()) sendBack(thread)
}

/** The same for one thread, or for a process that has but one, such as one of the database; if this user may. */
export const sendBack = (id: number): void => give(id, constants.priority.PRIORITY_LOW)

/** Such a one works on, and lets everybody pass who has only a short question. */
export const letOthersPass = (id: number): void => give(id, constants.priority.PRIORITY_BELOW_NORMAL)

function give(id: number, priority: number): void {
  try {
    setPriority(id, priority)
  } catch {
    // It has just ended, or is somebody else's.
  }
}

function threads(): number[] {
  try {
    return readdirSync('/proc/self/task').map(Number)
  } catch {
    return []
  }
}
