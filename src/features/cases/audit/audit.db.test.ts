import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { leafOfCanonical, parseCanonical } from '#base/ledger/entry.ts'
import { makeCheckpoint } from '#base/ledger/make-checkpoint.ts'
import { sequenceEntries } from '#base/ledger/sequence-entries.ts'
import { sha256 } from '#base/sha256.ts'
import { verifyInclusion } from '#crypto/merkle.ts'
import { openNote, parseVerifierKey } from '#crypto/signed-note.ts'
import { parseCheckpoint } from '#formats/checkpoint.ts'
import {
  type ADesk,
  type AMember,
  aDesk,
  aFiledItem,
  aFoundedTeam,
  anotherMember,
  aTakeIn,
  must,
  signInAs,
} from '../../../../test/a-desk.ts'
import type { AuditLines, AuditProofTold } from './audit.contract.ts'

let desk: ADesk
let ana: AMember
let ben: AMember
let cleo: AMember
let dora: AMember
let code: string
let superuser: pg.Client

before(async () => {
  desk = await aDesk()
  superuser = new pg.Client({ connectionString: desk.database.superuserUrl })
  await superuser.connect()
  const first = await aFoundedTeam(desk, 'first-aid')
  ana = first.founder
  ben = await anotherMember(desk, ana)
  cleo = await anotherMember(desk, ana)
  dora = (await aFoundedTeam(desk, 'second-aid')).founder
  const taken = await aTakeIn(desk, ana, await aFiledItem(desk, [{ id: 'first-aid', seed: first.epochSeed }]))
  must(await ana.post('/reports', taken), 200)
  code = taken.case
  // By hand, as the yes of two would.
  for (const who of [cleo, dora])
    await superuser.query(
      `insert into asylia.member_role (compartment_id, member_id, role) select c.id, m.id, 'auditor' from asylia.member m
       join asylia.compartment c on c.team_id = m.team_id and c.kind = 'team' where m.code = $1`,
      [who.code],
    )
  await signInAs(desk, cleo)
  await signInAs(desk, dora)
})
after(async () => {
  await superuser.end()
  await desk.stop()
})

const NOTHING = { member: null, action: null, case: null, from: null, to: null, after: null }
const lines = async (by: AMember, asked: object = {}) =>
  must(await by.post('/audit/list', { ...NOTHING, ...asked }), 200).body as unknown as AuditLines
const actions = async (by: AMember, asked: object = {}) => (await lines(by, asked)).lines.map(({ action }) => action)

test('a reader reads what was done in the case, an auditor of the team as well, a colleague and another team’s auditor nothing (T-21)', async () => {
  const told = await lines(ana, { case: code })
  assert.deepEqual(
    told.lines.map(({ action, member, subject }) => [action, member, subject]).toSorted(),
    (await lines(cleo, { case: code })).lines.map(({ action, member, subject }) => [action, member, subject]).toSorted(),
  )
  assert.ok(
    told.lines.length > 0 && told.lines.every((line) => line.case === code && line.member === ana.code && line.team === 'first-aid'),
  )
  for (const by of [ben, dora]) assert.deepEqual((await lines(by, { case: code })).lines, [])
  assert.deepEqual([(await lines(cleo)).isAuditor, (await lines(ana)).isAuditor], [true, false])
})

test('an auditor reads lines and opens nothing: no key, no card, no report, no case (T-21, A-01)', async () => {
  for (const [path, body] of [
    ['/cases/keys', { case: code }],
    ['/cards/list', { case: code, about: null, kind: null, after: null }],
    ['/consent/list', { case: code }],
  ] as const)
    assert.equal((await cleo.post(path, body)).status, 404, path)
  assert.deepEqual(must(await cleo.get('/reports'), 200).body, { reports: [] })
})

test('a line of the ledger says codes and never a name or a text', async () => {
  const told = await lines(cleo)
  assert.ok(told.lines.length > 5)
  for (const { subject } of told.lines) assert.match(subject, /^[A-Za-z0-9 :._-]{1,200}$/)
  assert.ok(!JSON.stringify(told).includes('Somebody Invented'))
})

test('lines are filtered by member, action, kind of action, case and day', async () => {
  must(
    await ana.post('/consent/give', {
      case: code,
      subject: 'reporter',
      scopes: ['un'],
      giver: 'self',
      basis: 'spoken',
      from: '2026-11-22',
      until: null,
      card: null,
      mark: null,
    }),
    200,
  )
  assert.deepEqual(await actions(ana, { action: 'consent.give' }), ['consent.give'])
  assert.ok((await actions(ana, { action: 'consent' })).includes('consent.give'))
  assert.ok((await actions(ana, { member: ana.code })).length > 0)
  assert.ok((await lines(ana, { member: ben.code })).lines.every(({ member }) => member === ben.code))
  assert.deepEqual(await actions(ana, { from: '2026-11-23' }), [])
  assert.deepEqual(await actions(ana, { to: '2026-11-21' }), [])
  assert.deepEqual(await actions(ana, { from: '2026-11-22', to: '2026-11-22', case: code }), await actions(ana, { case: code }))
  assert.deepEqual(await actions(ana, { member: dora.code }), [])
})

