import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { padme } from './padme.ts'

const length = fc.integer({ min: 2, max: 2 ** 40 })

test('padding is never below the length, idempotent, and never shrinks with a longer file', () => {
  fc.assert(
    fc.property(length, fc.integer({ min: 0, max: 2 ** 30 }), (n, more) => {
      assert.ok(padme(n) >= n)
      assert.equal(padme(padme(n)), padme(n))
      assert.ok(padme(n + more) >= padme(n))
    }),
  )
})

test('padding adds at most 6.5 % from 16 KiB on', () => {
  fc.assert(fc.property(fc.integer({ min: 16_384, max: 2 ** 40 }), (n) => padme(n) <= n * 1.065))
})

test('the examples of the paper and the powers of two hold, where a rounded logarithm would be wrong', () => {
  assert.deepEqual([0, 1, 2, 8, 9, 10, 11, 16, 17, 100].map(padme), [0, 1, 2, 8, 10, 10, 12, 16, 18, 104])
  for (let exponent = 4; exponent <= 45; exponent += 1) {
    const power = 2 ** exponent
    assert.equal(padme(power), power)
    assert.equal(padme(power - 1), power)
    assert.ok(padme(power + 1) > power)
  }
})

test('few lengths are left: about 500 from 16 KiB to 2 GB (T-04)', () => {
  const seen = new Set<number>()
  for (let n = 16_384; n <= 2_000_000_000; n = padme(n) + 1) seen.add(padme(n))
  assert.ok(seen.size < 520, `${seen.size}`)
})
