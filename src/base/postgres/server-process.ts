import { type ChildProcess, spawn } from 'node:child_process'
import type { RunAs } from '#base/run-as.ts'

/**
 * Starts a program of the server: as its user, with nothing of our environment, without core dumps (a dump holds pages of
 * the database), and out of our process group, so that Ctrl-C reaches it only through us.
 */
export function spawnServer(program: string, args: readonly string[], runAs: RunAs | undefined, output: number | 'pipe'): ChildProcess {
  return spawn('/bin/sh', ['-c', 'ulimit -c 0; umask 077; exec "$0" "$@"', program, ...args], {
    cwd: '/',
    detached: true,
    stdio: ['ignore', output, output],
    env: { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' },
    ...(runAs === undefined ? {} : { uid: runAs.uid, gid: runAs.gid }),
  })
}

export type Exit = { readonly code: number | null; readonly signal: NodeJS.Signals | null }

export function exitOf(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve({ code, signal }))
  })
}
