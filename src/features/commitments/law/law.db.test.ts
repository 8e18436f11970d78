import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { dayOf } from '#kernel/clock.ts'
import { newPublicCode } from '#kernel/ids.ts'
import { judicial } from '#kernel/judicial.ts'
import { type ADesk, type AMember, type Answer, aDesk, aFoundedTeam, anotherMember, must } from '../../../../test/a-desk.ts'
import { aCase } from '../../diplomacy/a-dialogue.ts'
import type { Law } from './law.contract.ts'

let desk: ADesk
let ana: AMember
let ben: AMember
let other: AMember
let superuser: pg.Client
let today: string

before(async () => {
  desk = await aDesk()
  superuser = new pg.Client({ connectionString: desk.database.superuserUrl })
  await superuser.connect()
  ana = (await aFoundedTeam(desk, 'harbour')).founder
  ben = await anotherMember(desk, ana)
  other = (await aFoundedTeam(desk, 'quay')).founder
  today = dayOf(desk.now())
  await hasRoles(ana, ['caseworker', 'steward'])
  await hasRoles(ben, ['caseworker'])
})
after(async () => {
  await superuser.end()
  await desk.stop()
})

async function hasRoles(who: AMember, roles: readonly string[]): Promise<void> {
  await superuser.query(`delete from asylia.member_role where member_id = (select id from asylia.member where code = $1)`, [who.code])
  await superuser.query(
    `insert into asylia.member_role (compartment_id, member_id, role)
     select c.id, m.id, r from asylia.member m join asylia.compartment_member cm on cm.member_id = m.id
     join asylia.compartment c on c.id = cm.compartment_id and c.kind = 'team', unnest($2::text[]) r where m.code = $1`,
    [who.code, roles],
  )
}

const told = ({ status, body }: Answer): string => `${status} ${typeof body['code'] === 'string' ? body['code'] : 'done'}`
const yes = Object.fromEntries(judicial.safeguards.map(({ code }) => [code, 'yes']))

async function aRequest(kind: string, of: string): Promise<{ id: string; case: string }> {
  const id = randomUUID()
  const said = {
    id,
    code: newPublicCode('V'),
    case: of,
    subject: 'reporter',
    kind,
    label: 'terrorism',
    from: 'VN',
    receivedOn: '2026-11-01',
  }
  must(await ana.post('/commitments/law/add', said), 200)
  return { id, case: of }
}
const list = async (by: AMember): Promise<Law[]> => must(await by.post('/commitments/law/list', {}), 200).body['requests'] as Law[]
const one = async (id: string) => (await list(ana)).find((row) => row.id === id) ?? assert.fail()
const review = (by: AMember, of: { id: string; case: string }, over: object = {}) =>
  by.post('/commitments/law/review', { ...of, revision: 1, indicators: [], refusals: [], safeguards: yes, finding: 'none', ...over })
const assist = (of: { id: string; case: string }, assistance: string, revision: number) =>
  ana.post('/commitments/law/assist', { ...of, revision, assistance, on: today })

test('a request labelled terrorism about a protected person waits for a look for abuse before any help is recorded as given (R-CSP-10)', async () => {
  const code = await aCase(ana)
  const request = await aRequest('notice', code)
  const { finding, isLate, reviewBy } = await one(request.id)
  assert.deepEqual([finding, isLate, reviewBy], [null, true, '2026-11-03'])
  assert.equal(told(await assist(request, 'given', 1)), '422 law.review_first')
  await assert.rejects(
    superuser.query(`update asylia.law_request set assistance = 'given', assisted_on = $2::date where id = $1`, [request.id, today]),
    /check/,
  )
  assert.equal(told(await review(ana, request, { indicators: ['label_without_acts'], finding: 'indicators' })), '200 done')
  assert.equal(told(await review(ana, request, { finding: 'none' })), '409 record.stale', 'one review, and it stays')
  assert.equal(told(await assist(request, 'given', 2)), '200 done')
  assert.deepEqual([(await one(request.id)).assistance, (await one(request.id)).isLate], ['given', false])
})

test('nothing is given where the review found abuse, at the door or in the database (R-CSP-10)', async () => {
  const request = await aRequest('police_information', await aCase(ana))
  must(await review(ana, request, { indicators: ['persecution'], refusals: ['persecution'], finding: 'abuse' }), 200)
  assert.equal(told(await assist(request, 'partly', 2)), '422 law.abuse_found')
  await assert.rejects(
    superuser.query(`update asylia.law_request set assistance = 'partly', assisted_on = $2::date where id = $1`, [request.id, today]),
    /check/,
  )
  assert.equal(told(await assist(request, 'refused', 2)), '200 done')
})

