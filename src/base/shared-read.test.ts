import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sharedRead } from './shared-read.ts'

test('a thousand who ask at once share one reading, and who asks while it goes on gets one that begins later', async () => {
  let begun = 0
  const gates: (() => void)[] = []
  const shared = sharedRead(async () => {
    begun += 1
    const mine = begun
    await new Promise<void>((go) => gates.push(go))
    return mine
  }, 1)
  const open = async () => {
    while (gates.length === 0) await new Promise(setImmediate)
    gates.shift()?.()
  }
  const many = Promise.all(Array.from({ length: 1_000 }, () => shared.fresh()))
  while (begun === 0) await new Promise(setImmediate)
  const late = shared.fresh()
  await open()
  assert.deepEqual([...new Set(await many)], [1])
  await open()
  assert.equal(await late, 2)
  assert.equal(await shared.latest(), 2)
  assert.equal(begun, 2)
})

test('one reading begins no sooner after another than was said', async () => {
  const times: number[] = []
  const shared = sharedRead(async () => times.push(performance.now()), 40)
  for (let n = 0; n < 4; n += 1) await shared.fresh()
  for (const [at, time] of times.entries()) if (at > 0) assert.ok(time - (times[at - 1] ?? 0) >= 39, String(times))
})

test('a reading that fails is told to those who waited for it, and the last good one stays', async () => {
  let n = 0
  const shared = sharedRead(async () => {
    n += 1
    if (n !== 2) return n
    throw new Error('the database went away')
  }, 0)
  assert.equal(await shared.latest(), 1)
  await assert.rejects(shared.fresh(), /went away/)
  assert.equal(await shared.latest(), 1)
  assert.equal(await shared.fresh(), 3)
})
