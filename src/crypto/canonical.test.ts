import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { concat, unutf8, utf8 } from './bytes.ts'
import { canonicalBytes, readCanonical } from './canonical.ts'

const refused = { code: 'json.not_canonical' }

test('what is written canonically reads back as the same value', () => {
  const leaf = fc.oneof(
    fc.string({ unit: 'grapheme' }).map((text) => text.normalize('NFC')),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
  )
  const name = fc.string({ unit: 'grapheme-ascii', maxLength: 8 }).filter((text) => text !== '__proto__')
  const value = fc.dictionary(name, fc.oneof(leaf, fc.array(leaf, { maxLength: 4 }), fc.dictionary(name, leaf, { maxKeys: 3 })), {
    maxKeys: 6,
  })
  fc.assert(
    fc.property(value, (given) => {
      const written = canonicalBytes(given)
      assert.deepEqual(canonicalBytes(readCanonical(written)), written)
      assert.deepEqual(JSON.parse(unutf8(written)), JSON.parse(JSON.stringify(given)))
    }),
  )
})

test('JSON in any other spelling is refused (I-03)', () => {
  const wrong = [
    '',
    ' {}',
    '{} ',
    '{}{}',
    '\ufeff{}',
    '{"b":1,"a":2}',
    '{"a":1,"a":1}',
    '{"a":1,"a":2}',
    '{"a": 1}',
    '{"a":1.0}',
    '{"a":1.5}',
    '{"a":1e2}',
    '{"a":1e400}',
    '{"a":-0}',
    '{"a":9007199254740992}',
    '{"a":NaN}',
    '{"__proto__":{"v":1}}',
    '{"a":"\\u0061"}',
    '{"a":"\\/"}',
    '{"a":"\\ud800"}',
    '{"a":"e\u0301"}',
    '{"e\u0301":1}',
    "{'a':1}",
    '[1,]',
    '{"a":{"a":{"a":{"a":{"a":{"a":{}}}}}}}',
  ]
  for (const text of wrong) assert.throws(() => readCanonical(utf8(text)), refused, text)
  assert.throws(() => readCanonical(concat(utf8('"'), Uint8Array.of(0xed, 0xa0, 0x80), utf8('"'))), refused)
  assert.equal(({} as Record<string, unknown>)['v'], undefined)
  for (const right of ['{}', '[[[[[[]]]]]]', '{"a":"[[[[[[[[[["}', '{"a":"\\"[[[[[[[["}', '-9007199254740991']) {
    assert.deepEqual(canonicalBytes(readCanonical(utf8(right))), utf8(right))
  }
})

test('JSON of monstrous size, depth or count is refused in well under a second (I-03)', () => {
  const monsters = [
    new Uint8Array(100_000_000).fill(0x5b),
    utf8('['.repeat(100_000)),
    utf8(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`),
    utf8(`[${'0,'.repeat(1_000_000)}0]`),
    utf8(`{${Array.from({ length: 100_000 }, (_, at) => `"${at}":0`).join(',')}}`),
    utf8(`"${'\\'.repeat(1_000_001)}`),
  ]
  for (const monster of monsters) {
    const began = performance.now()
    assert.throws(() => readCanonical(monster), refused)
    // The row says 100 ms; the machine of the test may have other work.
    assert.ok(performance.now() - began < 500)
  }
})

test('what has no canonical form is not written, and a value that the check does not know is refused', () => {
  for (const value of [1.5, Number.NaN, undefined, { a: undefined }, () => 0, 'e\u0301', '\ud800', [[[[[[[]]]]]]], 10n]) {
    assert.throws(() => canonicalBytes(value), refused)
  }
  assert.throws(() => readCanonical(utf8('{"a":1}'), () => undefined), refused)
  assert.equal(
    readCanonical(utf8('{"a":1}'), () => 'known'),
    'known',
  )
})
