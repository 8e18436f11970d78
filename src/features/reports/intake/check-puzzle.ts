import { createHash } from 'node:crypto'
import { PUZZLE_BITS } from '#crypto/constants.ts'

/** The label and the zero byte that end it. */
const LABEL = Buffer.from('asylia/v1/puzzle\0')

/** True when the eight bytes, in hex or base64url, solve the puzzle of this frame (SEALING 15). */
export function solvesPuzzle(frame: Uint8Array, solution: string | undefined): boolean {
  const q = solutionOf(solution)
  if (q === undefined) return false
  const inner = createHash('sha256').update(frame).digest()
  const outer = createHash('sha256').update(LABEL).update(inner).update(q).digest()
  return outer.readUInt32BE(0) >>> (32 - PUZZLE_BITS) === 0
}

function solutionOf(text: string | undefined): Buffer | undefined {
  if (text === undefined) return undefined
  if (/^[0-9a-f]{16}$/.test(text)) return Buffer.from(text, 'hex')
  return /^[A-Za-z0-9_-]{11}$/.test(text) ? Buffer.from(text, 'base64url') : undefined
}
