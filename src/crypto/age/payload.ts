import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { randomBytes, utf8 } from '../bytes.ts'
import { SealingRefusal } from '../refusals.ts'
import { CHUNK, NONCE, TAG } from './header.ts'

/**
 * ChaCha20-Poly1305 (RFC 8439) as this place offers it. `seal` answers the text and the tag that comes behind it, `open` undefined
 * for whatever does not stand against its tag.
 */
export type ChunkCipher = {
  readonly seal: (key: Uint8Array, nonce: Uint8Array, plain: Uint8Array) => { readonly text: Uint8Array; readonly tag: Uint8Array }
  readonly open: (key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array) => Uint8Array | undefined
}

/**
 * What follows the header of an age file: a nonce, and the text in chunks of 64 KiB (age v1, section "Payload"). It comes behind
 * what stands before it, so that megabytes are put where they belong once.
 */
export function sealPayload(cipher: ChunkCipher, fileKey: Uint8Array, plain: Uint8Array, before: Uint8Array): Uint8Array<ArrayBuffer> {
  const chunks = Math.max(1, Math.ceil(plain.length / CHUNK))
  const all = new Uint8Array(before.length + NONCE + plain.length + TAG * chunks)
  const nonce = randomBytes(NONCE)
  all.set(before)
  all.set(nonce, before.length)
  const key = keyOf(fileKey, nonce)
  let to = before.length + NONCE
  for (let at = 0; at < chunks; at += 1) {
    const { text, tag } = cipher.seal(key, chunkNonce(at, at === chunks - 1), plain.subarray(at * CHUNK, (at + 1) * CHUNK))
    all.set(text, to)
    all.set(tag, to + text.length)
    to += text.length + TAG
  }
  return all
}

/** Reads it back. Refuses `age.damaged` whatever is not whole, in its order and at its end: never a part of the text. */
export function openPayload(cipher: ChunkCipher, fileKey: Uint8Array, payload: Uint8Array): Uint8Array<ArrayBuffer> {
  const sealed = payload.subarray(NONCE)
  const chunks = Math.ceil(sealed.length / (CHUNK + TAG))
  // An empty chunk ends a file only where it is the whole of it.
  if (sealed.length < TAG || (chunks > 1 && sealed.length - (chunks - 1) * (CHUNK + TAG) <= TAG)) throw new SealingRefusal('age.damaged')
  const key = keyOf(fileKey, payload.subarray(0, NONCE))
  const plain = new Uint8Array(sealed.length - TAG * chunks)
  for (let at = 0; at < chunks; at += 1) {
    const chunk = cipher.open(key, chunkNonce(at, at === chunks - 1), sealed.subarray(at * (CHUNK + TAG), (at + 1) * (CHUNK + TAG)))
    if (chunk === undefined) throw new SealingRefusal('age.damaged')
    plain.set(chunk, at * CHUNK)
  }
  return plain
}

const keyOf = (fileKey: Uint8Array, nonce: Uint8Array): Uint8Array => hkdf(sha256, fileKey, nonce, utf8('payload'), 32)

/** Eleven bytes that count, and one that says whether it is the last. */
function chunkNonce(at: number, isLast: boolean): Uint8Array {
  const nonce = new Uint8Array(12)
  new DataView(nonce.buffer).setUint32(7, at)
  nonce[11] = isLast ? 1 : 0
  return nonce
}
