import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { scrypt, scryptAsync } from './fast-scrypt.ts'

type Scrypt = { readonly scrypt: (words: string | Uint8Array, salt: Uint8Array, cost: object) => Uint8Array }
const { scrypt: shipped } = (await import(new URL('../../node_modules/@noble/hashes/scrypt.js', import.meta.url).href)) as Scrypt

test('what tests stretch words with gives the same keys as what members load', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string(), fc.uint8Array({ maxLength: 40 }), fc.integer({ min: 1, max: 10 }), async (words, salt, log) => {
      const cost = { N: 2 ** log, r: 8, p: 1, dkLen: 32 }
      assert.notEqual(shipped, scrypt)
      assert.deepEqual(scrypt(words, salt, cost), shipped(words, salt, cost))
      assert.deepEqual(await scryptAsync(words, salt, cost), shipped(words, salt, cost))
    }),
  )
})

test('an answer that is kept is not spoilt by who wipes it, nor given for other words, another salt or another cost', () => {
  const salt = new Uint8Array(16).fill(3)
  const cost = { N: 2 ** 8, r: 8, p: 1, dkLen: 32 }
  scrypt('words', salt, cost).fill(0)
  for (const [words, saltOf, costOf] of [
    ['words', salt, cost],
    [new TextEncoder().encode('words'), salt, cost],
    ['word', salt, cost],
    ['words', salt.slice(1), cost],
    ['words', salt, { ...cost, N: 2 ** 9 }],
    ['words', salt, { ...cost, r: 4 }],
    ['words', salt, { ...cost, p: 2 }],
    ['words', salt, { ...cost, dkLen: 64 }],
  ] as const)
    assert.deepEqual(scrypt(words, saltOf, costOf), shipped(words, saltOf, costOf))
})

test('at the cost that is shipped, once', () => {
  const cost = { N: 2 ** 18, r: 8, p: 1, dkLen: 32 }
  const salt = new Uint8Array(16).fill(7)
  assert.deepEqual(scrypt('nine plain words', salt, cost), shipped('nine plain words', salt, cost))
})
