import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { type ADesk, type AMember, type Answer, aDesk, aFoundedTeam, anotherMember, must } from '../a-desk.ts'
import { aCard, aCase, anAct, anActor, anIncident, aPerson, on, screened } from './a-case.ts'

let desk: ADesk
let superuser: pg.Client
/** The founder, who is a verifier too; the colleague does casework. */
let verifier: AMember
let worker: AMember
let neighbour: AMember

before(async () => {
  desk = await aDesk()
  superuser = new pg.Client({ connectionString: desk.database.superuserUrl })
  await superuser.connect()
  verifier = (await aFoundedTeam(desk, 'first-aid')).founder
  worker = await anotherMember(desk, verifier)
  neighbour = (await aFoundedTeam(desk, 'second-aid', { kind: 'state', of: ['FR'] })).founder
})
after(async () => {
  await superuser.end()
  await desk.stop()
})

const refused = (answer: Answer, status: number, code: string) => assert.deepEqual([answer.status, answer.body['code']], [status, code])
const read = async (by: AMember, code: string, incident: string) =>
  must(await by.post('/incidents/read', { case: code, incident }), 200).body as never as Detail
type Detail = {
  incident: { status: string; methods: string[]; people: string[]; revision: number; happened: object; place: string | null }
  screening: { id: string; element: string; answer: string }[]
  information: { id: string; hedge: string }[]
  assessments: { id: string; status: string; standard: string; by: string }[]
  acts: { id: string; involved: { code: string | null; level: string }[] }[]
}

async function assessing(by: AMember, code: string, incident: string, over: object = {}): Promise<Answer> {
  const basis = await aCard(worker, code, incident, 'assessment.basis')
  const said = { status: 'verified', standard: 'reasonable_grounds', supersedes: null, ...over }
  return by.post('/incidents/assess', { case: code, incident, id: randomUUID(), basis, ...said })
}

test('nothing is verified before all four elements have an answer and a reason (R-EP-01)', async () => {
  const code = await aCase(worker, [worker, verifier])
  const incident = await anIncident(worker, code)
  refused(await assessing(verifier, code, incident), 409, 'assessment.unscreened')
  const said = { case: code, incident, id: randomUUID(), element: 'beyond_borders', answer: 'yes', supersedes: null }
  refused(await worker.post('/incidents/screen', { ...said, reason: randomUUID() }), 404, 'record.not_found')
  const foreign = await aCard(worker, code, randomUUID(), 'screening.reason')
  refused(await worker.post('/incidents/screen', { ...said, reason: foreign }), 404, 'record.not_found')
  const answers = await screened(worker, code, incident)
  assert.equal((await read(worker, code, incident)).incident.status, 'screening')
  assert.equal(must(await assessing(verifier, code, incident), 200).body['status'], 'verified')

  // The reason of one answer goes, and with it the answer counts no more.
  const element = answers.keys().next().value ?? ''
  const [card] = (await superuser.query<{ reason: string }>('select reason from asylia.screening where id = $1', [answers.get(element)]))
    .rows
  must(await worker.post('/cards/drop', { case: code, card: card?.reason, revision: 1 }), 200)
  const [last] = (await read(worker, code, incident)).assessments
  refused(await assessing(verifier, code, incident, { supersedes: last?.id }), 409, 'assessment.unscreened')
})

test('a record that fails one element is kept as related, and comes back when that was wrong (R-EP-01)', async () => {
  const code = await aCase(worker, [worker, verifier])
  const incident = await anIncident(worker, code)
  const answers = await screened(worker, code, incident)
  const said = { case: code, incident, element: 'state_or_proxy' }
  const reason = await aCard(worker, code, incident, 'screening.reason')
  const no = randomUUID()
  const denied = { ...said, id: no, answer: 'no', reason, supersedes: answers.get('state_or_proxy') }
  assert.equal(must(await worker.post('/incidents/screen', denied), 200).body['status'], 'related_not_tnr')
  refused(await assessing(verifier, code, incident), 409, 'assessment.not_tnr')
  assert.equal(
    must(await worker.post('/incidents/list', { case: code, host: null, status: 'related_not_tnr', after: null }), 200).body['more'],
    false,
  )
  refused(await worker.post('/incidents/screen', { ...denied, id: randomUUID() }), 409, 'record.stale')
  const again = { ...said, id: randomUUID(), answer: 'yes', reason, supersedes: no }
  assert.equal(must(await worker.post('/incidents/screen', again), 200).body['status'], 'screening')
})

