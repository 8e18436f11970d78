import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { canOverlap, type DateRange, readDateRange, UNKNOWN_TIME } from '#kernel/daterange.ts'
import { canBeIndexed, canFindByName, canSayCommunity, communityFor, type Held, type Purpose, statusesAt } from './person.rules.ts'

const time = (typed: string): DateRange => readDateRange(typed) ?? assert.fail(typed)
const HELD: readonly Held[] = [
  { status: 'asylum_seeker_unhcr', host: 'TH', held: time('2023..2024-05') },
  { status: 'refugee_mandate', host: 'TH', held: time('2024-06..') },
]

test('the status at the time of an act is shown, never the newest for an older one (R-NGO-12)', () => {
  const at = (typed: string) => statusesAt(HELD, time(typed)).map(({ status }) => status)
  assert.deepEqual(at('2023-07-01'), ['asylum_seeker_unhcr'])
  assert.deepEqual(at('2026-03'), ['refugee_mandate'])
  assert.deepEqual(at('2024'), ['asylum_seeker_unhcr', 'refugee_mandate'])
  assert.deepEqual(at('2020'), [])
  assert.deepEqual(at(''), ['asylum_seeker_unhcr', 'refugee_mandate'])
})

test('a status of an unknown time is shown only where no other is known', () => {
  const undated: Held = { status: 'stateless', host: null, held: UNKNOWN_TIME }
  assert.deepEqual(statusesAt([undated], time('2020')), [undated])
  assert.deepEqual(statusesAt([undated, ...HELD], time('2026')), [HELD[1]])
})

const aTime = fc.constantFrom('2023', '2024-02', '2024-06-01', '2023..2025', '2025..', '..2023', '').map(time)

test('whatever is shown could have been held on a day of the act (R-NGO-12)', () => {
  fc.assert(
    fc.property(fc.array(aTime, { maxLength: 6 }), aTime, (times, at) => {
      const held = times.map((one): Held => ({ status: 'unknown', host: null, held: one }))
      for (const one of statusesAt(held, at)) assert.ok(canOverlap(one.held, at))
    }),
  )
})

const PURPOSES: readonly Purpose[] = ['protection', 'asylum', 'statistics']
const someone = fc.record({
  community: fc.constantFrom('montagnard', null),
  communitySaidBy: fc.constantFrom('self' as const, 'other' as const, null),
  communityFor: fc.subarray([...PURPOSES]),
})

test('a group serves no purpose that nobody was told, and statistics only as the person said it (R-EP-11)', () => {
  fc.assert(
    fc.property(someone, (person) => {
      if (!canSayCommunity(person).ok) return
      for (const purpose of PURPOSES)
        assert.equal(communityFor(person, purpose) !== null, person.community !== null && person.communityFor.includes(purpose))
      if (communityFor(person, 'statistics') !== null) assert.equal(person.communitySaidBy, 'self')
    }),
  )
})

test('somebody with a low profile is found by those who are named for it, and stands in no index (R-NGO-07)', () => {
  fc.assert(
    fc.property(fc.boolean(), fc.array(fc.constantFrom('M-AAAAAA', 'M-BBBBBB')), (lowProfile, finders) => {
      assert.equal(canFindByName({ lowProfile, finders }, 'M-AAAAAA'), !lowProfile || finders.includes('M-AAAAAA'))
      assert.equal(canBeIndexed({ lowProfile }), !lowProfile)
    }),
  )
})
