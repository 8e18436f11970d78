import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readStanzas } from '../age/header.ts'
import { b64u, concat, equalBytes, hex, randomBytes } from '../bytes.ts'
import { canonicalBytes } from '../canonical.ts'
import { BODY_BUCKETS, BODY_LENGTHS, ENVELOPE_LENGTH, FRAME_LENGTHS } from '../constants.ts'
import { openerOf } from '../open/open-age.ts'
import { openBody, openEnvelope } from '../open/open-item.ts'
import type { SealingCode } from '../refusals.ts'
import { type ATeam, aConv, aHeader, anItem, aTeam, INSTANCE } from './an-item.ts'
import { canonicalText, writeBody } from './body.ts'
import { checkSealed, readFrame, writeFrame } from './frame.ts'
import { bucketOf, type ItemHeader, sealItem } from './item.ts'

const TEAMS = ['harbour-aid', 'delta', 'river-watch', 'lantern', 'bridge', 'ministry-desk'].map(aTeam)
const [FIRST = aTeam()] = TEAMS
const FULL = process.env['ASYLIA_LONG'] === '1'
const refused = (code: SealingCode) => ({ code })
const factsOf = (header: ItemHeader, bucket: 0 | 1 | 2 | 3, team = FIRST.id) => {
  const { item, urgent, lane } = header
  return { item, instance: INSTANCE, bucket, urgent, lane, team }
}

test('a sealed report opens for its team with every word and field', async () => {
  const text = 'Người ta theo dõi tôi.\nTôi sợ.'
  const header = aHeader({
    to: [FIRST.id],
    never: [{ kind: 'country', id: 'VN' }],
    where: { host: 'TH', origin: ['VN'] },
    when: { precision: 'month', said: 'tháng trước', from: '2026-10' },
    contact: 'sau chợ',
    danger: 'yes',
    urgent: true,
  })
  const { frame, bodyHash, bucket } = await sealItem({ ...anItem([FIRST]), header, text })
  const read = readFrame(frame)
  checkSealed(read)
  assert.equal(read.urgent, true)
  assert.equal(hex(read.item), header.item)
  const payload = await openEnvelope([openerOf(FIRST.seed)], read.envelope)
  assert.equal(payload?.body, hex(bodyHash))
  assert.ok(payload)
  const opened = await openBody(payload, read.body, factsOf(header, bucket))
  assert.deepEqual(opened, { header, text, bodyHash: hex(bodyHash), convKey: null, alarms: [] })
})

test('frames of a bucket have one length for any text and one to six teams, first report or follow-up (T-04)', async () => {
  const key = randomBytes(32)
  const cases = fc.record({
    text: fc.oneof(fc.string({ unit: 'grapheme', maxLength: 3_000 }), fc.string({ maxLength: 40 }), fc.constant('')),
    count: fc.integer({ min: 1, max: 6 }),
    follow: fc.boolean(),
    urgent: fc.boolean(),
    lane: fc.constantFrom<1 | 2 | 3>(1, 2, 3),
  })
  await fc.assert(
    fc.asyncProperty(cases, async ({ text, count, follow, urgent, lane }) => {
      const over: Partial<ItemHeader> = follow ? { type: 'followup', seq: 4, conv: aConv(key), urgent, lane } : { urgent, lane }
      const { frame, bucket } = await sealItem({ ...anItem(TEAMS.slice(0, count), over, text), convKey: follow ? key : null })
      assert.equal(bucket, 0)
      assert.equal(frame.length, 37_922)
      const { envelope, body } = readFrame(frame)
      assert.deepEqual([envelope.length, body.length], [ENVELOPE_LENGTH, BODY_LENGTHS[0]])
      assert.equal(readStanzas(envelope, { min: 6, max: 6 }).length, 6)
    }),
    { numRuns: FULL ? 10_000 : 12 },
  )
})

