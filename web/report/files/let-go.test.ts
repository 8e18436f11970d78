import assert from 'node:assert/strict'
import { test } from 'node:test'
import { letGo } from './let-go.ts'

test('memory is given back at once, and twice does no harm', () => {
  const [one, other] = [new Uint8Array(1_000_000), new Uint8Array(0)]
  letGo([one, other])
  assert.deepEqual([one.length, one.buffer.byteLength], [0, 0])
  letGo([one, one, other])
})

test('a browser that cannot give memory back goes on', () => {
  const bytes = new Uint8Array(8).fill(7)
  Object.defineProperty(bytes.buffer, 'transfer', { value: undefined })
  letGo([bytes])
  assert.deepEqual([...bytes], [7, 7, 7, 7, 7, 7, 7, 7])
})
