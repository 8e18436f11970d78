import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { isChallenge, newChallenge } from './challenge.ts'

const secret = randomBytes(32)
const now = new Date('2026-11-22T10:20:00Z')
const later = (ms: number) => new Date(now.getTime() + ms)

test('a challenge holds for its code, for two minutes, and for no other', () => {
  const challenge = newChallenge(secret, 'M-ABCDEF', now)
  assert.equal(challenge.length, 56)
  assert.ok(isChallenge(secret, 'M-ABCDEF', challenge, now))
  assert.ok(isChallenge(secret, 'M-ABCDEF', challenge, later(120_000)))
  for (const wrong of [
    isChallenge(secret, 'M-ABCDEF', challenge, later(120_001)),
    isChallenge(secret, 'M-ABCDEF', challenge, later(-1)),
    isChallenge(secret, 'M-ABCDEG', challenge, now),
    isChallenge(randomBytes(32), 'M-ABCDEF', challenge, now),
    isChallenge(secret, 'M-ABCDEF', challenge.subarray(1), now),
    isChallenge(secret, 'M-ABCDEF', Buffer.alloc(56), now),
  ])
    assert.equal(wrong, false)
  assert.ok(!challenge.equals(newChallenge(secret, 'M-ABCDEF', now)))
})

test('a challenge with any byte changed is none', () => {
  const challenge = newChallenge(secret, 'M-ABCDEF', now)
  for (const at of challenge.keys()) {
    const changed = Buffer.from(challenge)
    changed[at] = (changed[at] ?? 0) ^ 1
    assert.equal(isChallenge(secret, 'M-ABCDEF', changed, now), false, String(at))
  }
})
