// long: one requirement after the other over the same house and cases
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { newSeed } from '#crypto/age/identity.ts'
import { b64u } from '#crypto/bytes.ts'
import { sealTo } from '#crypto/seal/seal-age.ts'
import { casework } from '#kernel/casework.ts'
import { newPublicCode } from '#kernel/ids.ts'
import { findTerm, terms } from '#kernel/vocabulary.ts'
import { type ADesk, type AMember, type Answer, aDesk, aFoundedTeam, anotherMember, must, signInAs } from '../../../test/a-desk.ts'
import { anIncident } from '../../../test/people/a-case.ts'
import type { Safeguards } from './entries/entry.contract.ts'
import { investigated } from './entries/entry.rules.ts'
import { judgedBy } from './entries/liberty.rules.ts'

let desk: ADesk
let superuser: pg.Client
let ana: AMember
let ben: AMember
let stranger: AMember

before(async () => {
  desk = await aDesk()
  superuser = new pg.Client({ connectionString: desk.database.superuserUrl })
  await superuser.connect()
  ana = (await aFoundedTeam(desk, 'harbour-aid')).founder
  ben = await anotherMember(desk, ana)
  stranger = (await aFoundedTeam(desk, 'quay-aid')).founder
})
after(async () => {
  await superuser.end()
  await desk.stop()
  assert.deepEqual(desk.faults, [])
})

const DAY = '2026-11-22'
const codeOf = ({ body }: Answer) => body['code']
const told = (answer: Answer) => [answer.status, answer.body['code']]

async function aCase(readers: readonly AMember[] = [ana, ben]): Promise<string> {
  const code = newPublicCode('C')
  const wrap = b64u(
    await sealTo(
      readers.map(({ keys }) => keys.recipient),
      newSeed(),
    ),
  )
  must(await ana.post('/cases/open', { case: code, key: { wrap, readers: readers.map((one) => one.code) }, blocked: [] }), 200)
  return code
}

/** As many cases as fill a page, for both. */
async function sixtyCases(): Promise<void> {
  await superuser.query(`
    with made as (
      insert into asylia.compartment (id, kind, team_id) select gen_random_uuid(), 'case', m.team_id
      from asylia.member m, generate_series(1, 60) where m.code = '${ana.code}' returning id, team_id
    ), readers as (
      insert into asylia.compartment_member (compartment_id, member_id, can_write)
      select made.id, m.id, true from made, asylia.member m where m.code in ('${ana.code}', '${ben.code}') returning 1
    ), cases as (
      insert into asylia.report_case (compartment_id, team_id, code, opened_on)
      select id, team_id, 'C-' || translate(upper(substr(md5(id::text), 1, 6)), '01', 'XY'), '${DAY}' from made returning 1
    )
    insert into asylia.case_file (compartment_id, changed_on) select id, '${DAY}' from made`)
}

const dated = { from: null, until: null, precision: 'unknown', hedge: null, state: null, due: null, ledFrom: null, link: null }
const anEvent = (over: object = {}) => ({ kind: 'event', stage: 'other', ...dated, facts: {}, ...over })
const keep = (of: string, body: object, entry: string = randomUUID(), revision = 0) =>
  ana.post('/cases/entries/keep', { case: of, entry, revision, body })
const everything = { state: null, owner: null, host: null, origin: null, risk: null, deadline: null, after: null }
const aTask = (over: object = {}) => ({
  playbook: null,
  action: 'pa.police-report',
  due: DAY,
  owner: ana.code,
  second: null,
  state: 'open',
  outcome: null,
  gap: null,
  jurisdiction: null,
  ...over,
})
const keepTask = (of: string, body: object, task: string = randomUUID(), revision = 0) =>
  ana.post('/tasks/keep', { case: of, tasks: [{ task, revision, body }] })

type Row = { case: string; deadline: string | null; risk: string | null; revision: number; owner: string | null; state: string }
async function list(who: AMember, over: object = {}): Promise<Row[]> {
  return must(await who.post('/cases/list', { ...everything, ...over }), 200).body['cases'] as Row[]
}
const rowOf = async (code: string) => must(await ana.post('/cases/view', { case: code }), 200).body as Row

test('a list of cases goes on from its cursor, shows every case once, and nothing of a case that somebody does not read (A-01)', async () => {
  const own = await aCase([ana])
  await sixtyCases()
  const first = must(await ana.post('/cases/list', everything), 200).body as { cases: Row[]; more: boolean }
  assert.equal(first.cases.length, 50)
  assert.equal(first.more, true)
  const last = first.cases.at(-1)
  const second = await list(ana, { after: { on: DAY, case: last?.case } })
  const seen = [...first.cases, ...second].map((row) => row.case)
  assert.equal(new Set(seen).size, seen.length)
  assert.equal(seen.length, 61)
  assert.ok(seen.includes(own))
  const seenByBen = [...(await list(ben)), ...(await list(ben, { after: { on: DAY, case: (await list(ben)).at(-1)?.case } }))]
  assert.deepEqual([seenByBen.length, seenByBen.some((row) => row.case === own)], [60, false])
  assert.deepEqual(await list(stranger), [])
})

