import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { bitmapOf, missingOf } from './bitmap.ts'

test('what is missing is what was not marked, in order, for any number of segments', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 200 }), (present) => {
      const expected = present.flatMap((is, index) => (is ? [] : [index]))
      assert.deepEqual(missingOf(bitmapOf(present), present.length), expected)
    }),
  )
})

test('the first segment is the highest bit of the first byte', () => {
  assert.deepEqual([...bitmapOf([true, false, false, false, false, false, false, true, true])], [0x81, 0x80])
})

test('an answer that is too short hides nothing: the rest is sent again', () => {
  assert.deepEqual(missingOf(Uint8Array.of(0xff), 10), [8, 9])
  assert.deepEqual(missingOf(new Uint8Array(0), 2), [0, 1])
})
