import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { newPassphrase } from '#crypto/team/passphrase.ts'
import { sealToWords } from '#crypto/team/wraps-passphrase.ts'
import { sealedKeyOfNobody } from '../sessions/challenge.ts'
import { isSealedMemberKey } from './sealed-key.rules.ts'

const real = await sealToWords(newPassphrase(), randomBytes(384))

test('what the client makes of 384 bytes is taken', () => {
  assert.deepEqual(isSealedMemberKey(real), { ok: true })
})

test('a key that is cheaper to guess than 2^18, or sealed in another way, is refused (T-08)', () => {
  const text = Buffer.from(real).toString('latin1')
  for (const weaker of [
    text.replace(' 18\n', ' 10\n'),
    text.replace(' 18\n', ' 1\n'),
    text.replace(' 18\n', ' 19\n'),
    text.replace('-> scrypt', '-> X25519'),
    text.replace(/-> scrypt.*\n.*\n/, (stanza) => stanza + stanza),
    text.slice(0, -1),
    `${text}x`,
    '',
  ])
    assert.equal(isSealedMemberKey(Buffer.from(weaker, 'latin1')).ok, false)
})

test('the answer for a code that nobody has passes for a real key, is always the same for it, and another for another', () => {
  const secret = randomBytes(32)
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, other) => {
      const key = sealedKeyOfNobody(secret, one)
      assert.deepEqual(isSealedMemberKey(key), { ok: true })
      assert.equal(key.length, real.length)
      assert.ok(key.equals(sealedKeyOfNobody(secret, one)))
      assert.equal(key.equals(sealedKeyOfNobody(secret, other)), one === other)
      assert.ok(!key.equals(sealedKeyOfNobody(randomBytes(32), one)))
    }),
    { numRuns: 50 },
  )
})
