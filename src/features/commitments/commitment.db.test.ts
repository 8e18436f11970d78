import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { dayOf } from '#kernel/clock.ts'
import { newPublicCode } from '#kernel/ids.ts'
import { type ADesk, type AMember, type Answer, aDesk, aFoundedTeam, anotherMember, must } from '../../../test/a-desk.ts'
import { aCase } from '../diplomacy/a-dialogue.ts'
import type { AddFinding } from './evidence/evidence.contract.ts'
import type { Legislation } from './legislation/legislation.contract.ts'
import { daysAfter } from './legislation/legislation.rules.ts'
import type { OversightReport } from './oversight/oversight.contract.ts'
import type { KeepCooperation } from './screening/screening.contract.ts'

let desk: ADesk
let ana: AMember
let other: AMember
let superuser: pg.Client
let day: string

before(async () => {
  desk = await aDesk()
  superuser = new pg.Client({ connectionString: desk.database.superuserUrl })
  await superuser.connect()
  ana = (await aFoundedTeam(desk, 'first-aid')).founder
  other = (await aFoundedTeam(desk, 'second-aid')).founder
  day = dayOf(desk.now())
})
after(async () => {
  await superuser.end()
  await desk.stop()
})

const codeOf = ({ status, body }: Answer): string => `${status} ${typeof body['code'] === 'string' ? body['code'] : 'done'}`
const FINDING: AddFinding['body'] = {
  commitment: 'K-8ACS',
  direction: 'contradicts',
  assertedBy: 'the 18 organisations that signed the joint statement',
  hedge: 'alleged',
  standard: 'none',
  said: 'They say that the state acts in breach of what it promised.',
  cites: ['Q-A9GM', 'I-55A5'],
  supersedes: null,
}
const add = (by: AMember, over: Partial<AddFinding['body']> = {}, id: string = randomUUID()): Promise<Answer> =>
  by.post('/commitments/findings/add', { id, body: { ...FINDING, ...over } })
const evidence = async (by: AMember, commitment: string | null = null) =>
  must(await by.post('/commitments/findings/list', { commitment }), 200).body['commitments'] as {
    commitment: string
    state: string
    findings: { id: string; assertedBy: string; hedge: string; cites: string[] }[]
  }[]

test('a finding keeps who asserts it, its hedge and what it cites; a later one supersedes it and both stay (R-NGO-13, R-NGO-23)', async () => {
  const first = randomUUID()
  assert.equal(codeOf(await add(ana, {}, first)), '200 done')
  const [row] = await evidence(ana)
  assert.deepEqual([row?.commitment, row?.state, row?.findings[0]?.assertedBy], ['K-8ACS', 'contradicted', FINDING.assertedBy])
  assert.equal(codeOf(await add(ana, { supersedes: first, hedge: 'stated' })), '422 finding.hedge_raised')
  assert.equal(codeOf(await add(ana, { supersedes: first, direction: 'withdrawn' })), '200 done')
  assert.equal(codeOf(await add(ana, { supersedes: first, direction: 'unclear' })), '409 record.stale')
  const [after] = await evidence(ana)
  assert.deepEqual([after?.state, after?.findings.length], ['none', 2])
  await assert.rejects(superuser.query('update asylia.commitment_finding set hedge = $1', ['stated']), /append|change|refus/i)
})

test('a protected incident cannot be cited, at the door or in the database (T-21)', async () => {
  assert.equal((await add(ana, { cites: ['I-7Q4MAB'] })).status, 400)
  const insert = `insert into asylia.commitment_finding (compartment_id, id, commitment, direction, asserted_by, hedge, standard, said, cites, written_by, written_on)
    select compartment_id, gen_random_uuid(), commitment, direction, asserted_by, hedge, standard, said, $1::text[], written_by, written_on
    from asylia.commitment_finding limit 1`
  await assert.rejects(superuser.query(insert, [['I-7Q4MAB']]), /check/)
})

test('another team sees nothing of it and can supersede nothing (T-21)', async () => {
  const id = randomUUID()
  must(await add(ana, { commitment: 'CP-EVRF' }, id), 200)
  assert.deepEqual(await evidence(other), [])
  assert.equal(codeOf(await add(other, { commitment: 'CP-EVRF', supersedes: id })), '404 record.not_found')
})

