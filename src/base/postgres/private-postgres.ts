import type { ChildProcess } from 'node:child_process'
import { constants } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Login } from '#base/config.ts'
import type { DataFolder } from '#base/data-folder.ts'
import { fullDisk, OperatorError, withDiskSentences } from '#base/operator-error.ts'
import { readPrivate } from '#base/private-file.ts'
import { followMovedKeys, prepareDatabase, prepareServer } from './keys-tablespace.ts'
import { DATABASE, ensurePasswords, ensureSuperuserPassword, SUPERUSER, socketUrl } from './logins.ts'
import { clusterOf, ensureCluster } from './make-cluster.ts'
import { makeLogins } from './make-logins.ts'
import { ensurePrograms, type Programs } from './programs.ts'
import { type Exit, exitOf, spawnServer } from './server-process.ts'
import { serverSettings, settingsAsArguments } from './server-settings.ts'
import { stopOrphan } from './stop-orphan.ts'

export type PrivatePostgres = {
  readonly pid: number
  readonly socketFolder: string
  readonly port: number
  /** Milliseconds from spawning the server to its first accepted connection. */
  readonly readyAfter: number
  /** An address of the database `asylia`, or another one of this server, for one of the six. */
  url(login: Login, database?: string): string
  /** For making logins, templates of tests and backups; no running part gets it. */
  superuserUrl(database?: string): string
  /** Resolves when the server ends; `asked` is false when it ended by itself. */
  readonly exited: Promise<Exit & { readonly asked: boolean }>
  /** Waits a moment for clients to go, then ends their connections; the server leaves nothing to recover. */
  stop(): Promise<void>
}

/**
 * Starts the private PostgreSQL of a data folder: makes the cluster, the logins, the database and the tablespace of keys
 * where they are missing, and ends what a killed earlier start left running. With `as it is` an existing database is
 * looked at without putting its roles right. `meanwhile` is called when the server has begun and does not answer yet.
 * OperatorError says what stands in the way.
 */
export function startPrivatePostgres(
  folder: DataFolder,
  roles: 'put right' | 'as it is' = 'put right',
  meanwhile: () => void = () => undefined,
): Promise<PrivatePostgres> {
  return withDiskSentences(folder.path, async () => {
    const password = await ensureSuperuserPassword(folder.secrets)
    const passwords = await ensurePasswords(folder.secrets)
    const programs = await ensurePrograms(folder)
    await ensureCluster(folder, programs, password)
    await stopOrphan(clusterOf(folder), folder.sockets)
    await followMovedKeys(folder)
    const server = await startServer(folder, programs, meanwhile)
    const superuserUrl = (database = 'postgres') => socketUrl(folder.sockets, SUPERUSER, password, database)
    try {
      if (roles === 'put right') {
        await makeLogins(superuserUrl(), passwords, DATABASE)
        await prepareServer(superuserUrl(), folder)
        await prepareDatabase(superuserUrl(DATABASE))
      }
    } catch (error) {
      await server.stop()
      throw error
    }
    return {
      ...server,
      socketFolder: folder.sockets,
      port: 5432,
      url: (login, database = DATABASE) => socketUrl(folder.sockets, login, passwords[login], database),
      superuserUrl,
    }
  })
}

type Server = Pick<PrivatePostgres, 'pid' | 'readyAfter' | 'exited' | 'stop'>

async function startServer(folder: DataFolder, programs: Programs, meanwhile: () => void): Promise<Server> {
  const cluster = clusterOf(folder)
  const log = await openLog(folder)
  const began = performance.now()
  const args = ['-D', cluster, ...settingsAsArguments(serverSettings(folder.sockets))]
  const child = spawnServer(programs.postgres, args, folder.runAs, log.descriptor)
  await log.close()
  let asked = false
  const exited = exitOf(child).then((exit) => ({ ...exit, asked }))
  // Whoever waits for the end hears of it; without a listener it would end the process.
  exited.catch(() => undefined)
  const pid = child.pid
  if (pid === undefined)
    throw await exited.then(
      () => startError(folder, ''),
      (error: unknown) => error,
    )
  // Our own end without a stop must not leave a server behind; only a killed process can no longer say so.
  const endWithUs = () => child.kill('SIGINT')
  process.once('exit', endWithUs)
  child.once('exit', () => process.removeListener('exit', endWithUs))
  meanwhile()
  await untilReady(cluster, pid, child, async () => startError(folder, await log.since()))
  const readyAfter = performance.now() - began
  const stop = () => {
    asked = true
    return stopServer(child, exited)
  }
  return { pid, readyAfter, exited, stop }
}

/** The server writes "ready" into the eighth line of its file the moment it accepts connections. */
async function untilReady(cluster: string, pid: number, child: ChildProcess, failure: () => Promise<OperatorError>): Promise<void> {
  const file = join(cluster, 'postmaster.pid')
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) throw await failure()
    const lines = (await readPrivate(file))?.split('\n')
    if (Number(lines?.[0]) === pid && lines?.[7]?.startsWith('ready') === true) return
    await wait(2)
  }
}

/** Smart shutdown, then fast, then immediate: the last loses nothing either, the journal is replayed at the next start. */
async function stopServer(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  for (const [signal, patience] of [
    ['SIGTERM', 300],
    ['SIGINT', 15_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const) {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill(signal)
    const timer = new AbortController()
    const late = wait(patience, 'late', { signal: timer.signal }).catch(() => 'late')
    const first = await Promise.race([exited, late])
    timer.abort()
    if (first !== 'late') return
  }
}

const LOG_MOST = 4 * 1024 * 1024

/** One file of words of the server, one older file beside it; a link in its place is refused. */
async function openLog(folder: DataFolder): Promise<{ readonly descriptor: number; close(): Promise<void>; since(): Promise<string> }> {
  const path = join(folder.postgres, 'postgres.log')
  const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW
  let file = await open(path, flags, 0o600)
  if ((await file.stat()).size > LOG_MOST) {
    await file.close()
    await rename(path, `${path}.1`)
    file = await open(path, flags, 0o600)
  }
  const { size } = await file.stat()
  return { descriptor: file.fd, close: () => file.close(), since: async () => (await readPrivate(path))?.slice(size) ?? '' }
}

function startError(folder: DataFolder, said: string): OperatorError {
  if (/No space left on device|Disk quota exceeded/.test(said)) return new OperatorError(fullDisk(folder.path))
  if (/could not (create|map|resize|open) .*shared memory/i.test(said)) {
    return new OperatorError(
      'The machine gives the database no shared memory. Is /dev/shm there and writable for everybody? In a container, give it at least 256 MB.',
    )
  }
  const reason = said.split('\n').findLast((line) => /FATAL|PANIC|error/i.test(line))
  const words = reason?.replace(/^.*?(FATAL|PANIC): +/, '') ?? 'it ended without a reason'
  return new OperatorError(`The private database does not start: ${words}. Its log is ${join(folder.postgres, 'postgres.log')}.`)
}
