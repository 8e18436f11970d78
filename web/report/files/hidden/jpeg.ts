import { isOrientationOnly, orientationOnly, readExif } from './exif.ts'
import { Damaged, Findings, type Look, type Part, TooLarge } from './finding.ts'
import { letters, type Reader, starts, textOf, u16be } from './reader.ts'
import { readResources, readXmp } from './xmp.ts'

const SEGMENTS = 20_000
const LARGEST = 512 << 20
const EXIF = 'Exif\0\0'
/** JFIF 1.01 without its little picture. */
const PLAIN_JFIF = Uint8Array.from([0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0])

type Walk = { readonly found: Findings; readonly parts: Part[]; orientation: number; touched: boolean }

/** Fill, and markers that stand alone, without a length (ITU T.81 B.1.1.2 and B.1.1.3). */
const bare = (marker: number): boolean => marker === 0xff || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)

/** Whether the byte after 0xFF ends the coded picture: stuffing, fill and restarts do not. */
const ends = (byte: number): boolean => byte !== 0 && byte !== 0xff && !(byte >= 0xd0 && byte <= 0xd7)

/** Where the coded picture that starts at `at` ends: at the next marker that is no restart and no stuffed byte. */
async function endOfScan(reader: Reader, at: number): Promise<number> {
  let held = false
  for (let from = at; ; ) {
    const bytes = await reader.some(from)
    if (bytes.length === 0) throw new Damaged('the picture ends early')
    for (let i = 0; i < bytes.length; i += 1) {
      const byte = bytes[i] ?? 0
      if (held && ends(byte)) return from + i - 1
      held = byte === 0xff
    }
    from += bytes.length
  }
}

/** What says nothing of the picture: the marker, how it begins, and what it is. Others are a maker's own. */
const CARRIERS: readonly (readonly [number, string, (data: Uint8Array, found: Findings) => void])[] = [
  [0xe1, 'http://ns.adobe.com/', (data, found) => readXmp(data.subarray(29), found)],
  [0xed, 'Photoshop 3.0\0', (data, found) => readResources(data.subarray(14), found)],
  [0xe2, 'ICC_PROFILE\0', (_, found) => found.add('profile')],
  [0xe2, 'MPF\0', (_, found) => found.add('preview')],
  [0xe0, 'JFXX', (_, found) => found.add('preview')],
  [0xfe, '', (data, found) => found.add('note', textOf(data))],
]

const isCarrier = (marker: number): boolean => (marker >= 0xe0 && marker <= 0xfe) || marker < 0xc0

function keepJfif(data: Uint8Array, walk: Walk): void {
  if (data.length > 14) {
    walk.found.add('preview')
    walk.touched = true
  }
  walk.parts.push(PLAIN_JFIF)
}

function readCarrier(marker: number, data: Uint8Array, walk: Walk): void {
  if (marker === 0xe0 && starts(data, 'JFIF\0')) {
    keepJfif(data, walk)
    return
  }
  if (marker === 0xe1 && starts(data, EXIF)) {
    const block = data.subarray(EXIF.length)
    walk.orientation = readExif(block, walk.found)
    walk.touched ||= !isOrientationOnly(block)
    return
  }
  walk.touched = true
  const known = CARRIERS.find(([one, begins]) => one === marker && starts(data, begins))
  if (known !== undefined) known[2](data, walk.found)
  else walk.found.add('maker', /^[\x20-\x7e]{3,}/.exec(letters(data, 0, 20))?.[0])
}

/** Adobe's mark says how colours are coded; without it some photos turn green. */
const isColourMark = (marker: number, data: Uint8Array): boolean => marker === 0xee && starts(data, 'Adobe')

/** Reads the segment at `at` and says where the next one starts. */
async function readSegment(reader: Reader, at: number, walk: Walk): Promise<number> {
  const head = await reader.bytes(at, 4)
  const marker = u16be(head, 0) & 0xff
  const length = u16be(head, 2)
  if (length < 2) throw new Damaged('a segment without room')
  const end = at + 2 + length
  const data = await reader.bytes(at + 4, length - 2)
  if (isCarrier(marker) && !isColourMark(marker, data)) {
    readCarrier(marker, data, walk)
    return end
  }
  const next = marker === 0xda ? await endOfScan(reader, end) : end
  walk.parts.push({ at, end: next })
  return next
}

/** Reads from marker to marker up to the end of the picture, and says where that stands. */
async function readAll(reader: Reader, walk: Walk): Promise<number> {
  let at = 2
  for (let count = 0; count <= SEGMENTS; count += 1) {
    const [first, marker = 0] = await reader.bytes(at, 2)
    if (first !== 0xff) throw new Damaged('no marker')
    if (marker === 0xd9) return at + 2
    at = bare(marker) ? at + (marker === 0xff ? 1 : 2) : await readSegment(reader, at, walk)
  }
  throw new TooLarge('too many segments')
}

/** Looks through a JPEG; its copy keeps the coded picture and how it lies, and nothing else (ITU T.81, JFIF 1.02). */
export async function lookInJpeg(reader: Reader): Promise<Look> {
  if (reader.size > LARGEST) throw new TooLarge('a photo of this size')
  const walk: Walk = { found: new Findings(), parts: [], orientation: 1, touched: false }
  if ((await readAll(reader, walk)) < reader.size) {
    walk.found.add('extra')
    walk.touched = true
  }
  return { kind: 'jpeg', findings: walk.found.list, clean: walk.touched ? { parts: copyOf(walk) } : 'nothing' }
}

function copyOf({ parts, orientation }: Walk): readonly Part[] {
  const lies = orientation === 1 ? [] : [exifSegment(orientation)]
  return [Uint8Array.from([0xff, 0xd8]), ...lies, ...parts, Uint8Array.from([0xff, 0xd9])]
}

function exifSegment(orientation: number): Uint8Array<ArrayBuffer> {
  const block = orientationOnly(orientation)
  const segment = new Uint8Array(10 + block.length)
  segment.set([0xff, 0xe1, 0, 8 + block.length])
  for (const [at, letter] of [...EXIF].entries()) segment[4 + at] = letter.charCodeAt(0)
  segment.set(block, 10)
  return segment
}
