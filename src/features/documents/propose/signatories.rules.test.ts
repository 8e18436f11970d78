import assert from 'node:assert/strict'
import { test } from 'node:test'
import { quotesIn, valuesIn } from './a-page.ts'

const LETTER = `To the Minister of Justice of Ruritania

We ask you to release the teacher at once.

Yours faithfully,

Amira Bensalem, Executive Director, Atlas Rights Watch
Dr. Henrik Solvang, Secretary-General, Nordic Refugee Council
Network for Open Borders

Copies of this letter go to the press.
`

test('the names behind the closing words of a letter have signed it, each as a person or a body, and nothing behind them has', () => {
  assert.deepEqual(valuesIn(LETTER, 'signatory'), ['amira bensalem', 'henrik solvang', 'network for open borders'])
  assert.deepEqual(quotesIn(LETTER, 'person'), ['Amira Bensalem', 'Henrik Solvang'])
  assert.deepEqual(valuesIn(LETTER, 'organisation').slice(-3), ['atlas rights watch', 'nordic refugee council', 'network for open borders'])
})

test('a letter that thanks and goes on has no signatories', () => {
  assert.deepEqual(valuesIn('With kind regards to all who came, we go on.\n\nThe office of the group was closed.', 'signatory'), [])
})
