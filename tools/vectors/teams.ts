import { recipientOf } from '#crypto/age/identity.ts'
import { b64u, concat, hex } from '#crypto/bytes.ts'
import { kdf, sha256 } from '#crypto/kdf.ts'
import { seedOf } from '#crypto/roster/a-roster.ts'
import { publicKeyOf, signedWith, signStatement } from '#crypto/sign/sign.ts'
import type { Transfer } from '#crypto/team/transfer.ts'
import type { VectorCase } from './vector-case.ts'

const CODES = ['M-AAAAAA', 'M-BBBBBB', 'M-CCCCCC', 'M-DDDDDD', 'M-EEEEEE']
const seeds = CODES.map(seedOf)
const key = (n: number) => publicKeyOf(seeds[n] ?? new Uint8Array(32))
const anchors = [key(0), key(1)]

function said(type: 'join' | 'leave', who: number, by: number, over: object = {}) {
  const statement = {
    v: 1,
    type,
    team: 'desk',
    member: CODES[who],
    recipient_sha256: hex(sha256(recipientOf(seeds[who] ?? new Uint8Array(32)))),
    sign_key: key(who),
    by: key(by),
    at: '2026-11-22',
    ...over,
  }
  return { statement, signature: b64u(signStatement(seeds[by] ?? new Uint8Array(32), type, statement)) }
}

const chain = (
  id: string,
  statements: unknown[],
  members: string[],
  more: { orphans?: string[]; refused?: string[] } = {},
): VectorCase => ({
  id,
  given: { team: 'desk', anchors, statements },
  expect: {
    members: members.map((letter) => `M-${letter.repeat(6)}`),
    orphans: (more.orphans ?? []).map((letter) => `M-${letter.repeat(6)}`),
    refused: more.refused ?? [],
  },
})
const base = [said('join', 0, 0), said('join', 1, 1), said('join', 2, 0)]

/** `vectors/sealing/membership.json`: the statements of a team and who belongs after them. */
export const membershipCases: readonly VectorCase[] = [
  chain('two anchors and one they let in', base, ['A', 'B', 'C']),
  chain('in another order', base.toReversed(), ['C', 'B', 'A']),
  chain('over two steps', [...base, said('join', 3, 2)], ['A', 'B', 'C', 'D']),
  chain('lets itself in', [...base, said('join', 3, 3)], ['A', 'B', 'C'], { refused: ['membership.self'] }),
  chain('let in by nobody of the team', [...base, said('join', 3, 4)], ['A', 'B', 'C']),
  chain('of another team', [...base, said('join', 3, 0, { team: 'aid' })], ['A', 'B', 'C'], { refused: ['membership.other_team'] }),
  chain('signature of another', [...base, { ...said('join', 3, 0), signature: said('join', 3, 1).signature }], ['A', 'B', 'C'], {
    refused: ['membership.forged'],
  }),
  chain(
    'a join read as a leave',
    [...base, { statement: { ...said('join', 2, 0).statement, type: 'leave' }, signature: said('join', 2, 0).signature }],
    ['A', 'B', 'C'],
    { refused: ['membership.forged'] },
  ),
  chain('with another key', [...base, { ...said('join', 3, 0), note: 1 }], ['A', 'B', 'C'], { refused: ['membership.malformed'] }),
  chain('left', [...base, said('leave', 2, 1)], ['A', 'B']),
  chain('left, and lets in with an earlier date', [...base, said('leave', 2, 1), said('join', 3, 2, { at: '2026-01-01' })], ['A', 'B'], {
    orphans: ['D'],
  }),
  chain('left, and comes back with the same key', [...base, said('leave', 2, 1), said('join', 2, 1, { at: '2026-12-01' })], ['A', 'B']),
  chain(
    'whom a former member let in, let in again',
    [...base, said('join', 3, 2), said('leave', 2, 1), said('join', 3, 1)],
    ['A', 'B', 'D'],
  ),
  chain('an anchor left', [...base, said('leave', 0, 1)], ['B'], { orphans: ['C'] }),
  chain('leave of a stranger', [...base, said('leave', 2, 4)], ['A', 'B', 'C']),
  chain('two keys of one member', [...base, said('join', 3, 0, { member: 'M-CCCCCC' })], ['A', 'B'], {
    refused: ['membership.two_keys', 'membership.two_keys'],
  }),
]

