import type { RawAnswer, RawDoor } from '#base/raw-door.ts'
import { ARMOUR_MAX, DELETE_CALL, EXCHANGE_REQUEST } from '#crypto/constants.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Intake } from './open-intake.ts'
import { type SegmentHead, segmentOrder } from './put-segment.ts'
import { bucketOfFrame } from './read-frame.ts'

const BYTES = 'application/octet-stream'
/** `curl --data-binary` says the last one when it is told nothing. */
const ARMOUR_TYPES = [BYTES, 'text/plain', '', 'application/x-www-form-urlencoded']
const SET = '([0-9a-f]{32})'

const OK: RawAnswer = { status: 201, type: BYTES, body: Buffer.from('ok') }
const PRESENT: RawAnswer = { status: 200, type: BYTES, body: Buffer.from('ok') }
const DONE: RawAnswer = { status: 204 }

/** The public doors of intake, mailbox and files. They know no session and no cookie. guards T-30 */
export function intakeDoors(intake: Intake, timeHint?: () => Uint8Array): readonly RawDoor[] {
  const doors = [frameDoor(intake), armourDoor(intake), exchangeDoor(intake), deleteDoor(intake), segmentDoor(intake), bitmapDoor(intake)]
  return timeHint === undefined ? doors : [...doors, timeDoor(timeHint)]
}

function frameDoor(intake: Intake): RawDoor {
  return {
    method: 'POST',
    path: /^\/api\/intake$/,
    accepts: [BYTES],
    refuses({ length, header }) {
      const bucket = bucketOfFrame(length)
      return bucket === undefined ? 'intake.wrong_length' : intake.refusesText(bucket, header('asylia-puzzle'))
    },
    answer: (call) =>
      intake.counting(async () => {
        await intake.fileFrame(await call.bytes(), call.header('asylia-puzzle'))
        return OK
      }),
  }
}

function armourDoor(intake: Intake): RawDoor {
  return {
    method: 'POST',
    path: /^\/api\/intake\/armour$/,
    accepts: ARMOUR_TYPES,
    refuses({ length, header }) {
      if (length < 1 || length > ARMOUR_MAX) return 'intake.wrong_length'
      return intake.refusesText(bucketOfArmour(length), header('asylia-puzzle'))
    },
    answer: (call) =>
      intake.counting(async () => {
        await intake.fileArmour(await call.bytes(), bucketOfArmour(call.length), call.header('asylia-puzzle'))
        return OK
      }),
  }
}

/** Armour is not padded; above 16 KiB it is given up together with the larger buckets. */
function bucketOfArmour(length: number): 0 | 1 {
  return length <= 16_384 ? 0 : 1
}

function exchangeDoor(intake: Intake): RawDoor {
  return {
    method: 'POST',
    path: /^\/api\/mailbox$/,
    accepts: [BYTES],
    refuses: ({ length }) => (length === EXCHANGE_REQUEST ? undefined : 'intake.wrong_length'),
    answer: async (call) => ({ status: 200, type: BYTES, body: await intake.exchange(await call.bytes()) }),
  }
}

function deleteDoor(intake: Intake): RawDoor {
  return {
    method: 'POST',
    path: /^\/api\/mailbox\/delete$/,
    accepts: [BYTES],
    refuses: ({ length }) => (length === DELETE_CALL ? undefined : 'intake.wrong_length'),
    async answer(call) {
      await intake.erase(await call.bytes())
      return DONE
    },
  }
}

function segmentDoor(intake: Intake): RawDoor {
  return {
    method: 'PUT',
    path: new RegExp(`^/api/files/${SET}/([0-9]{1,5})$`),
    accepts: [BYTES],
    refuses(head) {
      const order = orderOrCode(segmentHead(head))
      return typeof order === 'string' ? order : intake.refusesSegment(order)
    },
    async answer(call) {
      const done = await intake.putSegment(segmentOrder(segmentHead(call)), () => call.pieces())
      return done === 'stored' ? OK : PRESENT
    },
  }
}

function segmentHead({ parts, length, header }: Parameters<NonNullable<RawDoor['refuses']>>[0]): SegmentHead {
  const [set = '', index = ''] = parts
  return { set, index, length, token: header('asylia-token'), total: header('asylia-total'), segment: header('asylia-segment') }
}

function orderOrCode(head: SegmentHead) {
  try {
    return segmentOrder(head)
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
}

function bitmapDoor(intake: Intake): RawDoor {
  return {
    method: 'GET',
    path: new RegExp(`^/api/files/${SET}$`),
    accepts: [],
    answer: async ({ parts }) => ({ status: 200, type: BYTES, body: await intake.findSegments(Buffer.from(parts[0] ?? '', 'hex')) }),
  }
}

/** The signed hint for a phone whose date is wrong (SEALING 3). */
function timeDoor(timeHint: () => Uint8Array): RawDoor {
  return {
    method: 'GET',
    path: /^\/api\/time$/,
    accepts: [],
    answer: async () => ({ status: 200, type: 'application/json; charset=utf-8', body: timeHint() }),
  }
}
