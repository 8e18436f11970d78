import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newSalt } from './salt.ts'

test('no salt is given out twice, none is empty, and none changes after it was given out (T-23)', () => {
  const salts = Array.from({ length: 1_000 }, () => newSalt())
  const texts = salts.map((salt) => salt.toString('hex'))
  assert.equal(new Set(texts).size, 1_000)
  for (const text of texts) assert.match(text, /^(?!0{32})[0-9a-f]{32}$/)
  for (let i = 0; i < 300; i++) newSalt()
  assert.deepEqual(
    salts.map((salt) => salt.toString('hex')),
    texts,
  )
})

test('every bit of a salt is as often set as not', () => {
  const counts = Array.from({ length: 128 }, () => 0)
  for (let i = 0; i < 4_096; i++) {
    const salt = newSalt()
    for (const bit of counts.keys()) counts[bit] = (counts[bit] ?? 0) + (((salt[bit >> 3] ?? 0) >> (bit & 7)) & 1)
  }
  // Eight standard deviations: chance fails this less often than the disk.
  for (const count of counts) assert.ok(Math.abs(count - 2_048) < 256, `${count} of 4096`)
})
