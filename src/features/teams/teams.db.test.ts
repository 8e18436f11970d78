import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { newSeed } from '#crypto/age/identity.ts'
import { b64u } from '#crypto/bytes.ts'
import { signatureOf } from '#crypto/sign/sign.ts'
import { newMember } from '#crypto/team/member.ts'
import { dayOf } from '#kernel/clock.ts'
import { Refusal } from '#kernel/refusal.ts'
import {
  type ADesk,
  type AMember,
  aDesk,
  aFoundedTeam,
  aMembership,
  aNewcomer,
  anEpoch,
  anotherMember,
  aSealedKey,
  aSignIn,
  ask,
  aTeamOf,
  callerOf,
  joinWith,
  must,
  rotate,
  signInAs,
} from '../../../test/a-desk.ts'
import { foundTeam, inviteFounderAgain, tidyTeams } from './index.ts'
import { publishEpoch } from './keys/run-epochs.ts'
import { BEAT_CALLS } from './sessions/beat-calls.ts'
import type { Epoch } from './teams.contract.ts'

const DAY_MS = 86_400_000
let desk: ADesk

before(async () => {
  desk = await aDesk()
})
after(() => desk.stop())

const add = (slug: string, over = {}) => foundTeam(desk.house.base, desk.house.installation, aTeamOf(slug, over))
const codeOf = (answer: { body: Record<string, unknown> }) => answer.body['code']

async function listed(): Promise<{ id: string; anchors: string[] }[]> {
  const text = await readFile(join(desk.folder, 'roster', 'roster.json'), 'utf8')
  return JSON.parse(text).roster.teams
}

test('a team is listed once its founder has joined, who is its anchor, and its code opens nothing a second time', async () => {
  const { code } = await add('first-aid')
  assert.equal((await listed()).length, 0)
  const looked = must(await ask(desk.app, 'POST', '/api/desk/invitation', { body: { invitation: code.toLowerCase() } }), 200)
  assert.deepEqual(looked.body, { team: 'first-aid', names: { en: 'Team first-aid' }, founding: true, instance: desk.desk.roster.instance })

  const founder = aNewcomer(desk, 'first-aid')
  assert.deepEqual(must(await joinWith(desk, founder, code, true), 200).body, { team: 'first-aid', state: 'member' })
  assert.deepEqual(await listed().then((all) => all.map(({ id, anchors }) => ({ id, anchors }))), [
    { id: 'first-aid', anchors: [b64u(founder.keys.signKey)] },
  ])
  const second = aNewcomer(desk, 'first-aid')
  assert.equal(codeOf(await joinWith(desk, second, code, true)), 'invitation.unknown')
  must(await signInAs(desk, founder), 200)
  const team = must(await founder.get('/team'), 200).body
  assert.equal(team['foundingUntil'], new Date(desk.now().getTime() + 7 * DAY_MS).toISOString())
  const lines = await asSuperuser(
    `select action, subject from base.ledger_entry where subject like 'first-aid%' or subject = '${founder.code}' order by 1`,
  )
  assert.deepEqual(
    lines.map((row) => `${row['action']} ${row['subject']}`),
    [
      `member.join ${founder.code}`,
      'team.add first-aid',
      'team.begin_founding first-aid until 2026-11-29',
      'team.invite_founder first-aid',
    ],
  )
})

