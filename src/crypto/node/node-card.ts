import { unb64u, utf8 } from '../bytes.ts'
import { canonicalBytes, readCanonical } from '../canonical.ts'
import { sha256 } from '../kdf.ts'
import { SealingRefusal } from '../refusals.ts'
import { hex16, hex32, key32 } from '../roster/roster.ts'
import { exactly, integer, object, type Shaped, text } from '../roster/shape.ts'
import { isVerifyingKey } from '../roster/verify-signature.ts'

const card = object({
  v: exactly(1),
  type: exactly('node-card'),
  /** Which installation; the same as in its list of keys. */
  instance: hex16,
  /** Counts up with each pair of keys. */
  gen: integer(1, 100_000),
  sign: key32,
  /** The recipient of the outer wrap, 1,216 bytes. */
  recipient: text(/^[A-Za-z0-9_-]{1622}$/),
  /** Of pins.json: with it, whoever got the fingerprint by voice can check the other side's list of keys. */
  pins: hex32,
  /** Where it is reached; not part of the fingerprint, since an address is no proof of anything. */
  url: text(/^https?:\/\/[A-Za-z0-9.:[\]-]{1,200}$/),
})
export type NodeCard = Shaped<typeof card>

/** The exact bytes in which a card is published. Refuses `node.malformed`. */
export function writeNodeCard(given: NodeCard): Uint8Array<ArrayBuffer> {
  return canonicalBytes(checked(given))
}

/** Reads a card; keys of small order and other spellings are refused as `node.malformed`. */
export function readNodeCard(bytes: Uint8Array): NodeCard {
  if (bytes.length > 6_000) throw new SealingRefusal('node.malformed')
  return checked(readCanonical(bytes))
}

function checked(value: unknown): NodeCard {
  if (!card(value) || !isVerifyingKey(unb64u(value.sign)) || unb64u(value.recipient).length !== 1_216)
    throw new SealingRefusal('node.malformed')
  return value
}

const SPOKEN = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** What is read aloud: 160 bits of the hash of the keys, as eight groups of four letters (Crockford's Base32). guards T-47 */
export function nodeFingerprint({ instance, gen, sign, recipient, pins }: NodeCard): string {
  const hash = sha256(utf8('asylia/v1/node-fingerprint'), Uint8Array.of(0), canonicalBytes({ instance, gen, sign, recipient, pins }))
  let letters = ''
  for (let bit = 0; bit < 160; bit += 5) {
    const two = ((hash[bit >> 3] ?? 0) << 8) | (hash[(bit >> 3) + 1] ?? 0)
    letters += SPOKEN[(two >> (11 - (bit & 7))) & 31] ?? ''
  }
  return letters.replaceAll(/(.{4})(?=.)/g, '$1 ')
}

/** The same letters, however they were written down. */
export const isSameFingerprint = (one: string, other: string): boolean => {
  const bare = (said: string) => said.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1')
  return bare(one).length === 32 && bare(one) === bare(other)
}

/** What stands in front of a frame, so that the receiver knows whose signature to check before anything else is done. */
export function lineOf(from: string, to: string): Uint8Array {
  return sha256(utf8('asylia/v1/node-line'), Uint8Array.of(0), utf8(`${from} ${to}`)).subarray(0, 16)
}
