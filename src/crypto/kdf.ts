import { hkdf } from '@noble/hashes/hkdf.js'
import { hmac as nobleHmac } from '@noble/hashes/hmac.js'
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js'
import { utf8 } from './bytes.ts'

const SALT = utf8('asylia/v1')

/** H of SEALING 1: SHA-256 over the parts, one after the other. */
export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  const hash = nobleSha256.create()
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/** HMAC-SHA256 over the parts, one after the other. */
export function hmac(key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array {
  const mac = nobleHmac.create(nobleSha256, key)
  for (const part of parts) mac.update(part)
  return mac.digest()
}

/** KDF of SEALING 1: HKDF-SHA256 with the salt "asylia/v1" and an ASCII label as info. */
export function kdf(key: Uint8Array, label: string, length = 32): Uint8Array {
  return hkdf(nobleSha256, key, SALT, utf8(label), length)
}
