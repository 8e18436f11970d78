import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { canActTogether, type EyesAt, isFounding, type Signer, type TwoSigners } from './four-eyes.ts'

const DAY = 86_400_000
const NOW = new Date('2026-11-22T12:00:00Z')
const ago = (days: number) => new Date(NOW.getTime() - days * DAY)

const at: EyesAt = { now: NOW, foundedAt: ago(100), payload: 'p' }
const one: Signer = { signKey: 'k1', person: 'n1', device: 'd1', memberSince: ago(30), isFounder: false }
const two: Signer = { signKey: 'k2', person: 'n2', device: 'd2', memberSince: ago(30), isFounder: false }
const both: TwoSigners = { proposer: one, approver: two, proposed: 'p', approved: 'p', proposedAt: ago(0.5), approvedAt: ago(0.1) }

function verdict(over: Partial<TwoSigners> = {}, when: Partial<EyesAt> = {}): string {
  const answer = canActTogether({ ...both, ...over }, { ...at, ...when })
  return answer.ok ? 'yes' : answer.code
}

test('two people on two devices who signed the same thing today act together (T-22)', () => {
  assert.equal(verdict(), 'yes')
})

test('two accounts of one person, one device, an approval of yesterday and a changed payload are refused (T-22, A-11)', () => {
  assert.equal(verdict({ approver: { ...two, person: 'n1' } }), 'approval.same_person')
  assert.equal(verdict({ approver: { ...two, signKey: 'k1' } }), 'approval.same_person')
  assert.equal(verdict({ approver: { ...two, device: 'd1' } }), 'approval.same_device')
  assert.equal(verdict({ proposedAt: ago(1.1), approvedAt: ago(1) }), 'approval.stale')
  assert.equal(verdict({ approvedAt: new Date(NOW.getTime() + 1) }), 'approval.stale')
  assert.equal(verdict({ proposedAt: ago(0.05) }), 'approval.stale')
  assert.equal(verdict({ approved: 'q' }), 'approval.other_payload')
  assert.equal(verdict({ proposed: 'q' }), 'approval.other_payload')
  assert.equal(verdict({}, { payload: 'q' }), 'approval.other_payload')
})

test('an account of seven days or less approves nothing, and none grows older by a setting (T-22)', () => {
  for (const memberSince of [ago(7), ago(1), ago(-1)]) {
    assert.equal(verdict({ approver: { ...two, memberSince } }), 'approval.too_new')
    assert.equal(verdict({ proposer: { ...one, memberSince } }), 'approval.too_new')
  }
  assert.equal(verdict({ approver: { ...two, memberSince: ago(7.001) } }), 'yes')
})

test('in the first seven days founders count as old enough, others do not, and every other rule stays (T-22, A-11)', () => {
  const young = { proposer: { ...one, memberSince: ago(1), isFounder: true }, approver: { ...two, memberSince: ago(1), isFounder: true } }
  assert.equal(verdict(young, { foundedAt: ago(6.9) }), 'yes')
  assert.equal(verdict(young, { foundedAt: ago(7) }), 'approval.too_new')
  assert.equal(verdict({ ...young, approver: { ...young.approver, isFounder: false } }, { foundedAt: ago(1) }), 'approval.too_new')
  assert.equal(verdict({ ...young, approver: { ...young.approver, person: 'n1' } }, { foundedAt: ago(1) }), 'approval.same_person')
  assert.equal(verdict({ ...young, approver: { ...young.approver, device: 'd1' } }, { foundedAt: ago(1) }), 'approval.same_device')
  assert.equal(verdict({ ...young, approved: 'q' }, { foundedAt: ago(1) }), 'approval.other_payload')
  assert.equal(isFounding({ now: NOW, foundedAt: ago(-1) }), false)
})

test('whatever else is true, one person or one device never acts alone (T-22)', () => {
  const days = fc.double({ min: -10, max: 40, noNaN: true })
  fc.assert(
    fc.property(days, days, fc.boolean(), fc.boolean(), days, (joined, founded, isFounder, isPerson, approved) => {
      const same = { ...two, memberSince: ago(joined), isFounder, ...(isPerson ? { person: 'n1' } : { device: 'd1' }) }
      assert.notEqual(verdict({ approver: same, approvedAt: ago(approved) }, { foundedAt: ago(founded) }), 'yes')
    }),
    { numRuns: 200 },
  )
})

/** One thing after another in a house: somebody is let in, asks, answers, time passes, and now and then it is tried. */
const HOUR = DAY / 24
const step = fc.record({
  hours: fc.double({ min: 0, max: 60, noNaN: true }),
  what: fc.constantFrom('join' as const, 'ask' as const, 'answer' as const, 'change' as const),
  who: fc.nat({ max: 3 }),
  device: fc.nat({ max: 3 }),
})

test('over random days in a house, nothing is done but with two people, two devices, seven days of trust and one day of time (T-22, A-11)', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 4, maxLength: 30 }), (steps) => {
      const founded = NOW.getTime()
      const joined = new Map([[0, founded]])
      let [now, payload] = [founded, 0]
      let ask: { who: number; device: number; at: number; payload: number } | undefined
      let answer: typeof ask
      for (const { hours, what, who, device } of steps) {
        now += hours * HOUR
        if (what === 'join' && !joined.has(who)) joined.set(who, now)
        if (what === 'change') payload += 1
        if (what === 'ask' && joined.has(who)) [ask, answer] = [{ who, device, at: now, payload }, undefined]
        if (what === 'answer' && joined.has(who) && ask !== undefined) answer = { who, device, at: now, payload: ask.payload }
        if (ask === undefined || answer === undefined) continue
        const signer = (one: NonNullable<typeof ask>): Signer => ({
          signKey: `k${one.who}`,
          // Accounts 0 and 3 are one person's.
          person: `n${one.who % 3}`,
          device: `d${one.device}`,
          memberSince: new Date(joined.get(one.who) ?? now),
          isFounder: one.who < 2,
        })
        const two: TwoSigners = {
          proposer: signer(ask),
          approver: signer(answer),
          proposed: `p${ask.payload}`,
          approved: `p${answer.payload}`,
          proposedAt: new Date(ask.at),
          approvedAt: new Date(answer.at),
        }
        const said = canActTogether(two, { now: new Date(now), foundedAt: new Date(founded), payload: `p${payload}` }).ok
        const isTrusted = (one: number) => now - (joined.get(one) ?? now) > 7 * DAY || (one < 2 && now - founded < 7 * DAY)
        const isRight =
          ask.who % 3 !== answer.who % 3 &&
          ask.device !== answer.device &&
          now - ask.at < DAY &&
          now - answer.at < DAY &&
          ask.payload === payload &&
          isTrusted(ask.who) &&
          isTrusted(answer.who)
        assert.equal(said, isRight)
      }
    }),
    { numRuns: 1_000 },
  )
})