test('state, owner, host, origin and risk are found by, and a change over a colleague’s head is refused', async () => {
  const code = await aCase()
  const change = { case: code, revision: 1, state: 'watching', owner: ben.code, host: 'TH', origin: 'VN' }
  assert.deepEqual(must(await ana.post('/cases/change', change), 200).body, { revision: 2 })
  assert.deepEqual(told(await ben.post('/cases/change', change)), [409, 'record.stale'])
  assert.deepEqual(told(await ana.post('/cases/change', { ...change, revision: 2, owner: stranger.code })), [422, 'case.member_unknown'])
  for (const filter of [{ state: 'watching' }, { owner: ben.code }, { host: 'TH' }, { origin: 'VN' }])
    assert.deepEqual(
      (await list(ana, filter)).map((row) => row.case),
      [code],
    )
  for (const filter of [{ state: 'closed' }, { owner: stranger.code }, { host: 'FR' }, { risk: 'high' }, { deadline: 'late' }])
    assert.deepEqual(await list(ana, filter), [])
  assert.deepEqual(told(await stranger.post('/cases/change', change)), [404, 'record.not_found'])
})

test('an extradition is told stage by stage, a year that is only a year stays one, and what it led to hangs on it (R-NGO-04, R-NGO-08, R-NGO-10)', async () => {
  const code = await aCase()
  const passport = randomUUID()
  const document = anEvent({ kind: 'document', stage: 'document_cancelled', facts: { document: 'passport', done: 'cancelled' } })
  must(await keep(code, document, passport), 200)
  const arrest = randomUUID()
  const since = { from: '2026-03-01', until: null, precision: 'since', ledFrom: passport, link: 'led_to', hedge: 'strongly_suggests' }
  must(await keep(code, anEvent({ stage: 'detention', ...since }), arrest), 200)
  const permit = {
    kind: 'document',
    stage: 'permit_lost',
    facts: { document: 'work_permit', done: 'lapsed' },
    ledFrom: passport,
    link: 'led_to',
    from: '2026-02-10',
    until: '2026-02-10',
    precision: 'exact',
  }
  must(await keep(code, anEvent(permit)), 200)
  const request = { stage: 'extradition_request', from: '2025-01-01', until: '2025-12-31', precision: 'year' }
  must(await keep(code, anEvent(request)), 200)
  assert.deepEqual(told(await keep(code, anEvent({ ...request, until: '2025-12-30' }))), [422, 'entry.date_unfit'])
  assert.deepEqual(told(await keep(code, anEvent({ ledFrom: randomUUID(), link: 'led_to' }))), [422, 'entry.link_unfit'])
  const page = must(await ana.post('/cases/entries', { case: code, kinds: [], down: false, after: null }), 200)
  const entries = page.body['entries'] as Record<string, unknown>[]
  assert.deepEqual(
    entries.map(({ stage, precision, hedge, ledFrom }) => [stage, precision, hedge, ledFrom]),
    [
      ['extradition_request', 'year', null, null],
      ['permit_lost', 'exact', null, passport],
      ['detention', 'since', 'strongly_suggests', passport],
      ['document_cancelled', 'unknown', null, null],
    ],
  )
})

test('somebody who was surrendered leaves one open task to look after them, made with the entry itself (R-NGO-04)', async () => {
  const code = await aCase()
  const monitoring = async () =>
    (
      must(await ana.post('/tasks/list', { case: code, owner: null, state: 'open', after: null }), 200).body['tasks'] as {
        action: string
        due: string
        owner: string
      }[]
    ).filter(({ action }) => action === 'pa.post-return-monitoring')
  must(await keep(code, anEvent({ stage: 'extradition_request' })), 200)
  assert.deepEqual(await monitoring(), [])
  const year = { from: '2025-01-01', until: '2025-12-31', precision: 'year' }
  must(await keep(code, anEvent({ stage: 'surrender', ...year })), 200)
  must(await keep(code, anEvent({ stage: 'return', ...year })), 200)
  assert.deepEqual(
    (await monitoring()).map(({ due, owner }) => [due, owner]),
    [['2026-11-29', ana.code]],
  )
})

