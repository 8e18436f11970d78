import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MOST_DAY_BYTES, MOST_ITEMS, type Quota, spend } from './quota.rules.ts'

const quota: Quota = { day: '2026-11-22', items: MOST_ITEMS, bytes: 5_000 }
const one = { day: '2026-11-22', kind: 'alert', size: 100 } as const

test('a full day takes no copy and no answer more, but what ended and new keys (T-27, T-47)', () => {
  assert.equal(spend(quota, one), undefined)
  assert.equal(spend(quota, { ...one, kind: 'reply' }), undefined)
  assert.deepEqual(spend(quota, { ...one, kind: 'withdraw' }), { day: one.day, items: MOST_ITEMS, bytes: 6_124 })
  assert.equal(spend({ ...quota, items: MOST_ITEMS - 1 }, one)?.items, MOST_ITEMS)
})

test('bytes of everything count, and the next day begins at nothing (T-47)', () => {
  assert.equal(spend({ ...quota, items: 0, bytes: MOST_DAY_BYTES - 100 }, { ...one, kind: 'state' }), undefined)
  assert.deepEqual(spend(quota, { ...one, day: '2026-11-23' }), { day: '2026-11-23', items: 1, bytes: 1_124 })
  assert.equal(spend({ day: null, items: 0, bytes: 0 }, one)?.items, 1)
})