test('a text of nothing, of one byte, at the limit and one byte beyond comes into the right bucket (T-04, U-23)', async () => {
  const header = aHeader()
  const fixed = 8 + canonicalBytes(header).length + 4 + 32
  for (const [at, limit] of BODY_BUCKETS.entries()) {
    const [full, over] = ['a'.repeat(limit - fixed), 'a'.repeat(limit - fixed + 1)]
    assert.equal(bucketOf(header, full), at)
    assert.equal(bucketOf(header, over), at === 3 ? null : at + 1)
    const { frame, bucket } = await sealItem({ ...anItem([FIRST]), header: { ...header, to: [FIRST.id] }, text: full })
    assert.deepEqual([bucket, frame.length], [at, FRAME_LENGTHS[at]])
  }
  assert.deepEqual([bucketOf(header, ''), bucketOf(header, 'a')], [0, 0])
  await assert.rejects(sealItem(anItem([FIRST], {}, 'a'.repeat(1_048_576))), refused('body.too_large'))
})

test('only teams that were chosen open an item, each of them does, and no former key of another does (T-06)', async () => {
  const outsiders = [...TEAMS, ...Array.from({ length: 3 }, (_, at) => aTeam(`outsider-${at}`))]
  const openers = outsiders.map((team) => ({ id: team.id, opener: openerOf(team.seed) }))
  await fc.assert(
    fc.asyncProperty(fc.subarray(TEAMS, { minLength: 1, maxLength: 6 }), async (chosen: ATeam[]) => {
      const { frame } = await sealItem(anItem(chosen))
      const { envelope } = readFrame(frame)
      for (const { id, opener } of openers) {
        const payload = await openEnvelope([opener], envelope)
        assert.equal(
          payload !== null,
          chosen.some((team) => team.id === id),
        )
      }
    }),
    { numRuns: FULL ? 10_000 : 15 },
  )
})

test('nothing is sealed to a team that is not in the list, is missing of it, or is excluded (T-06)', async () => {
  const [one = FIRST, two = FIRST] = TEAMS
  const item = anItem([one, two])
  const cases: readonly (readonly [Partial<typeof item>, SealingCode])[] = [
    [{ teams: [one] }, 'item.facts_differ'],
    [{ teams: [one, two, aTeam('delta-two')] }, 'item.facts_differ'],
    [{ teams: [one, { ...two, id: 'delta-two' }] }, 'item.facts_differ'],
    [{ teams: [one, { ...two, recipient: one.recipient }] }, 'envelope.team_count'],
    [{ header: { ...item.header, never: [{ kind: 'team', id: two.id }] } }, 'item.excluded'],
    [{ header: { ...item.header, lane: 2 } }, 'item.facts_differ'],
    [{ header: { ...item.header, conv: aConv() } }, 'item.facts_differ'],
    [{ header: { ...item.header, to: [] }, teams: [] }, 'item.header_malformed'],
    [{ header: { ...item.header, never: [{ kind: 'team', id: 'x y' }] } }, 'item.header_malformed'],
    [{ teams: [one, { ...two, recipient: new Uint8Array(1_216).fill(255) }] }, 'recipient.malformed'],
    [{ teams: [one, { ...two, recipient: new Uint8Array(1_215) }] }, 'recipient.malformed'],
    [{ deleteHash: new Uint8Array(15) }, 'frame.malformed'],
  ]
  for (const [over, code] of cases) await assert.rejects(sealItem({ ...item, ...over }), refused(code))
})

test('a header with another key, an unknown one or a wrong value is refused (I-03)', () => {
  const header = aHeader()
  const wrong: readonly Record<string, unknown>[] = [
    { note: '' },
    { v: 2 },
    { seq: 1_024 },
    { seq: -1 },
    { urgent: 1 },
    { lane: 4 },
    { item: header.item.toUpperCase() },
    { to: [FIRST.id, FIRST.id] },
    { to: ['a1', 'b1', 'c1', 'd1', 'e1', 'f1', 'g1'] },
    { never: [{ kind: 'person', id: 'x' }] },
    { consent: { casework: true } },
    { consent: { ...header.consent, all: true } },
    { conv: { ...aConv(), extra: 1 } },
    { conv: { ...aConv(), recipient: aConv().recipient.replace(/.$/, (last) => (last === 'q' ? 'p' : 'q')) } },
    { conv: { ...aConv(), del: b64u(randomBytes(47 * 16)) } },
    { where: { host: 'th' } },
    { when: { from: '2026-10' } },
    { danger: 'perhaps' },
    { files: [{ n: 1 }] },
    { contact: undefined },
  ]
  for (const over of wrong) {
    assert.throws(() => writeBody({ ...header, ...over }, '', null), refused('item.header_malformed'), JSON.stringify(over))
  }
})

