import assert from 'node:assert/strict'
import { test } from 'node:test'
import { concat, randomBytes, utf8 } from '../bytes.ts'
import { sha256 } from '../kdf.ts'
import { checkPuzzle, solvePuzzle } from './puzzle.ts'

test('the answer of a frame has fourteen leading zero bits and fits no other frame (T-36)', async () => {
  const frame = randomBytes(1_000)
  let pauses = 0
  const answer = await solvePuzzle(frame, async () => {
    pauses += 1
  })
  const [first = 255, second = 255] = sha256(utf8('asylia/v1/puzzle\u0000'), sha256(frame), answer)
  assert.equal(first, 0)
  assert.ok(second < 4)
  assert.ok(checkPuzzle(frame, answer))
  assert.ok(pauses < 2_000)
  // One of 16,384 other frames would fit by chance: sixteen tries fail with near certainty, all of them never.
  assert.ok(!Array.from({ length: 16 }, () => randomBytes(1_000)).every((other) => checkPuzzle(other, answer)))
})

function zerosOf(frameHash: Uint8Array, answer: Uint8Array): number {
  const [first = 0, second = 0] = sha256(utf8('asylia/v1/puzzle\u0000'), frameHash, answer)
  return Math.clz32((first << 8) | second) - 16
}

test('thirteen zero bits and answers of another length do not fit', async () => {
  const frame = utf8('a frame')
  const hash = sha256(frame)
  let thirteen = randomBytes(8)
  while (zerosOf(hash, thirteen) !== 13) thirteen = randomBytes(8)
  assert.equal(checkPuzzle(frame, thirteen), false)
  const right = await solvePuzzle(frame)
  assert.equal(checkPuzzle(frame, concat(right, Uint8Array.of(0))), false)
  assert.equal(checkPuzzle(frame, right.subarray(0, 7)), false)
})
