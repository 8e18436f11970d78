import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import pg from 'pg'
import { b64u } from '#crypto/bytes.ts'
import { dayOf } from '#kernel/clock.ts'
import {
  type ADesk,
  type AMember,
  type Answer,
  aBrowser,
  aDesk,
  aFoundedTeam,
  aMembership,
  anotherMember,
  aSealedKey,
  aSignIn,
  ask,
  must,
  proofOf,
  signInAs,
} from '../../../../test/a-desk.ts'
import { tidyTeams } from '../index.ts'

const isLong = process.env['ASYLIA_LONG'] === '1'
const DAY_MS = 86_400_000
let desk: ADesk
let superuser: pg.Client
let ana: AMember
let ben: AMember
let stranger: AMember

before(async () => {
  desk = await aDesk()
  superuser = new pg.Client({ connectionString: desk.database.superuserUrl })
  await superuser.connect()
  ana = (await aFoundedTeam(desk, 'first-aid')).founder
  ben = await anotherMember(desk, ana)
  stranger = (await aFoundedTeam(desk, 'second-aid')).founder
})
after(async () => {
  await superuser.end()
  await desk.stop()
})

const codeOf = (answer: Answer) => answer.body['code']
/** The same member in a browser that nobody knows. */
const elsewhere = (who: AMember): AMember => {
  const seat: AMember = {
    ...who,
    token: '',
    browser: aBrowser(),
    post: (path, body) => ask(desk.app, 'POST', `/api/desk${path}`, { body, token: seat.token, browser: seat.browser }),
    get: (path) => ask(desk.app, 'GET', `/api/desk${path}`, { token: seat.token, browser: seat.browser }),
  }
  return seat
}
type Call = { readonly token: string; readonly method?: string; readonly path?: string; readonly body?: string }
/** One call with headers of our choice. */
const send = async (
  headers: Record<string, string>,
  { method = 'GET', path = '/api/desk/sign-ins', body = '' }: Omit<Call, 'token'> = {},
) =>
  (
    await desk.app.inject({
      method: method as 'GET' | 'POST',
      url: path,
      headers: { ...headers, ...(body === '' ? {} : { 'content-type': 'application/json' }) },
      ...(body === '' ? {} : { payload: body }),
    })
  ).statusCode
const proof = (who: AMember, over: Partial<Call> = {}) =>
  proofOf(who.browser, { token: who.token, method: 'GET', path: '/api/desk/sign-ins', body: '', ...over })

test('a call is taken once, as it was signed, from the browser of its session and from no other (T-28, A-05)', async () => {
  const good = proof(ana)
  assert.equal(await send(good), 200)
  assert.equal(await send(good), 401)
  const thief = aBrowser()
  thief.number = 500
  for (const headers of [
    { 'asylia-session': ana.token },
    proofOf(thief, { token: ana.token, method: 'GET', path: '/api/desk/sign-ins', body: '' }),
    proof(ana, { method: 'POST' }),
    proof(ana, { path: '/api/desk/team' }),
    proof(ana, { path: '/api/desk/sign-ins?x=1' }),
    proof(ana, { body: '{}' }),
    { ...proof(ana), 'asylia-session': ben.token },
    { ...proof(ben), 'asylia-session': ana.token },
  ] as Record<string, string>[])
    assert.equal(await send(headers), 401)
  const twisted = proof(ana, { method: 'POST', path: '/api/desk/session/end', body: '{}' })
  assert.equal(await send(twisted, { method: 'POST', path: '/api/desk/session/end', body: '{ }' }), 401)
  assert.equal(await send(proof(ana)), 200)
})

test('numbers may come out of order within a window and never twice, whatever the order (T-28)', async () => {
  let tried = 0
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 40 }), async (numbers) => {
      await signInAs(desk, ben)
      const seen = new Set<number>()
      let newest = 0
      for (const number of numbers) {
        ben.browser.number = number - 1
        const expected = !seen.has(number) && number > newest - 128 ? 200 : 401
        assert.equal(await send(proof(ben)), expected, `${number} after ${newest}`)
        if (expected === 200) seen.add(number)
        if (expected === 200) newest = Math.max(newest, number)
        tried += 1
      }
    }),
    { numRuns: isLong ? 200 : 8 },
  )
  assert.ok(tried > 8)
  await signInAs(desk, ben)
  const many = Array.from({ length: 60 }, () => proof(ben))
  const once = await Promise.all(many.map((headers) => send(headers)))
  assert.deepEqual(new Set(once), new Set([200]))
  assert.deepEqual(new Set(await Promise.all(many.map((headers) => send(headers)))), new Set([401]))
})

