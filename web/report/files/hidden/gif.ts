import { Damaged, Findings, type Look, type Part, TooLarge } from './finding.ts'
import { letters, type Reader, starts, textOf } from './reader.ts'
import { readXmp } from './xmp.ts'

const BLOCKS = 1_000_000

async function endOfBlocks(reader: Reader, at: number, budget: { left: number }): Promise<number> {
  for (;;) {
    budget.left -= 1
    if (budget.left < 0) throw new TooLarge('too many blocks')
    const [n = 0] = await reader.bytes(at, 1)
    at += 1 + n
    if (n === 0) return at
  }
}

async function keepExtension(reader: Reader, at: number, end: number, found: Findings): Promise<boolean> {
  const [, label] = await reader.bytes(at, 2)
  const data = await reader.bytes(at, Math.min(end - at, 64 << 10))
  if (label === 0xf9) return true
  if (label === 0xff && /^(NETSCAPE2\.0|ANIMEXTS1\.0)/.test(letters(data, 3, 11))) return true
  if (label === 0xff && starts(data, 'XMP DataXMP', 3)) readXmp(data.subarray(14), found)
  else found.add('note', label === 0xfe ? textOf(data.subarray(3)) : undefined)
  return false
}

const tableSize = (flags: number): number => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1))

/** Where the block that starts at `at` ends; refuses what is no block. */
async function endOfBlock(reader: Reader, at: number, mark: number, budget: { left: number }): Promise<number> {
  if (mark === 0x21) return endOfBlocks(reader, at + 2, budget)
  if (mark !== 0x2c) throw new Damaged('no block')
  return endOfBlocks(reader, at + 11 + tableSize((await reader.bytes(at + 9, 1))[0] ?? 0), budget)
}

/** Looks through a GIF; its copy keeps the frames and how often they repeat (GIF89a). */
export async function lookInGif(reader: Reader): Promise<Look> {
  const found = new Findings()
  const budget = { left: BLOCKS }
  const start = 13 + tableSize((await reader.bytes(10, 1))[0] ?? 0)
  const parts: Part[] = [{ at: 0, end: start }]
  let dropped = false
  let at = start
  for (let [mark = 0] = await reader.bytes(at, 1); mark !== 0x3b; [mark = 0] = await reader.bytes(at, 1)) {
    const end = await endOfBlock(reader, at, mark, budget)
    if (mark === 0x2c || (await keepExtension(reader, at, end, found))) parts.push({ at, end })
    else dropped = true
    at = end
  }
  parts.push({ at, end: at + 1 })
  if (at + 1 < reader.size) {
    found.add('extra')
    dropped = true
  }
  return { kind: 'gif', findings: found.list, clean: dropped ? { parts } : 'nothing' }
}
