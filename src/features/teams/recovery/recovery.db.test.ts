import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { newSeed } from '#crypto/age/identity.ts'
import { b64u, unb64u } from '#crypto/bytes.ts'
import { RECOVERY_WAIT } from '#crypto/constants.ts'
import { openerOf, openWith } from '#crypto/open/open-age.ts'
import { signatureOf } from '#crypto/sign/sign.ts'
import { joinShares, readShare, type Share } from '#crypto/team/recovery.ts'
import { dayOf } from '#kernel/clock.ts'
import { Refusal } from '#kernel/refusal.ts'
import { type ACustodian, type ASetUp, aRecovery, aRequest, threeCustodians } from '../../../../test/a-custody.ts'
import {
  type ADesk,
  type AMember,
  aDesk,
  aFoundedTeam,
  aMembership,
  aNewcomer,
  anotherMember,
  ask,
  joinWith,
  must,
  rotate,
  signInAs,
} from '../../../../test/a-desk.ts'
import { tidyTeams } from '../index.ts'
import { inviteHeirTo } from './ask-recovery.ts'

const ONE = { min: 1, max: 1 }
let desk: ADesk
let superuser: pg.Client

before(async () => {
  desk = await aDesk()
  superuser = new pg.Client({ connectionString: desk.database.superuserUrl })
  await superuser.connect()
})
after(async () => {
  await superuser.end()
  assert.deepEqual(desk.faults, [])
  await desk.stop()
})

const codeOf = (answer: { body: Record<string, unknown> }) => answer.body['code']
const recoveryOf = async (who: AMember) => must(await who.get('/team'), 200).body['recovery'] as Record<string, unknown>
const send = (request: object) => ask(desk.app, 'POST', '/api/desk/recovery/ask', { body: request })

async function aTeamWithCustodians(slug: string) {
  const { founder } = await aFoundedTeam(desk, slug)
  const custodians = threeCustodians()
  const seed = newSeed()
  const given = await aRecovery(desk, [founder], custodians, seed)
  must(await founder.post('/recovery', given), 200)
  const at = (n: number): ACustodian => custodians[n] ?? { name: '', keys: founder.keys }
  return { founder, custodians, seed, given, at }
}

/** Somebody who joined with the operator's code, and waits. */
async function anHeir(slug: string): Promise<AMember> {
  const { code } = await inviteHeirTo(desk.house.base, desk.house.installation, slug)
  const heir = aNewcomer(desk, slug)
  must(await joinWith(desk, heir, code, false), 200)
  return heir
}

async function handedTo(heir: AMember, given: ASetUp): Promise<Uint8Array | undefined> {
  const { shares } = must(await heir.get('/recovery/handed'), 200).body as { shares: { share: string }[] }
  const opened = await Promise.all(shares.map(({ share }) => openWith([openerOf(heir.keys.seed)], unb64u(share), ONE)))
  const read = opened.flatMap((plain): Share[] => (plain === null ? [] : [readShare(plain)].filter((share) => share !== undefined)))
  return joinShares(given.statement, read)
}

test('a recovery key is taken with the signature of an anchor over exactly this key and three custodians, and otherwise not (T-09)', async () => {
  const { founder } = await aFoundedTeam(desk, 'harbour')
  const { founder: other } = await aFoundedTeam(desk, 'quay')
  const custodians = threeCustodians()
  const seed = newSeed()
  const given = await aRecovery(desk, [founder], custodians, seed)
  const forged = { ...given, signatures: [signatureOf(other.keys.signSeed, 'recovery', given.statement)] }
  const [first, second] = given.shares
  const wrong: readonly (readonly [object, string])[] = [
    [forged, 'statement.refused'],
    [{ ...given, recipient: b64u(other.keys.recipient) }, 'statement.refused'],
    [{ ...given, statement: { ...given.statement, custodians: given.statement.custodians.toReversed() } }, 'statement.refused'],
    [await aRecovery(desk, [{ ...founder, team: 'quay' }], custodians, seed), 'statement.refused'],
    [await aRecovery(desk, [founder], custodians, seed, 2), 'recovery.not_next'],
    [{ ...given, shares: [first, second, second] }, 'statement.refused'],
    [{ ...given, shares: [first, second] }, 'request.malformed'],
    [{ ...given, shares: given.shares.map((one) => ({ ...one, share: b64u(new Uint8Array(1_700)) })) }, 'key.malformed'],
  ]
  for (const [body, code] of wrong) assert.equal(codeOf(await founder.post('/recovery', body)), code)
  assert.equal((await recoveryOf(founder))['inForce'], null)

  assert.deepEqual(must(await founder.post('/recovery', given), 200).body, { counts: true })
  const told = (await recoveryOf(founder))['inForce'] as { signed: object; recipient: string }
  assert.deepEqual([told.signed, told.recipient], [{ statement: given.statement, signatures: given.signatures }, given.recipient])
  const { shares } = must(await founder.post('/recovery/shares', { version: 1 }), 200).body as { shares: object[] }
  assert.equal(shares.length, 3)
  assert.equal(codeOf(await other.post('/recovery/shares', { version: 1 })), 'record.not_found')
  assert.equal((await recoveryOf(other))['inForce'], null)
  assert.equal(codeOf(await founder.post('/recovery', given)), 'recovery.not_next')
})