test('a request for legal assistance on a protected person triggers a look by counsel, with a day, and each step is in the ledger (R-CSP-18)', async () => {
  const request = await aRequest('legal_assistance', await aCase(ana))
  assert.equal(told(await review(ana, request)), '403 law.counsel_needed')
  await assert.rejects(
    superuser.query(
      `update asylia.law_request set finding = 'none', reviewed_as = 'caseworker', reviewed_by = written_by, reviewed_on = written_on where id = $1`,
      [request.id],
    ),
    /check/,
  )
  await hasRoles(ana, ['caseworker', 'steward', 'counsel'])
  assert.equal(told(await review(ana, request, { safeguards: { ...yes, court_decides: 'no' } })), '200 done')
  const row = await one(request.id)
  assert.deepEqual([row.judicial, row.reviewedAs, row.open], [true, 'counsel', ['court_decides']])
  assert.equal(told(await assist(request, 'given', 2)), '422 law.safeguards_open')
  assert.equal(told(await assist(request, 'refused', 2)), '200 done')
  const { rows } = await superuser.query<{ action: string }>(`select action from base.ledger_entry where subject = $1`, [request.id])
  assert.deepEqual(rows.map(({ action }) => action).toSorted(), ['law_request.add', 'law_request.assist', 'law_request.review'])
  await hasRoles(ana, ['caseworker', 'steward'])
})

test('whoever does not read the case learns of no request about anybody in it (R-CSP-10, T-21)', async () => {
  const request = await aRequest('notice', await aCase(ana))
  assert.deepEqual(await list(ben), [])
  assert.deepEqual(await list(other), [])
  assert.equal(told(await review(ben, request)), '404 record.not_found')
})

async function aProject(): Promise<{ id: string; code: string }> {
  const made = { id: randomUUID(), code: newPublicCode('J') }
  const body = {
    title: 'Training of police units',
    partner: 'VN',
    kinds: ['police'],
    technologies: [],
    paragraphs: [17],
    answers: {},
    evidence: {},
    benchmark: {},
    state: 'open',
    reasons: null,
    conditions: null,
    reviewOn: null,
  }
  must(await ana.post('/commitments/cooperation/keep', { ...made, revision: 0, body }), 200)
  return made
}

const vet = (by: AMember, project: string, named: string, id: string = randomUUID()) =>
  by.post('/commitments/vetting/check', { id, project, label: 'Line 3 of the annex', kind: 'unit', named })
const resultOf = async (project: string, named: string): Promise<unknown> => must(await vet(ana, project, named), 200).body

/** An actor of the team who took part in an act of a case that ben does not read. */
async function anActor(name: string, level: string | null): Promise<void> {
  const [actor, incident, act] = [randomUUID(), randomUUID(), randomUUID()]
  const code = await aCase(ana)
  const { rows } = await superuser.query<{ room: string; by: string }>(
    `select cm.compartment_id as room, m.id as by from asylia.member m join asylia.compartment_member cm on cm.member_id = m.id
     join asylia.compartment c on c.id = cm.compartment_id and c.kind = 'team' where m.code = $1`,
    [ana.code],
  )
  const { room, by } = rows[0] ?? assert.fail()
  await superuser.query(
    `insert into asylia.actor (compartment_id, id, code, kind, state_nexus, legal_basis, recorded_by, recorded_on)
     values ($1, $2, $3, 'unit', 'organ', 'legal_claims', $4, $5)`,
    [room, actor, newPublicCode('A'), by, today],
  )
  await superuser.query(
    `insert into asylia.actor_name (compartment_id, id, actor_id, name, kind, recorded_on) values ($1, gen_random_uuid(), $2, $3, 'name', $4)`,
    [room, actor, name, today],
  )
  if (level === null) return
  await superuser.query(
    `insert into asylia.incident (compartment_id, id, code, happened_precision, recorded_by, recorded_on)
     select compartment_id, $2, $3, 'unknown', $4, $5 from asylia.report_case where code = $1`,
    [code, incident, newPublicCode('I'), by, today],
  )
  await superuser.query(
    `insert into asylia.act (compartment_id, id, incident_id, method, taxonomy, happened_precision, outcome, recorded_by, recorded_on)
     select compartment_id, $2, $3, 'phys.abduction', '1', 'unknown', 'unknown', $4, $5 from asylia.report_case where code = $1`,
    [code, act, incident, by, today],
  )
  await superuser.query(
    `insert into asylia.involvement (compartment_id, id, act_id, actor_id, degree, attribution_level, recorded_by, recorded_on)
     select compartment_id, gen_random_uuid(), $2, $3, 'executed', $4, $5, $6 from asylia.report_case where code = $1`,
    [code, act, actor, level, by, today],
  )
}

