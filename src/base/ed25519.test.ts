import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newSeed } from '#crypto/age/identity.ts'
import { randomBytes, unb64u } from '#crypto/bytes.ts'
import { verifySignature } from '#crypto/roster/verify-signature.ts'
import { publicKeyOf } from '#crypto/sign/sign.ts'
import { signerOf, verifierOf } from './ed25519.ts'

test('signatures are those of RFC 8032, whoever computes them', () => {
  const [key, bytes] = [newSeed(), randomBytes(100)]
  const signature = signerOf(key)(bytes)
  const verify = verifierOf(publicKeyOf(key))
  assert.ok(verify(signature, bytes))
  assert.ok(!verify(signature, randomBytes(100)))
  assert.ok(!verify(signature.subarray(1), bytes) && !verify(new Uint8Array(64), bytes))
  assert.ok(verifySignature(unb64u(publicKeyOf(key)), signature, bytes))
})
