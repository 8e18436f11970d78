import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readDateRange, UNKNOWN_TIME } from '#kernel/daterange.ts'
import { dayOfNumber, moved, numberOf, spanOf, stacked, ticksOf, wholeOf, zoomed } from './time-scale.ts'

const spanned = (typed: string) => {
  const span = spanOf(readDateRange(typed) ?? UNKNOWN_TIME)
  return span === null ? null : [dayOfNumber(span.from), dayOfNumber(span.until), span.open]
}

test('a time is drawn as long as the doubt about it, with an open end where it has one, and not at all where it is unknown', () => {
  assert.deepEqual(spanned('14/3/2024'), ['2024-03-14', '2024-03-15', null])
  assert.deepEqual(spanned('5/2024'), ['2024-05-01', '2024-06-01', null])
  assert.deepEqual(spanned('2023'), ['2023-01-01', '2024-01-01', null])
  assert.deepEqual(spanned('2022-02-01..2023-12-31'), ['2022-02-01', '2024-01-01', null])
  assert.deepEqual(spanned('..2023-05-31')?.slice(1), ['2023-06-01', 'left'])
  assert.deepEqual(spanned('2025-03-01..')?.[0], '2025-03-01')
  assert.deepEqual(spanned('2025-03-01..')?.[2], 'right')
  assert.equal(spanned(''), null)
})

const span = fc
  .tuple(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 1, max: 4_000 }))
  .map(([from, days]) => ({ from, until: from + days }))

test('however somebody zooms and moves, what is seen stays within the whole and is never nearer than a month', () => {
  fc.assert(
    fc.property(
      fc.array(span, { minLength: 1, maxLength: 20 }),
      fc.array(fc.tuple(fc.boolean(), fc.double({ min: -2, max: 4, noNaN: true })), { maxLength: 20 }),
      (spans, moves) => {
        const whole = wholeOf(spans)
        for (const one of spans) assert.ok(whole.from <= one.from && one.until <= whole.until)
        let seen = whole
        for (const [isZoom, by] of moves) {
          seen = isZoom ? zoomed(seen, whole, Math.abs(by) + 0.1) : moved(seen, whole, by)
          assert.ok(seen.from >= whole.from - 1e-6 && seen.until <= whole.until + 1e-6)
          assert.ok(seen.until - seen.from >= 31 - 1e-6)
        }
      },
    ),
  )
})

test('marks of one lane never touch each other', () => {
  fc.assert(
    fc.property(fc.array(span, { maxLength: 40 }), fc.integer({ min: 0, max: 30 }), (spans, gap) => {
      const rows = stacked(spans, gap)
      assert.equal(rows.length, spans.length)
      for (const one of rows)
        for (const other of rows)
          if (one !== other && one.row === other.row) assert.ok(one.until + gap <= other.from || other.until + gap <= one.from)
    }),
  )
})

test('the scale names years, and months where there is room for them', () => {
  const years = ticksOf({ from: numberOf('2017-04-11'), until: numberOf('2027-01-01') }, 12)
  assert.deepEqual([years[0]?.day, years.length, years[0]?.unit], ['2018-01-01', 9, 'year'])
  const months = ticksOf({ from: numberOf('2024-01-10'), until: numberOf('2024-04-20') }, 12)
  assert.deepEqual(
    months.map(({ day }) => day),
    ['2024-02-01', '2024-03-01', '2024-04-01'],
  )
  assert.ok(ticksOf({ from: 0, until: 40_000 }, 5).length <= 6)
})
