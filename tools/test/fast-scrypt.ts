import type { ScryptOptions } from 'node:crypto'
import { promisify } from 'node:util'

// Asked for and not imported: an import reads every export, and some tests take `crypto.subtle` away.
const { scrypt: derive, scryptSync } = process.getBuiltinModule('node:crypto')

type Given = {
  readonly N: number
  readonly r: number
  readonly p: number
  readonly dkLen?: number
  readonly onProgress?: (done: number) => void
}

const native = promisify<string | Uint8Array, Uint8Array, number, ScryptOptions, Buffer>(derive)
const costOf = ({ N, r, p }: Given): ScryptOptions => ({ N, r, p, maxmem: 256 * N * r + 2 ** 20 })

/**
 * The same function as `@noble/hashes/scrypt.js`, RFC 7914, by OpenSSL: stories open dozens of member keys, and in a browser's
 * JavaScript each takes seconds. What members load is never this; the tests in a browser run the real one.
 */
export function scrypt(words: string | Uint8Array, salt: Uint8Array, given: Given): Uint8Array {
  const key = scryptSync(words, salt, given.dkLen ?? 32, costOf(given))
  given.onProgress?.(1)
  return new Uint8Array(key)
}

/** The same in a thread of its own. */
export async function scryptAsync(words: string | Uint8Array, salt: Uint8Array, given: Given): Promise<Uint8Array> {
  const key = await native(words, salt, given.dkLen ?? 32, costOf(given))
  given.onProgress?.(1)
  return new Uint8Array(key)
}
