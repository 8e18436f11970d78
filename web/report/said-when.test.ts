import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { dateText, readWhen, readYear, westernDigits } from './said-when.ts'

const nothing = { rough: '', day: '', month: '', year: '' } as const

test('digits of every script that we read mean the same number', () => {
  for (const [script, zero] of [
    ['thai', 0x0e50],
    ['arabic', 0x0660],
    ['persian', 0x06f0],
    ['full width', 0xff10],
  ] as const) {
    fc.assert(
      fc.property(fc.nat(99_999), (number) => {
        const written = [...String(number)].map((digit) => String.fromCodePoint(zero + Number(digit))).join('')
        assert.equal(westernDigits(written), String(number), script)
      }),
    )
  }
  assert.equal(westernDigits('ปี ๒๕๖๙'), 'ปี 2569')
})

test('a year from 2400 on is of the Buddhist era and is read back as the common one', () => {
  assert.deepEqual(readYear('๒๕๖๙'), { year: 2026, buddhist: true })
  assert.deepEqual(readYear('٢٠٢٦'), { year: 2026, buddhist: false })
  assert.deepEqual(readYear('2400'), { year: 1857, buddhist: true })
  assert.deepEqual(readYear('2399'), null)
  assert.deepEqual(readYear('26'), null)
  assert.deepEqual(readYear('1899'), null)
})

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