const project = (over: Partial<KeepCooperation['body']> = {}): KeepCooperation => ({
  id: randomUUID(),
  code: newPublicCode('J'),
  revision: 0,
  body: {
    title: 'Training of police units',
    partner: 'VN',
    kinds: ['police'],
    technologies: [],
    paragraphs: [17, 19],
    answers: {},
    evidence: {},
    benchmark: {},
    state: 'open',
    reasons: null,
    conditions: null,
    reviewOn: null,
    ...over,
  },
})
const keep = (by: AMember, said: KeepCooperation): Promise<Answer> => by.post('/commitments/cooperation/keep', said)

test('a project is kept with its open questions, and is not cleared over them (R-EP-30)', async () => {
  const one = project()
  must(await keep(ana, one), 200)
  const { projects } = must(await ana.post('/commitments/cooperation/list', {}), 200).body as {
    projects: { code: string; risk: string; against: string[]; paragraphs: number[] }[]
  }
  assert.deepEqual([projects[0]?.code, projects[0]?.risk, projects[0]?.paragraphs], [one.code, 'moderate', [17, 19]])
  assert.ok(projects[0]?.against.includes('units_vetted'))
  const cleared = { ...one, revision: 1, body: { ...one.body, state: 'cleared' as const, reasons: 'Fine.', reviewOn: '2027-01-01' } }
  assert.equal(codeOf(await keep(ana, cleared)), '422 screening.questions_open')
  const answers = {
    end_user: 'yes',
    safeguards: 'yes',
    country_assessment: 'yes',
    units_vetted: 'yes',
    protected_person_check: 'yes',
  } as const
  const rests = Object.fromEntries(Object.keys(answers).map((code) => [code, 'https://example.org/paper']))
  const whole = { ...cleared, body: { ...cleared.body, answers, evidence: rests } }
  assert.equal(codeOf(await keep(ana, whole)), '200 done')
  assert.equal(codeOf(await keep(ana, whole)), '409 record.stale')
  assert.deepEqual(must(await other.post('/commitments/cooperation/list', {}), 200).body['projects'], [])
})

test('acts of the partner in any case of the team ask for a written assessment, whoever decides and whatever they read (R-EP-37, T-21)', async () => {
  const answers = {
    end_user: 'yes',
    safeguards: 'yes',
    country_assessment: 'yes',
    units_vetted: 'yes',
    protected_person_check: 'yes',
  } as const
  const rests = Object.fromEntries(Object.keys(answers).map((code) => [code, 'https://example.org/paper']))
  const cleared = { answers, evidence: rests, state: 'cleared', reasons: 'Fine.', reviewOn: '2027-01-01', partner: 'KH' } as const
  assert.equal(codeOf(await keep(ana, project(cleared))), '200 done')
  const code = await aCase(ana)
  await superuser.query(
    `insert into asylia.incident (compartment_id, id, code, origin, happened_precision, recorded_by, recorded_on)
     select c.compartment_id, gen_random_uuid(), 'I-7Q4MXK', 'KH', 'unknown', m.id, $2::date
     from asylia.report_case c, asylia.member m where c.code = $1 and m.code = $3`,
    [code, day, ana.code],
  )
  assert.equal(codeOf(await keep(ana, project(cleared))), '422 screening.assessment_missing')
  const ben = await anotherMember(desk, ana)
  assert.equal((await ben.post('/cases/view', { case: code })).status, 404)
  assert.equal(codeOf(await keep(ben, project(cleared))), '422 screening.assessment_missing', 'reading less clears nothing')
  assert.equal(codeOf(await keep(other, project(cleared))), '200 done', 'another team is not told of it')
  assert.equal(codeOf(await keep(ben, project({ ...cleared, partner: 'LA' }))), '200 done')

  const team = `(select team_id from asylia.member where code = $1)`
  await superuser.query(
    `insert into asylia.compartment_deny (compartment_id, team_id) select compartment_id, ${team} from asylia.report_case where code = $2`,
    [ana.code, code],
  )
  assert.equal(codeOf(await keep(ben, project(cleared))), '200 done', 'a case that is closed to the team speaks in nothing of it')
})

test('a decision without reasons or review day is refused by the database too (R-EP-30)', async () => {
  await assert.rejects(superuser.query(`update asylia.cooperation set reasons = null where state = 'cleared'`), /check/)
  await assert.rejects(superuser.query(`update asylia.cooperation set review_on = null where state = 'cleared'`), /check/)
})

