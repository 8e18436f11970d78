import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dateText, readWhen } from './said-when.ts'

const nothing = { rough: '', day: '', month: '', year: '' } as const

test('nothing said of the time is nothing in the report, and a word stays the word', () => {
  assert.equal(readWhen(nothing), undefined)
  assert.deepEqual(readWhen({ ...nothing, rough: 'today' }), { precision: 'unknown', said: 'today' })
})

test('a date is only as exact as it was given', () => {
  assert.deepEqual(readWhen({ ...nothing, year: '2569' }), { precision: 'year', from: '2026' })
  assert.deepEqual(readWhen({ ...nothing, year: '2026', month: '3' }), { precision: 'month', from: '2026-03' })
  assert.deepEqual(readWhen({ ...nothing, rough: 'earlier', year: '2026', month: '3', day: '๑๔' }), {
    precision: 'exact',
    said: 'earlier',
    from: '2026-03-14',
  })
})

test('a date that does not exist names the field that is wrong', () => {
  assert.equal(readWhen({ ...nothing, year: 'long ago' }), 'year')
  assert.equal(readWhen({ ...nothing, day: '3' }), 'year')
  assert.equal(readWhen({ ...nothing, year: '2026', day: '3' }), 'month')
  assert.equal(readWhen({ ...nothing, year: '2026', month: '2', day: '30' }), 'day')
  assert.equal(readWhen({ ...nothing, year: '2024', month: '2', day: '29' }) instanceof Object, true)
})

test('a date is written out in each language, in Thai with both years', () => {
  assert.equal(dateText({ precision: 'exact', from: '2026-03-14' }, 'en'), '14 March 2026')
  assert.equal(dateText({ precision: 'year', from: '2026' }, 'th').includes('2569'), true)
  assert.equal(dateText({ precision: 'year', from: '2026' }, 'th').includes('(2026)'), true)
  assert.equal(dateText({ precision: 'month', from: '2026-03' }, 'fr'), 'mars 2026')
  assert.match(dateText({ precision: 'exact', from: '2026-03-14' }, 'ar'), /14.*2026/)
  assert.equal(dateText({ precision: 'unknown', said: 'today' }, 'vi'), '')
})
