import { cutOf, sealedSize } from '#crypto/files/set-plan.ts'
import { Refusal } from '#kernel/refusal.ts'
import { hashOf, untilFree } from './erase.ts'
import type { IntakeStore, SetFacts } from './intake.store.ts'
import type { SegmentFiles } from './segment-files.ts'

export type SegmentOrder = SetFacts & { readonly index: number; readonly length: number }

export type SegmentPlaces = { readonly store: IntakeStore; readonly files: SegmentFiles; readonly today: string }

export type SegmentHead = {
  readonly set: string
  readonly index: string
  readonly length: number
  readonly token: string | undefined
  readonly total: string | undefined
  readonly segment: string | undefined
}

/**
 * What a PUT says of a segment, judged before a byte of it is read: a Padme total of at most 2 GB, an index below the
 * number of segments, and exactly the sealed length of that index (SEALING 8). guards U-03
 */
export function segmentOrder(head: SegmentHead): SegmentOrder {
  const token = tokenOf(head.token)
  const cut = cutOf(numberOf(head.total), numberOf(head.segment))
  if (token === undefined || cut === undefined) throw new Refusal('intake.malformed')
  const index = numberOf(head.index)
  if (!(index < cut.count) || head.length !== sealedSize(cut, index)) throw new Refusal('files.wrong_length')
  const set = Buffer.from(head.set, 'hex')
  return { set, tokenHash: hashOf(token), total: cut.total, segment: cut.segment, count: cut.count, index, length: head.length }
}

/**
 * Stores one segment and notes it; a second body for an index never replaces the first. Other facts than those of the
 * first call are refused as `files.other`. Answers when both, the bytes and the note, outlast a power cut. guards U-19, U-21
 */
export async function putSegment(
  { store, files, today }: SegmentPlaces,
  order: SegmentOrder,
  pieces: () => AsyncIterable<Buffer>,
): Promise<'stored' | 'present'> {
  const state = await untilFree(() => store.noteSet(order, null, today))
  if (state.outcome === 'other' || state.store === null || state.present === null) throw new Refusal('files.other')
  const { index } = order
  if (((state.present[index >> 3] ?? 0) & (0x80 >> (index & 7))) !== 0) return 'present'
  await files.write(state.store, index, pieces())
  const noted = await untilFree(() => store.noteSet(order, index, today))
  if (noted.outcome !== 'there') throw new Refusal('files.other')
  return 'stored'
}

/** 32 bytes in hex or in base64url without padding. */
function tokenOf(text: string | undefined): Buffer | undefined {
  if (text === undefined) return undefined
  if (/^[0-9a-f]{64}$/.test(text)) return Buffer.from(text, 'hex')
  return /^[A-Za-z0-9_-]{43}$/.test(text) ? Buffer.from(text, 'base64url') : undefined
}

function numberOf(text: string | undefined): number {
  return text !== undefined && /^(?:0|[1-9][0-9]{0,11})$/.test(text) ? Number(text) : Number.NaN
}
