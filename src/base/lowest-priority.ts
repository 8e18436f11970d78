import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { constants, setPriority } from 'node:os'

/**
 * From here on this process and whatever it starts works in moments that nobody else wants: every thread of it, for Linux sets
 * a priority for one thread alone, and the threads that collect garbage would go on as before. Where the scheduler knows a
 * class for idle moments they go there, so that whoever answers a reader never waits for a slice of theirs to end.
 */
export function standBack(): void {
  setPriority(constants.priority.PRIORITY_LOW)
  for (const thread of threads()) {
    try {
      setPriority(thread, constants.priority.PRIORITY_LOW)
    } catch {
      // It has just ended.
    }
  }
  // util-linux; without it the low priority remains.
  spawnSync('chrt', ['--all-tasks', '--idle', '--pid', '0', String(process.pid)], { stdio: 'ignore', env: { PATH: '/usr/bin:/bin' } })
}

function threads(): number[] {
  try {
    return readdirSync('/proc/self/task').map(Number)
  } catch {
    return []
  }
}
