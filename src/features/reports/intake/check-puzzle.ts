import { checkPuzzle } from '#crypto/seal/puzzle.ts'

/** True when the header, eight bytes in hex or base64url, answers the puzzle of this frame (SEALING 15). */
export function solvesPuzzle(frame: Uint8Array, header: string | undefined): boolean {
  if (header === undefined) return false
  if (/^[0-9a-f]{16}$/.test(header)) return checkPuzzle(frame, Buffer.from(header, 'hex'))
  return /^[A-Za-z0-9_-]{11}$/.test(header) && checkPuzzle(frame, Buffer.from(header, 'base64url'))
}
