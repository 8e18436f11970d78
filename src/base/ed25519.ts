import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import { unb64u } from '#crypto/bytes.ts'

/**
 * Ed25519 (RFC 8032) by the machine: nodes check tens of thousands of signatures at a time, a hundred times faster than big integers
 * do, and without the thread that each of them costs in WebCrypto.
 */
export type Signer = (bytes: Uint8Array) => Uint8Array
export type Verifier = (signature: Uint8Array, bytes: Uint8Array) => boolean

/** DER of a private key up to its 32 seed bytes, and of a public one up to its point (RFC 8410 §7 and §4). */
const PRIVATE = Uint8Array.from([0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20])
const PUBLIC = Uint8Array.from([0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x21, 0])

const der = (...parts: readonly Uint8Array[]) => ({ key: Buffer.concat(parts), format: 'der' }) as const

export function signerOf(seed: Uint8Array): Signer {
  const key = createPrivateKey({ ...der(PRIVATE, seed), type: 'pkcs8' })
  return (bytes) => sign(null, bytes, key)
}

/** Checks with a key that stood the test of `isVerifyingKey` when its card was read. */
export function verifierOf(publicKey: string): Verifier {
  const key = createPublicKey({ ...der(PUBLIC, unb64u(publicKey)), type: 'spki' })
  return (signature, bytes) => verify(null, bytes, key, signature)
}
