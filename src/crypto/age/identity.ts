import { MLKEM768X25519 } from '@noble/post-quantum/hybrid.js'
import { bech32 } from '@scure/base'
import { randomBytes } from '../bytes.ts'
import { RECIPIENT_LENGTH } from '../constants.ts'
import { refusing, SealingRefusal } from '../refusals.ts'

const SEED = 32
const IDENTITY = 'AGE-SECRET-KEY-PQ-'
const RECIPIENT = 'age1pq'

/** A fresh seed of a hybrid identity. */
export function newSeed(): Uint8Array {
  return randomBytes(SEED)
}

/** The public half of a seed: 1,184 bytes of ML-KEM-768 and 32 of X25519. */
export function recipientOf(seed: Uint8Array): Uint8Array {
  if (seed.length !== SEED) throw new SealingRefusal('identity.malformed')
  return MLKEM768X25519.getPublicKey(seed)
}

/** The recipient as `age` writes it, 1,959 characters; refuses `recipient.malformed` what is no key. */
export function recipientText(raw: Uint8Array): string {
  if (raw.length !== RECIPIENT_LENGTH || !isBelowModulus(raw)) throw new SealingRefusal('recipient.malformed')
  // The limit of 90 characters is for addresses of Bitcoin, not for keys.
  return bech32.encode(RECIPIENT, bech32.toWords(raw), false)
}

/** The raw recipient behind its text; refuses `recipient.malformed` any other kind and any other spelling. */
export function readRecipient(text: string): Uint8Array {
  const raw = refusing('recipient.malformed', () => bech32.fromWords(bech32.decode(text as `${string}1${string}`, false).words))
  if (raw.length !== RECIPIENT_LENGTH || recipientText(raw) !== text) throw new SealingRefusal('recipient.malformed')
  return raw
}

/** The identity as `age` writes it, 77 characters. */
export function identityText(seed: Uint8Array): string {
  if (seed.length !== SEED) throw new SealingRefusal('identity.malformed')
  return bech32.encodeFromBytes(IDENTITY, seed).toUpperCase()
}

/** The seed behind an identity; refuses `identity.malformed` any other kind and any other spelling. */
export function readIdentity(text: string): Uint8Array {
  const seed = refusing('identity.malformed', () => bech32.decodeToBytes(text).bytes)
  if (seed.length !== SEED || identityText(seed) !== text) throw new SealingRefusal('identity.malformed')
  return seed
}

const MODULUS = 3_329
const COEFFICIENTS_END = 1_152

/** FIPS 203 §7.2: every coefficient of an ML-KEM key is below the modulus. The check of the library lets all pass. */
function isBelowModulus(raw: Uint8Array): boolean {
  for (let at = 0; at < COEFFICIENTS_END; at += 3) {
    const [one = 0, two = 0, three = 0] = raw.subarray(at, at + 3)
    if ((one | ((two & 0xf) << 8)) >= MODULUS || ((two >> 4) | (three << 4)) >= MODULUS) return false
  }
  return true
}
