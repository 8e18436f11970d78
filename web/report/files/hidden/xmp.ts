import type { FindingCode, Findings } from './finding.ts'
import { letters, textOf, u16be, u32be } from './reader.ts'

const LOOKED_AT = 1 << 20

const MARKS: readonly (readonly [FindingCode, RegExp])[] = [
  ['place', /GPSL(?:at|ong)itude|ISO6709|photoshop:City|Iptc4xmpCore:Location|LocationCreated/],
  ['serial', /SerialNumber|ImageUniqueID/],
  ['author', /dc:creator|dc:rights|OwnerName|AuthorsPosition|xmpRights|pdf:Author|CreatorContactInfo/],
  ['history', /xmpMM:|photoshop:History|DocumentAncestors/],
  ['preview', /xmp:Thumbnails|xmpGImg|GImage:Data|GDepth|hdrgm:/],
  ['device', /CreatorTool|tiff:Model|tiff:Make|pdf:Producer|aux:Lens/],
  ['when', /CreateDate|ModifyDate|DateCreated|DateTimeOriginal/],
  ['note', /dc:description|dc:title|dc:subject|pdf:Keywords/],
]

/** What an XMP packet gives away, by the names of its properties; a packet that names nothing known is a note. */
export function readXmp(bytes: Uint8Array, found: Findings): void {
  const text = letters(bytes, 0, LOOKED_AT)
  let any = false
  for (const [code, mark] of MARKS) {
    if (!mark.test(text)) continue
    any = true
    found.add(code)
  }
  if (!any) found.add('note')
}

const DATASETS: ReadonlyMap<number, FindingCode> = new Map([
  [80, 'author'],
  [85, 'author'],
  [110, 'author'],
  [116, 'author'],
  [122, 'author'],
  [26, 'place'],
  [90, 'place'],
  [92, 'place'],
  [95, 'place'],
  [101, 'place'],
  [55, 'when'],
  [60, 'when'],
  [65, 'device'],
  [105, 'note'],
  [120, 'note'],
  [25, 'note'],
])

/** IPTC-IIM datasets, `1C 02 <number> <length>` (IIM 4.2). */
export function readIptc(bytes: Uint8Array, found: Findings): void {
  for (let at = 0; at + 5 <= bytes.length && bytes[at] === 0x1c; ) {
    const length = u16be(bytes, at + 3)
    const code = bytes[at + 1] === 2 ? DATASETS.get(bytes[at + 2] ?? 0) : undefined
    if (code !== undefined) found.add(code, textOf(bytes.subarray(at + 5, at + 5 + Math.min(length, 200))))
    if (length >= 0x8000) break
    at += 5 + length
  }
}

/** Photoshop's resource blocks, `8BIM <id> <name> <length> <data>`. */
export function readResources(bytes: Uint8Array, found: Findings): void {
  let at = 0
  while (at + 12 <= bytes.length && letters(bytes, at, 4) === '8BIM') {
    const id = u16be(bytes, at + 4)
    const name = ((bytes[at + 6] ?? 0) + 2) & ~1
    const length = u32be(bytes, at + 6 + name)
    const data = bytes.subarray(at + 10 + name, at + 10 + name + length)
    if (id === 0x0404) readIptc(data, found)
    else if (id === 0x0409 || id === 0x040c) found.add('preview')
    else if (id === 0x0424) readXmp(data, found)
    at += 10 + name + length + (length & 1)
  }
  found.add('history')
}
