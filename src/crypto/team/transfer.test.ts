import assert from 'node:assert/strict'
import { test } from 'node:test'
import { blocked } from '../mailbox/exclusions.ts'
import { seedOf } from '../roster/a-roster.ts'
import { publicKeyOf, signedWith } from '../sign/sign.ts'
import { canTransfer, type SignedTransfer, type Transfer, type TransferFacts, transferHash } from './transfer.ts'

const NOW = new Date('2026-11-22T12:00:00Z')
const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000)
const [a, b, c] = [seedOf('member a'), seedOf('member b'), seedOf('member c')]
const NEVER = 'aa'.repeat(32)

const statement: Transfer = {
  v: 1,
  type: 'transfer',
  item: '00'.repeat(16),
  from: 'desk',
  to: 'aid',
  epoch: 4,
  fields: ['narrative'],
  until: '2026-12-22',
  reason: 'They have a lawyer there.',
  never_sha256: NEVER,
  proposer: publicKeyOf(a),
  approver: publicKeyOf(b),
}
const signer = (seed: Uint8Array, n: string) => ({
  signKey: publicKeyOf(seed),
  person: n,
  device: n,
  memberSince: new Date('2026-10-01T00:00:00Z'),
  isFounder: false,
})
const facts: TransferFacts = {
  members: [publicKeyOf(a), publicKeyOf(b)],
  blocked: new Set(['embassy']),
  neverHash: NEVER,
  targetEpoch: 4,
  two: { proposer: signer(a, 'a'), approver: signer(b, 'b'), proposedAt: minutesAgo(60), approvedAt: minutesAgo(10) },
  at: { now: NOW, foundedAt: new Date('2026-01-01T00:00:00Z') },
}

function verdict(over: Partial<Transfer> = {}, other: Partial<TransferFacts> = {}, by = [a, b]): string {
  const answer = canTransfer(signedWith(by, 'transfer', { ...statement, ...over }), { ...facts, ...other })
  return answer.ok ? 'yes' : answer.code
}

test('two members who signed the same transfer pass it on after ten minutes (T-22)', () => {
  assert.equal(verdict(), 'yes')
  const early = { two: { ...facts.two, approvedAt: minutesAgo(9.99) } }
  assert.equal(verdict({}, early), 'transfer.held')
})

test('a barred team gets nothing, whoever signs and whatever else is true (T-27)', () => {
  assert.equal(verdict({ to: 'embassy' }), 'transfer.blocked')
  assert.equal(verdict({ to: 'embassy' }, { blocked: new Set(['embassy', 'aid']), targetEpoch: 4 }, [a, b, c]), 'transfer.blocked')
  const teams = [
    { id: 'desk', of: [], conflicts: [] },
    { id: 'aid', of: ['DE'], conflicts: [] },
    { id: 'other', of: [], conflicts: ['desk'] },
    { id: 'helps-de', of: [], serves: ['DE'], conflicts: [] },
  ]
  const barred = (never: { kind: 'team' | 'country'; id: string }[]) => ({ blocked: blocked(never, teams, { by: 'desk' }) })
  assert.equal(verdict({}, barred([{ kind: 'country', id: 'DE' }])), 'transfer.blocked')
  assert.equal(verdict({}, barred([{ kind: 'team', id: 'aid' }])), 'transfer.blocked')
  assert.equal(verdict({ to: 'other' }, barred([])), 'transfer.blocked')
  assert.equal(verdict({ to: 'helps-de' }, barred([{ kind: 'country', id: 'DE' }])), 'yes')
  assert.equal(verdict({}, { neverHash: 'bb'.repeat(32) }), 'transfer.exclusions_changed')
})

test('one signature, a third one, a bent one, one over another payload and one of a stranger do not pass (T-22, A-11)', () => {
  assert.equal(verdict({}, {}, [a]), 'transfer.unsigned')
  assert.equal(verdict({}, {}, [a, a]), 'transfer.unsigned')
  assert.equal(verdict({}, {}, [a, b, c]), 'transfer.unsigned')
  assert.equal(verdict({}, {}, [a, c]), 'transfer.unsigned')
  assert.equal(verdict({ proposer: publicKeyOf(b) }), 'approval.same_person')
  assert.equal(verdict({ approver: publicKeyOf(c) }, {}, [a, c]), 'transfer.not_members')
  assert.equal(verdict({}, { members: [publicKeyOf(b)] }), 'transfer.not_members')
  const signed = signedWith([a, b], 'transfer', statement)
  const more: SignedTransfer = { ...signed, statement: { ...statement, fields: ['narrative', 'contacts'] } }
  const answer = canTransfer(more, facts)
  assert.ok(!answer.ok && answer.code === 'transfer.unsigned')
})

test('the approval binds every word of the payload: another one has another hash', () => {
  const changes: Partial<Transfer>[] = [
    { to: 'x1' },
    { fields: [] },
    { until: '2027-01-01' },
    { reason: 'no' },
    { epoch: 5 },
    { item: '11'.repeat(16) },
  ]
  const hashes = [statement, ...changes.map((change) => ({ ...statement, ...change }))].map(transferHash)
  assert.equal(new Set(hashes).size, hashes.length)
})

test('a new key of the target, an absent one, an end in the past and a malformed statement are refused', () => {
  assert.equal(verdict({}, { targetEpoch: 5 }), 'transfer.key_changed')
  assert.equal(verdict({}, { targetEpoch: undefined }), 'transfer.key_changed')
  assert.equal(verdict({ until: '2026-11-22' }), 'transfer.ended')
  assert.equal(verdict({ to: 'desk' }), 'transfer.malformed')
  assert.equal(verdict({ fields: ['x', 'x'] }), 'transfer.malformed')
  assert.equal(verdict({ extra: 1 } as Partial<Transfer>), 'transfer.malformed')
})

test('the two of four eyes hold for a transfer too (A-11)', () => {
  assert.equal(verdict({}, { two: { ...facts.two, approver: { ...facts.two.approver, person: 'a' } } }), 'approval.same_person')
  assert.equal(verdict({}, { two: { ...facts.two, proposedAt: minutesAgo(3000), approvedAt: minutesAgo(1440) } }), 'approval.stale')
})
