import { FILE_MAX, SEGMENT, SEGMENT_SLOW } from '../constants.ts'
import { SealingRefusal } from '../refusals.ts'
import { padme } from './padme.ts'

export const SEGMENT_HEAD = 68
const LEAST_TOTAL = 16_384
/** One age file to one hybrid recipient: the header, the nonce and the tag of the first chunk, then a tag a chunk (SEALING 8). */
const AGE_HEAD = 1_643
const AGE_CHUNK = 65_536
const AGE_TAG = 16

export type SegmentSize = typeof SEGMENT | typeof SEGMENT_SLOW

/** How a file is cut, fixed by its size and the size of its segments alone. */
export type SetPlan = {
  readonly size: number
  readonly segment: SegmentSize
  /** L: the padded length, which stands in `Asylia-Total`. */
  readonly total: number
  /** k: how many segments there are. */
  readonly count: number
}

export function isSegmentSize(value: number): value is SegmentSize {
  return value === SEGMENT || value === SEGMENT_SLOW
}

/** The plan of a file of so many bytes (SEALING 8); refuses `file.too_large` above 2 GB. */
export function planSet(size: number, segment: SegmentSize): SetPlan {
  if (!Number.isSafeInteger(size) || size < 0 || size > FILE_MAX) throw new SealingRefusal('file.too_large')
  const pieces = Math.max(1, Math.ceil(size / (segment - SEGMENT_HEAD)))
  const total = Math.max(LEAST_TOTAL, padme(size + SEGMENT_HEAD * pieces))
  return { size, segment, total, count: Math.ceil(total / segment) }
}

/** The length of segment `index` before sealing: all are whole but the last. */
export function plainSize({ total, count, segment }: Cut, index: number): number {
  if (!Number.isInteger(index) || index < 0 || index >= count) throw new SealingRefusal('file.no_such_segment')
  return index < count - 1 ? segment : total - (count - 1) * segment
}

/** The one length that segment `index` has on the wire. */
export function sealedSize(cut: Cut, index: number): number {
  const plain = plainSize(cut, index)
  // An age file of whole chunks has no empty one at its end.
  return AGE_HEAD + plain + AGE_TAG * Math.ceil(plain / AGE_CHUNK)
}

/** Where the bytes of segment `index` stand in the file; both are the same when the segment holds none. */
export function sliceOf({ size, segment, count }: SetPlan, index: number): { readonly from: number; readonly to: number } {
  if (!Number.isInteger(index) || index < 0 || index >= count) throw new SealingRefusal('file.no_such_segment')
  const piece = segment - SEGMENT_HEAD
  return { from: Math.min(size, index * piece), to: Math.min(size, (index + 1) * piece) }
}

type Cut = Pick<SetPlan, 'total' | 'count' | 'segment'>

/** What the server can know of a set; undefined unless a file of at most 2 GB can have this total with these segments. */
export function cutOf(total: number, segment: number): Cut | undefined {
  if (!isSegmentSize(segment) || !Number.isSafeInteger(total)) return undefined
  if (total < LEAST_TOTAL || total > planSet(FILE_MAX, segment).total || padme(total) !== total) return undefined
  return { total, segment, count: Math.ceil(total / segment) }
}
