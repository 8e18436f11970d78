import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Verdict } from '#kernel/refusal.ts'
import { b64u, hex, unhex } from '../bytes.ts'
import { blocked, type TeamFacts } from '../mailbox/exclusions.ts'
import type { Exclusion } from '../mailbox/shapes.ts'
import { membersOf, type SignedMembership } from './membership.ts'
import { canRecover, joinShares, type Recovery } from './recovery.ts'
import { canTransfer, type SignedTransfer } from './transfer.ts'

type Case<Given, Expect> = { readonly id: string; readonly given: Given; readonly expect?: Expect; readonly refuse?: string }

function casesOf<Given, Expect = unknown>(name: string): readonly Case<Given, Expect>[] {
  const file = readFileSync(new URL(`../../../vectors/sealing/${name}.json`, import.meta.url), 'utf8')
  return (JSON.parse(file) as { cases: Case<Given, Expect>[] }).cases
}

const codeOf = (verdict: Verdict) => (verdict.ok ? undefined : verdict.code)

type MembershipGiven = { readonly team: string; readonly anchors: readonly string[]; readonly statements: readonly SignedMembership[] }

for (const { id, given, expect } of casesOf<MembershipGiven>('membership')) {
  test(`membership vector: ${id} (T-38)`, () => {
    const { members, orphans, refused } = membersOf(given.team, given.anchors, given.statements)
    const codes = (all: readonly { readonly member: string }[]) => all.map(({ member }) => member)
    assert.deepEqual({ members: codes(members), orphans: codes(orphans), refused: refused.map(({ why }) => why) }, expect)
  })
}

type TransferGiven = {
  readonly teams: readonly TeamFacts[]
  readonly never: readonly Exclusion[]
  readonly never_sha256: string
  readonly members: readonly string[]
  readonly target_epoch: number
  readonly approved_minutes_ago: number
  readonly founded_days_ago: number
  readonly member_days: readonly [number, number]
  readonly founders: readonly [boolean, boolean]
  readonly same_person: boolean
  readonly same_device: boolean
  readonly now: string
  readonly signed: SignedTransfer
}

function transferVerdict(given: TransferGiven): Verdict {
  const now = new Date(given.now)
  const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000)
  const { statement } = given.signed
  const signer = (at: 0 | 1) => ({
    signKey: at === 0 ? statement.proposer : statement.approver,
    person: given.same_person ? 'p' : `p${at}`,
    device: given.same_device ? 'd' : `d${at}`,
    memberSince: ago(given.member_days[at] * 1440),
    isFounder: given.founders[at],
  })
  const approvedAt = ago(given.approved_minutes_ago)
  return canTransfer(given.signed, {
    members: given.members,
    blocked: blocked(given.never, given.teams, { by: statement.from }),
    neverHash: given.never_sha256,
    targetEpoch: given.target_epoch,
    two: { proposer: signer(0), approver: signer(1), proposedAt: approvedAt, approvedAt },
    at: { now, foundedAt: ago(given.founded_days_ago * 1440) },
  })
}

for (const { id, given, refuse } of casesOf<TransferGiven>('transfer')) {
  test(`transfer vector: ${id} (T-22, T-27)`, () => {
    assert.equal(codeOf(transferVerdict(given)), refuse)
  })
}

type RecoveryGiven = {
  readonly statement: Recovery
  readonly shares?: readonly string[]
  readonly asked?: readonly { readonly custodian: string; readonly at: string }[]
  readonly now?: string
}

for (const { id, given, expect, refuse } of casesOf<RecoveryGiven, { seed?: string }>('recovery')) {
  test(`recovery vector: ${id} (T-09)`, async () => {
    const { statement, shares, asked = [], now = '' } = given
    const { team, version, recipient_sha256 } = statement
    if (shares === undefined) {
      const requests = asked.map(({ custodian, at }) => ({ custodian, team, version, at: new Date(at) }))
      assert.equal(codeOf(canRecover(statement, requests, new Date(now))), refuse)
      return
    }
    const found = await joinShares(
      statement,
      shares.map((share) => ({ v: 1, type: 'share', team, version, recipient_sha256, share: b64u(unhex(share)) })),
    )
    assert.equal(found === undefined ? undefined : hex(found), expect?.seed)
    assert.equal(found === undefined, refuse === 'recovery.shares')
  })
}
