import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { b64u } from '#crypto/bytes.ts'
import { signStatement } from '#crypto/sign/sign.ts'
import type { JointStatement } from '#crypto/team/joint-statement.ts'
import { dayOf } from '#kernel/clock.ts'
import { newPublicCode } from '#kernel/ids.ts'
import { type ADesk, type AMember, type Answer, aDesk, aFoundedTeam, must } from '../../../../test/a-desk.ts'
import type { Consultation, Joint, Shared, StatementRow } from './coalition.contract.ts'

let desk: ADesk
let ana: AMember
let eva: AMember
let kim: AMember
let superuser: pg.Client
let today: string

before(async () => {
  desk = await aDesk()
  superuser = new pg.Client({ connectionString: desk.database.superuserUrl })
  await superuser.connect()
  ana = (await aFoundedTeam(desk, 'harbour')).founder
  eva = (await aFoundedTeam(desk, 'quay')).founder
  kim = (await aFoundedTeam(desk, 'pier')).founder
  today = dayOf(desk.now())
})
after(async () => {
  await superuser.end()
  await desk.stop()
})

const told = ({ status, body }: Answer): string => `${status} ${typeof body['code'] === 'string' ? body['code'] : 'done'}`
const DIGEST = '1'.repeat(64)

async function aStatement(parties: readonly AMember[]): Promise<string> {
  const code = newPublicCode('L')
  must(
    await ana.post('/coalition/statements/keep', { id: randomUUID(), code, revision: 0, title: 'On a treaty', signBy: '2026-11-21' }),
    200,
  )
  must(await revise(code, parties), 200)
  return code
}

function revise(code: string, parties: readonly AMember[], n = 1, digest = DIGEST, by = ana): Promise<Answer> {
  const teams = parties.map(({ team }) => team)
  const wraps = [...new Set([...teams, by.team])].map((team) => ({ team, epoch: 1, wrap: b64u(randomBytes(300)) }))
  return by.post('/coalition/statements/revise', {
    statement: code,
    id: randomUUID(),
    n,
    digest,
    body: b64u(randomBytes(18_043)),
    wraps,
    parties: teams,
  })
}

function sign(by: AMember, code: string, over: Partial<JointStatement> = {}, key = by.keys): Promise<Answer> {
  const statement: JointStatement = {
    v: 1,
    type: 'joint-statement',
    statement: code,
    version: 1,
    digest: DIGEST,
    team: by.team,
    to: ana.team,
    listed: 'no',
    member: by.code,
    by: b64u(by.keys.signKey),
    at: today,
    ...over,
  }
  const signature = b64u(signStatement(key.signSeed, 'joint-statement', statement))
  return by.post('/coalition/statements/sign', { id: randomUUID(), signed: { statement, signature }, vouching: [] })
}

const list = async (by: AMember): Promise<StatementRow[]> =>
  must(await by.post('/coalition/statements/list', {}), 200).body['statements'] as StatementRow[]
const view = async (by: AMember, statement: string): Promise<Joint> =>
  must(await by.post('/coalition/statements/view', { statement }), 200).body as Joint
const publish = async (code: string, n = 1): Promise<string> => {
  const { revision } = await view(ana, code)
  return told(await ana.post('/coalition/statements/publish', { statement: code, n, revision }))
}

test('the 18 signatories of the joint statement of the founding documents are on record, each with its citation (R-NGO-52)', () => {
  const at = new URL('../../../../data/corridors/vn-th-eu/corridor.json', import.meta.url)
  const { signatories } = JSON.parse(readFileSync(at, 'utf8')) as { signatories: { number: number; name: string; citation: string }[] }
  assert.deepEqual(
    signatories.map(({ number }) => number),
    Array.from({ length: 18 }, (_, at) => at + 1),
  )
  assert.ok(signatories.every(({ name, citation }) => name !== '' && /^Q-/.test(citation)))
})

