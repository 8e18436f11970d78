import { Damaged, type Part, TooLarge } from './finding.ts'
import { letters, type Reader, u16le, u32le } from './reader.ts'

const ENTRIES = 5_000
const LARGEST = 256 << 20
const INFLATED = 64 << 20
const RATIO = 200

/** One file in a ZIP: `from` to `end` are its bytes as they are stored. */
export type Entry = {
  readonly name: string
  readonly method: number
  readonly crc: number
  readonly from: number
  readonly end: number
  readonly size: number
  readonly raw: Uint8Array
  readonly locked: boolean
}

async function endRecord(reader: Reader): Promise<{ count: number; at: number; size: number }> {
  const n = Math.min(reader.size, 65_557)
  const tail = Uint8Array.from(await reader.bytes(reader.size - n, n))
  for (let at = n - 22; at >= 0; at -= 1) {
    if (u32le(tail, at) === 0x06054b50) return { count: u16le(tail, at + 10), size: u32le(tail, at + 12), at: u32le(tail, at + 16) }
  }
  throw new Damaged('no end of directory')
}

/** The entries of a ZIP by its directory (APPNOTE 4.3.12); ZIP64 and more than 5,000 entries are refused. */
export async function entriesOf(reader: Reader): Promise<Entry[]> {
  if (reader.size > LARGEST) throw new TooLarge('a document of this size')
  const { count, at, size } = await endRecord(reader)
  if (count > ENTRIES || size > 8 << 20) throw new TooLarge('too many entries')
  const directory = Uint8Array.from(await reader.bytes(at, size))
  const entries: Entry[] = []
  let here = 0
  for (let i = 0; i < count; i += 1) {
    if (u32le(directory, here) !== 0x02014b50) throw new Damaged('no entry')
    const nameLength = u16le(directory, here + 28)
    const raw = directory.slice(here + 46, here + 46 + nameLength)
    const stored = u32le(directory, here + 20)
    const local = u32le(directory, here + 42)
    const head = await reader.bytes(local, 30)
    if (u32le(head, 0) !== 0x04034b50) throw new Damaged('no local entry')
    const from = local + 30 + u16le(head, 26) + u16le(head, 28)
    if (from + stored > reader.size) throw new Damaged('an entry ends outside')
    entries.push({
      name: letters(raw),
      method: u16le(directory, here + 10),
      crc: u32le(directory, here + 16),
      from,
      end: from + stored,
      size: u32le(directory, here + 24),
      raw,
      locked: (u16le(directory, here + 8) & 1) === 1,
    })
    here += 46 + nameLength + u16le(directory, here + 30) + u16le(directory, here + 32)
  }
  return entries
}

export const canInflate = typeof DecompressionStream === 'function'

/** The bytes of an entry, unpacked up to the size it declares and never beyond 64 MiB or a ratio of 200. */
export async function unpack(reader: Reader, entry: Entry): Promise<Uint8Array<ArrayBuffer>> {
  const stored = Uint8Array.from(await reader.bytes(entry.from, entry.end - entry.from))
  if (entry.method === 0) return stored
  if (entry.method !== 8) throw new Damaged('an unknown method')
  if (entry.size > INFLATED || entry.size > 65_536 + RATIO * stored.length) throw new TooLarge('an entry unpacks too far')
  const stream = new Blob([stored]).stream().pipeThrough(new DecompressionStream('deflate-raw'))
  const all = new Uint8Array(entry.size)
  let at = 0
  const from = stream.getReader()
  for (;;) {
    const { done, value } = await from.read().catch(() => {
      throw new Damaged('an entry does not unpack')
    })
    if (done) break
    if (at + value.length > all.length) {
      // It is given up either way.
      await from.cancel().catch(() => undefined)
      throw new Damaged('an entry is longer than it says')
    }
    all.set(value, at)
    at += value.length
  }
  if (at !== all.length) throw new Damaged('an entry is shorter than it says')
  return all
}

const CRC = Uint32Array.from({ length: 256 }, (_, n) => {
  let crc = n
  for (let bit = 0; bit < 8; bit += 1) crc = (crc & 1) === 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1
  return crc
})

function crcOf(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) crc = (CRC[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8)
  return ~crc >>> 0
}

/** An entry of the copy: the original's stored bytes, or new ones kept unpacked. */
export type Kept = { readonly entry: Entry; readonly bytes?: Uint8Array<ArrayBuffer> }

function headOf(kept: Kept, local: boolean, offset: number): Uint8Array<ArrayBuffer> {
  const { entry, bytes } = kept
  const head = new Uint8Array((local ? 30 : 46) + entry.raw.length)
  const view = new DataView(head.buffer)
  view.setUint32(0, local ? 0x04034b50 : 0x02014b50, true)
  const at = local ? 4 : 6
  if (!local) view.setUint16(4, 20, true)
  view.setUint16(at, 20, true)
  view.setUint16(at + 2, 0x0800, true)
  view.setUint16(at + 4, bytes === undefined ? entry.method : 0, true)
  // 1 January 1980: the copy tells no time.
  view.setUint16(at + 8, 0x21, true)
  view.setUint32(at + 10, bytes === undefined ? entry.crc : crcOf(bytes), true)
  view.setUint32(at + 14, bytes?.length ?? entry.end - entry.from, true)
  view.setUint32(at + 18, bytes?.length ?? entry.size, true)
  view.setUint16(at + 22, entry.raw.length, true)
  if (!local) view.setUint32(42, offset, true)
  head.set(entry.raw, local ? 30 : 46)
  return head
}

/** A ZIP of these entries, without times, owners or comments. */
export function zipOf(all: readonly Kept[]): readonly Part[] {
  const parts: Part[] = []
  const directory: Uint8Array<ArrayBuffer>[] = []
  let at = 0
  for (const kept of all) {
    const head = headOf(kept, true, 0)
    directory.push(headOf(kept, false, at))
    parts.push(head, kept.bytes ?? { at: kept.entry.from, end: kept.entry.end })
    at += head.length + (kept.bytes?.length ?? kept.entry.end - kept.entry.from)
  }
  const end = new Uint8Array(22)
  const view = new DataView(end.buffer)
  view.setUint32(0, 0x06054b50, true)
  view.setUint16(8, all.length, true)
  view.setUint16(10, all.length, true)
  view.setUint32(
    12,
    directory.reduce((sum, one) => sum + one.length, 0),
    true,
  )
  view.setUint32(16, at, true)
  return [...parts, ...directory, end]
}
