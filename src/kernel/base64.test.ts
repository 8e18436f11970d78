import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fromBase64, toBase64 } from './base64.ts'

test('bytes survive the way into Base64 and back, and the text is the one that others write', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      assert.equal(toBase64(bytes), Buffer.from(bytes).toString('base64'))
      assert.deepEqual(fromBase64(toBase64(bytes)), bytes)
    }),
  )
})

test('a second spelling of the same bytes is refused', () => {
  for (const text of ['QQ', 'QQ=', 'QR==', 'QQ==\n', ' QQ==', 'QQ==QQ==', '====', 'Q===', 'QUI-', 'QUI_', 'QÜ==', 'QUJ=']) {
    assert.equal(fromBase64(text), undefined, JSON.stringify(text))
  }
})
