import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isDay, readYear, westernDigits } from './years.ts'

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

test('a day is one that the calendar has', () => {
  for (const day of ['2026-02-28', '2024-02-29', '2026-12-31']) assert.ok(isDay(day), day)
  for (const day of ['2026-02-29', '2026-13-01', '2026-00-10', '2026-04-31', 'x', '2026-1-1']) assert.ok(!isDay(day), day)
})
