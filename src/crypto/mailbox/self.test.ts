import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { hex, randomBytes } from '../bytes.ts'
import { canonicalBytes } from '../canonical.ts'
import { SealingRefusal } from '../refusals.ts'
import { aSelf, openFor, someKeys } from './a-mailbox.ts'
import { dummySelfBlob, openBlob } from './blob.ts'
import { fitSelf, readSelf, sealSelf } from './self.ts'
import type { Self, SentItem } from './shapes.ts'

const keys = someKeys()

async function sealedContent(self: Self): Promise<Uint8Array> {
  const content = await openBlob(openFor(keys), await sealSelf(keys, self))
  assert.ok(content)
  return content
}

function anItem(seq: number, files = 0): SentItem {
  const file = (n: number) => ({ n, set: hex(randomBytes(16)), size: 1_000_000, probe: hex(randomBytes(32)) })
  return { seq, item: hex(randomBytes(16)), body: hex(randomBytes(32)), files: Array.from({ length: files }, (_, n) => file(n)) }
}

test('the memory comes back from its slot as it was written', async () => {
  const self = aSelf({ index: 3, window: 1, never: [{ kind: 'country', id: 'VN' }], old_mk: 'cd'.repeat(32) })
  assert.deepEqual(readSelf(keys, { kind: 'self', w: 1, i: 3 }, await sealedContent(self)), self)
})

test('a memory put into another slot, or one that a team wrote, is nobody’s memory (T-37)', async () => {
  const content = await sealedContent(aSelf())
  for (const slot of [
    { w: 0, i: 1 },
    { w: 1, i: 0 },
  ])
    assert.equal(readSelf(keys, { kind: 'self', ...slot }, content), null)
  assert.equal(readSelf(someKeys(), { kind: 'self', w: 0, i: 0 }, content), null)
  assert.equal(readSelf(keys, { kind: 'self', w: 0, i: 0 }, randomBytes(500)), null)
  assert.equal(readSelf(keys, { kind: 'self', w: 0, i: 0 }, new Uint8Array(0)), null)
})

test('one changed byte anywhere makes a memory wrong, never another one (T-05)', async () => {
  const content = await sealedContent(aSelf())
  fc.assert(
    fc.property(fc.nat({ max: content.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      const changed = content.slice()
      changed[at] = (changed[at] ?? 0) ^ flip
      return readSelf(keys, { kind: 'self', w: 0, i: 0 }, changed) === null
    }),
    { numRuns: 100 },
  )
})

test('a memory and a dummy are both 9,851 bytes (T-04)', async () => {
  assert.equal((await sealSelf(keys, aSelf())).length, 9_851)
  assert.equal((await dummySelfBlob()).length, 9_851)
  assert.equal(await openBlob(openFor(keys), await dummySelfBlob()), null)
})

test('about fifty items and files fit into the memory', async () => {
  const items = [...Array.from({ length: 25 }, (_, seq) => anItem(seq)), anItem(25, 22)]
  const self = aSelf({ seq: 25, items })
  assert.deepEqual(fitSelf(self, new Set()), self)
  assert.equal((await sealSelf(keys, self)).length, 9_851)
})

test('the oldest items leave a full memory first, those with an open upload and the newest stay', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 3 }), { minLength: 30, maxLength: 90 }), fc.nat(), (files, pick) => {
      const items = files.map((count, seq) => anItem(seq, count))
      const kept = items[pick % items.length]
      const open = new Set(kept?.files.map(({ set }) => set))
      const fitted = fitSelf(aSelf({ seq: items.length - 1, items }), open)
      assert.ok(canonicalBytes(fitted).length <= 8_156)
      assert.equal(fitted.items.at(-1), items.at(-1))
      if (open.size > 0 && kept !== undefined) assert.ok(fitted.items.includes(kept))
      const gone = items.filter((item) => !fitted.items.includes(item))
      const oldestStanding = fitted.items.find((item) => !item.files.some(({ set }) => open.has(set)))
      assert.ok(gone.every(({ seq }) => seq < (oldestStanding?.seq ?? items.length)))
    }),
    { numRuns: 30 },
  )
})

test('a memory that cannot shrink enough is refused, and so is one of another form', async () => {
  const items = Array.from({ length: 30 }, (_, seq) => anItem(seq, 2))
  const open = new Set(items.flatMap(({ files }) => files.map(({ set }) => set)))
  assert.throws(() => fitSelf(aSelf({ items }), open), new SealingRefusal('self.too_large'))
  await assert.rejects(sealSelf(keys, aSelf({ items })), new SealingRefusal('self.too_large'))
  await assert.rejects(sealSelf(keys, aSelf({ index: 16 })), new SealingRefusal('self.malformed'))
})
