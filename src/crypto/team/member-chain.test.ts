import assert from 'node:assert/strict'
import { test } from 'node:test'
import { b64u, hex } from '../bytes.ts'
import { sha256 } from '../kdf.ts'
import { signStatement } from '../sign/sign.ts'
import { type MemberKeys, newMember } from './member.ts'
import { chained, fingerprintOf, type ToldMember } from './member-chain.ts'

function told(member: string, keys: MemberKeys, by: MemberKeys, change: Record<string, unknown> = {}): ToldMember {
  const statement = {
    v: 1 as const,
    type: 'join' as const,
    team: 'hill',
    member,
    recipient_sha256: hex(sha256(keys.recipient)),
    sign_key: b64u(keys.signKey),
    by: b64u(by.signKey),
    at: '2026-11-22',
    ...change,
  }
  return {
    member,
    state: 'member',
    recipient: b64u(keys.recipient),
    signKey: b64u(keys.signKey),
    joined: { statement, signature: b64u(signStatement(by.signSeed, 'join', statement)) },
    left: null,
  }
}

const [anchor, second, third, stranger] = [newMember(), newMember(), newMember(), newMember()]
const anchors = [b64u(anchor.signKey)]
const names = (all: readonly ToldMember[]) => all.map(({ member }) => member)

test('members count over any number of steps to an anchor, in whatever order the server tells them (T-38)', () => {
  const all = [told('M-333333', third, second), told('M-222222', second, anchor), told('M-AAAAAA', anchor, anchor)]
  assert.deepEqual(names(chained('hill', all, anchors)), names(all))
  assert.deepEqual(chained('hill', all, [b64u(stranger.signKey)]), [])
})

test('a row that an administrator writes is no member: no statement, another key, team or name, an own signature (T-38)', () => {
  const good = told('M-222222', second, anchor)
  const forged: ToldMember[] = [
    { ...good, joined: null },
    { ...good, recipient: b64u(stranger.recipient) },
    { ...good, signKey: b64u(stranger.signKey) },
    { ...good, member: 'M-777777' },
    told('M-888888', stranger, stranger),
    told('M-222222', second, stranger),
    told('M-222222', second, anchor, { team: 'dale' }),
    told('M-222222', second, anchor, { type: 'leave' }),
    {
      ...told('M-222222', second, stranger),
      joined: { ...(told('M-222222', second, stranger).joined ?? never()), signature: good.joined?.signature ?? '' },
    },
  ]
  for (const member of forged) assert.deepEqual(chained('hill', [told('M-AAAAAA', anchor, anchor), member], anchors).length, 1)
})

test('who waits is sealed nothing, whatever statement the server shows beside them (T-38)', () => {
  const waits: ToldMember = { ...told('M-222222', second, anchor), state: 'waiting' }
  const gone: ToldMember = { ...told('M-333333', third, anchor), state: 'left' }
  assert.deepEqual(names(chained('hill', [waits, gone, told('M-AAAAAA', anchor, anchor)], anchors)), ['M-AAAAAA'])
})

test('a fingerprint is of both keys', () => {
  assert.match(fingerprintOf(anchor.recipient, anchor.signKey), /^(?:[0-9a-f]{4} ){4}[0-9a-f]{4}$/)
  assert.notEqual(fingerprintOf(anchor.recipient, anchor.signKey), fingerprintOf(anchor.recipient, second.signKey))
  assert.notEqual(fingerprintOf(anchor.recipient, anchor.signKey), fingerprintOf(second.recipient, anchor.signKey))
})

function never(): never {
  throw new Error('the builder makes a statement')
}