test('whoever recorded an incident or an act of it does not verify it, under no role (R-EP-01, R-NGO-54)', async () => {
  const code = await aCase(worker, [worker, verifier])
  const own = await anIncident(verifier, code)
  await screened(worker, code, own)
  refused(await assessing(verifier, code, own), 403, 'assessment.same_person')
  const other = await anIncident(worker, code)
  await anAct(verifier, code, other)
  await screened(worker, code, other)
  refused(await assessing(verifier, code, other), 403, 'assessment.same_person')
  refused(await assessing(worker, code, other), 403, 'role.needed')
  const third = await anIncident(worker, code)
  await screened(worker, code, third)
  refused(await assessing(verifier, code, third, { standard: 'none' }), 422, 'assessment.standard_needed')
})

test('hedge, assessment and standard of proof stand apart, and none of them changes another (R-NGO-09, R-NGO-54)', async () => {
  const code = await aCase(worker, [worker, verifier])
  const incident = await anIncident(worker, code)
  const source = await aCard(worker, code, incident, 'information.source')
  const said = { case: code, incident, act: null, source, reliability: 'B', credibility: '2', receivedOn: '2026-11-20', supersedes: null }
  const first = randomUUID()
  must(await worker.post('/incidents/information', { ...said, id: first, hedge: 'alleged' }), 200)
  const raised = { ...said, id: randomUUID(), hedge: 'stated', supersedes: first }
  refused(await worker.post('/incidents/information', raised), 422, 'information.hedge_raised')
  await screened(worker, code, incident)
  must(await assessing(verifier, code, incident, { standard: 'beyond_reasonable_doubt' }), 200)
  const after = await read(worker, code, incident)
  assert.deepEqual(
    after.information.map(({ hedge }) => hedge),
    ['alleged'],
  )
  assert.deepEqual(
    after.assessments.map(({ status, standard, by }) => [status, standard, by]),
    [['verified', 'beyond_reasonable_doubt', verifier.code]],
  )
  must(await worker.post('/incidents/information', { ...said, id: randomUUID(), hedge: 'denied' }), 200)
  assert.equal((await read(worker, code, incident)).incident.status, 'verified')
  for (const table of ['information', 'assessment', 'screening', 'person_protection', 'person_liberty'])
    await assert.rejects(superuser.query(`update asylia.${table} set recorded_on = recorded_on`), /append-only/)
})

test('two assessments at once: one stands, the other is told, and history stays (R-NGO-54)', async () => {
  const code = await aCase(worker, [worker, verifier])
  const incident = await anIncident(worker, code)
  const answers = await Promise.all([1, 2].map(() => assessing(verifier, code, incident, { status: 'unverified', standard: 'none' })))
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 409])
  const [standing] = (await read(worker, code, incident)).assessments
  must(await assessing(worker, code, incident, { status: 'contested', standard: 'none', supersedes: standing?.id }), 200)
  assert.deepEqual(
    (await read(worker, code, incident)).assessments.map(({ status }) => status),
    ['contested', 'unverified'],
  )
})

test('spyware is recorded with how it was established and how surely, or not at all (R-EP-07)', async () => {
  const code = await aCase(worker)
  const incident = await anIncident(worker, code)
  const act = { case: code, incident, id: randomUUID(), revision: 0, method: 'dig.spyware', person: null, outcome: 'completed' }
  const bare = { ...act, happened: on('2026-10-02'), determinedBy: null, confidence: null }
  refused(await worker.post('/incidents/act', bare), 422, 'act.determination_needed')
  must(await worker.post('/incidents/act', { ...bare, determinedBy: 'lab_forensics', confidence: 'high' }), 200)
})

