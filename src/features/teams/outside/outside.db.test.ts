import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { b64u } from '#crypto/bytes.ts'
import { dayOf } from '#kernel/clock.ts'
import {
  type ADesk,
  type AMember,
  type Answer,
  aBrowser,
  aDesk,
  aFiledItem,
  aFoundedTeam,
  aMembership,
  anotherMember,
  ask,
  aTakeIn,
  must,
  SITE,
  signInAs,
} from '../../../../test/a-desk.ts'
import { type AnInstitution, anInstitution, CLIENT } from '../../../../test/an-institution.ts'

let institution: AnInstitution
let desk: ADesk
let superuser: pg.Client
let ana: AMember
let ben: AMember
let caseCode: string

before(async () => {
  institution = await anInstitution([SITE])
  desk = await aDesk({ outside: { issuer: institution.issuer, ...CLIENT } })
  superuser = new pg.Client({ connectionString: desk.database.superuserUrl })
  await superuser.connect()
  const { founder, epochSeed } = await aFoundedTeam(desk, 'first-aid')
  ana = founder
  ben = await anotherMember(desk, ana)
  const taken = await aTakeIn(desk, ana, await aFiledItem(desk, [{ id: 'first-aid', seed: epochSeed }]))
  must(await ana.post('/reports', taken), 200)
  caseCode = taken.case
})
after(async () => {
  await superuser.end()
  await desk.stop()
  await institution.stop()
})

const codeOf = (answer: Answer) => answer.body['code']
const hashed = (binding: Uint8Array) => b64u(createHash('sha256').update(binding).digest())

/** Goes there and comes back, to connect with a member's session or to sign in without one. */
async function away(by: AMember | null, binding = randomBytes(32)): Promise<{ address: string; binding: Buffer }> {
  const body = { binding: hashed(binding), site: SITE }
  const begun = by === null ? await ask(desk.app, 'POST', '/api/desk/outside/begin', { body }) : await by.post('/outside/connect', body)
  return { address: await institution.visit(String(must(begun, 200).body['address'])), binding }
}

function back(from: { address: string; binding: Buffer }, over: object = {}, browser = aBrowser()): Promise<Answer> {
  const body = { address: from.address, binding: b64u(from.binding), device: b64u(browser.publicKey), label: 'laptop', ...over }
  return ask(desk.app, 'POST', '/api/desk/outside/finish', { body })
}

test('an account that is connected with nobody opens nothing; connected, it opens a session that sees codes alone', async () => {
  assert.deepEqual(must(await ask(desk.app, 'GET', '/api/desk/ways'), 200).body, { outside: true })
  assert.equal(codeOf(await back(await away(null))), 'outside.unknown')
  assert.deepEqual(must(await back(await away(ana)), 200).body, { state: 'connected' })
  assert.equal(must(await ana.get('/sign-ins'), 200).body['outside'], true)
  assert.equal(must(await ben.get('/sign-ins'), 200).body['outside'], false)

  const browser = aBrowser()
  const session = must(await back(await away(null), {}, browser), 200).body
  assert.deepEqual([session['how'], session['member']], ['oidc', ana.code])
  const token = String(session['token'])
  const codes = must(await ask(desk.app, 'GET', '/api/desk/codes', { token, browser }), 200)
  assert.deepEqual(codes.body, { member: ana.code, team: 'first-aid', cases: [{ case: caseCode, openedOn: dayOf(desk.now()) }] })
  for (const door of desk.closed) {
    if (['/api/desk/codes', '/api/desk/session/end'].includes(door.path)) continue
    const path = door.path.replace(':set', 'a'.repeat(32)).replace(':index', '0')
    const answer = await ask(desk.app, door.method, path, { token, browser, ...(door.method === 'POST' ? { body: {} } : {}) })
    assert.deepEqual([door.path, answer.status, codeOf(answer)], [door.path, 403, 'session.keyless'])
  }
  assert.equal((await ask(desk.app, 'GET', '/api/desk/codes', { token, browser: aBrowser() })).status, 401, 'bound like any other')
  must(await ask(desk.app, 'POST', '/api/desk/session/end', { token, browser, body: {} }), 200)
  assert.equal((await ask(desk.app, 'GET', '/api/desk/codes', { token, browser })).status, 401)
})