test('a request for documents is flagged once its day is past and nothing came (R-NGO-31)', async () => {
  const body = {
    body: 'Council of the European Union',
    about: 'The mandate of the negotiation',
    concerns: 'E-N639',
    sentOn: '2026-01-05',
    dueOn: '2026-01-26',
    clock: 'law_unverified',
    state: 'open',
    answeredOn: null,
  }
  const said = { id: randomUUID(), code: newPublicCode('N'), revision: 0, body }
  must(await ana.post('/commitments/requests/keep', said), 200)
  const list = async () =>
    must(await ana.post('/commitments/requests/list', {}), 200).body['requests'] as { isLate: boolean; days: number; clock: string }[]
  const [late] = await list()
  assert.ok(late?.isLate === true && late.days > 0 && late.clock === 'law_unverified')
  must(await ana.post('/commitments/requests/keep', { ...said, revision: 1, body: { ...body, state: 'refused', answeredOn: day } }), 200)
  assert.equal((await list())[0]?.isLate, false)
})

test('whoever may not decide on projects is told neither yes nor no of acts on record (T-21)', async () => {
  const cy = await anotherMember(desk, ana)
  const told = async () => {
    await superuser.query('begin')
    try {
      const { rows } = await superuser.query<{ id: string }>('select id from asylia.member where code = $1', [cy.code])
      await superuser.query('set local role asylia_app')
      await superuser.query(`select set_config('asylia.member', $1, true)`, [rows[0]?.id])
      const found = await superuser.query<{ found: boolean | null }>(`select access.has_recent_acts('LA', '2020-01-01') as found`)
      return found.rows[0]?.found
    } finally {
      await superuser.query('rollback')
    }
  }
  assert.equal(await told(), false)
  await superuser.query(`update asylia.member_role set role = 'analyst' where member_id = (select id from asylia.member where code = $1)`, [
    cy.code,
  ])
  assert.equal(await told(), null)
})

const BILL = {
  state: 'TH',
  title: 'Immigration bill',
  kind: 'bill',
  stage: 'draft',
  abroad: false,
  source: 'https://example.invalid/bill',
  readOn: null as string | null,
}
async function aBill(
  over: Partial<typeof BILL> = {},
  by = ana,
): Promise<{ id: string; code: string; revision: number; body: typeof BILL }> {
  const said = { id: randomUUID(), code: newPublicCode('Z'), revision: 0, body: { ...BILL, ...over } }
  must(await by.post('/commitments/laws/keep', said), 200)
  return said
}
const ASSESSED = {
  provision: 'section 12(2)',
  standard: 'nonrefoulement.cat-3',
  source: 'https://example.invalid/bill#12',
  readOn: null as string | null,
  finding: 'concern',
  said: 'Return without a look at the risk of torture.',
  supersedes: null as string | null,
}
const assess = (law: string, over: object = {}, id: string = randomUUID(), by = ana) =>
  by.post('/commitments/laws/assess', { id, law, body: { ...ASSESSED, ...over } })
const lawsOf = async (by: AMember) =>
  must(await by.post('/commitments/laws/list', {}), 200).body as { laws: Legislation[]; watched: string[]; today: string }
const lawOf = async (code: string, by = ana) => (await lawsOf(by)).laws.find((one) => one.code === code)

test('each concern about a law cites provision, standard and source, at the door and in the database; a source that nobody opened says so (R-NGO-30)', async () => {
  const { code } = await aBill()
  for (const lacks of ['provision', 'standard', 'source'])
    for (const value of ['', null, undefined]) assert.equal((await assess(code, { [lacks]: value })).status, 400, `${lacks} ${value}`)
  assert.equal((await assess(code, { standard: 'no-such-standard' })).status, 400)
  assert.equal((await assess(code, { source: 'I-7Q4MAB' })).status, 400, 'no protected incident')
  assert.equal(codeOf(await assess(code, { readOn: daysAfter(day, 1) })), '422 source.day_ahead')
  const first = randomUUID()
  must(await assess(code, {}, first), 200)
  const [seen] = (await lawOf(code))?.assessments ?? []
  assert.deepEqual(
    [seen?.provision, seen?.standard, seen?.source, seen?.readOn, seen?.by, seen?.on],
    [ASSESSED.provision, ASSESSED.standard, ASSESSED.source, null, ana.code, day],
  )
  must(await assess(code, { supersedes: first, readOn: day }), 200)
  assert.equal(codeOf(await assess(code, { supersedes: first })), '409 record.stale')
  const elsewhere = await aBill()
  assert.equal(codeOf(await assess(elsewhere.code, { supersedes: first })), '404 record.not_found')
  assert.deepEqual((await lawOf(code))?.assessments.map(({ readOn }) => readOn).toSorted(), [day, null].toSorted(), 'both stay in sight')
  for (const column of ['provision', 'standard', 'source'])
    for (const value of [null, ''])
      await assert.rejects(
        superuser.query(
          `insert into asylia.legislation_assessment (compartment_id, id, legislation_id, provision, standard, source, finding, said, written_by, written_on)
           select r.compartment_id, gen_random_uuid(), r.legislation_id, r.provision, r.standard, r.source, 'concern', r.said, r.written_by, r.written_on
           from asylia.legislation_assessment a, jsonb_populate_record(a, jsonb_build_object($1::text, $2::text)) r limit 1`,
          [column, value],
        ),
        /not-null|check/,
      )
  assert.equal(await lawOf(code, other), undefined)
  assert.equal(codeOf(await assess(code, {}, randomUUID(), other)), '404 record.not_found')
})

