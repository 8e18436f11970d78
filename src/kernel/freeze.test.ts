import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { deepFreeze } from './freeze.ts'

test('what is frozen is frozen all the way down and stays the same value', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const before = structuredClone(value)
      const frozen = deepFreeze(value)
      assert.equal(frozen, value)
      assert.deepEqual(frozen, before)
      assert.ok(isFrozenThroughout(frozen))
    }),
  )
})

function isFrozenThroughout(value: unknown): boolean {
  return Object.isFrozen(value) && (typeof value !== 'object' || value === null || Object.values(value).every(isFrozenThroughout))
}
