import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { findByName, type Likeness, latinSound, likenessOf, nameWords, skeletonOf, variantTokens } from './variants.rules.ts'

/** Invented people with common parts of names. */
const ALIKE: readonly (readonly [string, string, Likeness])[] = [
  ['Nguyễn Văn An', 'Nguyen Van An', 'same'],
  ['NGUYỄN VĂN AN', 'nguyễn văn an', 'same'],
  ['Đặng Thị Bích', 'Dang Thi Bich', 'same'],
  ['Nguyễn Văn An', 'An Nguyễn Văn', 'variant'],
  ['Nguyen, Van-An', 'Van An Nguyen', 'variant'],
  ['Nguyễn Văn An', 'An Nguyen', 'possible'],
  ['Y Blah Êban', 'Y-Blah Eban', 'same'],
  ['Somchai Jaidee', 'Somchaai Jaidii', 'variant'],
  ['Prayuth Meesuk', 'Prayut Misuk', 'variant'],
  ['Phongphat Thongdi', 'Pongpat Tongdee', 'variant'],
  ['Viroj Kaewkla', 'Wiroj Kaewkla', 'variant'],
  ['สมชาย ใจดี', 'Somchai Chaidi', 'possible'],
  ['สมศักดิ์', 'Somsak', 'possible'],
  ['ทักษิณ', 'Thaksin', 'possible'],
  ['พงษ์พัฒน์', 'Phongphat', 'possible'],
  ['محمد حسن', 'مُحَمَّد حَسَن', 'same'],
  ['أحمد', 'احمد', 'same'],
  ['فاطمة الزهراء', 'فاطمه الزهراء', 'same'],
  ['Mohammed Hassan', 'Mohamed Hasan', 'variant'],
  ['Muhammad Karim', 'Mohamed Kareem', 'possible'],
  ['خالد سالم', 'Khaled Salem', 'possible'],
  ['Khalid al-Masri', 'Khaled El Masri', 'possible'],
  ['كريم المصري', 'Karim al-Masri', 'possible'],
]

test('names that a person would take for one are found over marks, order, scripts and romanisations', () => {
  for (const [one, other, likeness] of ALIKE) {
    assert.equal(likenessOf(one, other), likeness, `${one} / ${other}`)
    assert.equal(likenessOf(other, one), likeness, `${other} / ${one}`)
  }
})

test('names that nothing joins are not proposed', () => {
  for (const [one, other] of [
    ['Nguyễn Văn An', 'Trần Thị Bình'],
    ['Somchai Jaidee', 'Anan Meesuk'],
    ['محمد حسن', 'Ana Ferreira'],
    ['An', 'Anh'],
    ['An Le', 'Minh Pham'],
    ['สมชาย', 'ทักษิณ'],
    ['', 'An'],
    ['- .', '!'],
  ] as const)
    assert.equal(likenessOf(one, other), null, `${one} / ${other}`)
})

test('a Thai letter that is written and not spoken counts for nothing', () => {
  assert.equal(skeletonOf('สมศักดิ์'), skeletonOf('somsak'))
  assert.equal(skeletonOf('ยิ่งลักษณ์'), skeletonOf('yinglak'))
})

const NAME_LETTERS =
  'aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạéèẻẽẹíìỉĩịóòỏõọúùủũụnguyenthiphamtranกขคงจชดตถทนบปผพมยรลวสหอะาิีุูเแโใไابتثجحخدذرزسشصضطعغفقكلمنهوي'
const aWord = fc.string({ unit: fc.constantFrom(...NAME_LETTERS), minLength: 1, maxLength: 12 })
const aName = fc.array(aWord, { minLength: 1, maxLength: 5 }).map((words) => words.join(' '))
const anything = fc.string({ unit: 'grapheme', maxLength: 60 })

test('likeness is the same from both sides, whatever was typed, and never throws', () => {
  fc.assert(
    fc.property(fc.oneof(aName, anything), fc.oneof(aName, anything), (one, other) => {
      assert.equal(likenessOf(one, other), likenessOf(other, one))
    }),
    { numRuns: 2_000 },
  )
})