const answers = (codes: readonly string[], answer: string, over: object = {}) => ({
  ...Object.fromEntries(codes.map((one) => [one, answer])),
  ...over,
})
const viewed = async (of: string, kinds: readonly string[]) =>
  must(await ana.post('/cases/entries', { case: of, kinds, down: false, after: null }), 200).body['entries'] as {
    facts: Record<string, unknown>
    cards: { kind: string }[]
  }[]

test('an extradition is assessed ground by ground, with reasons and evidence, and so is a return; death is asked for (R-NGO-17, R-NGO-33, R-EEAS-04)', async () => {
  const code = await aCase()
  const record = String(must(await ana.post('/cases/view', { case: code }), 200).body['record'])
  const evidence = [randomUUID()]
  const legality = {
    host: 'TH',
    grounds: answers(casework.refusalGrounds, 'unknown', { political: 'met', speciality: 'not_met' }),
    death: 'unknown',
    evidence,
  }
  const entry = randomUUID()
  must(await keep(code, anEvent({ kind: 'legality', state: 'done', facts: legality }), entry), 200)
  const blob = b64u(await sealTo([ana.keys.recipient], new Uint8Array(1_024)))
  const reasons = { case: code, card: randomUUID(), about: entry, kind: 'reasons', generation: 1, revision: 0, blob }
  must(await ana.post('/cards/keep', reasons), 200)
  const [shown] = await viewed(code, ['legality'])
  assert.deepEqual([shown?.facts, shown?.cards.map(({ kind }) => kind)], [legality, ['reasons']])
  assert.notEqual(record, entry)
  const refoulement = { host: 'TH', grounds: answers(casework.riskGrounds, 'met'), death: 'yes', evidence: [] }
  must(await keep(code, anEvent({ kind: 'refoulement', state: 'done', facts: refoulement })), 200)
  const { torture: _, ...four } = refoulement.grounds as Record<string, string>
  const { death: __, ...mute } = refoulement
  for (const facts of [{ ...refoulement, grounds: four }, mute])
    assert.deepEqual(told(await keep(code, anEvent({ kind: 'refoulement', facts }))), [400, 'request.malformed'])
})

test('each incident shows whether an investigation was asked for, opened and concluded, and how adequate it was (R-NGO-27)', async () => {
  const code = await aCase()
  const [incident, other] = [await anIncident(ana, code), await anIncident(ana, await aCase())]
  const investigation = (step: string, over: object = {}) =>
    anEvent({
      kind: 'investigation',
      facts: { authority: 'police', step, adequacy: answers(casework.adequacy, 'unknown', { prompt: 'no' }), incident, ...over },
    })
  assert.deepEqual(told(await keep(code, investigation('requested', { incident: other }))), [422, 'entry.incident_unknown'])
  assert.deepEqual(told(await keep(code, investigation('requested', { adequacy: { prompt: 'no' } }))), [400, 'request.malformed'])
  must(await keep(code, investigation('requested')), 200)
  must(await keep(code, investigation('concluded', { incident: null })), 200)
  const entries = (await viewed(code, ['investigation'])).map((one) => ({ ...one, kind: 'investigation' }))
  const none = { requested: false, opened: false, concluded: false, adequate: 0, inadequate: 0 }
  assert.deepEqual(investigated(incident, entries), { ...none, requested: true, inadequate: 1 })
  assert.deepEqual(investigated(randomUUID(), entries), none)
  must(await keep(code, investigation('opened')), 200)
  const now = (await viewed(code, ['investigation'])).map((one) => ({ ...one, kind: 'investigation' }))
  assert.equal(investigated(incident, now).opened, true)
})