test('a new bill tells those who watch its state, once and nobody else, and a standards review is due from then on (R-NGO-43)', async () => {
  const [ben, cy] = [await anotherMember(desk, ana), await anotherMember(desk, ana)]
  const watch = async (by: AMember, state: string, watching = true) =>
    must(await by.post('/commitments/laws/watch', { state, watching }), 200)
  const waiting = async (by: AMember) => must(await by.post('/commitments/laws/waiting', {}), 200).body
  const isNews = async (by: AMember, code: string) => (await lawOf(code, by))?.isNews
  await watch(ana, 'KH')
  await watch(ben, 'KH')
  await watch(cy, 'LA')
  await watch(other, 'KH')
  assert.deepEqual((await lawsOf(ben)).watched, ['KH'])
  const bill = await aBill({ state: 'KH', title: 'A decree on acts abroad', kind: 'decree', abroad: true })
  const told = [await isNews(ben, bill.code), await isNews(cy, bill.code), await isNews(ana, bill.code)]
  assert.deepEqual(told, [true, false, false], 'who watches another state is not told, nor who wrote it')
  assert.deepEqual([(await waiting(ben))['news'], (await waiting(cy))['news'], (await waiting(other))['news']], [1, 0, 0])
  const seen = await lawOf(bill.code, ben)
  assert.deepEqual(
    [seen?.abroad, seen?.reviewBy, seen?.reviewedOn, seen?.isLate, seen?.readOn],
    [true, daysAfter(day, 14), null, false, null],
  )
  must(await ben.post('/commitments/laws/seen', { law: bill.code }), 200)
  must(await ana.post('/commitments/laws/keep', { ...bill, revision: 1, body: { ...bill.body, stage: 'adopted' } }), 200)
  assert.deepEqual([await isNews(ben, bill.code), (await waiting(ben))['news']], [false, 0], 'a change tells nobody again')
  assert.equal(codeOf(await ben.post('/commitments/laws/seen', { law: bill.code })), '409 record.stale')

  await superuser.query('update asylia.legislation set review_by = $2::date where code = $1', [bill.code, daysAfter(day, -1)])
  assert.deepEqual([(await waiting(cy))['late'], (await lawOf(bill.code, cy))?.isLate], [1, true])
  const review = (revision: number) => ben.post('/commitments/laws/reviewed', { law: bill.code, revision })
  assert.equal(codeOf(await review(2)), '422 legislation.assessment_missing')
  const first = randomUUID()
  must(await assess(bill.code, {}, first), 200)
  must(await assess(bill.code, { finding: 'withdrawn', supersedes: first }), 200)
  assert.equal(codeOf(await review(2)), '422 legislation.assessment_missing', 'what was withdrawn is no finding')
  must(await assess(bill.code, { finding: 'no_concern' }), 200)
  assert.equal(codeOf(await review(1)), '409 record.stale')
  assert.equal(codeOf(await review(2)), '200 done')
  const done = await lawOf(bill.code)
  assert.deepEqual([done?.reviewedOn, done?.reviewedBy, done?.isLate, (await waiting(cy))['late']], [day, ben.code, false, 0])

  await watch(ben, 'KH', false)
  const second = await aBill({ state: 'KH' })
  assert.deepEqual([await isNews(ben, second.code), (await lawsOf(ben)).watched], [false, []])
})

