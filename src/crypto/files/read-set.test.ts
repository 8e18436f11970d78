import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { hex, randomBytes, unhex } from '../bytes.ts'
import { SEGMENT_SLOW } from '../constants.ts'
import { sha256 } from '../kdf.ts'
import { openerOf, openWith } from '../open/open-age.ts'
import { SealingRefusal } from '../refusals.ts'
import { mailboxKeys } from '../secret/mailbox-keys.ts'
import { type FileFacts, openSet, setReader } from './read-set.ts'
import { hashOfSegments, probeOf, readSegment, sealSegment, sealSegmentPieces, segmentParts, segmentPlain } from './segment.ts'
import { freshSetKeys, setKeysOf } from './set-keys.ts'
import { planSet, SEGMENT_HEAD, type SetPlan, sealedSize, sliceOf } from './set-plan.ts'

const ITEM = unhex('000102030405060708090a0b0c0d0e0f')
const INCOMPLETE = new SealingRefusal('file.incomplete')
const PIECE = SEGMENT_SLOW - SEGMENT_HEAD

type Cut = { readonly plan: SetPlan; readonly facts: FileFacts; readonly plains: Uint8Array[]; readonly content: Uint8Array }

/** A file as its sender cuts it: no seal yet, for most of what can go wrong is inside. */
function cutFile(content: Uint8Array, item = ITEM, n = 1): Cut {
  const plan = planSet(content.length, SEGMENT_SLOW)
  const indexes = Array.from({ length: plan.count }, (_, index) => index)
  const data = indexes.map((index) => content.subarray(sliceOf(plan, index).from, sliceOf(plan, index).to))
  const hash = hashOfSegments(data.map((piece) => sha256(piece)))
  const plains = data.map((piece, index) =>
    segmentPlain(plan, { item, file: n, index }, piece, index === plan.count - 1 ? hash : undefined),
  )
  const facts = { n, size: plan.size, segment: plan.segment, segments: plan.count, probe: hex(probeOf(content)) }
  return { plan, facts, plains, content }
}

function readAll(item: Uint8Array, facts: FileFacts, plains: readonly Uint8Array[], order?: readonly number[]): Uint8Array {
  const reader = setReader(item, facts)
  const parts: Uint8Array[] = []
  for (const index of order ?? plains.keys()) parts[index] = reader.take(index, plains[index] ?? new Uint8Array(0))
  reader.finish()
  return Buffer.concat(parts)
}

const threeSegments = cutFile(randomBytes(2 * PIECE + 1_000))

test('a file of any size is read as it was, from segments in any order', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 3 * PIECE }), fc.boolean(), (size, backwards) => {
      const { plains, facts, content } = cutFile(randomBytes(size))
      const order = [...plains.keys()]
      assert.deepEqual(new Uint8Array(readAll(ITEM, facts, plains, backwards ? order.reverse() : order)), content)
    }),
    { numRuns: 25 },
  )
})

test('files at the seams of segments are read as they were', () => {
  for (const size of [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE - 1, 2 * PIECE]) {
    const { plains, facts, content } = cutFile(randomBytes(size))
    assert.deepEqual(new Uint8Array(readAll(ITEM, facts, plains)), content, `${size}`)
  }
})

test('one changed byte anywhere in a segment makes the file incomplete (T-05, U-21)', () => {
  const { plains, facts } = threeSegments
  fc.assert(
    fc.property(fc.nat({ max: plains.length - 1 }), fc.nat(), fc.integer({ min: 1, max: 255 }), (which, at, flip) => {
      const changed = plains.map((plain) => plain.slice())
      const target = changed[which]
      assert.ok(target)
      const place = at % target.length
      target[place] = (target[place] ?? 0) ^ flip
      assert.throws(() => readAll(ITEM, facts, changed), INCOMPLETE)
    }),
    { numRuns: 60 },
  )
})

