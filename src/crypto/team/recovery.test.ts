import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newSeed, recipientOf } from '../age/identity.ts'
import { b64u, unb64u, utf8 } from '../bytes.ts'
import { openerOf, openWith } from '../open/open-age.ts'
import { aTeam, seedOf } from '../roster/a-roster.ts'
import { sealTo } from '../seal/seal-age.ts'
import { signedWith } from '../sign/sign.ts'
import { memberKeysOf } from './member.ts'
import { canRecover, isVouchedRecovery, joinShares, type Recovery, readShare, type Share, splitRecovery } from './recovery.ts'

const NAMES = ['lead', 'union', 'trust']
const custodianSeeds = NAMES.map((name) => seedOf(`custodian ${name}`))
const custodians = NAMES.map((name, at) => {
  const { recipient, signKey } = memberKeysOf(custodianSeeds[at] ?? newSeed())
  return { name, recipient, signKey: b64u(signKey) }
})

async function aSplit(version = 1) {
  const seed = newSeed()
  const { statement, sealed } = await splitRecovery({ team: 'desk', version, seed, custodians, at: '2026-11-22' })
  const shares = await Promise.all(
    sealed.map(async (file, at): Promise<Share> => {
      const opened = await openWith([openerOf(custodianSeeds[at] ?? newSeed())], file, { min: 1, max: 1 })
      const share = opened === null ? undefined : readShare(opened)
      if (share === undefined) throw new Error('A custodian opens their own share.')
      return share
    }),
  )
  const [one, two, three] = shares
  if (one === undefined || two === undefined || three === undefined) throw new Error('There are three shares.')
  return { seed, statement, sealed, shares, one, two, three }
}

test('any two custodians, and all three, bring back the key that opens the inbox when all members are gone (T-09)', async () => {
  const { seed, statement, one, two, three } = await aSplit()
  const teamKey = await sealTo([recipientOf(newSeed()), recipientOf(seed)], utf8('T_e'))
  for (const some of [
    [one, two],
    [two, three],
    [three, one],
    [one, two, three],
  ]) {
    const found = await joinShares(statement, some)
    assert.deepEqual(found, seed)
    assert.deepEqual(await openWith([openerOf(found)], teamKey, { min: 1, max: 8 }), utf8('T_e'))
  }
})

test('one custodian alone recovers nothing: one share, twice the same, or one with a made-up second (T-09)', async () => {
  const { statement, seed, one } = await aSplit()
  assert.equal(await joinShares(statement, []), undefined)
  assert.equal(await joinShares(statement, [one]), undefined)
  assert.equal(await joinShares(statement, [one, one]), undefined)
  const point = unb64u(one.share)
  const invented = Uint8Array.from(point, (byte) => byte ^ 0x5a)
  assert.equal(await joinShares(statement, [one, { ...one, share: b64u(invented) }]), undefined)
  assert.notDeepEqual(point.subarray(0, 32), seed)
  const { statement: next, seed: whole, shares } = await aSplit()
  const [x, y, z] = shares as [Share, Share, Share]
  assert.deepEqual(await joinShares(next, [{ ...x, share: b64u(invented) }, y, z]), whole)
})

test('shares of another version, another team or another key are never mixed', async () => {
  const [first, second] = [await aSplit(1), await aSplit(2)]
  assert.equal(await joinShares(first.statement, [first.one, second.two]), undefined)
  assert.equal(await joinShares(first.statement, [first.one, { ...second.two, version: 1 }]), undefined)
  const relabelled = { ...second.two, version: 1, recipient_sha256: first.statement.recipient_sha256 }
  assert.equal(await joinShares(first.statement, [first.one, relabelled]), undefined)
  assert.equal(await joinShares(first.statement, [first.one, { ...first.two, team: 'aid' }]), undefined)
})