test('no call of an administrator puts anybody into a team that has a member (T-38)', async () => {
  const { code: older } = await add('second-aid')
  const { code } = await inviteFounderAgain(desk.house.base, desk.house.installation, 'second-aid')
  assert.equal(codeOf(await joinWith(desk, aNewcomer(desk, 'second-aid'), older, true)), 'invitation.unknown')
  const founder = aNewcomer(desk, 'second-aid')
  must(await joinWith(desk, founder, code, true), 200)
  await assert.rejects(
    inviteFounderAgain(desk.house.base, desk.house.installation, 'second-aid'),
    (error) => error instanceof Refusal && error.code === 'team.founded',
  )
  await signInAs(desk, founder)

  // Somebody whom a code let in, and whom nobody vouched for, holds nothing: no session, no anchor, no row.
  const invitation = must(await founder.post('/invitations', {}), 200)
  const stranger = aNewcomer(desk, 'second-aid')
  assert.deepEqual(must(await joinWith(desk, stranger, String(invitation.body['code']), false), 200).body['state'], 'waiting')
  const refused = await signInAs(desk, stranger)
  assert.deepEqual([refused.status, codeOf(refused)], [403, 'member.waiting'])
  // An administrator writes the row of the database instead: the list of keys and the statements stay as they were.
  await asSuperuser(`update asylia.member set state = 'member' where code = '${stranger.code}'`)
  must(await signInAs(desk, stranger), 200)
  const forged = await anEpoch(desk, stranger, [stranger], newSeed())
  assert.equal(codeOf(await stranger.post('/epochs', forged)), 'statement.refused')
  const members = must(await founder.get('/team'), 200).body['members'] as { member: string; joined: unknown }[]
  assert.equal(members.find((one) => one.member === stranger.code)?.joined, null)
})

test('a code runs out after three days', async () => {
  const { code } = await add('third-aid')
  desk.pass(3 * DAY_MS)
  assert.equal(codeOf(await joinWith(desk, aNewcomer(desk, 'third-aid'), code, true)), 'invitation.unknown')
  await tidyTeams(desk.desk, true)
  assert.deepEqual(
    await asSuperuser(`select from asylia.invitation where used_by is null and expires_at <= '${desk.now().toISOString()}'`),
    [],
  )
  assert.deepEqual(await asSuperuser(`select from asylia.session where ends_at <= '${desk.now().toISOString()}'`), [])
})

test('a founder must sign their own membership, of this team and these keys', async () => {
  const { code } = await add('fourth-aid')
  const founder = aNewcomer(desk, 'fourth-aid')
  const body = (over: object) => ({
    invitation: code,
    member: founder.code,
    name: 'x',
    recipient: b64u(founder.keys.recipient),
    signKey: b64u(founder.keys.signKey),
    sealedKey: aSealedKey(),
    founding: aMembership(founder, founder.keys, dayOf(desk.now())),
    ...over,
  })
  const other = newMember()
  for (const over of [
    { founding: null },
    { founding: aMembership(founder, other, dayOf(desk.now())) },
    { founding: aMembership({ ...founder, team: 'first-aid' }, founder.keys, dayOf(desk.now())) },
    { founding: aMembership(founder, founder.keys, '2020-01-01') },
    { founding: aMembership(founder, founder.keys, dayOf(desk.now()), 'leave') },
    { recipient: b64u(other.recipient) },
    { signKey: b64u(other.signKey) },
  ]) {
    const answer = await ask(desk.app, 'POST', '/api/desk/join', { body: body(over) })
    assert.equal(codeOf(answer), 'statement.refused', JSON.stringify(over).slice(0, 80))
  }
  const weak = Buffer.from(aSealedKey(), 'base64url').toString('latin1').replace(' 18\n', ' 12\n')
  const cheap = await ask(desk.app, 'POST', '/api/desk/join', { body: body({ sealedKey: b64u(Buffer.from(weak, 'latin1')) }) })
  assert.equal(codeOf(cheap), 'key.malformed')
  must(await ask(desk.app, 'POST', '/api/desk/join', { body: body({}) }), 200)
})

test('a team whose name has two scripts, looks like another, or says nothing of itself is refused', async () => {
  const refused = async (slug: string, over: object) => {
    await assert.rejects(add(slug, over), (error) => error instanceof Refusal && /^team\.(malformed|taken)$/.test(error.code), slug)
  }
  await refused('first-aid', {})
  await refused('fifth-aid', { names: { en: 'Team first-ald' } })
  await refused('fifth-aid', { names: { en: 'Tеam' } })
  await refused('fifth-aid', { about: {} })
  await refused('fifth-aid', { about: { en: 'x'.repeat(161) } })
  await refused('fifth-aid', { of: ['Vietnam'] })
  await refused('FIFTH', {})
})