test('each deprivation of liberty has one check of its safeguards, in this case alone, and every answer is a code (R-NGO-11)', async () => {
  const [code, other] = [await aCase(), await aCase([ana])]
  const at = (day: string) => ({ from: day, until: day, precision: 'exact' })
  const [arrest, again, release, elsewhere] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()]
  must(await keep(code, anEvent({ stage: 'arrest', ...at('2026-03-01') }), arrest), 200)
  must(await keep(code, anEvent({ stage: 're_arrest', ...at('2026-05-01') }), again), 200)
  must(await keep(code, anEvent({ stage: 'release', ...at('2026-04-01') }), release), 200)
  must(await keep(other, anEvent({ stage: 'detention', ...at('2026-03-01') }), elsewhere), 200)
  const codes = casework.safeguards.map((one) => one.code)
  const check = (detention: string | null, over: object = {}) =>
    anEvent({ kind: 'safeguards', stage: 'arrest', facts: { checks: answers(codes, 'met', over), evidence: [], detention } })
  for (const none of [release, elsewhere, randomUUID()])
    assert.deepEqual(told(await keep(code, check(none))), [422, 'entry.detention_unknown'])
  const entry = randomUUID()
  must(await keep(code, check(arrest, { notice: 'not_met', lawyer: 'unknown' }), entry), 200)
  assert.deepEqual(told(await keep(code, check(arrest))), [422, 'entry.detention_checked'])
  must(await keep(code, check(arrest, { notice: 'not_met', removal_assessed: 'not_met' }), entry, 1), 200)
  assert.deepEqual(told(await keep(code, check(again, { notice: 'nobody told them' }))), [400, 'request.malformed'])
  const safeguards = async (of: string, who = ana) => (await who.post('/cases/safeguards', { case: of })).body as unknown as Safeguards
  const { deprivations, checks, standards, more } = await safeguards(code)
  assert.deepEqual(
    judgedBy(deprivations, checks).map(({ deprivation, unmet, open }) => [deprivation.entry, unmet.map((one) => one.code), open.length]),
    [
      [again, [], codes.length],
      [arrest, ['notice', 'removal_assessed'], 0],
    ],
  )
  assert.equal(more, false)
  for (const one of casework.safeguards.flatMap((safeguard) => safeguard.standards)) {
    const standard = standards.find((known) => known.code === one)
    assert.ok(standard !== undefined && standard.words.en.length > 0)
    assert.equal(standard.unverified, findTerm('legal_standards', one)?.unverified, 'the mark of the vocabulary')
  }
  assert.deepEqual((await safeguards(other)).deprivations.length, 1)
  assert.deepEqual(told(await ben.post('/cases/safeguards', { case: other })), [404, 'record.not_found'])
  const twice = `update asylia.case_entry set facts = facts || jsonb_build_object('detention', $1::text) where id = $2`
  const spare = randomUUID()
  must(await keep(code, check(null), spare), 200)
  await assert.rejects(superuser.query(twice, [arrest, spare]), /case_entry_checked/)

  const drop = (of: string, revision: number) => ana.post('/cases/entries/drop', { case: code, entry: of, revision })
  assert.deepEqual(told(await drop(arrest, 1)), [422, 'entry.check_stands'])
  assert.deepEqual(told(await keep(code, anEvent({ stage: 'release', ...at('2026-03-01') }), arrest, 1)), [422, 'entry.check_stands'])
  must(await keep(code, anEvent({ stage: 'detention', ...at('2026-03-02') }), arrest, 1), 200)
  must(await drop(entry, 2), 200)
  must(await keep(code, anEvent({ stage: 'release', ...at('2026-03-01') }), arrest, 2), 200)
  must(await drop(arrest, 3), 200)

  // Somebody is about to check the same one where the door does not see it yet.
  const faster = randomUUID()
  must(await keep(code, check(null), faster), 200)
  await superuser.query('begin')
  await superuser.query(twice, [again, faster])
  const answered = { yes: false }
  const second = keep(code, check(again), spare, 1).finally(() => {
    answered.yes = true
  })
  const waits = 'select from pg_locks l where not l.granted and pg_backend_pid() = any (pg_blocking_pids(l.pid))'
  while (!answered.yes && (await superuser.query(waits)).rowCount === 0) await setTimeout(20)
  await superuser.query('commit')
  assert.deepEqual(told(await second), [422, 'entry.detention_checked'])
})

test('a visit is not closed without a look for reprisals and a day to look again, and its way stands nowhere in the open (R-NGO-35)', async () => {
  const code = await aCase([ana])
  const visit = (over: object, facts: object = {}) =>
    anEvent({
      kind: 'visit',
      facts: { community: 'montagnard', checks: answers(casework.visitChecks, 'yes'), reprisal: null, followUp: null, ...facts },
      ...over,
    })
  const entry = randomUUID()
  must(await keep(code, visit({ state: 'open', due: '2026-12-01' }), entry), 200)
  for (const facts of [{}, { reprisal: 'none_seen' }, { followUp: '2027-01-10' }])
    assert.deepEqual(told(await keep(code, visit({ state: 'done' }, facts), entry, 1)), [422, 'entry.visit_unchecked'])
  must(await keep(code, visit({ state: 'done' }, { reprisal: 'none_seen', followUp: '2027-01-10' }), entry, 1), 200)
  assert.deepEqual(told(await keep(code, visit({}, { place: 'x' }))), [400, 'request.malformed'])
  assert.deepEqual(told(await ben.post('/cases/entries', { case: code, kinds: ['visit'], down: false, after: null })), [
    404,
    'record.not_found',
  ])
})

