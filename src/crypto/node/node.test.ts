import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { newSeed, recipientOf } from '../age/identity.ts'
import { b64u, concat, hex, utf8 } from '../bytes.ts'
import { canonicalBytes } from '../canonical.ts'
import { publicKeyOf, signStatement } from '../sign/sign.ts'
import { type HeardNode, heardBy } from './heard-node.ts'
import { isSameFingerprint, lineOf, type NodeCard, nodeFingerprint, readNodeCard, writeNodeCard } from './node-card.ts'
import { bodyDigest, messageHash, type NodeHeader, packFrame, readHeader, readSaid, unpackFrame, writeHeader } from './node-message.ts'
import { readOuter } from './node-wrap.ts'

const seed = newSeed()
const card: NodeCard = {
  v: 1,
  type: 'node-card',
  instance: 'a'.repeat(32),
  gen: 1,
  sign: publicKeyOf(newSeed()),
  recipient: b64u(recipientOf(seed)),
  pins: 'b'.repeat(64),
  url: 'https://node.invented.example',
}
const header: NodeHeader = {
  v: 1,
  type: 'node-message',
  from: 'a'.repeat(32),
  to: 'c'.repeat(32),
  n: 1,
  prev: '0'.repeat(64),
  id: '9c1c4f3e-8a51-4a44-8e39-1f0d6f6f2b12',
  about: '9c1c4f3e-8a51-4a44-8e39-1f0d6f6f2b13',
  kind: 'state',
  tlp: 'TLP:GREEN',
  version: 1,
  digest: bodyDigest(utf8('{}')),
}

test('a card is read in its one spelling, and its fingerprint holds every key and no address', () => {
  assert.deepEqual(readNodeCard(writeNodeCard(card)), card)
  const said = nodeFingerprint(card)
  assert.match(said, /^(?:[0-9A-HJKMNP-TV-Z]{4} ){7}[0-9A-HJKMNP-TV-Z]{4}$/)
  assert.equal(nodeFingerprint({ ...card, url: 'https://elsewhere.invented.example' }), said)
  const others = [
    { instance: 'd'.repeat(32) },
    { gen: 2 },
    { sign: publicKeyOf(newSeed()) },
    { pins: 'c'.repeat(64) },
    { recipient: b64u(recipientOf(newSeed())) },
  ]
  for (const other of others) assert.notEqual(nodeFingerprint({ ...card, ...other }), said)
  assert.ok(isSameFingerprint(said, said.toLowerCase().replaceAll(' ', '-').replaceAll('0', 'o').replaceAll('1', 'l')))
  assert.ok(!isSameFingerprint(said, said.slice(0, 35)) && !isSameFingerprint('', ''))
})

test('a card with a key that stands for nothing is refused', () => {
  const zero = { ...card, sign: b64u(new Uint8Array(32)) }
  for (const bytes of [canonicalBytes(zero), canonicalBytes({ ...card, more: 1 }), utf8('{}'), new Uint8Array(7_000)])
    assert.throws(() => readNodeCard(bytes), { name: 'SealingRefusal' })
})

test('a frame comes back as it was packed, whatever is in it, in one of few lengths', () => {
  const part = fc.uint8Array({ maxLength: 300 })
  const message = fc.record({ header: part, signature: fc.uint8Array({ minLength: 64, maxLength: 64 }), body: fc.option(part) })
  fc.assert(
    fc.property(part, fc.array(message, { maxLength: 5 }), (said, messages) => {
      const frame = { said, signature: new Uint8Array(64), messages }
      const plain = packFrame(frame)
      assert.equal(plain.length, 16_384)
      const read = unpackFrame(plain)
      assert.deepEqual([hex(read.said), read.messages.length], [hex(said), messages.length])
      for (const [at, one] of read.messages.entries()) {
        assert.equal(hex(one.header), hex(messages[at]?.header ?? new Uint8Array(0)))
        assert.equal(one.body === null, messages[at]?.body === null)
      }
    }),
    { numRuns: 50 },
  )
})

test('bytes of any kind are refused and never break the reader (T-05)', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      const plain = concat(utf8('asylia/v1/node-frame\n'), bytes)
      for (const read of [() => unpackFrame(bytes), () => readHeader(bytes), () => readSaid(bytes), () => readOuter(bytes)])
        assert.throws(read, { name: 'SealingRefusal' })
      try {
        unpackFrame(plain)
      } catch (error) {
        assert.equal((error as Error).name, 'SealingRefusal')
      }
    }),
    { numRuns: 200 },
  )
})

test('the hash of a message covers all of its header, and the line tells the two directions apart', () => {
  const hash = messageHash(header)
  for (const over of [
    { n: 2 },
    { prev: '1'.repeat(64) },
    { tlp: 'TLP:RED' as const },
    { digest: bodyDigest(utf8('{ }')) },
    { kind: 'alert' as const },
  ])
    assert.notEqual(messageHash({ ...header, ...over }), hash)
  assert.deepEqual(readHeader(writeHeader(header)), header)
  assert.notEqual(hex(lineOf('a', 'b')), hex(lineOf('b', 'a')))
})

test('what was heard counts for its team, its name and its members alone, and not a letter of it can be changed (T-47)', () => {
  const by = newSeed()
  const said: HeardNode = {
    v: 1,
    type: 'node-heard',
    team: 'harbour',
    name: 'quay-node',
    instance: card.instance,
    pins: card.pins,
    sign: card.sign,
    by: publicKeyOf(by),
    at: '2026-11-22T10:00:00Z',
  }
  const signed = { statement: said, signature: b64u(signStatement(by, 'node-heard', said)) }
  const here = { team: 'harbour', name: 'quay-node', members: [said.by] }
  assert.deepEqual(heardBy(signed, here), said)
  for (const elsewhere of [{ team: 'dock' }, { name: 'pier-node' }, { members: [publicKeyOf(newSeed())] }])
    assert.equal(heardBy(signed, { ...here, ...elsewhere }), undefined)
  for (const other of [{ instance: 'd'.repeat(32) }, { pins: 'd'.repeat(64) }, { sign: publicKeyOf(newSeed()) }, { more: 1 }])
    assert.equal(heardBy({ ...signed, statement: { ...said, ...other } }, here), undefined)
})
