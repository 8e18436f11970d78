import assert from 'node:assert/strict'
import { test } from 'node:test'
import { proposeFrom } from '../../import-proposals.ts'
import { valuesIn } from '../a-page.ts'

const CASES: readonly (readonly [text: string, ...names: string[]])[] = [
  ['สมหมาย ใจงาม อายุ 30 ปี ถูกควบคุมตัวที่เชียงใหม่', 'สมหมาย ใจงาม'],
  ['ดวงใจ แสงทอง วัย ๒๘ ปี ลี้ภัยในประเทศลาว', 'ดวงใจ แสงทอง'],
  ['สมหมาย ใจงาม "หมาย" อายุ 30 ปี ไม่กลับบ้าน', 'สมหมาย ใจงาม'],
  ['เพื่อนบ้านเรียก มาลี รุ่งเรือง (ลี่) ในบ้านหลังหนึ่ง', 'มาลี รุ่งเรือง'],
  ['ตำรวจจับกุมมาลี รุ่งเรือง ที่ชายแดน', 'มาลี รุ่งเรือง'],
  ['คุณดวงใจ แสงทอง กล่าวว่าเธอไม่กลับ', 'ดวงใจ แสงทอง'],
  ['ปรีชา ทองดี กล่าวว่าเขาถูกติดตามหลายวัน', 'ปรีชา ทองดี'],
  ['ดวงใจ แสงทอง เปิดเผยกับผู้สื่อข่าวว่าเธอกลัว', 'ดวงใจ แสงทอง'],
  ['สมหมาย ใจงาม ถูกจับกุมเมื่อวันที่ 3 มีนาคม 2569', 'สมหมาย ใจงาม'],
  ['มาลี รุ่งเรือง หายตัวไปจากบ้านพัก', 'มาลี รุ่งเรือง'],
  ['นักกิจกรรม ปรีชา ทองดี อยู่ในเรือนจำ', 'ปรีชา ทองดี'],
  ['ผู้ลี้ภัยชื่อ ดวงใจ แสงทอง อยู่ในค่าย', 'ดวงใจ แสงทอง'],
  ['ตำรวจบุกเข้าบ้าน และจับกุมสมหมาย ใจงาม ที่กรุงเทพมหานคร', 'สมหมาย ใจงาม'],
  ['ภรรยาของ สมหมาย ใจงาม ยื่นคำร้องต่อศาล', 'สมหมาย ใจงาม'],
  ['เหงียน วัน บิ่ญ อายุ 41 ปี เป็นชาวเวียดนาม', 'เหงียน วัน บิ่ญ'],
]

test('a person in Thai script without a title is told by an age, a nickname, a verb or a role beside two names', () => {
  for (const [text, ...wanted] of CASES) assert.deepEqual(valuesIn(text, 'person'), wanted, text)
})

test('bodies, peoples, times and ordinary words beside the same cues are no persons', () => {
  for (const text of [
    'ระบบจะส่งคำตอบให้คุณไว้แล้ว ทั้งทีมจะเห็น',
    'ไม่มีการเชื่อมต่อ สิ่งที่เขียนยังอยู่',
    'คุณภาพ ชีวิต กล่าวว่าดีขึ้น',
    'รัฐบาลไทย ระบุว่าไม่เกี่ยวข้อง',
    'กระทรวง การต่างประเทศ กล่าวว่าไม่ทราบ',
    'แอมเนสตี้ อินเตอร์เนชั่นแนล กล่าวว่ามีผู้ลี้ภัยหลายคน',
    'ฮิวแมนไรท์ วอทช์ ระบุว่าเขาถูกลักพาตัว',
    'วันนี้ ครอบครัว เปิดเผยว่าเขาหายไป',
    'ผู้ลี้ภัย ชาวเวียดนาม ถูกจับกุม',
    'นักข่าว อิสระ ถูกคุกคาม',
    'จับกุมแรงงาน ข้ามชาติ',
    'ปล่อยตัว ผู้ต้องขัง ทางการเมือง',
    'เด็ก ผู้หญิง อายุ 12 ปี',
    'กรุงเทพมหานคร ประเทศไทย หลบหนี',
    'เสรีภาพ "ออนไลน์" ของประชาชน',
    'พวกเขา ทั้งสอง หายตัวไป',
    'ประชาชน จำนวนมาก ลี้ภัย',
  ])
    assert.deepEqual(valuesIn(text, 'person'), [], text)
})

test('a name that the text says to be one is found wherever it stands again, and another pair of words is not', () => {
  const text = 'นายสมหมาย ใจงาม ถูกจับกุม\n\nต่อมา สมหมาย ใจงาม อยู่ที่บ้าน แต่ ดอกไม้ บานเช้า อยู่ที่สวน\n'
  const found = proposeFrom(text, '0'.repeat(64)).filter(({ kind }) => kind === 'person')
  assert.deepEqual(
    found.map(({ value, rule }) => `${value} ${rule}`),
    ['สมหมาย ใจงาม person.thai-title', 'สมหมาย ใจงาม person.named-before'],
  )
})

test('a text of names alone is read in time that grows with its length', () => {
  const text = 'สมหมาย ใจงาม '.repeat(20_000)
  const before = performance.now()
  proposeFrom(text, '0'.repeat(64))
  assert.ok(performance.now() - before < 20_000)
})
