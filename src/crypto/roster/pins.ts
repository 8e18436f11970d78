import { hex } from '../bytes.ts'
import { sha256 } from '../kdf.ts'
import { canonicalOr } from './canonical-or.ts'
import { isPins, type Pins } from './roster.ts'

/** The pins in these bytes, or undefined unless they are exactly that. */
export function readPins(bytes: Uint8Array): Pins | undefined {
  return canonicalOr(bytes, isPins)
}

/** What people compare by eye or telephone: 80 bits of the hash of pins.json, as five groups of four. */
export function shortHash(bytes: Uint8Array): string {
  return hex(sha256(bytes))
    .slice(0, 20)
    .replaceAll(/(.{4})(?=.)/g, '$1 ')
}