const never = 'aa'.repeat(32)
const transfer: Transfer = {
  v: 1,
  type: 'transfer',
  item: '00112233445566778899aabbccddeeff',
  from: 'desk',
  to: 'aid',
  epoch: 4,
  fields: ['narrative'],
  until: '2026-12-22',
  reason: 'They have a lawyer there.',
  never_sha256: never,
  proposer: key(0),
  approver: key(1),
}
const teams = [
  { id: 'desk', of: [], serves: ['VN'], conflicts: [] },
  { id: 'aid', of: ['DE'], serves: [], conflicts: [] },
  { id: 'rival', of: [], serves: [], conflicts: ['desk'] },
  { id: 'helper', of: [], serves: ['DE'], conflicts: [] },
  { id: 'wary', of: [], serves: [], conflicts: ['DE'] },
]
const facts = {
  teams,
  never: [] as object[],
  never_sha256: never,
  members: anchors,
  target_epoch: 4,
  approved_minutes_ago: 10,
  founded_days_ago: 100,
  member_days: [30, 30],
  founders: [false, false],
  same_person: false,
  same_device: false,
  now: '2026-11-22T12:00:00.000Z',
}

function pass(
  id: string,
  code: string | undefined,
  over: Partial<Transfer> = {},
  { by = [0, 1], ...other }: { readonly by?: number[]; readonly [fact: string]: unknown } = {},
): VectorCase {
  const signers = by.flatMap((at) => seeds[at] ?? [])
  const about = { ...facts, ...other, signed: signedWith(signers, 'transfer', { ...transfer, ...over }) }
  return code === undefined ? { id, given: about, expect: { wrapped: true } } : { id, given: about, refuse: code }
}

/** `vectors/sealing/transfer.json`: who signed what, which exclusions stand, and whether a wrap is made. */
export const transferCases: readonly VectorCase[] = [
  pass('two members, ten minutes', undefined),
  pass('helps people of an excluded country', undefined, { to: 'helper' }, { never: [{ kind: 'country', id: 'DE' }] }),
  pass('excluded by name', 'transfer.blocked', {}, { never: [{ kind: 'team', id: 'aid' }] }),
  pass('excluded by the country whose body it is', 'transfer.blocked', {}, { never: [{ kind: 'country', id: 'DE' }] }),
  pass('in conflict with the giving team', 'transfer.blocked', { to: 'rival' }),
  pass('in conflict with an excluded country', 'transfer.blocked', { to: 'wary' }, { never: [{ kind: 'country', id: 'DE' }] }),
  pass('exclusions changed since', 'transfer.exclusions_changed', {}, { never_sha256: 'bb'.repeat(32) }),
  pass('one signature', 'transfer.unsigned', {}, { by: [0] }),
  pass('a third signature', 'transfer.unsigned', {}, { by: [0, 1, 2] }),
  pass('one person twice', 'approval.same_person', { approver: key(0) }, { by: [0] }),
  pass('two accounts of one person', 'approval.same_person', {}, { same_person: true }),
  pass('one device', 'approval.same_device', {}, { same_device: true }),
  pass('approval of yesterday', 'approval.stale', {}, { approved_minutes_ago: 1440 }),
  pass('an account of seven days', 'approval.too_new', {}, { member_days: [30, 7] }),
  pass('founders in the founding period', undefined, {}, { member_days: [1, 1], founders: [true, true], founded_days_ago: 1 }),
  pass('founders after the founding period', 'approval.too_new', {}, { member_days: [1, 1], founders: [true, true], founded_days_ago: 7 }),
  pass('somebody who is no member any more', 'transfer.not_members', {}, { members: anchors.slice(0, 1) }),
  pass('the target has a new key', 'transfer.key_changed', {}, { target_epoch: 5 }),
  pass('ended', 'transfer.ended', { until: '2026-11-22' }),
  pass('held', 'transfer.held', {}, { approved_minutes_ago: 9 }),
  pass('to itself', 'transfer.malformed', { to: 'desk' }),
]

