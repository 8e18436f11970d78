import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hex, unhex } from '../bytes.ts'
import { identityText, newSeed, readIdentity, readRecipient, recipientOf, recipientText } from './identity.ts'

test('a seed and its recipient are written as age writes them and read back', () => {
  const seed = newSeed()
  const raw = recipientOf(seed)
  assert.deepEqual([raw.length, recipientText(raw).length, identityText(seed).length], [1_216, 1_959, 77])
  assert.match(recipientText(raw), /^age1pq1[02-9ac-hj-np-z]+$/)
  assert.match(identityText(seed), /^AGE-SECRET-KEY-PQ-1[02-9AC-HJ-NP-Z]+$/)
  assert.deepEqual(readRecipient(recipientText(raw)), raw)
  assert.equal(hex(readIdentity(identityText(seed))), hex(seed))
})

test('another kind of key, another spelling and a damaged one are refused (T-11)', () => {
  const seed = unhex('11'.repeat(32))
  const text = recipientText(recipientOf(seed))
  const damaged = text.replace(/.$/, (last) => (last === 'q' ? 'p' : 'q'))
  const classical = 'age1cy0su9fwf3gf9mw868g5yut09p6nytfmmnktexz2ya5uqg9vl9sss4euqm'
  for (const wrong of ['', 'age1pq1', text.toUpperCase(), damaged, classical, ` ${text}`]) {
    assert.throws(() => readRecipient(wrong), { code: 'recipient.malformed' })
  }
  const identity = identityText(seed)
  for (const wrong of ['', identity.toLowerCase(), identity.replace('PQ-', ''), identity.slice(0, -1), `${identity}\n`]) {
    assert.throws(() => readIdentity(wrong), { code: 'identity.malformed' })
  }
  for (const length of [0, 31, 33]) assert.throws(() => recipientOf(new Uint8Array(length)), { code: 'identity.malformed' })
})

test('a recipient with a coefficient at the modulus is no key (FIPS 203 §7.2)', () => {
  const raw = recipientOf(newSeed())
  const put = (at: number, low: number, high: number): Uint8Array => {
    const other = raw.slice()
    other.set([low & 255, (low >> 8) | ((high & 15) << 4), high >> 4], at)
    return other
  }
  assert.doesNotThrow(() => recipientText(put(0, 3_328, 3_328)))
  for (const wrong of [put(0, 3_329, 0), put(0, 0, 3_329), put(1_149, 0, 4_095)]) {
    assert.throws(() => recipientText(wrong), { code: 'recipient.malformed' })
  }
})
