import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newSeed, recipientOf } from '../age/identity.ts'
import { hex, randomBytes } from '../bytes.ts'
import { SealingRefusal } from '../refusals.ts'
import { sealTo } from '../seal/seal-age.ts'
import { openMemberKeyWithPasskey, sealMemberKeyToPasskey } from './wraps-passkey.ts'

const of = { instance: '00112233445566778899aabbccddeeff', member: 'M-7Q4MXK', credential: randomBytes(32) }
const secret = randomBytes(32)
const seed = newSeed()

test('the key of a member comes back with the secret of the passkey, and with no other (T-08)', async () => {
  const wrap = await sealMemberKeyToPasskey(seed, of, secret)
  assert.equal(wrap.length, 2_043)
  assert.equal(hex((await openMemberKeyWithPasskey(wrap, of, secret)) ?? new Uint8Array()), hex(seed))
  assert.equal(await openMemberKeyWithPasskey(wrap, of, randomBytes(32)), null)
  for (const other of [{ instance: '0'.repeat(32) }, { member: 'M-7Q4MXM' }, { credential: randomBytes(32) }])
    assert.equal(await openMemberKeyWithPasskey(wrap, { ...of, ...other }, secret), null)
})

test('a wrap says inside whose key it is, so that one put in its place by the server is refused (T-37, T-08)', async () => {
  const wrap = await sealMemberKeyToPasskey(seed, of, secret)
  const code = async (file: Uint8Array) =>
    openMemberKeyWithPasskey(file, of, secret).then(
      () => 'opened',
      (error: unknown) => (error instanceof SealingRefusal ? error.code : String(error)),
    )
  const broken = wrap.slice()
  broken[wrap.length - 1] = (broken.at(-1) ?? 0) ^ 1
  assert.equal(await code(broken), 'age.damaged')
  assert.match(await code(wrap.subarray(0, 1_000)), /^age\./)
  const many = await sealTo([recipientOf(seed), recipientOf(newSeed())], new Uint8Array(384))
  assert.match(await code(many), /^age\.|stanza/)
  await assert.rejects(sealMemberKeyToPasskey(seed, of, new Uint8Array(16)), SealingRefusal)
})
