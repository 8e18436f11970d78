import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { randomBytes } from '#crypto/bytes.ts'
import { segmentHasher } from './hash-segment.ts'

const truth = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex')
const hexOf = (hash: Uint8Array): string => Buffer.from(hash).toString('hex')

test('a segment has the same hash by the browser and by our own code, whatever its bytes (T-05, T-17)', async () => {
  const [accelerated, alone] = [segmentHasher(), segmentHasher(() => Promise.reject(new Error('taken away')))]
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
      const data = Uint8Array.from(bytes)
      assert.deepEqual([hexOf(await accelerated(data)), hexOf(await alone(data))], [truth(data), truth(data)])
    }),
    { numRuns: 60 },
  )
  const whole = randomBytes(1_048_508)
  assert.deepEqual([hexOf(await accelerated(whole)), hexOf(await alone(whole))], [truth(whole), truth(whole)])
})

test('the browser is asked once and then trusted, and what it answers is used', async () => {
  let asked = 0
  const hash = segmentHasher((data) => {
    asked += 1
    return crypto.subtle.digest('SHA-256', data)
  })
  for (let n = 0; n < 3; n += 1) {
    const data = randomBytes(100)
    assert.equal(hexOf(await hash(data)), truth(data))
  }
  assert.equal(asked, 4, 'once to try it, and once for each')
})

test('a browser that lies, throws at once, rejects or stops half-way costs speed and nothing else (T-17, T-36)', async () => {
  let asked = 0
  const broken: readonly (() => Promise<ArrayBuffer>)[] = [
    () => Promise.resolve(new ArrayBuffer(32)),
    () => Promise.resolve(new ArrayBuffer(0)),
    () => {
      throw new Error('no subtle')
    },
    () => Promise.reject(new Error('no subtle')),
  ]
  for (const way of broken) {
    const hash = segmentHasher(() => {
      asked += 1
      return way()
    })
    const before = asked
    for (const data of [randomBytes(1), randomBytes(1_000), randomBytes(0)]) assert.equal(hexOf(await hash(data)), truth(data))
    assert.equal(asked - before, 1, 'and it is not asked again')
  }
  let left = 3
  const stops = segmentHasher((data) => (left-- > 0 ? crypto.subtle.digest('SHA-256', data) : Promise.reject(new Error('gone'))))
  for (let n = 0; n < 4; n += 1) {
    const data = randomBytes(50)
    assert.equal(hexOf(await stops(data)), truth(data))
  }
  assert.equal(left, -1)
})

test('segments that are hashed at the same time are hashed each for itself', async () => {
  const hash = segmentHasher()
  const all = Array.from({ length: 8 }, (_, n) => randomBytes(n * 1_000))
  assert.deepEqual((await Promise.all(all.map((data) => hash(data)))).map(hexOf), all.map(truth))
})
