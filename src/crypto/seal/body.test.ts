import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { identityText, newSeed } from '../age/identity.ts'
import { concat, equalBytes, randomBytes, u32, utf8 } from '../bytes.ts'
import { canonicalBytes } from '../canonical.ts'
import { SealingRefusal } from '../refusals.ts'
import { aHeader } from './an-item.ts'
import { bodyTag, canonicalText, readBody, writeBody } from './body.ts'
import { readPayload, shuffled, writePayload } from './envelope.ts'

const KEY = randomBytes(32)
const header = aHeader({ type: 'followup', seq: 3 })

test('a body says the same header and text again, tagged for its conversation', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (typed) => {
      const { plain, bucket } = writeBody(header, typed, KEY)
      const read = readBody(plain)
      assert.deepEqual([read.header, read.text, bucket], [header, canonicalText(typed.toWellFormed()), 0])
      assert.ok(equalBytes(read.tag, bodyTag(KEY, read.signed)))
    }),
  )
})

test('a one-way report has another random tag each time', () => {
  const tags = Array.from({ length: 4 }, () => readBody(writeBody(aHeader(), '', null).plain).tag)
  assert.equal(new Set(tags.map(String)).size, 4)
})

test('whatever a reader changes in the plaintext is refused, or the tag does not fit any more (T-05)', () => {
  const { plain } = writeBody(header, 'I was followed to the market.', KEY)
  const end = plain.findLastIndex((byte) => byte !== 0) + 1
  const place = fc.integer({ min: 0, max: end + 40 })
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(place, bytes, (at, put) => {
      const changed = plain.slice()
      changed.set(put, at)
      if (equalBytes(changed, plain)) return
      try {
        const { tag, signed } = readBody(changed)
        assert.ok(!equalBytes(tag, bodyTag(KEY, signed)))
      } catch (refusal) {
        assert.ok(refusal instanceof SealingRefusal)
      }
    }),
    { numRuns: 300 },
  )
})

test('a body cut anywhere, and random bytes, are refused with a code (T-05)', () => {
  const { plain } = writeBody(header, 'text', KEY)
  const end = plain.findLastIndex((byte) => byte !== 0) + 1
  for (const length of [0, 3, 7, 8, 100, end - 33, end - 1])
    assert.throws(() => readBody(plain.subarray(0, length)), SealingRefusal, `${length}`)
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      assert.throws(() => readBody(concat(utf8('ASY1'), bytes)), SealingRefusal)
    }),
  )
})

test('lengths that point beyond the end, into one another or to 4 GB are refused before anything is read (T-05)', () => {
  const head = canonicalBytes(header)
  const built = (h: number, t: number): Uint8Array =>
    concat(utf8('ASY1'), u32(h), head, u32(t), utf8('x'), new Uint8Array(16_384 - head.length - 13))
  assert.equal(readBody(built(head.length, 1)).text, 'x')
  for (const [h, t] of [
    [head.length + 1, 1],
    [head.length - 1, 1],
    [0xffff_ffff, 1],
    [head.length, 0xffff_ffff],
    [head.length, 16_384],
    [head.length, 16_384 - 12 - head.length - 31],
  ] as const) {
    assert.throws(() => readBody(built(h, t)), SealingRefusal, `${h} ${t}`)
  }
})

test('a text with a byte order mark, CR or decomposed letters was not made by the page and is refused', () => {
  const head = canonicalBytes(header)
  for (const text of ['\ufeffa', 'a\r\n', 'e\u0301']) {
    const words = utf8(text)
    const plain = new Uint8Array(16_384)
    plain.set(concat(utf8('ASY1'), u32(head.length), head, u32(words.length), words))
    assert.throws(() => readBody(plain), { code: 'body.text_malformed' })
  }
})

test('what is inside an envelope reads back, and any other 512 bytes are refused', () => {
  const payload = {
    v: 1 as const,
    item: '0f'.repeat(16),
    identity: identityText(newSeed()),
    body: 'ab'.repeat(32),
    never_sha256: 'cd'.repeat(32),
  }
  const plain = writePayload(payload)
  assert.equal(plain.length, 512)
  assert.deepEqual(readPayload(plain), payload)
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 511 }), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const changed = plain.slice()
      changed[at] = (changed[at] ?? 0) ^ change
      // Inside a hash or an id another hex digit is another payload; everywhere else it is none.
      try {
        assert.notDeepEqual(readPayload(changed), payload)
      } catch (refusal) {
        assert.ok(refusal instanceof SealingRefusal)
      }
    }),
  )
  assert.throws(
    () => readPayload(writePayload({ ...payload, identity: payload.identity.replace(/.$/, (last) => (last === 'X' ? 'Y' : 'X')) })),
    SealingRefusal,
  )
})

test('every order of readers is drawn about as often as any other (T-04)', () => {
  const counts = new Map<string, number>()
  for (let round = 0; round < 6_000; round += 1) {
    const order = shuffled([1, 2, 3]).join('')
    counts.set(order, (counts.get(order) ?? 0) + 1)
  }
  assert.equal(counts.size, 6)
  // 1,000 each, give or take 29: ten deviations do not happen.
  for (const count of counts.values()) assert.ok(Math.abs(count - 1_000) < 290)
})
