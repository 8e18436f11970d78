import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CompartmentId, type MemberId, newId } from '#kernel/ids.ts'
import { mayExchange, mayRunNodes } from './node.policy.ts'

const register = newId<CompartmentId>()
const id = newId<MemberId>()

test('whom the installation speaks with is decided by the installation itself, and by no person in no role (T-47)', () => {
  assert.equal(mayRunNodes({ id, kind: 'machine', writes: [register] }, register).ok, true)
  assert.equal(mayRunNodes({ id, kind: 'machine', writes: [] }, register).ok, false)
  assert.equal(mayRunNodes({ id, kind: 'person', writes: [register] }, register).ok, false)
  assert.deepEqual(
    [mayExchange({ id, kind: 'machine', writes: [] }).ok, mayExchange({ id, kind: 'person', writes: [register] }).ok],
    [true, false],
  )
})
