import { base64urlnopad } from '@scure/base'
import { refusing, SealingRefusal } from './refusals.ts'

/** The parts, one after the other, in new memory. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** Two bytes, big-endian. */
export function u16(value: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(2)
  new DataView(bytes.buffer).setUint16(0, value)
  return bytes
}

/** Four bytes, big-endian. */
export function u32(value: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, value)
  return bytes
}

/** Reads two bytes; refuses `bytes.too_short` beyond the end. */
export function readU16(bytes: Uint8Array, at: number): number {
  if (at + 2 > bytes.length) throw new SealingRefusal('bytes.too_short')
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint16(at)
}

/** Reads four bytes; refuses `bytes.too_short` beyond the end. */
export function readU32(bytes: Uint8Array, at: number): number {
  if (at + 4 > bytes.length) throw new SealingRefusal('bytes.too_short')
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at)
}

const HEX = /^(?:[0-9a-f]{2})*$/

/** Lower-case hex. */
export function hex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0')
  return text
}

/** Refuses `bytes.malformed` unless the text is lower-case hex of whole bytes. */
export function unhex(text: string): Uint8Array<ArrayBuffer> {
  if (!HEX.test(text)) throw new SealingRefusal('bytes.malformed')
  return Uint8Array.from({ length: text.length / 2 }, (_, at) => Number.parseInt(text.slice(2 * at, 2 * at + 2), 16))
}

/** Base64url without padding (RFC 4648 §5). */
export function b64u(bytes: Uint8Array): string {
  return base64urlnopad.encode(bytes)
}

/** Refuses `bytes.malformed` unless the text is the one text that stands for its bytes. */
export function unb64u(text: string): Uint8Array<ArrayBuffer> {
  const bytes = refusing('bytes.malformed', () => base64urlnopad.decode(text))
  if (b64u(bytes) !== text) throw new SealingRefusal('bytes.malformed')
  return new Uint8Array(bytes)
}

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The UTF-8 of a text. */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text)
}

/** The text; refuses `bytes.malformed` what is not UTF-8. A byte order mark stays, so that nobody overlooks it. */
export function unutf8(bytes: Uint8Array): string {
  return refusing('bytes.malformed', () => decoder.decode(bytes))
}

/** Compares in a time that depends on the lengths alone. */
export function equalBytes(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false
  let difference = 0
  for (let at = 0; at < one.length; at += 1) difference |= (one[at] ?? 0) ^ (other[at] ?? 0)
  return difference === 0
}

/** True when every byte from `at` on is zero. */
export function onlyZeros(bytes: Uint8Array, at = 0): boolean {
  for (let index = at; index < bytes.length; index += 1) if (bytes[index] !== 0) return false
  return true
}

/** A quota of the Web Crypto API. */
const MOST_AT_ONCE = 65_536

/** Bytes from the one source of randomness there is, `crypto.getRandomValues`. */
export function randomBytes(length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length)
  for (let at = 0; at < length; at += MOST_AT_ONCE) crypto.getRandomValues(bytes.subarray(at, at + MOST_AT_ONCE))
  return bytes
}

/** A number from 0 to below `bound`, each equally likely: what would favour the small ones is drawn again. */
export function randomBelow(bound: number): number {
  if (!Number.isInteger(bound) || bound < 1 || bound > 65_536) throw new TypeError('The bound is a whole number up to 65,536.')
  const fair = 65_536 - (65_536 % bound)
  for (;;) {
    const drawn = readU16(randomBytes(2), 0)
    if (drawn < fair) return drawn % bound
  }
}