test('a colleague is let in by a member of the team alone, with a signature over exactly their keys (T-38)', async () => {
  const { founder } = await aFoundedTeam(desk, 'sixth-aid')
  const { founder: foreign } = await aFoundedTeam(desk, 'seventh-aid')
  const newcomer = aNewcomer(desk, 'sixth-aid')
  const invitation = must(await founder.post('/invitations', {}), 200)
  must(await joinWith(desk, newcomer, String(invitation.body['code']), false), 200)
  const today = dayOf(desk.now())
  assert.equal((await foreign.post('/members/vouch', aMembership(newcomer, foreign.keys, today))).status, 404)
  assert.equal(codeOf(await founder.post('/members/vouch', aMembership(newcomer, foreign.keys, today))), 'statement.refused')
  assert.equal(
    codeOf(await founder.post('/members/vouch', aMembership({ ...newcomer, keys: newMember() }, founder.keys, today))),
    'statement.refused',
  )
  const signed = aMembership(newcomer, founder.keys, today)
  assert.equal(codeOf(await founder.post('/members/vouch', { ...signed, signature: b64u(new Uint8Array(64)) })), 'statement.refused')
  must(await founder.post('/members/vouch', signed), 200)
  must(await signInAs(desk, newcomer), 200)
  const anchors = (await listed()).find(({ id }) => id === 'sixth-aid')?.anchors
  assert.deepEqual(anchors?.toSorted(), [founder, newcomer].map(({ keys }) => b64u(keys.signKey)).toSorted())
})

test('who leaves is out at the next call, is an anchor no more, and the last anchor cannot leave (A-05, A-12)', async () => {
  const { founder } = await aFoundedTeam(desk, 'eighth-aid')
  const second = await anotherMember(desk, founder)
  const today = dayOf(desk.now())
  must(await second.get('/team'), 200)
  must(await founder.post('/members/leave', aMembership(second, founder.keys, today, 'leave')), 200)
  assert.equal(codeOf(await second.get('/team')), 'session.ended')
  assert.equal(codeOf(await signInAs(desk, second)), 'session.refused')
  assert.equal((await listed()).find(({ id }) => id === 'eighth-aid')?.anchors.length, 1)
  assert.equal(codeOf(await founder.post('/members/leave', aMembership(founder, founder.keys, today, 'leave'))), 'team.last_member')
})

test('when whoever vouched has left, a member of today vouches again, and that statement is the one shown', async () => {
  const { founder } = await aFoundedTeam(desk, 'again-aid')
  const second = await anotherMember(desk, founder)
  const third = await anotherMember(desk, founder)
  const today = dayOf(desk.now())
  const signerOf = async (who: AMember) => {
    const members = must(await second.get('/team'), 200).body['members'] as { member: string; joined: { statement: { by: string } } }[]
    return members.find((one) => one.member === who.code)?.joined.statement.by
  }
  must(await second.post('/members/leave', aMembership(founder, second.keys, today, 'leave')), 200)
  assert.equal(await signerOf(third), b64u(founder.keys.signKey))
  must(await second.post('/members/vouch', aMembership(third, second.keys, today)), 200)
  must(await second.post('/members/vouch', aMembership(second, second.keys, today)), 200)
  assert.deepEqual([await signerOf(third), await signerOf(second)], [b64u(second.keys.signKey), b64u(second.keys.signKey)])
  must(await third.get('/team'), 200)
  assert.equal((await second.post('/members/vouch', aMembership(founder, second.keys, today))).status, 404)
})

