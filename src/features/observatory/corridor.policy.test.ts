import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Actor } from '#base/actor.ts'
import { type CompartmentId, type MemberId, newId } from '#kernel/ids.ts'
import { mayPublish } from './corridor.policy.ts'

const register = newId<CompartmentId>()
const actor = (writes: CompartmentId[]): Actor => ({ id: newId<MemberId>(), kind: 'person', writes })

test('who may write in the register may publish, and nobody else', () => {
  assert.deepEqual(mayPublish(actor([newId<CompartmentId>(), register]), register), { ok: true })
  assert.deepEqual(mayPublish(actor([]), register), { ok: false, code: 'access.denied' })
  assert.deepEqual(mayPublish(actor([newId<CompartmentId>()]), register), { ok: false, code: 'access.denied' })
})
