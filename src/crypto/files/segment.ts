import { concat, equalBytes, onlyZeros, u32, utf8 } from '../bytes.ts'
import { sha256 } from '../kdf.ts'
import { SealingRefusal } from '../refusals.ts'
import { sealPiecesTo, sealTo } from '../seal/seal-age.ts'
import { plainSize, SEGMENT_HEAD, type SetPlan, sliceOf } from './set-plan.ts'

/** What a segment says of itself, inside the seal: no segment passes for one of another file, place or report (T-37). */
export type SegmentHead = { readonly item: Uint8Array; readonly file: number; readonly index: number }

const MAGIC = utf8('ASYS')
const NO_HASH = new Uint8Array(32)
const PROBE_LENGTH = 65_536

/**
 * The plaintext of one segment, head, data and fill; the last carries the hash over the segment hashes, no other has one.
 * The data is not copied.
 */
export function segmentParts(plan: SetPlan, head: SegmentHead, data: Uint8Array, hash?: Uint8Array): Uint8Array[] {
  const { from, to } = sliceOf(plan, head.index)
  const last = head.index === plan.count - 1
  if (data.length !== to - from || last !== (hash !== undefined)) throw new SealingRefusal('file.incomplete')
  const fill = new Uint8Array(plainSize(plan, head.index) - SEGMENT_HEAD - data.length)
  return [headBytes(head, last, data.length, hash ?? NO_HASH), data, fill]
}

/** The same in one. */
export function segmentPlain(plan: SetPlan, head: SegmentHead, data: Uint8Array, hash?: Uint8Array): Uint8Array<ArrayBuffer> {
  return concat(...segmentParts(plan, head, data, hash))
}

function headBytes(head: SegmentHead, last: boolean, length: number, hash: Uint8Array): Uint8Array {
  const marks = Uint8Array.of(1, last ? 1 : 0, 0, 0)
  return concat(MAGIC, marks, head.item, u32(head.file), u32(head.index), u32(length), hash)
}

/** One segment sealed to the identity of its file; its length is `sealedSize(plan, head.index)`. */
export function sealSegment(recipient: Uint8Array, plain: Uint8Array): Promise<Uint8Array> {
  return sealTo([recipient], plain)
}

/** The same file in pieces, from what `segmentParts` made: a browser sends them without putting them together. */
export function sealSegmentPieces(recipient: Uint8Array, parts: readonly Uint8Array[]): Promise<Uint8Array[]> {
  return sealPiecesTo([recipient], parts)
}

/** The hash that the last segment carries: over the hashes of all segments in order, those without data included (SEALING 8). */
export function hashOfSegments(hashes: readonly Uint8Array[]): Uint8Array {
  return sha256(...hashes)
}

/** The hash of the first 64 KiB, by which another file under the same words is noticed. It takes the start of the file or all of it. */
export function probeOf(start: Uint8Array): Uint8Array {
  return sha256(start.subarray(0, PROBE_LENGTH))
}

export type ReadSegment = { readonly data: Uint8Array; readonly hash: Uint8Array | undefined }

/** The data of an opened segment; refuses `file.incomplete` unless it is exactly this segment of this file (U-21, T-37). */
export function readSegment(plan: SetPlan, head: SegmentHead, plain: Uint8Array): ReadSegment {
  if (plain.length !== plainSize(plan, head.index)) throw new SealingRefusal('file.incomplete')
  const { from, to } = sliceOf(plan, head.index)
  const last = head.index === plan.count - 1
  const hash = plain.slice(SEGMENT_HEAD - NO_HASH.length, SEGMENT_HEAD)
  const expected = headBytes(head, last, to - from, last ? hash : NO_HASH)
  const data = plain.subarray(SEGMENT_HEAD, SEGMENT_HEAD + to - from)
  if (!equalBytes(plain.subarray(0, SEGMENT_HEAD), expected) || !onlyZeros(plain, SEGMENT_HEAD + data.length)) {
    throw new SealingRefusal('file.incomplete')
  }
  return { data, hash: last ? hash : undefined }
}
