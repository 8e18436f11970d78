import assert from 'node:assert/strict'
import { test } from 'node:test'
import { letGo } from './let-go.ts'

test('memory is given back at once, and twice does no harm', () => {
  const [one, other] = [new Uint8Array(1_000_000), new Uint8Array(0)]
  letGo([one, other])
  assert.deepEqual([one.length, one.buffer.byteLength], [0, 0])
  letGo([one, one, other])
})

test('what is given back goes to nobody and keeps no process alive', () => {
  const pieces = Array.from({ length: 20 }, (_, n) => new Uint8Array(1_000 * (n + 1)).fill(n))
  const copies = pieces.map((piece) => piece.slice())
  letGo(pieces)
  assert.deepEqual([...new Set(pieces.map(({ length }) => length))], [0])
  assert.deepEqual(
    copies.map((copy) => copy.at(-1)),
    [...copies.keys()],
  )
})
