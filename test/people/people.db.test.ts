import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { b64u } from '#crypto/bytes.ts'
import { sealTo } from '#crypto/seal/seal-age.ts'
import { forgetUnsealed } from '#features/cases/index.ts'
import { newPublicCode } from '#kernel/ids.ts'
import { type ADesk, type AMember, type Answer, aDesk, aFoundedTeam, anotherMember, must, signInAs } from '../a-desk.ts'
import { approved } from '../an-approval.ts'
import { aCard, aCase, anActor, aPerson, on, UNKNOWN } from './a-case.ts'

let desk: ADesk
let superuser: pg.Client
let worker: AMember
let colleague: AMember
let stranger: AMember

before(async () => {
  desk = await aDesk()
  superuser = new pg.Client({ connectionString: desk.database.superuserUrl })
  await superuser.connect()
  worker = (await aFoundedTeam(desk, 'first-aid')).founder
  colleague = await anotherMember(desk, worker)
  stranger = (await aFoundedTeam(desk, 'second-aid')).founder
})
after(async () => {
  await superuser.end()
  await desk.stop()
})

const refused = (answer: Answer, status: number, code: string) => assert.deepEqual([answer.status, answer.body['code']], [status, code])
type Row = {
  code: string
  findable: boolean
  finders: string[]
  revision: number
  protection: { id: string; status: string; by: string }[]
  liberty: { status: string; checkedOn: string; by: string } | null
}
const listed = async (by: AMember, code: string | null = null) =>
  must(await by.post('/people/list', { case: code, after: null }), 200).body['people'] as Row[]

test('a relative who was harmed is linked to the exile, and whoever may see the exile alone learns nothing of either (R-EP-06, T-21)', async () => {
  const [open, closed] = [await aCase(worker, [worker, colleague]), await aCase(worker)]
  const exile = await aPerson(worker, open)
  const relative = await aPerson(worker, closed)
  const ask = { case: open, person: exile.id }
  const bare = (await colleague.post('/people/links', ask)).raw.toString()
  const ledger = async () =>
    (
      await superuser.query(
        `select count(*)::int as n from base.ledger_entry e join asylia.report_case c using (compartment_id) where c.code = $1`,
        [closed],
      )
    ).rows[0]
  const lines = await ledger()
  const link = randomUUID()
  must(
    await worker.post('/people/link', { case: open, person: exile.id, id: link, otherCase: closed, other: relative.id, kind: 'relative' }),
    200,
  )
  assert.deepEqual(await ledger(), lines)
  assert.equal((await colleague.post('/people/links', ask)).raw.toString(), bare)
  assert.deepEqual(
    (await listed(colleague)).map(({ code }) => code),
    [exile.code],
  )
  refused(await colleague.post('/people/unlink', { case: open, link }), 404, 'record.not_found')
  refused(await colleague.post('/people/links', { case: closed, person: relative.id }), 404, 'record.not_found')
  const [seen] = must(await worker.post('/people/links', { case: closed, person: relative.id }), 200).body['links'] as object[]
  assert.deepEqual(seen, { id: link, heldBy: open, case: open, person: exile.id, code: exile.code, kind: 'relative', forward: false })
  must(await worker.post('/people/unlink', { case: open, link }), 200)
  const mine = { case: closed, person: relative.id, id: randomUUID(), otherCase: await aCase(stranger), other: exile.id, kind: 'relative' }
  refused(await worker.post('/people/link', mine), 404, 'record.not_found')
})