test('a custodian opens one share and no other, and what is no share is none', async () => {
  const { sealed } = await aSplit()
  for (const [at, file] of sealed.entries()) {
    const other = custodianSeeds[(at + 1) % 3] ?? newSeed()
    assert.equal(await openWith([openerOf(other)], file, { min: 1, max: 1 }), null)
  }
  assert.equal(readShare(utf8('{"share":"x"}')), undefined)
})

test('clients wrap to a recovery key only when two anchors vouch for it and its custodians (one while self-rooted)', async () => {
  const { statement } = await aSplit()
  const { team, anchors } = aTeam('desk')
  const [a, b] = anchors as [Uint8Array, Uint8Array]
  const by = (seeds: Uint8Array[], over: Partial<Recovery> = {}) => signedWith(seeds, 'recovery', { ...statement, ...over })
  assert.equal(isVouchedRecovery('ceremonied', team, by([a, b])), true)
  assert.equal(isVouchedRecovery('ceremonied', team, by([a])), false)
  assert.equal(isVouchedRecovery('self-rooted', team, by([a])), true)
  assert.equal(isVouchedRecovery('self-rooted', team, by([seedOf('stranger')])), false)
  assert.equal(isVouchedRecovery('ceremonied', team, by([a, b], { team: 'aid' })), false)
  assert.equal(isVouchedRecovery('ceremonied', team, by([a, b], { custodians: statement.custodians.slice(1) })), false)
  const twice = [statement.custodians[0], statement.custodians[0], statement.custodians[2]] as Recovery['custodians']
  assert.equal(isVouchedRecovery('ceremonied', team, by([a, b], { custodians: twice })), false)
  const other = { ...by([a, b]), statement: { ...statement, recipient_sha256: '00'.repeat(32) } }
  assert.equal(isVouchedRecovery('ceremonied', team, other), false)
})

test('a recovery has three custodians with three keys, or it is not made', async () => {
  const plan = { team: 'desk', version: 1, seed: newSeed(), at: '2026-11-22' }
  const [x, y] = custodians as [(typeof custodians)[0], (typeof custodians)[0]]
  for (const some of [[], [x, y], [x, y, y], [...custodians, { ...x, name: 'four', recipient: recipientOf(newSeed()) }]])
    await assert.rejects(splitRecovery({ ...plan, custodians: some }), TypeError)
  await assert.rejects(splitRecovery({ ...plan, custodians, seed: new Uint8Array(31) }))
})

test('two different custodians ask and wait 72 hours from the second; one who asks twice waits for ever (T-09, T-22)', async () => {
  const { statement } = await aSplit()
  const [lead, union] = statement.custodians.map(({ recipient_sha256 }) => recipient_sha256) as [string, string]
  const ask = (custodian: string, at: string, over = {}) => ({ custodian, team: 'desk', version: 1, at: new Date(at), ...over })
  const first = ask(lead, '2026-11-01T00:00:00Z')
  const second = ask(union, '2026-11-20T12:00:00Z')
  const verdict = (requests: ReturnType<typeof ask>[], now: string) => {
    const answer = canRecover(statement, requests, new Date(now))
    return answer.ok ? 'yes' : answer.code
  }
  assert.equal(verdict([first, second], '2026-11-23T11:59:59Z'), 'recovery.waiting')
  assert.equal(verdict([second, first], '2026-11-23T12:00:00Z'), 'yes')
  assert.equal(verdict([first], '2027-01-01T00:00:00Z'), 'recovery.one_custodian')
  assert.equal(verdict([first, ask(lead, '2026-11-02T00:00:00Z')], '2027-01-01T00:00:00Z'), 'recovery.one_custodian')
  assert.equal(verdict([first, ask('ff'.repeat(32), '2026-11-02T00:00:00Z')], '2027-01-01T00:00:00Z'), 'recovery.one_custodian')
  assert.equal(verdict([first, { ...second, version: 2 }], '2027-01-01T00:00:00Z'), 'recovery.one_custodian')
  assert.equal(verdict([first, { ...second, team: 'aid' }], '2027-01-01T00:00:00Z'), 'recovery.one_custodian')
})
