import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { FocalPoint } from './focal.contract.ts'
import { isStaffed, isVerified, propose, type Wanted } from './routing.rules.ts'

const TODAY = '2026-11-23'
// A Monday, ten in the morning in Paris.
const NOW = Date.parse('2026-11-23T09:00:00Z')
const aPoint = (team: string, over: Partial<FocalPoint> = {}): FocalPoint => ({
  id: crypto.randomUUID(),
  team,
  territory: ['FR'],
  remit: ['tnr'],
  languages: ['fr'],
  opens: 540,
  closes: 1_020,
  offsetMinutes: 60,
  days: [1, 2, 3, 4, 5],
  deputies: 1,
  stateBody: false,
  police: false,
  conflicts: [],
  contact: '+33 1 00 00 00 00',
  open: true,
  checkedOn: TODAY,
  revision: 1,
  ...over,
})
const wanted = (over: Partial<Wanted> = {}): Wanted => ({
  hosts: ['FR'],
  origins: ['VN'],
  languages: ['fr'],
  barred: new Set(),
  receives: new Set(['quay', 'dock', 'pier']),
  of: new Map(),
  silent: new Map(),
  today: TODAY,
  now: NOW,
  ...over,
})

test('an office is proposed with its reasons, best first, and never where it is barred, answers to the state of origin, has a conflict or no key (T-27, R-EP-26)', () => {
  const points = [
    aPoint('quay', { languages: [] }),
    aPoint('dock'),
    aPoint('pier', { conflicts: ['VN'] }),
    aPoint('mole'),
    aPoint('embassy'),
    aPoint('rival'),
    aPoint('elsewhere', { territory: ['DE'] }),
  ]
  const { offices, gaps } = propose(
    points,
    wanted({
      barred: new Set(['rival']),
      of: new Map([['embassy', ['VN']]]),
      receives: new Set(['quay', 'dock', 'pier', 'embassy', 'rival']),
    }),
  )
  assert.deepEqual(
    offices.map(({ team, never }) => [team, never]),
    [
      ['dock', false],
      ['quay', false],
      ['embassy', true],
      ['mole', true],
      ['pier', true],
      ['rival', true],
    ],
  )
  assert.deepEqual(offices[0]?.speaks, ['territory', 'language', 'open_now', 'deputies'])
  assert.deepEqual(
    offices.filter(({ never }) => never).map(({ warns }) => warns[0]),
    ['of_origin', 'no_key', 'conflict', 'barred'],
  )
  assert.deepEqual(gaps, [])
})

test('a state without a focal point, with none that fits, or with one that does not answer is shown as a gap (R-EP-26)', () => {
  const silent = new Map([['quay', '2026-11-01']])
  const points = [aPoint('quay'), aPoint('rival', { territory: ['DE'] })]
  const { gaps, offices } = propose(points, wanted({ hosts: ['FR', 'DE', 'TH'], silent, barred: new Set(['rival']) }))
  const speaks = offices.find(({ team }) => team === 'quay')?.speaks ?? []
  assert.ok(speaks.includes('territory') && !speaks.includes('open_now'), 'nobody says that somebody is there')
  assert.deepEqual(gaps, [
    { state: 'FR', why: 'silent' },
    { state: 'DE', why: 'none_fit' },
    { state: 'TH', why: 'no_focal_point' },
  ])
})

test('an entry that nobody checked for more than 180 days counts as not verified (R-EP-26)', () => {
  assert.equal(isVerified({ checkedOn: '2026-05-27' }, TODAY), true)
  assert.equal(isVerified({ checkedOn: '2026-05-26' }, TODAY), false)
  assert.ok(propose([aPoint('quay', { checkedOn: '2026-01-01' })], wanted()).offices[0]?.warns.includes('unverified'))
})

test('hours are those of the office, over midnight as well, and around the clock where both are the same', () => {
  const at = (time: string) => Date.parse(`2026-11-${time}:00Z`)
  const day = aPoint('quay')
  assert.deepEqual(
    ['23T07:59', '23T08:00', '23T15:59', '23T16:00', '22T10:00'].map((time) => isStaffed(day, at(time))),
    [false, true, true, false, false],
  )
  const night = aPoint('quay', { opens: 1_320, closes: 360, offsetMinutes: 0, days: [1] })
  assert.deepEqual(
    ['23T21:59', '23T22:00', '24T05:59', '24T06:00', '23T05:00'].map((time) => isStaffed(night, at(time))),
    [false, true, true, false, false],
  )
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000 }), (minutes) => {
      const always = aPoint('quay', { opens: 0, closes: 0, days: [1, 2, 3, 4, 5, 6, 7] })
      assert.ok(isStaffed(always, NOW + minutes * 60_000))
    }),
  )
})
