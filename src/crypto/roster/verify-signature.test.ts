import assert from 'node:assert/strict'
import { generateKeyPairSync, sign } from 'node:crypto'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { ed25519 } from '@noble/curves/ed25519.js'
import { build } from 'esbuild'
import fc from 'fast-check'
import { unhex } from '../bytes.ts'
import { isVerifyingKey, verifySignature } from './verify-signature.ts'

test('what the runtime signs holds here, and stops to hold with one bit changed anywhere', () => {
  for (let round = 0; round < 8; round += 1) {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519')
    const key = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32))
    const message = new TextEncoder().encode(`message ${round}`)
    const signature = new Uint8Array(sign(null, message, privateKey))
    assert.equal(verifySignature(key, signature, message), true)
    for (const [part, at] of [
      [key, round],
      [signature, round],
      [signature, 32 + round],
      [message, round],
    ] as const) {
      part[at] = (part[at] ?? 0) ^ (1 << round)
      assert.equal(verifySignature(key, signature, message), false)
      part[at] = (part[at] ?? 0) ^ (1 << round)
    }
    assert.equal(verifySignature(key, signature, message), true)
  }
})

test('it agrees with the strict check of the library on signatures that are true, mixed up or noise', () => {
  const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
  fc.assert(
    fc.property(
      bytes(32),
      bytes(32),
      fc.uint8Array({ maxLength: 40 }),
      bytes(64),
      fc.integer({ min: 0, max: 3 }),
      (seed, other, message, noise, kind) => {
        const key = ed25519.getPublicKey(kind === 1 ? other : seed)
        const signature = kind === 2 ? noise : ed25519.sign(message, seed)
        const given = kind === 3 ? noise.subarray(0, 32) : key
        assert.equal(verifySignature(given, signature, message), ed25519.verify(signature, message, given, { zip215: false }))
      },
    ),
    { numRuns: 60 },
  )
})

test('the vectors of RFC 8032 hold', () => {
  const cases = [
    [
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
      '',
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    ],
    [
      '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
      '72',
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    ],
  ] as const
  for (const [key, message, signature] of cases) assert.equal(verifySignature(unhex(key), unhex(signature), unhex(message)), true)
})

test('a key of small order signs for nobody, though the equation would hold for it (T-35)', () => {
  const neutral = Uint8Array.of(1, ...new Uint8Array(31))
  const forged = Uint8Array.of(...neutral, ...new Uint8Array(32))
  assert.equal(ed25519.verify(forged, new Uint8Array(3), neutral, { zip215: true }), true)
  assert.equal(verifySignature(neutral, forged, new Uint8Array(3)), false)
  assert.equal(isVerifyingKey(neutral), false)
  assert.equal(isVerifyingKey(ed25519.getPublicKey(new Uint8Array(32))), true)
  assert.equal(isVerifyingKey(new Uint8Array(31)), false)
})

test('a second spelling of a signature is none', () => {
  const seed = new Uint8Array(32).fill(7)
  const message = new Uint8Array(5)
  const signature = ed25519.sign(message, seed)
  let carry = 0
  const order = '1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed'
  const bent = Uint8Array.from(signature)
  for (let at = 0; at < 32; at += 1) {
    const sum = (signature[32 + at] ?? 0) + Number.parseInt(order.slice(62 - 2 * at, 64 - 2 * at), 16) + carry
    bent[32 + at] = sum & 255
    carry = sum >> 8
  }
  assert.equal(verifySignature(ed25519.getPublicKey(seed), signature, message), true)
  assert.equal(verifySignature(ed25519.getPublicKey(seed), bent, message), false)
})

test('what a page takes along to check the list holds no code that signs or makes a key (T-17)', async () => {
  const bundle = async (file: string) => {
    const entry = fileURLToPath(new URL(file, import.meta.url))
    const { outputFiles } = await build({ entryPoints: [entry], bundle: true, format: 'esm', write: false })
    return outputFiles[0]?.text ?? ''
  }
  const signs = /eddsa|getPublicKey|secretKey|\bsign\b|keygen/
  assert.doesNotMatch(await bundle('./check-roster.ts'), signs)
  assert.match(await bundle('../sign/sign.ts'), signs)
})
