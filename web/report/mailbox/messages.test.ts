import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Message } from '#crypto/mailbox/read-messages.ts'
import { grouped } from './messages-screen.ts'

const message = (n: number, over: Partial<Message> = {}): Message => ({
  id: String(n),
  from: { proved: 'harbour' },
  earlier: false,
  n,
  lang: 'en',
  text: `text ${n}`,
  parts: { read: 1, all: 1 },
  readers: [],
  ...over,
})

test('a translation stands with its original, and never in place of it (UX-M-08)', () => {
  const groups = grouped([message(3), message(2, { translationOf: 1 }), message(1)])
  assert.deepEqual(
    groups.map(({ original, translations }) => [original?.n, translations.map(({ n }) => n)]),
    [
      [3, []],
      [1, [2]],
    ],
  )
})

test('a translation of another team, or of nothing that is here, stands alone', () => {
  const other = message(2, { from: { proved: 'focal-th' }, translationOf: 1 })
  assert.deepEqual(
    grouped([other, message(1)]).map(({ original }) => original?.n),
    [undefined, 1],
  )
})
