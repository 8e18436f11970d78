import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withoutPhoneNumbers } from './phone-numbers.ts'

test('a telephone number is shown to nobody, and nothing else in the text moves', () => {
  for (const number of [
    '+99 (0)2 55 01234',
    '+99 (0)555 010 123',
    '+99 (0) 2 55 01234',
    '0099 555-010-123',
    'Tel: 555 0101',
    'Tél. 05 55 01 01 23',
    'điện thoại 0555 010 123',
    'โทร 0 5550 1012',
    'هاتف: 0555010123',
    'Phone number: 555 0101',
    'Telephone no. 555 0101',
    'Tel: 555 0101, 555 0102',
    'Tel: +99 2 55 01234 / 55 01235 or 55 01236',
    'mobile phones 555 0101 and 555 0102; 555 0103',
    'điện thoại di động: 0555 010 123',
    'หมายเลขโทรศัพท์: ๐ ๕๕๕๐ ๑๐๑๒',
    '+๙๙ ๒ ๕๕๕๐ ๑๐๑๒',
    'رقم الهاتف: ٠٥٥٥٠١٠١٢٣',
    'الهاتف: ٠٥٥٥٠١٠١٢٣ و ٠٥٥٥٠١٠١٢٤',
    '+٩٩ ٢ ٥٥ ٠١٢٣٤',
  ]) {
    const text = `Press Officer, ${number}, www.example.invalid`
    const shown = withoutPhoneNumbers(text)
    assert.equal(shown.length, text.length, number)
    assert.ok(!/\p{Nd}/u.test(shown), shown)
    assert.equal(shown.replaceAll('•', ''), text.replace(/\p{Nd}/gu, ''), number)
  }
})

test('a day behind a number is none', () => {
  assert.equal(withoutPhoneNumbers('Tel: 555 0101, 13/11/2025'), 'Tel: ••• ••••, 13/11/2025')
  assert.equal(withoutPhoneNumbers('Tel: 555 0101; 2025-11-13'), 'Tel: ••• ••••; 2025-11-13')
})

test('years, votes, articles and references stay', () => {
  for (const text of [
    'adopted on 13/11/2025 by 512 votes to 76, with 52 abstentions, 2025/2048(INI)',
    'articles 116, 117, and 331 of the 2015 Penal Code; document 5819/26',
    'in 2017 and 2018, 1.250.000 people, page 00 7',
    'the hotel 2000 2001 2002',
    'ตั้งแต่ปี ๒๕๖๑ ถึง ๒๕๖๘ มาตรา ๑๑๖ และ ๑๑๗',
    'في عامي ٢٠١٧ و٢٠١٨، المواد ١١٦ و١١٧ و٣٣١',
    'the office in Arvena, 555 0101: a national number without a word before it',
  ])
    assert.equal(withoutPhoneNumbers(text), text)
})