test('whoever holds a token alone does not keep its session from running out (T-28)', async () => {
  await signInAs(desk, ben)
  for (let minute = 0; minute < 6; minute += 1) {
    desk.pass(60_000)
    assert.equal(
      await send({ 'asylia-session': ben.token, 'asylia-proof': proofOf(aBrowser(), anyCall(ben.token))['asylia-proof'] ?? '' }),
      401,
    )
  }
  assert.equal(await send(proof(ben)), 401)
  for (const who of [ana, ben, stranger]) must(await signInAs(desk, who), 200)
})
const anyCall = (token: string) => ({ token, method: 'GET', path: '/api/desk/sign-ins', body: '' })

test('the member’s key has to have signed the very browser that asks (T-28, A-05)', async () => {
  const asked = async () =>
    String(must(await ask(desk.app, 'POST', '/api/desk/challenge', { body: { member: ana.code } }), 200).body['challenge'])
  const mine = aSignIn(ana, await asked())
  for (const over of [
    { device: b64u(aBrowser().publicKey) },
    { device: b64u(new Uint8Array(65)) },
    { signature: b64u(randomBytes(64)) },
    { passkey: '9c1c4f3e-8a51-4a44-8e39-1f0d6f6f2b11' },
    { member: ben.code },
  ]) {
    const answer = await ask(desk.app, 'POST', '/api/desk/session', { body: { ...mine, challenge: await asked(), ...over } })
    assert.equal(codeOf(answer), 'session.refused', JSON.stringify(over))
  }
  const broken = aSignIn({ ...ana, browser: { ...ana.browser, publicKey: Buffer.alloc(65, 4) } }, await asked())
  assert.equal(codeOf(await ask(desk.app, 'POST', '/api/desk/session', { body: broken })), 'session.refused')
})

test('an answered question opens nothing a second time, also after signing out (A-05)', async () => {
  const asked = must(await ask(desk.app, 'POST', '/api/desk/challenge', { body: { member: ana.code } }), 200)
  const body = aSignIn(ana, String(asked.body['challenge']))
  ana.token = String(must(await ask(desk.app, 'POST', '/api/desk/session', { body }), 200).body['token'])
  ana.browser.number = 0
  must(await ana.post('/session/end', {}), 200)
  assert.equal(codeOf(await ask(desk.app, 'POST', '/api/desk/session', { body })), 'session.refused')
  await signInAs(desk, ana)
})

test('words alone in an unknown browser wait for a colleague; neither oneself nor another team says yes (T-28)', async () => {
  const away = elsewhere(ben)
  const waits = must(await signInAs(desk, away), 200).body
  assert.deepEqual(Object.keys(waits).toSorted(), ['device', 'member', 'since', 'state', 'team'])
  assert.equal(waits['state'], 'waiting')
  assert.equal(waits['since'], dayOf(desk.now()))
  const device = String(waits['device'])
  assert.equal(must(await signInAs(desk, away), 200).body['device'], device, 'asked again, it is the same browser')
  for (const who of [ben, stranger]) assert.equal(codeOf(await who.post('/devices/settle', { device, isOurs: true })), 'record.not_found')
  assert.equal(must(await signInAs(desk, away), 200).body['state'], 'waiting')

  const seen = must(await ana.get('/sign-ins'), 200).body['devices'] as { device: string; member: string; state: string }[]
  assert.deepEqual(
    seen.filter(({ state }) => state === 'waiting').map((one) => [one.device, one.member]),
    [[device, ben.code]],
  )
  assert.ok(
    !must(await stranger.get('/sign-ins'), 200)
      .raw.toString()
      .includes(device),
  )
  must(await ana.post('/devices/settle', { device, isOurs: true }), 200)
  assert.equal(codeOf(await ana.post('/devices/settle', { device, isOurs: true })), 'record.not_found')
  assert.equal(must(await signInAs(desk, away), 200).body['state'], 'open')
  assert.equal((await away.get('/team')).status, 200)
  const lines = await superuser.query('select action from base.ledger_entry where subject = $1', [device])
  assert.deepEqual(lines.rows, [{ action: 'device.approve' }])

  must(await away.post('/devices/forget', { device }), 200)
  assert.equal((await away.get('/team')).status, 401)
  assert.equal((await ben.get('/team')).status, 200)
  assert.equal(must(await signInAs(desk, away), 200).body['state'], 'waiting')
})