test('after a ceremony the anchors are those that the roots signed, and two of them sign (T-38)', async () => {
  const { founder } = await aFoundedTeam(desk, 'rooted-aid')
  const second = await anotherMember(desk, founder)
  const third = await anotherMember(desk, founder)
  const anchors = [founder, second].map(({ keys }) => b64u(keys.signKey))
  const roster = { ...desk.desk.roster, mode: () => 'ceremonied' as const, ceremonyAnchors: async () => anchors }
  const ceremonied = { ...desk.desk, roster }
  const caller = await callerOf(desk, founder)
  type Made = Awaited<ReturnType<typeof anEpoch>>
  const signedBy = (by: AMember, { statement }: Made) => signatureOf(by.keys.signSeed, 'epoch', statement)
  const post = (made: Made, signatures: Made['signatures']) =>
    publishEpoch(ceremonied, caller, { ...made, statement: made.statement as Epoch['statement'], signatures: [...signatures] })
  const refused = (error: unknown) => error instanceof Refusal && error.code === 'statement.refused'
  const one = await anEpoch(desk, founder, [founder], newSeed())
  await assert.rejects(post(one, [...one.signatures, signedBy(third, one)]), refused)
  const alone = await post(one, one.signatures)
  assert.deepEqual([alone.epoch, alone.counts], [2, false], 'it waits for another anchor')
  const two = await anEpoch(desk, founder, [founder], newSeed())
  const both = await post(two, [...two.signatures, signedBy(second, two)])
  assert.deepEqual([both.epoch, both.counts], [3, true])
})

test('the next key needs an anchor of the team, the next number and the key that it names; readers of the list see it at once (T-38)', async () => {
  const { founder } = await aFoundedTeam(desk, 'ninth-aid')
  const second = await anotherMember(desk, founder)
  const { founder: foreign } = await aFoundedTeam(desk, 'tenth-aid')
  const seed = newSeed()
  const good = await anEpoch(desk, founder, [founder, second], seed)
  const forged = await anEpoch(desk, { ...founder, keys: foreign.keys }, [founder], seed)
  assert.equal(codeOf(await founder.post('/epochs', forged)), 'statement.refused')
  assert.equal(codeOf(await foreign.post('/epochs', good)), 'statement.refused')
  assert.equal(codeOf(await founder.post('/epochs', { ...good, recipient: b64u(newMember().recipient) })), 'statement.refused')
  assert.equal(codeOf(await founder.post('/epochs', { ...good, wrap: b64u(new Uint8Array(500)) })), 'key.malformed')
  for (const epoch of [1, 3])
    assert.equal(codeOf(await founder.post('/epochs', await anEpoch(desk, founder, [founder], seed, { epoch }))), 'epoch.not_next')
  for (const over of [{ not_before: '2027-01-01', not_after: '2027-02-01' }, { not_after: '2027-06-01' }])
    assert.equal(codeOf(await founder.post('/epochs', await anEpoch(desk, founder, [founder], seed, over))), 'statement.refused')
  must(await founder.post('/epochs', good), 200)
  const epochs = JSON.parse(await readFile(join(desk.folder, 'roster', 'epochs.json'), 'utf8')).statements
  assert.deepEqual(
    epochs
      .filter((one: { statement: { team: string } }) => one.statement.team === 'ninth-aid')
      .map((one: { statement: unknown }) => one.statement),
    [good.statement],
  )
  const former = await readFile(join(desk.folder, 'roster', 'epochs-former.json'), 'utf8')
  assert.match(former, /"team":"ninth-aid"/)
})

