import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Item } from '../../model.ts'
import { forgetInbox, items, placed, waiting, working } from './state.ts'

function anItem(item: string, over: Partial<Item> = {}): Item {
  return {
    item,
    code: `R-${item}`,
    day: '2026-11-22',
    hour: 5,
    lane: 1,
    bucket: 0,
    urgent: false,
    state: 'open',
    problem: null,
    kind: 'report',
    proved: 'proved',
    frameDiffers: false,
    repeats: 0,
    decided: null,
    taken: null,
    assigned: null,
    snoozed: null,
    opened: null,
    ...over,
  }
}
const ids = (list: readonly Item[]) => list.map(({ item }) => item)

test('urgent and new items come first, and what stands on the screen keeps its place', () => {
  const first = placed(
    [],
    [anItem('old', { day: '2026-11-20' }), anItem('new', { hour: 7 }), anItem('urgent', { day: '2026-11-01', urgent: true })],
  )
  assert.deepEqual(ids(first), ['urgent', 'new', 'old'])
  const second = placed(first, [anItem('newer', { hour: 9 }), anItem('old', { day: '2026-11-20', urgent: true, repeats: 1 })])
  assert.deepEqual(ids(second), ['urgent', 'newer', 'new', 'old'])
  assert.equal(second.at(-1)?.repeats, 1)
})

test('an item waits until it is decided or taken in, and locking forgets all of them (UX-C-02)', () => {
  items.value = [
    anItem('a'),
    anItem('b', { decided: 'declined' }),
    anItem('c', { taken: 'C-234567' }),
    anItem('d', { taken: 'C-234567', decided: 'declined' }),
  ]
  assert.deepEqual([ids(waiting.value), ids(working.value)], [['a'], ['c']])
  forgetInbox()
  assert.deepEqual([items.value, waiting.value], [[], []])
})
