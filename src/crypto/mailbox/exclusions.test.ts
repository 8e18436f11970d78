import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { SealingRefusal } from '../refusals.ts'
import { blocked, excludedTeams, guardWrap, neverHash, type TeamFacts, unionOf } from './exclusions.ts'
import type { Exclusion } from './shapes.ts'

const team = (id: string, of: string[] = [], conflicts: string[] = []): TeamFacts => ({ id, of, conflicts })
const TEAMS = [
  team('embassy', ['VN']),
  team('interior', ['TH', 'VN']),
  team('ngo-north'),
  team('ngo-south', [], ['interior']),
  team('lawyers', [], ['VN']),
]
const IDS = TEAMS.map(({ id }) => id)
const PLAIN = { noNullPrototype: true }
const exclusion: fc.Arbitrary<Exclusion> = fc.oneof(
  fc.record({ kind: fc.constant('team' as const), id: fc.constantFrom(...IDS, 'gone-team') }, PLAIN),
  fc.record({ kind: fc.constant('country' as const), id: fc.constantFrom('VN', 'TH', 'SE') }, PLAIN),
)
const lists = fc.array(exclusion, { maxLength: 6 })
const sorted = (set: ReadonlySet<string>) => [...set].toSorted()

test('a country blocks every team that is of it, and not those that serve its people (T-27)', () => {
  assert.deepEqual(sorted(excludedTeams([{ kind: 'country', id: 'VN' }], TEAMS)), ['embassy', 'interior'])
  assert.deepEqual(sorted(excludedTeams([{ kind: 'country', id: 'SE' }], TEAMS)), [])
})

test('a conflict in the roster blocks with whom it names, excluded team or country (T-27)', () => {
  assert.deepEqual(sorted(blocked([{ kind: 'country', id: 'VN' }], TEAMS)), ['embassy', 'interior', 'lawyers', 'ngo-south'])
  assert.deepEqual(sorted(blocked([{ kind: 'team', id: 'interior' }], TEAMS)), ['interior', 'ngo-south'])
})

test('teams in conflict wrap nothing to each other, whichever of them says so, but each to itself (T-27)', () => {
  assert.deepEqual(sorted(blocked([], TEAMS, { by: 'ngo-south' })), ['interior'])
  assert.deepEqual(sorted(blocked([], TEAMS, { by: 'interior' })), ['ngo-south'])
  assert.deepEqual(sorted(blocked([], TEAMS, { by: 'lawyers', countries: ['VN'] })), [])
  assert.deepEqual(sorted(blocked([], TEAMS, { by: 'ngo-north', countries: ['VN'] })), ['lawyers'])
})

test('an exclusion binds the team that wraps as well, and a team that the roster no longer names (T-27)', () => {
  assert.ok(blocked([{ kind: 'team', id: 'lawyers' }], TEAMS, { by: 'lawyers' }).has('lawyers'))
  assert.ok(blocked([{ kind: 'team', id: 'gone-team' }], TEAMS).has('gone-team'))
})

test('a longer list never blocks less (T-27)', () => {
  fc.assert(
    fc.property(lists, lists, fc.constantFrom(...IDS), (one, more, by) => {
      const before = blocked(one, TEAMS, { by })
      const after = blocked(unionOf(one, more), TEAMS, { by })
      return [...before].every((id) => after.has(id))
    }),
  )
})

test('the union keeps all of both and each once, and its order does not depend on who came first', () => {
  fc.assert(
    fc.property(lists, lists, (one, other) => {
      const union = unionOf(one, other)
      const has = (entry: Exclusion) => union.filter(({ kind, id }) => kind === entry.kind && id === entry.id).length === 1
      assert.ok([...one, ...other].every(has))
      assert.deepEqual(union, unionOf(other, one))
      assert.equal(neverHash(union), neverHash([...other, ...one]))
    }),
  )
})

test('another list has another hash; a country is no team of the same name', () => {
  const hashes = [[], [{ kind: 'team' as const, id: 'vn' }], [{ kind: 'country' as const, id: 'VN' }]].map(neverHash)
  assert.equal(new Set(hashes).size, 3)
})

test('a wrap to a blocked team throws, among any others and for every reason (T-27)', () => {
  fc.assert(
    fc.property(lists, fc.subarray(IDS, { minLength: 1 }), fc.constantFrom(...IDS), (never, targets, by) => {
      const block = blocked(never, TEAMS, { by })
      const hit = targets.some((id) => block.has(id))
      if (hit) assert.throws(() => guardWrap(targets, block), new SealingRefusal('wrap.blocked'))
      else assert.doesNotThrow(() => guardWrap(targets, block))
    }),
  )
})
