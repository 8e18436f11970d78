import { concat, equalBytes, onlyZeros, randomBytes, readU32, u32, unutf8, utf8 } from '../bytes.ts'
import { canonicalBytes, readCanonical } from '../canonical.ts'
import { BODY_BUCKETS } from '../constants.ts'
import { hmac } from '../kdf.ts'
import { SealingRefusal } from '../refusals.ts'
import { type ItemHeader, itemHeader } from './item-header.ts'

export type Bucket = 0 | 1 | 2 | 3

/** The parts of an opened body; `signed` are the bytes that the tag speaks of. */
export type ReadBody = { readonly header: ItemHeader; readonly text: string; readonly tag: Uint8Array; readonly signed: Uint8Array }

const MAGIC = utf8('ASY1')
const HEAD = 8
const TAG = 32
const LABEL = concat(utf8('asylia/v1/item'), Uint8Array.of(0))
const BUCKETS = [0, 1, 2, 3] as const

/** The text as it is sealed: NFC, lines ended by LF alone, no byte order mark. */
export function canonicalText(text: string): string {
  return text
    .replace(/^\ufeff+/, '')
    .replace(/\r\n?/g, '\n')
    .normalize('NFC')
}

/** The bucket that header and text need; null when they are longer than the largest ("attach it as a file"). */
// guards T-04, U-23
export function bucketOf(header: ItemHeader, text: string): Bucket | null {
  return bucketFor(HEAD + canonicalBytes(header).length + 4 + utf8(canonicalText(text)).length + TAG)
}

function bucketFor(length: number): Bucket | null {
  return BUCKETS.find((bucket) => length <= BODY_BUCKETS[bucket]) ?? null
}

/**
 * The plaintext of a body, filled with zeros to its bucket (SEALING 6). Without a conversation the tag is random.
 * Refuses `body.too_large` beyond the largest bucket and `item.header_malformed` what no reader would take.
 */
export function writeBody(
  header: ItemHeader,
  text: string,
  convKey: Uint8Array | null,
): { readonly plain: Uint8Array; readonly bucket: Bucket } {
  if (itemHeader(header) === undefined) throw new SealingRefusal('item.header_malformed')
  const head = canonicalBytes(header)
  const words = utf8(canonicalText(text))
  const signed = concat(MAGIC, u32(head.length), head, u32(words.length), words)
  const bucket = bucketFor(signed.length + TAG)
  if (bucket === null) throw new SealingRefusal('body.too_large')
  const plain = new Uint8Array(BODY_BUCKETS[bucket])
  plain.set(signed)
  plain.set(convKey === null ? randomBytes(TAG) : bodyTag(convKey, signed), signed.length)
  return { plain, bucket }
}

/** What proves "the reporter or one of the readers". */
export function bodyTag(convKey: Uint8Array, signed: Uint8Array): Uint8Array {
  return hmac(convKey, LABEL, signed)
}

/**
 * Reads the plaintext of a body: magic, lengths, zero fill, header, text, in this order; each refusal has a code of its own
 * and nothing of the text goes with it. The tag is for the caller, who knows the keys.
 */
// guards T-05
export function readBody(plain: Uint8Array): ReadBody {
  if (!equalBytes(plain.subarray(0, MAGIC.length), MAGIC)) throw new SealingRefusal('body.malformed')
  const [head, textAt] = partAt(plain, MAGIC.length)
  const [words, tagAt] = partAt(plain, textAt)
  if (tagAt + TAG > plain.length) throw new SealingRefusal('body.malformed')
  if (!onlyZeros(plain, tagAt + TAG)) throw new SealingRefusal('body.fill_not_zero')
  return {
    header: readHeader(head),
    text: readText(words),
    tag: plain.subarray(tagAt, tagAt + TAG),
    signed: plain.subarray(0, tagAt),
  }
}

/** A length and what it counts; and where the next part begins. */
function partAt(plain: Uint8Array, at: number): readonly [Uint8Array, number] {
  if (at + 4 > plain.length) throw new SealingRefusal('body.malformed')
  const end = at + 4 + readU32(plain, at)
  if (end > plain.length) throw new SealingRefusal('body.malformed')
  return [plain.subarray(at + 4, end), end]
}

function readHeader(bytes: Uint8Array): ItemHeader {
  const header = itemHeader(readCanonical(bytes))
  if (header === undefined) throw new SealingRefusal('item.header_malformed')
  return header
}

/** A text in another form than the one that is sealed was not made by our page. */
function readText(bytes: Uint8Array): string {
  const text = unutf8(bytes)
  if (canonicalText(text) !== text) throw new SealingRefusal('body.text_malformed')
  return text
}
