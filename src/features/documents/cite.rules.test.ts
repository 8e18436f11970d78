import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { checkCitation, describeParagraph, findQuote, LONGEST_QUOTE, makeCitation, textHash } from './cite.rules.ts'
import type { Citation } from './document.contract.ts'
import { readParagraphs } from './segment.rules.ts'

const DOCUMENT = 'a'.repeat(64)
const RAW = '# A note\n\n1. Both sides “will [meet](#)” again,\n\nand they allegedly **agreed** on it.\n\n2. They will meet again.'
const paragraphs = readParagraphs(RAW)

function cite(quote: string): Citation {
  const made = makeCitation('Q-7Q4M', DOCUMENT, paragraphs, quote)
  assert.ok(made.ok)
  return made.citation
}

test('a quotation is found whatever its quotation marks, spaces and markup are (R-NGO-08)', () => {
  assert.deepEqual(findQuote(paragraphs, 'sides "will   meet" again,\nand they'), { paragraph: 2, start: 5, end: 38 })
  assert.deepEqual(findQuote(paragraphs, 'They will **meet** again.'), { paragraph: 3, start: 0, end: 21 })
  assert.equal(findQuote(paragraphs, 'they agreed on it'), null)
  assert.equal(findQuote(paragraphs, ' \u200b '), null)
})

test('a citation keeps the hash, the paragraph, the span and the words, and checks', () => {
  const citation = cite('allegedly agreed')
  assert.equal(citation.paragraph, 2)
  assert.equal(citation.quote, 'allegedly agreed')
  assert.equal(citation.textHash, textHash(paragraphs[1]?.text ?? ''))
  assert.deepEqual(checkCitation(citation, { number: 2, text: paragraphs[1]?.text ?? '' }), { ok: true })
})

test('a hedge taken out of the text makes the citation a mismatch (R-NGO-09)', () => {
  const citation = cite('agreed on it')
  const text = (paragraphs[1]?.text ?? '').replace('allegedly ', '')
  assert.deepEqual(checkCitation(citation, { number: 2, text }), { ok: false, code: 'citation.mismatch', detail: 'Q-7Q4M' })
})

test('another paragraph, span or wording is a mismatch', () => {
  const citation = cite('allegedly agreed')
  const held = { number: 2, text: paragraphs[1]?.text ?? '' }
  const wrong: Citation[] = [
    { ...citation, paragraph: 3 },
    { ...citation, start: citation.start + 1 },
    { ...citation, end: citation.end - 1 },
    { ...citation, quote: 'certainly agreed' },
    { ...citation, start: citation.end, end: citation.end, quote: '' },
    { ...citation, textHash: textHash('something else') },
  ]
  for (const one of wrong) assert.equal(checkCitation(one, held).ok, false)
})

test('words that stand nowhere, and words too long for a short quotation, are refused', () => {
  assert.deepEqual(makeCitation('Q-7Q4M', DOCUMENT, paragraphs, 'never said'), { ok: false, code: 'citation.mismatch', detail: 'Q-7Q4M' })
  const long = 'word '.repeat(100).trim()
  assert.equal(makeCitation('Q-7Q4M', DOCUMENT, [{ number: 1, text: long }], long).ok, false)
  assert.equal(makeCitation('Q-7Q4M', DOCUMENT, [{ number: 1, text: long }], long.slice(0, LONGEST_QUOTE)).ok, true)
})

test('every part of a read paragraph can be cited and checks again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }), fc.nat(), fc.nat(), (raw, a, b) => {
      for (const one of readParagraphs(raw)) {
        const from = a % one.text.length
        const quote = one.text.slice(from, from + 1 + (b % 20))
        const made = makeCitation('Q-7Q4M', DOCUMENT, [one], quote)
        if (made.ok) assert.deepEqual(checkCitation(made.citation, one), { ok: true })
        else assert.ok(quote.trim() === '' || !quote.isWellFormed() || /^\p{M}|[_#[\](]/u.test(quote))
      }
    }),
    { numRuns: 1000 },
  )
})

test('a described paragraph holds no words unless it may', () => {
  const [first] = paragraphs
  assert.ok(first !== undefined)
  assert.deepEqual(describeParagraph(first, false), { number: 1, label: null, kind: 'title', textHash: textHash('A note') })
  assert.equal(describeParagraph(first, true).text, 'A note')
})

test('the hash is SHA-256 of the UTF-8 form', () => {
  assert.equal(textHash('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  assert.equal(textHash('ế').length, 64)
})
