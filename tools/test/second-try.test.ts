import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Result } from './collect.ts'
import { afterSecondTry, forSecondTry } from './second-try.ts'

const file = (path: string) => ({ path, part: 'unit' as const, needs: [] })
const result = (path: string, title: string, outcome: Result['outcome'], why = 'said first'): Result => ({
  part: 'unit',
  file: path,
  title,
  outcome,
  ...(outcome === 'failed' ? { why } : {}),
})
const reportOf = (path: string, results: Result[]) => ({ file: path, ms: 1, results, counts: [] })

test('only files with a failed test are tried again, and none when many failed or when a check did', () => {
  const files = ['a', 'b', 'c', 'd', 'e'].map(file)
  assert.deepEqual(forSecondTry([result('a', 'x', 'passed'), result('b', 'y', 'failed'), result('check', 'lint', 'failed')], files), [
    file('b'),
  ])
  assert.deepEqual(
    forSecondTry(
      ['a', 'b', 'c', 'd'].map((path) => result(path, 'x', 'failed')),
      files,
    ),
    [],
  )
  assert.deepEqual(forSecondTry([result('check', 'lint', 'failed')], files), [])
})

test('what fails twice has failed; what passes the second time is named with what it said first', () => {
  const first = [result('a', 'x', 'failed'), result('a', 'y', 'failed'), result('a', 'z', 'passed'), result('b', 'w', 'passed')]
  const { kept, unsteady } = afterSecondTry(
    first,
    reportOf('a', [result('a', 'x', 'passed'), result('a', 'y', 'failed'), result('a', 'z', 'passed')]),
  )
  assert.deepEqual(kept, [result('b', 'w', 'passed')])
  assert.deepEqual(unsteady, [{ file: 'a', title: 'x', why: 'said first' }])
})

test('a file that breaks as a whole the second time keeps nothing of the first', () => {
  const { kept, unsteady } = afterSecondTry([result('a', 'x', 'failed')], reportOf('a', [result('a', 'a as a whole', 'failed')]))
  assert.deepEqual([kept, unsteady], [[], []])
})
