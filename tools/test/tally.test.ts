import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Outcome, Result } from './collect.ts'
import { closingLines, tally } from './tally.ts'

function aResult(outcome: Outcome, why?: string): Result {
  const base = { part: 'unit', file: 'src/a.test.ts', title: `a test that ${outcome}`, outcome }
  return why === undefined ? base : { ...base, why }
}

test('what did not run is neither passed nor failed', () => {
  const total = tally([aResult('passed'), aResult('failed'), aResult('not run', 'not installed: qpdf')], false)
  assert.deepEqual([total.passed, total.failed, total.notRun.length], [1, 1, 1])
})

test('on a build machine what did not run has failed, unless the shared material is absent', () => {
  const results = [aResult('not run', 'not installed: qpdf'), aResult('not run', 'ASYLIA_SHARED is absent'), aResult('not run')]
  assert.equal(tally(results, true).failed, 2)
  assert.equal(tally(results, false).failed, 0)
})

test('the last line is the count and nothing else, and the line before it names what did not run', () => {
  const lines = closingLines(tally([aResult('passed'), aResult('not run', 'not installed: qpdf')], false))
  assert.equal(lines.at(-1), '1 passed, 0 failed')
  assert.equal(lines.at(-2), 'not run: 1 (src/a.test.ts: a test that not run)')
  assert.equal(lines.at(-3), '  1 because: not installed: qpdf')
  assert.deepEqual(closingLines(tally([], false)), ['not run: 0', '0 passed, 0 failed'])
})
