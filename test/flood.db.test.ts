import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shortFlood } from '../bench/intake.ts'
import { HOME } from './database.ts'

test('at half of what the house takes, beside ten times the segments that its disk takes, texts get through and none is lost (T-41)', async (t) => {
  const { due, within, lost, segments } = await shortFlood(HOME)
  t.diagnostic(`${within} of ${due} texts beside ${segments} segments`)
  assert.ok(due > 20 && segments > 20, `${due} texts, ${segments} segments`)
  assert.ok(within >= due * 0.99, `${within} of ${due}`)
  assert.equal(lost, 0)
})
