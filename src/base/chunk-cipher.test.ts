import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Decrypter } from 'age-encryption'
import { identityText, newSeed, recipientOf } from '#crypto/age/identity.ts'
import { openPayload, sealPayload } from '#crypto/age/payload.ts'
import { b64u, concat, hex, randomBytes, utf8 } from '#crypto/bytes.ts'
import { packFrame } from '#crypto/node/node-message.ts'
import { outerBytes, readOuter, wrapFor } from '#crypto/node/node-wrap.ts'
import { openNodeWrap } from '#crypto/node/open-node-wrap.ts'
import { sealTo } from '#crypto/seal/seal-age.ts'
import { chunkCipher } from './chunk-cipher.ts'
import { sha256 } from './sha256.ts'

const CHUNK = 65_536
const SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 7]
const KEY = new Uint8Array(16).fill(7)
const NOTHING = new Uint8Array(0)
const LINE = randomBytes(16)

const outerTo = async (seed: Uint8Array, plain: Uint8Array, sign: (bytes: Uint8Array) => Uint8Array = () => new Uint8Array(64)) =>
  readOuter(await wrapFor({ line: LINE, recipient: b64u(recipientOf(seed)), cipher: chunkCipher, hash: sha256, sign }, plain))

test('a payload comes back at every length around a chunk, and one that was cut, turned or joined does not (T-05)', () => {
  for (const size of SIZES) {
    const plain = randomBytes(size)
    const sealed = sealPayload(chunkCipher, KEY, plain, NOTHING)
    assert.equal(hex(openPayload(chunkCipher, KEY, sealed)), hex(plain))
    const behind = sealPayload(chunkCipher, KEY, plain, LINE)
    assert.equal(hex(behind.subarray(0, 16)), hex(LINE))
    assert.equal(hex(openPayload(chunkCipher, KEY, behind.subarray(16))), hex(plain))
    const turned = Uint8Array.from(sealed)
    const at = Math.floor(sealed.length / 2)
    turned[at] = (turned[at] ?? 0) ^ 1
    const full = sealed.subarray(0, 16 + (CHUNK + 16))
    const wrong = [
      turned,
      sealed.subarray(0, sealed.length - 1),
      concat(sealed, new Uint8Array(1)),
      concat(sealed, new Uint8Array(16)),
      sealed.subarray(0, 20),
    ]
    if (size > CHUNK) wrong.push(full, concat(sealed.subarray(0, 16), sealed.subarray(16 + CHUNK + 16)), concat(full, full.subarray(16)))
    for (const bytes of wrong) assert.throws(() => openPayload(chunkCipher, KEY, bytes), { code: 'age.damaged' })
    assert.throws(() => openPayload(chunkCipher, new Uint8Array(16), sealed), { code: 'age.damaged' })
  }
})

test('a frame is an ordinary age file: age opens what was sealed here, and what age sealed is opened here (T-01)', async () => {
  const seed = newSeed()
  const decrypter = new Decrypter()
  decrypter.addIdentity(identityText(seed))
  for (const size of SIZES) {
    const plain = randomBytes(size)
    assert.equal(hex(await decrypter.decrypt((await outerTo(seed, plain)).sealed)), hex(plain))
  }
  const body = randomBytes(3 * CHUNK)
  const message = { header: utf8('{}'), signature: new Uint8Array(64), body }
  const packed = packFrame({ said: utf8('{}'), signature: new Uint8Array(64), messages: [message] })
  const read = await openNodeWrap(chunkCipher, { of: 'node', seeds: [seed] }, await sealTo([recipientOf(seed)], packed))
  assert.equal(hex(read.messages[0]?.body ?? NOTHING), hex(body))
})

test('the outer wrap opens with the key of the node alone, and only where a frame is inside (T-01)', async () => {
  const seed = newSeed()
  const plain = packFrame({ said: utf8('{}'), signature: new Uint8Array(64), messages: [] })
  const { sealed } = await outerTo(seed, plain)
  assert.equal((await openNodeWrap(chunkCipher, { of: 'node', seeds: [newSeed(), seed] }, sealed)).messages.length, 0)
  await assert.rejects(openNodeWrap(chunkCipher, { of: 'node', seeds: [newSeed()] }, sealed), { code: 'node.not_for_us' })
  // Something else that is sealed to the same key stays closed here.
  const other = await sealTo([recipientOf(seed)], utf8('words of a person'))
  await assert.rejects(openNodeWrap(chunkCipher, { of: 'node', seeds: [seed] }, other), { code: 'node.malformed' })
  const forTwo = await sealTo([recipientOf(seed), recipientOf(newSeed())], plain)
  await assert.rejects(openNodeWrap(chunkCipher, { of: 'node', seeds: [seed] }, forTwo), { code: 'age.stanza_count' })
  const header = sealed.length - (16 + plain.length + 16)
  const turned = Uint8Array.from(sealed)
  turned[header + 20] = (turned[header + 20] ?? 0) ^ 1
  await assert.rejects(openNodeWrap(chunkCipher, { of: 'node', seeds: [seed] }, turned), { code: 'age.damaged' })
})

test('the signature on the outside stands over who speaks to whom and over every byte that is sealed (T-47)', async () => {
  const seen: string[] = []
  const { line, signature, sealed } = await outerTo(newSeed(), randomBytes(CHUNK + 5), (bytes) => {
    seen.push(hex(bytes))
    return new Uint8Array(64).fill(3)
  })
  assert.deepEqual([hex(line), hex(signature)], [hex(LINE), '03'.repeat(64)])
  assert.deepEqual(seen, [hex(outerBytes(line, sealed, sha256))])
  for (const at of [0, 400, sealed.length - 1]) {
    const turned = Uint8Array.from(sealed)
    turned[at] = (turned[at] ?? 0) ^ 1
    assert.notEqual(hex(outerBytes(line, turned, sha256)), seen[0])
  }
  assert.notEqual(hex(outerBytes(randomBytes(16), sealed, sha256)), seen[0])
})
