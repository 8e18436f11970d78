import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Decrypter, Encrypter } from 'age-encryption'
import { newSeed, recipientOf } from '../age/identity.ts'
import { hex, randomBytes, utf8 } from '../bytes.ts'
import { sha256 } from '../kdf.ts'
import { openerOf, openWith } from '../open/open-age.ts'
import { memberKeysOf, newMember, signChallenge } from './member.ts'
import { newPassphrase, readPassphrase, spellingOf } from './passphrase.ts'
import { openMemberKey, readEpochKey, readKey, sealKey, sealMemberKey } from './wraps.ts'
import { openWithWords } from './wraps-passphrase.ts'

const instance = '00112233445566778899aabbccddeeff'
const of = { instance, member: 'M-234567' }

test('a member key opens with its twelve words, with no others, and in no other name (T-08)', async () => {
  const words = newPassphrase()
  const { seed } = newMember()
  const steps: number[] = []
  const wrap = await sealMemberKey(seed, of, words, (done) => steps.push(done))
  assert.equal(wrap.length, 566)
  assert.ok(steps.length > 3 && (steps.at(-1) ?? 0) >= 0.99, 'the bar moves')
  assert.deepEqual(await openMemberKey(wrap, of, words), seed)
  assert.equal(await openMemberKey(wrap, of, newPassphrase()), null)
  await assert.rejects(openMemberKey(wrap, { instance, member: 'M-765432' }, words), { code: 'wrap.not_this' })

  const stock = new Decrypter()
  stock.addPassphrase(spellingOf(words))
  assert.equal((await stock.decrypt(wrap)).length, 384, 'it is an ordinary age file')
})

test('a wrap of any other cost is refused before scrypt runs (T-08, I-02)', async () => {
  const words = newPassphrase()
  for (const cost of [2, 17, 19, 20]) {
    const encrypter = new Encrypter()
    encrypter.setPassphrase(spellingOf(words))
    encrypter.setScryptWorkFactor(Math.min(cost, 10))
    const wrap = Buffer.from((await encrypter.encrypt('x')).buffer)
      .toString('latin1')
      .replace(/ \d+\n/, ` ${cost}\n`)
    const began = performance.now()
    await assert.rejects(openWithWords(words, Buffer.from(wrap, 'latin1')), { code: 'wrap.weak' })
    assert.ok(performance.now() - began < 100, 'no time was spent on it')
  }
})

test('a wrap with a second stanza, another kind or cut short is no wrap (T-08)', async () => {
  const words = newPassphrase()
  const hybrid = await sealKey({ type: 'epoch-key', instance, team: 'hill', of: 1 }, newSeed(), [recipientOf(newSeed())])
  const stanza = `-> scrypt ${'A'.repeat(22)} 18\n${'A'.repeat(43)}\n`
  const twice = utf8(`age-encryption.org/v1\n${stanza}${stanza}--- ${'A'.repeat(43)}\n`)
  for (const wrap of [
    hybrid,
    twice,
    new Uint8Array(0),
    utf8('age-encryption.org/v1\n'),
    utf8(`age-encryption.org/v1\n${stanza.slice(0, 40)}`),
  ])
    await assert.rejects(openWithWords(words, wrap), { code: 'wrap.malformed' })
})

test('an epoch key is the one that its statement names, or none (T-38)', async () => {
  const member = newMember()
  const seed = newSeed()
  const facts = { instance, team: 'hill', epoch: 3, recipientSha256: hex(sha256(recipientOf(seed))) }
  const wrap = await sealKey({ type: 'epoch-key', instance, team: 'hill', of: 3 }, seed, [recipientOf(newSeed()), member.recipient])
  const plain = await openWith([openerOf(member.seed)], wrap, { min: 1, max: 9 })
  assert.ok(plain !== null)
  assert.deepEqual(readEpochKey(plain, facts), seed)
  for (const other of [{ epoch: 2 }, { team: 'dale' }, { instance: 'f'.repeat(32) }, { recipientSha256: '0'.repeat(64) }])
    assert.throws(() => readEpochKey(plain, { ...facts, ...other }), { code: 'wrap.not_this' })
  assert.throws(() => readKey(plain, { type: 'case-key', instance, team: 'hill', of: 'C-234567' }), { code: 'wrap.not_this' })
  assert.equal(await openWith([openerOf(newSeed())], wrap, { min: 1, max: 9 }), null)
})

test('twelve generated words are read in any case and spacing, and a typing mistake is found here', () => {
  const passphrase = newPassphrase()
  assert.equal(passphrase.words.length, 12)
  const typed = passphrase.words.map((word) => word.slice(0, 4).toUpperCase()).join(' - ')
  assert.deepEqual(readPassphrase(`  ${typed}\n`), { ok: true, passphrase })
  assert.deepEqual(readPassphrase(''), { ok: false, problem: 'empty' })
  assert.deepEqual(readPassphrase('abandon ability'), { ok: false, problem: 'count', count: 2 })
  assert.deepEqual(readPassphrase(typed.replace(/^\w+/, 'zzzz')), { ok: false, problem: 'word', at: 1 })
  assert.deepEqual(readPassphrase('abandon '.repeat(12)), { ok: false, problem: 'check' })
})

test('everything of a member follows from the seed, and no key from another', () => {
  const member = newMember()
  assert.deepEqual(memberKeysOf(member.seed), member)
  assert.notDeepEqual(member.signSeed, member.seed)
  assert.equal(signChallenge(member, randomBytes(56), randomBytes(65)).length, 64)
  const device = new Uint8Array(65)
  assert.notDeepEqual(signChallenge(member, new Uint8Array(56), device), signChallenge(newMember(), new Uint8Array(56), device))
  assert.notDeepEqual(signChallenge(member, new Uint8Array(56), device), signChallenge(member, new Uint8Array(56), device.fill(1)))
})
