import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, test } from 'node:test'
import pg from 'pg'
import { newSeed } from '#crypto/age/identity.ts'
import { b64u } from '#crypto/bytes.ts'
import type { HeardNode } from '#crypto/node/heard-node.ts'
import { aliasOf } from '#crypto/node/node-alias.ts'
import { sealTo } from '#crypto/seal/seal-age.ts'
import { signStatement } from '#crypto/sign/sign.ts'
import { barState } from '#features/teams/index.ts'
import { type CompartmentId, newPublicCode } from '#kernel/ids.ts'
import { type ADesk, type AMember, aCopyOf, aFoundedTeam, anotherMember, callerOf, must, seatAt, someDesks } from '../../../test/a-desk.ts'
import { aliasAt, introduce, nodeOf, talk } from '../../../test/a-node.ts'
import { aDraft, aSentAlert } from '../../../test/an-alert.ts'
import type { Carry } from './exchange.ts'
import { speakWith } from './node.jobs.ts'
import { keepNodeTeam } from './office.store.ts'
import { endNode, operatorOf, viewNodes } from './run-nodes.ts'

/** What of a node may reach whom, on two whole installations: for each test a copy of two that know each other. */
let first: { readonly desks: readonly [ADesk, ADesk]; readonly ana: AMember; readonly ben: AMember; readonly quay: AMember }
let one: ADesk
let other: ADesk
let ana: AMember
let ben: AMember
let quay: AMember
let here: pg.Client
let there: pg.Client
const office = aliasAt('quay-node', 'quay')

before(async () => {
  const desks = await someDesks(2)
  const founder = (await aFoundedTeam(desks[0], 'harbour')).founder
  first = { desks, ana: founder, ben: await anotherMember(desks[0], founder), quay: (await aFoundedTeam(desks[1], 'quay')).founder }
  for (const desk of desks) await desk.desk.roster.publish()
  await introduce(...desks)
  await talk(...desks)
  for (const desk of desks) await desk.rest()
})
after(async () => {
  for (const desk of first.desks) await desk.stop()
})
beforeEach(async () => {
  one = await aCopyOf(first.desks[0])
  other = await aCopyOf(first.desks[1])
  ;[ana, ben, quay] = [seatAt(one, first.ana), seatAt(one, first.ben), seatAt(other, first.quay)]
  here = new pg.Client({ connectionString: one.database.superuserUrl })
  there = new pg.Client({ connectionString: other.database.superuserUrl })
  await Promise.all([here.connect(), there.connect()])
  // What comes back from a copy is another process, and greets anew.
  await talk(one, other)
})
afterEach(async () => {
  await Promise.all([here.end(), there.end()])
  await Promise.all([one.stop(), other.stop()])
})

async function aCase(): Promise<{ code: string; room: CompartmentId }> {
  const code = newPublicCode('C')
  const wrap = b64u(await sealTo([ana.keys.recipient, ben.keys.recipient], newSeed()))
  must(await ana.post('/cases/open', { case: code, key: { wrap, readers: [ana.code, ben.code] }, blocked: [] }), 200)
  const { rows } = await here.query<{ room: CompartmentId }>('select compartment_id as room from asylia.report_case where code = $1', [
    code,
  ])
  return { code, room: rows[0]?.room ?? ('' as CompartmentId) }
}
async function bar(room: CompartmentId, state: string): Promise<void> {
  const caller = await callerOf(one, ana)
  await one.house.base.transact(caller.actor, (tx) => barState(tx, caller, room, state))
}
async function says(slug: string, of: readonly string[]): Promise<void> {
  const { id } = await nodeOf(one)
  const facts = { names: { en: slug }, kind: 'ngo', of, serves: [], conflicts: [] }
  const given = { slug, here: aliasOf(slug, 'quay-node'), facts, epoch: 1 }
  await one.house.base.transact(one.house.installation.actor, (tx) => keepNodeTeam(tx.db, id, given))
  await here.query(`update asylia.team set node_police = false where node_slug = $1`, [slug])
}
const to = (place: string, slug: string, scope = 'partners', about: readonly string[] = []) => ({
  case: place,
  epoch: 0,
  marks: {
    says: about.length > 0,
    about: [...about],
    offices: [aliasAt('quay-node', slug)],
    scopes: [`${aliasAt('quay-node', slug)}:${scope}`],
  },
})
const arrived = async () => (await there.query('select from asylia.alert_received')).rowCount
const stands = async (code: string) =>
  (
    await here.query(
      `select d.state, d.reason, exists (select from asylia.node_message m join keys.node_body b on b.id = m.id where m.about = d.id and m.kind = 'alert') as words
       from asylia.alert_delivery d join asylia.alert a on a.id = d.alert_id where a.code = $1`,
      [code],
    )
  ).rows[0]
