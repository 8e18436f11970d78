import assert from 'node:assert/strict'
import { test } from 'node:test'
import { beatOf } from './beat.ts'

test('within a beat the list is looked up once and stays, whatever arrives (T-13)', async () => {
  let now = Date.parse('2026-11-22T10:20:00Z')
  let looked = 0
  const beat = beatOf({ now: () => new Date(now) })
  const look = async () => {
    looked += 1
    return Array.from({ length: looked }, (_, at) => `item ${at}`)
  }
  assert.deepEqual([...(await beat.known(look))], ['item 0'])
  now += 59_999
  assert.deepEqual([...(await beat.known(look))], ['item 0'])
  now += 1
  assert.deepEqual([...(await beat.known(look))], ['item 0', 'item 1'])
  assert.equal(looked, 2)
})

test('a look that failed is asked again in the same beat', async () => {
  const beat = beatOf({ now: () => new Date('2026-11-22T10:20:00Z') })
  await assert.rejects(beat.known(() => Promise.reject(new Error('down'))))
  assert.deepEqual([...(await beat.known(async () => ['one']))], ['one'])
})
