import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { alarmOf, asksPuzzle, type Capacity, FLOORS, type Kind, refusesKind, WAITING } from './shedding.rules.ts'

/** First given up first. */
const ORDER: readonly Kind[] = ['segment', 3, 2, 1, 0]
const capacities: fc.Arbitrary<Capacity> = fc
  .record({ total: fc.integer({ min: 1, max: 2 ** 43 }), share: fc.double({ min: 0, max: 1, noNaN: true }), waiting: fc.nat(5_000) })
  .map(({ total, share, waiting }) => ({ total, free: Math.floor(total * share), reserve: 0, owed: 0, waiting }))

test('segments are given up first, then buckets 3, 2 and 1, and the shortest texts last (T-41, I-21)', () => {
  fc.assert(
    fc.property(capacities, (capacity) => {
      const refused = ORDER.map((kind) => refusesKind(kind, capacity) !== undefined)
      // Once a kind is taken, everything after it in the order is taken too.
      return refused.every((is, at) => is || refused.slice(at).every((later) => !later))
    }),
    { numRuns: 2_000 },
  )
})

test('each step of the order is reached, by room and by waiting alike (I-21)', () => {
  const total = 2 ** 40
  for (const [at, kind] of ORDER.entries()) {
    const limit = Math.min(total * FLOORS[kind].share, FLOORS[kind].most)
    const below = { total, free: limit - 1, reserve: 0, owed: 0, waiting: 0 }
    assert.notEqual(refusesKind(kind, below), undefined, String(kind))
    assert.equal(refusesKind(kind, { ...below, free: limit }), undefined, String(kind))
    for (const later of ORDER.slice(at + 1)) assert.equal(refusesKind(later, below), undefined, `${kind} before ${later}`)
    assert.notEqual(refusesKind(kind, { total, free: total, reserve: 0, owed: 0, waiting: WAITING[kind] }), undefined)
    assert.equal(refusesKind(kind, { total, free: total, reserve: 0, owed: 0, waiting: WAITING[kind] - 1 }), undefined)
  }
})

test('only the shortest texts may use what is set aside, and then they hear an honest full (U-04)', () => {
  const disk = { total: 2 ** 40, free: 0, owed: 0, waiting: 0 }
  const reserve = FLOORS[0].most
  assert.equal(refusesKind(0, { ...disk, reserve }), undefined)
  for (const kind of ['segment', 1, 2, 3] as const) assert.equal(refusesKind(kind, { ...disk, reserve }), 'intake.shedding')
  assert.equal(refusesKind(0, { ...disk, reserve: reserve - 1 }), 'intake.full')
  // Given back it is still theirs alone.
  const limit = FLOORS[1].most
  assert.equal(refusesKind(1, { ...disk, free: limit, reserve: 0 }), undefined)
  assert.equal(refusesKind(1, { ...disk, free: limit, reserve: 0, owed: reserve }), 'intake.shedding')
  assert.equal(refusesKind(0, { ...disk, free: reserve, reserve: 0, owed: reserve }), undefined)
})

test('a file that would take the disk below its floor is refused before it begins (U-04)', () => {
  const disk = { total: 100e9, free: 25e9, reserve: 0, owed: 0, waiting: 0 }
  assert.equal(refusesKind('segment', disk, 2e9), undefined)
  assert.equal(refusesKind('segment', disk, 6e9), 'intake.shedding')
})

test('a puzzle is asked of larger texts while segments are given up, never of the shortest (I-21)', () => {
  fc.assert(
    fc.property(capacities, (capacity) => {
      const sheds = refusesKind('segment', capacity) !== undefined
      return asksPuzzle(0, capacity) === false && ([1, 2, 3] as const).every((kind) => asksPuzzle(kind, capacity) === sheds)
    }),
  )
})

test('alarms stand at 70, 85 and 95 per cent (U-04)', () => {
  const used = (share: number) => alarmOf({ total: 1_000, free: 1_000 - share * 10 })
  assert.deepEqual([50, 70, 84, 85, 94, 95, 100].map(used), [undefined, 0.7, 0.7, 0.85, 0.85, 0.95, 0.95])
})
