import type { FindingCode, Findings } from './finding.ts'
import { letters, textOf, u16be, u16le, u32be, u32le } from './reader.ts'

const DIRECTORIES = 16
const ENTRIES = 2048

const TAGS: ReadonlyMap<number, FindingCode> = new Map([
  ...([0x010f, 0x0110, 0x0131, 0xa433, 0xa434, 0xc614] as const).map((tag) => [tag, 'device'] as const),
  ...([0xa431, 0xa435, 0xc62f, 0xa420, 0xc65d] as const).map((tag) => [tag, 'serial'] as const),
  ...([0x013b, 0x8298, 0xa430, 0x9c9d, 0xa437] as const).map((tag) => [tag, 'author'] as const),
  ...([0x0132, 0x9003, 0x9004, 0xc71b] as const).map((tag) => [tag, 'when'] as const),
  ...([0x927c, 0xc634] as const).map((tag) => [tag, 'maker'] as const),
  ...([0x010d, 0x010e, 0x013c, 0x9286, 0x9c9b, 0x9c9c, 0x9c9e, 0x9c9f] as const).map((tag) => [tag, 'note'] as const),
  ...([0x0201, 0x0202] as const).map((tag) => [tag, 'preview'] as const),
  ...([0x02bc, 0x83bb, 0x8649] as const).map((tag) => [tag, 'history'] as const),
])
const SHOWN: ReadonlySet<FindingCode> = new Set(['device', 'serial', 'author', 'when', 'note'])
const SIZES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4]

type Tiff = {
  readonly bytes: Uint8Array
  readonly u16: (at: number) => number
  readonly u32: (at: number) => number
}

function tiffOf(bytes: Uint8Array): Tiff | null {
  const order = letters(bytes, 0, 2)
  if (order === 'II') return { bytes, u16: (at) => u16le(bytes, at), u32: (at) => u32le(bytes, at) }
  if (order === 'MM') return { bytes, u16: (at) => u16be(bytes, at), u32: (at) => u32be(bytes, at) }
  return null
}

/** The bytes of an entry's value, empty where it points outside. */
function bytesOf(tiff: Tiff, entry: number): Uint8Array {
  const length = (SIZES[tiff.u16(entry + 2)] ?? 1) * tiff.u32(entry + 4)
  const at = length <= 4 ? entry + 8 : tiff.u32(entry + 8)
  return at + length <= tiff.bytes.length ? tiff.bytes.subarray(at, at + Math.min(length, 512)) : new Uint8Array(0)
}

function noteEntry(tiff: Tiff, entry: number, found: Findings): void {
  const code = TAGS.get(tiff.u16(entry))
  if (code === undefined) return
  const text = SHOWN.has(code) && tiff.u16(entry + 2) === 2 ? textOf(bytesOf(tiff, entry)) : undefined
  found.add(code, text)
}

type Directory = { readonly at: number; readonly place: boolean }
type Walk = {
  readonly tiff: Tiff
  readonly found: Findings
  readonly waiting: Directory[]
  readonly seen: Set<number>
  orientation: number
  left: number
}

/** Directories within directories: Exif, GPS, interoperability, and those of raw pictures. */
const INNER = new Set([0x8769, 0x8825, 0xa005, 0x014a])

function readEntry(walk: Walk, entry: number, place: boolean): void {
  const { tiff } = walk
  const tag = tiff.u16(entry)
  walk.left -= 1
  if (tag === 0x0112) walk.orientation = tiff.u16(entry + 8)
  else if (INNER.has(tag)) walk.waiting.push({ at: tiff.u32(entry + 8), place: tag === 0x8825 })
  else if (!place) noteEntry(tiff, entry, walk.found)
}

function readDirectory(walk: Walk, { at, place }: Directory): void {
  const { tiff } = walk
  const count = tiff.u16(at)
  if (place && count > 0) walk.found.add('place')
  const fits = Math.min(count, Math.floor((tiff.bytes.length - at - 2) / 12), walk.left)
  for (let i = 0; i < fits; i += 1) readEntry(walk, at + 2 + 12 * i, place)
  const link = at + 2 + 12 * count
  if (link + 4 <= tiff.bytes.length) walk.waiting.push({ at: tiff.u32(link), place: false })
}

/**
 * What an Exif block says about its maker, and how the picture lies (1 to 8, 1 where it does not say).
 * Never throws: what cannot be read is found as `unread` (TIFF 6.0, Exif 2.32).
 */
export function readExif(bytes: Uint8Array, found: Findings): number {
  const tiff = tiffOf(bytes)
  if (tiff === null || tiff.u16(2) !== 42) {
    found.add('unread')
    return 1
  }
  const walk: Walk = { tiff, found, waiting: [{ at: tiff.u32(4), place: false }], seen: new Set(), orientation: 1, left: ENTRIES }
  for (let next = walk.waiting.pop(); next !== undefined; next = walk.waiting.pop()) {
    if (next.at < 8 || next.at + 2 > bytes.length || walk.seen.has(next.at) || walk.seen.size >= DIRECTORIES) continue
    walk.seen.add(next.at)
    readDirectory(walk, next)
  }
  if (found.list.length === 0 && walk.left < ENTRIES - 1) found.add('unread')
  return walk.orientation >= 1 && walk.orientation <= 8 ? walk.orientation : 1
}

/** An Exif block that says how the picture lies and nothing else. */
export function orientationOnly(orientation: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0])
}

/** Whether these are exactly the bytes that `orientationOnly` writes. */
export function isOrientationOnly(bytes: Uint8Array): boolean {
  const turned = bytes[19] ?? 0
  const plain = orientationOnly(turned)
  return turned >= 1 && turned <= 8 && bytes.length === plain.length && plain.every((byte, at) => byte === bytes[at])
}
