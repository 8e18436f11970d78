import assert from 'node:assert/strict'
import { test } from 'node:test'
import { roomLeft, sizeSent } from './room.ts'

test('nothing is counted while the next size is far away', () => {
  assert.deepEqual(roomLeft(''), { state: 'fine' })
  assert.deepEqual(roomLeft('a'.repeat(5_000)), { state: 'fine' })
})

test('near a step the room is told, and beyond the last one the text is too long', () => {
  assert.equal(roomLeft('a'.repeat(16_384 - 6_144 - 100)).state, 'near')
  assert.equal(roomLeft('a'.repeat(16_384 - 6_144 + 1)).state, 'fine')
  assert.deepEqual(roomLeft('a'.repeat(1_048_576)), { state: 'too_long', bytes: 6_144 })
})

test('every text of one size takes the same on the way', () => {
  assert.equal(sizeSent('a'), sizeSent('ก'.repeat(3_000)))
  assert.equal(sizeSent('a'), 38)
  assert.equal(sizeSent('a'.repeat(20_000)), 87)
})
