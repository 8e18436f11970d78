import { FRAME_LENGTHS } from '#crypto/constants.ts'
import { SealingRefusal } from '#crypto/refusals.ts'
import { readSealedArmour } from '#crypto/seal/armour.ts'
import { checkSealed, readFrame as partsOf } from '#crypto/seal/frame.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { FiledItem } from './intake.store.ts'

const BUCKETS = [0, 1, 2, 3] as const

/** The bucket that a frame of this length has; undefined for every other length. */
export function bucketOfFrame(length: number): 0 | 1 | 2 | 3 | undefined {
  return BUCKETS.find((bucket) => FRAME_LENGTHS[bucket] === length)
}

/**
 * Takes an intake frame apart (SEALING 6). Refuses `intake.malformed`: facts that contradict one another, and age headers that
 * hold anything but the hybrid stanzas they should, six, one and one. guards T-11
 */
export function readFrame(frame: Uint8Array): FiledItem {
  return refusing(() => {
    const read = partsOf(frame)
    checkSealed(read)
    const { item, deleteHash, bucket, lane, urgent, envelope, body, selfSlot, selfDeleteHash, selfBlob } = read
    return { item, deleteHash, bucket, lane, urgent, envelope, body, self: { slot: selfSlot, deleteHash: selfDeleteHash, blob: selfBlob } }
  })
}

/** Refuses `intake.malformed` unless this is one armoured age file to one to six hybrid recipients. guards T-11 */
export function demandArmour(armour: Uint8Array): void {
  refusing(() => readSealedArmour(armour))
}

/** Runs a reader of sealed bytes; what it refuses, for whatever reason, is one answer for the sender. */
export function refusing<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof SealingRefusal) throw new Refusal('intake.malformed')
    throw error
  }
}