test('vetting answers hit, no hit or needs review, in these words alone, and keeps no name (R-CSP-08)', async () => {
  await anActor('Đội Cảnh sát Số 7', 'credibly_reported')
  await anActor('Harbour Guard', 'suspected')
  await anActor('Border Unit Nine', null)
  const { code } = await aProject()
  assert.deepEqual(await resultOf(code, 'doi canh sat so 7'), { result: 'hit' }, 'written without marks')
  assert.deepEqual(await resultOf(code, 'Số 7, Đội Cảnh sát'), { result: 'hit' }, 'in another order')
  assert.deepEqual(await resultOf(code, 'Harbour Guard'), { result: 'needs_review' }, 'suspected is no hit')
  assert.deepEqual(await resultOf(code, 'border unit NINE'), { result: 'needs_review' }, 'on record, in no act')
  assert.deepEqual(await resultOf(code, 'Cảnh sát'), { result: 'needs_review' }, 'a part of a name')
  assert.deepEqual(await resultOf(code, 'School of Forestry'), { result: 'no_hit' })
  assert.deepEqual(await resultOf(code, '...'), { result: 'needs_review' }, 'what is no name clears nobody')
  assert.equal((await superuser.query(`select from asylia.cooperation_vetting v where v::text ilike '%forestry%'`)).rows.length, 0)
  assert.equal((await superuser.query(`select from base.ledger_entry e where e::text ilike '%forestry%'`)).rows.length, 0)
  const { vetting } = must(await ben.post('/commitments/vetting/list', {}), 200).body as { vetting: object[] }
  assert.deepEqual(Object.keys(vetting[0] ?? {}).toSorted(), ['by', 'id', 'kind', 'label', 'on', 'project', 'result', 'settled'])
})

test('a case makes a hit for whoever reads it and for nobody else, and another team is told of nothing (R-CSP-08, T-21)', async () => {
  await anActor('Inner Office Two', 'probable')
  const { code } = await aProject()
  assert.deepEqual(must(await vet(ana, code, 'Inner Office Two'), 200).body, { result: 'hit' })
  assert.deepEqual(must(await vet(ben, code, 'Inner Office Two'), 200).body, { result: 'needs_review' }, 'as for one who did nothing')
  assert.equal(told(await vet(other, code, 'Inner Office Two')), '404 record.not_found')
  const theirs = { id: randomUUID(), code: newPublicCode('J') }
  const body = {
    title: 'Another',
    partner: 'VN',
    kinds: ['police'],
    technologies: [],
    paragraphs: [],
    answers: {},
    evidence: {},
    benchmark: {},
  }
  const open = { state: 'open', reasons: null, conditions: null, reviewOn: null }
  must(await other.post('/commitments/cooperation/keep', { ...theirs, revision: 0, body: { ...body, ...open } }), 200)
  assert.deepEqual(must(await vet(other, theirs.code, 'Inner Office Two'), 200).body, { result: 'no_hit' })
})

test('a hit clears no project, a review is settled by a colleague, and a case that is closed to the team speaks in nothing (R-CSP-08)', async () => {
  await anActor('Quay Patrol', 'suspected')
  const { id, code } = await aProject()
  const asked = randomUUID()
  assert.deepEqual(must(await vet(ana, code, 'Quay Patrol', asked), 200).body, { result: 'needs_review' })
  const answers = { end_user: 'yes', safeguards: 'yes', country_assessment: 'yes', units_vetted: 'yes', protected_person_check: 'yes' }
  const evidence = Object.fromEntries(Object.keys(answers).map((question) => [question, 'https://example.org/paper']))
  const body = {
    title: 'Training of police units',
    partner: 'LA',
    kinds: ['police'],
    technologies: [],
    paragraphs: [17],
    answers,
    evidence,
    benchmark: {},
    state: 'cleared',
    reasons: 'Fine.',
    conditions: null,
    reviewOn: '2027-01-01',
  }
  const clear = () => ana.post('/commitments/cooperation/keep', { id, code, revision: 1, body })
  assert.equal(told(await clear()), '422 screening.vetting_open')
  assert.equal(told(await ana.post('/commitments/vetting/settle', { id: asked, settled: 'another' })), '403 approval.same_person')
  assert.equal(told(await ben.post('/commitments/vetting/settle', { id: asked, settled: 'another' })), '200 done')
  await anActor('Quay Guard', 'probable')
  must(await vet(ana, code, 'Quay Guard'), 200)
  assert.equal(told(await clear()), '422 screening.vetting_hit')
  await superuser.query(
    `insert into asylia.compartment_deny (compartment_id, team_id)
     select i.compartment_id, c.team_id from asylia.involvement i join asylia.actor_name n on n.actor_id = i.actor_id and n.name = 'Quay Guard'
     join asylia.report_case c on c.compartment_id = i.compartment_id`,
  )
  assert.deepEqual(await resultOf(code, 'Quay Guard'), { result: 'needs_review' })
})
