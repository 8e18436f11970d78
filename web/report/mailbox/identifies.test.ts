import assert from 'node:assert/strict'
import { test } from 'node:test'
import { identifying } from './identifies.ts'

test('addresses, numbers and links are seen in any script of digits (UX-M-06)', () => {
  assert.deepEqual(identifying('Write to mai.nguyen@example.org'), ['email'])
  assert.deepEqual(identifying('โทร ๐๘๑-๒๓๔-๕๖๗๘'), ['phone'])
  assert.deepEqual(identifying('رقمي ٠٧٧ ١٢٣ ٤٥٦٧'), ['phone'])
  assert.deepEqual(identifying('+84 (0) 91 234 56 78'), ['phone'])
  assert.deepEqual(identifying('０８１２３４５６７８'), ['phone'])
  assert.deepEqual(identifying('see zalo.me/someone'), ['link'])
  assert.deepEqual(identifying('https://example.org/me, me@example.org'), ['email', 'link'])
})

test('what names nobody is let through: years, amounts, times and words', () => {
  for (const text of [
    '',
    'I am safe now.',
    'It was in 2569, at 14:30, with 3 men',
    'They asked for 2 000 000 baht'.slice(0, 20),
    'เขามาที่บ้านสองครั้ง',
    'at home @ night',
  ])
    assert.deepEqual(identifying(text), [], text)
})

test('a long text is judged at once', () => {
  const started = performance.now()
  identifying(`${'1 '.repeat(50_000)}${'a@'.repeat(50_000)}${'www.'.repeat(20_000)}`)
  assert.ok(performance.now() - started < 2_000)
})
