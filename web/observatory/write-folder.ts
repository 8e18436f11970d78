import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

const LIST = '.asylia-site.json'
const AT_ONCE = 16

/** What a build made: for each file the hash of what it was made from, and of what it holds, and for large files the size. */
type Made = Record<string, readonly [from: string, holds: string, bytes?: number]>

export const hashOf = (text: string | Buffer): string => createHash('sha256').update(text).digest('base64url')

/** Opens a folder that remembers what its files were made from, and makes it if need be. */
export async function openFolder(folder: string): Promise<SiteFolder> {
  await mkdir(folder, { recursive: true })
  return new SiteFolder(folder, await readList(folder), await filesIn(folder))
}

/**
 * A file whose makings are the same is not made again, one whose bytes are the same is not written again, and one that
 * nobody made this time is removed on close. Files that it did not make stay.
 */
export class SiteFolder {
  readonly #folder: string
  readonly #before: Made
  readonly #present: ReadonlySet<string>
  readonly #now: Made = {}
  readonly #running = new Set<Promise<void>>()
  readonly #parents = new Set<string>()
  #written = 0

  constructor(folder: string, before: Made, present: ReadonlySet<string>) {
    this.#folder = folder
    this.#before = before
    this.#present = present
  }

  /** True where the file was made from the same and is still there: it need not be made. */
  keep(path: string, from: string): boolean {
    const known = this.#before[path]
    if (known === undefined || known[0] !== from || !this.#present.has(path)) return false
    this.#now[path] = known
    return true
  }

  async put(path: string, from: string, text: string): Promise<void> {
    const isNew = this.#note(path, [from, hashOf(text)])
    if (!isNew) return
    const job = this.#replace(path, (file) => writeFile(file, text)).finally(() => this.#running.delete(job))
    this.#running.add(job)
    if (this.#running.size >= AT_ONCE) await Promise.race(this.#running)
  }

  /** A large file, written piece by piece; answers its size and its SHA-256 in hexadecimal. */
  async stream(path: string, from: string, pieces: () => Iterable<string>): Promise<{ bytes: number; sha256: string }> {
    if (!this.keep(path, from)) await this.#streamAnew(path, from, pieces())
    const [, holds = '', bytes = 0] = this.#now[path] ?? []
    return { bytes, sha256: Buffer.from(holds, 'base64url').toString('hex') }
  }

  /** Removes what was not made this time and writes down what was. */
  async close(): Promise<{ written: number; removed: number }> {
    await Promise.all(this.#running)
    const gone = Object.keys(this.#before).filter((path) => this.#now[path] === undefined)
    for (const path of gone) await this.#remove(path)
    const text = JSON.stringify(this.#now)
    if (text !== JSON.stringify(this.#before)) {
      await writeFile(join(this.#folder, `${LIST}.new`), text)
      await rename(join(this.#folder, `${LIST}.new`), join(this.#folder, LIST))
    }
    return { written: this.#written, removed: gone.length }
  }

  /** Writes down a file; true where its bytes differ from those in the folder. */
  #note(path: string, made: Made[string]): boolean {
    this.#now[path] = made
    if (this.#before[path]?.[1] === made[1] && this.#present.has(path)) return false
    this.#written++
    return true
  }

  /** Readers are served meanwhile: they get the old file or the new one, never half of one, and no packed copy of old bytes. */
  async #replace(path: string, write: (file: string) => Promise<void>): Promise<void> {
    const file = join(this.#folder, path)
    const parent = dirname(file)
    if (!this.#parents.has(parent)) await mkdir(parent, { recursive: true })
    this.#parents.add(parent)
    await write(`${file}.new`)
    await rename(`${file}.new`, file)
  }

  async #streamAnew(path: string, from: string, pieces: Iterable<string>): Promise<void> {
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
    await this.#replace(path, (file) => pipeline(Readable.from(passing(), { objectMode: false }), createWriteStream(file)))
    this.#note(path, [from, hash.digest('base64url'), bytes])
  }

  async #remove(path: string): Promise<void> {
    await rm(join(this.#folder, path), { force: true })
    await removeEmpty(this.#folder, dirname(path))
  }
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
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return new Set(files.map((file) => file.slice(folder.length + 1).replaceAll(sep, '/')))
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