test('every byte of the head counts (T-05, U-21)', () => {
  const { plains, facts } = threeSegments
  for (let at = 0; at < SEGMENT_HEAD; at += 1) {
    for (const which of [0, plains.length - 1]) {
      const changed = plains.map((plain) => plain.slice())
      const target = changed[which]
      assert.ok(target)
      target[at] = (target[at] ?? 0) ^ 1
      assert.throws(() => readAll(ITEM, facts, changed), INCOMPLETE, `byte ${at} of segment ${which}`)
    }
  }
})

test('a gap, a repeat, a swap and a segment cut short make the file incomplete (U-21, T-05)', () => {
  const { plains, facts } = threeSegments
  const [first, second, ...rest] = plains
  assert.ok(first && second)
  assert.throws(() => readAll(ITEM, facts, plains.slice(0, -1)), INCOMPLETE, 'the last is missing')
  assert.throws(() => readAll(ITEM, facts, [first, first, ...rest]), INCOMPLETE, 'one stands twice')
  assert.throws(() => readAll(ITEM, facts, [second, first, ...rest]), INCOMPLETE, 'two are swapped')
  assert.throws(() => readAll(ITEM, facts, [first.subarray(0, -1), second, ...rest]), INCOMPLETE, 'one is short')
  const reader = setReader(ITEM, facts)
  reader.take(0, first)
  assert.throws(() => reader.take(0, first), INCOMPLETE, 'the same index again')
  assert.throws(() => reader.finish(), INCOMPLETE, 'finished too early')
})

test('two segments that say they are the last, or none, make the file incomplete (U-21)', () => {
  const { plains, facts } = threeSegments
  for (const [which, last] of [
    [0, 1],
    [plains.length - 1, 0],
  ] as const) {
    const changed = plains.map((plain) => plain.slice())
    changed[which]?.set([last], 5)
    assert.throws(() => readAll(ITEM, facts, changed), INCOMPLETE)
  }
})

test('a segment of another report or of another file of this report is refused (U-21, T-37)', () => {
  const { plains, facts, content } = threeSegments
  const otherReport = cutFile(content, unhex('ff'.repeat(16)))
  const otherFile = cutFile(content, ITEM, 2)
  for (const foreign of [otherReport, otherFile]) {
    const mixed = plains.map((plain, index) => (index === 1 ? (foreign.plains[1] ?? plain) : plain))
    assert.throws(() => readAll(ITEM, facts, mixed), INCOMPLETE)
  }
})

test('a wrong hash over the segment hashes is found although each segment is well formed (U-21)', () => {
  const { plan, plains, facts } = threeSegments
  const other = segmentPlain(plan, { item: ITEM, file: 1, index: 0 }, randomBytes(PIECE))
  const honestProbe = { ...facts, probe: hex(probeOf(other.subarray(SEGMENT_HEAD))) }
  assert.throws(() => readAll(ITEM, honestProbe, [other, ...plains.slice(1)]), INCOMPLETE)
})

test('a file that starts otherwise than its probe says, or a header that contradicts itself, is incomplete', () => {
  const { plains, facts } = threeSegments
  assert.throws(() => readAll(ITEM, { ...facts, probe: 'ab'.repeat(32) }, plains), INCOMPLETE)
  assert.throws(() => setReader(ITEM, { ...facts, segments: facts.segments + 1 }), INCOMPLETE)
  assert.throws(() => setReader(ITEM, { ...facts, segment: 65_536 }), INCOMPLETE)
  assert.throws(() => setReader(ITEM, { ...facts, size: 2_000_000_001 }), new SealingRefusal('file.too_large'))
})

test('a sender cannot cut wrongly: data of another length, a hash too early or none at the end', () => {
  const { plan } = threeSegments
  const head = { item: ITEM, file: 1, index: 0 }
  assert.throws(() => segmentPlain(plan, head, randomBytes(PIECE - 1)), INCOMPLETE)
  assert.throws(() => segmentPlain(plan, head, randomBytes(PIECE), randomBytes(32)), INCOMPLETE)
  const last = sliceOf(plan, plan.count - 1)
  assert.throws(() => segmentPlain(plan, { ...head, index: plan.count - 1 }, randomBytes(last.to - last.from)), INCOMPLETE)
  assert.throws(() => readSegment(plan, head, randomBytes(SEGMENT_SLOW)), INCOMPLETE)
})

