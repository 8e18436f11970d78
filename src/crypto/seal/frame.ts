import { readStanzas } from '../age/header.ts'
import { concat, equalBytes, utf8 } from '../bytes.ts'
import { BLOB_LENGTH, BODY_LENGTHS, ENV_STANZAS, ENVELOPE_LENGTH, FRAME_HEAD, FRAME_LENGTHS } from '../constants.ts'
import { SealingRefusal } from '../refusals.ts'
import type { Bucket } from './body.ts'

/** What `POST /api/intake` carries; its layout is fixed and holds no length (SEALING 6). */
export type Frame = {
  readonly urgent: boolean
  readonly lane: 1 | 2 | 3
  readonly bucket: Bucket
  readonly item: Uint8Array
  readonly deleteHash: Uint8Array
  readonly selfSlot: Uint8Array
  readonly selfDeleteHash: Uint8Array
  readonly envelope: Uint8Array
  readonly selfBlob: Uint8Array
  readonly body: Uint8Array
}

const MAGIC = utf8('ASYI')
const VERSION = 1
const ID = 16
const IDS_AT = 8
const ENVELOPE_AT = IDS_AT + 4 * ID
const BLOB_AT = ENVELOPE_AT + ENVELOPE_LENGTH
const BUCKETS = [0, 1, 2, 3] as const
const LANES = [1, 2, 3] as const

/** Writes a frame. Refuses `frame.malformed` when a part has not its one length: it would show which part it is. */
// guards T-04
export function writeFrame(frame: Frame): Uint8Array {
  const parts: readonly (readonly [Uint8Array, number])[] = [
    [Uint8Array.of(VERSION, frame.urgent ? 1 : 0, frame.lane, frame.bucket), 4],
    [frame.item, ID],
    [frame.deleteHash, ID],
    [frame.selfSlot, ID],
    [frame.selfDeleteHash, ID],
    [frame.envelope, ENVELOPE_LENGTH],
    [frame.selfBlob, BLOB_LENGTH],
    [frame.body, BODY_LENGTHS[frame.bucket]],
  ]
  if (parts.some(([bytes, length]) => bytes.length !== length)) throw new SealingRefusal('frame.malformed')
  return concat(MAGIC, ...parts.map(([bytes]) => bytes))
}

/**
 * Reads a frame without any key. Refuses `frame.wrong_length` and `frame.malformed`; whether its parts are
 * sealed items is `checkSealed`.
 */
export function readFrame(bytes: Uint8Array): Frame {
  const bucket = BUCKETS.find((at) => FRAME_LENGTHS[at] === bytes.length)
  if (bucket === undefined) throw new SealingRefusal('frame.wrong_length')
  const [version, flags = 0, laneByte, bucketByte] = bytes.subarray(MAGIC.length, IDS_AT)
  const lane = LANES.find((known) => known === laneByte)
  const right = equalBytes(bytes.subarray(0, MAGIC.length), MAGIC) && version === VERSION && flags < 2 && bucketByte === bucket
  if (!right || lane === undefined) throw new SealingRefusal('frame.malformed')
  const id = (at: number): Uint8Array => bytes.subarray(IDS_AT + at * ID, IDS_AT + (at + 1) * ID)
  return {
    urgent: flags === 1,
    lane,
    bucket,
    item: id(0),
    deleteHash: id(1),
    selfSlot: id(2),
    selfDeleteHash: id(3),
    envelope: bytes.subarray(ENVELOPE_AT, BLOB_AT),
    selfBlob: bytes.subarray(BLOB_AT, FRAME_HEAD),
    body: bytes.subarray(FRAME_HEAD),
  }
}

/** Refuses, without any key, a part that is no age file of hybrid stanzas alone: six, one and one. */
// guards T-11
export function checkSealed(frame: Frame): void {
  readStanzas(frame.envelope, { min: ENV_STANZAS, max: ENV_STANZAS })
  for (const single of [frame.selfBlob, frame.body]) readStanzas(single, { min: 1, max: 1 })
}
