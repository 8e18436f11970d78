import { readExif } from './exif.ts'
import { Damaged, Findings, type Look, type Part, TooLarge } from './finding.ts'
import { letters, type Reader, starts, textOf, u32be } from './reader.ts'
import { readIptc, readXmp } from './xmp.ts'

const CHUNKS = 100_000
const LONGEST_TOLD = 1 << 20
/** What a picture needs to be shown, moving pictures included (PNG third edition, 11.2 and 11.3). */
const KEPT = new Set([
  'IHDR',
  'PLTE',
  'IDAT',
  'tRNS',
  'gAMA',
  'cHRM',
  'sRGB',
  'cICP',
  'sBIT',
  'bKGD',
  'hIST',
  'acTL',
  'fcTL',
  'fdAT',
  'IEND',
])

/** The key of a text chunk names what it holds, e.g. `Author` or `XML:com.adobe.xmp`. */
function readText(data: Uint8Array, found: Findings): void {
  const [key = '', ...rest] = textOf(data.subarray(0, 4096)).split('\0')
  const told = rest.join(' ')
  if (key === 'XML:com.adobe.xmp') readXmp(data, found)
  else if (/^raw profile type (exif|app1)/i.test(key)) found.add('maker')
  else if (/^raw profile type (iptc|8bim)/i.test(key)) readIptc(data, found)
  else if (/author|artist|copyright|creator/i.test(key)) found.add('author', told)
  else if (/time|date/i.test(key)) found.add('when', told)
  else if (/software|source|model|make/i.test(key)) found.add('device', told)
  else if (/gps|location/i.test(key)) found.add('place', told)
  else found.add('note', told)
}

function readChunk(type: string, data: Uint8Array, found: Findings): void {
  if (type === 'eXIf') readExif(data, found)
  else if (type === 'tEXt' || type === 'iTXt' || type === 'zTXt') readText(data, found)
  else if (type === 'tIME') found.add('when')
  else if (type === 'iCCP') found.add('profile')
  else if (type === 'pHYs') return
  else found.add('maker', type)
}

type Walk = { readonly parts: Part[]; readonly found: Findings; dropped: boolean }

/** Reads the chunk at `at` and says where it ends. */
async function walkChunk(reader: Reader, at: number, walk: Walk): Promise<{ end: number; type: string }> {
  const head = await reader.bytes(at, 8)
  const length = u32be(head, 0)
  const type = letters(head, 4, 4)
  const end = at + 12 + length
  if (!/^[A-Za-z]{4}$/.test(type) || end > reader.size) throw new Damaged('no chunk')
  if (KEPT.has(type)) walk.parts.push({ at, end })
  else {
    walk.dropped = true
    readChunk(type, await reader.bytes(at + 8, Math.min(length, LONGEST_TOLD)), walk.found)
  }
  return { end, type }
}

/** Looks through a PNG; its copy keeps the chunks that draw the picture. */
export async function lookInPng(reader: Reader): Promise<Look> {
  const walk: Walk = { parts: [{ at: 0, end: 8 }], found: new Findings(), dropped: false }
  let { end, type } = await walkChunk(reader, 8, walk)
  if (type !== 'IHDR') throw new Damaged('no header')
  for (let count = 0; type !== 'IEND'; count += 1) {
    if (count > CHUNKS) throw new TooLarge('too many chunks')
    ;({ end, type } = await walkChunk(reader, end, walk))
  }
  if (end < reader.size) {
    walk.found.add('extra')
    walk.dropped = true
  }
  return { kind: 'png', findings: walk.found.list, clean: walk.dropped ? { parts: walk.parts } : 'nothing' }
}

export const isPng = (head: Uint8Array): boolean => starts(head, '\x89PNG\r\n\x1a\n')