test('after a no the team is told, and no unknown browser of that member asks again before it was talked about (T-28)', async () => {
  const away = elsewhere(ben)
  const device = String(must(await signInAs(desk, away), 200).body['device'])
  must(await ana.post('/devices/settle', { device, isOurs: false }), 200)
  for (const seat of [away, elsewhere(ben)]) assert.equal(codeOf(await signInAs(desk, seat)), 'device.refused')
  assert.equal((await ben.get('/team')).status, 200)
  const notices = must(await ana.get('/sign-ins'), 200).body['notices'] as { notice: string; kind: string; member: string }[]
  assert.deepEqual(
    notices.map(({ kind, member }) => [kind, member]),
    [['device_refused', ben.code]],
  )
  const notice = String(notices[0]?.notice)
  for (const who of [ben, stranger]) assert.equal(codeOf(await who.post('/notices/settle', { notice })), 'record.not_found')
  must(await ana.post('/notices/settle', { notice }), 200)
  assert.equal(must(await signInAs(desk, away), 200).body['state'], 'waiting')
})

test('whoever is alone in a team has nobody to wait for, and a waiting browser is forgotten after two days (T-28)', async () => {
  const away = elsewhere(stranger)
  assert.equal(must(await signInAs(desk, away), 200).body['state'], 'open')
  const bens = elsewhere(ben)
  must(await signInAs(desk, bens), 200)
  desk.pass(2 * DAY_MS)
  await tidyTeams(desk.desk, true)
  assert.deepEqual((await superuser.query(`select from asylia.device where state = 'waiting'`)).rows, [])
  assert.deepEqual((await superuser.query('select from asylia.spent_challenge')).rows, [])
  for (const who of [ana, ben, stranger]) must(await signInAs(desk, who), 200)
})

test('the last sign-in is told with its day and what it was made with (UX-C-01)', async () => {
  const before_ = must(await signInAs(desk, ana), 200).body
  desk.pass(DAY_MS)
  const answer = must(await signInAs(desk, ana), 200).body
  assert.deepEqual([before_['lastWith'], answer['lastWith']], ['words.laptop', 'words.laptop'])
  assert.equal(answer['lastOn'], dayOf(new Date(desk.now().getTime() - DAY_MS)))
  for (const who of [ben, stranger]) must(await signInAs(desk, who), 200)
})

test('all sessions of a member end with new words and with leaving, in every browser, and so do those that waited (A-05, A-12)', async () => {
  const cai = await anotherMember(desk, ana)
  const away = elsewhere(cai)
  const device = String(must(await signInAs(desk, away), 200).body['device'])
  must(await ana.post('/devices/settle', { device, isOurs: true }), 200)
  must(await signInAs(desk, away), 200)
  must(await cai.post('/members/sealed-key', { sealedKey: aSealedKey() }), 200)
  for (const seat of [cai, away]) assert.equal((await seat.get('/team')).status, 401)
  for (const seat of [cai, away]) must(await signInAs(desk, seat), 200)
  must(await ana.post('/members/leave', aMembership(cai, ana.keys, dayOf(desk.now()), 'leave')), 200)
  for (const seat of [cai, away]) assert.equal((await seat.get('/team')).status, 401)
  for (const seat of [cai, away]) assert.equal(codeOf(await signInAs(desk, seat)), 'session.refused')
})

test('a code that was not used is taken back by its team alone, and opens nothing (T-38)', async () => {
  const code = String(must(await ana.post('/invitations', {}), 200).body['code'])
  assert.equal(codeOf(await stranger.post('/invitations/withdraw', { code })), 'record.not_found')
  must(await ana.post('/invitations/withdraw', { code }), 200)
  assert.equal((await ask(desk.app, 'POST', '/api/desk/invitation', { body: { invitation: code } })).status, 404)
  assert.equal(codeOf(await ana.post('/invitations/withdraw', { code })), 'record.not_found')
})

test('the function that opens sessions is the installation’s, and nobody writes a device, passkey or session by hand (A-02, T-38)', async () => {
  const app = new pg.Client({ connectionString: desk.database.urls.asylia_app })
  await app.connect()
  const own = (await superuser.query<{ id: string }>('select id from asylia.member where code = $1', [ben.code])).rows[0]?.id
  await app.query(`select set_config('asylia.member', $1, false)`, [own])
  for (const statement of [
    `select access.open_session('{}', now(), now())`,
    `select access.passkey_facts('\\x00')`,
    `select access.use_passkey(gen_random_uuid(), 1, current_date)`,
    `select access.halt_passkey(gen_random_uuid(), 'passkey_changed', current_date)`,
    `select access.take_outside('\\x00', '\\x00', now())`,
    `select access.connect_outside('${own}', '\\x00', current_date)`,
    `select access.find_outside('\\x00')`,
    `select access.tidy_sign_in(now())`,
    `update asylia.device set state = 'known'`,
    `delete from asylia.sign_in_notice`,
    `select token_hash from asylia.session`,
    `insert into asylia.passkey select * from asylia.passkey`,
    `select age_file from keys.member_passkey_key`,
  ])
    await assert.rejects(app.query(statement), (error) => error instanceof pg.DatabaseError && error.code === '42501', statement)
  await app.end()
})