test('how safe a state is has an end and reasons, and is offered where the risk of somebody in that state is looked at (R-NGO-41)', async () => {
  const [code, here, hidden] = [await aCase(), await aCase(), await aCase([ana])]
  const host = (of: string, over: object = {}) =>
    keep(
      of,
      anEvent({
        kind: 'host',
        facts: {
          host: 'LA',
          community: 'montagnard',
          level: 'unsafe',
          grounds: answers(casework.hostGrounds, 'unknown', { returns_seen: 'yes' }),
          until: '2027-05-31',
          ...over,
        },
      }),
    )
  assert.deepEqual(told(await host(code, { grounds: answers(casework.hostGrounds, 'unknown') })), [422, 'entry.unanswered'])
  assert.deepEqual(told(await host(code, { until: null })), [400, 'request.malformed'])
  must(await host(code), 200)
  must(await host(code, { until: '2026-11-21' }), 200)
  must(await host(hidden, { level: 'limited' }), 200)
  const offered = async (who: AMember, of: string) =>
    (must(await who.post('/cases/risk', { case: of }), 200).body['hosts'] as { case: string; level: string; grounds: string[] }[])
      .map(({ case: from, level, grounds }) => [from, level, grounds.join()])
      .toSorted()
  assert.deepEqual(await offered(ana, here), [])
  must(await ana.post('/cases/change', { case: here, revision: 1, state: 'open', owner: null, host: 'LA', origin: 'VN' }), 200)
  assert.deepEqual(await offered(ben, here), [[code, 'unsafe', 'returns_seen']])
  assert.equal((await offered(ana, here)).length, 2)
})

test('what was asked for, met and not met is counted for each state with the median of the days that it took (R-NGO-34)', async () => {
  const code = await aCase()
  must(await ana.post('/cases/change', { case: code, revision: 1, state: 'open', owner: null, host: 'KH', origin: 'VN' }), 200)
  const ask = { action: 'pa.protective-accompaniment', due: '2026-12-24' }
  const tasks = Array.from({ length: 4 }, () => randomUUID())
  for (const task of tasks) must(await keepTask(code, aTask(ask), task), 200)
  const [first = '', second = '', third = ''] = tasks
  await superuser.query(`update asylia.case_task set made_on = made_on - 5 where id = $1`, [first])
  await superuser.query(`update asylia.case_task set made_on = made_on - 9 where id = $1`, [second])
  for (const task of [first, second]) must(await keepTask(code, aTask({ ...ask, state: 'done', outcome: 'done' }), task, 1), 200)
  must(await keepTask(code, aTask({ ...ask, state: 'done', outcome: 'refused_authority' }), third, 1), 200)
  const rows = async (who: AMember) =>
    (must(await who.post('/tasks/coverage', {}), 200).body['rows'] as { host: string }[]).filter(({ host }) => host === 'KH')
  assert.deepEqual(await rows(ben), [{ host: 'KH', action: ask.action, asked: 4, met: 2, unmet: 1, medianDays: 5 }])
  assert.deepEqual(await rows(stranger), [])
})

test('each measure of the EU guidelines is counted once a case, by team, with its first and last day (R-EP-17)', async () => {
  const known = new Set(terms('protection_actions').map(({ code }) => String(code)))
  const mapped = casework.guidelines.measures.flatMap(({ actions }) => actions)
  assert.deepEqual(
    mapped.filter((action, at) => !known.has(action) || mapped.indexOf(action) !== at),
    [],
    'each action is one of the vocabulary and counts under one measure',
  )
  const [one, other, hidden] = [await aCase(), await aCase(), await aCase([ana])]
  const end = async (code: string, action: string, outcome: string, day: string | null) => {
    const task = randomUUID()
    must(await keepTask(code, aTask({ action, due: '2026-12-24' }), task), 200)
    if (day === null) return
    must(await keepTask(code, aTask({ action, due: '2026-12-24', state: 'done', outcome }), task, 1), 200)
    await superuser.query('update asylia.case_task set ended_on = $1 where id = $2', [day, task])
  }
  await end(one, 'pa.hearing-observer', 'done', '2026-10-02')
  await end(one, 'pa.hearing-observer', 'partly', '2026-11-20')
  await end(other, 'pa.hearing-observer', 'done', '2026-11-05')
  await end(other, 'pa.hearing-observer', 'refused_authority', '2026-11-21')
  await end(other, 'pa.hearing-observer', 'done', null)
  await end(hidden, 'pa.hearing-observer', 'done', '2026-01-01')
  const rows = async (who: AMember) =>
    (must(await who.post('/tasks/guidelines', {}), 200).body['rows'] as { measure: string }[]).filter(({ measure }) => measure === 'trials')
  assert.deepEqual(await rows(ben), [
    { team: 'harbour-aid', measure: 'trials', cases: 2, times: 3, first: '2026-10-02', last: '2026-11-20' },
  ])
  assert.deepEqual(await rows(stranger), [])
})

