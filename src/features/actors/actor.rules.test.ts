import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { terms } from '#kernel/vocabulary.ts'
import { canMerge, canStandBelow, headOf, implicatedState } from './actor.rules.ts'

test('an actor of a state implicates it unless no link was shown; nobody’s country implicates nobody (R-EP-36)', () => {
  for (const { code: stateNexus } of terms('state_nexus')) {
    assert.equal(implicatedState({ kind: 'agency', country: null, stateNexus }), null)
    assert.equal(implicatedState({ kind: 'agency', country: 'FR', stateNexus }), stateNexus === 'none' ? null : 'FR')
  }
  assert.equal(implicatedState({ kind: 'company', country: 'FR', stateNexus: 'unknown' }), null)
  assert.equal(implicatedState({ kind: 'person', country: 'FR', stateNexus: 'organ' }), 'FR')
})

const ids = ['a', 'b', 'c', 'd', 'e']
const aLink = fc.record({ actor: fc.constantFrom(...ids), above: fc.constantFrom(...ids) })

test('links that are let in one by one never run in a circle', () => {
  fc.assert(
    fc.property(fc.array(aLink, { maxLength: 20 }), (tried) => {
      const links: { actor: string; above: string }[] = []
      for (const link of tried) if (canStandBelow(links, link).ok) links.push(link)
      for (const start of ids) {
        const above = new Set(links.filter(({ actor }) => actor === start).map((link) => link.above))
        for (const one of above) for (const link of links) if (link.actor === one) above.add(link.above)
        assert.ok(!above.has(start))
      }
    }),
  )
})

test('merges that are let in end at one record for each, and taking one apart gives the former back', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...ids)), { maxLength: 12 }), (tried) => {
      const all = new Map(ids.map((id) => [id, { id, mergedInto: null as string | null }]))
      for (const [actor, into] of tried) {
        if (!canMerge(all, actor, into).ok) continue
        const before = ids.map((id) => headOf(all, id))
        all.set(actor, { id: actor, mergedInto: into })
        assert.ok(ids.every((id) => all.get(headOf(all, id))?.mergedInto === null))
        const again = new Map(all).set(actor, { id: actor, mergedInto: null })
        assert.deepEqual(
          ids.map((id) => headOf(again, id)),
          before,
        )
      }
    }),
  )
})

test('a circle of merges that somebody wrote into the database ends all the same', () => {
  const all = new Map([
    ['a', { id: 'a', mergedInto: 'b' }],
    ['b', { id: 'b', mergedInto: 'a' }],
  ])
  assert.ok(['a', 'b'].includes(headOf(all, 'a')))
})
