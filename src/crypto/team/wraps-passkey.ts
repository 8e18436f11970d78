import { recipientOf } from '../age/identity.ts'
import { concat, hex, onlyZeros, readU32, u32 } from '../bytes.ts'
import { kdf } from '../kdf.ts'
import { openerOf, openWith } from '../open/open-age.ts'
import { SealingRefusal } from '../refusals.ts'
import { sealTo } from '../seal/seal-age.ts'
import { keyBytes, readKey } from './wraps.ts'

/** Which passkey of which member: a secret that opens one wrap opens no other. */
export type PasskeyOf = { readonly instance: string; readonly member: string; readonly credential: Uint8Array }

const SECRET = 32
const PLAIN = 384
const ONE = { min: 1, max: 1 }

/** What every authenticator is asked to turn into a secret, in code alone. guards T-36 */
export const PASSKEY_QUESTION = 'asylia/v1/passkey'

/** The hybrid identity that follows from what a passkey gives (WebAuthn Level 3 §10.1.4, `prf`). */
function seedOf(secret: Uint8Array, { instance, member, credential }: PasskeyOf): Uint8Array {
  if (secret.length !== SECRET) throw new SealingRefusal('identity.malformed')
  return kdf(secret, `passkey/${instance}/${member}/${hex(credential)}`)
}

/** The member seed sealed to a passkey: an ordinary age file with one hybrid stanza, always of one length. guards T-11 */
export async function sealMemberKeyToPasskey(seed: Uint8Array, of: PasskeyOf, secret: Uint8Array): Promise<Uint8Array> {
  const key = keyBytes({ type: 'member-key', instance: of.instance, of: of.member }, seed)
  return sealTo([recipientOf(seedOf(secret, of))], concat(u32(key.length), key, new Uint8Array(PLAIN - 4 - key.length)))
}

/**
 * The member seed; null when the passkey gave another secret than the one that was sealed to. Throws `wrap.malformed` and
 * `wrap.not_this`, and `age.*` for a file of another form.
 */
export async function openMemberKeyWithPasskey(wrap: Uint8Array, of: PasskeyOf, secret: Uint8Array): Promise<Uint8Array | null> {
  const plain = await openWith([openerOf(seedOf(secret, of))], wrap, ONE)
  if (plain === null) return null
  const length = plain.length === PLAIN ? readU32(plain, 0) : PLAIN
  if (length + 4 > PLAIN || !onlyZeros(plain, length + 4)) throw new SealingRefusal('wrap.malformed')
  return readKey(plain.subarray(4, 4 + length), { type: 'member-key', instance: of.instance, of: of.member })
}
