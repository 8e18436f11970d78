import { type Box, type Budget, boxesOf } from './boxes.ts'
import { TooLarge } from './finding.ts'
import { type Reader, u32be } from './reader.ts'

const SAMPLES = 200_000
const TABLE = 8 << 20

type Stretch = { readonly at: number; readonly n: number }

async function tableOf(reader: Reader, boxes: readonly Box[], type: string): Promise<Uint8Array> {
  const box = boxes.find((one) => one.type === type)
  if (box === undefined) return new Uint8Array(0)
  if (box.end - box.body > TABLE) throw new TooLarge('too many samples')
  return Uint8Array.from(await reader.bytes(box.body, box.end - box.body))
}

async function find(reader: Reader, boxes: readonly Box[], type: string, budget: Budget): Promise<Box[]> {
  const box = boxes.find((one) => one.type === type)
  return box === undefined ? [] : boxesOf(reader, box.body, box.end, budget)
}

/** How many samples stand in each chunk, chunk by chunk (`stsc`, ISO 14496-12 8.7.4). */
function perChunk(table: Uint8Array, chunks: number): number[] {
  const runs = u32be(table, 4)
  const counts: number[] = []
  for (let run = 0; run < runs && 8 + 12 * run + 12 <= table.length; run += 1) {
    const last = run + 1 < runs ? u32be(table, 8 + 12 * (run + 1)) - 1 : chunks
    while (counts.length < Math.min(last, chunks)) counts.push(u32be(table, 12 + 12 * run))
  }
  return counts
}

type Tables = { readonly sizes: Uint8Array; readonly chunks: Uint8Array; readonly wide: boolean; readonly runs: Uint8Array }

async function tablesOf(reader: Reader, media: readonly Box[], budget: Budget): Promise<Tables> {
  const boxes = await find(reader, await find(reader, media, 'minf', budget), 'stbl', budget)
  const short = await tableOf(reader, boxes, 'stco')
  const wide = short.length === 0
  return {
    sizes: await tableOf(reader, boxes, 'stsz'),
    chunks: wide ? await tableOf(reader, boxes, 'co64') : short,
    wide,
    runs: await tableOf(reader, boxes, 'stsc'),
  }
}

/** Where chunk `i` starts in the file. */
function startOf({ chunks, wide }: Tables, i: number): number {
  return wide ? u32be(chunks, 8 + 8 * i) * 2 ** 32 + u32be(chunks, 12 + 8 * i) : u32be(chunks, 8 + 4 * i)
}

/** How many bytes samples `from` to `to` have together. */
function lengthOf(sizes: Uint8Array, from: number, to: number): number {
  const each = u32be(sizes, 4)
  if (each !== 0) return each * (to - from)
  let n = 0
  for (let sample = from; sample < to; sample += 1) n += u32be(sizes, 12 + 4 * sample)
  return n
}

/** Where the samples of a track lie in the file, by its tables; a track without tables has none. */
export async function samplesOf(reader: Reader, media: readonly Box[], budget: Budget): Promise<Stretch[]> {
  const tables = await tablesOf(reader, media, budget)
  const all = u32be(tables.sizes, 8)
  const chunks = u32be(tables.chunks, 4)
  if (all > SAMPLES || chunks > SAMPLES) throw new TooLarge('too many samples')
  const stretches: Stretch[] = []
  let sample = 0
  for (const [chunk, count] of perChunk(tables.runs, chunks).entries()) {
    const next = Math.min(all, sample + count)
    const n = lengthOf(tables.sizes, sample, next)
    const at = startOf(tables, chunk)
    if (n > 0 && at + n <= reader.size) stretches.push({ at, n })
    sample = next
  }
  return stretches
}