/** A peer that is away, so that everything gets its number and waits. */
const away: Carry = async () => {
  throw new Error('away')
}
const codeOf = async (given: ReturnType<AMember['post']>) => (await given).body['code']

test('an office of a barred state gets nothing, whether it came before the bar, after it, or changed since (T-27, R-EP-36)', async () => {
  const place = await aCase()
  await bar(place.room, 'VN')
  const draft = await aSentAlert(one, [ana, ben], to(place.code, 'quay'))
  await says('quay', ['VN'])
  await talk(one, other)
  assert.deepEqual([await arrived(), await stands(draft.code)], [0, { state: 'stopped', reason: 'barred', words: false }], 'changed since')
  await says('quay', [])
  await says('later', ['VN'])
  for (const slug of ['later', 'quay']) {
    assert.equal(await codeOf(ana.post('/alerts/draft', await aDraft(one, to(place.code, slug)))), 'alert.barred', slug)
  }
  const elsewhere = await aCase()
  must(await ana.post('/alerts/draft', await aDraft(one, to(elsewhere.code, 'quay'))), 200)
  await bar(elsewhere.room, 'VN')
  assert.equal(await codeOf(ana.post('/alerts/draft', await aDraft(one, to(elsewhere.code, 'quay')))), 'alert.barred', 'before the bar')
})

test('what an office has is taken back once it says that it is of a barred state (T-27)', async () => {
  const place = await aCase()
  await bar(place.room, 'VN')
  const draft = await aSentAlert(one, [ana, ben], to(place.code, 'quay'))
  await talk(one, other)
  assert.equal((await stands(draft.code))?.state, 'delivered')
  await says('quay', ['VN'])
  await talk(one, other)
  assert.deepEqual((await there.query('select state from asylia.alert_received')).rows, [{ state: 'withdrawn' }])
  assert.deepEqual(await stands(draft.code), { state: 'stopped', reason: 'barred', words: false })
})

test('a bar goes along with what is moved into another case (T-27)', async () => {
  const [from, into] = [await aCase(), await aCase()]
  await bar(from.room, 'VN')
  await here.query(
    `insert into asylia.case_move (compartment_id, id, source, kind, state, begun_by, begun_on)
     select $1, gen_random_uuid(), $2, 'merge', 'held', m.id, '2026-11-22' from asylia.member m where m.code = $3`,
    [into.room, from.room, ana.code],
  )
  await here.query(`update asylia.case_move set state = 'done', done_on = '2026-11-22', undo_until = '2026-12-22'`)
  assert.deepEqual((await here.query('select state from asylia.barred_state where compartment_id = $1', [into.room])).rows, [
    { state: 'VN' },
  ])
})

test('consent that is withdrawn while the peer is away keeps the words here, though they had their number (T-21, T-27)', async () => {
  const place = await aCase()
  const yes = { giver: 'self', basis: 'spoken', from: '2026-11-22', until: null, card: null, mark: null }
  must(await ana.post('/consent/give', { case: place.code, subject: 'reporter', scopes: ['partners'], ...yes }), 200)
  const draft = await aSentAlert(one, [ana, ben], to(place.code, 'quay', 'partners', ['reporter']))
  await speakWith(one.nodes, await nodeOf(one), away)
  assert.deepEqual(await stands(draft.code), { state: 'queued', reason: null, words: true })
  const no = { giver: 'self', basis: 'spoken', card: null, mark: null }
  must(await ana.post('/consent/withdraw', { case: place.code, subject: 'reporter', scopes: ['partners'], ...no }), 200)
  await talk(one, other)
  const came = await there.query(`select outcome from asylia.node_receipt where kind = 'alert'`)
  assert.deepEqual(came.rows, [{ outcome: 'empty' }], 'its place in the chain came, and no word')
  assert.deepEqual([await arrived(), await stands(draft.code)], [0, { state: 'stopped', reason: 'consent', words: false }])
})