test('sealed, stored and fetched, a file opens whole; one lost or foreign segment leaves this file incomplete and the next readable (U-21)', async () => {
  const keys = freshSetKeys()
  const { plan, plains, facts, content } = cutFile(randomBytes(PIECE + 10))
  const sealed = await Promise.all(plains.map((plain) => sealSegment(keys.recipient, plain)))
  assert.deepEqual(
    sealed.map(({ length }) => length),
    [...sealed.keys()].map((index) => sealedSize(plan, index)),
  )
  const opener = openerOf(keys.identitySeed)
  const open = (bytes: Uint8Array) => openWith([opener], bytes, { min: 1, max: 1 })
  const from = (store: readonly (Uint8Array | null)[]) => openSet(ITEM, facts, { fetch: async (index) => store[index] ?? null, open })

  const whole = await from(sealed)
  assert.ok(whole.state === 'whole')
  assert.deepEqual(new Uint8Array(Buffer.concat(whole.parts)), content)

  const foreign = await sealSegment(freshSetKeys().recipient, plains[0] ?? new Uint8Array(0))
  const damaged = sealed.map((bytes) => bytes.slice())
  damaged[0]?.set([1], 2_000)
  for (const store of [[sealed[0] ?? null, null], [foreign, sealed[1] ?? null], damaged, [randomBytes(5), sealed[1] ?? null]]) {
    assert.deepEqual(await from(store), { state: 'incomplete' })
  }
})

test('a segment that is sealed in pieces is the same file: one length, one plaintext, and a key of its own each time (U-21)', async () => {
  const keys = freshSetKeys()
  const opener = openerOf(keys.identitySeed)
  const { plan, plains, content } = cutFile(randomBytes(PIECE + 10))
  for (const [index, plain] of plains.entries()) {
    const { from, to } = sliceOf(plan, index)
    const hash = index === plan.count - 1 ? plain.slice(SEGMENT_HEAD - 32, SEGMENT_HEAD) : undefined
    const parts = segmentParts(plan, { item: ITEM, file: 1, index }, content.subarray(from, to), hash)
    const [once, again] = await Promise.all([sealSegmentPieces(keys.recipient, parts), sealSegmentPieces(keys.recipient, parts)])
    const sealed = Buffer.concat(once)
    assert.equal(sealed.length, sealedSize(plan, index))
    assert.deepEqual(await openWith([opener], sealed, { min: 1, max: 1 }), plain)
    assert.equal(sealed.equals(Buffer.concat(again)), false)
    assert.ok(once.length > 2 && once.every(({ length }) => length <= 65_552), 'and no piece is large')
  }
  await assert.rejects(sealSegmentPieces(new Uint8Array(1_216).fill(255), plains), { code: 'recipient.malformed' })
})

test('a line that breaks is no verdict on the file', async () => {
  const fetch = () => Promise.reject(new TypeError('line cut'))
  await assert.rejects(openSet(ITEM, threeSegments.facts, { fetch, open: async () => null }), { message: 'line cut' })
})

test('the words alone give the keys of a file back, other numbers and other items give others', () => {
  const keys = mailboxKeys(randomBytes(32))
  const again = setKeysOf(keys, ITEM, 3)
  assert.deepEqual(setKeysOf(keys, ITEM, 3), again)
  const ids = [again, setKeysOf(keys, ITEM, 4), setKeysOf(keys, randomBytes(16), 3), freshSetKeys()].map(({ set }) => hex(set))
  assert.equal(new Set(ids).size, 4)
  assert.equal(again.set.length, 16)
  assert.equal(again.token.length, 32)
})
