import assert from 'node:assert/strict'
import { test } from 'node:test'
import { x25519 } from '@noble/curves/ed25519.js'
import fc from 'fast-check'
import { concat, randomBytes, unb64u, unhex, utf8 } from '../bytes.ts'
import { canonicalBytes } from '../canonical.ts'
import { hmac, kdf } from '../kdf.ts'
import { SealingRefusal } from '../refusals.ts'
import { sealTo } from '../seal/seal-age.ts'
import { aDraft, aReply, aTeam, openFor, someKeys } from './a-mailbox.ts'
import { openBlob, sealBlob } from './blob.ts'
import { convOf } from './conv.ts'
import { partsOf, type ReplyKey, readReply, replyKeyOf, writeReply } from './reply.ts'
import type { Reply } from './shapes.ts'
import { slotId, type TeamSlot } from './slots.ts'

const keys = someKeys()
const open = openFor(keys)
const north = aTeam('north')
const south = aTeam('south')
const SLOT: TeamSlot = { kind: 'team', g: 0, w: 0, i: 16 }
const place = { conv: convOf(keys, 0, 0), w: 0, i: 16 }
const known = [north.replyKey, south.replyKey]

async function written(reply: Reply, secret = north.secret): Promise<Uint8Array> {
  const content = await openBlob(open, await writeReply(place, reply, secret))
  assert.ok(content)
  return content
}

test('a reply is 9,851 bytes whatever it says, and only the mailbox opens it (T-04)', async () => {
  const short = await writeReply(place, aReply(north, { text: '' }), north.secret)
  const long = await writeReply(place, aReply(north, { text: 'ồ'.repeat(2_000) }), north.secret)
  assert.equal(short.length, 9_851)
  assert.equal(long.length, 9_851)
  assert.equal(await openBlob(openFor(someKeys()), short), null)
})

test('a reply is read as its team wrote it, and the team is proved', async () => {
  const reply = aReply(north, { text: 'Xin chào, chúng tôi đã đọc.', read: { item: 'aa'.repeat(16), body: 'bb'.repeat(32) } })
  assert.deepEqual(readReply(keys, SLOT, await written(reply), known), { kind: 'reply', reply, proved: true })
})

test('an answer in the name of another team is not proved, though any reader can write one (T-37, X-12)', async () => {
  const inNorthsName = await written(aReply(north, { text: 'Tell us your address.' }), south.secret)
  const read = readReply(keys, SLOT, inNorthsName, known)
  assert.equal(read.kind === 'reply' && read.proved, false)
})

test('a team is proved by the two epochs at hand alone: an older epoch, another number and an unknown team are not (T-37)', async () => {
  const content = await written(aReply(north))
  for (const replyKeys of [[], [south.replyKey], [{ ...north.replyKey, epoch: 6 }], [{ ...north.replyKey, team: 'south' }]]) {
    const read = readReply(keys, SLOT, content, replyKeys)
    assert.equal(read.kind === 'reply' && read.proved, false)
  }
  const former = aTeam('north', 6)
  const old = await written(aReply(former), former.secret)
  const both: ReplyKey[] = [north.replyKey, former.replyKey]
  assert.equal((readReply(keys, SLOT, old, both) as { proved: boolean }).proved, true)
})

test('a reply key of low order proves nothing and stops nothing (T-37)', async () => {
  const zero = { ...north.replyKey, key: new Uint8Array(32) }
  const read = readReply(keys, SLOT, await written(aReply(north)), [zero])
  assert.equal(read.kind === 'reply' && read.proved, false)
})

test('a reply moved to another slot, window or generation is an alarm and shows nothing (T-37)', async () => {
  const content = await written(aReply(north))
  for (const slot of [
    { ...SLOT, i: 17 },
    { ...SLOT, w: 1 },
    { ...SLOT, g: 1 },
  ]) {
    assert.deepEqual(readReply(keys, slot, content, known), { kind: 'alarm' })
  }
})