test('a replaced key keeps its wrap for seven days, and then no copy of it is left', async () => {
  const { founder } = await aFoundedTeam(desk, 'eleventh-aid')
  const epochs = async (who: AMember) =>
    (
      must(await who.get('/epochs'), 200).body['epochs'] as { statement: { epoch: number }; wrap: string | null; burnsOn: string | null }[]
    ).map(({ statement, wrap, burnsOn }) => [statement.epoch, wrap !== null, burnsOn !== null])
  await rotate(desk, founder, [founder])
  assert.equal(codeOf(await founder.post('/epochs/destroy', { epoch: 2 })), 'epoch.in_use')
  assert.deepEqual(await epochs(founder), [
    [2, true, false],
    [1, true, true],
  ])
  desk.pass(7 * DAY_MS)
  await tidyTeams(desk.desk, true)
  await signInAs(desk, founder)
  assert.equal((await epochs(founder))[1]?.[1], true)
  desk.pass(DAY_MS)
  assert.equal((await tidyTeams(desk.desk, false)).burnt, 0)
  assert.ok((await tidyTeams(desk.desk, true)).burnt >= 1)
  await signInAs(desk, founder)
  assert.deepEqual(await epochs(founder), [
    [2, true, false],
    [1, false, false],
  ])
  await rotate(desk, founder, [founder])
  must(await founder.post('/epochs/destroy', { epoch: 2 }), 200)
  assert.equal((await epochs(founder))[1]?.[1], false)
})

test('a wrap for other readers replaces the one it was made from, never a newer one', async () => {
  const { founder } = await aFoundedTeam(desk, 'twelfth-aid')
  const { wrap } = await anEpoch(desk, founder, [founder], newSeed())
  assert.deepEqual(must(await founder.post('/epochs/wrap', { epoch: 1, revision: 1, wrap }), 200).body, { revision: 2 })
  assert.equal(codeOf(await founder.post('/epochs/wrap', { epoch: 1, revision: 1, wrap })), 'record.stale')
  assert.equal((await founder.post('/epochs/wrap', { epoch: 7, revision: 1, wrap })).status, 404)
})

test('sealed pages keep their revisions apart, have one size, and are the team’s own', async () => {
  const { founder } = await aFoundedTeam(desk, 'page-aid')
  const second = await anotherMember(desk, founder)
  const { founder: foreign } = await aFoundedTeam(desk, 'foreign-aid')
  const blob = b64u(await (await import('#crypto/seal/seal-age.ts')).sealTo([founder.keys.recipient], new Uint8Array(65_536)))
  const page = '9c1c4f3e-8a51-4a44-8e39-1f0d6f6f2b11'
  assert.deepEqual(must(await founder.post('/pages', { page, epoch: 1, revision: 0, blob }), 200).body, { revision: 1 })
  assert.equal(codeOf(await second.post('/pages', { page, epoch: 1, revision: 0, blob })), 'record.stale')
  assert.deepEqual(must(await second.post('/pages', { page, epoch: 1, revision: 1, blob }), 200).body, { revision: 2 })
  assert.equal(codeOf(await founder.post('/pages', { page, epoch: 1, revision: 1, blob })), 'record.stale')
  const read = must(await founder.post('/pages/read', { page }), 200)
  assert.deepEqual([read.raw.toString('base64url'), read.headers['asylia-revision']], [blob, '2'])
  assert.deepEqual(must(await founder.get('/pages'), 200).body, { pages: [{ page, epoch: 1, revision: 2 }] })
  assert.equal((await foreign.post('/pages/read', { page })).status, 404)
  assert.deepEqual(must(await foreign.get('/pages'), 200).body, { pages: [] })
  assert.equal((await founder.post('/pages', { page, epoch: 1, revision: 2, blob: blob.slice(4) })).status, 400)
  assert.equal(codeOf(await founder.post('/pages', { page, epoch: 1, revision: 2, blob: b64u(new Uint8Array(67_195)) })), 'key.malformed')
  assert.equal(codeOf(await founder.post('/pages/drop', { page, revision: 1 })), 'record.stale')
  must(await founder.post('/pages/drop', { page, revision: 2 }), 200)
  assert.equal((await founder.post('/pages/drop', { page, revision: 2 })).status, 404)
})

