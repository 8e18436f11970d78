import { hash } from 'node:crypto'

/** SHA-256 in one call, which for short texts is twice as fast as a hash object. A text is hashed as UTF-8. */
export function sha256(bytes: Uint8Array | string): Buffer {
  return hash('sha256', bytes, 'buffer')
}
