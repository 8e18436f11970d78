import { readCanonical } from '../canonical.ts'
import type { Shape } from './shape.ts'

const MOST_BYTES = 1_048_576

/** The value of canonical JSON of this shape; undefined for anything else, however it is broken. */
export function canonicalOr<T>(bytes: Uint8Array, shape: Shape<T>): T | undefined {
  if (bytes.length > MOST_BYTES) return undefined
  try {
    return readCanonical(bytes, (value) => (shape(value) ? value : undefined))
  } catch {
    return undefined
  }
}