test('what a method does not say is coded beside it: of doxing the platform and whether it is still there, never what was exposed (R-EP-07)', async () => {
  const code = await aCase(worker)
  const incident = await anIncident(worker, code)
  const detail = { platform: 'telegram', exposed: ['address', 'phone'], stillOnline: 'yes' }
  const id = await anAct(worker, code, incident, { method: 'dig.doxing', detail })
  const facts = { case: code, incident, id, method: 'dig.doxing', person: null, outcome: 'completed', happened: on('2026-10-02') }
  const again = (over: object) => worker.post('/incidents/act', { ...facts, determinedBy: null, confidence: null, revision: 1, ...over })
  refused(await again({ detail: { ...detail, exposed: ['12 Soi Invented'] } }), 400, 'request.malformed')
  refused(await again({ detail: { family: 'pegasus' } }), 422, 'act.detail_unfit')
  const shown = async () => (await read(worker, code, incident)).acts.map((act) => (act as { detail?: object }).detail)
  assert.deepEqual(await shown(), [detail])
  must(await again({ detail: { ...detail, stillOnline: 'no' } }), 200)
  assert.deepEqual(await shown(), [{ ...detail, stillOnline: 'no' }])
})

test('the abuse of a measure against money is kept with the code of its act and the remedy used; neither leaves without the other (R-CSP-23)', async () => {
  const code = await aCase(worker)
  const incident = await anIncident(worker, code)
  const facts = {
    case: code,
    incident,
    person: null,
    happened: on('2026-10-02'),
    outcome: 'completed',
    determinedBy: null,
    confidence: null,
  }
  const keep = (id: string, revision: number, detail: object) =>
    worker.post('/incidents/act', { ...facts, id, revision, method: 'fin.aml-abuse', detail })
  const id = randomUUID()
  refused(await keep(id, 0, { measure: 'account_closed' }), 422, 'act.remedy_needed')
  refused(await keep(id, 0, { remedy: 'court' }), 422, 'act.remedy_needed')
  refused(await keep(id, 0, { measure: 'account_closed', remedy: 'A lawyer of ours' }), 400, 'request.malformed')
  const measure = { measure: 'account_closed', ground: 'terror_financing', remedy: 'ombudsman', remedyState: 'open' }
  must(await keep(id, 0, measure), 200)
  type Kept = { readonly method: string; readonly detail?: object }
  const shown = async () => ((await read(worker, code, incident)).acts as unknown as Kept[]).map(({ method, detail }) => [method, detail])
  assert.deepEqual(await shown(), [['fin.aml-abuse', measure]])
  must(await keep(id, 1, { ...measure, remedyState: 'won' }), 200)
  assert.deepEqual(await shown(), [['fin.aml-abuse', { ...measure, remedyState: 'won' }]])
})

test('an incident with a physical, a legal and a digital act is counted once in each category and once overall (R-EP-02, R-EP-03, R-EP-04, R-EP-05)', async () => {
  const team = (await aFoundedTeam(desk, 'third-aid')).founder
  const second = await anotherMember(desk, team)
  const code = await aCase(second, [second, team])
  const incident = await anIncident(second, code, { happened: on('2026-03-14') })
  for (const method of ['phys.abduction', 'law.in-absentia', 'dig.doxing', 'dig.harassment'])
    await anAct(second, code, incident, { method })
  await screened(second, code, incident)
  const count = async (definition: string, from: string | null = null) =>
    must(await team.post('/incidents/count', { definition, from, until: null }), 200).body as {
      overall: number
      perCategory: object
      version: string
    }
  assert.equal((await count('ep-2025')).overall, 0)
  const basis = await aCard(second, code, incident, 'assessment.basis')
  const said = { status: 'verified', standard: 'reasonable_grounds', basis, supersedes: null }
  must(await team.post('/incidents/assess', { case: code, incident, id: randomUUID(), ...said }), 200)
  const told = await count('ep-2025')
  assert.deepEqual(told.perCategory, { physical: 1, legal_tools: 1, non_physical_digital: 1 })
  assert.equal(told.overall, 1)
  assert.deepEqual(await count('ep-2025'), told)
  const other = await count('freedom-house')
  assert.notDeepEqual(other.perCategory, told.perCategory)
  assert.ok(other.version !== '' && told.version !== '')
  assert.equal((await count('ep-2025', '2026-04-01')).overall, 0)
})

