import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { constants, setPriority } from 'node:os'

/**
 * From here on this process and whatever it starts works in moments that nobody else wants: every thread of it, for Linux sets
 * a priority for one thread alone, and the threads that collect garbage would go on as before; and its session, if it leads one.
 * In a session that others began (a terminal) it stands back behind that session only: the rest of it is not ours to slow.
 * Not the class for idle moments (SCHED_IDLE): no reader waited less beside it.
 */
export function standBack(): void {
  for (const thread of threads()) ofThread(thread, constants.priority.PRIORITY_LOW)
  ofSession(process.pid, constants.priority.PRIORITY_LOW)
}

/** The same for a process with one thread, such as each connection's of the database, which leads a session of its own; if this user may. */
export const sendBack = (id: number): void => give(id, constants.priority.PRIORITY_LOW)

/** Such a one works on, and lets everybody pass who has only a short question. */
export const letOthersPass = (id: number): void => give(id, constants.priority.PRIORITY_BELOW_NORMAL)

function give(id: number, priority: number): void {
  ofThread(id, priority)
  ofSession(id, priority)
}

function ofThread(id: number, priority: number): void {
  try {
    setPriority(id, priority)
  } catch {
    // It has just ended, or is somebody else's.
  }
}

/** Linux lets a user set one session every tenth of a second; whoever comes too early comes again. */
const AGAIN_MS = 150
const MOST_TRIES = 20

/**
 * Where Linux groups processes by session (sched_autogroup_enabled), a priority counts within its session alone, and sessions share
 * a processor as equals: without this, a process of lowest priority held a reader up for 3 ms that waited 0.3 beside nobody
 * (sched(7), "The autogroup feature"). Only of a process that leads its session: with any other, everybody in there would be slowed.
 */
function ofSession(id: number, priority: number, triesLeft = MOST_TRIES): void {
  if (!leadsItsSession(id)) return
  try {
    writeFileSync(`/proc/${id}/autogroup`, String(priority), { flag: 'r+' })
  } catch (error) {
    const early = error instanceof Error && 'code' in error && error.code === 'EAGAIN'
    if (early && triesLeft > 0) setTimeout(ofSession, AGAIN_MS, id, priority, triesLeft - 1).unref()
    // Else there are no such groups here, it has just ended, or is somebody else's.
  }
}

/** The session stands fourth behind the name (proc_pid_stat(5)). */
function leadsItsSession(id: number): boolean {
  try {
    const [, fields = ''] = readFileSync(`/proc/${id}/stat`, 'utf8').split(/\) (?=[^)]*$)/)
    return Number(fields.split(' ')[3]) === id
  } catch {
    return false
  }
}

function threads(): number[] {
  try {
    return readdirSync('/proc/self/task').map(Number)
  } catch {
    return [process.pid]
  }
}