test('the tag fits the conversation or the item is unreadable; a one-way report has a random one (T-05)', async () => {
  const [known, other] = [randomBytes(32), randomBytes(32)]
  const opened = async (over: Partial<ItemHeader>, convKey: Uint8Array | null, convKeys: readonly Uint8Array[] = []) => {
    const item = { ...anItem([FIRST], over, 'x'), convKey }
    const { frame, bucket } = await sealItem(item)
    const read = readFrame(frame)
    const payload = await openEnvelope([openerOf(FIRST.seed)], read.envelope)
    assert.ok(payload)
    return openBody(payload, read.body, { ...factsOf(item.header, bucket), convKeys })
  }
  assert.deepEqual((await opened({ conv: aConv(known) }, known)).convKey, known)
  assert.deepEqual((await opened({ type: 'consent', seq: 2 }, known, [other, known])).convKey, known)
  assert.deepEqual((await opened({ type: 'move', seq: 2, conv: aConv(other) }, known, [known])).convKey, known)
  assert.equal((await opened({}, null, [known])).convKey, null)
  await assert.rejects(opened({ conv: aConv(known) }, other), refused('body.tag_wrong'))
  await assert.rejects(opened({ type: 'consent', seq: 2 }, known, [other]), refused('body.tag_wrong'))
  await assert.rejects(opened({ type: 'close', seq: 2 }, null, [known]), refused('body.tag_wrong'))
})

test('an item stands where it was sealed for: place, readers, exclusions and hash are bound inside (T-05, T-37)', async () => {
  const item = anItem([FIRST], { urgent: true, never: [{ kind: 'team', id: 'delta' }] }, 'x')
  const { frame, bodyHash, bucket } = await sealItem(item)
  const { envelope, body } = readFrame(frame)
  const payload = await openEnvelope([openerOf(FIRST.seed)], envelope)
  assert.ok(payload)
  const facts = factsOf(item.header, bucket)
  const foreign = hex(randomBytes(16))
  await assert.rejects(openBody(payload, body, { ...facts, item: foreign }), refused('item.not_here'))
  await assert.rejects(openBody({ ...payload, item: foreign }, body, facts), refused('item.not_here'))
  await assert.rejects(openBody(payload, body, { ...facts, instance: foreign }), refused('item.not_here'))
  await assert.rejects(openBody(payload, body, { ...facts, team: 'lantern' }), refused('item.not_for_us'))
  await assert.rejects(openBody({ ...payload, never_sha256: '00'.repeat(32) }, body, facts), refused('item.exclusions_differ'))
  await assert.rejects(openBody({ ...payload, body: '00'.repeat(32) }, body, facts), refused('item.hash_differs'))
  await assert.rejects(openBody(payload, body, { ...facts, bucket: 1 }), refused('age.wrong_length'))
  await assert.rejects(openBody(payload, body, { ...facts, known: (hash) => hash === hex(bodyHash) }), refused('item.known'))
  const alarmed = await openBody(payload, body, { ...facts, urgent: false, lane: 2 })
  assert.deepEqual([alarmed.alarms, alarmed.header.urgent, alarmed.header.lane], [['urgent', 'lane'], true, 1])
})

