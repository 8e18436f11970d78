import { concat, hex, readU16, readU32, u16, u32, utf8 } from '../bytes.ts'
import { canonicalBytes, readCanonical } from '../canonical.ts'
import { sha256 } from '../kdf.ts'
import type { Sha256 } from '../merkle.ts'
import { SealingRefusal } from '../refusals.ts'
import { hex16, hex32 } from '../roster/roster.ts'
import { exactly, integer, object, type Shaped, text } from '../roster/shape.ts'
import { signedBytes, signedBytesOf } from '../roster/signed-bytes.ts'

const uuid = text(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
const most = 2 ** 31 - 1
const header = object({
  v: exactly(1),
  type: exactly('node-message'),
  from: hex16,
  to: hex16,
  n: integer(1, most),
  /** Hash of the message before; it ties all of them into one chain. */
  prev: hex32,
  /** The same however often and under whatever number it comes: what takes effect once. */
  id: uuid,
  /** What it is about; every later message about it names the same. */
  about: uuid,
  kind: exactly('alert', 'withdraw', 'state', 'reply', 'roster', 'directory', 'extract', 'gone', 'key'),
  tlp: exactly('TLP:RED', 'TLP:AMBER+STRICT', 'TLP:AMBER', 'TLP:GREEN', 'TLP:CLEAR'),
  version: integer(1, 1_000_000),
  /** Of the body, which may be taken away later without breaking the chain. */
  digest: hex32,
})
export type NodeHeader = Shaped<typeof header>

const point = object({ n: integer(0, most), head: hex32 })
const said = object({
  v: exactly(1),
  type: exactly('node-frame'),
  from: hex16,
  to: hex16,
  /** Milliseconds by the clock of the sender; each frame of one sender has a larger one. */
  at: integer(0, 2 ** 50),
  /** Of the process that speaks, drawn when it began; and the one that it heard last from the other side, or zeros. */
  nonce: hex16,
  echo: hex16,
  sent: point,
  ack: point,
})
/** What a frame says beside its messages: how far both directions got. The acknowledgement is cumulative. */
export type NodeSaid = Shaped<typeof said>

/** A message as it travels: the header in its exact bytes, the signature over it, and the body unless it was taken away. */
export type NodeMessage = { readonly header: Uint8Array; readonly signature: Uint8Array; readonly body: Uint8Array | null }
export type NodeFrame = { readonly said: Uint8Array; readonly signature: Uint8Array; readonly messages: readonly NodeMessage[] }

export const writeHeader = (given: NodeHeader): Uint8Array<ArrayBuffer> => canonicalBytes(given)
export const messageBytes = (given: NodeHeader): Uint8Array<ArrayBuffer> => messageBytesOf(writeHeader(given))
/** The same of a header as it was written or read: its one spelling is what is signed. */
export const messageBytesOf = (header: Uint8Array): Uint8Array<ArrayBuffer> => signedBytesOf('node-message', header)
export const frameBytes = (given: NodeSaid): Uint8Array<ArrayBuffer> => signedBytes('node-frame', given)
/** The hash of a message, which the next one holds. The signature is not in it: there may be more than one. */
export const messageHash = (given: NodeHeader): string => hashOfMessage(messageBytes(given))
/** The same of its bytes. */
export const hashOfMessage = (bytes: Uint8Array): string => hex(sha256(bytes))
/** Of the body; a server that takes thousands of them a minute brings the SHA-256 of its machine. */
export const bodyDigest = (body: Uint8Array, hash: Sha256 = sha256): string =>
  hex(hash(concat(utf8('asylia/v1/node-body'), Uint8Array.of(0), hash(body))))

/** Refuses `node.malformed` what is no header in its one spelling. */
export const readHeader = (bytes: Uint8Array): NodeHeader => readCanonical(bytes, (value) => (header(value) ? value : undefined))
export const readSaid = (bytes: Uint8Array): NodeSaid => readCanonical(bytes, (value) => (said(value) ? value : undefined))

/** Of one frame. A node that was away for long gets what waits in many of them. */
export const MOST_MESSAGES = 200
export const MOST_BYTES = 4 * 1_048_576
const MAGIC = utf8('asylia/v1/node-frame\n')
const SIGNATURE = 64
const NO_BODY = 0xffff_ffff

/**
 * One plain text for the outer wrap, filled with zeros to the next power of two from 16 KiB on: the length says roughly how much
 * there is, and not what.
 */
export function packFrame({ said: words, signature, messages }: NodeFrame): Uint8Array {
  const parts = [MAGIC, u32(words.length), words, signature, u16(messages.length)]
  for (const one of messages) {
    parts.push(
      u32(one.header.length),
      one.header,
      one.signature,
      u32(one.body === null ? NO_BODY : one.body.length),
      one.body ?? new Uint8Array(0),
    )
  }
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  let size = 16_384
  while (size < length) size *= 2
  return concat(...parts, new Uint8Array(size - length))
}

/** Reads it back. Refuses `node.malformed`, and `node.too_many` beyond what a frame may hold. */
export function unpackFrame(plain: Uint8Array): NodeFrame {
  let at = 0
  const take = (length: number): Uint8Array => {
    if (at + length > plain.length) throw new SealingRefusal('node.malformed')
    at += length
    return plain.subarray(at - length, at)
  }
  const number = (): number => readU32(take(4), 0)
  if (hex(take(MAGIC.length)) !== hex(MAGIC)) throw new SealingRefusal('node.malformed')
  const words = take(number())
  const signature = take(SIGNATURE)
  const count = readU16(take(2), 0)
  if (count > MOST_MESSAGES) throw new SealingRefusal('node.too_many')
  const messages = Array.from({ length: count }, () => {
    const one = { header: take(number()), signature: take(SIGNATURE) }
    const length = number()
    return { ...one, body: length === NO_BODY ? null : take(length) }
  })
  return { said: words, signature, messages }
}
