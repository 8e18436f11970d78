import { readdir, readlink, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { statOf } from '#base/folders.ts'
import { OperatorError } from '#base/operator-error.ts'
import { readPrivate } from '#base/private-file.ts'

/**
 * After `kill -9` of our process its server runs on, or left files with its number. The lock of the folder is ours, so
 * whoever still works in the cluster is such an orphan: it is told to stop, firmly after a while. When nobody does, those
 * files are taken away: the number may by now be that of another process, or of one that its parent never buried, and
 * PostgreSQL would refuse to start for its sake. Answers whether a server was stopped.
 */
export async function stopOrphan(cluster: string, sockets: string): Promise<boolean> {
  const file = join(cluster, 'postmaster.pid')
  const first = (await statOf(file)) === undefined ? [] : await processesIn(cluster)
  if (first.length > 0) await endAll(cluster, first, Number((await readPrivate(file))?.split('\n')[0]))
  for (const left of [file, join(sockets, '.s.PGSQL.5432'), join(sockets, '.s.PGSQL.5432.lock')]) await rm(left, { force: true })
  return first.length > 0
}

/** Fast shutdown first, then the immediate one, then the kernel's. */
async function endAll(cluster: string, first: readonly number[], postmaster: number): Promise<void> {
  for (const [signal, patience] of [
    ['SIGINT', 10_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const) {
    const told = signal !== 'SIGKILL' && first.includes(postmaster) ? [postmaster] : await processesIn(cluster)
    for (const pid of told) signalTo(pid, signal)
    if (await isLeft(cluster, patience)) return
  }
  const left = (await processesIn(cluster)).join(', ')
  throw new OperatorError(
    `A database server of an earlier start still works in ${cluster} and does not stop (processes ${left}). End it, or restart the machine.`,
  )
}

/** Every process of a server works in its cluster; the kernel tells the working folder of each. */
export async function processesIn(cluster: string): Promise<number[]> {
  const found: number[] = []
  for (const name of await readdir('/proc')) {
    if (!/^[0-9]+$/.test(name)) continue
    const place = await readlink(`/proc/${name}/cwd`).catch(() => undefined)
    if (place === cluster) found.push(Number(name))
  }
  return found
}

async function isLeft(cluster: string, patience: number): Promise<boolean> {
  const until = performance.now() + patience
  while (performance.now() < until) {
    if ((await processesIn(cluster)).length === 0) return true
    await wait(10)
  }
  return false
}

function signalTo(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