test('a flip, a cut, an addition or a swap in any part of a frame never gives a part of the text (T-05)', async () => {
  const [item, second] = [anItem([FIRST], {}, 'first words '.repeat(400)), anItem([FIRST], {}, 'second words')]
  const [one, two] = [await sealItem(item), await sealItem(second)]
  const opener = openerOf(FIRST.seed)
  const open = async (envelope: Uint8Array, body: Uint8Array): Promise<string | null> => {
    const payload = await openEnvelope([opener], envelope)
    return payload === null ? null : (await openBody(payload, body, factsOf(item.header, 0))).text
  }
  const readable = async (envelope: Uint8Array, body: Uint8Array): Promise<boolean> =>
    (await open(envelope, body).catch(() => null)) !== null
  const right = readFrame(one.frame)
  const other = readFrame(two.frame)
  assert.ok(await readable(right.envelope, right.body))
  assert.equal(await readable(right.envelope, other.body), false)
  assert.equal(await readable(other.envelope, right.body), false)
  const place = fc.integer({ min: 0, max: 2 ** 30 })
  const change = fc.constantFrom<(bytes: Uint8Array, at: number) => Uint8Array>(
    (bytes, at) => bytes.map((byte, index) => (index === at ? byte ^ (1 << (at % 8)) : byte)),
    (bytes, at) => bytes.subarray(0, at),
    (bytes, at) => concat(bytes, bytes.subarray(at)),
    (bytes, at) => concat(bytes.subarray(0, at), bytes.subarray(at + 1)),
    (bytes, at) => concat(bytes.subarray(0, at), Uint8Array.of(0), bytes.subarray(at)),
  )
  // One run for each class of bytes: version line, stanza line, share, file key, footer, nonce, chunk, tag.
  const classes = [0, 22, 40, 1_540, 1_584, 1_590, 1_628, 1_640, 1_643, 9_000, 18_030, 18_042]
  const changed = async (make: (bytes: Uint8Array, at: number) => Uint8Array, at: number): Promise<void> => {
    const body = make(right.body, at % right.body.length)
    if (!equalBytes(body, right.body)) assert.equal(await readable(right.envelope, body), false, `body ${at}`)
    const envelope = make(right.envelope, at % right.envelope.length)
    // A changed stanza of a throw-away recipient still ends at the MAC of the header.
    if (!equalBytes(envelope, right.envelope)) assert.equal(await readable(envelope, right.body), false, `envelope ${at}`)
  }
  for (const at of classes) await changed((bytes, where) => bytes.map((byte, index) => (index === where ? byte ^ 1 : byte)), at)
  await fc.assert(fc.asyncProperty(change, place, changed), { numRuns: FULL ? 10_000 : 25 })
})

test('a frame of another length, magic, version, flag, lane or bucket is refused', async () => {
  const { frame } = await sealItem(anItem([FIRST]))
  for (const length of [0, 37_921, 37_923, 87_073]) {
    assert.throws(() => readFrame(new Uint8Array(length)), refused('frame.wrong_length'))
  }
  for (const [at, value] of [
    [0, 0x62],
    [4, 2],
    [5, 2],
    [6, 0],
    [6, 4],
    [7, 1],
  ] as const) {
    const other = frame.slice()
    other[at] = value
    assert.throws(() => readFrame(other), refused('frame.malformed'), `${at}`)
  }
  const read = readFrame(frame)
  assert.deepEqual(writeFrame(read), frame)
  assert.throws(() => writeFrame({ ...read, bucket: 1 }), refused('frame.malformed'))
})

test('a frame whose parts are no hybrid age files is refused without any key (T-11)', async () => {
  const read = readFrame((await sealItem(anItem([FIRST]))).frame)
  const swapped = { ...read, envelope: concat(read.body.subarray(0, 5_000), read.body.subarray(0, 4_956)) }
  assert.throws(() => checkSealed(swapped), refused('age.stanza_count'))
  assert.throws(() => checkSealed({ ...read, body: new Uint8Array(BODY_LENGTHS[0]) }), refused('age.malformed'))
  assert.throws(() => checkSealed({ ...read, selfBlob: new Uint8Array(10) }), refused('age.malformed'))
})

test('a text is sealed in one form, whatever keyboard it came from (U-23)', () => {
  assert.equal(canonicalText('\ufeffa\r\nb\rc'), 'a\nb\nc')
  assert.equal(canonicalText('e\u0301'), '\u00e9')
  const header = aHeader()
  assert.equal(bucketOf(header, 'e\u0301'.repeat(5_000)), bucketOf(header, '\u00e9'.repeat(5_000)))
})
