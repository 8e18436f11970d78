import { ed25519 } from '@noble/curves/ed25519.js'
import { b64u } from '../bytes.ts'
import { canonicalBytes } from '../canonical.ts'
import type { Roster, Signature, Signed, SignedRoster } from '../roster/roster.ts'
import { type SignedKind, signedBytes, timeBytes } from '../roster/signed-bytes.ts'

// guards T-17: this folder signs. The reporting page may not import it; what it needs to check stands in crypto/roster.

/** The public half of a signing seed, in Base64 for addresses. Throws for a seed of another length than 32 bytes. */
export function publicKeyOf(seed: Uint8Array): string {
  return b64u(ed25519.getPublicKey(seed))
}

/** An Ed25519 signature (RFC 8032) over `"asylia/v1/<kind>" || 0x00 || JCS(statement)`. */
export function signStatement(seed: Uint8Array, kind: SignedKind, statement: unknown): Uint8Array {
  return ed25519.sign(signedBytes(kind, statement), seed)
}

/** A signature with the key that made it, as statements carry it. */
export function signatureOf(seed: Uint8Array, kind: SignedKind, statement: unknown): Signature {
  return { key: publicKeyOf(seed), sig: b64u(signStatement(seed, kind, statement)) }
}

/** A statement in its envelope, signed by each of these seeds. */
export function signedWith<T>(seeds: readonly Uint8Array[], kind: SignedKind, statement: T): Signed<T> {
  return { statement, signatures: seeds.map((seed) => signatureOf(seed, kind, statement)) }
}

/** The roster in its envelope, signed by each of these roots. */
export function signRoster(seeds: readonly Uint8Array[], roster: Roster): SignedRoster {
  return { roster, signatures: seeds.map((seed) => signatureOf(seed, 'roster', roster)) }
}

/** The answer of `/api/time`: the minute, signed, for phones whose date is wrong. */
export function signTime(seed: Uint8Array, now: Date): Uint8Array {
  const time = `${now.toISOString().slice(0, 16)}Z`
  return canonicalBytes({ v: 1, time, sig: b64u(ed25519.sign(timeBytes(time), seed)) })
}
