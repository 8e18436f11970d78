import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { joinSeed, splitSeed } from './shares.ts'

test('all shares in any order make the seed, and without one of them it is another', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 40 }), fc.nat(), (parts, left) => {
      const { seed, shares } = splitSeed(parts)
      assert.deepEqual(joinSeed(shares.toReversed()), seed)
      const fewer = shares.filter((_, at) => at !== left % parts)
      if (fewer.length > 1) assert.notDeepEqual(joinSeed(fewer), seed)
      for (const share of shares) assert.notDeepEqual(share, seed)
    }),
  )
})

test('two splits have nothing in common', () => {
  const [one, other] = [splitSeed(3), splitSeed(3)]
  const all = [one.seed, ...one.shares, other.seed, ...other.shares].map((bytes) => bytes.join())
  assert.equal(new Set(all).size, 8)
})

test('one share alone, and what is no share, is refused', () => {
  const [share] = splitSeed(2).shares
  assert.ok(share)
  for (const shares of [[], [share], [share, share.subarray(1)]]) assert.throws(() => joinSeed(shares), { code: 'identity.malformed' })
})