const secret = seedOf('recovery')
const custodians = ['lead', 'union', 'trust'].map((name) => ({
  name,
  recipient_sha256: hex(sha256(recipientOf(seedOf(`custodian ${name}`)))),
  sign_key: publicKeyOf(kdf(seedOf(`custodian ${name}`), 'member/sign')),
}))
const recovery = {
  v: 1,
  type: 'recovery',
  team: 'desk',
  version: 1,
  recipient_sha256: hex(sha256(recipientOf(secret))),
  custodians,
  at: '2026-11-22',
}

/** A line through the seed in GF(2^8) with the polynomial of AES; the share is the 32 values at x, then x. */
function shareAt(x: number, of = secret): string {
  const slope = kdf(of, 'slope')
  return hex(
    concat(
      Uint8Array.from(of, (byte, at) => byte ^ times(slope[at] ?? 0, x)),
      Uint8Array.of(x),
    ),
  )
}

function times(a: number, b: number): number {
  let [left, product] = [a, 0]
  for (let bit = 0; bit < 8; bit += 1) {
    if ((b >> bit) & 1) product ^= left
    left = (left << 1) ^ (left & 0x80 ? 0x11b : 0)
  }
  return product
}

const join = (id: string, shares: readonly string[], isGood: boolean): VectorCase =>
  isGood
    ? { id, given: { statement: recovery, shares }, expect: { seed: hex(secret) } }
    : { id, given: { statement: recovery, shares }, refuse: 'recovery.shares' }

const wait = (id: string, asked: readonly [number, string][], now: string, code?: string): VectorCase => {
  const given = {
    statement: recovery,
    asked: asked.map(([custodian, at]) => ({ custodian: custodians[custodian]?.recipient_sha256 ?? 'ff'.repeat(32), at })),
    now,
  }
  return code === undefined ? { id, given, expect: { opened: true } } : { id, given, refuse: code }
}

/** `vectors/sealing/recovery.json`: shares and the seed they give, and when custodians may bring them together. */
export const recoveryCases: readonly VectorCase[] = [
  join('first and second share', [shareAt(1), shareAt(2)], true),
  join('second and third, in any order', [shareAt(0xa7), shareAt(2)], true),
  join('all three', [shareAt(1), shareAt(2), shareAt(0xa7)], true),
  join('a bent one beside two good', [`00${shareAt(1).slice(2)}`, shareAt(2), shareAt(0xa7)], true),
  join('one share', [shareAt(1)], false),
  join('one share twice', [shareAt(1), shareAt(1)], false),
  join('shares of two keys', [shareAt(1), shareAt(2, seedOf('another'))], false),
  wait(
    '72 hours after the second',
    [
      [0, '2026-11-01T00:00:00.000Z'],
      [1, '2026-11-20T12:00:00.000Z'],
    ],
    '2026-11-23T12:00:00.000Z',
  ),
  wait(
    'a second earlier',
    [
      [0, '2026-11-01T00:00:00.000Z'],
      [1, '2026-11-20T12:00:00.000Z'],
    ],
    '2026-11-23T11:59:59.000Z',
    'recovery.waiting',
  ),
  wait(
    'one custodian twice',
    [
      [0, '2026-11-01T00:00:00.000Z'],
      [0, '2026-11-02T00:00:00.000Z'],
    ],
    '2027-01-01T00:00:00.000Z',
    'recovery.one_custodian',
  ),
  wait(
    'a custodian of another key',
    [
      [0, '2026-11-01T00:00:00.000Z'],
      [3, '2026-11-02T00:00:00.000Z'],
    ],
    '2027-01-01T00:00:00.000Z',
    'recovery.one_custodian',
  ),
]
