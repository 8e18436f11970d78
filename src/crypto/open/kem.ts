import { chacha20poly1305 } from '@noble/ciphers/chacha.js'
import { x25519 } from '@noble/curves/ed25519.js'
import { expand, extract } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { sha3_256, shake256 } from '@noble/hashes/sha3.js'
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js'
import type { HybridStanza } from '../age/header.ts'
import { concat, equalBytes, u16, utf8 } from '../bytes.ts'

/**
 * The key of `mlkem768x25519` with its expensive part done once: age-encryption expands the seed for every stanza,
 * which is most of the time of trying an envelope.
 */
export type ExpandedKey = { readonly mlkem: Uint8Array; readonly x25519: Uint8Array; readonly x25519Public: Uint8Array }

const MLKEM_SEED = 64
const MLKEM_SHARE = 1_088
/** The last part of the expanded key is what makes such answers unpredictable. */
const MLKEM_REJECT = 32
/** X-Wing (draft-connolly-cfrg-xwing-kem §5.3). */
const XWING = utf8('\\.//^\\')
const NO_BYTES = new Uint8Array(0)
/** HPKE (RFC 9180 §5.1) with KEM 0x647a, HKDF-SHA256 and ChaCha20-Poly1305. */
const SUITE = concat(utf8('HPKE'), u16(0x647a), u16(1), u16(3))
const CONTEXT = concat(
  Uint8Array.of(0),
  labelledExtract(undefined, 'psk_id_hash', NO_BYTES),
  labelledExtract(undefined, 'info_hash', utf8('age-encryption.org/mlkem768x25519')),
)

/** Expands a seed (X-Wing §5.2). */
export function expandKey(seed: Uint8Array): ExpandedKey {
  const both = shake256(seed, { dkLen: MLKEM_SEED + 32 })
  const secret = both.slice(MLKEM_SEED)
  return { mlkem: ml_kem768.keygen(both.subarray(0, MLKEM_SEED)).secretKey, x25519: secret, x25519Public: x25519.getPublicKey(secret) }
}

/** The file key of a stanza, or null when it is sealed to somebody else. Throws for a share of low order that is meant for this key. */
export function unwrap(key: ExpandedKey, stanza: HybridStanza): Uint8Array | null {
  const [forMlkem, share] = [stanza.share.subarray(0, MLKEM_SHARE), stanza.share.subarray(MLKEM_SHARE)]
  const one = ml_kem768.decapsulate(forMlkem, key.mlkem)
  // ML-KEM answers a share for another key with this hash (FIPS 203, algorithm 18): no file key can follow from it, and the
  // dearer half of the work is for nothing.
  if (equalBytes(one, shake256(concat(key.mlkem.subarray(-MLKEM_REJECT), forMlkem), { dkLen: 32 }))) return null
  const other = x25519.getSharedSecret(key.x25519, share)
  const shared = sha3_256(concat(one, other, share, key.x25519Public, XWING))
  const secret = labelledExtract(shared, 'secret', NO_BYTES)
  const cipher = chacha20poly1305(labelledExpand(secret, 'key', 32), labelledExpand(secret, 'base_nonce', 12))
  try {
    return cipher.decrypt(stanza.body)
  } catch {
    return null
  }
}

function labelledExtract(salt: Uint8Array | undefined, label: string, ikm: Uint8Array): Uint8Array {
  return extract(sha256, concat(utf8('HPKE-v1'), SUITE, utf8(label), ikm), salt)
}

function labelledExpand(secret: Uint8Array, label: string, length: number): Uint8Array {
  return expand(sha256, secret, concat(u16(length), utf8('HPKE-v1'), SUITE, utf8(label), CONTEXT), length)
}