test('every case charged under article 117 is found with the right that was used, within what somebody reads (R-NGO-42)', async () => {
  const [seen, hidden] = [await aCase(), await aCase([ana])]
  const charge = (provisions: string[]) =>
    anEvent({
      kind: 'proceeding',
      stage: 'charge',
      facts: { type: 'criminal_origin', provisions, rights: ['iccpr-19'], death: 'no', months: null },
    })
  must(await keep(seen, charge(['vn-penal.117'])), 200)
  must(await keep(hidden, charge(['vn-penal.117', 'vn-penal.331'])), 200)
  must(await keep(seen, charge(['vn-penal.109'])), 200)
  const found = async (who: AMember) =>
    (
      must(await who.post('/cases/charged', { provision: 'vn-penal.117', after: null }), 200).body['entries'] as Record<string, unknown>[]
    ).map(({ case: code }) => code)
  const [shown] = must(await ben.post('/cases/charged', { provision: 'vn-penal.117', after: null }), 200).body['entries'] as {
    facts: { rights: string[]; provisions: string[] }
  }[]
  assert.deepEqual([shown?.facts.rights, shown?.facts.provisions], [['iccpr-19'], ['vn-penal.117']])
  assert.deepEqual((await found(ana)).toSorted(), [seen, hidden].toSorted())
  assert.deepEqual(await found(ben), [seen])
  assert.deepEqual(await found(stranger), [])
})

test('no text is kept in the open: a field that takes a name is refused by the door, and by the database behind it (A-16)', async () => {
  const code = await aCase()
  for (const facts of [{ name: 'Nguyen' }, { relocated: 'to Nong Khai' }])
    assert.deepEqual(told(await keep(code, anEvent({ kind: 'displacement', facts }))), [400, 'request.malformed'])
  assert.deepEqual(told(await keepTask(code, aTask({ action: 'own-Call Nguyen' }))), [400, 'request.malformed'])
  for (const facts of ['{"host": "Nong Khai"}', '{"a b": 1}', '{"n": ["x", {"y": "Trần"}]}'])
    await assert.rejects(
      superuser.query(
        `insert into asylia.case_entry (compartment_id, id, kind, stage, on_day, date_precision, facts, written_by, written_on)
         select c.compartment_id, gen_random_uuid(), 'event', 'other', '2026-11-22', 'unknown', $2::jsonb, f.owner, '2026-11-22'
         from asylia.report_case c join asylia.case_file f using (compartment_id) where c.code = $1`,
        [code, facts],
      ),
      { code: '23514' },
    )
})

test('a displacement says that somebody moved, and has no field for where to (R-NGO-06)', async () => {
  const code = await aCase()
  must(await keep(code, anEvent({ kind: 'displacement', stage: 'displacement', facts: { relocated: true } })), 200)
  assert.deepEqual(told(await keep(code, anEvent({ kind: 'displacement', facts: { relocated: true, place: 'x' } }))), [
    400,
    'request.malformed',
  ])
})

test('a hearing tells nobody’s name, and without an observer within three days it says so (R-NGO-36)', async () => {
  const code = await aCase()
  const hearing = (due: string, observer: string | null) =>
    anEvent({ kind: 'hearing', stage: 'hearing', state: 'open', due, facts: { observer, report: null } })
  must(await keep(code, hearing('2026-11-24', null)), 200)
  must(await keep(code, hearing('2026-11-24', ben.code)), 200)
  must(await keep(code, hearing('2026-12-24', null)), 200)
  assert.deepEqual(told(await keep(code, hearing('2026-11-24', stranger.code))), [422, 'case.member_unknown'])
  const { deadlines } = must(await ana.post('/cases/deadlines', { until: '2026-12-31', mine: false }), 200).body as {
    deadlines: { case: string; on: string; unobserved: boolean }[]
  }
  const mine = deadlines.filter((row) => row.case === code)
  assert.deepEqual(mine.map(({ on, unobserved }) => `${on} ${unobserved}`).toSorted(), [
    '2026-11-24 false',
    '2026-11-24 true',
    '2026-12-24 false',
  ])
  assert.equal((await rowOf(code)).deadline, '2026-11-24')
  const report = answers(casework.fairHearing, 'yes')
  const reported = (said: object) => ({ ...hearing('2026-11-24', ben.code), state: 'done', facts: { observer: ben.code, report: said } })
  const { public: _, ...without } = report as Record<string, string>
  assert.deepEqual(told(await keep(code, reported(without))), [400, 'request.malformed'])
  must(await keep(code, reported(report)), 200)
})

