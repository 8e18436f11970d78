import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { SEGMENT, SEGMENT_SLOW } from '#crypto/constants.ts'
import { planSet } from '#crypto/files/set-plan.ts'
import { segmentBegun, segmentSize } from './line-speed.ts'

/** A bitmap of the server in which some segment is there. */
const begun = (size: number, segment: typeof SEGMENT | typeof SEGMENT_SLOW): Uint8Array => {
  const bitmap = new Uint8Array(Math.ceil(planSet(size, segment).count / 8))
  bitmap[bitmap.length - 1] = 0x80
  return bitmap
}

test('after a closed tab the bitmap tells with which segments an upload was begun, at any size (U-18)', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2_000_000_000 }), fc.boolean(), (size, slow) => {
      const segment = size <= SEGMENT || slow ? SEGMENT_SLOW : SEGMENT
      assert.equal(segmentBegun(size, begun(size, segment)), segment)
    }),
  )
  for (const size of [SEGMENT, SEGMENT + 1, 8 * SEGMENT, 8 * SEGMENT + 1])
    assert.equal(segmentBegun(size, begun(size, SEGMENT_SLOW)), SEGMENT_SLOW)
})

test('nothing present means that nothing was begun', () => {
  assert.equal(segmentBegun(5_000_000, new Uint8Array(0)), undefined)
  assert.equal(segmentBegun(5_000_000, new Uint8Array(1)), undefined)
})

test('a small file is always cut small, whatever the line', () => {
  assert.equal(segmentSize(1), SEGMENT_SLOW)
  assert.equal(segmentSize(SEGMENT), SEGMENT_SLOW)
})
