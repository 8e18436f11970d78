import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { freemem } from 'node:os'
import { join } from 'node:path'

const MEMORY = '/dev/shm'
const NAME = /^asylia-tests-([0-9]+)-/
const GIGABYTE = 1024 ** 3
/** A run has held 7 GB at most. */
const ROOM = 10 * GIGABYTE

/**
 * A folder in memory for what tests make and throw away: hundreds of databases of three thousand files each, whose making and
 * unmaking on a disk is a fifth of a run. Undefined where there is no room, where programs may not run from there, or where
 * TMPDIR says already where to work. It goes with this process, and what a killed run left goes now.
 */
export function scratchFolder(above: string = MEMORY): string | undefined {
  if (process.env['TMPDIR'] !== undefined || !existsSync(above)) return undefined
  for (const name of readdirSync(above)) if (isLeft(name)) rmSync(join(above, name), { recursive: true, force: true })
  const { bavail, bsize } = statfsSync(above)
  if (Math.min(bavail * bsize, freemem()) < ROOM) return undefined
  const folder = mkdtempSync(join(above, `asylia-tests-${process.pid}-`))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  // As /tmp is: as root the database, and some tests, run as a user of their own.
  chmodSync(folder, 0o1777)
  const program = join(folder, 'may-run')
  writeFileSync(program, '#!/bin/sh\nexit 0\n', { mode: 0o755 })
  if (spawnSync(program).status === 0) return folder
  rmSync(folder, { recursive: true, force: true })
  return undefined
}

/** Of a run that ended without cleaning; somebody else's is left alone, and so is one whose process runs. */
function isLeft(name: string): boolean {
  const pid = NAME.exec(name)?.[1]
  if (pid === undefined) return false
  try {
    process.kill(Number(pid), 0)
    return false
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH'
  }
}
