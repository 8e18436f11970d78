import assert from 'node:assert/strict'
import { test } from 'node:test'
import { x25519 } from '@noble/curves/ed25519.js'
import { recipientOf, recipientText } from '../age/identity.ts'
import { hex, unhex, utf8 } from '../bytes.ts'
import { kdf, sha256 } from '../kdf.ts'
import { SealingRefusal } from '../refusals.ts'
import { mailboxKeys, masterKey } from './mailbox-keys.ts'
import { secretFrom } from './secret.ts'

const INSTANCE = '00112233445566778899aabbccddeeff'
const SECRET = secretFrom(unhex('00048d159e26af37bc048d55'))
const mk = await masterKey(SECRET, INSTANCE)
const keys = mailboxKeys(mk)

test('the published secret has its published keys (T-36)', () => {
  assert.equal(hex(mk), '03a9a48dc9b99e888c1c3e142b8e61db7901ee3009862a3c008148cb92df1cd3')
  assert.equal(hex(keys.slot(0)), '30c8f2f989bf18d2db965528119e4cfe4d6038ba568486c12847d62dbb995eef')
  assert.equal(hex(kdf(keys.slot(0), 'slot/0/16', 16)), 'bba249e64e7b2ad734ebbddee7b8be70')
  assert.equal(hex(keys.chain(0)), 'd6bfd6c0751ad6a9e7c6d7496776b5c05b881cbeca752b47819e7c1cf9a28fc0')
  assert.equal(hex(sha256(utf8(recipientText(keys.recipient)))), '3d7175aeecc03fec228a7f1a9c5cff0bc7e9c41aabea5b1fc078e220a8ac5209')
})

test('the steps of the chain hash down to the head and end at 1,023', () => {
  for (const seq of [1, 2, 500, 1_023]) assert.deepEqual(sha256(keys.chain(seq)), keys.chain(seq - 1))
  assert.deepEqual(sha256(keys.chain(0)), keys.chainHead)
  for (const seq of [-1, 1_024, 0.5]) assert.throws(() => keys.chain(seq), TypeError)
})

test('generations, items and files have keys of their own', () => {
  const item = '0f'.repeat(16)
  const all = [
    ...[0, 1, 2].flatMap((g) => [keys.conv(g), keys.slot(g), keys.dh(g).secret, keys.dh(g).public]),
    ...[0, 1].flatMap((n) => [keys.file(item, n), keys.set(item, n), keys.token(item, n)]),
    keys.file('1f'.repeat(16), 0),
    keys.self,
    keys.del,
    keys.identitySeed,
  ].map(hex)
  assert.equal(new Set(all).size, all.length)
  assert.deepEqual(keys.recipient, recipientOf(keys.identitySeed))
  assert.deepEqual(keys.dh(1).public, x25519.getPublicKey(keys.dh(1).secret))
})

test('another installation or another secret is another mailbox, and progress is told', async () => {
  const told: number[] = []
  const other = await masterKey(SECRET, 'ff112233445566778899aabbccddeeff', (done) => told.push(done))
  assert.notDeepEqual(other, mk)
  assert.ok(told.at(-1) === 1)
  assert.throws(() => masterKey(SECRET, INSTANCE.toUpperCase()), SealingRefusal)
})
