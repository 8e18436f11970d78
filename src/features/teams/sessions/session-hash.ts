import { createHash } from 'node:crypto'

/** Only this is kept of a token or a challenge. */
export function hashOf(told: string | Uint8Array): Buffer {
  return createHash('sha256').update(told).digest()
}
