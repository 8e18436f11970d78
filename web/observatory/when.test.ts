import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Happened } from '#formats/public-record.ts'
import { LANGUAGES } from '#kernel/languages.ts'
import { compareWhen, grainOf, writeDay, writeIssued, writeWhen, yearOf } from './when.ts'

const at = (from: string | null, until: string | null, precision: Happened['precision']): Happened => ({
  from,
  until,
  precision,
  said: null,
})

test('a date is written out, with the Buddhist and the common year in Thai', () => {
  assert.equal(writeDay('2026-03-14', 'day', 'en'), '14 March 2026')
  assert.equal(writeDay('2026-03-14', 'day', 'fr'), '14 mars 2026')
  assert.equal(writeDay('2026-03-14', 'day', 'th'), '14 มีนาคม พ.ศ. 2569 (2026)')
  assert.equal(writeDay('2026-03-01', 'month', 'th'), 'มีนาคม พ.ศ. 2569 (2026)')
  assert.equal(writeDay('2026-01-01', 'year', 'th'), 'พ.ศ. 2569 (2026)')
  assert.match(writeDay('2026-03-14', 'day', 'ar'), /14 مارس 2026/)
  assert.match(writeDay('2026-03-14', 'day', 'vi'), /14 tháng 3/)
})

test('each precision says as much as it knows', () => {
  const en = (happened: Happened) => writeWhen(happened, 'en')
  assert.equal(en(at('2020-02-17', '2020-02-17', 'exact')), '17 February 2020')
  assert.equal(en(at('2020-03-01', '2020-03-31', 'month')), 'in March 2020')
  assert.equal(en(at('2019-01-01', '2019-12-31', 'year')), 'in 2019')
  assert.equal(en(at('2023-01-01', '2024-12-31', 'range')), 'between 2023 and 2024')
  assert.equal(en(at('2033-01-01', '2033-02-28', 'range')), 'between January 2033 and February 2033')
  assert.equal(en(at(null, '2026-03-31', 'before')), 'not later than March 2026')
  assert.equal(en(at('2026-03-01', null, 'since')), 'since March 2026, ongoing as the source was written')
  assert.equal(en(at(null, null, 'unknown')), 'date not in the source')
  assert.equal(writeIssued(at('2026-03-01', null, 'since'), 'en'), 'not before March 2026')
})

const anyDay = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2040-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))

test('no language says a day where only the year is known, or a month where only the year is', () => {
  const months = LANGUAGES.flatMap((language) =>
    Array.from({ length: 12 }, (_, month) =>
      new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' }).format(new Date(Date.UTC(2020, month, 1))),
    ),
  )
  fc.assert(
    fc.property(anyDay, fc.constantFrom(...LANGUAGES), (day, language) => {
      const year = day.slice(0, 4)
      const written = writeWhen(at(`${year}-01-01`, `${year}-12-31`, 'year'), language)
      assert.ok(written.includes(year))
      assert.deepEqual(
        written.match(/\d+/g)?.filter((digits) => digits.length !== 4),
        language === 'th' ? [] : [],
      )
      assert.ok(!months.some((month) => month.length > 2 && written.includes(month)), written)
      const inMonth = writeWhen(at(`${day.slice(0, 7)}-01`, day, 'month'), language)
      assert.ok(
        !new RegExp(`(^|\\D)${Number(day.slice(8))}\\D+${year}`).test(inMonth) ||
          language === 'vi' ||
          Number(day.slice(8)) === Number(day.slice(5, 7)),
        inMonth,
      )
    }),
  )
})

test('a first or last day is read as coarsely as it may have been meant', () => {
  assert.deepEqual([grainOf('2012-01-01', 'from'), grainOf('2026-03-01', 'from'), grainOf('2026-03-02', 'from')], ['year', 'month', 'day'])
  assert.deepEqual(
    [grainOf('2019-12-31', 'until'), grainOf('2024-02-29', 'until'), grainOf('2023-02-27', 'until')],
    ['year', 'month', 'day'],
  )
})

const anyHappened = fc.record({
  from: fc.option(anyDay, { nil: null }),
  until: fc.option(anyDay, { nil: null }),
  precision: fc.constant('range' as const),
  said: fc.constant(null),
})

test('the order is total: the same whichever way round, and without a date comes last', () => {
  fc.assert(
    fc.property(anyHappened, anyHappened, (a, b) => {
      assert.equal(Math.sign(compareWhen(a, b)) + Math.sign(compareWhen(b, a)), 0)
      if (yearOf(a) === null && yearOf(b) !== null) assert.equal(compareWhen(a, b), 1)
    }),
  )
})
