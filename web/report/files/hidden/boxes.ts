import { Damaged, TooLarge } from './finding.ts'
import { letters, type Reader, u32be } from './reader.ts'

const BOXES = 20_000

/** One box of ISO 14496-12: `at` its first byte, `body` the first after its head, `end` the first after it. */
export type Box = { readonly type: string; readonly at: number; readonly body: number; readonly end: number }

/** Counts boxes over a whole file, so that no nesting makes a phone hang. */
export type Budget = { left: number }
export const aBudget = (): Budget => ({ left: BOXES })

/** The box that starts at `at`; refuses one that leaves its parent. */
async function boxAt(reader: Reader, at: number, end: number): Promise<Box> {
  const head = await reader.bytes(at, 8)
  const type = letters(head, 4, 4)
  let size = u32be(head, 0) || end - at
  let body = at + 8
  if (size === 1) {
    const wide = await reader.bytes(body, 8)
    size = u32be(wide, 0) * 2 ** 32 + u32be(wide, 4)
    body += 8
  }
  if (size < body - at || at + size > end) throw new Damaged('a box leaves its parent')
  return { type, at, body, end: at + size }
}

/** QuickTime closes some lists with four zero bytes. */
async function closes(reader: Reader, at: number, end: number): Promise<boolean> {
  if (end - at >= 8) return false
  if (u32be(await reader.bytes(at, Math.min(4, end - at)), 0) !== 0) throw new Damaged('no box')
  return true
}

/** The boxes between `at` and `end`; refuses a box that leaves its parent. */
export async function boxesOf(reader: Reader, at: number, end: number, budget: Budget): Promise<Box[]> {
  const boxes: Box[] = []
  while (at < end && !(await closes(reader, at, end))) {
    budget.left -= 1
    if (budget.left < 0) throw new TooLarge('too many boxes')
    const box = await boxAt(reader, at, end)
    boxes.push(box)
    at = box.end
  }
  return boxes
}