test('a statement is published only after each organisation that it names has signed exactly this version (R-NGO-52)', async () => {
  const code = await aStatement([ana, eva])
  assert.equal(await publish(code), '422 coalition.unsigned')
  assert.equal(told(await sign(ana, code)), '200 done')
  assert.equal(told(await sign(ana, code)), '409 record.stale', 'one signature for an organisation')
  assert.equal(await publish(code), '422 coalition.unsigned')
  assert.deepEqual((await list(ana)).find((one) => one.code === code)?.isLate, true)
  assert.equal(told(await sign(eva, code, { listed: 'yes' })), '200 done')
  assert.equal(told(await revise(code, [ana, eva], 2, '2'.repeat(64))), '200 done')
  assert.equal(await publish(code, 1), '409 coalition.changed')
  assert.equal(await publish(code, 2), '422 coalition.unsigned', 'other words need new signatures')
  assert.equal(told(await sign(eva, code)), '409 coalition.changed', 'nobody signs what was replaced')
  const next = { version: 2, digest: '2'.repeat(64) }
  must(await sign(ana, code, next), 200)
  must(await sign(eva, code, next), 200)
  assert.equal(await publish(code, 2), '200 done')
  assert.equal(told(await revise(code, [ana], 3)), '409 coalition.not_open')
  assert.equal((await view(ana, code)).publishedN, 2)
})

test('the database publishes nothing over a missing signature either, whatever the application believes (R-NGO-52, T-21)', async () => {
  const code = await aStatement([ana, eva])
  must(await sign(ana, code), 200)
  const asAna = async () => {
    await superuser.query('begin')
    try {
      const { rows } = await superuser.query<{ id: string }>('select id from asylia.member where code = $1', [ana.code])
      await superuser.query('set local role asylia_app')
      await superuser.query(`select set_config('asylia.member', $1, true)`, [rows[0]?.id])
      await superuser.query(
        `update asylia.coalition_statement set state = 'published', published_n = 1, published_on = current_date where code = $1`,
        [code],
      )
    } finally {
      await superuser.query('rollback')
    }
  }
  await assert.rejects(asAna, /row-level security/)
  must(await sign(eva, code), 200)
  await assert.doesNotReject(asAna)
})

test('a signature is of the member who sends it, for their own organisation and these words alone (R-NGO-52, T-22)', async () => {
  const code = await aStatement([ana, eva])
  assert.equal(told(await sign(eva, code, { digest: '3'.repeat(64) })), '409 coalition.changed')
  assert.equal(told(await sign(eva, code, { team: ana.team })), '422 statement.refused')
  assert.equal(told(await sign(eva, code, { member: ana.code })), '422 statement.refused')
  assert.equal(told(await sign(eva, code, { to: kim.team })), '422 statement.refused')
  assert.equal(told(await sign(eva, code, { at: '2026-01-01' })), '422 statement.refused')
  assert.equal(told(await sign(eva, code, {}, ana.keys)), '422 statement.refused', 'another key')
  assert.equal(told(await sign(kim, code)), '404 record.not_found', 'who is not asked learns of nothing')
  assert.equal(told(await revise(code, [eva], 2, DIGEST, eva)), '404 record.not_found', 'who signs changes nothing')
})

test('a signature is taken back at any time, and then nothing is published under that name (R-NGO-52)', async () => {
  const code = await aStatement([ana, eva])
  must(await sign(ana, code), 200)
  must(await sign(eva, code, { listed: 'yes' }), 200)
  must(await eva.post('/coalition/statements/unsign', { statement: code }), 200)
  assert.equal(await publish(code), '422 coalition.unsigned')
  assert.equal((await view(ana, code)).signatures.find(({ team }) => team === eva.team)?.withdrawnOn, today)
  assert.equal(told(await eva.post('/coalition/statements/unsign', { statement: code })), '409 record.stale')
  must(await sign(eva, code), 200)
  assert.equal(await publish(code), '200 done')
})

test('an organisation learns of other signatories only when they agreed to be listed (R-NGO-52, T-21)', async () => {
  const code = await aStatement([ana, eva, kim])
  must(await sign(eva, code, { listed: 'no' }), 200)
  must(await sign(ana, code, { listed: 'yes' }), 200)
  const seen = await view(kim, code)
  assert.deepEqual([seen.parties, seen.signatures.map(({ team }) => team)], [[kim.team], [ana.team]])
  assert.deepEqual((await view(ana, code)).signatures.map(({ team }) => team).toSorted(), [ana.team, eva.team])
  assert.ok(seen.wrap !== null && seen.wrap.team === kim.team, 'it has what opens the words, for itself alone')
})

