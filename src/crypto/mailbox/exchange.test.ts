import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { randomBytes } from '../bytes.ts'
import { SealingRefusal } from '../refusals.ts'
import { exchangeAnswer, exchangeRequest, readExchangeAnswer, readExchangeRequest } from './exchange.ts'

const MALFORMED = new SealingRefusal('exchange.malformed')
const ids = (count: number) => Array.from({ length: count }, () => randomBytes(16))

test('a request is 280 bytes and is read as it was written (T-14)', () => {
  const request = { asked: ids(16), fetched: randomBytes(16) }
  const bytes = exchangeRequest(request)
  assert.equal(bytes.length, 280)
  assert.deepEqual([...bytes.subarray(0, 8)], [0x41, 0x53, 0x59, 0x4d, 1, 0, 0, 0])
  assert.deepEqual(readExchangeRequest(bytes), request)
})

test('a request of other than sixteen ids, or of ids of another length, is not written', () => {
  assert.throws(() => exchangeRequest({ asked: ids(15), fetched: randomBytes(16) }), MALFORMED)
  assert.throws(() => exchangeRequest({ asked: ids(17), fetched: randomBytes(16) }), MALFORMED)
  assert.throws(() => exchangeRequest({ asked: ids(16), fetched: randomBytes(15) }), MALFORMED)
})

test('a request with any change in its head, or of another length, is refused', () => {
  const bytes = exchangeRequest({ asked: ids(16), fetched: randomBytes(16) })
  for (let at = 0; at < 8; at += 1) {
    const changed = bytes.slice()
    changed[at] = (changed[at] ?? 0) ^ 0x80
    assert.throws(() => readExchangeRequest(changed), MALFORMED)
  }
  for (const length of [0, 279, 281, 560]) assert.throws(() => readExchangeRequest(new Uint8Array(length)), MALFORMED)
})

test('an answer says of each id in its place whether it is present', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 16, maxLength: 16 }), (present) => {
      const answer = exchangeAnswer({ present, blob: new Uint8Array(9_851) })
      assert.equal(answer.length, 9_853)
      assert.deepEqual(readExchangeAnswer(answer).present, present)
    }),
  )
  const first = exchangeAnswer({ present: [true, ...Array<boolean>(15).fill(false)], blob: new Uint8Array(9_851) })
  assert.deepEqual([...first.subarray(0, 2)], [0x80, 0])
})

test('an answer of another length is refused, shorter or longer', () => {
  for (const length of [0, 9_852, 9_854, 19_706]) assert.throws(() => readExchangeAnswer(new Uint8Array(length)), MALFORMED)
  assert.throws(() => exchangeAnswer({ present: [true], blob: new Uint8Array(9_851) }), MALFORMED)
  assert.throws(() => exchangeAnswer({ present: Array<boolean>(16).fill(true), blob: new Uint8Array(9_850) }), MALFORMED)
})