test('an incident against a community needs nobody, and its place is no nearer than a region (R-NGO-03)', async () => {
  const code = await aCase(worker)
  const incident = await anIncident(worker, code, { community: 'montagnard', place: 'TH', placePrecision: 'country' })
  await anAct(worker, code, incident, { method: 'psy.threat' })
  const { incident: kept } = await read(worker, code, incident)
  assert.deepEqual([kept.people, kept.methods], [[], ['psy.threat']])
  const street = { place: 'TH-10-SOI3', placePrecision: 'admin1' }
  const facts = {
    case: code,
    id: randomUUID(),
    code: 'I-7Q4MXK',
    revision: 0,
    origin: null,
    host: null,
    effect: null,
    happened: on('2026-03-14'),
    community: null,
  }
  refused(await worker.post('/incidents/keep', { ...facts, ...street }), 400, 'request.malformed')
  refused(await worker.post('/incidents/keep', { ...facts, place: 'TH-10', placePrecision: 'country' }), 400, 'request.malformed')
  refused(await worker.post('/incidents/keep', { ...facts, place: null, placePrecision: 'point' }), 400, 'request.malformed')
})

test('a day that no calendar has, and a month that is not whole, are refused before anything is written', async () => {
  const code = await aCase(worker)
  for (const happened of [on('2026-02-30'), { from: '2026-03-02', until: '2026-03-31', precision: 'month' }]) {
    const answer = await worker.post('/incidents/keep', {
      case: code,
      id: randomUUID(),
      code: 'I-7Q4MXK',
      revision: 0,
      origin: null,
      host: null,
      effect: null,
      place: null,
      placePrecision: 'hidden',
      happened,
      community: null,
    })
    refused(answer, 400, 'request.malformed')
  }
  const month = { from: '2026-03-01', until: '2026-03-31', precision: 'month' }
  const incident = await anIncident(worker, code, { happened: month })
  assert.deepEqual((await read(worker, code, incident)).incident.happened, month)
})

test('a person of another case enters no act, and two who write at once lose nothing', async () => {
  const [code, other] = [await aCase(worker), await aCase(worker)]
  const elsewhere = await aPerson(worker, other)
  const here = await aPerson(worker, code)
  const incident = await anIncident(worker, code)
  const act = {
    case: code,
    incident,
    id: randomUUID(),
    revision: 0,
    method: 'phys.assault',
    outcome: 'attempted',
    determinedBy: null,
    confidence: null,
    happened: on('2026-03-14'),
  }
  refused(await worker.post('/incidents/act', { ...act, person: elsewhere.id }), 404, 'record.not_found')
  must(await worker.post('/incidents/act', { ...act, person: here.id }), 200)
  assert.deepEqual((await read(worker, code, incident)).incident.people, [here.code])
  const writes = await Promise.all(
    ['attempted', 'prevented'].map((outcome) => worker.post('/incidents/act', { ...act, person: null, revision: 1, outcome })),
  )
  assert.deepEqual(writes.map(({ status }) => status).toSorted(), [200, 409])
})

test('naming an authority closes the case to the teams of its state in the same transaction, the own team too (R-EP-36, T-27)', async () => {
  const code = await aCase(worker)
  const incident = await anIncident(worker, code)
  const act = await anAct(worker, code, incident)
  const unit = await anActor(worker, { kind: 'unit', stateNexus: 'unknown', country: 'FR' })
  const bars = must(await worker.post('/incidents/bars', { actor: unit }), 200).body
  assert.deepEqual(bars, { states: ['FR'], teams: ['second-aid'], own: false })
  const said = { case: code, act, id: randomUUID(), revision: 0, actor: unit, degree: 'executed', level: 'suspected' }
  assert.deepEqual(must(await worker.post('/incidents/involve', said), 200).body['barred'], ['FR'])
  const denied = `select t.slug from asylia.compartment_deny d join asylia.team t on t.id = d.team_id
    join asylia.report_case c on c.compartment_id = d.compartment_id where c.code = $1 order by 1`
  assert.deepEqual((await superuser.query(denied, [code])).rows, [{ slug: 'second-aid' }])
  assert.deepEqual(
    (await read(worker, code, incident)).acts[0]?.involved.map(({ level }) => level),
    ['suspected'],
  )

  const theirs = await aCase(neighbour)
  const there = await anIncident(neighbour, theirs)
  const deed = await anAct(neighbour, theirs, there)
  const own = await anActor(neighbour, { stateNexus: 'organ', country: 'FR' })
  must(await neighbour.post('/incidents/involve', { ...said, case: theirs, act: deed, actor: own, id: randomUUID() }), 200)
  refused(await neighbour.post('/incidents/read', { case: theirs, incident: there }), 404, 'record.not_found')
  assert.deepEqual(must(await neighbour.post('/people/list', { case: null, after: null }), 200).body, { people: [], more: false })
})

