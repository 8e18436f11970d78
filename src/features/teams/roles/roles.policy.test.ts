import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { CompartmentId, MemberId } from '#kernel/ids.ts'
import { ROLES, type Role, rolesOf } from '#kernel/roles.ts'
import type { Caller } from '../caller.ts'
import * as policy from './roles.policy.ts'

const aCaller = (roles: readonly Role[]): Caller => ({
  actor: { id: 'm' as MemberId, kind: 'person', writes: [] },
  code: 'M-ABCDEF',
  team: 'first-aid',
  teamId: 't',
  room: 'r' as CompartmentId,
  roles,
  device: 'd',
  session: 's',
})
const mayOf = (roles: readonly Role[]) =>
  Object.entries(policy)
    .filter(([, may]) => may(aCaller(roles)).ok)
    .map(([name]) => name)
    .toSorted()

test('without a role nothing is allowed, and an unknown role is none (T-21)', () => {
  assert.deepEqual(mayOf([]), [])
  assert.deepEqual(rolesOf(['lead', 'admin', '']), [])
  assert.deepEqual(rolesOf(['steward', 'lead', 'auditor']), ['steward', 'auditor'])
})

test('an auditor reviews and opens nothing; an analyst reads coded fields and opens nothing (T-21)', () => {
  assert.deepEqual(mayOf(['auditor']), ['canReview'])
  assert.deepEqual(mayOf(['analyst']), ['canReadCoded'])
  assert.deepEqual(mayOf(['dpo']), [])
})

test('only who works on cases opens them; a steward runs the team and opens no case by that (T-21, T-22)', () => {
  assert.ok(!mayOf(['steward']).includes('canWorkCases'))
  assert.deepEqual(mayOf(['caseworker']), ['canApprove', 'canHoldKeys', 'canReadCoded', 'canShare', 'canWorkCases'])
  for (const role of ROLES) assert.equal(mayOf([role]).includes('canVerify'), role === 'verifier')
})

test('one role more never takes a right away, and a machine has none (T-21)', () => {
  fc.assert(
    fc.property(fc.subarray([...ROLES]), fc.constantFrom(...ROLES), (roles, more) => {
      const before = mayOf(roles)
      assert.ok(before.every((name) => mayOf([...roles, more]).includes(name)))
    }),
  )
  const machine = aCaller([...ROLES])
  for (const may of Object.values(policy)) assert.equal(may({ ...machine, actor: { ...machine.actor, kind: 'machine' } }).ok, false)
})