test('a referral names its consent and its programme, and one that nobody answered surfaces after its day (R-EP-14)', async () => {
  const code = await aCase()
  const facts = { programme: 'emergency_grant', consent: 'reporter', reply: 'none', outcome: null }
  const referral = (over: object) => anEvent({ kind: 'referral', stage: 'other', state: 'open', due: '2026-11-21', facts, ...over })
  assert.deepEqual(told(await keep(code, referral({ due: null }))), [422, 'entry.day_needed'])
  assert.deepEqual(told(await keep(code, referral({ facts: { ...facts, consent: null } }))), [400, 'request.malformed'])
  assert.deepEqual(told(await keep(code, referral({}))), [409, 'consent.missing'])
  const given = {
    case: code,
    subject: 'reporter',
    scopes: ['partners'],
    giver: 'self',
    basis: 'spoken',
    from: DAY,
    until: null,
    card: null,
    mark: null,
  }
  must(await ana.post('/consent/give', given), 200)
  const entry = randomUUID()
  must(await keep(code, referral({}), entry), 200)
  const late = async () => (await list(ana, { deadline: 'late' })).map((row) => row.case)
  assert.ok((await late()).includes(code))
  const answered = referral({ state: 'done', facts: { ...facts, reply: 'accepted', outcome: 'helped' } })
  must(await keep(code, answered, entry, 1), 200)
  assert.ok(!(await late()).includes(code))
})

test('a visa that is refused has a reason code, and a document list stands in it (R-NGO-39)', async () => {
  const code = await aCase()
  const have = ['identity', 'photo', 'fear_statement', 'unhcr_letter', 'sponsor_letter', 'criminal_record', 'medical', 'family_papers']
  const documents = Object.fromEntries(have.map((name) => [name, 'missing']))
  const visa = (decision: string, refusal: string | null) =>
    anEvent({
      kind: 'visa',
      stage: 'other',
      state: 'open',
      due: '2026-12-01',
      facts: { route: 'humanitarian_visa', documents, decision, refusal, family: 2 },
    })
  assert.deepEqual(told(await keep(code, visa('refused', null))), [422, 'entry.reason_code_needed'])
  assert.deepEqual(told(await keep(code, { ...visa('pending', null), due: null })), [422, 'entry.day_needed'])
  assert.deepEqual(told(await keep(code, visa('granted', 'quota_used'))), [422, 'entry.reason_code_needed'])
  must(await keep(code, visa('refused', 'quota_used')), 200)
})

test('nobody closes a need as impossible without saying what was missing, and what was missing is counted by country (R-EP-18)', async () => {
  const code = await aCase()
  const task = randomUUID()
  must(await keepTask(code, aTask({ due: '2026-11-30' }), task), 200)
  const impossible = (over: object) => aTask({ due: '2026-11-30', state: 'done', outcome: 'not_possible', ...over })
  assert.deepEqual(told(await keepTask(code, impossible({}), task, 1)), [422, 'task.gap_needed'])
  must(await keepTask(code, impossible({ gap: 'no_visa_route', jurisdiction: 'FR' }), task, 1), 200)
  assert.deepEqual(must(await ana.post('/tasks/gaps', {}), 200).body['gaps'], [{ jurisdiction: 'FR', gap: 'no_visa_route', n: 1 }])
  assert.deepEqual(must(await stranger.post('/tasks/gaps', {}), 200).body['gaps'], [])
  await assert.rejects(superuser.query(`update asylia.case_task set gap = null where id = $1`, [task]), { code: '23514' })
})

test('tasks of a playbook are kept all or not at all, the nearest day is the case’s, and a done one no longer counts', async () => {
  const code = await aCase()
  const [one, other] = [randomUUID(), randomUUID()]
  const both = (second: object) => ({
    case: code,
    tasks: [
      { task: one, revision: 0, body: aTask({ due: '2026-11-25', playbook: 'police_report' }) },
      { task: other, revision: 0, body: aTask({ due: '2026-11-24', playbook: 'police_report', ...second }) },
    ],
  })
  assert.deepEqual(told(await ana.post('/tasks/keep', both({ owner: stranger.code }))), [422, 'case.member_unknown'])
  assert.equal((await rowOf(code)).deadline, null)
  must(await ana.post('/tasks/keep', both({})), 200)
  assert.equal((await rowOf(code)).deadline, '2026-11-24')
  must(await keepTask(code, aTask({ due: '2026-11-24', state: 'done', outcome: 'done' }), other, 1), 200)
  assert.equal((await rowOf(code)).deadline, '2026-11-25')
  assert.deepEqual(told(await keepTask(code, aTask(), other, 1)), [409, 'record.stale'])
})

