import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { b64u, hex } from '../bytes.ts'
import { sha256 } from '../kdf.ts'
import { seedOf } from '../roster/a-roster.ts'
import { publicKeyOf, signStatement } from '../sign/sign.ts'
import { type MembershipStatement, membersOf, type SignedMembership } from './membership.ts'

const CODES = 'ABCDEFGH'.split('').map((letter) => `M-${letter.repeat(6)}`)
const seeds = CODES.map((code) => seedOf(code))
const keyOf = (n: number) => publicKeyOf(seeds[n] ?? seedOf('none'))
const ANCHORS = [keyOf(0), keyOf(1)]

/** Member `who` is let in (or out) by member `by`. */
function said(type: 'join' | 'leave', who: number, by: number, over: Partial<MembershipStatement> = {}): SignedMembership {
  const statement: MembershipStatement = {
    v: 1,
    type,
    team: 'hill',
    member: CODES[who] ?? '',
    recipient_sha256: hex(sha256(seeds[who] ?? new Uint8Array())),
    sign_key: keyOf(who),
    by: keyOf(by),
    at: '2026-11-22',
    ...over,
  }
  return { statement, signature: b64u(signStatement(seeds[by] ?? new Uint8Array(32), type, statement)) }
}
const join = (who: number, by: number, over: Partial<MembershipStatement> = {}) => said('join', who, by, over)
const leave = (who: number, by: number, over: Partial<MembershipStatement> = {}) => said('leave', who, by, over)
const chain = (...given: SignedMembership[]) => membersOf('hill', ANCHORS, given)
const codes = (all: readonly { readonly member: string }[]) =>
  all
    .map(({ member }) => member.slice(-1))
    .toSorted()
    .join('')

test('members count over any number of steps to an anchor, in any order of the statements (T-38)', () => {
  const all = [join(0, 0), join(1, 1), join(2, 0), join(3, 2), join(4, 3)]
  fc.assert(
    fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (order) => {
      assert.equal(codes(chain(...order).members), 'ABCDE')
    }),
    { numRuns: 5 },
  )
  assert.equal(codes(chain(...all.slice(0, 2), ...all.slice(3)).members), 'AB')
})

test('nobody becomes a member by an administrator, by themselves or by the member of another team (T-38)', () => {
  const good = join(2, 0)
  const refused: [SignedMembership, string][] = [
    [join(2, 2), 'membership.self'],
    [join(2, 0, { team: 'dale' }), 'membership.other_team'],
    [{ ...good, statement: { ...good.statement, recipient_sha256: '00'.repeat(32) } }, 'membership.forged'],
    [{ ...good, statement: { ...good.statement, sign_key: keyOf(5) } }, 'membership.forged'],
    [{ ...good, statement: { ...good.statement, by: keyOf(1) } }, 'membership.forged'],
    [{ ...good, statement: { ...good.statement, type: 'leave' } }, 'membership.forged'],
    [{ ...good, statement: { ...good.statement, admin: true } } as unknown as SignedMembership, 'membership.malformed'],
    [join(2, 0, { at: '2026-02-30' }), 'membership.malformed'],
  ]
  for (const [statement, why] of refused) {
    const { members, refused: found } = chain(join(0, 0), statement)
    assert.equal(codes(members), 'A')
    assert.deepEqual(
      found.map((one) => one.why),
      [why],
    )
  }
  // Signed well, by somebody whom nobody let in.
  assert.equal(codes(chain(join(0, 0), join(3, 4)).members), 'A')
  assert.equal(codes(membersOf('hill', [keyOf(7)], [join(0, 0), join(2, 0)]).members), '')
})

test('who left is no member, lets nobody in with an earlier date, and does not come back with the same key (T-07)', () => {
  const base = [join(0, 0), join(1, 1), join(2, 0)]
  assert.equal(codes(chain(...base, leave(2, 1)).members), 'AB')
  const backdated = join(5, 2, { at: '2026-01-01' })
  const after = chain(...base, leave(2, 1), backdated)
  assert.deepEqual([codes(after.members), codes(after.orphans)], ['AB', 'F'])
  assert.equal(codes(chain(...base, leave(2, 1), join(2, 1, { at: '2026-12-01' })).members), 'AB')
  assert.equal(codes(chain(...base, leave(2, 2)).members), 'AB')
})

test('an anchor who left lets nobody in either, though the list of keys still names them (T-07)', () => {
  const { members, orphans, left } = chain(join(0, 0), join(1, 1), join(2, 0), join(3, 1), leave(0, 1))
  assert.deepEqual([codes(members), codes(orphans), [...left]], ['BD', 'C', [keyOf(0)]])
})

test('whom only a former member let in stands apart until a member of today vouches again', () => {
  const given = [join(0, 0), join(2, 0), join(3, 2), leave(2, 0)]
  assert.deepEqual([codes(chain(...given).members), codes(chain(...given).orphans)], ['A', 'D'])
  const again = chain(...given, join(3, 0))
  assert.deepEqual([codes(again.members), codes(again.orphans)], ['AD', ''])
})

test('a leave that nobody of the team signed takes nobody out', () => {
  assert.equal(codes(chain(join(0, 0), join(2, 0), leave(2, 6)).members), 'AC')
  const forged = leave(2, 0)
  assert.equal(codes(chain(join(0, 0), join(2, 0), { ...forged, signature: join(2, 0).signature }).members), 'AC')
})

test('two keys for one member, or one key for two, count for neither', () => {
  const twoKeys = join(3, 0, { member: CODES[2] ?? '' })
  const found = chain(join(0, 0), join(2, 0), twoKeys)
  assert.equal(codes(found.members), 'A')
  assert.deepEqual(
    found.refused.map(({ why }) => why),
    ['membership.two_keys', 'membership.two_keys'],
  )
  assert.equal(codes(chain(join(0, 0), join(2, 0), join(2, 0, { recipient_sha256: '11'.repeat(32) })).members), 'A')
  assert.equal(codes(chain(join(0, 0), join(1, 1), join(2, 0), join(2, 1, { at: '2026-11-23' })).members), 'ABC')
})

test('leaving never makes anybody a member: each statement only ever adds joins or takes keys away', () => {
  const joins = fc.tuple(fc.nat(5), fc.nat(5)).map(([who, by]) => join(who, by))
  const leaves = fc.tuple(fc.nat(5), fc.nat(5)).map(([who, by]) => leave(who, by))
  fc.assert(
    fc.property(fc.array(joins, { maxLength: 6 }), fc.array(leaves, { minLength: 1, maxLength: 3 }), (some, gone) => {
      const before = new Set(chain(...some).members.map(({ sign_key }) => sign_key))
      const after = chain(...some, ...gone)
      for (const { sign_key } of after.members) assert.ok(before.has(sign_key) && !after.left.has(sign_key))
    }),
    { numRuns: 15 },
  )
})
