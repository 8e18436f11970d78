import { createHash, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type pg from 'pg'
import { readPrivateBytes, writePrivate } from '#base/private-file.ts'
import { type Clock, dayOf } from '#kernel/clock.ts'
import { Refusal } from '#kernel/refusal.ts'
import { watchCapacity } from './capacity.ts'
import { solvesPuzzle } from './check-puzzle.ts'
import { erasePairs } from './erase.ts'
import { answerExchange } from './exchange.ts'
import { hourOf } from './hour.rules.ts'
import { type FiledItem, intakeStore } from './intake.store.ts'
import { promisedRoom } from './promised-room.ts'
import { putSegment, type SegmentOrder } from './put-segment.ts'
import { demandArmour, readFrame } from './read-frame.ts'
import { segmentFiles } from './segment-files.ts'
import { asksPuzzle, type Kind, refusesKind } from './shedding.rules.ts'
import { onTick } from './ticks.ts'

type IntakeOptions = {
  /** A pool that logs in as asylia_intake; closed with the intake. */
  readonly pool: pg.Pool
  readonly clock: Clock
  readonly secrets: string
  readonly blobs: string
  /** A folder on the disk of the database. */
  readonly data: string
  readonly onAlarm?: (share: number) => void
}

/** The intake of an installation: files, answers, stores and erases what it cannot read. */
export async function openIntake(options: IntakeOptions) {
  const { clock } = options
  const store = intakeStore(options.pool)
  const files = segmentFiles(options.blobs)
  const capacity = await watchCapacity({
    places: { texts: options.data, blobs: options.blobs },
    ...(options.onAlarm !== undefined && { onAlarm: options.onAlarm }),
  })
  const dummyKey = await dummyKeyOf(options.secrets)
  const today = () => dayOf(clock.now())
  const promised = promisedRoom()
  const segments = turnstile(SEGMENTS_AT_ONCE)
  function demandPuzzle(kind: Kind, sealed: Uint8Array, solution: string | undefined): void {
    if (asksPuzzle(kind, capacity.texts()) && !solvesPuzzle(sealed, solution)) throw new Refusal('intake.puzzle_needed')
  }

  return {
    /** Why a text of this kind is not taken now; undefined when it is. */
    refusesText(kind: Kind, puzzle: string | undefined) {
      void capacity.refresh()
      const now = capacity.texts()
      return refusesKind(kind, now) ?? (asksPuzzle(kind, now) && puzzle === undefined ? ('intake.puzzle_needed' as const) : undefined)
    },
    refusesSegment({ set, total, length }: SegmentOrder) {
      void capacity.refresh()
      return refusesKind('segment', capacity.blobs(), promised.extraFor(nameOf(set), total, length))
    },
    counting: capacity.counting,
    /** Files a frame; the same item id again changes nothing and is answered alike. guards I-01 */
    async fileFrame(frame: Uint8Array, puzzle: string | undefined) {
      const filed = readFrame(frame)
      demandPuzzle(filed.bucket, frame, puzzle)
      await store.fileItem(filed, hourOf(clock.now()))
    },
    /** Files the armour of the stock age tool as lane 4; its id is its hash, so that a repeat is the same item. */
    async fileArmour(armour: Uint8Array, bucket: 0 | 1, puzzle: string | undefined) {
      demandArmour(armour)
      demandPuzzle(bucket, armour, puzzle)
      await store.fileItem(armourItem(armour, bucket), hourOf(clock.now()))
    },
    exchange: (request: Uint8Array) => onTick(() => answerExchange(store, dummyKey, request)),
    erase: (call: Uint8Array) =>
      onTick(async () => {
        for (const folder of await erasePairs(store, call, today())) await files.remove(folder)
      }),
    putSegment: (order: SegmentOrder, pieces: () => AsyncIterable<Buffer>) =>
      segments(async () => {
        promised.began(nameOf(order.set), order.total)
        const done = await putSegment({ store, files, today: today() }, order, pieces)
        promised.stored(nameOf(order.set), order.length)
        return done
      }),
    /** One bit a segment, the first the highest; empty when the set was never begun. */
    async findSegments(set: Uint8Array): Promise<Buffer> {
      return (await store.findSet(set, today())).present ?? Buffer.alloc(0)
    },
    files,
    store,
    async close(): Promise<void> {
      await capacity.close()
      await store.close()
    },
  }
}

export type Intake = Awaited<ReturnType<typeof openIntake>>

/** Segments under way at once; the next is given up at once and comes again. */
const SEGMENTS_AT_ONCE = 64

function turnstile(most: number) {
  let inside = 0
  return async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (inside >= most) throw new Refusal('intake.shedding')
    inside += 1
    try {
      return await work()
    } finally {
      inside -= 1
    }
  }
}

function nameOf(set: Uint8Array): string {
  return Buffer.from(set).toString('hex')
}

function armourItem(armour: Uint8Array, bucket: 0 | 1): FiledItem {
  const item = createHash('sha256').update(armour).digest().subarray(0, 16)
  return { item, deleteHash: randomBytes(16), bucket, lane: 4, urgent: false, envelope: null, body: armour, self: null }
}

async function dummyKeyOf(secrets: string): Promise<Buffer> {
  const file = join(secrets, 'mailbox-dummies')
  const there = await readPrivateBytes(file)
  if (there !== undefined) return Buffer.from(there.toString('utf8').trim(), 'hex')
  const key = randomBytes(32)
  await writePrivate(file, `${key.toString('hex')}\n`)
  return key
}