test('a status changes over time, each entry stays, and a correction names what it puts right (R-NGO-12)', async () => {
  const code = await aCase(worker)
  const person = await aPerson(worker, code)
  const first = randomUUID()
  const said = { case: code, person: person.id, host: 'TH', supersedes: null }
  const since = { from: '2024-01-01', until: null, precision: 'since' }
  must(await worker.post('/people/status', { ...said, id: first, status: 'asylum_seeker_unhcr', held: since }), 200)
  must(
    await worker.post('/people/status', { ...said, id: randomUUID(), status: 'refugee_mandate', held: { ...since, from: '2025-06-01' } }),
    200,
  )
  assert.deepEqual(
    (await listed(worker, code))[0]?.protection.map(({ status }) => status),
    ['asylum_seeker_unhcr', 'refugee_mandate'],
  )
  const until = { from: '2024-01-01', until: '2025-05-31', precision: 'range' }
  const corrected = { ...said, id: randomUUID(), status: 'asylum_seeker_unhcr', held: until, supersedes: first }
  const answers = await Promise.all([corrected, { ...corrected, id: randomUUID() }].map((one) => worker.post('/people/status', one)))
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 409])
  assert.equal((await listed(worker, code))[0]?.protection.length, 2)
  refused(
    await worker.post('/people/status', { ...corrected, id: randomUUID(), supersedes: null, held: on('2026-02-30') }),
    400,
    'request.malformed',
  )
})

test('whether somebody is free is said with the day on which it was looked at', async () => {
  const code = await aCase(worker)
  const person = await aPerson(worker, code)
  const said = { case: code, person: person.id }
  must(await worker.post('/people/liberty', { ...said, id: randomUUID(), status: 'police_custody', checkedOn: '2026-11-20' }), 200)
  must(await worker.post('/people/liberty', { ...said, id: randomUUID(), status: 'hiding', checkedOn: '2026-11-02' }), 200)
  const [row] = await listed(worker, code)
  assert.deepEqual([row?.liberty?.status, row?.liberty?.checkedOn], ['police_custody', '2026-11-20'])
})

test('somebody who keeps a low profile is found by name by those alone who are named for it (R-NGO-07)', async () => {
  const code = await aCase(worker, [worker, colleague])
  const person = await aPerson(worker, code, { lowProfile: true, finders: [worker.code] })
  const findable = async (by: AMember) => (await listed(by, code)).find((row) => row.code === person.code)?.findable
  assert.deepEqual([await findable(worker), await findable(colleague)], [true, false])
  // Several finders beside statuses and a look: none of these rows is taken for another.
  const both = [worker.code, colleague.code].toSorted()
  const second = await aPerson(worker, code, { lowProfile: true, finders: both })
  const of = { case: code, person: second.id }
  const held = { from: '2024-01-01', until: null, precision: 'since' }
  for (const status of ['asylum_seeker_unhcr', 'refugee_mandate'])
    must(await colleague.post('/people/status', { ...of, id: randomUUID(), status, host: 'TH', held, supersedes: null }), 200)
  must(await worker.post('/people/liberty', { ...of, id: randomUUID(), status: 'hiding', checkedOn: '2026-11-02' }), 200)
  const row = (await listed(colleague, code)).find((one) => one.code === second.code)
  assert.deepEqual([row?.findable, row?.finders, row?.liberty?.by], [true, both, worker.code])
  assert.deepEqual(
    row?.protection.map(({ by }) => by),
    [colleague.code, colleague.code],
  )
  assert.deepEqual((await listed(worker, code)).find((one) => one.code === person.code)?.finders, [worker.code])
})

test('of everybody the list shows how free they are and on which day somebody looked, and every time before stays (R-HRD-07)', async () => {
  const code = await aCase(worker)
  const person = await aPerson(worker, code)
  const look = (status: string, checkedOn: string) =>
    worker.post('/people/liberty', { case: code, person: person.id, id: randomUUID(), status, checkedOn })
  const shown = async () => (await listed(worker, code)).map(({ liberty }) => [liberty?.status, liberty?.checkedOn])
  assert.deepEqual(await shown(), [[undefined, undefined]])
  must(await look('pretrial', '2026-03-01'), 200)
  must(await look('released_conditions', '2026-09-01'), 200)
  must(await look('convicted', '2026-06-01'), 200)
  assert.deepEqual(await shown(), [['released_conditions', '2026-09-01']])
  refused(await look('free_again', '2026-10-01'), 400, 'request.malformed')
  const { rows } = await superuser.query('select from asylia.person_liberty where person_id = $1', [person.id])
  assert.equal(rows.length, 3)
})

