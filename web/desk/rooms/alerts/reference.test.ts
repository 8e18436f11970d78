import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deliveryOf } from '#crypto/team/alert.ts'
import { referenceOf } from './reference.ts'

test('a reference is the same on both sides of one delivery, and no two offices can know one alert by it (R-EP-24)', () => {
  const of = (office: string, salt = 7) => referenceOf(deliveryOf(new Uint8Array(32).fill(salt), 'W-ABCDEF', office))
  assert.match(of('quay'), /^[2-9A-HJ-NP-Z]{3}-[2-9A-HJ-NP-Z]{3}$/)
  assert.equal(of('quay'), of('quay'))
  const all = new Set(Array.from({ length: 500 }, (_, n) => of(`office-${n}`)))
  assert.equal(all.size, 500)
  assert.notEqual(of('quay'), of('quay', 8), 'it tells neither the code nor the office without the salt')
  assert.equal(referenceOf('00000000-0000-4000-8000-000000000000'), '222-222')
})
