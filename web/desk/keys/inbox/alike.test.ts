import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Alike, squeezed } from './alike.ts'

function grouped(texts: Readonly<Record<string, string>>): (readonly string[])[] {
  const alike = new Alike()
  for (const [item, text] of Object.entries(texts)) alike.add(item, text)
  return [...(alike.groups() ?? [])].map((group) => group.toSorted())
}

const TEXTS = {
  en: 'They came to my door at night, three men in plain clothes, and asked for my brother by his name. They took my phone.',
  vi: 'Họ đến cửa nhà tôi vào ban đêm, ba người mặc thường phục, hỏi tên anh tôi rồi lấy điện thoại của tôi mang đi.',
  th: 'พวกเขามาที่บ้านของฉันตอนกลางคืน ชายสามคนนอกเครื่องแบบถามหาพี่ชายของฉันแล้วเอาโทรศัพท์ของฉันไป',
  ar: 'جاءوا إلى باب بيتي ليلاً، ثلاثة رجال بملابس مدنية، وسألوا عن أخي باسمه ثم أخذوا هاتفي وذهبوا.',
}

test('the same words with another number, other spaces or no marks are one group in every script', () => {
  for (const [name, text] of Object.entries(TEXTS)) {
    const texts = { a: text, b: `  ${text.toUpperCase().replaceAll(' ', '  ')} 4711`, c: text.normalize('NFD').replaceAll(/\p{M}/gu, '') }
    assert.deepEqual(grouped(texts), [['a', 'b', 'c']], name)
  }
})

test('a changed word keeps a text in its group, and another story never joins it', () => {
  const { en, vi } = TEXTS
  assert.deepEqual(grouped({ a: en, b: en.replace('three', 'two'), c: `Urgent! ${en}`, d: vi }), [['a', 'b', 'c']])
  const stories = {
    a: en,
    b: 'My visa was refused without a reason and the officer said that my embassy had written a letter about me to the ministry.',
    c: 'I run a small paper in exile. Since last month every post is answered with threats from accounts that were made that day.',
  }
  assert.deepEqual(grouped(stories), [])
})

test('short texts are alike only when their letters are the same', () => {
  assert.deepEqual(grouped({ a: 'help me', b: 'Help me!', c: 'help us', d: '', e: '…' }), [['a', 'b']])
})

test('what was grouped is told once, and the largest group comes first', () => {
  const alike = new Alike()
  for (const item of ['a', 'b', 'c']) alike.add(item, TEXTS.th)
  for (const item of ['x', 'y']) alike.add(item, TEXTS.ar)
  assert.deepEqual(alike.groups(), [
    ['a', 'b', 'c'],
    ['x', 'y'],
  ])
  assert.equal(alike.groups(), null)
  alike.add('a', TEXTS.ar)
  assert.equal(alike.groups(), null)
  alike.add('z', TEXTS.ar)
  assert.equal(alike.groups()?.[0]?.length, 3)
})

test('no text of any kind makes it fail, and any text is like itself', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
      assert.deepEqual(grouped({ a: text, b: text }), squeezed(text) === '' ? [] : [['a', 'b']])
    }),
    { numRuns: 300 },
  )
})

test('ten thousand texts of a flood are grouped in seconds', () => {
  const alike = new Alike()
  const began = performance.now()
  for (let n = 0; n < 10_000; n += 1) alike.add(`${n}`, `${TEXTS.en} ${TEXTS.vi} case ${n}`)
  assert.equal(alike.groups()?.[0]?.length, 10_000)
  assert.ok(performance.now() - began < 15_000)
})