test('what is sealed to a key of an office that is in force no more does not leave, and can be sealed anew (T-21)', async () => {
  const draft = await aSentAlert(one, [ana, ben], { marks: { offices: [office], scopes: [`${office}:partners`] } })
  await speakWith(one.nodes, await nodeOf(one), away)
  await here.query('update asylia.team set node_epoch = 2 where slug = $1', [office])
  await talk(one, other)
  assert.deepEqual([await arrived(), await stands(draft.code)], [0, { state: 'stopped', reason: 'key_changed', words: false }])
  assert.equal((await here.query('select from asylia.node_item where tomb is not null')).rowCount, 0)
})

const ENTRY = {
  territory: ['DE'],
  remit: [],
  languages: ['de'],
  opens: 0,
  closes: 0,
  offsetMinutes: 0,
  days: [],
  deputies: 0,
  stateBody: false,
  police: false,
  conflicts: [],
  contact: '',
  open: true,
  revision: 0,
}

test('an entry of the directory stands elsewhere as its office keeps it: hours, deputies and conflicts with it (R-EP-26)', async () => {
  const id = crypto.randomUUID()
  const hours = { opens: 540, closes: 1_020, offsetMinutes: 420, days: [1, 2, 3, 4, 5], deputies: 2 }
  const kept = { ...ENTRY, ...hours, id, remit: ['tnr', 'legal'], conflicts: ['TH'], contact: '+49 30 990 0000' }
  must(await quay.post('/focal-points/keep', kept), 200)
  await talk(one, other)
  const points = must(await ana.get('/focal-points'), 200).body['points'] as Record<string, unknown>[]
  const { id: _theirs, open: _open, revision: _revision, ...said } = kept
  const here = points.find(({ team }) => team === office)
  assert.deepEqual({ ...here, ...said }, here)
  assert.equal(here?.['checkedOn'], one.now().toISOString().slice(0, 10))
  must(await quay.post('/focal-points/drop', { id }), 200)
  await talk(one, other)
  assert.ok(!(must(await ana.get('/focal-points'), 200).body['points'] as { team: string }[]).some(({ team }) => team === office))
})

test('police stays police across the wire whatever its entry says, and who is left out counts as police (T-21)', async () => {
  const as = async () => {
    const { rows } = await here.query('select node_police, police from asylia.team where slug = $1', [office])
    return rows[0]
  }
  assert.deepEqual(await as(), { node_police: false, police: false })
  const id = crypto.randomUUID()
  must(await quay.post('/focal-points/keep', { ...ENTRY, id, police: true, open: false }), 200)
  must(await quay.post('/focal-points/drop', { id }), 200)
  await talk(one, other)
  assert.deepEqual(await as(), { node_police: true, police: true }, 'said though no entry is open or left')
  const asPartner = () => aDraft(one, { marks: { offices: [office], scopes: [`${office}:partners`] } })
  assert.equal(await codeOf(ana.post('/alerts/draft', await asPartner())), 'record.stale')
  // Of this one its node has said nothing.
  await says('silent', [])
  await here.query(`update asylia.team set node_police = null where node_slug = 'silent'`)
  const silent = aliasAt('quay-node', 'silent')
  const draft = (scope: string) => aDraft(one, { marks: { offices: [silent], scopes: [`${silent}:${scope}`] } })
  assert.equal(await codeOf(ana.post('/alerts/draft', await draft('partners'))), 'record.stale')
  must(await ana.post('/alerts/draft', await draft('law_enforcement')), 200)
})

