import { randomBytes } from 'node:crypto'
import type { Stats } from 'node:fs'
import { type FileHandle, link, mkdir, open, readdir, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { syncFolder } from '#base/private-file.ts'
import { Refusal } from '#kernel/refusal.ts'

const PARTS = 'parts'
/** Every file and folder says this time; inode numbers and change times cannot be set (N4). */
const NO_TIME = new Date(0)
const DAY = 86_400_000

/**
 * The sealed segments on the disk: a folder of a random name for each set, a file for each index. A file gets its name when
 * it is whole and on the disk, and never another content after that. guards U-19, U-20, U-21
 */
export function segmentFiles(blobs: string) {
  const parts = join(blobs, PARTS)
  const folderOf = (store: Uint8Array) => join(blobs, Buffer.from(store).toString('hex'))

  return {
    /**
     * Stores the pieces as segment `index`. Where one stands already the new bytes are thrown away. Refuses `intake.full`
     * when the disk takes no more; what stood before is untouched.
     */
    async write(store: Uint8Array, index: number, pieces: AsyncIterable<Buffer>): Promise<void> {
      const folder = folderOf(store)
      const part = join(parts, randomBytes(16).toString('hex'))
      try {
        await mkdir(parts, { recursive: true, mode: 0o700 })
        await fill(part, pieces)
        await mkdir(folder, { recursive: true, mode: 0o700 })
        await nameOnce(part, join(folder, String(index)))
        await syncFolder(folder)
        await syncFolder(blobs)
      } catch (error) {
        throw isFull(error) ? new Refusal('intake.full') : error
      } finally {
        await rm(part, { force: true })
        await forgetTimes(folder, parts, blobs)
      }
    },
    /** Opens one segment for reading; undefined when it is not there. */
    async open(store: Uint8Array, index: number): Promise<FileHandle | undefined> {
      return open(join(folderOf(store), String(index)), 'r').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined
        throw error
      })
    },
    async remove(store: Uint8Array): Promise<void> {
      await rm(folderOf(store), { recursive: true, force: true })
      await forgetTimes(blobs)
    },
    /** Removes parts of uploads that broke off, and folders that no set names, once they are a day old. */
    async sweep(known: ReadonlySet<string>, now: Date): Promise<number> {
      let removed = 0
      for (const name of await namesIn(parts)) removed += await removeOld(join(parts, name), now)
      for (const name of await namesIn(blobs)) if (name !== PARTS && !known.has(name)) removed += await removeOld(join(blobs, name), now)
      return removed
    },
  }
}

export type SegmentFiles = ReturnType<typeof segmentFiles>

async function fill(part: string, pieces: AsyncIterable<Buffer>): Promise<void> {
  const file = await open(part, 'wx', 0o600)
  try {
    // Not write(): on a disk that is nearly full it may take less than it was given and say nothing.
    await file.writeFile(pieces)
    await file.utimes(NO_TIME, NO_TIME)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function forgetTimes(...folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    // On a disk that turned read-only, or for a folder that is gone, there is nothing to forget.
    await utimes(folder, NO_TIME, NO_TIME).catch(() => undefined)
  }
}

/** The first body of an index stays: a link to a name that exists fails, where a renaming would replace. */
async function nameOnce(part: string, name: string): Promise<void> {
  await link(part, name).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
}

/** The time of change is the one time that nobody can set, so it tells the age. */
async function removeOld(path: string, now: Date): Promise<number> {
  const there: Stats | undefined = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (there === undefined || now.getTime() - there.ctimeMs < DAY) return 0
  await rm(path, { recursive: true, force: true })
  return 1
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
}

/** ENOSPC covers inodes as well; EROFS is a disk that turned read-only under us. */
function isFull(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'EROFS'
}
