import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { newSeed } from '../age/identity.ts'
import { b64u } from '../bytes.ts'
import { publicKeyOf, signStatement } from '../sign/sign.ts'
import { type ApprovalStatement, answers, type Binds, isApprovalBy, isBinds, payloadOf } from './approval.ts'

const [one, other] = [newSeed(), newSeed()]
const BINDS: Binds = { team: 'first-aid', member: 'M-ABCDEF', role: 'steward', gives: true }
const asked: ApprovalStatement = {
  v: 1,
  type: 'approval',
  step: 'ask',
  id: '9c1c4f3e-8a51-4a44-8e39-1f0d6f6f2b11',
  team: 'first-aid',
  case: null,
  action: 'role.grant',
  subject: 'M-ABCDEF:steward',
  payload: payloadOf(BINDS),
  reason: 'new_task',
  member: 'M-ABCDEF',
  by: publicKeyOf(one),
  at: '2026-11-22',
}
const answered: ApprovalStatement = { ...asked, step: 'yes', member: 'M-ABCDEG', by: publicKeyOf(other) }
const signed = (statement: ApprovalStatement, seed: Uint8Array) => ({
  statement,
  signature: b64u(signStatement(seed, 'approval', statement)),
})

test('a signature holds for its own words and key, and for nothing that was changed since (T-22, A-11)', () => {
  assert.ok(isApprovalBy(signed(asked, one), publicKeyOf(one)))
  assert.equal(isApprovalBy(signed(asked, other), publicKeyOf(one)), false)
  assert.equal(isApprovalBy(signed(asked, one), publicKeyOf(other)), false)
  const { signature } = signed(asked, one)
  const changes: Partial<ApprovalStatement>[] = [
    { step: 'yes' },
    { subject: 'M-ABCDEG:steward' },
    { action: 'role.take' },
    { case: 'C-ABCDEF' },
    { payload: '0'.repeat(64) },
    { reason: 'other_task' },
    { at: '2026-11-23' },
    { team: 'second-aid' },
  ]
  for (const change of changes) assert.equal(isApprovalBy({ statement: { ...asked, ...change }, signature }, publicKeyOf(one)), false)
})

test('an answer answers exactly what was asked, by another person with another key (T-22, A-11)', () => {
  assert.ok(answers(asked, answered))
  assert.ok(answers(asked, { ...answered, step: 'no' }))
  for (const name of ['id', 'team', 'case', 'action', 'subject', 'payload', 'reason'] as const)
    assert.equal(answers(asked, { ...answered, [name]: `${answered[name]}x` }), false, name)
  assert.equal(answers(asked, { ...answered, by: asked.by }), false)
  assert.equal(answers(asked, { ...answered, member: asked.member }), false)
  assert.equal(answers(asked, { ...answered, step: 'ask' }), false)
  assert.equal(answers(answered, { ...asked, step: 'yes' }), false)
})

test('what is bound is codes alone: a sentence, a name or a nested thing is none (T-22)', () => {
  assert.ok(isBinds(BINDS))
  assert.ok(isBinds({ readers: ['M-ABCDEF'], until: '2026-12-01', hash: '0'.repeat(64), n: 3, last: null }))
  for (const bad of ['x', null, [], { a: 'Nguyen Van A' }, { a: 'x\n' }, { A: 'x' }, { a: { b: 'x' } }, { a: 0.5 }, { a: 'é' }])
    assert.equal(isBinds(bad), false, JSON.stringify(bad))
})

test('two different things never have one payload, whatever the order in which they are said (T-22)', () => {
  const name = fc.stringMatching(/^[a-z][A-Za-z0-9_]{0,5}$/)
  const binds = fc.dictionary(name, fc.oneof(fc.stringMatching(/^[A-Za-z0-9:._/+-]{0,8}$/), fc.integer(), fc.boolean()), { maxKeys: 6 })
  fc.assert(
    fc.property(binds, binds, (first, second) => {
      const turned = Object.fromEntries(Object.entries(first).toReversed())
      assert.equal(payloadOf(turned), payloadOf(first))
      const isSame = JSON.stringify(Object.entries(first).toSorted()) === JSON.stringify(Object.entries(second).toSorted())
      assert.equal(payloadOf(first) === payloadOf(second), isSame)
    }),
  )
})
