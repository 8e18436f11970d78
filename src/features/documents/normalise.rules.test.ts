import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { normalisePieces, normaliseText, RULE_VERSION, toRaw } from './normalise.rules.ts'

const text = (raw: string): string => normaliseText(raw).text

/** Strings made of what the rules look at, so that few runs find much. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom('a', 'b', '1', '_', '*', '#', '# ', '[', ']', '(', ')', '](', ' ', '\n', '\t', '`', '<'),
      fc.constantFrom('\u0301', '\u0338', '\u200b', '\u202e', '\u1fef', '\u1100', '\u1161', '“', '‘', '«', 'é', 'ก', '่'),
      fc.constantFrom('\ud800', '\udc00', '\ufb2c', '\u0958', '\u{1d15e}', '\u0000', '\u00a0', '\u2028', 'ế', 'ệ'.normalize('NFD')),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { maxLength: 24 },
  )
  .map((parts) => parts.join(''))

test('a second reading changes nothing (R-NGO-08)', () => {
  fc.assert(
    fc.property(hostile, (raw) => {
      const once = text(raw)
      assert.equal(text(once), once)
    }),
    { numRuns: 4000 },
  )
})

test('the result has one space at a time, no invisible unit, no curly quote, and one UTF-8 form', () => {
  fc.assert(
    fc.property(hostile, (raw) => {
      const once = text(raw)
      assert.equal(once.normalize('NFC'), once)
      assert.ok(once.isWellFormed())
      assert.equal(once.trim(), once)
      assert.doesNotMatch(once, /\s{2}|[^\S ]|[\u0000\u200b\u202e\ufeff*“”‘’«»]/u)
    }),
    { numRuns: 2000 },
  )
})

test('every unit of the result is mapped to where it stands in the raw text, in order', () => {
  fc.assert(
    fc.property(hostile, (raw) => {
      const { text: result, map } = normaliseText(raw)
      let before = -1
      for (let i = 0; i < result.length; i++) {
        const offset = toRaw(map, i)
        assert.ok(offset >= before && offset < raw.length)
        before = offset
        const unit = result.charAt(i)
        if (/[A-Za-z0-9()[\]]/.test(unit)) assert.equal(raw.charAt(offset), unit)
      }
      assert.equal(toRaw(map, result.length), raw.length)
    }),
    { numRuns: 2000 },
  )
})

test('markup, emphasis and link targets go, the words stay', () => {
  assert.equal(text('**Bold** and *thin* and __heavy__ and _light_'), 'Bold and thin and heavy and light')
  assert.equal(text('## A heading\n#### Another'), 'A heading Another')
  assert.equal(text('have [pledged](#) and [met](https://example.org/a_(b)?c)'), 'have pledged and met')
  assert.equal(text('a link [in [a](x) link](y)'), 'a link in a link')
  assert.equal(text('a [bracket] (with a remark) stays'), 'a [bracket] (with a remark) stays')
  assert.equal(text('[the text](not a target)'), '[the text](not a target)')
  assert.equal(text('an_address_en and #tag and C# and ####### seven'), 'an_address_en and #tag and C# and ####### seven')
})

test('quotation marks and white space are of one kind', () => {
  assert.equal(text('“a” „b“ «c» ‘d’ ‚e‘ it’s `f` ´g´'), `"a" "b" "c" 'd' 'e' it's 'f' 'g'`)
  assert.equal(text(' \u00a0a\u2003\r\n\tb\u2028c\u0085d\u200b\ufeffe '), 'a b c de')
})

test('hidden direction marks cannot make two readings of one text', () => {
  assert.equal(text('not \u202eguilty\u202c'), 'not guilty')
  assert.equal(text('so\u00adft \u2066hy\u2069phen'), 'soft hyphen')
})

test('letters are composed, also across what was removed', () => {
  const vietnamese = 'Tuyên bố chung về đàn áp xuyên quốc gia'
  assert.equal(text(vietnamese.normalize('NFD')), vietnamese)
  assert.equal(text('e\u200b\u0301'), 'é')
  const { text: result, map } = normaliseText('ne\u0301e.')
  assert.equal(result, 'née.')
  assert.deepEqual(
    [0, 1, 2, 3].map((i) => toRaw(map, i)),
    [0, 1, 3, 4],
  )
})

test('a lone surrogate becomes the replacement character', () => {
  assert.equal(text('a\ud800b'), 'a\ufffdb')
  assert.equal(text('a\u{1f600}b'), 'a\u{1f600}b')
})

test('parts are joined by their glue and mapped into the whole text', () => {
  const raw = 'rapid-\n\nresponse for **his**\n\npassport'
  const pieces = [
    { start: 0, end: 6, glue: '' },
    { start: 8, end: 28, glue: '' },
    { start: 30, end: 38, glue: ' ' },
  ] as const
  const { text: result, map } = normalisePieces(raw, pieces)
  assert.equal(result, 'rapid-response for his passport')
  assert.equal(toRaw(map, 6), 8)
  assert.equal(toRaw(map, result.indexOf('passport')), 30)
  assert.equal(toRaw(map, result.length), 38)
})

test('hostile nesting and long runs are read in linear time', () => {
  const started = performance.now()
  const n = 200_000
  assert.equal(text(`${'['.repeat(n)}a${'](x)'.repeat(n)}`), 'a')
  assert.equal(text('[a]('.repeat(n) + ')'.repeat(n)), 'a')
  assert.equal(text('\n'.repeat(n)), '')
  assert.equal(text('# '.repeat(n)), '')
  assert.equal(text(`${'_'.repeat(n)}a`), 'a')
  assert.equal(text(`a${' '.repeat(n)}b`), 'a b')
  assert.equal(text(`e${'\u0301'.repeat(n)}`).length, n)
  assert.ok(performance.now() - started < 5000)
})

test('the rule has a version', () => {
  assert.equal(RULE_VERSION, 1)
})
