import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Decrypter, Encrypter, generateHybridIdentity, identityToRecipient } from 'age-encryption'
import fc from 'fast-check'
import { readStanzas, sealedLength } from '../age/header.ts'
import { identityText, newSeed, readIdentity, readRecipient, recipientOf } from '../age/identity.ts'
import { concat, randomBytes, unutf8, utf8 } from '../bytes.ts'
import { BLOB_LENGTH, BLOB_PLAIN, BODY_BUCKETS, BODY_LENGTHS, ENV_PLAIN, ENVELOPE_LENGTH } from '../constants.ts'
import { sealTo } from '../seal/seal-age.ts'
import { openerOf, openWith } from './open-age.ts'
import { openEnvelope } from './open-item.ts'

const seeds = Array.from({ length: 6 }, newSeed)
const recipients = seeds.map(recipientOf)
const [seed = newSeed()] = seeds
const any = { min: 1, max: 6 }

test('what is sealed opens with each recipient and with age itself, at the length that was promised (T-04)', async () => {
  for (const [count, length] of [
    [1, 0],
    [2, 1],
    [6, 512],
    [3, 65_536],
    [1, 65_537],
  ] as const) {
    const plain = randomBytes(length)
    const sealed = await sealTo(recipients.slice(0, count), plain)
    assert.equal(sealed.length, sealedLength(length, count))
    for (const key of seeds.slice(0, count)) assert.deepEqual(await openWith([openerOf(key)], sealed, any), plain)
    assert.equal(await openWith([openerOf(newSeed())], sealed, any), null)
    const age = new Decrypter()
    age.addIdentity(identityText(seed))
    assert.deepEqual(await age.decrypt(sealed), plain)
  }
  await assert.rejects(sealTo([], new Uint8Array(1)), { code: 'recipient.malformed' })
})

test('the library and our expanded keys agree on fresh identities', async () => {
  const identity = await generateHybridIdentity()
  const recipient = await identityToRecipient(identity)
  assert.deepEqual(readRecipient(recipient), recipientOf(readIdentity(identity)))
  const encrypter = new Encrypter()
  encrypter.addRecipient(recipient)
  const sealed = await encrypter.encrypt('same bytes')
  assert.equal(unutf8((await openWith([openerOf(readIdentity(identity))], sealed, any)) ?? new Uint8Array(0)), 'same bytes')
})

test('the lengths of SEALING 2 are those of the age format (T-04, T-36)', () => {
  assert.equal(sealedLength(ENV_PLAIN, 6), ENVELOPE_LENGTH)
  assert.equal(sealedLength(BLOB_PLAIN, 1), BLOB_LENGTH)
  assert.deepEqual(
    BODY_BUCKETS.map((bucket) => sealedLength(bucket, 1)),
    [...BODY_LENGTHS],
  )
})

test('no flip, cut or addition in any part of a file opens to anything (T-05)', async () => {
  const plain = randomBytes(70_000)
  const sealed = await sealTo([recipientOf(seed)], plain)
  const opener = openerOf(seed)
  const open = (bytes: Uint8Array): Promise<Uint8Array | null> => openWith([opener], bytes, any).catch(() => null)
  const header = sealedLength(0, 1) - 32
  // Every byte of what is not key material, and of both chunks a sample, their tags and their seam included.
  const places = [
    ...Array(45).keys(),
    ...Array.from({ length: header - 1_535 }, (_, at) => 1_535 + at),
    header + 15,
    header + 16,
    header + 65_551,
    header + 65_552,
    sealed.length - 1,
  ]
  for (const at of places) {
    const flipped = sealed.slice()
    flipped[at] = (flipped[at] ?? 0) ^ 1
    assert.equal(await open(flipped), null, `${at}`)
  }
  for (const end of [0, 21, header, header + 16, header + 16 + 65_552, sealed.length - 1])
    assert.equal(await open(sealed.subarray(0, end)), null, `${end}`)
  assert.equal(await open(concat(sealed, Uint8Array.of(0))), null)
  assert.equal(await open(concat(sealed.subarray(0, header + 16), sealed.subarray(header + 16 + 65_552))), null)
  assert.deepEqual(await open(sealed), plain)
})

