import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { excludedBy, mayRead, readersProblem, suggest } from './choose-readers.ts'
import type { TeamShown } from './lists.ts'
import type { Never } from './state.ts'

function team(id: string, over: Partial<TeamShown> = {}): TeamShown {
  return { id, name: { en: id }, about: {}, kind: 'ngo', of: [], serves: [], conflicts: [], languages: ['en'], receives: true, ...over }
}

const TEAMS = [
  team('desk'),
  team('near', { serves: ['TH'] }),
  team('unit', { kind: 'eu', serves: ['TH'] }),
  team('state', { kind: 'state', of: ['DE'], serves: ['TH'] }),
  team('asleep', { receives: false, serves: ['TH'] }),
]
const ids = (teams: readonly TeamShown[]): string[] => teams.map(({ id }) => id)

test('a country excludes every body of that state and nobody who only helps its people', () => {
  assert.deepEqual(ids(excludedBy([{ kind: 'country', id: 'DE' }], TEAMS)), ['state'])
  assert.deepEqual(ids(excludedBy([{ kind: 'country', id: 'TH' }], TEAMS)), [])
  assert.deepEqual(ids(excludedBy([{ kind: 'team', id: 'desk' }], TEAMS)), ['desk'])
})

test('a team without a running key can not be ticked', () => {
  assert.equal(ids(mayRead([], TEAMS)).includes('asleep'), false)
})

test('a team in conflict with somebody who is excluded may not read either', () => {
  const teams = [...TEAMS, team('friend', { conflicts: ['DE'] })]
  assert.equal(ids(mayRead([], teams)).includes('friend'), true)
  assert.equal(ids(mayRead([{ kind: 'country', id: 'DE' }], teams)).includes('friend'), false)
})

test('the suggestion is one independent desk and one focal point of the host country', () => {
  assert.deepEqual(suggest(TEAMS, [], { host: 'TH', origin: [] }), ['near', 'unit'])
  assert.deepEqual(suggest(TEAMS, [], { host: '', origin: [] }), ['desk'])
  assert.deepEqual(suggest(TEAMS, [{ kind: 'team', id: 'near' }], { host: 'TH', origin: [] }), ['desk', 'unit'])
})

test('nobody is sent to who is excluded, and never to bodies of states alone', () => {
  assert.equal(readersProblem(['state'], [], TEAMS), 'only_states')
  assert.equal(readersProblem(['state', 'desk'], [], TEAMS), null)
  assert.equal(readersProblem([], [], TEAMS), 'nobody_chosen')
  const all: Never[] = ids(TEAMS).map((id) => ({ kind: 'team', id }))
  assert.equal(readersProblem(['desk'], all, TEAMS), 'nobody_left')
  const many = Array.from({ length: 7 }, (_, n) => team(`n${n}`))
  assert.equal(readersProblem(ids(many), [], many), 'too_many')
})

test('whatever is excluded, no suggestion is an excluded team', () => {
  const never = fc.array(
    fc.oneof(
      fc.constantFrom(...ids(TEAMS)).map((id) => ({ kind: 'team', id }) as const),
      fc.constantFrom('DE', 'TH', 'VN').map((id) => ({ kind: 'country', id }) as const),
    ),
  )
  fc.assert(
    fc.property(never, fc.constantFrom('', 'TH', 'DE'), (list, host) => {
      const out = new Set(ids(excludedBy(list, TEAMS)))
      assert.equal(
        suggest(TEAMS, list, { host, origin: [] }).some((id) => out.has(id)),
        false,
      )
    }),
  )
})
