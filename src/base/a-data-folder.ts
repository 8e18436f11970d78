import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type { TestContext } from 'node:test'
import { type Config, readConfig } from './config.ts'

/** For tests: a place for data folders that the unprivileged user can enter, gone after the test. */
export async function aPlace(t: { after: TestContext['after'] }): Promise<string> {
  const place = await mkdtemp(join(tmpdir(), 'asylia-test-'))
  await chmod(place, 0o711)
  t.after(() => rm(place, { recursive: true, force: true }))
  return place
}

/** For tests: the settings of an installation whose data lie there. */
export function aConfig(data: string, env: Readonly<Record<string, string>> = {}): Config {
  return readConfig({ ASYLIA_DATA: data, ...env })
}

export const isRoot = process.getuid?.() === 0

export type Holder = {
  readonly pid: number
  readonly said: readonly string[]
  readonly ended: Promise<number | null>
  kill(signal: NodeJS.Signals): void
}

/**
 * For tests: another process that opens the folder, and starts its server when `what` says so, until it is killed. Resolves
 * when it is ready or has ended; `said` holds its lines. Root may run it as another user.
 */
export function aHolder(t: { after: TestContext['after'] }, data: string, what: 'folder' | 'server', uid?: number): Promise<Holder> {
  const program = join(import.meta.dirname, 'a-holder.ts')
  const child: ChildProcessByStdio<null, Readable, null> = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', program, what, '--data', data],
    {
      cwd: '/',
      env: { PATH: process.env['PATH'] ?? '' },
      stdio: ['ignore', 'pipe', 'inherit'],
      ...(uid === undefined ? {} : { uid, gid: uid }),
    },
  )
  t.after(() => child.kill('SIGKILL'))
  const said: string[] = []
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)))
  return new Promise((resolve, reject) => {
    const holder: Holder = { pid: child.pid ?? 0, said, ended, kill: (signal) => child.kill(signal) }
    createInterface(child.stdout).on('line', (line) => {
      said.push(line)
      if (line.startsWith('ready')) resolve(holder)
    })
    child.once('error', reject)
    child.once('close', () => resolve(holder))
  })
}