test('the end of a node ends its offices, stops what waits, and frees their names for an introduction anew (T-47)', async () => {
  const waits = await aSentAlert(one, [ana, ben], { marks: { offices: [office], scopes: [`${office}:partners`] } })
  const under = await aSentAlert(one, [ana, ben], { marks: { offices: [office], scopes: [`${office}:partners`] } })
  for (const desk of [one, other]) await endNode(desk.nodes, operatorOf(desk.nodes), desk === one ? 'quay-node' : 'harbour-node')
  for (const { code } of [waits, under]) assert.deepEqual(await stands(code), { state: 'stopped', reason: 'barred', words: false })
  assert.equal((await here.query(`select from asylia.alert_text where kind = 'queued'`)).rowCount, 0)
  const { rows } = await here.query('select node_epoch, slug <> $1 as freed from asylia.team where node_id is not null', [office])
  assert.deepEqual(rows, [{ node_epoch: 0, freed: true }])
  await introduce(one, other)
  one.pass(60_000)
  other.pass(60_000)
  await talk(one, other)
  const again = await aSentAlert(one, [ana, ben], { marks: { offices: [office], scopes: [`${office}:partners`] } })
  await talk(one, other)
  assert.equal((await stands(again.code))?.state, 'delivered')
  // Whoever bears the name of an office here, it goes nowhere in its place, and that is said.
  await aFoundedTeam(one, aliasAt('quay-node', 'dock'))
  await aFoundedTeam(other, 'dock')
  await other.desk.roster.publish()
  await talk(one, other)
  assert.equal((await viewNodes(one.nodes)).nodes.find(({ state }) => state === 'active')?.problem, 'node.alias_taken')
  assert.equal((await here.query(`select from asylia.team where node_slug = 'dock'`)).rowCount, 0)
})

test('what a member heard is taken with their own key and for their own team alone, and no other team reads it (T-21, T-47)', async () => {
  const { instance, card } = await nodeOf(one)
  const dock = (await aFoundedTeam(one, 'dock')).founder
  const heard = (over: Partial<HeardNode> = {}, by: AMember = ana) => {
    const { pins, sign } = card
    const signKey = b64u(by.keys.signKey)
    const at = '2026-11-22T10:00:00Z'
    const statement = {
      v: 1,
      type: 'node-heard',
      team: 'harbour',
      name: 'quay-node',
      instance,
      pins,
      sign,
      by: signKey,
      at,
      ...over,
    } as const
    return { statement, signature: b64u(signStatement(by.keys.signSeed, 'node-heard', statement)) }
  }
  assert.equal(await codeOf(ana.post('/nodes/hear', heard({ pins: '0'.repeat(64) }))), 'node.fingerprint_differs')
  assert.equal(await codeOf(ana.post('/nodes/hear', heard({}, ben))), 'statement.refused')
  assert.equal(await codeOf(dock.post('/nodes/hear', heard({}, dock))), 'statement.refused')
  must(await ana.post('/nodes/hear', heard()), 200)
  const told = async (by: AMember) =>
    (await by.get('/nodes/offices')).body['nodes'] as { heard: { member: string } | null; list: string | null }[]
  assert.deepEqual(
    (await told(ben)).map(({ heard: said }) => said?.member),
    [ana.code],
  )
  assert.deepEqual(
    (await told(dock)).map(({ heard: said, list }) => [said, list === null]),
    [[null, false]],
  )
  await endNode(one.nodes, operatorOf(one.nodes), 'quay-node')
  assert.deepEqual([await told(ben), await codeOf(ana.post('/nodes/list', { name: 'quay-node' }))], [[], 'record.not_found'])
})

test('no node takes a name under another one (T-47)', () => {
  assert.equal(aliasOf('quay', 'one'), 'one--quay')
  assert.notEqual(aliasOf('b-x', 'a'), aliasOf('x', 'a-b'))
  const long = ['an-office-with-a-long-name-of-one', 'an-office-with-a-long-name-of-two']
  for (const name of ['a', 'a-name-that-is-as-long-a']) {
    const made = long.map((slug) => aliasOf(slug, name))
    assert.equal(new Set(made).size, 2)
    for (const one of made) assert.match(one, /^[a-z][a-z0-9-]{1,31}$/)
  }
})
