import { aBudget, type Box, type Budget, boxesOf } from './boxes.ts'
import { type FindingCode, Findings, type Look, type Part, TooLarge } from './finding.ts'
import { letters, type Reader, u32be } from './reader.ts'
import { samplesOf } from './samples.ts'
import { readXmp } from './xmp.ts'

const LONGEST_TOLD = 256 << 10
/** What a player needs. Everything else becomes an empty `free` box of the same length, so that no offset moves. */
const KEPT: Readonly<Record<string, readonly string[]>> = {
  '': ['ftyp', 'styp', 'moov', 'mdat', 'moof', 'mfra', 'sidx', 'ssix', 'pdin'],
  moov: ['mvhd', 'trak', 'mvex', 'iods'],
  trak: ['tkhd', 'tref', 'edts', 'mdia', 'tapt', 'load', 'clip', 'matt'],
  mdia: ['mdhd', 'hdlr', 'minf', 'elng'],
  minf: ['vmhd', 'smhd', 'hmhd', 'nmhd', 'sthd', 'gmhd', 'dinf', 'stbl', 'hdlr'],
}
const EMPTY = new Set(['free', 'skip', 'wide'])
const TIMED = new Set(['mvhd', 'tkhd', 'mdhd'])
const PIECE = 1 << 20
/** Tracks that carry what is seen and heard; others carry positions, motion, or faces that were found. */
const SHOWN_TRACKS = new Set(['vide', 'soun', 'subt', 'sbtl', 'text', 'clcp', 'tmcd'])

const MARKS: readonly (readonly [FindingCode, RegExp])[] = [
  ['place', /ISO6709|\xa9xyz|loci|location\./],
  ['device', /\xa9mod|\xa9mak|\xa9swr|\xa9too|quicktime\.(model|make|software)|com\.android/],
  ['author', /\xa9aut|\xa9nam|\xa9ART|\xa9cpy|auth|cprt|quicktime\.(author|artist|copyright)/],
  ['when', /\xa9day|creationdate/],
  ['serial', /[Ss]erial|content\.identifier|CAME/],
  ['preview', /covr|thmb|PNTH/],
]

type Change = { readonly at: number; readonly bytes: Uint8Array<ArrayBuffer> } | { readonly at: number; readonly zeros: number }
type Walk = { readonly reader: Reader; readonly budget: Budget; readonly found: Findings; readonly changes: Change[] }

async function noteBox(box: Box, walk: Walk): Promise<void> {
  const data = await walk.reader.bytes(box.body, Math.min(box.end - box.body, LONGEST_TOLD))
  const text = letters(data)
  if (text.includes('<x:xmpmeta') || text.includes('<?xpacket')) return readXmp(data, walk.found)
  let any = false
  for (const [code, mark] of MARKS) {
    if (!mark.test(`${box.type}${text}`)) continue
    any = true
    walk.found.add(code, code === 'place' ? /[+-]\d{1,3}\.\d+[+-]\d{1,3}\.\d+/.exec(text)?.[0] : undefined)
  }
  if (!any) walk.found.add('maker', /^[\x20-\x7e]{4}$/.test(box.type) ? box.type : undefined)
}

const ofType = (type: string): Uint8Array<ArrayBuffer> => Uint8Array.from([...type].map((letter) => letter.charCodeAt(0)))

function blank(box: Box, walk: Walk): void {
  walk.changes.push({ at: box.at + 4, bytes: ofType('free') }, { at: box.body, zeros: box.end - box.body })
}

async function isBlank(box: Box, reader: Reader): Promise<boolean> {
  for (let at = box.body; at < box.end; ) {
    const bytes = await reader.some(at)
    const n = Math.min(bytes.length, box.end - at)
    if (n === 0 || bytes.subarray(0, n).some((byte) => byte !== 0)) return false
    at += n
  }
  return true
}

