import { unb64u } from '../bytes.ts'
import { canonicalOr } from './canonical-or.ts'
import { signature64 } from './roster.ts'
import { exactly, object, text } from './shape.ts'
import { timeBytes } from './signed-bytes.ts'
import { verifySignature } from './verify-signature.ts'

const hint = object({ v: exactly(1), time: text(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}Z$/), sig: signature64 })

/** The moment in an answer of `/api/time`, or undefined unless the roster's time key signed it. */
export function readTimeHint(answer: Uint8Array, timeKey: string): number | undefined {
  const read = canonicalOr(answer, hint)
  if (read === undefined || !verifySignature(unb64u(timeKey), unb64u(read.sig), timeBytes(read.time))) return undefined
  const moment = Date.parse(read.time)
  return Number.isNaN(moment) ? undefined : moment
}
