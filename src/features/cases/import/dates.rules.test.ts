import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { orderOfColumn, type SettledDate, settleDate } from './dates.rules.ts'

const read = (text: string, order: 'dmy' | 'mdy' | null = null) => settleDate(text, order)
const from = (text: string, order: 'dmy' | 'mdy' | null = null) => {
  const settled = read(text, order)
  return typeof settled === 'string' ? settled : `${settled.precision} ${settled.from}`
}
const thai = (number: number | string) => [...String(number)].map((digit) => String.fromCodePoint(0x0e50 + Number(digit))).join('')
const arabic = (number: number | string) => [...String(number)].map((digit) => String.fromCodePoint(0x0660 + Number(digit))).join('')

test('dates are read as people of five languages write them, as exactly as they were given (X-07)', () => {
  const forms: [string, string][] = [
    ['2026-03-04', 'exact 2026-03-04'],
    ['2026-03', 'month 2026-03-01'],
    ['2026', 'year 2026-01-01'],
    ['2026-03-04T10:20:00Z', 'exact 2026-03-04'],
    ['2026/3/4', 'exact 2026-03-04'],
    ['03/2026', 'month 2026-03-01'],
    ['4 March 2026', 'exact 2026-03-04'],
    ['March 4, 2026', 'exact 2026-03-04'],
    ['Mar 2026', 'month 2026-03-01'],
    ['4 mars 2026', 'exact 2026-03-04'],
    ['1 août 2026', 'exact 2026-08-01'],
    ['ngày 4 tháng 3 năm 2026', 'exact 2026-03-04'],
    ['tháng 3 năm 2026', 'month 2026-03-01'],
    ['tháng 3/2026', 'month 2026-03-01'],
    ['4 มีนาคม 2569', 'exact 2026-03-04'],
    [`${thai(4)} มี.ค. ${thai(2569)}`, 'exact 2026-03-04'],
    ['มีนาคม พ.ศ. 2569', 'month 2026-03-01'],
    [`${arabic(4)} مارس ${arabic(2026)}`, 'exact 2026-03-04'],
    ['31.12.2026', 'exact 2026-12-31'],
    ['12/31/2026', 'exact 2026-12-31'],
    ['29/02/2567', 'exact 2024-02-29'],
  ]
  for (const [text, expected] of forms) assert.equal(from(text), expected, text)
})

test('what is turned into something else is said, and what was written is kept (X-07)', () => {
  const settled = read('04/03/๒๕๖๙', 'mdy') as SettledDate
  assert.deepEqual(settled, {
    from: '2026-04-03',
    until: '2026-04-03',
    precision: 'exact',
    said: '04/03/๒๕๖๙',
    converted: ['buddhist', 'digits', 'order'],
  })
  assert.deepEqual((read('2026-03-04') as SettledDate).converted, [])
})

test('03/04/2026 is never guessed: without an answer of the column it is open, and 03/04/05 is refused (X-07)', () => {
  assert.equal(from('03/04/2026'), 'date_order_open')
  assert.equal(from('03/04/2026', 'dmy'), 'exact 2026-04-03')
  assert.equal(from('03/04/2026', 'mdy'), 'exact 2026-03-04')
  assert.equal(from('04/04/2026'), 'exact 2026-04-04')
  assert.equal(from('03/04/05', 'dmy'), 'date_two_digit_year')
  for (const text of ['30/02/2026', '2026-13-01', '2026-02-30', '32/01/2026', '00/05/2026'])
    assert.equal(from(text, 'dmy'), 'date_impossible', text)
  for (const text of ['', 'soon', 'March', '2026-', '99999', '1.2.3.4', '4 Foo 2026', '=2026', '1850-01-01', '3000-01-01'])
    assert.ok(['date_unreadable', 'exact 2457-01-01'].includes(from(text)), `${text} ${from(text)}`)
})

test('a column settles its order only when every telling date tells the same (X-07)', () => {
  assert.deepEqual(orderOfColumn(['03/04/2026', '25/12/2026', '', 'x', '2026-01-02']), {
    order: 'dmy',
    dayFirst: 1,
    monthFirst: 0,
    open: 1,
  })
  assert.deepEqual(orderOfColumn(['03/04/2026', '12/25/2026']), { order: 'mdy', dayFirst: 0, monthFirst: 1, open: 1 })
  assert.equal(orderOfColumn(['25/12/2026', '12/25/2026']).order, null)
  assert.equal(orderOfColumn(['03/04/2026', '05/06/2026']).order, null)
  assert.equal(orderOfColumn([`${thai(25)}/${thai(12)}/${thai(2569)}`]).order, 'dmy')
})

test('every day of the calendar is read back from each of its forms, and never as another day', () => {
  const day = fc
    .date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10))
  fc.assert(
    fc.property(day, (date) => {
      const [year = '', month = '', dayOfMonth = ''] = date.split('-')
      const buddhist = Number(year) + 543
      const forms = [
        date,
        `${dayOfMonth}/${month}/${year}`,
        `${Number(dayOfMonth)}.${Number(month)}.${buddhist}`,
        `${thai(Number(dayOfMonth))}/${thai(month)}/${thai(buddhist)}`,
      ]
      for (const form of forms) assert.equal(from(form, 'dmy'), `exact ${date}`, form)
    }),
  )
})

test('random text is a date or a problem, and never throws', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[0-9./\- ]{1,12}$/)), (text) => {
      const settled = settleDate(text, 'dmy')
      if (typeof settled === 'object') assert.ok(settled.from <= settled.until && /^\d{4}-\d\d-\d\d$/.test(settled.from))
    }),
  )
})
