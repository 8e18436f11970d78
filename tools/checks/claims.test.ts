import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { proofsIn } from './claims.ts'

const idsIn = (text: string): string[] => proofsIn('a.test.ts', text).map(({ id }) => id)

test('ids at the end of a title are claims', () => {
  assert.deepEqual(idsIn("test('a stranger is refused (R-EP-02, T-44)', () => {})"), ['R-EP-02', 'T-44'])
  assert.deepEqual(idsIn("  await t.test('x (A11Y-1)', () => {})"), ['A11Y-1'])
  assert.deepEqual(idsIn('test(\n  `x (UX-O-04)`,\n  () => {})'), ['UX-O-04'])
})

test('words in brackets that are no ids are no claims', () => {
  assert.deepEqual(idsIn("test('leaf and node hashes differ (RFC 6962)', () => {})"), [])
  assert.deepEqual(idsIn("test('T-44 in the middle is talk', () => {})"), [])
  assert.deepEqual(idsIn("test('only some are ids (T-44, and more)', () => {})"), [])
  assert.deepEqual(idsIn("test.skip('not a proof (T-44)', () => {})"), [])
  assert.deepEqual(idsIn('const planted = "test(\'x (T-44)\', () => {})"'), [])
})

test('a comment claims for the test right below it and for no other', () => {
  const [claim] = proofsIn('a.test.ts', "// proves R-EP-24, T-47\n// A further word.\ntest('a message changes nothing', () => {})\n")
  assert.deepEqual([claim?.id, claim?.title], ['R-EP-24', 'a message changes nothing'])
  const [loose] = proofsIn('a.test.ts', "// proves T-47\nconst a = 1\ntest('another', () => {})\n")
  assert.equal(loose?.title, '')
})

test('any text is read without breaking', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) =>
      proofsIn('a.test.ts', `test('${text}`).every(({ file }) => file === 'a.test.ts'),
    ),
  )
})