test('what was seen in the field stands under its clause in the oversight report of the agreement; nothing protected is cited and no hedge is raised (R-NGO-38, T-21)', async () => {
  const field = await anotherMember(desk, ana)
  const role = (of: string) =>
    superuser.query(`update asylia.member_role set role = $2 where member_id = (select id from asylia.member where code = $1)`, [
      field.code,
      of,
    ])
  const NOTE = {
    agreement: 'A-MY4T',
    clause: 'eu-vn.pca-1',
    finding: 'against',
    hedge: 'alleged',
    said: 'Two meetings of an association were broken up.',
    country: 'VN',
    seenOn: day,
    source: 'own_record',
    supersedes: null as string | null,
  }
  const note = (over: object = {}, id: string = randomUUID(), by = field) =>
    by.post('/commitments/agreements/note', { id, body: { ...NOTE, ...over } })
  const report = async (agreement = 'A-MY4T', by = ana) =>
    must(await by.post('/commitments/agreements/report', { agreement }), 200).body as unknown as OversightReport
  const clause = async (of: string, by = ana) => (await report('A-MY4T', by)).clauses.find((one) => one.clause === of)

  await role('analyst')
  assert.equal((await note()).status, 403, 'who works on no case notes nothing')
  await role('verifier')
  const first = randomUUID()
  must(await note({}, first), 200)
  const under = await clause('eu-vn.pca-1')
  assert.deepEqual(
    [under?.against, under?.inLine, under?.notes.map(({ said, hedge, by }) => [said, hedge, by])],
    [1, 0, [[NOTE.said, 'alleged', field.code]]],
  )
  assert.deepEqual((await clause('eu-vn.pca-35'))?.notes, [], 'a clause of which nothing was seen is in the report too')
  assert.deepEqual(
    (await report('A-RZAZ')).clauses.flatMap(({ notes }) => notes),
    [],
    'and not in that of another agreement',
  )

  must(await note({ clause: 'article 40', finding: 'in_line' }), 200)
  assert.deepEqual([(await clause('article 40'))?.isUnverified, (await clause('article 40'))?.inLine], [true, 1])
  for (const hedge of ['reportedly', 'credibly_reported', 'strongly_suggests', 'stated'])
    assert.equal(codeOf(await note({ supersedes: first, hedge })), '422 finding.hedge_raised', hedge)
  assert.equal(codeOf(await note({ supersedes: first, clause: 'eu-vn.pca-35' })), '404 record.not_found')
  assert.equal(codeOf(await note({ seenOn: daysAfter(day, 1) })), '422 source.day_ahead')
  const gone = randomUUID()
  must(await note({ supersedes: first, finding: 'withdrawn', hedge: 'stated' }, gone), 200)
  const after = await clause('eu-vn.pca-1')
  assert.deepEqual([after?.against, after?.notes.length], [0, 2], 'withdrawn is in sight and counts no more')
  assert.equal(codeOf(await note({ supersedes: gone, hedge: 'stated' })), '422 finding.hedge_raised', 'nor behind a withdrawal')
  assert.equal((await note({ source: 'I-7Q4MAB' })).status, 400)
  await assert.rejects(
    superuser.query(
      `insert into asylia.compliance_note (compartment_id, id, agreement, clause, finding, hedge, said, country, seen_on, source, written_by, written_on)
       select compartment_id, gen_random_uuid(), agreement, clause, 'against', hedge, said, country, seen_on, 'I-7Q4MAB', written_by, written_on
       from asylia.compliance_note limit 1`,
    ),
    /check/,
  )
  assert.deepEqual((await clause('eu-vn.pca-1', other))?.notes, [])
  assert.equal(codeOf(await note({ supersedes: first, finding: 'withdrawn' }, randomUUID(), other)), '404 record.not_found')
  const firm = { supersedes: gone, hedge: 'reportedly', source: 'https://example.invalid/firmer' }
  const cited = randomUUID()
  must(await note(firm, cited), 200)
  must(await note({ ...firm, supersedes: cited, hedge: 'alleged' }), 200)
})

const CRITERIA = ['hc_decides', 'hc_minimal', 'hc_unwatched', 'hc_open', 'hc_remedy', 'hc_oversight']
const DIGITAL = ['end_user', 'capability', 'safeguards', 'country_assessment', 'human_centric']
const rested = (codes: readonly string[]) => Object.fromEntries(codes.map((code) => [code, 'https://example.org/paper']))
const each = <Said extends string>(codes: readonly string[], said: Said) => Object.fromEntries(codes.map((code) => [code, said]))
const aDigitalProject = (over: Partial<KeepCooperation['body']> = {}) =>
  project({
    kinds: ['telecom_ai'],
    partner: 'MM',
    paragraphs: [50, 51],
    answers: each(DIGITAL, 'yes'),
    evidence: rested([...DIGITAL, ...CRITERIA]),
    benchmark: each(CRITERIA, 'pass'),
    reasons: 'Nothing of it names people.',
    reviewOn: '2027-01-01',
    ...over,
  })

