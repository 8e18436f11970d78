import assert from 'node:assert/strict'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { newSeed, recipientOf } from '#crypto/age/identity.ts'
import { b64u } from '#crypto/bytes.ts'
import { sealTo } from '#crypto/seal/seal-age.ts'
import { dayOf } from '#kernel/clock.ts'
import {
  type ABrowser,
  type ADesk,
  type AMember,
  type Answer,
  aBrowser,
  aDesk,
  aFoundedTeam,
  aMembership,
  anotherMember,
  aSignIn,
  ask,
  must,
  SITE,
  signInAs,
} from '../../../../test/a-desk.ts'
import { type APasskey, aPasskey, type Over } from '../../../../test/a-passkey.ts'

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
  for (const who of [ana, ben, stranger]) homes.set(who.code, who.browser)
})
after(async () => {
  await superuser.end()
  await desk.stop()
})

/** Signs in with the words again, in the browser that one began with. */
async function home(...all: AMember[]): Promise<void> {
  for (const who of all) {
    who.browser = homes.get(who.code) ?? who.browser
    assert.equal(must(await signInAs(desk, who), 200).body['state'], 'open')
  }
}
const homes = new Map<string, ABrowser>()

const codeOf = (answer: Answer) => answer.body['code']
const aWrap = async () => b64u(await sealTo([recipientOf(newSeed())], new Uint8Array(384)))
const begin = async (who: AMember) => String(must(await who.post('/passkeys/begin', {}), 200).body['challenge'])

async function keep(who: AMember, passkey: APasskey, over: object = {}, wrong: Over = {}): Promise<Answer> {
  const challenge = await begin(who)
  const made = passkey.register(challenge, wrong)
  return who.post('/passkeys/keep', { member: who.code, challenge, ...made, label: 'laptop', wrap: await aWrap(), ...over })
}

/** A question, and what the passkey says to it. */
async function openWith(passkey: APasskey, over: object = {}, wrong: Over = {}): Promise<Answer> {
  const asked = must(await ask(desk.app, 'POST', '/api/desk/passkeys/ask', { body: {} }), 200)
  const challenge = String(asked.body['challenge'])
  passkey.counter += 1
  return ask(desk.app, 'POST', '/api/desk/passkeys/open', { body: { challenge, ...passkey.answer(challenge, wrong), ...over } })
}

/** The session that follows an opened passkey, in a browser that nobody knows. */
function enterWith(who: AMember, opened: Answer, over: object = {}): Promise<Answer> {
  who.browser = aBrowser()
  const { challenge, passkey } = opened.body as { challenge: string; passkey: string }
  return ask(desk.app, 'POST', '/api/desk/session', { body: { ...aSignIn(who, challenge, passkey), ...over } })
}

const notices = async (who: AMember) =>
  (must(await who.get('/sign-ins'), 200).body['notices'] as { kind: string; member: string; notice: string }[]).map(({ kind, member }) => [
    kind,
    member,
  ])
async function settleAll(by: AMember): Promise<void> {
  for (const { notice } of must(await by.get('/sign-ins'), 200).body['notices'] as { notice: string }[])
    must(await by.post('/notices/settle', { notice }), 200)
}

test('a passkey is kept, tells whose it is, and opens a session in a browser that nobody knows (T-08, T-28)', async () => {
  const passkey = aPasskey(SITE)
  must(await keep(ana, passkey), 200)
  const opened = must(await openWith(passkey), 200)
  assert.deepEqual([opened.body['member'], opened.body['label']], [ana.code, 'laptop'])
  assert.equal(String(opened.body['wrap']).length, 2_724)
  const answer = must(await enterWith(ana, opened), 200)
  ana.token = String(answer.body['token'])
  assert.equal(answer.body['how'], 'passkey')
  must(await ana.get('/team'), 200)
  const rows = await superuser.query(
    'select m.code, p.counter::int as counter, p.rp_id from asylia.passkey p join asylia.member m on m.id = p.member_id',
  )
  assert.deepEqual(rows.rows, [{ code: ana.code, counter: 2, rp_id: 'desk.invented.example' }])
  assert.equal(codeOf(await enterWith(ana, opened)), 'session.refused', 'the question was answered before')
  await home(ana)
})

