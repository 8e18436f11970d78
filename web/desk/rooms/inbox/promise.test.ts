import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hoursLeft, hoursSince, isLate } from './promise.ts'

const NOW = new Date('2026-11-22T12:30:00Z')
const at = (hour: number | null, urgent: boolean, day = '2026-11-22') => ({ day, hour, urgent })

test('an urgent message has four hours, any other a day, and both count down to late', () => {
  assert.equal(hoursSince(at(9, true), NOW), 3)
  assert.deepEqual([hoursLeft(at(9, true), NOW), hoursLeft(at(9, false), NOW)], [1, 21])
  assert.deepEqual([hoursLeft(at(5, true), NOW), isLate(at(5, true), NOW)], [-3, true])
  assert.equal(isLate(at(13, false, '2026-11-21'), NOW), false)
  assert.equal(isLate(at(11, false, '2026-11-21'), NOW), true)
})

test('where the server has forgotten the hour, the message is late and no hour is made up', () => {
  assert.deepEqual([hoursSince(at(null, false), NOW), hoursLeft(at(null, false), NOW), isLate(at(null, false), NOW)], [null, null, true])
})

test('a clock that stands before the arrival makes no negative age', () => {
  assert.equal(hoursSince(at(20, false), NOW), 0)
})
