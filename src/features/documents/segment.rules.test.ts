import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { normaliseText, toRaw } from './normalise.rules.ts'
import { type ReadParagraph, readParagraphs } from './segment.rules.ts'

const texts = (raw: string): string[] => readParagraphs(raw).map(({ text }) => text)
const labelled = (raw: string): string[] => readParagraphs(raw).map(({ label, kind, text }) => `${label ?? '-'} ${kind} ${text}`)

test('a sentence that a page break cuts is one paragraph', () => {
  assert.deepEqual(texts('He lost his\n\npassport in May.\n\nThen he left.'), ['He lost his passport in May.', 'Then he left.'])
  assert.deepEqual(texts('They spoke of fora,\n\nimplementation and\n\nsupport.'), ['They spoke of fora, implementation and support.'])
  assert.deepEqual(texts('Fund rapid-\n\nresponse teams.'), ['Fund rapid-response teams.'])
  assert.deepEqual(texts('Fund short-\n\nand long-term work.'), ['Fund short- and long-term work.'])
  assert.deepEqual(texts('It said:\n\nnothing new.'), ['It said:', 'nothing new.'])
})

test('a heading, an item and an address are never joined to what follows', () => {
  assert.deepEqual(texts('# About us\n\nwe are small.'), ['About us', 'we are small.'])
  assert.deepEqual(texts('The list has\n\n- one\n\n- two'), ['The list has', 'one', 'two'])
  assert.deepEqual(texts('+32 (0)2 555 01 23\n\nwww.example.org'), ['+32 (0)2 555 01 23', 'www.example.org'])
})

test('the printed number is kept, carried on and ended by a heading (R-NGO-08)', () => {
  const raw =
    '# One\n\nOpening words.\n\n9. Both sides agree.\n\nThe first adds this.\n - a point;\n - another point.\n\n10. Both sides end.\n\n# Two\n\nNo number here.'
  assert.deepEqual(labelled(raw), [
    '- title One',
    '- paragraph Opening words.',
    '9 paragraph Both sides agree.',
    '9 paragraph The first adds this.',
    '9 list_item a point;',
    '9 list_item another point.',
    '10 paragraph Both sides end.',
    '- heading Two',
    '- paragraph No number here.',
  ])
})

test('a list may start again at one, and a numbered name is an item', () => {
  const raw = '1. **Do this.** It helps.\n2. Do that.\n\nSigned by\n\n1. Invented Group\n2. Another Group (AG)'
  assert.deepEqual(labelled(raw), [
    '1 paragraph Do this. It helps.',
    '2 paragraph Do that.',
    '- heading Signed by',
    '1 list_item Invented Group',
    '2 list_item Another Group (AG)',
  ])
})

test('a number with four digits is a year and opens no list', () => {
  assert.deepEqual(texts('It ended in\n2024. Then it began.'), ['It ended in 2024. Then it began.'])
})

test('what is printed around a text is furniture and carries no label', () => {
  const raw =
    'Brussels, 3 May 2031\n(OR. en)\n\n12/31\n\nABCD 24\nEF 8\n\n---\n\nFrom:\tA\nTo:\tB\n\n# Note\n\n1. They met.\n\n---\n\nPress contacts\n\nAnna EXAMPLE\n\n+32 2 555 01 23\n\nwww.example.org'
  assert.deepEqual(
    readParagraphs(raw).map(({ kind, label }) => `${kind}${label ?? ''}`),
    [
      'furniture',
      'furniture',
      'furniture',
      'furniture',
      'furniture',
      'title',
      'paragraph1',
      'furniture',
      'heading',
      'furniture',
      'furniture',
      'furniture',
    ],
  )
})

test('the title is the longest heading before the first sentence', () => {
  const kinds = readParagraphs(
    'PRESS RELEASES\n\nTwo sides hold a dialogue\n\nThey met.\n\nA much longer heading than the title itself was\n\nThey left.',
  ).map(({ kind }) => kind)
  assert.deepEqual(kinds, ['heading', 'title', 'paragraph', 'heading', 'paragraph'])
})

test('Thai, Arabic and Vietnamese headings and sentences are told apart', () => {
  assert.deepEqual(
    labelled('แถลงการณ์ร่วม\n\n1. ทั้งสองฝ่ายยืนยันความร่วมมือ.\n\nبيان مشترك\n\nاجتمع الطرفان.\n\nTuyên bố chung\n\nHai bên đã gặp nhau.'),
    [
      '- title แถลงการณ์ร่วม',
      '1 paragraph ทั้งสองฝ่ายยืนยันความร่วมมือ.',
      '- heading بيان مشترك',
      '- paragraph اجتمع الطرفان.',
      '- heading Tuyên bố chung',
      '- paragraph Hai bên đã gặp nhau.',
    ],
  )
})

function assertSound(raw: string, paragraphs: readonly ReadParagraph[]): void {
  let end = 0
  for (const [index, one] of paragraphs.entries()) {
    assert.equal(one.number, index + 1)
    assert.notEqual(one.text, '')
    assert.equal(normaliseText(one.text).text, one.text)
    assert.ok(one.rawStart >= end && one.rawEnd > one.rawStart && one.rawEnd <= raw.length)
    assert.ok(toRaw(one.map, 0) >= one.rawStart && toRaw(one.map, one.text.length) === one.rawEnd)
    end = one.rawEnd
  }
}

test('any string is read, in order, without overlap and without an empty paragraph', () => {
  const part = fc.oneof(
    fc.constantFrom(
      '\n',
      '\n\n',
      '\r\n\r\n',
      '- ',
      '1. ',
      '12) ',
      '# ',
      '---',
      '***',
      'a',
      'A word',
      'word-',
      '.',
      ' ',
      '\t',
      '\u200b',
      '\ud800',
      '\u202e',
    ),
    fc.string({ unit: 'grapheme', maxLength: 8 }),
    fc.string({ unit: 'binary', maxLength: 4 }),
  )
  fc.assert(
    fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
      const raw = parts.join('')
      assertSound(raw, readParagraphs(raw))
    }),
    { numRuns: 2000 },
  )
})

test('every visible letter of the text stands in a paragraph or is its list marker', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('word', 'Two words.', '\n', '\n\n', '- ', '3. ', '# ', ' '), { maxLength: 30 }), (parts) => {
      const raw = parts.join('')
      const letters = (value: string): string => value.replace(/[^A-Za-z]/g, '')
      assert.equal(letters(texts(raw).join('')), letters(raw))
    }),
    { numRuns: 1000 },
  )
})

test('a million lines are read in a few seconds, as one paragraph or as many', () => {
  const started = performance.now()
  assert.equal(readParagraphs('A line of text that goes on and on,\n'.repeat(1_000_000)).length, 1)
  assert.equal(readParagraphs('A line of text.\n\n'.repeat(500_000)).length, 500_000)
  assert.ok(performance.now() - started < 20_000)
})