test('a passkey of another address, type, key or question, or one that did not ask who is there, is kept by nobody (T-08, A-09)', async () => {
  const other = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey
  for (const wrong of [
    { origin: 'https://desk.invented.example.evil.example' },
    { origin: 'http://desk.invented.example' },
    { rpId: 'evil.example' },
    { isVerified: false },
    { isPresent: false },
    { type: 'webauthn.get' },
  ] as Over[])
    assert.equal(codeOf(await keep(ben, aPasskey(SITE), {}, wrong)), 'passkey.refused', JSON.stringify(wrong))
  assert.equal(codeOf(await keep(ben, aPasskey(SITE), { attestation: b64u(randomBytes(200)) })), 'passkey.refused')
  for (const wrap of [b64u(randomBytes(2_043)), b64u(await sealTo([recipientOf(newSeed()), recipientOf(newSeed())], new Uint8Array(384)))])
    assert.ok([400, 422].includes((await keep(ben, aPasskey(SITE), { wrap })).status))

  const passkey = aPasskey(SITE)
  must(await keep(ben, passkey), 200)
  for (const wrong of [
    { origin: 'https://evil.example' },
    { rpId: 'evil.example' },
    { isVerified: false },
    { isPresent: false },
    { type: 'webauthn.create' },
    { key: other },
  ] as Over[])
    assert.equal(codeOf(await openWith(passkey, {}, wrong)), 'session.refused', JSON.stringify({ ...wrong, key: wrong.key !== undefined }))
  assert.equal(codeOf(await openWith(aPasskey(SITE))), 'session.refused')
  assert.equal(codeOf(await openWith(passkey, { challenge: b64u(randomBytes(56)) })), 'session.refused')
  must(await openWith(passkey), 200)
})

test('a question is answered once and within two minutes, when a passkey is made and when it is used (A-05, A-09)', async () => {
  const passkey = aPasskey(SITE)
  const challenge = await begin(ben)
  const made = { member: ben.code, challenge, ...passkey.register(challenge), label: 'key', wrap: null }
  must(await ben.post('/passkeys/keep', made), 200)
  const again = aPasskey(SITE)
  assert.equal(codeOf(await ben.post('/passkeys/keep', { ...made, ...again.register(challenge) })), 'passkey.refused')

  const asked = String(must(await ask(desk.app, 'POST', '/api/desk/passkeys/ask', { body: {} }), 200).body['challenge'])
  passkey.counter += 1
  const body = { challenge: asked, ...passkey.answer(asked) }
  must(await ask(desk.app, 'POST', '/api/desk/passkeys/open', { body }), 200)
  assert.equal(codeOf(await ask(desk.app, 'POST', '/api/desk/passkeys/open', { body })), 'session.refused')

  const late = String(must(await ask(desk.app, 'POST', '/api/desk/passkeys/ask', { body: {} }), 200).body['challenge'])
  const slow = await begin(ben)
  desk.pass(120_001)
  passkey.counter += 1
  assert.equal(
    codeOf(await ask(desk.app, 'POST', '/api/desk/passkeys/open', { body: { challenge: late, ...passkey.answer(late) } })),
    'session.refused',
  )
  const slowly = { ...made, challenge: slow, ...aPasskey(SITE).register(slow) }
  assert.equal(codeOf(await ben.post('/passkeys/keep', slowly)), 'passkey.refused')
  assert.deepEqual(await notices(ana), [], 'who is slow raises no alarm')
})

test('the second question belongs to its passkey and member: neither words nor another passkey answer it (T-28)', async () => {
  const [mine, his] = [aPasskey(SITE), aPasskey(SITE)]
  must(await keep(ana, mine), 200)
  must(await keep(ben, his), 200)
  const opened = must(await openWith(mine), 200)
  const other = must(await openWith(his), 200)
  for (const over of [{ passkey: null }, { passkey: other.body['passkey'] }])
    assert.equal(codeOf(await enterWith(ana, opened, over)), 'session.refused')
  assert.equal(codeOf(await enterWith(ben, opened)), 'session.refused', 'another member’s key does not answer it')
  await home(ana, ben)
})

test('a passkey registered in somebody else’s name is answered as what is not there, and the team is told (A-07)', async () => {
  await settleAll(ana)
  const challenge = await begin(ben)
  const passkey = aPasskey(SITE)
  const body = { member: ana.code, challenge, ...passkey.register(challenge), label: 'laptop', wrap: null }
  assert.equal(codeOf(await ben.post('/passkeys/keep', body)), 'record.not_found')
  const hers = await begin(ana)
  const borrowed = { ...body, member: ben.code, challenge: hers, ...passkey.register(hers) }
  assert.equal(codeOf(await ben.post('/passkeys/keep', borrowed)), 'record.not_found')
  assert.deepEqual(await notices(ana), [
    ['passkey_foreign', ben.code],
    ['passkey_foreign', ben.code],
  ])
  assert.deepEqual(await notices(stranger), [])
  const lines = await superuser.query(`select count(*)::int as count from base.ledger_entry where action = 'passkey.refuse'`)
  assert.deepEqual(lines.rows, [{ count: 2 }])
  await settleAll(ana)
})

