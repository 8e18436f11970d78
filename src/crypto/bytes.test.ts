import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  b64u,
  concat,
  equalBytes,
  hex,
  onlyZeros,
  randomBelow,
  randomBytes,
  readU16,
  readU32,
  u16,
  u32,
  unb64u,
  unhex,
  unutf8,
  utf8,
} from './bytes.ts'

test('bytes and their texts read back to the same bytes, and each has one text', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
      assert.deepEqual(unhex(hex(bytes)), new Uint8Array(bytes))
      assert.deepEqual(unb64u(b64u(bytes)), new Uint8Array(bytes))
      assert.equal(b64u(bytes), Buffer.from(bytes).toString('base64url'))
    }),
  )
  for (const wrong of ['a', 'AB', 'ag', '0x', ' 00']) assert.throws(() => unhex(wrong), { code: 'bytes.malformed' })
  for (const wrong of ['A', 'AB', 'AA==', 'A+', ' AA', 'AA\n', 'AAAAA'])
    assert.throws(() => unb64u(wrong), { code: 'bytes.malformed' }, wrong)
})

test('numbers are big-endian and are not read beyond the end', () => {
  assert.deepEqual(concat(u16(0x0102), u32(0x03040506)), Uint8Array.of(1, 2, 3, 4, 5, 6))
  const part = Uint8Array.of(9, 1, 2, 3, 4, 9).subarray(1, 5)
  assert.deepEqual([readU16(part, 2), readU32(part, 0)], [0x0304, 0x01020304])
  assert.throws(() => readU32(part, 1), { code: 'bytes.too_short' })
  assert.throws(() => readU16(part, 3), { code: 'bytes.too_short' })
})

test('text that is not UTF-8 is refused and a byte order mark is kept in sight', () => {
  assert.throws(() => unutf8(Uint8Array.of(0xc3)), { code: 'bytes.malformed' })
  assert.equal(unutf8(utf8('\ufeffa')), '\ufeffa')
})

test('comparison sees every byte and the length', () => {
  const bytes = randomBytes(100)
  assert.ok(equalBytes(bytes, bytes.slice()))
  for (let at = 0; at < 100; at += 1) {
    const other = bytes.slice()
    other[at] = (other[at] ?? 0) ^ 1
    assert.ok(!equalBytes(bytes, other))
  }
  assert.ok(!equalBytes(bytes, bytes.subarray(1)))
  assert.ok(onlyZeros(Uint8Array.of(1, 0, 0), 1))
  assert.ok(!onlyZeros(Uint8Array.of(0, 0, 1)))
})

test('a drawn number lies below its bound, reaches every value and favours none', () => {
  const counts = new Array<number>(6).fill(0)
  for (let round = 0; round < 6_000; round += 1) {
    const drawn = randomBelow(6)
    counts[drawn] = (counts[drawn] ?? 0) + 1
  }
  assert.equal(counts.length, 6)
  // Each count is 1,000 give or take 29; ten deviations do not happen.
  for (const count of counts) assert.ok(Math.abs(count - 1_000) < 290, `${counts}`)
  for (const bound of [0, -1, 0.5, 65_537]) assert.throws(() => randomBelow(bound), TypeError)
  assert.equal(new Set(Array.from({ length: 20 }, () => hex(randomBytes(70_000).subarray(69_000, 69_016)))).size, 20)
})
