import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hex, randomBytes, unhex } from '../bytes.ts'
import { SealingRefusal } from '../refusals.ts'
import { aSelf, someKeys } from './a-mailbox.ts'
import { type DeletePair, deleteCalls, everything, readDeleteCall, slotPairs, slotsOf } from './delete.ts'
import { deleteToken, selfSlotId, slotId } from './slots.ts'

const keys = someKeys()
const texts = (pairs: readonly DeletePair[]) => pairs.map(({ id, token }) => `${hex(id)}/${hex(token)}`)

test('calls are 776 bytes, come in groups of four, and hold every pair once among random ones', () => {
  for (const [count, calls] of [
    [0, 4],
    [1, 4],
    [64, 4],
    [65, 8],
    [200, 16],
  ] as const) {
    const pairs = Array.from({ length: count }, () => ({ id: randomBytes(16), token: randomBytes(32) }))
    const made = deleteCalls(pairs)
    assert.equal(made.length, calls)
    assert.ok(made.every(({ length }) => length === 776))
    const read = texts(made.flatMap(readDeleteCall))
    assert.equal(new Set(read).size, calls * 16)
    assert.ok(texts(pairs).every((pair) => read.includes(pair)))
  }
})

test('two deletions of the same mailbox send its pairs in different orders', () => {
  const pairs = slotPairs(keys, slotsOf({ window: 0, g: 0 }))
  const order = () => texts(deleteCalls(pairs).flatMap(readDeleteCall)).join()
  assert.notEqual(order(), order())
})

test('a delete call with any other head or length is refused', () => {
  const [call = new Uint8Array(0)] = deleteCalls([])
  for (let at = 0; at < 8; at += 1) {
    const changed = call.slice()
    changed[at] = (changed[at] ?? 0) ^ 1
    assert.throws(() => readDeleteCall(changed), new SealingRefusal('delete.malformed'))
  }
  assert.throws(() => readDeleteCall(call.subarray(1)), new SealingRefusal('delete.malformed'))
})

test('everything is every slot of all windows and generations, every listed item and every set', () => {
  const files = [{ n: 2, set: 'dd'.repeat(16), size: 5, probe: 'ee'.repeat(32) }]
  const self = aSelf({ window: 1, g: 2, items: [{ seq: 0, item: 'aa'.repeat(16), body: 'bb'.repeat(32), files }] })
  const all = texts(everything(keys, self))
  assert.equal(all.length, 2 * 16 + 2 * 3 * 48 + 2)
  const slot = slotId(keys, 2, 1, 63)
  const self0 = selfSlotId(keys, 0, 0)
  assert.ok(all.includes(`${hex(slot)}/${hex(deleteToken(keys, slot))}`))
  assert.ok(all.includes(`${hex(self0)}/${hex(deleteToken(keys, self0))}`))
  assert.ok(all.includes(`${'aa'.repeat(16)}/${hex(deleteToken(keys, unhex('aa'.repeat(16))))}`))
  assert.ok(all.includes(`${'dd'.repeat(16)}/${hex(keys.token('aa'.repeat(16), 2))}`))
})

test('with the words before, each item is tried with their token too (I-10)', () => {
  const old = someKeys()
  const all = texts(everything(keys, aSelf({ old_mk: 'cd'.repeat(32) }), old))
  const item = unhex('aa'.repeat(16))
  for (const one of [keys, old]) assert.ok(all.includes(`${hex(item)}/${hex(deleteToken(one, item))}`))
})

test('a mailbox without a memory still deletes the slots of its first window', () => {
  assert.equal(everything(keys, null).length, 64)
})