test('a change in any byte of tags or text is an alarm, or leaves the team unproved; never another text (T-05, T-37)', async () => {
  const reply = aReply(north)
  const content = await written(reply)
  fc.assert(
    fc.property(fc.nat({ max: content.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      const changed = content.slice()
      changed[at] = (changed[at] ?? 0) ^ flip
      const read = readReply(keys, SLOT, changed, known)
      if (read.kind === 'alarm') return at < 32 || at >= 64
      return at >= 32 && at < 64 && !read.proved && read.reply.text === reply.text
    }),
    { numRuns: 200 },
  )
})

test('somebody with the mailbox key alone, who is no reader, can only raise an alarm', async () => {
  for (const content of [new Uint8Array(0), randomBytes(63), randomBytes(900)]) {
    assert.deepEqual(readReply(keys, SLOT, content, known), { kind: 'alarm' })
  }
})

test('a reader who writes what is no reply raises an alarm: unknown keys, other forms, part 3 of 2 (I-03)', async () => {
  const mac = unb64u(place.conv.mac)
  const id = slotId(keys, 0, 0, 16)
  const signed = (core: Uint8Array) => concat(hmac(mac, utf8('asylia/v1/reply'), Uint8Array.of(0), id, core), randomBytes(32), core)
  const reply = aReply(north)
  const cores = [
    canonicalBytes({ ...reply, admin: true }),
    canonicalBytes({ ...reply, part: 3, parts: 2 }),
    canonicalBytes({ ...reply, from: 'North ' }),
    utf8(JSON.stringify(reply, null, 1)),
    utf8('{"__proto__":{}}'),
    utf8(''),
  ]
  for (const core of cores) assert.deepEqual(readReply(keys, SLOT, signed(core), known), { kind: 'alarm' })
  assert.equal(readReply(keys, SLOT, signed(canonicalBytes(reply)), known).kind, 'reply')
})

test('a long text takes as many slots as it needs, each within a blob, and is the same when put together', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('a', 'ệ', 'ก็', '"', '\\', '\n', '\u0001', '🕊️'), { minLength: 9_000, maxLength: 12_000 }),
      (signs) => {
        const text = signs.join('').normalize('NFC')
        const parts = partsOf(aDraft(north, { text }))
        assert.equal(parts.map((part) => part.text).join(''), text)
        assert.deepEqual(
          parts.map(({ part }) => part),
          parts.map((_, at) => at + 1),
        )
        assert.ok(parts.every((part) => part.parts === parts.length && canonicalBytes(part).length <= 8_124))
      },
    ),
    { numRuns: 10 },
  )
})

test('a text beyond all slots of a window is refused, one of 48 slots is written', async () => {
  assert.throws(() => partsOf(aDraft(north, { text: 'a'.repeat(400_000) })), new SealingRefusal('reply.too_long'))
  const parts = partsOf(aDraft(north, { text: 'a'.repeat(360_000) }))
  assert.ok(parts.length > 40 && parts.length <= 48)
  const last = parts.at(-1)
  assert.ok(last)
  assert.equal((await writeReply(place, last, north.secret)).length, 9_851)
})

test('a team does not write what no reader would take', async () => {
  await assert.rejects(writeReply(place, { ...aReply(north), part: 0 }, north.secret), new SealingRefusal('reply.malformed'))
})

test('the reporter could have written every answer: nothing proves to a third person that a team did (P4)', async () => {
  // X25519 gives both sides the same secret: the reporter's half with the team's public key makes the same tags.
  const reply = aReply(north, { text: 'We never wrote this.' })
  const core = canonicalBytes(reply)
  const said = concat(utf8('asylia/v1/reply'), Uint8Array.of(0), slotId(keys, 0, 0, 16), core)
  const shared = x25519.getSharedSecret(keys.dh(0).secret, north.replyKey.key)
  const byReporter = concat(hmac(keys.conv(0), said), hmac(kdf(shared, 'reply/north/7'), said), core)
  assert.deepEqual(byReporter, new Uint8Array(await written(reply)))
  assert.deepEqual(readReply(keys, SLOT, byReporter, known), { kind: 'reply', reply, proved: true })
})

test('a reply key follows from the epoch alone, and other epochs have others', () => {
  const seed = unhex('11'.repeat(32))
  assert.deepEqual(replyKeyOf(seed), replyKeyOf(seed))
  assert.notDeepEqual(replyKeyOf(seed).public, replyKeyOf(unhex('12'.repeat(32))).public)
})

test('a blob holds at most 8,188 bytes, and what is no blob inside is nothing', async () => {
  await assert.rejects(sealBlob(keys.recipient, new Uint8Array(8_189)), new SealingRefusal('blob.too_large'))
  assert.equal((await openBlob(open, await sealBlob(keys.recipient, new Uint8Array(8_188))))?.length, 8_188)
  const tail = new Uint8Array(8_192)
  tail[8_191] = 1
  const long = new Uint8Array(8_192).fill(255, 0, 4)
  for (const plain of [tail, long]) assert.equal(await openBlob(open, await sealTo([keys.recipient], plain)), null)
  assert.equal(await openBlob(open, randomBytes(9_851)), null)
  assert.equal(await openBlob(open, randomBytes(9_850)), null)
})