test('what others say of somebody’s group is used for no statistics, and no group for a purpose that nobody was told (R-EP-11)', async () => {
  const code = await aCase(worker)
  const facts = { occupation: null, lowProfile: false, finders: [], revision: 0, case: code }
  const said = (over: object) => worker.post('/people/keep', { ...facts, id: randomUUID(), code: newPublicCode('P'), ...over })
  const group = { community: 'montagnard', communityFor: ['statistics'] }
  refused(await said({ ...group, communitySaidBy: 'other' }), 422, 'person.community_purpose')
  refused(await said({ ...group, communitySaidBy: null }), 400, 'request.malformed')
  must(await said({ ...group, communitySaidBy: 'self' }), 200)
  await assert.rejects(
    superuser.query(`update asylia.person set community_said_by = 'other' where 'statistics' = any (community_for)`),
    /check constraint/,
  )
})

test('two who change a person at once: one is told, and nothing is overwritten', async () => {
  const code = await aCase(worker, [worker, colleague])
  const { id, code: known } = await aPerson(worker, code)
  const facts = {
    case: code,
    id,
    code: known,
    revision: 1,
    community: null,
    communitySaidBy: null,
    communityFor: [],
    lowProfile: false,
    finders: [],
  }
  const answers = await Promise.all(
    [worker, colleague].map((by, at) => by.post('/people/keep', { ...facts, occupation: at === 0 ? 'lawyer' : 'artist' })),
  )
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 409])
})

/** An identity card, and what a reader hands over of it. */
async function anIdentity() {
  const code = await aCase(worker)
  const person = await aPerson(worker, code)
  const card = await aCard(worker, code, person.id, 'person.identity')
  const blob = b64u(await sealTo([colleague.keys.recipient], randomBytes(1_024)))
  const approval = randomUUID()
  return { given: { approval, case: code, person: person.code, member: colleague.code, card, revision: 1, blob }, person }
}
const asked = (person: string, member: string) => ({ action: 'identity.unseal', subject: person, binds: { person, member } })

test('an identity card is handed to a member who is no reader by two people, for an hour, and then it is gone (T-22)', async () => {
  const { given, person } = await anIdentity()
  assert.deepEqual(must(await colleague.post('/people/unseal/find', { people: [person.code] }), 200).body, { found: [] })
  refused(await worker.post('/people/unseal/give', given), 409, 'approval.needed')
  await approved(desk, colleague, worker, asked(person.code, colleague.code))
  refused(await colleague.post('/people/unseal/give', given), 404, 'record.not_found')
  refused(await worker.post('/people/unseal/give', { ...given, revision: 2 }), 404, 'record.not_found')
  must(await worker.post('/people/unseal/give', given), 200)
  refused(await worker.post('/people/unseal/give', { ...given, approval: randomUUID() }), 409, 'approval.needed')

  const taken = must(await colleague.post('/people/unseal/take', { approval: given.approval }), 200).body
  assert.deepEqual([taken['person'], taken['by'], taken['blob']], [person.code, worker.code, given.blob])
  for (const other of [worker, stranger])
    refused(await other.post('/people/unseal/take', { approval: given.approval }), 404, 'record.not_found')
  const lines = await superuser.query<{ action: string }>(
    `select action from base.ledger_entry where action like 'identity.%' order by at, action`,
  )
  assert.deepEqual(lines.rows.map(({ action }) => action).toSorted(), ['identity.give', 'identity.open_unsealed', 'identity.unseal'])

  desk.pass(60 * 60_000)
  for (const one of [worker, colleague, stranger]) await signInAs(desk, one)
  refused(await colleague.post('/people/unseal/take', { approval: given.approval }), 404, 'record.not_found')
  await forgetUnsealed({ base: desk.house.base, by: desk.desk.by })
  assert.equal((await superuser.query('select from keys.identity_wrap')).rowCount, 0)
})