/** A header of our own making around any stanzas, with a footer that looks right. */
function headerOf(stanzas: readonly string[]): Uint8Array {
  return utf8(`age-encryption.org/v1\n${stanzas.join('')}--- ${'A'.repeat(43)}\n${'x'.repeat(544)}`)
}
const HYBRID = `-> mlkem768x25519 ${'A'.repeat(1_494)}\n${'A'.repeat(43)}\n`
const SCRYPT = `-> scrypt ${'A'.repeat(22)} 30\n${'A'.repeat(43)}\n`
const CLASSICAL = `-> X25519 ${'A'.repeat(43)}\n${'A'.repeat(43)}\n`

test('0, 1, 7 and 1,000 stanzas, and unknown, classical or scrypt ones, are refused before a key is tried (I-02)', async () => {
  const openers = [openerOf(seed), openerOf(newSeed())]
  const cases: readonly (readonly [readonly string[], string])[] = [
    [[], 'age.stanza_count'],
    [[HYBRID], 'age.stanza_count'],
    [Array(7).fill(HYBRID), 'age.stanza_count'],
    [Array(1_000).fill(HYBRID), 'age.stanza_count'],
    [[SCRYPT], 'age.stanza_kind'],
    [[...Array(5).fill(HYBRID), SCRYPT], 'age.stanza_kind'],
    [[CLASSICAL, ...Array(5).fill(HYBRID)], 'age.stanza_kind'],
    [[...Array(5).fill(HYBRID), '-> grease\n\n'], 'age.stanza_kind'],
    [[HYBRID.replace('mlkem768x25519 A', 'mlkem768x25519 x A'), ...Array(5).fill(HYBRID)], 'age.malformed'],
  ]
  const before = process.cpuUsage()
  for (const [stanzas, code] of cases) {
    await assert.rejects(openWith(openers, headerOf(stanzas), { min: 6, max: 6 }), { code }, code)
  }
  const { user, system } = process.cpuUsage(before)
  assert.ok(user + system < 1_000_000)
  await assert.rejects(openEnvelope(openers, new Uint8Array(ENVELOPE_LENGTH - 1)), { code: 'age.wrong_length' })
  await assert.rejects(openEnvelope(openers, new Uint8Array(ENVELOPE_LENGTH)), { code: 'age.malformed' })
})

test('an envelope of exact length that is nobody’s costs two keys under a second (I-02)', async () => {
  const openers = [openerOf(seed), openerOf(newSeed())]
  const envelope = await sealTo(
    Array.from({ length: 6 }, () => recipientOf(newSeed())),
    new Uint8Array(ENV_PLAIN),
  )
  const before = process.cpuUsage()
  assert.equal(await openEnvelope(openers, envelope), null)
  const { user, system } = process.cpuUsage(before)
  assert.ok(user + system < 1_000_000)
})

test('bytes of any kind are refused or open to nothing, and never break the reader (T-05, T-11)', async () => {
  const openers = [openerOf(seed)]
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 4_000 }), fc.boolean(), async (bytes, begins) => {
      const file = begins ? concat(utf8('age-encryption.org/v1\n-> mlkem768x25519 '), bytes) : bytes
      await assert.rejects(openWith(openers, file, any), { name: 'SealingRefusal' })
    }),
    { numRuns: 100 },
  )
})

test('stanzas are read exactly: count within the limits, each with a share of 1,120 and a key of 32 bytes (T-11)', async () => {
  const sealed = await sealTo(recipients, new Uint8Array(0))
  const stanzas = readStanzas(sealed, { min: 6, max: 6 })
  assert.deepEqual(
    stanzas.map(({ share, body }) => [share.length, body.length]),
    Array(6).fill([1_120, 32]),
  )
  assert.throws(() => readStanzas(sealed, { min: 1, max: 5 }), { code: 'age.stanza_count' })
  assert.throws(() => readStanzas(sealed, { min: 7, max: 8 }), { code: 'age.stanza_count' })
})
