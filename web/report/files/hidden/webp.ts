import { readExif } from './exif.ts'
import { Damaged, Findings, type Look, type Part, TooLarge } from './finding.ts'
import { letters, type Reader, starts, u32le } from './reader.ts'
import { readXmp } from './xmp.ts'

const CHUNKS = 20_000
const LONGEST_TOLD = 1 << 20
const KEPT = new Set(['VP8 ', 'VP8L', 'ALPH', 'ANIM', 'ANMF'])
/** Alpha and animation stay; colour profile, Exif and XMP go (RFC 9649 §2.7.1). */
const FLAGS = 0x12

const bytesIn = (parts: readonly Part[]): number =>
  parts.reduce((sum, part) => sum + (part instanceof Uint8Array ? part.length : part.end - part.at), 0)

function riff(parts: readonly Part[]): readonly Part[] {
  const head = new Uint8Array(12)
  for (const [at, letter] of [...'RIFF    WEBP'].entries()) head[at] = letter.charCodeAt(0)
  new DataView(head.buffer).setUint32(4, 4 + bytesIn(parts), true)
  return [head, ...parts]
}

type Chunk = { readonly type: string; readonly at: number; readonly length: number; readonly end: number }
type Walk = { readonly parts: Part[]; readonly found: Findings; dropped: boolean }

async function chunkAt(reader: Reader, at: number): Promise<Chunk> {
  const head = await reader.bytes(at, 8)
  const length = u32le(head, 4)
  if (at + 8 + length > reader.size) throw new Damaged('a chunk ends outside')
  return { type: letters(head, 0, 4), at, length, end: Math.min(at + 8 + length + (length & 1), reader.size) }
}

async function noteChunk(reader: Reader, { type, at, length }: Chunk, found: Findings): Promise<void> {
  const data = await reader.bytes(at + 8, Math.min(length, LONGEST_TOLD))
  if (type === 'EXIF') readExif(starts(data, 'Exif\0\0') ? data.subarray(6) : data, found)
  else if (type === 'XMP ') readXmp(data, found)
  else if (type === 'ICCP') found.add('profile')
  else found.add('maker', type)
}

async function walkChunk(reader: Reader, chunk: Chunk, walk: Walk): Promise<void> {
  const { type, at, end } = chunk
  if (type === 'VP8X') {
    const box = Uint8Array.from(await reader.bytes(at, end - at))
    box[8] = (box[8] ?? 0) & FLAGS
    walk.parts.push(box)
  } else if (KEPT.has(type)) walk.parts.push({ at, end })
  else {
    walk.dropped = true
    await noteChunk(reader, chunk, walk.found)
  }
}

/** Looks through a WebP picture; its copy keeps the coded frames (RFC 9649). */
export async function lookInWebp(reader: Reader): Promise<Look> {
  const stop = 8 + u32le(await reader.bytes(4, 4), 0)
  if (stop > reader.size + 1) throw new Damaged('the picture ends early')
  const walk: Walk = { parts: [], found: new Findings(), dropped: stop + (stop & 1) < reader.size }
  if (walk.dropped) walk.found.add('extra')
  let at = 12
  for (let count = 0; at + 8 <= stop; count += 1) {
    if (count > CHUNKS) throw new TooLarge('too many chunks')
    const chunk = await chunkAt(reader, at)
    await walkChunk(reader, chunk, walk)
    at = chunk.end
  }
  return { kind: 'webp', findings: walk.found.list, clean: walk.dropped ? { parts: riff(walk.parts) } : 'nothing' }
}

export const isWebp = (head: Uint8Array): boolean => starts(head, 'RIFF') && starts(head, 'WEBP', 8)