test('what an open desk asks each minute keeps no session alive: nobody before it, and it ends in five minutes (T-28)', async () => {
  const { founder } = await aFoundedTeam(desk, 'idle-aid')
  for (let minute = 0; minute < 4; minute += 1) {
    desk.pass(60_000)
    for (const path of ['/team', '/pages', '/notices', '/approvals']) must(await founder.get(path), 200)
    must(
      await founder.post('/cases/list', { state: null, owner: null, host: null, origin: null, risk: null, deadline: null, after: null }),
      200,
    )
  }
  desk.pass(60_000)
  assert.equal(codeOf(await founder.get('/team')), 'session.ended')
  await signInAs(desk, founder)
  desk.pass(4 * 60_000)
  must(await founder.post('/session/here', {}), 200)
  desk.pass(4 * 60_000)
  must(await founder.get('/team'), 200)
  const isDoor = (call: string) => desk.app.hasRoute({ method: call.split(' ')[0] as 'GET' | 'POST', url: call.split(' ')[1] ?? '' })
  assert.deepEqual(
    [...BEAT_CALLS].filter((call) => !isDoor(call)),
    [],
  )
})

test('a session is told once, idles five minutes, ends after twelve hours, and a challenge makes one of them (A-05)', async () => {
  const { founder } = await aFoundedTeam(desk, 'session-aid')
  const first = founder.token
  for (let minute = 0; minute < 12 * 60 - 4; minute += 4) {
    desk.pass(4 * 60_000)
    must(await founder.post('/session/here', {}), 200)
  }
  desk.pass(4 * 60_000)
  assert.equal(codeOf(await founder.get('/pages')), 'session.ended')
  await signInAs(desk, founder)
  assert.notEqual(founder.token, first)
  desk.pass(5 * 60_000)
  assert.equal(codeOf(await founder.get('/pages')), 'session.ended')

  const asked = must(await ask(desk.app, 'POST', '/api/desk/challenge', { body: { member: founder.code } }), 200)
  const challenge = String(asked.body['challenge'])
  const body = aSignIn(founder, challenge)
  must(await ask(desk.app, 'POST', '/api/desk/session', { body }), 200)
  assert.equal(codeOf(await ask(desk.app, 'POST', '/api/desk/session', { body })), 'session.refused')
  const rows = await asSuperuser('select token_hash from asylia.session')
  const tokens = rows.map((row) => Buffer.from(row['token_hash'] as Uint8Array).toString('base64url'))
  assert.ok(tokens.length > 0 && !tokens.includes(founder.token))
})

test('a token works in its header and nowhere else, and not after signing out (A-05, T-30)', async () => {
  const { founder } = await aFoundedTeam(desk, 'header-aid')
  const { token } = founder
  for (const headers of [{ cookie: `asylia-session=${token}` }, { authorization: `Bearer ${token}` }, {}] as Record<string, string>[])
    assert.equal((await ask(desk.app, 'GET', '/api/desk/team', { headers })).status, 401)
  assert.equal((await ask(desk.app, 'GET', `/api/desk/team?asylia-session=${token}`)).status, 401)
  must(await founder.get('/team'), 200)
  must(await founder.post('/session/end', {}), 200)
  assert.equal((await founder.get('/team')).status, 401)
})

test('new words end every session of the member (A-05)', async () => {
  const { founder } = await aFoundedTeam(desk, 'words-aid')
  const first = founder.token
  await signInAs(desk, founder)
  const sealedKey = aSealedKey()
  must(await founder.post('/members/sealed-key', { sealedKey }), 200)
  for (const token of [first, founder.token]) assert.equal((await ask(desk.app, 'GET', '/api/desk/team', { token })).status, 401)
  const asked = await ask(desk.app, 'POST', '/api/desk/challenge', { body: { member: founder.code } })
  assert.equal(asked.body['sealedKey'], sealedKey)
})

async function asSuperuser(statement: string): Promise<Record<string, unknown>[]> {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: desk.database.superuserUrl })
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}
