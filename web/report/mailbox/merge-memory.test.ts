import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Self } from '#crypto/mailbox/shapes.ts'
import { mergeMemory } from './merge-memory.ts'

const item = (n: number): string => n.toString(16).padStart(32, '0')
const memory = (over: Partial<Self> = {}): Self => ({
  v: 1,
  type: 'self',
  index: 3,
  window: 0,
  g: 0,
  seq: 3,
  items: [{ seq: 0, item: item(0), body: item(0).repeat(2), files: [] }],
  to: ['harbour', 'focal-th'],
  reached: [{ team: 'harbour', g: 0 }],
  never: [],
  consent: { casework: true, private_diplomacy: true, judicial: false, public: false },
  roster: 1,
  ...over,
})

test('of two memories written at once nothing sent, excluded or withdrawn is lost (I-08)', () => {
  const theirs = memory({
    items: [...memory().items, { seq: 3, item: item(1), body: item(1).repeat(2), files: [] }],
    never: [{ kind: 'country', id: 'DE' }],
  })
  const ours = memory({
    seq: 4,
    items: [...memory().items, { seq: 4, item: item(2), body: item(2).repeat(2), files: [] }],
    never: [{ kind: 'team', id: 'liaison' }],
    consent: { casework: true, private_diplomacy: false, judicial: true, public: false },
    reached: [{ team: 'focal-th', g: 0 }],
    to: ['harbour'],
  })
  const both = mergeMemory(theirs, ours)
  assert.deepEqual(
    both.items.map((one) => one.item),
    [item(0), item(1), item(2)],
  )
  assert.deepEqual(both.never, [
    { kind: 'country', id: 'DE' },
    { kind: 'team', id: 'liaison' },
  ])
  assert.deepEqual(both.consent, { casework: true, private_diplomacy: false, judicial: false, public: false })
  assert.deepEqual(both.to, ['harbour'])
  assert.deepEqual(both.reached.map(({ team }) => team).toSorted(), ['focal-th', 'harbour'])
  assert.equal(both.seq, 4)
})

test('where both memories share no reader, those of the one that came first stay', () => {
  assert.deepEqual(mergeMemory(memory({ to: ['harbour'] }), memory({ to: ['focal-th'] })).to, ['harbour'])
})
