import { concat, hex, onlyZeros, readU32, u32 } from '../bytes.ts'
import { BODY_BUCKETS } from '../constants.ts'
import { sha256 } from '../kdf.ts'
import { SealingRefusal } from '../refusals.ts'
import { hex32 } from '../roster/roster.ts'
import { integer, object, type Shaped, text } from '../roster/shape.ts'

const HEAD = 4
/** The largest file that goes with a reply. */
export const ALERT_FILE_MOST = 1_048_576 - HEAD

/** One file of a reply as its signature names it: what it is called, how long it is, and the hash of its bytes. */
export const alertFile = object({
  id: text(/^[0-9a-f-]{36}$/),
  name: text(/^[^]{1,200}$/),
  bytes: integer(1, ALERT_FILE_MOST),
  digest: hex32,
})
export type AlertFile = Shaped<typeof alertFile>

export const fileDigest = (bytes: Uint8Array): string => hex(sha256(bytes))

/** The bytes filled with zeros to one of four lengths. Refuses `body.too_large`. */
export function writeAlertFile(bytes: Uint8Array): Uint8Array {
  const bucket = BODY_BUCKETS.find((most) => HEAD + bytes.length <= most)
  if (bucket === undefined) throw new SealingRefusal('body.too_large')
  const plain = new Uint8Array(bucket)
  plain.set(concat(u32(bytes.length), bytes))
  return plain
}

/** The file that a signed reply names, and no other bytes. Refuses `alert.malformed`. guards T-22 */
export function readAlertFile(plain: Uint8Array, { bytes, digest }: AlertFile): Uint8Array {
  const end = plain.length < HEAD ? Number.POSITIVE_INFINITY : HEAD + readU32(plain, 0)
  if (end > plain.length || !onlyZeros(plain, end)) throw new SealingRefusal('alert.malformed')
  const found = plain.slice(HEAD, end)
  if (found.length !== bytes || fileDigest(found) !== digest) throw new SealingRefusal('alert.malformed')
  return found
}
