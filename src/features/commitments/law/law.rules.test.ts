import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { judicial } from '#kernel/judicial.ts'
import { canAssist, canReview, isJudicial, openSafeguards, reviewBy } from './law.rules.ts'

const TODAY = '2026-11-22'
const yes = Object.fromEntries(judicial.safeguards.map(({ code }) => [code, 'yes']))
const reviewed = { finding: 'none', reviewedOn: '2026-11-20', safeguards: yes, assistance: 'open' } as const
const codeOf = (verdict: ReturnType<typeof canAssist>) => (verdict.ok ? 'yes' : verdict.code)

test('help is never written down as given before the look for abuse, over abuse, or with a safeguard open (R-CSP-10, R-CSP-18)', () => {
  const given = { assistance: 'given', on: TODAY }
  assert.equal(codeOf(canAssist(reviewed, given, TODAY)), 'yes')
  assert.equal(codeOf(canAssist({ ...reviewed, finding: null, reviewedOn: null }, given, TODAY)), 'law.review_first')
  assert.equal(codeOf(canAssist(reviewed, { ...given, on: '2026-11-19' }, TODAY)), 'law.review_first')
  assert.equal(codeOf(canAssist({ ...reviewed, finding: 'abuse' }, given, TODAY)), 'law.abuse_found')
  assert.equal(codeOf(canAssist(reviewed, { ...given, on: '2026-11-23' }, TODAY)), 'reply.day_unfit')
  for (const { code } of judicial.safeguards)
    for (const answer of ['no', 'unknown'])
      assert.equal(codeOf(canAssist({ ...reviewed, safeguards: { ...yes, [code]: answer } }, given, TODAY)), 'law.safeguards_open')
  const refused = { assistance: 'refused', on: TODAY }
  assert.equal(codeOf(canAssist({ ...reviewed, finding: null, reviewedOn: null, safeguards: {} }, refused, TODAY)), 'yes')
})

test('whatever is said, what is given rests on a review without abuse and on every safeguard (R-CSP-10)', () => {
  const answer = fc.constantFrom('yes', 'no', 'unknown', undefined)
  const request = fc.record({
    finding: fc.constantFrom(null, 'abuse', 'indicators', 'none'),
    reviewedOn: fc.constantFrom(null, '2026-11-20', '2026-11-22'),
    safeguards: fc.record(Object.fromEntries(judicial.safeguards.map(({ code }) => [code, answer]))),
    assistance: fc.constantFrom('open', 'given'),
  })
  const said = fc.record({ assistance: fc.constantFrom('given', 'partly'), on: fc.constantFrom('2026-11-19', '2026-11-21', '2026-11-22') })
  fc.assert(
    fc.property(request, said, (one, what) => {
      const safeguards = Object.fromEntries(Object.entries(one.safeguards).filter(([, value]) => value !== undefined)) as Record<
        string,
        string
      >
      const isGiven = canAssist({ ...one, safeguards }, what, TODAY).ok
      const may =
        one.assistance === 'open' &&
        (one.finding === 'indicators' || one.finding === 'none') &&
        one.reviewedOn !== null &&
        one.reviewedOn <= what.on &&
        openSafeguards(safeguards).length === 0
      assert.equal(isGiven, may)
    }),
  )
})

test('what a court asks for is looked at by counsel, by a day that is counted from its arrival (R-CSP-18)', () => {
  const none = { finding: 'none', indicators: [] }
  assert.equal(canReview(none, { judicial: true, isCounsel: false }).ok, false)
  assert.equal(canReview(none, { judicial: true, isCounsel: true }).ok, true)
  assert.equal(canReview(none, { judicial: false, isCounsel: false }).ok, true)
  assert.equal(canReview({ finding: 'none', indicators: ['persecution'] }, { judicial: false, isCounsel: true }).ok, false)
  assert.equal(canReview({ finding: 'abuse', indicators: [] }, { judicial: false, isCounsel: true }).ok, false)
  assert.ok(['legal_assistance', 'extradition', 'arrest', 'judicial_project'].every(isJudicial))
  assert.ok(isJudicial('never heard of'), 'what nobody knows counts as a court')
  assert.equal(reviewBy('extradition', '2028-02-28'), '2028-03-01')
  assert.equal(reviewBy('never heard of', '2026-12-31'), '2027-01-01')
})
