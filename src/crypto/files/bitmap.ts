/** Which segments are present, one bit each, the first in the highest bit of the first byte: `GET /api/files/{set}` (SEALING 8). */
export function bitmapOf(present: readonly boolean[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.ceil(present.length / 8))
  for (const [index, is] of present.entries()) if (is) bytes[index >> 3] = (bytes[index >> 3] ?? 0) | (0x80 >> (index & 7))
  return bytes
}

/** The indexes below `count` that are not present. A bitmap that is too short says of the rest that it is missing. */
export function missingOf(bitmap: Uint8Array, count: number): number[] {
  const indexes = Array.from({ length: count }, (_, index) => index)
  return indexes.filter((index) => ((bitmap[index >> 3] ?? 0) & (0x80 >> (index & 7))) === 0)
}
