import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

const LIST = '.asylia-site.json'
const AT_ONCE = 16

/** What a former build made: for each file the hash of what it was made from, and of what it holds. */
type Made = Record<string, readonly [made: string, holds: string, bytes?: number]>

export const hashOf = (text: string | Buffer): string => createHash('sha256').update(text).digest('base64url')

/**
 * A folder that remembers what its files were made from. A file whose makings are the same is not made again, one whose
 * bytes are the same is not written again, and one that nobody made this time is removed. Files that it did not make stay.
 */
export async function openFolder(folder: string) {
  await mkdir(folder, { recursive: true })
  const before = await readList(folder)
  const present = await filesIn(folder)
  const now: Made = {}
  const running = new Set<Promise<void>>()
  const folders = new Set<string>()
  let written = 0

  const keep = (path: string, from: string): boolean => {
    const known = before[path]
    if (known === undefined || known[0] !== from || !present.has(path)) return false
    now[path] = known
    return true
  }

  async function prepare(path: string): Promise<string> {
    const file = join(folder, path)
    const parent = dirname(file)
    if (!folders.has(parent)) {
      await mkdir(parent, { recursive: true })
      folders.add(parent)
    }
    return file
  }

  async function replace(path: string, text: string): Promise<void> {
    const file = await prepare(path)
    // Readers are served meanwhile: they get the old file or the new one, never half of one.
    await writeFile(`${file}.new`, text)
    await rename(`${file}.new`, file)
    await rm(`${file}.br`, { force: true })
  }

  async function put(path: string, from: string, text: string): Promise<void> {
    const holds = hashOf(text)
    const same = before[path]?.[1] === holds && present.has(path)
    now[path] = [from, holds]
    if (same) return
    written++
    const job = replace(path, text).finally(() => running.delete(job))
    running.add(job)
    if (running.size >= AT_ONCE) await Promise.race(running)
  }

  /** A large file, written piece by piece; answers its size and its SHA-256 in hexadecimal. */
  async function stream(path: string, from: string, pieces: () => Iterable<string>): Promise<{ bytes: number; sha256: string }> {
    if (!keep(path, from)) await replaceByPieces(path, from, pieces())
    const [, holds = '', bytes = 0] = now[path] ?? []
    return { bytes, sha256: Buffer.from(holds, 'base64url').toString('hex') }
  }

  async function replaceByPieces(path: string, from: string, pieces: Iterable<string>): Promise<void> {
    const file = await prepare(path)
    const hash = createHash('sha256')
    let bytes = 0
    const passing = function* () {
      for (const piece of pieces) {
        const chunk = Buffer.from(piece)
        hash.update(chunk)
        bytes += chunk.length
        yield chunk
      }
    }
    await pipeline(Readable.from(passing(), { objectMode: false }), createWriteStream(`${file}.new`))
    const holds = hash.digest('base64url')
    const same = before[path]?.[1] === holds && present.has(path)
    now[path] = [from, holds, bytes]
    if (same) return rm(`${file}.new`)
    written++
    await rename(`${file}.new`, file)
    await rm(`${file}.br`, { force: true })
  }

  async function close(): Promise<{ written: number; removed: number }> {
    await Promise.all(running)
    const gone = Object.keys(before).filter((path) => now[path] === undefined)
    for (const path of gone) {
      await rm(join(folder, path), { force: true })
      await rm(join(folder, `${path}.br`), { force: true })
      await removeEmpty(folder, dirname(path))
    }
    const text = JSON.stringify(now)
    if (text !== JSON.stringify(before)) {
      await writeFile(join(folder, `${LIST}.new`), text)
      await rename(join(folder, `${LIST}.new`), join(folder, LIST))
    }
    return { written, removed: gone.length }
  }

  return { keep, put, stream, close }
}

async function readList(folder: string): Promise<Made> {
  try {
    return JSON.parse(await readFile(join(folder, LIST), 'utf8')) as Made
  } catch {
    // No list, or one that a crash cut short: everything is made again.
    return {}
  }
}

async function filesIn(folder: string): Promise<Set<string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return new Set(
    entries.filter((entry) => entry.isFile()).map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll(sep, '/'),
    ),
  )
}

async function removeEmpty(folder: string, below: string): Promise<void> {
  for (let path = below; path !== '.' && path !== ''; path = dirname(path)) {
    try {
      await rmdir(join(folder, path))
    } catch {
      return
    }
  }
}