test('a counter that does not grow halts the passkey, ends what it opened, and the team reads it; zero is no counter (A-09)', async () => {
  const passkey = aPasskey(SITE)
  for (const old of must(await ana.get('/sign-ins'), 200).body['passkeys'] as { passkey: string; member: string }[])
    if (old.member === ana.code) must(await ana.post('/passkeys/drop', { passkey: old.passkey }), 200)
  must(await keep(ana, passkey), 200)
  passkey.counter = 40
  const session = must(await enterWith(ana, must(await openWith(passkey), 200)), 200)
  ana.token = String(session.body['token'])
  must(await ana.get('/team'), 200)
  passkey.counter = 40
  assert.equal(codeOf(await openWith(passkey)), 'passkey.ran_back')
  assert.equal((await ana.get('/team')).status, 401, 'what the copy or the owner opened ends')
  assert.deepEqual(await notices(ben), [['passkey_ran_back', ana.code]])
  passkey.counter = 90
  assert.equal(codeOf(await openWith(passkey)), 'session.refused', 'it stays halted')
  await home(ana)
  await settleAll(ben)

  const still = aPasskey(SITE)
  still.counter = 0
  must(await keep(ana, still), 200)
  for (let time = 0; time < 3; time += 1) {
    still.counter = -1
    must(await openWith(still), 200)
  }
})

test('a passkey that gives another secret is halted by the browser that found it, once, and by nobody else (A-09)', async () => {
  const passkey = aPasskey(SITE)
  must(await keep(ana, passkey), 200)
  const { member, passkey: id, challenge } = must(await openWith(passkey), 200).body
  const tell = (body: object) => ask(desk.app, 'POST', '/api/desk/passkeys/changed', { body })
  const forged = { member, passkey: id, challenge: b64u(randomBytes(56)) }
  assert.equal(codeOf(await tell(forged)), 'session.refused')
  assert.equal(codeOf(await tell({ member: ben.code, passkey: id, challenge })), 'session.refused')
  must(await tell({ member, passkey: id, challenge }), 200)
  assert.equal(codeOf(await tell({ member, passkey: id, challenge })), 'session.refused')
  assert.equal(codeOf(await openWith(passkey)), 'session.refused')
  assert.deepEqual(await notices(ben), [['passkey_changed', ana.code]])
})

test('four passkeys are enough, one is taken away by its owner alone, and its sessions end with it (A-05)', async () => {
  for (const old of must(await ana.get('/sign-ins'), 200).body['passkeys'] as { passkey: string; member: string }[])
    if (old.member === ana.code) must(await ana.post('/passkeys/drop', { passkey: old.passkey }), 200)
  const four = Array.from({ length: 4 }, () => aPasskey(SITE))
  for (const passkey of four) must(await keep(ana, passkey), 200)
  assert.equal(codeOf(await keep(ana, aPasskey(SITE))), 'passkey.enough')
  assert.equal(codeOf(await keep(ben, four[0] as APasskey)), 'passkey.refused', 'a passkey is one member’s')
  const opened = must(await openWith(four[0] as APasskey), 200)
  const session = must(await enterWith(ana, opened), 200)
  const passkey = String(opened.body['passkey'])
  for (const who of [ben, stranger]) assert.equal(codeOf(await who.post('/passkeys/drop', { passkey })), 'record.not_found')
  ana.token = String(session.body['token'])
  must(await ana.post('/passkeys/drop', { passkey }), 200)
  assert.equal((await ana.get('/team')).status, 401)
  assert.equal(codeOf(await openWith(four[0] as APasskey)), 'session.refused')
  assert.equal((await superuser.query('select from keys.member_passkey_key where passkey_id = $1', [passkey])).rowCount, 0)
  await home(ana)
})

test('a question names nobody, and whoever left opens nothing with a passkey (A-08, A-12)', async () => {
  const cai = await anotherMember(desk, ana)
  const passkey = aPasskey(SITE)
  must(await keep(cai, passkey), 200)
  const questions = await Promise.all([1, 2].map(() => ask(desk.app, 'POST', '/api/desk/passkeys/ask', { body: {} })))
  assert.deepEqual(
    questions.map(({ body, raw }) => [Object.keys(body).toSorted(), raw.length]),
    [
      [['challenge', 'instance'], questions[0]?.raw.length],
      [['challenge', 'instance'], questions[0]?.raw.length],
    ],
  )
  must(await ana.post('/members/leave', aMembership(cai, ana.keys, dayOf(desk.now()), 'leave')), 200)
  assert.equal(codeOf(await openWith(passkey)), 'session.refused')
})

test('an administrator who writes a passkey of their own into the database is told a sealed key and opens no session (T-38, A-10)', async () => {
  const theirs = aPasskey(SITE)
  must(await keep(ben, theirs), 200)
  await superuser.query('update asylia.passkey set member_id = (select id from asylia.member where code = $1) where credential_id = $2', [
    ana.code,
    theirs.id,
  ])
  const opened = must(await openWith(theirs), 200)
  assert.equal(opened.body['member'], ana.code)
  const asAna = { ...ben, code: ana.code }
  assert.equal(codeOf(await enterWith(asAna, opened)), 'session.refused')
})
