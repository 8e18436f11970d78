import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { canOverlap, type DateRange, isDateRange, readDateRange, UNKNOWN_TIME, writeDateRange } from './daterange.ts'

const aDay = fc
  .date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2099-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))

const aRange: fc.Arbitrary<DateRange> = fc
  .tuple(aDay, aDay, fc.constantFrom('exact', 'month', 'year', 'range', 'before', 'since', 'unknown'))
  .map(([a, b, precision]) => {
    const [from, until] = a <= b ? [a, b] : [b, a]
    if (precision === 'unknown') return UNKNOWN_TIME
    if (precision === 'before') return { from: null, until, precision }
    if (precision === 'since') return { from, until: null, precision }
    if (precision === 'range') return { from, until, precision }
    const typed = precision === 'exact' ? from : precision === 'month' ? from.slice(0, 7) : from.slice(0, 4)
    return readDateRange(typed) ?? UNKNOWN_TIME
  })

test('a date is read only as exact as it was typed, and a month is the whole month', () => {
  assert.deepEqual(readDateRange('2026-02'), { from: '2026-02-01', until: '2026-02-28', precision: 'month' })
  assert.deepEqual(readDateRange('2024'), { from: '2024-01-01', until: '2024-12-31', precision: 'year' })
  assert.deepEqual(readDateRange('14/3/2026'), { from: '2026-03-14', until: '2026-03-14', precision: 'exact' })
  assert.deepEqual(readDateRange('2026-03 .. 2026-05-02'), { from: '2026-03-01', until: '2026-05-02', precision: 'range' })
  assert.deepEqual(readDateRange('..2026'), { from: null, until: '2026-12-31', precision: 'before' })
  assert.deepEqual(readDateRange('3/2026..'), { from: '2026-03-01', until: null, precision: 'since' })
  assert.deepEqual(readDateRange('  '), UNKNOWN_TIME)
})

test('Buddhist years and the digits of other scripts say the same day', () => {
  for (const typed of ['14/3/2569', '๑๔/๓/๒๕๖๙', '2569-03-14', '١٤/٣/٢٠٢٦', '۱۴.۳.۲۰۲۶'])
    assert.equal(readDateRange(typed)?.from, '2026-03-14', typed)
})

test('what is no date is not guessed at', () => {
  for (const typed of [
    '2026-02-30',
    '31/4/2026',
    'spring',
    '2026-13',
    '03/04',
    '2026-05..2026-03',
    '..',
    'a..b',
    '2026..2027..2028',
    '1066',
  ])
    assert.equal(readDateRange(typed), null, typed)
})

test('every time that is read holds together, and is read the same when it is written again', () => {
  fc.assert(
    fc.property(aRange, (range) => {
      assert.ok(isDateRange(range))
      assert.deepEqual(readDateRange(writeDateRange(range)), range)
    }),
  )
})

test('an overlap is the same from both sides, and an unknown time can be any', () => {
  fc.assert(
    fc.property(aRange, aRange, (one, other) => {
      assert.equal(canOverlap(one, other), canOverlap(other, one))
      assert.ok(canOverlap(one, one) && canOverlap(one, UNKNOWN_TIME))
    }),
  )
  const [may, june] = [readDateRange('2026-05'), readDateRange('2026-06')]
  assert.ok(may !== null && june !== null && !canOverlap(may, june))
})

test('ends that a precision does not have are refused, and so is a month that is not whole', () => {
  assert.equal(isDateRange({ from: '2026-03-02', until: '2026-03-31', precision: 'month' }), false)
  assert.equal(isDateRange({ from: '2026-03-02', until: null, precision: 'exact' }), false)
  assert.equal(isDateRange({ from: '2026-03-02', until: null, precision: 'before' }), false)
  assert.equal(isDateRange({ from: '2026-03-02', until: '2026-03-01', precision: 'range' }), false)
  assert.equal(isDateRange({ from: '2026-02-30', until: null, precision: 'since' }), false)
  assert.equal(isDateRange({ from: '2026-03-02', until: null, precision: 'unknown' }), false)
})