test('an answer counts once, for the tab that asked, with the state, nonce and verifier it was asked with (A-06)', async () => {
  const first = await away(null)
  must(await back(first), 200)
  assert.equal(codeOf(await back(first)), 'outside.refused')
  assert.equal(codeOf(await back({ ...(await away(null)), binding: randomBytes(32) })), 'outside.refused', 'another tab, another person')

  // A code that was given for one question does not answer another one.
  const [mine, other] = [await away(null), await away(null)]
  const mixed = new URL(mine.address)
  mixed.searchParams.set('code', new URL(other.address).searchParams.get('code') ?? '')
  assert.equal(codeOf(await back({ ...mine, address: mixed.href })), 'outside.refused')
  for (const change of [
    (url: URL) => url.searchParams.set('state', b64u(randomBytes(32))),
    (url: URL) => url.searchParams.set('iss', 'https://evil.example'),
    (url: URL) => url.searchParams.set('code', 'x'),
    (url: URL) => url.searchParams.delete('code'),
    (url: URL) => {
      url.host = 'evil.example'
    },
    (url: URL) => {
      url.pathname = '/elsewhere'
    },
  ]) {
    const given = await away(null)
    const url = new URL(given.address)
    change(url)
    assert.equal(codeOf(await back({ ...given, address: url.href })), 'outside.refused', url.pathname)
  }
  const late = await away(null)
  desk.pass(10 * 60_000 + 1)
  assert.equal(codeOf(await back(late)), 'outside.refused')
  for (const who of [ana, ben]) must(await signInAs(desk, who), 200)
})

test('people are sent back to our own address alone, and the question asks for nothing but who they are', async () => {
  const body = { binding: hashed(randomBytes(32)), site: 'https://evil.example' }
  assert.equal(codeOf(await ask(desk.app, 'POST', '/api/desk/outside/begin', { body })), 'request.malformed')
  const begun = must(await ask(desk.app, 'POST', '/api/desk/outside/begin', { body: { ...body, site: SITE } }), 200)
  const asked = new URL(String(begun.body['address'])).searchParams
  assert.deepEqual(
    ['redirect_uri', 'scope', 'response_type', 'code_challenge_method', 'client_id'].map((name) => asked.get(name)),
    [`${SITE}/desk/`, 'openid', 'code', 'S256', 'desk'],
  )
  for (const name of ['state', 'nonce', 'code_challenge']) assert.match(asked.get(name) ?? '', /^[\w-]{43}$/)
})

test('one account stands for one member, is kept as a keyed hash, and opens nothing once it was disconnected or its member left (A-12)', async () => {
  assert.equal(codeOf(await back(await away(ben))), 'outside.refused')
  const rows = await superuser.query<{ text: string }>(`select row_to_json(o)::text as text from asylia.outside_login o`)
  assert.equal(rows.rows.length, 1)
  assert.ok(!String(rows.rows[0]?.text).includes('ana@'))
  assert.ok(!String(rows.rows[0]?.text).includes(createHash('sha256').update(institution.who).digest('hex')))
  must(await ana.post('/outside/disconnect', {}), 200)
  assert.equal(codeOf(await back(await away(null))), 'outside.unknown')

  institution.who = 'cai@institution.invented.example'
  const cai = await anotherMember(desk, ana)
  must(await back(await away(cai)), 200)
  must(await back(await away(null)), 200)
  must(await ana.post('/members/leave', aMembership(cai, ana.keys, dayOf(desk.now()), 'leave')), 200)
  assert.equal(codeOf(await back(await away(null))), 'outside.unknown')
})

test('an institution that does not answer is said to be away, and the other ways stay open', async () => {
  await institution.stop()
  const body = { binding: hashed(randomBytes(32)), site: SITE }
  assert.equal(codeOf(await ask(desk.app, 'POST', '/api/desk/outside/begin', { body })), 'outside.away')
  must(await signInAs(desk, ana), 200)
  assert.deepEqual(desk.faults, [])
})

test('without the setting there is no such way in', async () => {
  const plain = await aDesk()
  try {
    assert.deepEqual((await ask(plain.app, 'GET', '/api/desk/ways')).body, { outside: false })
    const body = { binding: hashed(randomBytes(32)), site: SITE }
    assert.equal(codeOf(await ask(plain.app, 'POST', '/api/desk/outside/begin', { body })), 'part.not_here')
  } finally {
    await plain.stop()
  }
})
