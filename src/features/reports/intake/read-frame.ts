import { readStanzas } from '#crypto/age/header.ts'
import { ENV_STANZAS, ENVELOPE_LENGTH, FRAME_HEAD, FRAME_LENGTHS } from '#crypto/constants.ts'
import { SealingRefusal } from '#crypto/refusals.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { FiledItem } from './intake.store.ts'

const FACTS = 72
const URGENT = 1

/** The bucket that a frame of this length has; undefined for every other length. */
export function bucketOfFrame(length: number): 0 | 1 | 2 | 3 | undefined {
  const bucket = ([...FRAME_LENGTHS] as number[]).indexOf(length)
  return bucket === -1 ? undefined : (bucket as 0 | 1 | 2 | 3)
}

/**
 * Takes an intake frame apart (SEALING 6). Refuses `intake.wrong_length` and `intake.malformed`: facts that contradict one
 * another, and age headers that hold anything but the hybrid stanzas they should, six, one and one. guards T-11
 */
export function readFrame(frame: Uint8Array): FiledItem {
  const bucket = bucketOfFrame(frame.length)
  if (bucket === undefined) throw new Refusal('intake.wrong_length')
  const [a, s, y, i, version, flags, lane, said] = frame
  const isHead = a === 0x41 && s === 0x53 && y === 0x59 && i === 0x49 && version === 1 && said === bucket
  if (!isHead || flags === undefined || flags > URGENT || lane === undefined || lane < 1 || lane > 3) throw new Refusal('intake.malformed')
  const envelope = frame.subarray(FACTS, FACTS + ENVELOPE_LENGTH)
  const blob = frame.subarray(FACTS + ENVELOPE_LENGTH, FRAME_HEAD)
  const body = frame.subarray(FRAME_HEAD)
  demandStanzas(envelope, ENV_STANZAS)
  demandStanzas(blob, 1)
  demandStanzas(body, 1)
  return {
    item: frame.subarray(8, 24),
    deleteHash: frame.subarray(24, 40),
    bucket,
    lane,
    urgent: flags === URGENT,
    envelope,
    body,
    self: { slot: frame.subarray(40, 56), deleteHash: frame.subarray(56, 72), blob },
  }
}

function demandStanzas(sealed: Uint8Array, count: number): void {
  try {
    readStanzas(sealed, { min: count, max: count })
  } catch (error) {
    if (error instanceof SealingRefusal) throw new Refusal('intake.malformed')
    throw error
  }
}
