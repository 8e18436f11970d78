import { createHash } from 'node:crypto'
import { mkdir, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isPlainName } from './archive-names.ts'
import { damaged, type OpenedArchive } from './open-archive.ts'
import { readTar, type TarEntry, TarError } from './tar.ts'

type Written = { readonly size: number; readonly sha256: string }
export type Unpacked = ReadonlyMap<string, Written>

/**
 * Writes the plain files and folders of an archive below `folder`, which must be empty and ours alone. A name that leads
 * out of it, or to none of the `roots`, a link, a name that comes twice: each ends the restore as damage, for `backup`
 * never writes them. Answers size and hash of each file by its name.
 */
export async function unpackArchive(archive: OpenedArchive, path: string, folder: string, roots: readonly string[]): Promise<Unpacked> {
  const found = new Map<string, Written>()
  try {
    for await (const entry of readTar(archive.tar)) {
      if (entry.kind === 'link' || !isSafe(entry.name, roots)) throw damaged(path)
      const written = await writeEntry(entry, join(folder, entry.name))
      if (written !== undefined) found.set(entry.name, written)
    }
  } catch (error) {
    throw isDamage(error) ? damaged(path, error) : error
  }
  return found
}

/** EEXIST: the same name came twice. */
function isDamage(error: unknown): boolean {
  return error instanceof TarError || (error instanceof Error && 'code' in error && error.code === 'EEXIST')
}

/** Each step is a plain name, so the path stays below its folder; the first is one that we know. */
export function isSafe(name: string, roots: readonly string[]): boolean {
  const steps = name.split('/')
  return steps.every(isPlainName) && steps[0] !== undefined && roots.includes(steps[0])
}

async function writeEntry(entry: TarEntry, place: string): Promise<Written | undefined> {
  await mkdir(entry.kind === 'folder' ? place : dirname(place), { recursive: true, mode: 0o700 })
  if (entry.kind !== 'file') return undefined
  const hash = createHash('sha256')
  const file = await open(place, 'wx', 0o600)
  try {
    for await (const piece of entry.body) {
      hash.update(piece)
      await file.writeFile(piece)
    }
    // Blobs and secrets have to outlast a power cut; the server itself puts its own files on the disk when it recovers.
    if (!entry.name.startsWith('pg/')) await file.sync()
  } finally {
    await file.close()
  }
  return { size: entry.size, sha256: hash.digest('hex') }
}
