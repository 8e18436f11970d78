import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Item } from '../../model.ts'
import {
  alike,
  forgetInbox,
  groups,
  held,
  items,
  picked,
  placed,
  selected,
  showHeld,
  snoozed,
  targets,
  told,
  waiting,
  working,
} from './state.ts'

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

test('what comes while something is open is held back, changes there, and takes its place when asked for', () => {
  told([anItem('a', { hour: 7 }), anItem('b', { hour: 5 })])
  assert.deepEqual(ids(items.value), ['a', 'b'])
  selected.value = 'b'
  told([anItem('c', { urgent: true }), anItem('b', { hour: 5, repeats: 2 })])
  told([anItem('c', { urgent: true, repeats: 1 })])
  assert.deepEqual([ids(items.value), items.value[1]?.repeats, ids(held.value), held.value[0]?.repeats], [['a', 'b'], 2, ['c'], 1])
  showHeld()
  assert.deepEqual([ids(items.value), held.value], [['c', 'a', 'b'], []])
  forgetInbox()
})

test('ten thousand new messages take their places among ten thousand without a search for each', () => {
  const many = (from: number) => Array.from({ length: 10_000 }, (_, n) => anItem(`${from + n}`, { hour: n % 24 }))
  const began = performance.now()
  const list = placed(placed([], many(0)), many(10_000))
  assert.equal(list.length, 20_000)
  assert.ok(performance.now() - began < 2_000)
})

test('what was put off does not wait, and an action on many is done to what was picked alone', () => {
  items.value = [anItem('a'), anItem('b', { snoozed: 'reply' }), anItem('c'), anItem('d', { decided: 'declined' })]
  assert.deepEqual([ids(waiting.value), ids(snoozed.value)], [['a', 'c'], ['b']])
  selected.value = 'a'
  assert.deepEqual(ids(targets.value), ['a'])
  picked.value = new Set(['b', 'c', 'd'])
  assert.deepEqual(ids(targets.value), ['b', 'c'])
  forgetInbox()
})

test('a group shrinks with what is decided, and is none when one is left', () => {
  items.value = [anItem('a'), anItem('b'), anItem('c', { urgent: true }), anItem('d')]
  alike.value = [['a', 'b', 'c']]
  assert.deepEqual(
    groups.value.map((group) => ids(group.items)),
    [['c', 'a', 'b']],
  )
  items.value = items.value.map((item) => (item.item === 'd' ? item : { ...item, decided: item.item === 'a' ? null : 'duplicate' }))
  assert.deepEqual(groups.value, [])
  forgetInbox()
})
