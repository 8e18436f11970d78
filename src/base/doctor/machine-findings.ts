import { readFile, statfs } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { Config } from '#base/config.ts'
import { FREE_AT_LEAST } from '#base/data-folder.ts'
import { nearestExisting } from '#base/folders.ts'
import { type Finding, note, wrong } from './finding.ts'

const FREE_FOR_COMFORT = 4 * FREE_AT_LEAST

/** The machine around the installation: disk, swap, core dumps, and the port that `start` would listen on. */
export async function machineFindings(config: Config, isRunning: boolean): Promise<readonly Finding[]> {
  const found = [await diskFinding(config.data), swapFinding(await textOf('/proc/swaps')), coreFinding(await textOf('/proc/self/limits'))]
  if (!isRunning) found.push(await portFinding(config.listen))
  return found.filter((finding) => finding !== undefined)
}

async function diskFinding(path: string): Promise<Finding | undefined> {
  const place = await nearestExisting(path)
  const disk = await statfs(place)
  const free = disk.bavail * disk.bsize
  const says = `The disk that holds ${place} has ${Math.floor(free / 1024 / 1024)} MB free.`
  if (free < FREE_AT_LEAST) return wrong(says, 'Free some space: below 256 MB nothing starts.')
  if (disk.files > 0 && disk.ffree < 10_000)
    return wrong(
      `The disk that holds ${place} has room for only ${disk.ffree} more files.`,
      'Remove files that are not needed, or move the data to another disk.',
    )
  return free < FREE_FOR_COMFORT ? note(says, 'Free some space soon: below 256 MB nothing starts.') : undefined
}

/** Memory that was swapped out lies on the disk until it is written over, also after the power is off. */
export function swapFinding(swaps: string): Finding | undefined {
  const areas = swaps
    .split('\n')
    .slice(1)
    .filter((line) => line.trim() !== '')
  if (areas.length === 0) return undefined
  return note(
    'Swap is on: what was in memory may stay on the disk.',
    'Turn it off (swapoff -a, and remove it from /etc/fstab), or encrypt it.',
  )
}

/** A dump of our own process holds passwords and pages of records; the database server turns its own off. */
export function coreFinding(limits: string): Finding | undefined {
  const soft = /^Max core file size\s+(\S+)/m.exec(limits)?.[1]
  if (soft === undefined || soft === '0') return undefined
  return note(
    'Core dumps are on: a crash would write memory to the disk.',
    'Start Asylia after: ulimit -c 0 (in a systemd unit: LimitCORE=0).',
  )
}

export function portFinding({ host, port }: Config['listen']): Promise<Finding | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE')
        resolve(wrong(`Port ${port} is taken by another program.`, 'Choose another one with --port, or stop that program.'))
      else if (error.code === 'EACCES') resolve(wrong(`This user may not listen on port ${port}.`, 'Choose one above 1023 with --port.'))
      else resolve(wrong(`Nothing can listen on ${host}, port ${port}.`, 'Correct ASYLIA_LISTEN: the address must be one of this machine.'))
    })
    server.listen(port, host, () => server.close(() => resolve(undefined)))
  })
}

function textOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '')
}