test('of a late task the second officer is told once, by a notice that names no case (R-EP-22)', async () => {
  const code = await aCase()
  must(await keepTask(code, aTask({ due: '2026-11-21', second: ben.code })), 200)
  assert.equal(must(await ben.post('/tasks/late', {}), 200).body['told'], 1)
  assert.equal(must(await ana.post('/tasks/late', {}), 200).body['told'], 0)
  const notices = await superuser.query<{ kind: string; subject: string }>(
    `select kind, subject from asylia.notice where kind = 'task.late'`,
  )
  assert.deepEqual(notices.rows, [{ kind: 'task.late', subject: ben.code }])
  const due = must(await ben.post('/cases/deadlines', { until: DAY, mine: true }), 200).body['deadlines'] as {
    case: string
    forSecond: boolean
  }[]
  assert.deepEqual(
    due.filter((row) => row.case === code).map(({ forSecond }) => forSecond),
    [true],
  )
})

test('risk is written down over time, the formula is worked out here and decides nothing, and no line is changed (R-NGO-40)', async () => {
  const code = await aCase()
  const [first, second] = [randomUUID(), randomUUID()]
  const say = (assessment: string, supersedes: string | null, over: object = {}) =>
    ana.post('/cases/risk/assess', {
      case: code,
      assessment,
      supersedes,
      factors: ['threat.surveillance_active', 'cap.lawyer'],
      level: 'high',
      cause: 'first',
      ...over,
    })
  assert.deepEqual(must(await say(first, null), 200).body, { score: 2, suggested: 'low', due: '2026-11-29' })
  assert.deepEqual(told(await say(randomUUID(), null)), [409, 'record.stale'])
  must(await say(second, first, { factors: ['threat.imminence'], level: 'low', cause: 'change' }), 200)
  assert.deepEqual(told(await say(randomUUID(), first)), [409, 'record.stale'])
  const { assessments } = must(await ana.post('/cases/risk', { case: code }), 200).body as { assessments: Record<string, unknown>[] }
  assert.deepEqual(
    assessments.map(({ assessment, supersedes, level, score, by }) => [assessment, supersedes, level, score, by]),
    [
      [second, first, 'low', 5, ana.code],
      [first, null, 'high', 2, ana.code],
    ],
  )
  assert.equal((await rowOf(code)).risk, 'low')
  await assert.rejects(superuser.query(`update asylia.risk_assessment set level = 'critical'`))
  const lines = await superuser.query(`select from base.ledger_entry where action = 'risk.assess' and subject = any ($1)`, [
    [first, second],
  ])
  assert.equal(lines.rowCount, 2)
})

test('a reprisal is tied to what came before it and asks for a new assessment within two days (R-EP-15)', async () => {
  const code = await aCase()
  const report = randomUUID()
  must(await keep(code, anEvent({ stage: 'check_in' }), report), 200)
  must(
    await ana.post('/cases/risk/assess', {
      case: code,
      assessment: randomUUID(),
      supersedes: null,
      factors: [],
      level: 'low',
      cause: 'first',
    }),
    200,
  )
  must(await keep(code, anEvent({ stage: 'threat', ledFrom: report, link: 'reprisal_for' })), 200)
  assert.equal(must(await ana.post('/cases/risk', { case: code }), 200).body['due'], '2026-11-24')
  assert.equal((await rowOf(code)).deadline, '2026-11-24')
})

test('an entry or task is changed by whoever read its newest words alone, and a dropped one is gone', async () => {
  const code = await aCase()
  const entry = randomUUID()
  must(await keep(code, anEvent(), entry), 200)
  must(await keep(code, anEvent({ stage: 'threat' }), entry, 1), 200)
  assert.deepEqual(told(await keep(code, anEvent(), entry, 1)), [409, 'record.stale'])
  assert.deepEqual(told(await keep(code, anEvent(), entry)), [409, 'record.stale'])
  assert.deepEqual(told(await stranger.post('/cases/entries/drop', { case: code, entry, revision: 2 })), [404, 'record.not_found'])
  must(await ben.post('/cases/entries/drop', { case: code, entry, revision: 2 }), 200)
  assert.equal(codeOf(await ben.post('/cases/entries/drop', { case: code, entry, revision: 2 })), 'record.stale')
})

test('without a role that reads codes the doors stay shut (R-EP-36)', async () => {
  await superuser.query(`delete from asylia.member_role r using asylia.member m where m.id = r.member_id and m.code = $1`, [ben.code])
  await signInAs(desk, ben)
  assert.deepEqual(told(await ben.post('/cases/list', everything)), [403, 'role.needed'])
  assert.deepEqual(told(await ben.post('/cases/view', { case: 'C-234567' })), [403, 'role.needed'])
})
