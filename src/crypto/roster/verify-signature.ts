import { edwards } from '@noble/curves/abstract/edwards.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { concat } from '../bytes.ts'

// guards T-17: this file builds the curve and checks signatures; nothing that signs comes with it into a page.
const P = BigInt('0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed')

/** RFC 8032 §5.1. */
const Point = edwards({
  p: P,
  n: BigInt('0x1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed'),
  h: BigInt(8),
  a: P - BigInt(1),
  d: BigInt('0x52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3'),
  Gx: BigInt('0x216936d3cd6e53fec0a4e231fdd6dc5c692cc7609525a7b2c9562d608f25d51a'),
  Gy: BigInt('0x6666666666666666666666666666666666666666666666666666666666666658'),
})
const ORDER = Point.CURVE().n

export const KEY_BYTES = 32
export const SIGNATURE_BYTES = 64

/**
 * Whether an Ed25519 signature holds (RFC 8032 §5.1.7, cofactored). Stricter than it must be: only canonical encodings
 * count, and a key or commitment of small order holds for nothing. Never throws.
 */
export function verifySignature(key: Uint8Array, signature: Uint8Array, message: Uint8Array): boolean {
  if (key.length !== KEY_BYTES || signature.length !== SIGNATURE_BYTES) return false
  const commitment = signature.subarray(0, KEY_BYTES)
  const s = littleEndian(signature.subarray(KEY_BYTES))
  if (s >= ORDER) return false
  const [A, R] = [pointOf(key), pointOf(commitment)]
  if (A === undefined || R === undefined) return false
  const k = littleEndian(sha512(concat(commitment, key, message))) % ORDER
  return R.add(A.multiplyUnsafe(k)).subtract(Point.BASE.multiplyUnsafe(s)).clearCofactor().is0()
}

/** Whether 32 bytes may stand as a public key: a point, canonically written, of large order. */
export function isVerifyingKey(key: Uint8Array): boolean {
  return key.length === KEY_BYTES && pointOf(key) !== undefined
}

function pointOf(bytes: Uint8Array) {
  try {
    const point = Point.fromBytes(bytes)
    return point.isSmallOrder() ? undefined : point
  } catch {
    return undefined
  }
}

function littleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((number, byte) => number * BigInt(256) + BigInt(byte), BigInt(0))
}
