import { randomBytes } from 'node:crypto'
import { link, readdir, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Config } from './config.ts'
import { demandCodeKnows, writeDataVersion } from './data-version.ts'
import { lockFolder } from './folder-lock.ts'
import { ensureFolder, makeParents, nearestExisting, quoted, statOf, withoutLinks } from './folders.ts'
import { OperatorError, withDiskSentences } from './operator-error.ts'
import { readPrivate, writePrivate } from './private-file.ts'
import { demandEntrance, type RunAs, unprivilegedUser } from './run-as.ts'

export type FolderPlaces = {
  /** The real path, links resolved. */
  readonly path: string
  /** Passwords and signing keys; never readable by the database server. */
  readonly secrets: string
  readonly blobs: string
  /** The database and its log. */
  readonly postgres: string
  /** The tablespace that holds the schema `keys`, so that a backup hands it over apart. */
  readonly keys: string
  /** Copies of the PostgreSQL programs, one folder a version. */
  readonly programs: string
  readonly sockets: string
}

export type DataFolder = FolderPlaces & {
  /** The folder of this version of the code. */
  readonly home: string
  /** Whom the database server runs as; undefined means as we do. */
  readonly runAs: RunAs | undefined
  /** What the person should know of this folder, as sentences. */
  readonly notes: readonly string[]
  /** Notes that the data has seen this migration; older code is refused from then on. */
  recordVersion(newestMigration: number): Promise<void>
  /** Gives the lock back. */
  close(): Promise<void>
}

export const FREE_AT_LEAST = 256 * 1024 * 1024
/** A socket address holds 107 bytes, the name of PostgreSQL's socket takes 14 of them. */
const LONGEST_SOCKET_FOLDER = 93
const ID_FILE = 'asylia.id'

/**
 * Makes or checks the data folder, its parts, owners and modes, and locks it for this process. Whatever stands in the
 * way is an OperatorError with what mends it: a folder of somebody else or of something else, a closed parent, a full
 * disk, a second process, data newer than the code.
 */
export function openDataFolder(config: Config): Promise<DataFolder> {
  return withDiskSentences(config.data, async () => {
    const path = await withoutLinks(config.data)
    const asRoot = process.getuid?.() === 0
    const runAs = asRoot ? await unprivilegedUser() : undefined
    await demandSpace(await nearestExisting(path))
    if (runAs !== undefined) await demandEntrance(runAs, await nearestExisting(dirname(path)))
    await demandOurs(path)
    await demandWhole(path)
    const mode = asRoot ? 0o711 : 0o700
    await makeParents(dirname(path), mode)
    await ensureFolder(path, { mode })
    const id = await ensureId(path)
    const lock = await lockFolder(path, id)
    try {
      await demandCodeKnows(path, config.home)
      const places = placesOf(path, id, config.runtimeFolder)
      for (const part of partsOf(places, runAs)) await ensureFolder(part.path, part)
      return {
        ...places,
        home: config.home,
        runAs,
        notes: notesOf(places),
        recordVersion: (number) => writeDataVersion(path, number),
        close: () => lock.release(),
      }
    } catch (error) {
      await lock.release()
      throw error
    }
  })
}

/** Where things lie in a data folder that exists already, without changing or locking it; undefined when it is none. */
export async function findDataFolder(config: Config): Promise<FolderPlaces | undefined> {
  const path = await withoutLinks(config.data)
  const id = await readPrivate(join(path, ID_FILE))
  return id === undefined ? undefined : placesOf(path, id.trim(), config.runtimeFolder)
}

function placesOf(path: string, id: string, runtimeFolder: string | undefined): FolderPlaces {
  const at = (name: string) => join(path, name)
  const near = at('run')
  const short = join(runtimeFolder ?? (process.getuid?.() === 0 ? '/run' : tmpdir()), `asylia-${id.slice(0, 12)}`)
  const sockets = Buffer.byteLength(near) <= LONGEST_SOCKET_FOLDER ? near : short
  return { path, secrets: at('secrets'), blobs: at('blobs'), postgres: at('pg'), keys: at('pg-keys'), programs: at('programs'), sockets }
}

/** The folders inside, with the mode and the owner that each must have; without an owner it is us. */
export function partsOf(
  places: FolderPlaces,
  runAs: RunAs | undefined,
): readonly { readonly path: string; readonly mode: number; readonly owner?: RunAs }[] {
  const theirs = runAs === undefined ? {} : { owner: runAs }
  return [
    { path: places.secrets, mode: 0o700 },
    { path: places.blobs, mode: 0o700 },
    { path: places.programs, mode: runAs === undefined ? 0o700 : 0o711 },
    { path: places.postgres, mode: 0o700, ...theirs },
    { path: places.keys, mode: 0o700, ...theirs },
    { path: places.sockets, mode: runAs === undefined ? 0o700 : 0o750, ...theirs },
  ]
}

function notesOf(places: FolderPlaces): readonly string[] {
  if (places.sockets.startsWith(places.path)) return []
  return [`The path of the data folder is too long for a socket, so the database listens in ${places.sockets}.`]
}

async function demandSpace(path: string): Promise<void> {
  const disk = await statfs(path)
  const free = disk.bavail * disk.bsize
  if (free >= FREE_AT_LEAST) return
  const megabytes = Math.floor(free / 1024 / 1024)
  throw new OperatorError(
    `The disk that holds ${path} has ${megabytes} MB free; Asylia needs 256 MB to start. Free some space, or choose another folder with --data.`,
  )
}

/** Modes are changed below, so the folder must be ours: made by us earlier, or empty. */
async function demandOurs(path: string): Promise<void> {
  const there = await statOf(path)
  if (there === undefined) return
  if (!there.isDirectory()) throw new OperatorError(`${path} is not a folder. Choose another one with --data.`)
  if (there.uid !== process.getuid?.()) {
    throw new OperatorError(`${path} belongs to another user (uid ${there.uid}). Start as that user, or choose another folder with --data.`)
  }
  const names = await readdir(path)
  if (names.length > 0 && !names.some((name) => name.startsWith(ID_FILE))) {
    throw new OperatorError(`${path} holds something else than data of Asylia. Choose an empty folder with --data.`)
  }
}

/** Stands in a folder while a restore fills it. */
export const RESTORING = 'restoring'

async function demandWhole(path: string): Promise<void> {
  if ((await statOf(join(path, RESTORING))) === undefined) return
  throw new OperatorError(`A restore into ${path} did not come to its end. Remove the folder and restore again: rm -r ${quoted(path)}`)
}

/** Two first starts at once may both draft an id; the first to give it its name wins, and both read that one. */
async function ensureId(path: string): Promise<string> {
  const file = join(path, ID_FILE)
  if ((await statOf(file)) === undefined) {
    const draft = `${file}.${randomBytes(6).toString('hex')}`
    await writePrivate(draft, `${randomBytes(16).toString('hex')}\n`)
    await link(draft, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
    await rm(draft)
  }
  const id = (await readPrivate(file))?.trim()
  if (id === undefined || !/^[0-9a-f]{32}$/.test(id)) throw new OperatorError(`${file} is damaged. Restore the folder from a backup.`)
  return id
}
