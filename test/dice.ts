import { randomInt } from 'node:crypto'

const asked = Number(process.env['ASYLIA_SEED'])
let state = Number.isSafeInteger(asked) && asked > 0 ? asked : randomInt(1, 2 ** 31)

/** A number from 0 to below 1, drawn from the seed that the run prints, a row of its own for each test file (mulberry32). */
export function dice(): number {
  state = (state + 0x6d2b79f5) | 0
  let mixed = Math.imul(state ^ (state >>> 15), state | 1)
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
}
