import { unb64u } from '../bytes.ts'

/** Ed25519 through WebCrypto: nodes check tens of thousands of signatures at a time, a hundred times faster than big integers do. */
export type Signer = (bytes: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>
export type Verifier = (signature: Uint8Array, bytes: Uint8Array<ArrayBuffer>) => Promise<boolean>

/** DER of an Ed25519 private key up to its 32 seed bytes (RFC 8410 §7). */
const PKCS8_PREFIX = Uint8Array.from([0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20])

export async function signerOf(seed: Uint8Array): Promise<Signer> {
  const key = await crypto.subtle.importKey('pkcs8', Uint8Array.of(...PKCS8_PREFIX, ...seed), 'Ed25519', false, ['sign'])
  return async (bytes) => new Uint8Array(await crypto.subtle.sign('Ed25519', key, bytes))
}

/** Checks with a key that stood the test of `isVerifyingKey` when its card was read. */
export async function verifierOf(publicKey: string): Promise<Verifier> {
  const key = await crypto.subtle.importKey('raw', unb64u(publicKey), 'Ed25519', false, ['verify'])
  return (signature, bytes) => crypto.subtle.verify('Ed25519', key, Uint8Array.from(signature), bytes)
}
