import { randomFillSync } from 'node:crypto'

const LENGTH = 16
const pool = Buffer.alloc(256 * LENGTH)
let used = pool.length

/**
 * 16 random bytes that were never given out before. Drawn from the system 256 at a time, since asking it costs more than
 * the rest of a ledger line; what was given out is wiped from the pool.
 */
export function newSalt(): Buffer {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  const salt = Buffer.from(pool.subarray(used, used + LENGTH))
  pool.fill(0, used, used + LENGTH)
  used += LENGTH
  return salt
}
