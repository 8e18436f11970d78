import { aBudget, type Box, boxesOf } from './boxes.ts'
import { type FindingCode, Findings, type Look } from './finding.ts'
import { letters, type Reader } from './reader.ts'

const LONGEST_TOLD = 1 << 20

const PICTURE = new Set(['mdat', 'free', 'ftyp'])
const MARKS: readonly (readonly [RegExp, readonly FindingCode[]])[] = [
  [/Exif/, ['place', 'device']],
  [/rdf\+xml|mime/, ['history']],
  [/thmb/, ['preview']],
]

async function noteBox(box: Box, reader: Reader, found: Findings): Promise<void> {
  const text = letters(await reader.bytes(box.body, Math.min(box.end - box.body, LONGEST_TOLD)))
  for (const code of MARKS.flatMap(([mark, codes]) => (mark.test(text) ? codes : []))) found.add(code)
  if (box.type !== 'meta') found.add('maker', /^[\x20-\x7e]{4}$/.test(box.type) ? box.type : undefined)
}

/**
 * Looks through an HEIC or AVIF picture. Its Exif lies beside the picture and cannot be cut out without moving it, so
 * the copy is made by drawing the picture anew where the browser can, and is refused where it cannot.
 */
export async function lookInHeic(reader: Reader): Promise<Look> {
  const found = new Findings()
  const boxes = await boxesOf(reader, 0, reader.size, aBudget())
  for (const box of boxes.filter(({ type }) => !PICTURE.has(type))) await noteBox(box, reader, found)
  return { kind: 'heic', findings: found.list, clean: found.list.length === 0 ? 'nothing' : 'kind' }
}
