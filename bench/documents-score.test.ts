import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { test } from 'node:test'
import type { Proposal } from '#features/documents/index.ts'
import { type GoldLine, precision, recall, scoreForms, scoreHedges, scoreSpans, strayClaims } from './documents-score.ts'

const line = (value: string, start: number, end: number, over: Partial<GoldLine> = {}): GoldLine => ({
  document: 'd',
  kind: 'k',
  start,
  end,
  valueHash: hash('sha256', value, 'hex'),
  ...over,
})
const found = (value: string, start: number, end: number, over: Partial<Proposal> = {}): Proposal => ({
  id: `${value}:${start}`,
  document: 'd',
  paragraph: 1,
  line: 1,
  start,
  end,
  quote: value,
  kind: 'method',
  value,
  rule: 'r',
  ...over,
})

test('forms count once, an optional form counts neither way, and a form on no line is wrong', () => {
  const gold = [line('a', 0, 1), line('a', 5, 6), line('b', 7, 8), line('c', 9, 10, { optional: true })]
  const score = scoreForms(gold, [found('a', 0, 1), found('a', 5, 6), found('c', 9, 10), found('x', 11, 12)])
  assert.equal(recall(score), 0.5)
  assert.equal(precision(score), 0.5)
  assert.deepEqual(
    score.wrong.map(({ value }) => value),
    ['x'],
  )
  assert.equal(score.missed.length, 1)
})

test('a demand is found when half of its words are in a proposal', () => {
  const gold = [line('a', 0, 100), line('b', 200, 300)]
  const score = scoreSpans(gold, [found('x', 50, 130), found('y', 251, 400), found('z', 500, 600)])
  assert.equal(recall(score), 0.5)
  assert.deepEqual(
    score.wrong.map(({ value }) => value),
    ['y', 'z'],
  )
})

test('a hedge is right with its code and on its claim, and a claim of nobody under it is an error', () => {
  const gold = [line('alleged', 0, 5, { of: ['10-20'] })]
  const [right, stray] = [found('abducted', 12, 18), found('sentenced', 40, 50)]
  const hedge = found('alleged', 0, 5, { kind: 'hedge', of: [right.id, stray.id] })
  const byId = new Map([right, stray, hedge].map((one) => [one.id, one]))
  assert.equal(recall(scoreHedges(gold, [hedge], byId)), 1)
  assert.deepEqual(strayClaims(gold, [hedge], byId), [stray])
  assert.equal(recall(scoreHedges(gold, [{ ...hedge, value: 'reportedly' }], byId)), 0)
  assert.equal(precision(scoreHedges(gold, [{ ...hedge, of: [stray.id] }], byId)), 0)
})
