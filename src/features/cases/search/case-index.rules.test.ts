import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { CaseIndex, type Findable, readIndexJson } from './case-index.rules.ts'
import { foldText, termsOf, tokensOf } from './tokens.rules.ts'

const record = (key: string, names: string[], words: string[] = [], day = 0): Findable => ({
  key,
  label: names[0] ?? key,
  day,
  names,
  words,
})
const indexOf = (...records: Findable[]) => {
  const index = new CaseIndex()
  for (const one of records) index.put(one)
  return index
}
const keys = (index: CaseIndex, typed: string) => index.find(typed).map(({ key }) => key)

test('names are found however they are typed: case, marks, order, one letter for another', () => {
  const index = indexOf(
    record('C-1/P-1', ['Nguyễn Thị Đông']),
    record('C-2/P-2', ['Nguyen Van Dong']),
    record('C-3/P-3', ['أحمد إبراهيم']),
    record('C-4/P-4', ['ธนาธร จึงรุ่ง']),
    record('C-5/P-5', ['Straße Łódź']),
  )
  assert.deepEqual(keys(index, 'dong nguyen').toSorted(), ['C-1/P-1', 'C-2/P-2'])
  assert.deepEqual(keys(index, 'NGUYỄN thị'), ['C-1/P-1'])
  assert.deepEqual(keys(index, 'احمد'), ['C-3/P-3'])
  assert.deepEqual(keys(index, 'أَحْمَد ابراهيم'), ['C-3/P-3'])
  assert.deepEqual(keys(index, 'ธนาธร'), ['C-4/P-4'])
  assert.deepEqual(keys(index, 'นาธ'), ['C-4/P-4'])
  assert.deepEqual(keys(index, 'strasse lodz'), ['C-5/P-5'])
})

test('every word has to be there, and the one that is still typed may go on', () => {
  const index = indexOf(record('a', ['Minh'], ['arrested in Bangkok at the market']), record('b', ['Minh'], ['left for Berlin']))
  assert.deepEqual(keys(index, 'minh bang'), ['a'])
  assert.deepEqual(keys(index, 'minh ber'), ['b'])
  assert.deepEqual(keys(index, 'bang minh'), [], 'a word that is followed by another is whole')
  assert.deepEqual(keys(index, 'bang'), ['a'])
  assert.deepEqual(keys(index, 'bang '), [])
  assert.deepEqual(keys(index, '  '), [])
  assert.deepEqual(keys(index, '…!'), [])
})

test('a name comes before a mention, and newer before older', () => {
  const index = indexOf(record('mention', ['x'], ['somebody met Minh'], 9), record('old', ['Minh'], [], 1), record('new', ['Minh'], [], 5))
  assert.deepEqual(keys(index, 'minh'), ['new', 'old', 'mention'])
})

test('a record that is put again replaces itself, and what is no longer seen is forgotten (T-21)', () => {
  const index = indexOf(record('C-1/P-1', ['Minh']), record('C-2/P-2', ['Minh']))
  index.put(record('C-1/P-1', ['Lan']))
  assert.deepEqual([keys(index, 'minh'), keys(index, 'lan')], [['C-2/P-2'], ['C-1/P-1']])
  index.keepOnly((key) => key.startsWith('C-1/'))
  assert.deepEqual([keys(index, 'minh'), keys(index, 'lan'), index.size], [[], ['C-1/P-1'], 1])
})

test('an index that was kept and read again finds the same, and other JSON is none', () => {
  const words = fc.array(fc.stringMatching(/^[a-z]{1,8}$/), { maxLength: 5 })
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(fc.stringMatching(/^[A-Z]{3}$/), words, words), { selector: ([key]) => key, maxLength: 12 }),
      words,
      (docs, typed) => {
        const index = indexOf(...docs.map(([key, names, text]) => record(key, names, text)))
        const kept = readIndexJson(JSON.parse(JSON.stringify(index.toJson())))
        assert.ok(kept)
        const again = new CaseIndex()
        again.addJson(kept)
        assert.deepEqual(again.find(typed.join(' ')), index.find(typed.join(' ')))
        // Word for word: what is typed at random seldom meets the first or the last of them.
        for (const word of docs.flatMap(([, names, text]) => [...names, ...text])) assert.deepEqual(again.find(word), index.find(word))
      },
    ),
  )
  for (const other of [null, 1, {}, { v: 2, docs: [] }, { v: 1, docs: [1] }, { v: 1, docs: [['a', 'b', 'c', 1, 'd']] }])
    assert.equal(readIndexJson(other), undefined)
})

test('a search agrees with looking at every record by hand', () => {
  const word = fc.constantFrom('anna', 'an', 'ann', 'bo', 'bob', 'ก', 'กข', 'กขค', 'ê', 'đ')
  fc.assert(
    fc.property(
      fc.array(fc.array(word, { minLength: 1, maxLength: 4 }), { maxLength: 8 }),
      fc.array(word, { minLength: 1, maxLength: 3 }),
      (texts, typed) => {
        const index = indexOf(...texts.map((text, at) => record(String(at), [], [text.join(' ')])))
        const terms = termsOf(typed.join(' '))
        const byHand = texts.flatMap((text, at) => {
          const tokens = [...tokensOf(text.join(' '))]
          const holds = terms.every(({ token, isPrefix }) => tokens.some((one) => (isPrefix ? one.startsWith(token) : one === token)))
          return holds ? [String(at)] : []
        })
        assert.deepEqual(keys(index, typed.join(' ')).toSorted(), byHand.toSorted())
      },
    ),
  )
})

test('folding twice is folding once, and never loses the marks that make a Thai word', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => assert.equal(foldText(foldText(text)), foldText(text))))
  assert.equal(foldText('ที่นี่'), 'ที่นี่'.normalize('NFKD').normalize('NFC'))
})
