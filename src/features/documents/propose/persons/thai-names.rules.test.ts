import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { proposeFrom } from '../../import-proposals.ts'
import { quotesIn, valuesIn } from '../a-page.ts'

const CASES: readonly (readonly [text: string, ...names: string[]])[] = [
  ['เจ้าหน้าที่จับกุมนายสมหมาย ใจงาม ที่กรุงเทพมหานคร', 'สมหมาย ใจงาม'],
  ['นางสาวดวงใจ แสงทอง กล่าวว่าเธอถูกติดตาม', 'ดวงใจ แสงทอง'],
  ['นางมาลี รุ่งเรือง และนายปรีชา ทองดี ถูกควบคุมตัว', 'มาลี รุ่งเรือง', 'ปรีชา ทองดี'],
  ['น.ส.ดวงใจ แสงทอง อายุ 30 ปี ลี้ภัยในประเทศลาว', 'ดวงใจ แสงทอง'],
  ['พล.ต.อ. ปรีชา ทองดี ปฏิเสธข้อกล่าวหา', 'ปรีชา ทองดี'],
  ['ดร.มาลี รุ่งเรือง ซึ่งเป็นนักกิจกรรม หายตัวไป', 'มาลี รุ่งเรือง'],
  ['พันตำรวจเอกปรีชา ทองดี ไม่ให้สัมภาษณ์', 'ปรีชา ทองดี'],
  ['นายสมหมายถูกจับกุมที่เชียงใหม่', 'สมหมาย'],
  ['นายเหงียน วัน บิ่ญ ถูกส่งกลับ', 'เหงียน วัน บิ่ญ'],
]

test('a person in Thai script is told by a title, whole and without it, also where no space stands before it', () => {
  for (const [text, ...wanted] of CASES) assert.deepEqual(valuesIn(text, 'person'), wanted, text)
  assert.deepEqual(quotesIn('เจ้าหน้าที่จับกุมนายสมหมาย ใจงาม ที่กรุงเทพมหานคร', 'person'), ['สมหมาย ใจงาม'])
})

test('offices, trades and qualities that begin or end like a title are no persons', () => {
  for (const text of [
    'นายกรัฐมนตรี กล่าวว่ารัฐบาลไม่เกี่ยวข้อง',
    'ทนายความ ของผู้ลี้ภัย ยื่นคำร้องต่อศาล',
    'นายจ้าง ต้องจ่ายค่าแรง',
    'คุณภาพ ชีวิตของผู้ลี้ภัย',
    'ในปี พ.ศ. 2566 รัฐบาลไทยส่งตัวผู้ลี้ภัย',
    'คุณดวงใจ',
  ])
    assert.deepEqual(valuesIn(text, 'person'), [], text)
})

test('a city in a surname is a part of the name, and a city behind it is a city', () => {
  const found = proposeFrom('นายสมหมาย เชียงใหม่ ถูกจับกุมที่กรุงเทพมหานคร', '0'.repeat(64))
  assert.deepEqual(
    found.map(({ kind, value }) => `${kind} ${value}`),
    ['person สมหมาย เชียงใหม่', 'place city:bangkok'],
  )
})

test('any Thai text is read, and every name stands where it is said to stand', () => {
  const syllable = fc.constantFrom('นาย', 'นาง', 'สม', 'ใจ', ' ', 'ถูก', 'น.ส.', 'พ.ต.อ.', '๑', 'ฯ', 'และ', 'การ')
  fc.assert(
    fc.property(fc.array(syllable, { maxLength: 60 }), (parts) => {
      const text = parts.join('')
      for (const { kind, quote, start, end } of proposeFrom(text, '0'.repeat(64))) {
        assert.equal(text.slice(start, end), quote)
        if (kind === 'person') assert.match(quote, /^[\p{Script=Thai} ]+$/u)
      }
    }),
  )
})
