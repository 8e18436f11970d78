import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { canTouch, endOf, type Field, later, MARKINGS, mayBeRelayed, readField, type Write, writing } from './item.rules.ts'

const item = { kind: 'alert', tlp: 'TLP:AMBER', version: 3, tomb: null } as const
const about = { kind: 'alert', tlp: 'TLP:AMBER', version: 4 } as const

test('what ended never comes back, a marking is never lowered, an older version does nothing (T-27, T-47)', () => {
  assert.ok(canTouch(undefined, about).ok && canTouch(item, about).ok && canTouch(item, { ...about, tlp: 'TLP:RED' }).ok)
  const code = (verdict: ReturnType<typeof canTouch>) => (verdict.ok ? 'yes' : verdict.code)
  for (const tomb of ['withdrawn', 'excluded', 'deleted'] as const) assert.equal(code(canTouch({ ...item, tomb }, about)), 'node.item_gone')
  assert.equal(code(canTouch(item, { ...about, tlp: 'TLP:GREEN' })), 'node.marking_lowered')
  assert.equal(code(canTouch(item, { ...about, version: 3 })), 'node.older_version')
  assert.equal(code(canTouch({ ...item, kind: 'extract' }, { ...about, kind: 'extract', version: 3 })), 'yes')
})

test('the stronger of two ends stands, in whatever order they come (X-10)', () => {
  assert.equal(endOf('withdrawn', 'deleted'), 'deleted')
  assert.equal(endOf('excluded', 'withdrawn'), 'excluded')
  assert.equal(endOf(null, 'withdrawn'), 'withdrawn')
  assert.equal(endOf('withdrawn', null), 'withdrawn')
})

test('only GREEN and CLEAR may be read by whoever hands them on', () => {
  assert.deepEqual(MARKINGS.filter(mayBeRelayed), ['TLP:GREEN', 'TLP:CLEAR'])
})

test('two who write without knowing of one another both stand in the list, and whoever decides knows both (X-10)', () => {
  const empty: Field = { ours: null, theirs: null }
  const [mine, yours] = [writing(empty, 'FR'), writing(empty, 'DE')]
  assert.deepEqual(readField({ ours: mine, theirs: yours }), { kind: 'conflict', ours: 'FR', theirs: 'DE' })
  const decided = writing({ ours: mine, theirs: yours }, 'NL')
  assert.deepEqual(readField({ ours: decided, theirs: yours }), { kind: 'one', value: 'NL' })
  assert.deepEqual(readField({ ours: yours, theirs: decided }), { kind: 'one', value: 'NL' })
  assert.deepEqual(readField({ ours: mine, theirs: writing(empty, 'FR') }), { kind: 'one', value: 'FR' })
  assert.deepEqual(readField(empty), { kind: 'none' })
})

test('the order and number of times in which writes arrive change nothing (X-10)', () => {
  const write = fc.record({ value: fc.constantFrom('a', 'b'), count: fc.nat(9), seen: fc.nat(9) })
  fc.assert(
    fc.property(fc.array(write, { minLength: 1 }), (writes) => {
      const distinct = [...new Map(writes.map((one) => [one.count, one])).values()]
      const last = (all: readonly Write[]) => all.reduce<Write | null>((sum, one) => later(sum, one), null)
      const [forward, backward] = [last(distinct), last([...distinct, ...distinct].toReversed())]
      assert.deepEqual(forward, backward)
    }),
  )
})
