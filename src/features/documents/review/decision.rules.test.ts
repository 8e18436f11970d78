import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { terms } from '#kernel/vocabulary.ts'
import { DECISIONS, hedgeOf, mayDecide, mayEdit, mayRehedge } from './decision.rules.ts'

const hedges = terms('certainty_hedge').map(({ code }) => code)
const proposed = { id: 'x', paragraph: 1, line: 1, start: 0, end: 1, quote: 'x', kind: 'method', value: 'phys.abduction', rule: 'r' }

test('a hedge is never upgraded, in one step or in many (R-NGO-09)', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...hedges), { minLength: 2, maxLength: 6 }), (path) => {
      const passes = path.slice(1).every((to, at) => mayRehedge(path[at] ?? '', to).ok)
      const [first = '', last = ''] = [path[0], path.at(-1)]
      if (passes) assert.ok(mayRehedge(first, last).ok, path.join(' > '))
      if (passes && first !== last) assert.ok(!mayRehedge(last, first).ok, 'there is no way back')
    }),
  )
  for (const hedge of hedges) {
    assert.ok(mayRehedge('stated', hedge).ok)
    assert.equal(mayRehedge(hedge, 'stated').ok, hedge === 'stated')
  }
  assert.ok(!mayRehedge('alleged', 'certain').ok)
  assert.ok(!mayRehedge('alleged', 'claimed_by_authority').ok, 'who says it is not exchanged')
})

test('what a source says without a hedge is stated, and may be weakened by a person', () => {
  assert.equal(hedgeOf({}), 'stated')
  assert.ok(mayEdit(proposed, { hedge: 'alleged' }).ok)
  assert.ok(!mayEdit({ ...proposed, hedge: 'alleged' }, { hedge: 'stated' }).ok)
})

test('a correction keeps the form of what it corrects', () => {
  for (const edits of [{ origin: 'Vietnam' }, { host: 'th' }, { value: ' ' }, { value: 'x'.repeat(501) }])
    assert.ok(!mayEdit(proposed, edits).ok)
  assert.ok(mayEdit(proposed, { origin: 'VN', host: 'TH', value: 'phys.assault' }).ok)
})

test('a proposal is decided once, and again only after it was undone', () => {
  for (const last of [undefined, ...DECISIONS]) {
    const isOpen = last === undefined || last === 'undone'
    for (const next of DECISIONS) assert.equal(mayDecide(last, next).ok, next === 'undone' ? !isOpen : isOpen, `${last} ${next}`)
  }
})