test('the screening of a digital project cites paragraph 50 and keeps pass or fail for each criterion (R-CSP-20)', async () => {
  const judged = { ...each(CRITERIA, 'pass' as const), hc_unwatched: 'fail' as const }
  const one = aDigitalProject({ benchmark: judged, state: 'conditions', conditions: 'No access for security agencies.' })
  assert.equal(codeOf(await keep(ana, { ...one, body: { ...one.body, paragraphs: [51] } })), '422 screening.paragraph_missing')
  assert.equal(codeOf(await keep(ana, { ...one, body: { ...one.body, benchmark: { hc_open: 'pass' } } })), '422 screening.criteria_open')
  assert.equal(codeOf(await keep(ana, { ...one, body: { ...one.body, state: 'cleared' } })), '422 screening.criteria_failed')
  assert.equal((await keep(ana, { ...one, body: { ...one.body, benchmark: { hc_open: 'well' as 'pass' } } })).status, 400)
  assert.equal(codeOf(await keep(ana, one)), '200 done')
  type Row = { code: string; benchmark: object; paragraphs: number[]; against: string[] }
  const { projects } = must(await ana.post('/commitments/cooperation/list', {}), 200).body as { projects: Row[] }
  const kept = projects.find(({ code }) => code === one.code)
  assert.deepEqual([kept?.benchmark, kept?.paragraphs, kept?.against], [judged, [50, 51], ['hc_unwatched']])
})

test('an exchange on telecommunications or AI has topics, authorities, outputs and the result of the screening, at the door and in the database (R-CSP-22)', async () => {
  const one = aDigitalProject({ state: 'open' })
  must(await keep(ana, one), 200)
  const body = { on: day, topics: ['ai', 'data'], agencies: ['Ministry of Information'], outputs: ['A workshop on risk'], source: null }
  const exchange = { id: randomUUID(), project: one.code, revision: 0, body }
  const hold = (over: object = {}, by = ana) => by.post('/commitments/exchanges/keep', { ...exchange, ...over })
  for (const name of ['topics', 'agencies', 'outputs'] as const)
    assert.equal((await hold({ body: { ...body, [name]: [] } })).status, 400, `an exchange without ${name}`)
  assert.equal(codeOf(await hold()), '422 exchange.not_screened')
  must(await keep(ana, { ...one, revision: 1, body: { ...one.body, state: 'refused' } }), 200)
  assert.equal(codeOf(await hold({}, other)), '404 record.not_found')
  assert.equal(codeOf(await hold()), '200 done')
  const list = async (by: AMember) => must(await by.post('/commitments/exchanges/list', {}), 200).body['exchanges']
  assert.deepEqual(await list(ana), [{ id: exchange.id, project: one.code, ...body, result: 'refused', revision: 1 }])
  assert.deepEqual(await list(other), [])
  must(await keep(ana, { ...one, revision: 2, body: { ...one.body, state: 'cleared' } }), 200)
  assert.deepEqual(((await list(ana)) as { result: string }[])[0]?.result, 'refused', 'what the screening said that day stays')
  assert.equal(codeOf(await hold({ revision: 1 })), '200 done')
  assert.deepEqual(((await list(ana)) as { result: string }[])[0]?.result, 'cleared')
  await superuser.query('begin')
  try {
    const member = await superuser.query<{ id: string }>('select id from asylia.member where code = $1', [ana.code])
    await superuser.query('set local role asylia_app')
    await superuser.query(`select set_config('asylia.member', $1, true)`, [member.rows[0]?.id])
    const forged = superuser.query(
      `insert into asylia.cooperation_exchange (compartment_id, id, project_id, on_day, topics, agencies, outputs, result, written_by, written_on)
       select compartment_id, $1, project_id, on_day, topics, agencies, outputs, 'watched', written_by, written_on
       from asylia.cooperation_exchange where id = $2`,
      [randomUUID(), exchange.id],
    )
    await assert.rejects(forged, /row-level security/)
  } finally {
    await superuser.query('rollback')
  }
})