test('two custodians bring back the seed after 72 hours, for the newcomer they named; everybody sees it and the ledger says it (T-09)', async () => {
  const { founder, seed, given, at } = await aTeamWithCustodians('north')
  const heir = await anHeir('north')
  assert.equal((await signInAs(desk, heir)).status, 403)
  const first = must(await send(await aRequest(desk, given, 0, at(0), heir)), 200)
  assert.deepEqual(first.body, { asked: 1, readyAt: null })
  desk.pass(3_600_000)
  const second = must(await send(await aRequest(desk, given, 2, at(2), heir)), 200)
  const ready = new Date(desk.now().getTime() + RECOVERY_WAIT)
  assert.deepEqual(second.body, { asked: 2, readyAt: ready.toISOString() })
  // The same word again begins nothing anew.
  desk.pass(3_600_000)
  assert.deepEqual(must(await send(await aRequest(desk, given, 2, at(2), heir)), 200).body, second.body)
  await signInAs(desk, founder)
  const seen = await recoveryOf(founder)
  assert.deepEqual([(seen['requests'] as unknown[]).length, seen['readyAt'], seen['usedOn']], [2, ready.toISOString(), null])

  desk.pass(ready.getTime() - desk.now().getTime() - 1)
  await tidyTeams(desk.desk, true)
  assert.equal((await signInAs(desk, heir)).status, 403, 'not a moment sooner')
  desk.pass(1)
  await tidyTeams(desk.desk, true)
  must(await signInAs(desk, heir), 200)
  assert.deepEqual(await handedTo(heir, given), seed)
  await signInAs(desk, founder)
  assert.deepEqual(must(await founder.get('/recovery/handed'), 200).body, { shares: [] }, 'to nobody else')
  assert.deepEqual((await recoveryOf(founder))['due'], 'used')
  assert.equal(must(await founder.get('/team'), 200).body['epochDue'], true)
  const lines = await superuser.query<{ line: string }>(
    `select action || ' ' || subject as line from base.ledger_entry where subject like 'north%' and action like 'recovery%' order by at, action, subject`,
  )
  assert.deepEqual([...new Set(lines.rows.map(({ line }) => line))].toSorted(), [
    `recovery.ask north 1 ${heir.code}`,
    'recovery.set_up north 1',
    `recovery.use north 1 ${heir.code}`,
  ])

  // What was used is replaced: new shares, a new key, and nothing is due any more.
  await rotate(desk, founder, [founder, heir])
  must(await founder.post('/recovery', await aRecovery(desk, [founder], threeCustodians(), newSeed(), 2)), 200)
  assert.deepEqual([(await recoveryOf(founder))['due'], (await recoveryOf(founder))['requests']], [null, []])
  assert.equal(must(await founder.get('/team'), 200).body['epochDue'], false)
  assert.equal(
    codeOf(await send(await aRequest(desk, given, 1, at(1), heir))),
    'statement.refused',
    'shares of the old key ask for nothing',
  )
})

