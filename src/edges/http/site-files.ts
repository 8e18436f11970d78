import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'

export type SiteFile = {
  readonly type: string
  readonly etag: string
  readonly plain: Buffer
  readonly brotli: Buffer | null
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.jsonld': 'application/ld+json; charset=utf-8',
  '.ndjson': 'application/x-ndjson; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.xml': 'application/xml; charset=utf-8',
  '.atom': 'application/atom+xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
}

// Letters, digits, dot, dash, underscore; no segment begins with a dot, so no `..` and no hidden file.
const SAFE_PATH = /^(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*\/?$/

/** The list that a build writes last; when it changes, what is kept here is old. */
const LIST = '.asylia-site.json'
const LOOK_EVERY = 500

/**
 * Reads a published folder, packs each file once, keeps what is asked for in memory up to `most` bytes, and answers null
 * for everything that is not a plain file of it. A new publication shows within half a second. Own code because a
 * publication is small, changes as a whole, and is asked for in bursts.
 */
export function siteFiles(folder: string, most = 96 * 1024 * 1024) {
  const kept = new Map<string, SiteFile>()
  let bytes = 0
  let looked = 0
  let list = 0

  function forget(): void {
    kept.clear()
    bytes = 0
  }

  async function forgetWhenOld(): Promise<void> {
    if (performance.now() - looked < LOOK_EVERY) return
    looked = performance.now()
    const now = await changedAt(join(folder, LIST))
    if (now !== list) forget()
    list = now
  }

  function keep(path: string, file: SiteFile): void {
    kept.set(path, file)
    bytes += sizeOf(file)
    for (const [oldest, old] of kept) {
      if (bytes <= most || oldest === path) return
      kept.delete(oldest)
      bytes -= sizeOf(old)
    }
  }

  return {
    /** Answers the file of a decoded path, null when there is none, 'folder' for a folder that is named without its slash. */
    async find(path: string): Promise<SiteFile | 'folder' | null> {
      await forgetWhenOld()
      const known = kept.get(path)
      if (known !== undefined) {
        // The end of the map is what was asked for last.
        kept.delete(path)
        kept.set(path, known)
        return known
      }
      if (!SAFE_PATH.test(path)) return null
      const file = await readSiteFile(folder, path)
      if (file !== null) keep(path, file)
      else if (!path.endsWith('/') && (await isFolder(join(folder, ...path.split('/'))))) return 'folder'
      return file
    },
    forget,
  }
}

async function readSiteFile(folder: string, path: string): Promise<SiteFile | null> {
  const name = path.endsWith('/') ? `${path}index.html` : path
  const type = TYPES[extname(name)]
  const file = join(folder, ...name.split('/'))
  if (type === undefined || !file.startsWith(folder + sep)) return null
  const plain = await readOrNull(file)
  if (plain === null) return null
  const brotli = plain.length > LARGEST_PACKED ? null : await pack(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })
  const etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`
  return { type, etag, plain, brotli }
}

const pack = promisify(brotliCompress)
/** A download larger than this goes out as it is: packing it would hold others up. */
const LARGEST_PACKED = 8 * 1024 * 1024

async function changedAt(file: string): Promise<number> {
  try {
    return (await stat(file)).mtimeMs
  } catch {
    return 0
  }
}

function sizeOf(file: SiteFile): number {
  return file.plain.length + (file.brotli?.length ?? 0)
}

async function readOrNull(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return null
    throw error
  }
}

async function isFolder(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isDirectory()
  } catch {
    return false
  }
}
