import { OperatorError } from '#base/operator-error.ts'

/**
 * The ustar form (POSIX.1-1988) as far as backups need it: plain files, folders and links, names up to 100 and 155 bytes.
 * Our own hundred lines, because the header has to be rewritten in passing (other name, no owner, no time) while the body
 * streams on; the packages that do this well bring their own stream layers and are no dependency yet.
 */
export type TarEntry = {
  readonly name: string
  readonly kind: 'file' | 'folder' | 'link'
  readonly size: number
  /** Has to be read to its end before the next entry is asked for. */
  readonly body: AsyncIterable<Uint8Array>
}

const BLOCK = 512
/** Eleven octal digits. */
const LARGEST = 8 * 1024 ** 3 - 1
const KINDS: Readonly<Record<string, TarEntry['kind']>> = { '0': 'file', '\0': 'file', '5': 'folder', '2': 'link', '1': 'link' }

/** A header without owner and time: neither says anything at restore, and both would tell of this machine. */
export function tarHeader(name: string, kind: 'file' | 'folder', size: number): Uint8Array {
  if (size > LARGEST) throw new OperatorError('A file of 8 GB or more cannot go into a backup.')
  const block = Buffer.alloc(BLOCK)
  const { prefix, rest } = splitName(name)
  block.write(rest, 0, 'utf8')
  block.write(kind === 'folder' ? '0000700\0' : '0000600\0', 100, 'ascii')
  block.write('0000000\0', 108, 'ascii')
  block.write('0000000\0', 116, 'ascii')
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124, 'ascii')
  block.write('00000000000\0', 136, 'ascii')
  block.write('        ', 148, 'ascii')
  block.write(kind === 'folder' ? '5' : '0', 156, 'ascii')
  block.write('ustar\u000000', 257, 'ascii')
  block.write(prefix, 345, 'utf8')
  block.write(`${checksumOf(block).toString(8).padStart(6, '0')}\0 `, 148, 'ascii')
  return block
}

/** What follows a body so that the next header stands on a whole block. */
export function tarPadding(size: number): Uint8Array {
  return Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK)
}

export const TAR_END: Uint8Array = Buffer.alloc(2 * BLOCK)

export class TarError extends Error {
  override readonly name = 'TarError'
}

/** The entries of a tar stream, one after another. TarError for a damaged header or an end before the end. */
export async function* readTar(source: AsyncIterable<Uint8Array>): AsyncGenerator<TarEntry> {
  const blocks = new ByteReader(source)
  for (;;) {
    const header = await blocks.take(BLOCK)
    if (header.every((byte) => byte === 0)) break
    const { name, kind, size } = readHeader(header)
    let left = size
    const body = async function* (): AsyncGenerator<Uint8Array> {
      while (left > 0) {
        const piece = await blocks.upTo(left)
        left -= piece.length
        yield piece
      }
    }
    yield { name, kind, size, body: body() }
    if (left > 0) throw new Error('A tar entry was left half read.')
    await blocks.take((BLOCK - (size % BLOCK)) % BLOCK)
  }
  // To the very end, so that whatever authenticates the stream has seen its last byte.
  await blocks.drain()
}

function readHeader(header: Buffer): Pick<TarEntry, 'name' | 'kind' | 'size'> {
  const stored = header.toString('latin1', 148, 156)
  const blank = Buffer.from(header)
  blank.fill(0x20, 148, 156)
  if (Number.parseInt(stored, 8) !== checksumOf(blank)) throw new TarError('header')
  const kind = KINDS[header.toString('latin1', 156, 157)]
  const size = header.toString('latin1', 124, 136).replace(/[\0 ]+$/, '')
  if (kind === undefined || !/^[0-7]{1,12}$/.test(size)) throw new TarError('header')
  const prefix = textOf(header.subarray(345, 500))
  const name = textOf(header.subarray(0, 100))
  return {
    name: (prefix === '' ? name : `${prefix}/${name}`).replace(/\/$/, ''),
    kind,
    size: kind === 'file' ? Number.parseInt(size, 8) : 0,
  }
}

function textOf(field: Buffer): string {
  const end = field.indexOf(0)
  return field.toString('utf8', 0, end === -1 ? field.length : end)
}

function checksumOf(block: Uint8Array): number {
  return block.reduce((sum, byte) => sum + byte, 0)
}

function splitName(name: string): { readonly prefix: string; readonly rest: string } {
  if (Buffer.byteLength(name) <= 100) return { prefix: '', rest: name }
  for (let at = name.indexOf('/'); at !== -1; at = name.indexOf('/', at + 1)) {
    const prefix = name.slice(0, at)
    const rest = name.slice(at + 1)
    if (Buffer.byteLength(prefix) <= 155 && Buffer.byteLength(rest) <= 100) return { prefix, rest }
  }
  throw new OperatorError('A file in the data folder has a name too long for a backup.')
}

/** Reads exact lengths out of chunks of any length. */
class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>
  #rest: Uint8Array = new Uint8Array()

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]()
  }

  /** At least one byte and at most that many. */
  async upTo(most: number): Promise<Uint8Array> {
    while (this.#rest.length === 0) {
      const next = await this.#source.next()
      if (next.done === true) throw new TarError('cut short')
      this.#rest = next.value
    }
    const piece = this.#rest.subarray(0, most)
    this.#rest = this.#rest.subarray(piece.length)
    return piece
  }

  async take(length: number): Promise<Buffer> {
    const pieces: Uint8Array[] = []
    for (let left = length; left > 0; ) {
      const piece = await this.upTo(left)
      pieces.push(piece)
      left -= piece.length
    }
    return Buffer.concat(pieces, length)
  }

  async drain(): Promise<void> {
    this.#rest = new Uint8Array()
    while ((await this.#source.next()).done !== true);
  }
}