/** Creation and modification stand after version and flags, 4 or 8 bytes each (ISO 14496-12 8.2.2). */
async function blankTimes(box: Box, walk: Walk): Promise<void> {
  const [version] = await walk.reader.bytes(box.body, 1)
  const n = version === 1 ? 16 : 8
  const times = await walk.reader.bytes(box.body + 4, n)
  if (times.every((byte) => byte === 0)) return
  const from = version === 1 ? u32be(times, 4) : u32be(times, 0)
  const since1904 = (version === 1 ? u32be(times, 0) * 2 ** 32 : 0) + from
  const day = new Date((since1904 - 2_082_844_800) * 1000)
  walk.found.add('when', Number.isNaN(day.getTime()) || since1904 < 2_082_844_800 ? undefined : day.toISOString().slice(0, 10))
  walk.changes.push({ at: box.body + 4, zeros: n })
}

/** A track that nobody sees or hears goes as a whole, its samples too. */
async function blankTrack(box: Box, walk: Walk): Promise<boolean> {
  const media = (await boxesOf(walk.reader, box.body, box.end, walk.budget)).find(({ type }) => type === 'mdia')
  if (media === undefined) return false
  const inside = await boxesOf(walk.reader, media.body, media.end, walk.budget)
  const handler = inside.find(({ type }) => type === 'hdlr')
  if (handler === undefined) return false
  const kind = letters(await walk.reader.bytes(handler.body + 8, 4))
  if (SHOWN_TRACKS.has(kind)) return false
  walk.found.add('track')
  for (const { at, n } of await samplesOf(walk.reader, inside, walk.budget)) walk.changes.push({ at, zeros: n })
  blank(box, walk)
  return true
}

/** A box that no player needs is told of and made empty. */
async function dropBox(box: Box, walk: Walk): Promise<void> {
  if (!EMPTY.has(box.type)) await noteBox(box, walk)
  else if (await isBlank(box, walk.reader)) return
  else walk.found.add('extra')
  blank(box, walk)
}

async function walkBox(parent: string, box: Box, walk: Walk): Promise<void> {
  if (KEPT[parent]?.includes(box.type) !== true) return dropBox(box, walk)
  if (TIMED.has(box.type)) return blankTimes(box, walk)
  if (box.type === 'trak' && (await blankTrack(box, walk))) return
  if (box.type in KEPT) await walkAll(box.type, box.body, box.end, walk)
}

async function walkAll(parent: string, at: number, end: number, walk: Walk): Promise<void> {
  for (const box of await boxesOf(walk.reader, at, end, walk.budget)) await walkBox(parent, box, walk)
}

function* zeros(n: number): Generator<Uint8Array<ArrayBuffer>> {
  for (let left = n; left > 0; left -= PIECE) yield new Uint8Array(Math.min(PIECE, left))
}

/** The original with the changed stretches in their places; where two overlap, the first and longer one counts. */
function patched(size: number, changes: readonly Change[]): readonly Part[] {
  const parts: Part[] = []
  let at = 0
  for (const change of [...changes].sort((a, b) => a.at - b.at)) {
    const end = change.at + ('bytes' in change ? change.bytes.length : change.zeros)
    const from = Math.max(at, change.at)
    if (end <= from) continue
    if (from > at) parts.push({ at, end: from })
    parts.push(...('bytes' in change ? [change.bytes.slice(from - change.at)] : zeros(end - from)))
    at = end
  }
  if (at < size) parts.push({ at, end: size })
  return parts
}

/** Zeros beyond this mean that the file is mostly hidden data; a copy would only pretend. */
const MOST_ZEROS = 64 << 20

/** Looks through an MP4 or QuickTime film; its copy has the same length, with what plays nothing made empty. */
export async function lookInVideo(reader: Reader): Promise<Look> {
  const walk: Walk = { reader, budget: aBudget(), found: new Findings(), changes: [] }
  await walkAll('', 0, reader.size, walk)
  const emptied = walk.changes.reduce((sum, change) => sum + ('zeros' in change ? change.zeros : 0), 0)
  if (emptied > MOST_ZEROS) throw new TooLarge('mostly hidden data')
  const clean = walk.changes.length === 0 ? 'nothing' : { parts: patched(reader.size, walk.changes) }
  return { kind: 'video', findings: walk.found.list, clean }
}
