import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compareQuotation } from './compare-quotation.ts'

const ORIGINAL =
  'The guild met. Both towns reiterate their promise to honour, shelter and house every weaver in line with the charters to which the towns of Sella and Vell are parties. They will further share looms.'

function compared(quotation: string, original = ORIGINAL) {
  const check = compareQuotation(quotation, original)
  assert.ok(check !== null, quotation)
  return check
}

test('a shortened quotation is flagged with the words that go on, the word left out and the other spelling', () => {
  const check = compared('promise to honor, shelter and house every weaver in line with charters')
  assert.deepEqual([check.exact, check.shortened, check.changed], [false, true, true])
  assert.deepEqual(check.spellings, [{ quoted: 'honor', original: 'honour' }])
  assert.equal(check.before, 'Both towns reiterate their')
  assert.equal(check.after, 'to which the towns of Sella and Vell are parties')
  assert.deepEqual([check.leftOut, check.putIn], [['the'], []])
  assert.deepEqual(check.pieces.map(({ kind, text }) => `${kind} ${text}`).toSorted(), [
    'left_out honour,',
    'left_out the',
    'put_in honor,',
    'same charters',
    'same promise to',
    'same shelter and house every weaver in line with',
  ])
})

test('a whole sentence word for word is exact, whatever its quotation marks and capitals', () => {
  for (const quotation of ['They will further share looms', '“they will further share looms.”']) {
    const check = compared(quotation)
    assert.deepEqual([check.exact, check.shortened, check.changed, check.before, check.after], [true, false, false, '', ''])
  }
})

test('words left out inside are shown where they stood, with or without dots', () => {
  for (const dots of ['', '…', '[...]']) {
    const check = compared(`Both towns reiterate their promise to honour ${dots} every weaver in line with the charters`)
    assert.ok(check.shortened && !check.changed)
    assert.deepEqual(check.leftOut, ['shelter and house'])
  }
})

test('a word that turns the meaning is no spelling: it is named as put in', () => {
  const check = compared('promise never to honour, shelter and house every weaver')
  assert.deepEqual(check.spellings, [])
  assert.deepEqual(check.putIn, ['never'])
})

test('what does not quote the text is not compared with it, and neither is a text without end', () => {
  assert.equal(compareQuotation('The harbour master closed the gates at noon', ORIGINAL), null)
  assert.equal(compareQuotation('', ORIGINAL), null)
  assert.equal(compareQuotation('…', ORIGINAL), null)
  assert.equal(compareQuotation('word', ''), null)
  assert.equal(compareQuotation('a '.repeat(20_000), ORIGINAL), null)
})

test('the words of the quotation can be read off the pieces, and those of the original too, over random cuts', () => {
  const word = fc.constantFrom('sella', 'vell', 'tower', 'weaver', 'loom', 'river', 'honour', 'charter', 'gate', 'bread')
  fc.assert(
    fc.property(
      fc.array(word, { minLength: 6, maxLength: 30 }),
      fc.nat(),
      fc.integer({ min: 4, max: 12 }),
      fc.nat(),
      (words, from, length, gone) => {
        const start = from % (words.length - 3)
        const cut = words.slice(start, start + length)
        const kept = cut.length > 4 ? cut.toSpliced(1 + (gone % (cut.length - 2)), 1) : cut
        const check = compareQuotation(kept.join(' '), words.join(' '))
        assert.ok(check !== null)
        const told = (kinds: readonly string[]) =>
          check.pieces
            .filter(({ kind }) => kinds.includes(kind))
            .map(({ text }) => text)
            .join(' ')
        assert.equal(told(['same', 'put_in']), kept.join(' '))
        assert.equal(told(['same', 'left_out']), words.join(' ').slice(check.start, check.end))
        assert.ok(!check.changed)
        const whole = [check.before, words.join(' ').slice(check.start, check.end), check.after].filter((part) => part !== '').join(' ')
        assert.equal(whole, words.join(' '))
      },
    ),
  )
})
