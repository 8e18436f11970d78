import type { ScryptOptions } from 'node:crypto'
import { promisify } from 'node:util'

// Asked for and not imported: an import reads every export, and some tests take `crypto.subtle` away.
const { createHash, scrypt: derive, scryptSync } = process.getBuiltinModule('node:crypto')

type Given = {
  readonly N: number
  readonly r: number
  readonly p: number
  readonly dkLen?: number
  readonly onProgress?: (done: number) => void
}

const native = promisify<string | Uint8Array, Uint8Array, number, ScryptOptions, Buffer>(derive)
const costOf = ({ N, r, p }: Given): ScryptOptions => ({ N, r, p, maxmem: 256 * N * r + 2 ** 20 })

// A story opens the same key with the same words many times, and each time is most of a second.
const known = new Map<string, Uint8Array>()

/**
 * The same function as `@noble/hashes/scrypt.js`, RFC 7914, by OpenSSL, with every answer kept: stories open dozens of member
 * keys, and in a browser's JavaScript each takes seconds. What members load is never this; the tests in a browser run the real one.
 */
export function scrypt(words: string | Uint8Array, salt: Uint8Array, given: Given): Uint8Array {
  const name = nameOf(words, salt, given)
  const key = known.get(name) ?? scryptSync(words, salt, given.dkLen ?? 32, costOf(given))
  return hand(name, key, given)
}

/** The same in a thread of its own. */
export async function scryptAsync(words: string | Uint8Array, salt: Uint8Array, given: Given): Promise<Uint8Array> {
  const name = nameOf(words, salt, given)
  const key = known.get(name) ?? (await native(words, salt, given.dkLen ?? 32, costOf(given)))
  return hand(name, key, given)
}

function nameOf(words: string | Uint8Array, salt: Uint8Array, { N, r, p, dkLen = 32 }: Given): string {
  const text = Buffer.from(words as Uint8Array).toString('hex')
  return createHash('sha256')
    .update([text, Buffer.from(salt).toString('hex'), N, r, p, dkLen].join())
    .digest('hex')
}

/** A copy each time: callers wipe their keys. */
function hand(name: string, key: Uint8Array, given: Given): Uint8Array {
  known.set(name, new Uint8Array(key))
  given.onProgress?.(1)
  return new Uint8Array(key)
}
