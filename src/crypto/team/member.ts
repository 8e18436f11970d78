import { ed25519 } from '@noble/curves/ed25519.js'
import { recipientOf } from '../age/identity.ts'
import { randomBytes } from '../bytes.ts'
import { kdf } from '../kdf.ts'
import { sessionBytes } from '../sign/call-proof.ts'

/** What a member holds: everything follows from one seed, which never leaves the browser unsealed. */
export type MemberKeys = {
  readonly seed: Uint8Array
  readonly recipient: Uint8Array
  readonly signSeed: Uint8Array
  readonly signKey: Uint8Array
}

/** The keys of a member seed: a hybrid identity, and an Ed25519 key that signs challenges and statements (SEALING 9). */
export function memberKeysOf(seed: Uint8Array): MemberKeys {
  const signSeed = kdf(seed, 'member/sign')
  return { seed, recipient: recipientOf(seed), signSeed, signKey: ed25519.getPublicKey(signSeed) }
}

/** A fresh member. */
export function newMember(): MemberKeys {
  return memberKeysOf(randomBytes(32))
}

/** Answers the question of the server, for one device and no other (`sessionBytes`). */
export function signChallenge(keys: MemberKeys, challenge: Uint8Array, deviceKey: Uint8Array): Uint8Array {
  return ed25519.sign(sessionBytes(challenge, deviceKey), keys.signSeed)
}
