import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { FILE_MAX, SEGMENT, SEGMENT_SLOW } from '../constants.ts'
import { SealingRefusal } from '../refusals.ts'
import { sealedLength } from '../seal/seal-age.ts'
import { padme } from './padme.ts'
import { cutOf, isSegmentSize, plainSize, planSet, SEGMENT_HEAD, sealedSize, sliceOf } from './set-plan.ts'

const sizes = fc.oneof(fc.integer({ min: 0, max: FILE_MAX }), fc.integer({ min: 0, max: 4 * SEGMENT }))
const segments = fc.constantFrom(SEGMENT, SEGMENT_SLOW)

test('the pieces of a file are its bytes, each once and in order, and every segment has room for its piece', () => {
  fc.assert(
    fc.property(sizes, segments, (size, segment) => {
      const plan = planSet(size, segment)
      const pieces = Math.max(1, Math.ceil(size / (segment - SEGMENT_HEAD)))
      assert.ok(plan.count >= pieces)
      // A file of 2 GB has sixteen thousand segments: its seams are looked at where they can go wrong.
      const near = new Set([0, 1, pieces - 2, pieces - 1, pieces, plan.count - 2, plan.count - 1].filter((i) => i >= 0 && i < plan.count))
      for (const index of near) {
        const { from, to } = sliceOf(plan, index)
        assert.equal(from, index === 0 ? 0 : sliceOf(plan, index - 1).to)
        assert.ok(to - from + SEGMENT_HEAD <= plainSize(plan, index))
      }
      assert.equal(sliceOf(plan, plan.count - 1).to, size)
    }),
  )
})

test('the total is a padded length of at least 16 KiB, the segments add up to it, and all but the last are whole (T-04)', () => {
  fc.assert(
    fc.property(sizes, segments, (size, segment) => {
      const plan = planSet(size, segment)
      assert.ok(plan.total >= 16_384 && padme(plan.total) === plan.total)
      const last = plainSize(plan, plan.count - 1)
      assert.equal((plan.count - 1) * segment + last, plan.total)
      assert.ok(last > SEGMENT_HEAD && last <= segment)
      if (plan.count > 1) assert.equal(plainSize(plan, 0), segment)
      assert.deepEqual(cutOf(plan.total, segment), { total: plan.total, segment, count: plan.count })
    }),
  )
})

test('files of one padded length have one shape on the wire, whatever their sizes (T-04)', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 3 * SEGMENT }), fc.integer({ min: 0, max: 4_096 }), segments, (size, more, segment) => {
      const [one, other] = [planSet(size, segment), planSet(size + more, segment)]
      fc.pre(one.total === other.total)
      assert.equal(one.count, other.count)
      assert.equal(sealedSize(one, one.count - 1), sealedSize(other, other.count - 1))
    }),
  )
})

test('the sealed size is that of an age file to one recipient', () => {
  for (const [size, segment] of [
    [0, SEGMENT],
    [SEGMENT_SLOW - SEGMENT_HEAD, SEGMENT_SLOW],
    [3_000_000, SEGMENT],
  ] as const) {
    const plan = planSet(size, segment)
    for (let index = 0; index < plan.count; index += 1) {
      assert.equal(sealedSize(plan, index), sealedLength(plainSize(plan, index), 1))
    }
  }
  assert.equal(sealedSize(planSet(3_000_000, SEGMENT), 0) - SEGMENT, 1_643 + 16 * 16)
})

test('a file above 2 GB, a negative or broken size and an index outside are refused', () => {
  for (const size of [FILE_MAX + 1, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    assert.throws(() => planSet(size, SEGMENT), new SealingRefusal('file.too_large'))
  }
  const plan = planSet(5, SEGMENT)
  for (const index of [-1, plan.count, 0.5, Number.NaN]) {
    assert.throws(() => sliceOf(plan, index), new SealingRefusal('file.no_such_segment'))
    assert.throws(() => sealedSize(plan, index), new SealingRefusal('file.no_such_segment'))
  }
})

test('a server takes no total that no file can have, and no other segment size', () => {
  const most = planSet(FILE_MAX, SEGMENT).total
  assert.notEqual(cutOf(most, SEGMENT), undefined)
  for (const total of [0, 16_383, 16_385, 1_000_001, most + 1, padme(most + 1), -16_384, 2 ** 60, Number.NaN, 20_000.5]) {
    assert.equal(cutOf(total, SEGMENT), undefined, `${total}`)
  }
  for (const segment of [0, 1, SEGMENT - 1, 2 * SEGMENT]) assert.equal(cutOf(16_384, segment), undefined)
  assert.ok(isSegmentSize(SEGMENT) && isSegmentSize(SEGMENT_SLOW) && !isSegmentSize(65_536))
})
