import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hex, utf8 } from '../bytes.ts'
import { sha256 } from '../kdf.ts'
import { callBytes, sessionBytes } from './call-proof.ts'

const call = { method: 'POST', path: '/api/desk/pages', number: 7, bodyHash: sha256(utf8('{}')), token: 'A'.repeat(43) }

test('every part of a call changes what is signed (T-28)', () => {
  const others = [
    {},
    { method: 'GET' },
    { path: '/api/desk/pages?x' },
    { number: 8 },
    { bodyHash: sha256(utf8('{ }')) },
    { token: `${'A'.repeat(42)}E` },
  ].map((over) => hex(callBytes({ ...call, ...over })))
  assert.equal(new Set(others).size, others.length)
})

test('a question answered for one device is no answer for another, and none is an answer to a call (T-28)', () => {
  const challenge = new Uint8Array(56)
  const [one, other] = [new Uint8Array(65), new Uint8Array(65).fill(1)]
  assert.notEqual(hex(sessionBytes(challenge, one)), hex(sessionBytes(challenge, other)))
  assert.ok(!hex(callBytes(call)).startsWith(hex(sessionBytes(challenge, one)).slice(0, 34)))
})
