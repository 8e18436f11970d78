import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stateToday } from './today.ts'

const TODAY = '2026-11-22'
const says = (subject: string, n: number, change: 'given' | 'withdrawn', expires = '2027-11-22') =>
  ({ subject, scope: 'dialogue', n, change, from: TODAY, expires: change === 'given' ? expires : null }) as const
const one = 'P-7Q4MXK'
const stateOf = (...rows: readonly ReturnType<typeof says>[]) => stateToday(rows, one, 'dialogue', TODAY)

test('the page shows what an export would be told: a reporter’s no ends the use for people of the case, and is named as theirs (T-21)', () => {
  const yes = says(one, 1, 'given')
  assert.equal(stateOf(yes), 'yes')
  assert.equal(stateOf(yes, says('reporter', 1, 'withdrawn')), 'by_reporter')
  assert.equal(stateOf(says('reporter', 1, 'withdrawn')), 'by_reporter')
  assert.equal(stateOf(yes, says('reporter', 1, 'withdrawn'), says('reporter', 2, 'given')), 'yes')
  assert.equal(stateOf(yes, says(one, 2, 'withdrawn'), says('reporter', 1, 'withdrawn')), 'no')
  assert.equal(stateToday([says('reporter', 1, 'withdrawn')], 'reporter', 'dialogue', TODAY), 'no')
})

test('nobody’s yes is shown as another’s, and one that is over is no yes', () => {
  assert.equal(stateOf(says('reporter', 1, 'given')), 'never')
  assert.equal(stateOf(says(one, 1, 'given', '2026-11-21')), 'over')
})
