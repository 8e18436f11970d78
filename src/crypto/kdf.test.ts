import assert from 'node:assert/strict'
import { createHash, createHmac, hkdfSync } from 'node:crypto'
import { test } from 'node:test'
import { randomBytes } from './bytes.ts'
import { hmac, kdf, sha256 } from './kdf.ts'

test('hash, MAC and derivation agree with another implementation', () => {
  const [key, one, two] = [randomBytes(32), randomBytes(70), randomBytes(3)]
  assert.deepEqual(Buffer.from(sha256(one, two)), createHash('sha256').update(one).update(two).digest())
  assert.deepEqual(Buffer.from(hmac(key, one, two)), createHmac('sha256', key).update(one).update(two).digest())
  for (const length of [16, 32, 64]) {
    assert.deepEqual(Buffer.from(kdf(key, 'slot/0/16', length)), Buffer.from(hkdfSync('sha256', key, 'asylia/v1', 'slot/0/16', length)))
  }
})