test('one custodian and an administrator who writes what they like into the database have one share and no key (T-09, T-38)', async () => {
  const { given, at, founder } = await aTeamWithCustodians('south')
  const heir = await anHeir('south')
  must(await send(await aRequest(desk, given, 0, at(0), heir)), 200)
  desk.pass(30 * 86_400_000)
  await tidyTeams(desk.desk, true)
  assert.equal((await signInAs(desk, heir)).status, 403, 'one who asks waits for ever')
  const made = await aRequest(desk, given, 0, at(0), heir)
  for (const request of [
    { ...made, statement: { ...made.statement, custodian: given.shares[1]?.custodian } },
    { ...made, signature: b64u(new Uint8Array(64)) },
    { ...made, statement: { ...made.statement, version: 2 } },
    { ...made, statement: { ...made.statement, team: 'nowhere' } },
    {
      ...made,
      ...(await aRequest(desk, { ...given, shares: given.shares }, 0, at(0), { ...heir, code: founder.code })),
      signature: made.signature,
    },
  ])
    assert.equal(codeOf(await send(request)), 'statement.refused')

  await superuser.query(`update asylia.member set state = 'member' where code = $1`, [heir.code])
  await superuser.query(
    `insert into asylia.recovery_use (compartment_id, version, member_id, epoch, used_on)
     select c.id, 1, m.id, 1, current_date from asylia.member m join asylia.compartment c on c.team_id = m.team_id and c.kind = 'team' where m.code = $1`,
    [heir.code],
  )
  await superuser.query(
    `insert into asylia.compartment_member (compartment_id, member_id, can_write)
     select c.id, m.id, true from asylia.member m join asylia.compartment c on c.team_id = m.team_id where m.code = $1`,
    [heir.code],
  )
  must(await signInAs(desk, heir), 200)
  assert.equal(await handedTo(heir, given), undefined, 'one share gives nothing')
})

test('two custodians who name two newcomers recover for neither, and one who changes their mind begins anew (T-09)', async () => {
  const { given, at } = await aTeamWithCustodians('west')
  const [one, other] = [await anHeir('west'), await anHeir('west')]
  must(await send(await aRequest(desk, given, 0, at(0), one)), 200)
  assert.deepEqual(must(await send(await aRequest(desk, given, 1, at(1), other)), 200).body, { asked: 1, readyAt: null })
  desk.pass(RECOVERY_WAIT)
  await tidyTeams(desk.desk, true)
  for (const heir of [one, other]) assert.equal((await signInAs(desk, heir)).status, 403)
  must(await send(await aRequest(desk, given, 1, at(1), one)), 200)
  await tidyTeams(desk.desk, true)
  assert.equal((await signInAs(desk, one)).status, 403)
  desk.pass(RECOVERY_WAIT)
  await tidyTeams(desk.desk, true)
  must(await signInAs(desk, one), 200)
  assert.equal((await signInAs(desk, other)).status, 403)
})

test('a newcomer whose keys are not those that the custodians compared is not let in (T-09, T-38)', async () => {
  const { given, at } = await aTeamWithCustodians('east')
  const heir = await anHeir('east')
  const compared = { ...heir, keys: aNewcomer(desk, 'east').keys }
  for (const n of [0, 1]) must(await send(await aRequest(desk, given, n, at(n), compared)), 200)
  desk.pass(RECOVERY_WAIT)
  await tidyTeams(desk.desk, true)
  assert.equal((await signInAs(desk, heir)).status, 403)
})

test('the operator’s code leads nowhere at a team without custodians (T-38)', async () => {
  await aFoundedTeam(desk, 'island')
  await assert.rejects(
    inviteHeirTo(desk.house.base, desk.house.installation, 'island'),
    (error) => error instanceof Refusal && error.code === 'recovery.none',
  )
  await assert.rejects(inviteHeirTo(desk.house.base, desk.house.installation, 'nowhere'), Refusal)
})

test('when who made the recovery key leaves, another one and a new team key are due, and nothing is blocked (T-07)', async () => {
  const { founder } = await aTeamWithCustodians('cliff')
  const colleague = await anotherMember(desk, founder)
  const third = await anotherMember(desk, founder)
  await rotate(desk, founder, [founder, colleague, third])
  must(await colleague.post('/members/leave', aMembership(third, colleague.keys, dayOf(desk.now()), 'leave')), 200)
  assert.deepEqual([(await recoveryOf(colleague))['due'], must(await colleague.get('/team'), 200).body['epochDue']], [null, true])
  await rotate(desk, colleague, [founder, colleague])
  assert.equal(must(await colleague.get('/team'), 200).body['epochDue'], false)
  must(await colleague.post('/members/leave', aMembership(founder, colleague.keys, dayOf(desk.now()), 'leave')), 200)
  assert.equal((await founder.get('/team')).status, 401, 'the session ends at the next call')
  assert.deepEqual([(await recoveryOf(colleague))['due'], must(await colleague.get('/team'), 200).body['epochDue']], ['maker_left', true])
  must(await colleague.post('/recovery', await aRecovery(desk, [colleague], threeCustodians(), newSeed(), 2)), 200)
  await rotate(desk, colleague, [colleague])
  assert.deepEqual([(await recoveryOf(colleague))['due'], must(await colleague.get('/team'), 200).body['epochDue']], [null, false])
})