test('an organisation takes its own records out of sharing: what others were asked or shown, they read no more (R-NGO-28)', async () => {
  const code = await aStatement([ana, eva, kim])
  const [track, round] = [newPublicCode('T'), newPublicCode('Y')]
  const ofTrack = { kind: 'hrd', partner: 'VN', basis: null, everyDays: null, state: 'open' }
  must(await ana.post('/dialogues/tracks/keep', { id: randomUUID(), code: track, revision: 0, body: ofTrack }), 200)
  const body = {
    kind: 'round',
    ordinal: null,
    status: 'announced',
    stage: 'preparation',
    happened: { from: null, until: null, precision: 'unknown' },
    country: null,
    level: null,
    heldBy: null,
    announcedSource: null,
    heldSource: null,
    raised: 'not_stated',
    absence: null,
    themes: [],
    addressee: null,
    reference: null,
    answeredOn: null,
    answerSource: null,
    before: null,
    next: null,
  }
  must(await ana.post('/dialogues/rounds/keep', { id: randomUUID(), code: round, track, revision: 0, body }), 200)
  must(await ana.post('/dialogues/rounds/share', { round, team: eva.team, shared: true }), 200)
  const shared = async () => must(await ana.post('/coalition/shared/list', {}), 200).body['shared'] as Shared[]
  const has = (rows: readonly Shared[], of: string, team: string) => rows.some((one) => one.code === of && one.team === team)
  const before = await shared()
  assert.ok(has(before, code, eva.team) && has(before, code, kim.team) && has(before, round, eva.team))
  must(await ana.post('/coalition/shared/withdraw', { team: eva.team }), 200)
  assert.equal(told(await eva.post('/dialogues/rounds/view', { round })), '404 record.not_found')
  assert.equal(told(await eva.post('/coalition/statements/view', { statement: code })), '404 record.not_found')
  assert.equal((await view(kim, code)).code, code, 'another team is not meant')
  must(await ana.post('/coalition/shared/withdraw', { team: null }), 200)
  assert.deepEqual(await shared(), [])
  assert.equal(told(await kim.post('/coalition/statements/view', { statement: code })), '404 record.not_found')
  const left = await superuser.query(
    `select from keys.coalition_wrap w join asylia.coalition_version v on v.id = w.id join asylia.coalition_statement s on s.id = v.statement_id
     where s.code = $1`,
    [code],
  )
  assert.equal(left.rows.length, 1, 'only what opens it for oneself is left')
})

test('a consultation names a participant only with its consent, and a name whose consent ends is gone (R-NGO-28)', async () => {
  const code = newPublicCode('U')
  const body = { heldBy: 'A delegation of the Union', about: 'A human rights dialogue', heldOn: today, others: 3, source: null }
  must(await ana.post('/coalition/consultations/keep', { id: randomUUID(), code, revision: 0, body }), 200)
  const name = (over: object) =>
    ana.post('/coalition/participants/add', {
      id: randomUUID(),
      consultation: code,
      name: 'A named NGO',
      agreedHow: 'written',
      agreedOn: today,
      ...over,
    })
  const seen = async () => (must(await ana.post('/coalition/consultations/list', {}), 200).body['consultations'] as Consultation[])[0]
  assert.equal((await name({ agreedOn: undefined })).status, 400, 'no name without a day of consent')
  assert.equal(told(await name({ agreedOn: '2027-01-01' })), '422 coalition.consent_ahead')
  assert.deepEqual([(await seen())?.participants.length, (await seen())?.others], [0, 3])
  must(await name({}), 200)
  const [participant] = (await seen())?.participants ?? []
  assert.ok(participant !== undefined && participant.name === 'A named NGO')
  must(await ana.post('/coalition/participants/drop', { id: participant.id, consultation: code }), 200)
  assert.deepEqual([(await seen())?.participants.length, (await seen())?.others], [0, 4])
  assert.equal((await superuser.query(`select from asylia.coalition_participant where name = 'A named NGO'`)).rows.length, 0)
  await assert.rejects(
    superuser.query(
      `insert into asylia.coalition_participant (compartment_id, id, consultation_id, name, agreed_how, written_by, written_on)
       select compartment_id, gen_random_uuid(), id, 'Somebody', 'written', written_by, written_on from asylia.coalition_consultation`,
    ),
    /null value/,
  )
})
