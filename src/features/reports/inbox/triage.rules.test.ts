import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Decide, Report } from './inbox.contract.ts'
import { canDecide, stateAfter } from './triage.rules.ts'

const STATES = ['taken', 'declined', 'duplicate', 'returned', 'shredded'] as const
const DECISIONS = ['decline', 'duplicate', 'reopen', 'return', 'shred'] as const

const said = (decision: Decide['decision'], over: Partial<Decide> = {}): Decide => ({
  report: 'R-AAAAAA',
  revision: 1,
  decision,
  reason: decision === 'decline' ? 'spam' : null,
  duplicateOf: decision === 'duplicate' ? 'R-BBBBBB' : null,
  ...over,
})
const aReport = (state: Report['state']) => ({ code: 'R-AAAAAA', state })

test('what was returned or shredded is decided no more', () => {
  for (const state of ['returned', 'shredded'] as const)
    for (const decision of DECISIONS) assert.deepEqual(canDecide(aReport(state), said(decision)), { ok: false, code: 'record.stale' })
})

test('a decline says why, a duplicate of what, and nothing else says either', () => {
  assert.ok(canDecide(aReport('taken'), said('decline')).ok)
  assert.ok(canDecide(aReport('taken'), said('duplicate')).ok)
  for (const wrong of [
    said('decline', { reason: null }),
    said('decline', { duplicateOf: 'R-BBBBBB' }),
    said('duplicate', { duplicateOf: null }),
    said('duplicate', { duplicateOf: 'R-AAAAAA' }),
    said('duplicate', { reason: 'spam' }),
    said('return', { reason: 'spam' }),
    said('shred', { duplicateOf: 'R-BBBBBB' }),
    said('return', { duplicateOf: 'R-AAAAAA' }),
  ])
    assert.deepEqual(canDecide(aReport('taken'), wrong), { ok: false, code: 'request.malformed' })
})

test('a decline or a duplicate can be undone, and leads to another state than it came from', () => {
  fc.assert(
    fc.property(fc.constantFrom(...STATES), fc.constantFrom(...DECISIONS), (state, decision) => {
      const verdict = canDecide(aReport(state), said(decision))
      if (verdict.ok) assert.notEqual(stateAfter(decision), state)
      if (verdict.ok && (decision === 'decline' || decision === 'duplicate'))
        assert.ok(canDecide(aReport(stateAfter(decision)), said('reopen')).ok)
    }),
  )
})