test('a yes to one card for one member opens no other card and nobody else’s eyes (A-11, T-22)', async () => {
  const [one, other] = [await anIdentity(), await anIdentity()]
  await approved(desk, colleague, worker, asked(one.person.code, colleague.code))
  refused(await worker.post('/people/unseal/give', other.given), 409, 'approval.needed')
  refused(await worker.post('/people/unseal/give', { ...one.given, card: other.given.card }), 404, 'record.not_found')
  const third = await anotherMember(desk, worker)
  refused(await worker.post('/people/unseal/give', { ...one.given, member: third.code }), 409, 'approval.other_payload')
  refused(await worker.post('/people/unseal/give', { ...one.given, member: stranger.code }), 404, 'record.not_found')
  refused(await worker.post('/people/unseal/give', { ...one.given, member: worker.code }), 404, 'record.not_found')
})

test('a line stands in the ledger before an identity card is printed (A-15)', async () => {
  const { given, person } = await anIdentity()
  must(await worker.post('/people/printed', { case: given.case, person: person.code }), 200)
  const rows = await superuser.query(`select subject from base.ledger_entry where action = 'identity.print'`)
  assert.deepEqual(rows.rows, [{ subject: person.code }])
  refused(await colleague.post('/people/printed', { case: given.case, person: person.code }), 404, 'record.not_found')
})

test('an actor has many names in many scripts, is merged and taken apart again with all of them (R-NGO-05)', async () => {
  const names = ['Bureau of Invention', 'Cục Sáng Chế', 'สำนักประดิษฐ์'].map((name, at) => ({
    id: randomUUID(),
    name,
    kind: at === 0 ? 'name' : 'variant',
  }))
  const one = await anActor(worker, { names })
  const other = await anActor(worker)
  const all = async () =>
    must(await worker.post('/actors/list', { after: null }), 200).body['actors'] as {
      id: string
      names: object[]
      mergedInto: string | null
    }[]
  const before = await all()
  must(await worker.post('/actors/merge', { actor: one, revision: 1, into: other }), 200)
  assert.equal((await all()).find(({ id }) => id === one)?.mergedInto, other)
  refused(await worker.post('/actors/merge', { actor: other, revision: 1, into: one }), 409, 'actor.circle')
  refused(await worker.post('/actors/merge', { actor: one, revision: 2, into: other }), 409, 'record.stale')
  must(await worker.post('/actors/unmerge', { actor: one, revision: 2 }), 200)
  const after = (await all()).map(({ id, names: called, mergedInto }) => ({ id, called, mergedInto }))
  assert.deepEqual(
    after,
    before.map(({ id, names: called, mergedInto }) => ({ id, called, mergedInto })),
  )
  refused(await stranger.post('/actors/merge', { actor: one, revision: 3, into: other }), 404, 'record.not_found')
})

test('a chain of command runs in no circle, whoever adds the last link', async () => {
  const [a, b, c] = [await anActor(worker), await anActor(worker), await anActor(worker)]
  const link = (actor: string, above: string) =>
    worker.post('/actors/link', { id: randomUUID(), actor, above, kind: 'commanded_by', level: 'suspected' })
  must(await link(a, b), 200)
  must(await link(b, c), 200)
  refused(await link(c, a), 409, 'actor.circle')
  const [d, e] = [await anActor(worker), await anActor(worker)]
  const both = await Promise.all([link(d, e), link(e, d)])
  assert.deepEqual(both.map(({ status }) => status).toSorted(), [200, 409])
})

test('unknown times stay unknown, in the database too', async () => {
  const code = await aCase(worker)
  const person = await aPerson(worker, code)
  must(
    await worker.post('/people/status', {
      case: code,
      person: person.id,
      id: randomUUID(),
      status: 'unknown',
      host: null,
      held: UNKNOWN,
      supersedes: null,
    }),
    200,
  )
  const [row] = await listed(worker, code)
  assert.deepEqual((row?.protection[0] as { held?: object } | undefined)?.held, UNKNOWN)
})