test('what is learnt of an actor later closes every case that names them, also those that nobody here reads (R-EP-36, T-27)', async () => {
  const [mine, verifiers] = [await aCase(worker), await aCase(verifier)]
  const actor = await anActor(worker)
  for (const [by, code] of [
    [worker, mine],
    [verifier, verifiers],
  ] as const) {
    const act = await anAct(by, code, await anIncident(by, code))
    must(
      await by.post('/incidents/involve', { case: code, act, id: randomUUID(), revision: 0, actor, degree: 'ordered', level: 'probable' }),
      200,
    )
  }
  const organ = await anActor(worker, { stateNexus: 'organ', country: 'FR' })
  must(await worker.post('/actors/merge', { actor, revision: 1, into: organ }), 200)
  const rows = await superuser.query<{ code: string }>(
    `select c.code from asylia.compartment_deny d join asylia.report_case c using (compartment_id)`,
  )
  for (const code of [mine, verifiers]) assert.ok(rows.rows.some((row) => row.code === code))
})

test('a focal point sees of a shared case what was done or felt on its territory, and nothing else (R-EP-21)', async () => {
  const code = await aCase(worker)
  const there = await anIncident(worker, code, { host: 'FR' })
  const felt = await anIncident(worker, code, { host: 'TH', effect: 'FR' })
  const elsewhere = await anIncident(worker, code, { host: 'TH' })
  await anAct(worker, code, elsewhere)
  const shown = await anAct(worker, code, there)
  const before = must(await neighbour.post('/incidents/list', { case: null, host: 'FR', status: null, after: null }), 200).body['incidents']
  assert.deepEqual(before, [])
  await superuser.query(
    `insert into asylia.compartment_member (compartment_id, member_id, can_write) select c.compartment_id, m.id, true from asylia.report_case c, asylia.member m where c.code = $1 and m.code = $2`,
    [code, neighbour.code],
  )
  const list = must(await neighbour.post('/incidents/list', { case: code, host: null, status: null, after: null }), 200).body[
    'incidents'
  ] as { id: string }[]
  assert.deepEqual(list.map(({ id }) => id).toSorted(), [there, felt].toSorted())
  refused(await neighbour.post('/incidents/read', { case: code, incident: elsewhere }), 404, 'record.not_found')
  assert.deepEqual(
    (await read(neighbour, code, there)).acts.map(({ id }) => id),
    [shown],
  )
  const own = await aCase(neighbour)
  const anywhere = await anIncident(neighbour, own, { host: 'TH' })
  assert.equal((await read(neighbour, own, anywhere)).acts.length, 0)
})

test('a pattern lists its incidents with why each belongs there, and only those that the reader may see (R-NGO-53)', async () => {
  const [code, secret] = [await aCase(worker, [worker, verifier]), await aCase(worker)]
  const [one, other] = [await anIncident(worker, code), await anIncident(worker, secret)]
  for (const method of ['law.security-charge', 'phys.assault', 'psy.threat']) await anAct(worker, code, one, { method })
  const pattern = randomUUID()
  must(await worker.post('/patterns/keep', { id: pattern, code: 'N-7Q4MXK', origin: 'VN', host: 'TH' }), 200)
  const member = { pattern, reason: 'same_operation', reasonCard: null }
  must(await worker.post('/patterns/add', { ...member, case: code, incident: one }), 200)
  must(await worker.post('/patterns/add', { ...member, case: secret, incident: other, reason: 'same_actor' }), 200)
  refused(await worker.post('/patterns/add', { ...member, case: code, incident: one }), 409, 'record.stale')
  const shownTo = async (by: AMember) =>
    must(await by.get('/patterns'), 200).body['members'] as { incident: string; reason: string; methods: string[] }[]
  assert.deepEqual((await shownTo(worker)).map(({ reason }) => reason).toSorted(), ['same_actor', 'same_operation'])
  assert.deepEqual(
    (await shownTo(verifier)).map(({ incident, methods }) => [incident, methods]),
    [[one, ['law.security-charge', 'phys.assault', 'psy.threat']]],
  )
  refused(await verifier.post('/patterns/drop', { pattern, case: secret, incident: other }), 404, 'record.not_found')
  must(await worker.post('/patterns/drop', { pattern, case: secret, incident: other }), 200)
})
