import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newSeed, recipientOf } from '../age/identity.ts'
import { concat, hex, randomBytes, u32 } from '../bytes.ts'
import { kdf } from '../kdf.ts'
import { SealingRefusal } from '../refusals.ts'
import { sealTo } from '../seal/seal-age.ts'
import { keyBytes } from './wraps.ts'
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
  const inside = keyBytes({ type: 'member-key', instance: of.instance, of: 'M-7Q4MXM' }, seed)
  const identity = kdf(secret, `passkey/${of.instance}/${of.member}/${hex(of.credential)}`)
  const another = concat(u32(inside.length), inside, new Uint8Array(380 - inside.length))
  assert.equal(await code(await sealTo([recipientOf(identity)], another)), 'wrap.not_this')
  assert.equal(await code(await sealTo([recipientOf(identity)], new Uint8Array(384).fill(1))), 'wrap.malformed')
  const broken = wrap.slice()
  broken[wrap.length - 1] = (broken.at(-1) ?? 0) ^ 1
  assert.equal(await code(broken), 'age.damaged')
  assert.match(await code(wrap.subarray(0, 1_000)), /^age\./)
  const many = await sealTo([recipientOf(seed), recipientOf(newSeed())], new Uint8Array(384))
  assert.match(await code(many), /^age\.|stanza/)
  await assert.rejects(sealMemberKeyToPasskey(seed, of, new Uint8Array(16)), SealingRefusal)
})