test('a name is the same as itself in any form, case and spacing', () => {
  fc.assert(
    fc.property(fc.oneof(aName, anything), (name) => {
      const expected = nameWords(name).length === 0 ? null : 'same'
      for (const written of [name, name.normalize('NFD'), name.normalize('NFC'), `  ${name}`, name.replaceAll(' ', ' - ')])
        assert.equal(likenessOf(name, written), expected, JSON.stringify([name, written]))
    }),
    { numRuns: 1_000 },
  )
})

test('Latin marks that a passport leaves out never part a name from itself', () => {
  const latin = fc.array(fc.string({ unit: fc.constantFrom(...'aăâbcdđeêghiklmnoôơprstuưvxyáàảãạệừữứ'), minLength: 1, maxLength: 8 }), {
    minLength: 1,
    maxLength: 4,
  })
  fc.assert(
    fc.property(latin, (words) => {
      const name = words.join(' ')
      const bare = name.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('đ', 'd')
      assert.ok(likenessOf(name, bare) === 'same' || nameWords(name).length === 0)
    }),
  )
})

test('the order of the words never hides a name', () => {
  fc.assert(
    fc.property(fc.array(aWord, { minLength: 2, maxLength: 5 }), fc.nat(), (words, turn) => {
      const at = turn % words.length
      const turned = [...words.slice(at), ...words.slice(0, at)]
      const [one, other] = [words.join(' '), turned.join(' ')]
      const told = nameWords(one).toSorted().join(' ') === nameWords(other).toSorted().join(' ')
      assert.ok(!told || nameWords(one).length === 0 || ['same', 'variant'].includes(String(likenessOf(one, other))))
    }),
  )
})

test('a name without its middle is still proposed', () => {
  const word = fc.string({ unit: fc.constantFrom(...'bdghklmnprst'), minLength: 2, maxLength: 6 })
  fc.assert(
    fc.property(word, fc.array(word, { minLength: 1, maxLength: 3 }), word, (first, middle, last) => {
      assert.notEqual(likenessOf([first, ...middle, last].join(' '), `${last} ${first}`), null)
    }),
  )
})

test('a sound is stable: sounding it again changes nothing but doubled letters', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz'), minLength: 1, maxLength: 12 }), (word) => {
      assert.ok(latinSound(word).length <= word.length)
      assert.match(latinSound(word), /^[a-z]*$/)
    }),
  )
})

test('a very long name costs no more than a long one', () => {
  const began = performance.now()
  likenessOf('ก'.repeat(1_000_000), 'a '.repeat(500_000))
  assert.ok(performance.now() - began < 1_000)
})

const PEOPLE = [
  { code: 'P-AAAAAA', names: ['Nguyễn Văn An', 'Anh Ba'], findable: true },
  { code: 'P-BBBBBB', names: ['An Nguyen'], findable: true },
  { code: 'P-CCCCCC', names: ['Nguyễn Văn An'], findable: false },
  { code: 'P-DDDDDD', names: ['สมชาย ใจดี'], findable: true },
]

test('a search by name puts the likest first and each person once', () => {
  assert.deepEqual(
    findByName('nguyen van an', PEOPLE).map(({ code, likeness }) => [code, likeness]),
    [
      ['P-AAAAAA', 'same'],
      ['P-BBBBBB', 'possible'],
    ],
  )
  assert.deepEqual(
    findByName('somchai chaidi', PEOPLE).map(({ code }) => code),
    ['P-DDDDDD'],
  )
  assert.deepEqual(
    findByName('nguy', PEOPLE).map(({ code }) => code),
    ['P-AAAAAA', 'P-BBBBBB'],
  )
  assert.deepEqual(findByName('', PEOPLE), [])
})

test('somebody with a low profile changes no result for whoever may not find them (R-NGO-07)', () => {
  const without = PEOPLE.filter(({ findable }) => findable)
  fc.assert(
    fc.property(fc.oneof(aName, fc.constantFrom('nguyen van an', 'an', 'nguyễn')), (typed) => {
      assert.deepEqual(findByName(typed, PEOPLE), findByName(typed, without))
    }),
  )
})

test('names that are variants of each other share a word of the index', () => {
  for (const [one, other] of ALIKE.filter(([a, b]) => likenessOf(a, b) === 'variant'))
    assert.ok(
      [...variantTokens(one)].some((token) => variantTokens(other).has(token)),
      `${one} / ${other}`,
    )
})
