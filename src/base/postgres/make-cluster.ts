import { chown, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DataFolder } from '#base/data-folder.ts'
import { ensureFolder, statOf } from '#base/folders.ts'
import { fullDisk, OperatorError } from '#base/operator-error.ts'
import { syncFolder } from '#base/private-file.ts'
import { SUPERUSER } from './logins.ts'
import type { Programs } from './programs.ts'
import { exitOf, spawnServer } from './server-process.ts'

export function clusterOf(folder: { readonly postgres: string }): string {
  return join(folder.postgres, 'data')
}

/**
 * Makes the database cluster if there is none; the answer tells whether it was made. It gets its name when it is whole and
 * on the disk, so a start that was killed begins anew. Data of another major version of PostgreSQL is refused.
 */
export async function ensureCluster(folder: DataFolder, programs: Programs, password: string): Promise<boolean> {
  const cluster = clusterOf(folder)
  if ((await statOf(cluster)) !== undefined) {
    await demandMajor(cluster, programs.major)
    return false
  }
  await removeDrafts(folder.postgres)
  await emptyKeys(folder)
  const draft = join(folder.postgres, `making-${process.pid}`)
  try {
    await runInitdb(folder, programs, draft, password)
    await rename(draft, cluster)
    await syncFolder(folder.postgres)
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    throw error
  }
  return true
}

async function demandMajor(cluster: string, major: number): Promise<void> {
  const there = Number((await readFile(join(cluster, 'PG_VERSION'), 'utf8')).trim())
  if (there === major) return
  throw new OperatorError(
    `${cluster} was made by PostgreSQL ${there}, this version of Asylia brings PostgreSQL ${major}. ` +
      'Make a backup with the version that made it and restore it into an empty folder. Nothing was changed.',
  )
}

async function removeDrafts(postgres: string): Promise<void> {
  const drafts = (await readdir(postgres)).filter((name) => name.startsWith('making-'))
  for (const draft of drafts) await rm(join(postgres, draft), { recursive: true, force: true })
}

/** A tablespace without its cluster is what a killed first start left; with content of an older cluster it is refused. */
async function emptyKeys(folder: DataFolder): Promise<void> {
  const names = await readdir(folder.keys)
  if (names.length === 0) return
  throw new OperatorError(
    `${folder.keys} holds keys of a database that is not there. Restore that database from a backup, or move this folder away.`,
  )
}

async function runInitdb(folder: DataFolder, programs: Programs, draft: string, password: string): Promise<void> {
  const passing = await mkdtemp(join(folder.path, 'making-'))
  try {
    await ensureFolder(passing, { mode: folder.runAs === undefined ? 0o700 : 0o711 })
    const file = join(passing, 'password')
    await writeFile(file, `${password}\n`, { mode: 0o400 })
    if (folder.runAs !== undefined) await chown(file, folder.runAs.uid, folder.runAs.gid)
    const child = spawnServer(programs.initdb, initdbArguments(draft, file), folder.runAs, 'pipe')
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-8_000)))
    const exit = await exitOf(child)
    if (exit.code === 126)
      throw new OperatorError(`The disk that holds ${folder.path} lets no program run (noexec). Choose another folder with --data.`)
    if (exit.code !== 0) throw initdbError(folder, said)
  } finally {
    await rm(passing, { recursive: true, force: true })
  }
}

/** Text sorts by code point everywhere alike: the built-in collation does not change with the machine's C library. */
function initdbArguments(draft: string, passwordFile: string): string[] {
  return [
    `--pgdata=${draft}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    '--auth-local=scram-sha-256',
    '--auth-host=reject',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--data-checksums',
  ]
}

/** What initdb said, as a sentence. It never saw anything but paths, so its own last words may be shown. */
function initdbError(folder: DataFolder, said: string): OperatorError {
  if (/No space left on device|Disk quota exceeded/.test(said)) return new OperatorError(fullDisk(folder.path))
  if (/could not look up effective user ID/.test(said)) {
    return new OperatorError(
      'This machine has no name for the user that would run the database. Add a line for it to /etc/passwd, or start as another user.',
    )
  }
  const lines = said.split('\n').filter((line) => /error|fatal|denied|cannot/i.test(line))
  return new OperatorError(`The private database could not be made: ${lines.at(-1)?.trim() ?? 'initdb ended without a reason'}`)
}
