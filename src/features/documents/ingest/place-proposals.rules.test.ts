import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readParagraphs } from '../segment.rules.ts'
import { type Proposed, placeProposals } from './place-proposals.rules.ts'

const proposed = (raw: string, start: number, end: number, paragraph: number): Proposed => ({
  id: 'x',
  paragraph,
  line: 1,
  start,
  end,
  quote: raw.slice(start, end),
  kind: 'person',
  value: 'x',
  rule: 'r',
})
const place = (raw: string, words: string, paragraph: number) => {
  const read = readParagraphs(raw)
  const start = raw.indexOf(words)
  const [placed] = placeProposals(read, [proposed(raw, start, start + words.length, paragraph)])
  return placed === undefined ? null : read[paragraph - 1]?.text.slice(placed.start, placed.end)
}

test('words of the file stand at the same words of the paragraph, through marks, links and page breaks', () => {
  assert.equal(place('# T\n\nThe **bold** name and  more.', 'bold', 2), 'bold')
  assert.equal(place('# T\n\nIt met [Mira Okonedo](#) in Arvena today.', 'Mira Okonedo](#) in Arvena', 2), 'Mira Okonedo in Arvena')
  assert.equal(
    place('# T\n\nThe cancellation of his\n\npassport was told.', 'cancellation of his\n\npassport', 2),
    'cancellation of his passport',
  )
})

test('the second of two equal words is placed at the second', () => {
  const raw = '# T\n\nOne weaver and one weaver.'
  const read = readParagraphs(raw)
  const start = raw.lastIndexOf('weaver')
  assert.deepEqual(
    placeProposals(read, [proposed(raw, start, start + 6, 2)]).map((one) => one.start),
    [19],
  )
})

test('what does not stand in its paragraph is left out', () => {
  const raw = '# T\n\nSome words here.'
  const read = readParagraphs(raw)
  assert.deepEqual(
    placeProposals(read, [
      { ...proposed(raw, 5, 9, 2), quote: 'other words' },
      proposed(raw, 5, 9, 9),
      { ...proposed(raw, 5, 9, 2), quote: '**' },
    ]),
    [],
  )
})

test('every word of any text is placed where it stands', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[\p{L}*_\u200b]{1,8}$/u), { minLength: 1, maxLength: 20 }), (words) => {
      const raw = words.join(' ')
      for (const one of readParagraphs(raw)) {
        for (const found of one.text.matchAll(/\p{L}+/gu)) {
          const [placed] = placeProposals([one], [{ ...proposed(raw, 0, 0, one.number), quote: found[0] }])
          assert.equal(placed === undefined ? null : one.text.slice(placed.start, placed.end), found[0])
        }
      }
    }),
  )
})