test('pages follow one another by cursor without a gap or a repeat, within one minute too', async () => {
  const room = (await superuser.query<{ id: string }>('select compartment_id as id from asylia.report_case')).rows[0]?.id
  const me = (await superuser.query<{ id: string }>('select id from asylia.member where code = $1', [ana.code])).rows[0]?.id
  for (let n = 0; n < 230; n += 1)
    await superuser.query(
      `insert into base.ledger_entry (compartment_id, month, id, action, actor, subject, salt, at)
       values ($1, '2026-11-01', $2, 'paging.line', $3, $4, decode(repeat('00', 16), 'hex'), timestamptz '2026-11-22T10:00Z' + make_interval(mins => $5))`,
      [room, randomUUID(), me, `line-${n}`, n % 3],
    )
  const seen: string[] = []
  let after: object | null = null
  for (;;) {
    const page: AuditLines = await lines(ana, { action: 'paging.line', after })
    seen.push(...page.lines.map(({ subject }) => subject))
    const last = page.lines.at(-1)
    if (!page.more || last === undefined) break
    after = { at: last.at, entry: last.entry }
  }
  assert.equal(seen.length, 230)
  assert.equal(new Set(seen).size, 230)
})

test('filters are values and never SQL: what is not of the form is refused before it is looked up (A-19)', async () => {
  for (const wrong of [`' or 1=1 --`, `M-ABCDEF'; drop table asylia.consent; --`, '$.**', '(a+)+$', '%', '_'])
    for (const field of ['member', 'action', 'case', 'from']) {
      if (field === 'action' && wrong === '_') continue
      assert.equal((await ana.post('/audit/list', { ...NOTHING, [field]: wrong })).status, 400, `${field} ${wrong}`)
    }
  assert.deepEqual(desk.faults, [])
})

test('a line is proved against the newest signature, offline, and to nobody who may not read it (T-23)', async () => {
  assert.deepEqual(must(await ana.get('/audit/head'), 200).body['signed'], null)
  const [line] = (await lines(ana, { case: code, action: 'consent.give' })).lines
  const entry = line?.entry ?? assert.fail()
  assert.equal((await ana.post('/audit/proof', { entry })).body['code'], 'audit.no_head')
  await sequenceEntries(desk.house.ledger)
  await makeCheckpoint(desk.house.ledger, desk.ledgerKey, { now: desk.now })
  const head = must(await ana.get('/audit/head'), 200).body as unknown as { signed: { size: number; root: string }; verified: null }
  assert.equal(head.verified, null)
  desk.ledger.note({
    ok: true,
    size: head.signed.size,
    root: head.signed.root,
    checkpoints: 1,
    signedSize: head.signed.size,
    pending: 0,
    faults: [],
    faultCount: 0,
  })
  assert.deepEqual(must(await ana.get('/audit/head'), 200).body['verified'], { at: '2026-11-22T10:20Z', ok: true, size: head.signed.size })

  const proof = must(await ana.post('/audit/proof', { entry }), 200).body as unknown as AuditProofTold
  const key = await parseVerifierKey(proof.verifierKey)
  const opened = await openNote(proof.checkpoint, key === undefined ? [] : [key])
  const checkpoint = opened.ok ? parseCheckpoint(opened.text) : undefined
  assert.equal(checkpoint?.size, proof.size)
  const inclusion = {
    index: proof.index,
    size: proof.size,
    leaf: leafOfCanonical(proof.line),
    proof: proof.path.map((hash) => Buffer.from(hash, 'hex')),
    root: checkpoint.root,
  }
  assert.equal(verifyInclusion(sha256, inclusion), true)
  assert.equal(parseCanonical(proof.line)?.action, 'consent.give')
  assert.equal(verifyInclusion(sha256, { ...inclusion, leaf: leafOfCanonical(proof.line.replace('consent.give', 'consent.took')) }), false)

  assert.deepEqual((await cleo.post('/audit/proof', { entry })).raw.toString(), JSON.stringify(proof))
  for (const by of [ben, dora]) {
    const refused = await by.post('/audit/proof', { entry })
    const nothing = await by.post('/audit/proof', { entry: randomUUID() })
    assert.deepEqual([refused.status, refused.raw.toString()], [404, nothing.raw.toString()])
  }
})

test('a line younger than the newest signature says so', async () => {
  must(
    await ana.post('/consent/withdraw', {
      case: code,
      subject: 'reporter',
      scopes: ['un'],
      giver: 'self',
      basis: 'spoken',
      card: null,
      mark: null,
    }),
    200,
  )
  const [line] = (await lines(ana, { action: 'consent.withdraw' })).lines
  assert.equal((await ana.post('/audit/proof', { entry: line?.entry })).body['code'], 'audit.not_signed')
})

test('whoever is told of many rooms reads the same lines, a page at a time, as whoever is told of few (T-21)', async () => {
  const pageOf = async (by: AMember) => {
    const first = await lines(by)
    const last = first.lines.at(-1) ?? assert.fail()
    return [first, await lines(by, { after: { at: last.at, entry: last.entry } }), await lines(by, { case: code })]
  }
  const people = [ana, ben, cleo, dora]
  const before = await Promise.all(people.map(pageOf))
  // Rooms of the first team in which nothing was done: its founder reads them, its auditor is told of them.
  await superuser.query(`
    with made as (
      insert into asylia.compartment (id, kind, team_id)
      select gen_random_uuid(), 'case', m.team_id from asylia.member m, generate_series(1, 1001) where m.code = '${ana.code}' returning id
    )
    insert into asylia.compartment_member (compartment_id, member_id, can_write)
    select made.id, m.id, true from made, asylia.member m where m.code = '${ana.code}'`)
  assert.deepEqual(await Promise.all(people.map(pageOf)), before)
})
