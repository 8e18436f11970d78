// long: one database and its people for every part of a dialogue; a split would found them anew in each file.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { dayOf } from '#kernel/clock.ts'
import { newPublicCode } from '#kernel/ids.ts'
import { type ADesk, type AMember, type Answer, aDesk, aFoundedTeam, anotherMember, ask, must } from '../../../test/a-desk.ts'
import { aPerson } from '../../../test/people/a-case.ts'
import { type ARound, aCase, aDay, agrees, anItem, aRound, aTrack, codeOf, raises, withdraws } from './a-dialogue.ts'
import type { Due } from './calendar/calendar.contract.ts'
import type { Deliverable } from './deliverables/deliverable.contract.ts'
import type { Benchmark, Ladder } from './ladder/ladder.contract.ts'
import { daysAfter } from './ladder/ladder.rules.ts'
import type { History, Raised, WillingPerson } from './raising/raising.contract.ts'
import type { RoundView, Summary, Track } from './rounds/round.contract.ts'

let desk: ADesk
let ana: AMember
let ben: AMember
let embassy: AMember
let superuser: pg.Client
let day: string
let track: string

before(async () => {
  desk = await aDesk()
  superuser = new pg.Client({ connectionString: desk.database.superuserUrl })
  await superuser.connect()
  ana = (await aFoundedTeam(desk, 'first-aid')).founder
  ben = await anotherMember(desk, ana)
  embassy = (await aFoundedTeam(desk, 'embassy-aid', { kind: 'state', of: ['FR'] })).founder
  day = dayOf(desk.now())
  track = await aTrack(ana)
})
after(async () => {
  await superuser.end()
  await desk.stop()
})

const told = async <Out>(by: AMember, path: string, body: object = {}): Promise<Out> =>
  must(await by.post(`/dialogues/${path}`, body), 200).body as Out
const viewed = (round: ARound, by = ana) => told<RoundView>(by, 'rounds/view', { round: round.code })
const listed = async (round: ARound, by = ana) =>
  (await told<{ raised: Raised[] }>(by, 'raised/list', { round: round.code, after: null })).raised
const historyOf = async (code: string, by = ana) => (await told<{ raised: History[] }>(by, 'cases/history', { case: code })).raised

test('a case is raised with consent, answered, and coded by two; the server holds round, form, days, codes and the consent and no word (R-HRD-06, R-EP-13)', async () => {
  const round = await aRound(ana, track, { happened: aDay(day), ordinal: 10 })
  const code = await aCase(ana)
  must(await agrees(ana, { case: code, scopes: ['dialogue'], from: day }), 200)
  const { id, answer } = await raises(ana, { case: code, round: round.code })
  assert.equal(answer.status, 200)
  const [onList] = await listed(round)
  assert.deepEqual([onList?.case, onList?.standing, onList?.times, onList?.state], [code, 'given', 0, 'listed'])
  const change = { id, case: code, revision: 1, state: 'raised', raisedOn: day, level: 'director', next: '2027-02-01' }
  must(await ana.post('/dialogues/cases/change', change), 200)
  const reply = randomUUID()
  must(await ana.post('/dialogues/cases/reply', { id: reply, case: code, raised: id, form: 'oral', on: day }), 200)
  must(await ana.post('/dialogues/cases/code', { id: randomUUID(), case: code, reply, code: 'general' }), 200)
  assert.equal(codeOf(await ana.post('/dialogues/cases/code', { id: randomUUID(), case: code, reply, code: 'denied' })), '409 reply.coded')
  const [raised] = await historyOf(code)
  assert.deepEqual([raised?.times, raised?.lastRaised, raised?.lastReply, raised?.round], [1, day, null, round.code])
  assert.deepEqual(raised?.replies[0]?.codings, [{ code: 'general', by: ana.code, on: day, scheme: 1 }])
  const columns = await superuser.query<{ type: string }>(
    `select distinct data_type as type from information_schema.columns where table_schema = 'asylia' and table_name in ('raised_case', 'raised_reply', 'reply_coding')`,
  )
  assert.deepEqual(columns.rows.map(({ type }) => type).toSorted(), ['boolean', 'date', 'integer', 'text', 'uuid'])
  const long = await superuser.query(
    `select from asylia.raised_case r, jsonb_each_text(to_jsonb(r)) f where r.id = $1 and f.value ~ '\\s'`,
    [id],
  )
  assert.equal(long.rowCount, 0)
})

test('a case without the scope of its form cannot enter a list, at the door or in the database (UX-P-01, R-NGO-37)', async () => {
  const round = await aRound(ana, track, { kind: 'statement', happened: aDay(day) })
  const code = await aCase(ana)
  assert.equal(codeOf((await raises(ana, { case: code, round: round.code })).answer), '409 consent.missing')
  must(await agrees(ana, { case: code, scopes: ['dialogue', 'public_anon'], from: day }), 200)
  assert.equal(codeOf((await raises(ana, { case: code, round: round.code, form: 'public_named' })).answer), '409 consent.missing')
  assert.equal(codeOf((await raises(ana, { case: code, round: round.code, form: 'parliament' })).answer), '409 consent.missing')
  const { id, answer } = await raises(ana, { case: code, round: round.code, form: 'public_unnamed' })
  assert.equal(answer.status, 200)
  assert.equal(codeOf((await raises(ana, { case: code, round: round.code, form: 'public_unnamed' })).answer), '409 raised.on_list')
  await superuser.query('begin')
  try {
    const member = await superuser.query<{ id: string }>('select id from asylia.member where code = $1', [ana.code])
    await superuser.query('set local role asylia_app')
    await superuser.query(`select set_config('asylia.member', $1, true)`, [member.rows[0]?.id])
    const forged = superuser.query(
      `insert into asylia.raised_case (compartment_id, id, round_room, round_id, subject, form, scope, consent_id, touched_on, written_by, written_on)
       select compartment_id, $1, round_room, round_id, subject, 'public_named', 'public_named', consent_id, touched_on, written_by, written_on
       from asylia.raised_case where id = $2`,
      [randomUUID(), id],
    )
    await assert.rejects(forged, /row-level security/)
  } finally {
    await superuser.query('rollback')
  }
})

test('a withdrawn consent turns the case red on every list and stops the next version until it is off; holders of the first are known (P-07, UX-P-01)', async () => {
  const round = await aRound(ana, track, { happened: aDay(day) })
  const [kept, gone] = [await aCase(ana), await aCase(ana)]
  const people = new Map<string, string>()
  for (const code of [kept, gone]) {
    const { code: subject } = await aPerson(ana, code)
    people.set(code, subject)
    must(await agrees(ana, { case: code, scopes: ['dialogue'], from: day, subject }), 200)
    assert.equal((await raises(ana, { case: code, round: round.code, subject })).answer.status, 200)
  }
  const first = randomUUID()
  const frozen = await told<{ n: number; hash: string; entries: number }>(ana, 'lists/freeze', { id: first, round: round.code })
  assert.deepEqual([frozen.n, frozen.entries, frozen.hash.length], [1, 2, 64])
  const asked = { round: round.code, list: first, kind: 'case_list' }
  const preview = await told<{ digest: string; rows: number }>(ana, 'lists/ask', asked)
  assert.equal(preview.rows, 2)
  const taken = await told<{ rows: { case: string }[] }>(ana, 'lists/take', { id: randomUUID(), ...asked, digest: preview.digest })
  assert.deepEqual(taken.rows.map((row) => row.case).toSorted(), [kept, gone].toSorted())

  must(await withdraws(ana, { case: gone, scopes: ['dialogue'], subject: people.get(gone) ?? '' }), 200)
  const red = (await listed(round)).find((one) => one.case === gone)
  assert.ok(red)
  assert.equal(red.standing, 'withdrawn')
  const { entries } = await told<{ entries: { case: string; standing: string }[] }>(ana, 'lists/view', { round: round.code, list: first })
  assert.equal(entries.find((one) => one.case === gone)?.standing, 'withdrawn')
  assert.equal((await historyOf(gone))[0]?.standing, 'withdrawn')
  const again = { id: randomUUID(), round: round.code }
  assert.equal(codeOf(await ana.post('/dialogues/lists/freeze', again)), '409 list.consent_gone')
  const digest = (await told<{ digest: string }>(ana, 'lists/ask', asked)).digest
  assert.equal(codeOf(await ana.post('/dialogues/lists/take', { id: randomUUID(), ...asked, digest })), '409 list.consent_gone')
  const { lists, copies } = await viewed(round)
  assert.deepEqual(
    [lists.map(({ n, hash }) => [n, hash]), copies.map(({ by, list }) => [by, list])],
    [[[1, frozen.hash]], [[ana.code, first]]],
  )

  const off = { id: red.id, case: gone, revision: red.revision, state: 'dropped', raisedOn: null, level: null, next: null }
  must(await ana.post('/dialogues/cases/change', off), 200)
  assert.deepEqual([(await told<{ n: number; entries: number }>(ana, 'lists/freeze', again)).entries], [1])
})

test('what a reporter takes back in the mailbox ends it for the people of the report too, and past rounds stay as they were (P-07)', async () => {
  const round = await aRound(ana, track, { happened: aDay(day) })
  const code = await aCase(ana)
  const { code: subject } = await aPerson(ana, code)
  must(await agrees(ana, { case: code, scopes: ['dialogue'], from: day, subject }), 200)
  const { id } = await raises(ana, { case: code, round: round.code, subject })
  must(await withdraws(ana, { case: code, scopes: ['dialogue'] }), 200)
  assert.equal((await listed(round))[0]?.standing, 'withdrawn')
  const raisedToday = { id, case: code, revision: 1, state: 'raised', raisedOn: day, level: null, next: null }
  assert.equal(codeOf(await ana.post('/dialogues/cases/change', raisedToday)), '409 consent.withdrawn')
})

test('a colleague who does not read a case learns nothing of it from lists, versions, counts or the calendar (T-21, A-01)', async () => {
  const round = await aRound(ana, track, { happened: aDay(day) })
  const code = await aCase(ana)
  must(await agrees(ana, { case: code, scopes: ['dialogue'], from: day }), 200)
  const { id } = await raises(ana, { case: code, round: round.code })
  const change = { id, case: code, revision: 1, state: 'raised', raisedOn: day, level: null, next: day }
  must(await ana.post('/dialogues/cases/change', change), 200)
  const list = randomUUID()
  must(await ana.post('/dialogues/lists/freeze', { id: list, round: round.code }), 200)
  assert.deepEqual(await listed(round, ben), [])
  assert.deepEqual((await told<{ entries: object[] }>(ben, 'lists/view', { round: round.code, list })).entries, [])
  assert.deepEqual((await viewed(round, ben)).counts, { listed: 0, raised: 0, answered: 0 })
  assert.deepEqual((await viewed(round)).counts, { listed: 1, raised: 1, answered: 0 })
  for (const path of ['due/list', 'summary/view', 'silent/list'])
    assert.ok(
      !JSON.stringify(
        await told(ben, path, path === 'due/list' ? {} : path === 'silent/list' ? { after: null } : { partner: null }),
      ).includes(code),
    )
})

test('an announced round that nothing confirms stays announced, and gaps of the series are told (R-HRD-13, R-EEAS-06)', async () => {
  const own = await aTrack(ana, { kind: 'political_consultations', everyDays: 365 })
  const held = { status: 'held', heldSource: 'own_record', raised: 'yes' } as const
  await aRound(ana, own, { ...held, ordinal: 7, happened: aDay('2017-12-01') })
  const eighth = await aRound(ana, own, { ordinal: 8, happened: { from: '2018-01-01', until: '2018-12-31', precision: 'year' } })
  await aRound(ana, own, { ...held, ordinal: 9, happened: aDay('2020-02-17') })
  const { tracks } = await told<{ tracks: Track[] }>(ana, 'tracks/list')
  const notes = tracks.find(({ code }) => code === own)?.notes ?? []
  assert.deepEqual(
    notes.map(({ kind, from, until, round }) => [kind, from, until, round]),
    [
      ['missing', 1, 6, null],
      ['unconfirmed', null, null, eighth.code],
      ['silent', null, null, null],
    ],
  )
  assert.equal((await viewed(eighth)).round.unconfirmed, true)
  const body = (await viewed(eighth)).round
  const { id, code, track: _t, trackKind: _k, partner: _p, on: _o, unconfirmed: _u, shared: _s, revision, ...facts } = body
  const said = { id, code, track: own, revision, body: { ...facts, status: 'held' } }
  assert.equal(codeOf(await ana.post('/dialogues/rounds/keep', said)), '422 round.source_needed')
  must(
    await ana.post('/dialogues/rounds/keep', {
      ...said,
      body: { ...facts, status: 'held', level: 'not_told', heldSource: 'https://example.invalid/8' },
    }),
    200,
  )
  assert.equal((await viewed(eighth)).round.unconfirmed, false)
})

test('a deliverable is agreed with an indicator and a day alone; one found false by a later incident says so, to its readers with the incident (R-NGO-18, R-NGO-19)', async () => {
  const round = await aRound(ana, track, { happened: aDay(day) })
  const one = { id: randomUUID(), code: newPublicCode('G'), round: round.code }
  const body = { side: 'partner', said: 'Ends exit bans for families', indicator: null, verification: null, due: null, state: 'agreed' }
  assert.equal(codeOf(await ana.post('/dialogues/deliverables/keep', { ...one, revision: 0, body })), '422 deliverable.measure_needed')
  const agreed = { ...body, indicator: 'No exit ban recorded for six months', due: '2026-11-01' }
  must(await ana.post('/dialogues/deliverables/keep', { ...one, revision: 0, body: agreed }), 200)
  const due = await told<{ due: Due[] }>(ana, 'due/list')
  assert.deepEqual(
    due.due.filter(({ code }) => code === one.code).map(({ since }) => since),
    ['2026-11-01'],
  )
  must(await ana.post('/dialogues/deliverables/keep', { ...one, revision: 1, body: { ...agreed, state: 'delivered' } }), 200)

  must(await anItem(ana, round.code, { kind: 'minutes', said: 'They said that it is done', deliverable: one.code }), 200)
  assert.deepEqual(
    (await viewed(round)).items.map(({ kind, deliverable }) => [kind, deliverable]),
    [['minutes', one.code]],
  )
  const code = await aCase(ana)
  const incident = randomUUID()
  const kept = { case: code, id: incident, code: newPublicCode('I'), revision: 0, origin: 'VN', host: 'TH', effect: null, place: null }
  must(await ana.post('/incidents/keep', { ...kept, placePrecision: 'hidden', happened: aDay(day), community: null }), 200)
  const check = { id: randomUUID(), deliverable: one.code, verdict: 'found_false', basis: 'incident', source: null }
  assert.equal(codeOf(await ana.post('/dialogues/deliverables/check', { ...check, incident: null })), '422 deliverable.basis_needed')
  must(await ana.post('/dialogues/deliverables/check', { ...check, incident: { case: code, incident } }), 200)
  const found = (view: RoundView): Deliverable | undefined => view.deliverables.find(({ id }) => id === one.id)
  assert.deepEqual(
    found(await viewed(round))?.checks.map(({ verdict, incidents }) => [verdict, incidents]),
    [['found_false', [{ case: code, incident: kept.code }]]],
  )
  assert.deepEqual(
    found(await viewed(round, ben))?.checks.map(({ verdict, incidents }) => [verdict, incidents]),
    [['found_false', []]],
  )
})

test('a missed benchmark shows its consequence as due, with the day and the log of decisions; a ladder laid out beforehand is never changed (R-NGO-24)', async () => {
  const round = await aRound(ana, track, { happened: aDay(day) })
  const code = newPublicCode('G')
  const body = {
    side: 'partner',
    said: 'Ends exit bans',
    indicator: 'None recorded',
    verification: null,
    due: daysAfter(day, 90),
    state: 'agreed',
  }
  must(await ana.post('/dialogues/deliverables/keep', { id: randomUUID(), code, round: round.code, revision: 0, body }), 200)
  const bench = async (due: string) => {
    const id = randomUUID()
    must(await ana.post('/dialogues/benchmarks/add', { id, deliverable: code, said: 'The list of bans is published', due }), 200)
    return id
  }
  const step = async (benchmark: string, n: number, over: object = {}) => {
    const id = randomUUID()
    const said = { id, benchmark, step: n, setOff: 'missed', afterDays: 0, said: 'Raised at the next round', ...over }
    return { id, answer: codeOf(await ana.post('/dialogues/consequences/add', said)) }
  }
  const [ahead, missed] = [await bench(daysAfter(day, 30)), await bench(daysAfter(day, -10))]
  const steps = { early: await step(ahead, 1), false: await step(ahead, 2, { setOff: 'found_false' }) }
  const [first, second] = [await step(missed, 1), await step(missed, 2, { afterDays: 30, said: 'Training is put on hold' })]
  assert.equal((await step(missed, 3, { afterDays: 5 })).answer, '422 consequence.out_of_order')
  assert.equal((await step(missed, 2, { afterDays: 30 })).answer, '409 record.stale')

  const seen = async (by = ana) => {
    const { ladder } = await told<{ ladder: Ladder[] }>(by, 'ladder/list')
    return ladder.find(({ deliverable }) => deliverable === code)?.benchmarks ?? []
  }
  const stands = (all: readonly Benchmark[], id: string) =>
    all.flatMap((one) => one.steps.filter((of) => of.id === id).map(({ state, on }) => [one.state, state, on]))[0]
  const before = await seen()
  assert.deepEqual(stands(before, first.id), ['missed', 'due', daysAfter(day, -9)])
  assert.deepEqual(stands(before, second.id), ['missed', 'coming', daysAfter(day, 21)])
  assert.deepEqual(stands(before, steps.early.id), ['ahead', 'waiting', null])
  const waits = async () =>
    (await told<{ due: Due[] }>(ana, 'due/list')).due.filter((one) => one.what === 'consequence' && one.code === code)
  assert.deepEqual(
    (await waits()).map(({ on, since }) => [on, since]),
    [
      [daysAfter(day, -9), daysAfter(day, -9)],
      [daysAfter(day, 21), null],
    ],
  )

  const decide = async (consequence: string, seenOf: number, decision: string, until: string | null = null, by = ana) => {
    const said = { id: randomUUID(), consequence, seen: seenOf, decision, reasons: `Because of ${decision}`, until }
    return codeOf(await by.post('/dialogues/consequences/decide', said))
  }
  assert.equal(await decide(steps.early.id, 0, 'taken'), '422 consequence.not_due')
  assert.equal(await decide(first.id, 0, 'put_off', day), '422 consequence.day_needed')
  assert.equal(await decide(first.id, 0, 'put_off', daysAfter(day, 5)), '200 done')
  assert.deepEqual(stands(await seen(), first.id), ['missed', 'put_off', daysAfter(day, 5)])
  assert.equal(await decide(first.id, 0, 'taken', null, ben), '409 record.stale', 'ben has not seen that it was put off')
  assert.equal(await decide(first.id, 1, 'taken', null, ben), '200 done')
  assert.equal(await decide(first.id, 2, 'waived'), '409 record.stale', 'what was taken stays taken')
  const decided = (await seen()).flatMap((one) => one.steps).find(({ id }) => id === first.id)
  assert.deepEqual(
    decided?.decisions.map(({ decision, reasons, until, by, on }) => [decision, reasons, until, by, on]),
    [
      ['put_off', 'Because of put_off', daysAfter(day, 5), ana.code, day],
      ['taken', 'Because of taken', null, ben.code, day],
    ],
  )
  for (const table of ['benchmark', 'consequence', 'consequence_decision'])
    await assert.rejects(superuser.query(`update asylia.${table} set compartment_id = compartment_id`), /append|change|refus/i)

  const look = { id: randomUUID(), benchmark: missed, seen: 0, result: 'met', source: 'own_record' }
  must(await ana.post('/dialogues/benchmarks/look', look), 200)
  assert.deepEqual(stands(await seen(), second.id), ['met', 'waiting', null])
  const found = {
    id: randomUUID(),
    deliverable: code,
    verdict: 'found_false',
    basis: 'document',
    source: 'https://example.invalid/x',
    incident: null,
  }
  must(await ana.post('/dialogues/deliverables/check', found), 200)
  assert.deepEqual(stands(await seen(), steps.false.id), ['ahead', 'due', day])
  assert.deepEqual(await seen(embassy), [])
  assert.equal(await decide(second.id, 0, 'waived', null, embassy), '404 record.not_found')
})

test('another team sees of an exchange what was shared with it, and nothing else (R-EEAS-02)', async () => {
  const contact = await aRound(ana, track, {
    kind: 'call',
    status: 'held',
    heldSource: 'own_record',
    heldBy: 'delegation',
    happened: aDay(day),
    raised: 'yes',
  })
  must(await anItem(ana, contact.code, { kind: 'ask', said: 'Asked for access to the place of detention', topic: 'torture' }), 200)
  const name = 'An Official'
  const official = { id: randomUUID(), round: contact.code, side: 'partner', head: true, office: 'Deputy Director', name, people: null }
  must(await ana.post('/dialogues/delegates/add', { ...official, source: 'https://example.invalid/list' }), 200)
  const code = await aCase(ana)
  must(await agrees(ana, { case: code, scopes: ['dialogue'], from: day }), 200)
  must((await raises(ana, { case: code, round: contact.code, form: 'demarche' })).answer, 200)
  assert.equal(codeOf(await embassy.post('/dialogues/rounds/view', { round: contact.code })), '404 record.not_found')
  must(await ana.post('/dialogues/rounds/share', { round: contact.code, team: 'embassy-aid', shared: true }), 200)
  const shown = await viewed(contact, embassy)
  assert.deepEqual([shown.round.shared, shown.items.length, shown.delegates, shown.shares, shown.lists], [true, 1, [], [], []])
  assert.ok(!JSON.stringify(shown).includes(code) && !JSON.stringify(shown).includes(name))
  assert.equal(codeOf(await embassy.post('/dialogues/raised/list', { round: contact.code, after: null })), '404 record.not_found')
  assert.equal(codeOf(await anItem(embassy, contact.code, { said: 'Not theirs to write' })), '404 record.not_found')
  must(await ana.post('/dialogues/rounds/share', { round: contact.code, team: 'embassy-aid', shared: false }), 200)
  assert.equal(codeOf(await embassy.post('/dialogues/rounds/view', { round: contact.code })), '404 record.not_found')
})

test('points of a round stay apart: agenda by topic and side, asks, offers, promises, laws of concern, press lines; organisations inside a country are a number (R-HRD-02, R-HRD-03, R-HRD-04, R-HRD-11, R-CSP-19)', async () => {
  const subcommittee = await aTrack(ana, { kind: 'subcom_ggrolhr', basis: 'eu-vn-pca', everyDays: null })
  const round = await aRound(ana, subcommittee, {
    happened: aDay(day),
    status: 'held',
    heldSource: 'own_record',
    raised: 'yes',
    level: 'director',
  })
  for (const topic of ['expression', 'association', 'assembly', 'religion', 'information'])
    must(await anItem(ana, round.code, { topic }), 200)
  must(await anItem(ana, round.code, { topic: 'security', repression: true, concerns: 'both' }), 200)
  must(await anItem(ana, round.code, { kind: 'ask', said: 'Release on medical grounds' }), 200)
  must(await anItem(ana, round.code, { kind: 'offer', said: 'Training of prosecutors' }), 200)
  must(await anItem(ana, round.code, { kind: 'promise', said: 'A visit next year' }), 200)
  must(await anItem(ana, round.code, { kind: 'concern', provision: 'vn-penal.117' }), 200)
  must(await anItem(ana, round.code, { kind: 'press_unsaid', said: 'Repression across borders' }), 200)
  assert.equal(codeOf(await anItem(ana, round.code, { kind: 'concern', said: 'Some law' })), '422 item.provision_needed')
  const kinds = Map.groupBy((await viewed(round)).items, ({ kind }) => kind)
  assert.deepEqual([...kinds].map(([kind, of]) => [kind, of.length]).toSorted(), [
    ['agenda', 6],
    ['ask', 1],
    ['concern', 1],
    ['offer', 1],
    ['press_unsaid', 1],
    ['promise', 1],
  ])
  const { rounds } = await told<{ rounds: { code: string }[] }>(ana, 'provisions/list', { provision: 'vn-penal.117' })
  assert.deepEqual(
    rounds.map(({ code }) => code),
    [round.code],
  )
  const prepares = await aRound(ana, subcommittee, { kind: 'ngo_meeting', before: round.code, happened: aDay(day) })
  const met = { id: randomUUID(), round: prepares.code, side: 'organisations_inside', head: false, name: null, source: null }
  assert.equal(codeOf(await ana.post('/dialogues/delegates/add', { ...met, office: 'A centre', people: 3 })), '422 delegate.protected')
  must(await ana.post('/dialogues/delegates/add', { ...met, office: null, people: 3 }), 200)
  assert.deepEqual(
    (await viewed(round)).around.map(({ code }) => code),
    [prepares.code],
  )
  const { topics } = await told<Summary>(ana, 'summary/view', { partner: null })
  assert.deepEqual(
    topics.find(({ topic }) => topic === 'religion'),
    { topic: 'religion', year: 2026, n: 1 },
  )
})

test('every exchange says whether repression was raised, by whom and at what level; tracks join in one history and one count (R-NGO-22, R-EEAS-01, R-CSP-03)', async () => {
  const trade = await aTrack(ana, { kind: 'trade_committee', partner: 'TH' })
  const held = { status: 'held', heldSource: 'own_record', heldBy: 'commission', level: 'minister' } as const
  const spoken = await aRound(ana, trade, { ...held, happened: aDay('2026-03-01'), raised: 'yes' })
  await aRound(ana, trade, { ...held, happened: aDay('2026-06-01'), raised: 'no', absence: 'no_time' })
  const silent = { id: randomUUID(), code: newPublicCode('Y'), track: trade, revision: 0 }
  const without = { ...(await viewed(spoken)).round, raised: 'no' }
  const { id: _i, code: _c, track: _t, trackKind: _k, partner: _p, on: _o, unconfirmed: _u, shared: _s, revision: _r, ...body } = without
  assert.equal(codeOf(await ana.post('/dialogues/rounds/keep', { ...silent, body })), '422 round.absence_needed')
  const next = await aRound(ana, trade, { happened: aDay('2027-03-01') })
  must(await anItem(ana, next.code, { topic: 'trade', repression: true }), 200)
  const { tracks, levels } = await told<Summary>(ana, 'summary/view', { partner: 'TH' })
  assert.deepEqual(
    tracks.map(({ held: of, raising }) => [of, raising]),
    [[2, 1]],
  )
  assert.deepEqual(levels, [{ level: 'minister', held: 2, raising: 1, points: 0, cases: 0 }])
  const { tracks: all } = await told<{ tracks: Track[] }>(ana, 'tracks/list')
  const shown = all.find(({ code }) => code === trade)
  assert.deepEqual([shown?.last?.on, shown?.next?.on, shown?.onAgenda], ['2026-06-01', '2027-03-01', true])
  const joined = await told<{ rounds: { track: string }[] }>(ana, 'rounds/list', { track: null, partner: null, raised: true, after: null })
  assert.ok(new Set(joined.rounds.map((one) => one.track)).size > 1)
})

test('a demand to cease shows what of the same kind was recorded after it, and a raised case without a word for ninety days stands among the silent (R-NGO-25, R-EEAS-07)', async () => {
  const round = await aRound(ana, track, { happened: aDay('2026-01-10'), status: 'held', heldSource: 'own_record', raised: 'yes' })
  must(await anItem(ana, round.code, { kind: 'demand', method: 'phys.abduction' }), 200)
  const code = await aCase(ana)
  const place = { origin: 'VN', host: 'TH', effect: null, place: null, placePrecision: 'hidden', community: null }
  for (const on of ['2026-01-05', '2026-02-05']) {
    const incident = randomUUID()
    must(
      await ana.post('/incidents/keep', { case: code, id: incident, code: newPublicCode('I'), revision: 0, ...place, happened: aDay(on) }),
      200,
    )
    const act = { case: code, incident, id: randomUUID(), revision: 0, method: 'phys.abduction', person: null, happened: aDay(on) }
    must(await ana.post('/incidents/act', { ...act, outcome: 'unknown', determinedBy: null, confidence: null }), 200)
  }
  const { demands } = await told<{ demands: { round: string; after: number; last: string }[] }>(ana, 'demands/list')
  assert.deepEqual(
    demands.map(({ round: of, after: n, last }) => [of, n, last]),
    [[round.code, 1, '2026-02-05']],
  )
  assert.deepEqual(
    (await told<{ demands: { after: number }[] }>(ben, 'demands/list')).demands.map(({ after: n }) => n),
    [0],
  )
  must(await agrees(ana, { case: code, scopes: ['dialogue'], from: day }), 200)
  const { id } = await raises(ana, { case: code, round: round.code })
  const change = { id, case: code, revision: 1, state: 'raised', raisedOn: day, level: null, next: null }
  must(await ana.post('/dialogues/cases/change', change), 200)
  const silent = async () => (await told<{ raised: Raised[] }>(ana, 'silent/list', { after: null })).raised.map((one) => one.case)
  assert.ok(!(await silent()).includes(code))
  await superuser.query(`update asylia.raised_case set touched_on = touched_on - 91 where id = $1`, [id])
  assert.ok((await silent()).includes(code))
})

test('a calendar is behind an address of its own, holds codes and days and nothing else, and is gone when it is ended (R-NGO-19, T-21)', async () => {
  const make = async () => ({ path: String(must(await ana.post('/feeds/make', { kind: 'calendar' }), 200).body['path']) })
  const { path } = await make()
  const feed = await ask(desk.app, 'GET', path, {})
  assert.deepEqual([feed.status, feed.headers['content-type']], [200, 'text/calendar; charset=utf-8'])
  const text = feed.raw.toString()
  const rest = text
    .split('\r\n')
    .filter((line) => !/^(BEGIN|END|VERSION|PRODID|CALSCALE|CLASS|TRANSP|DTSTAMP|DTSTART|DTEND)\b/.test(line) && line !== '')
  assert.ok(rest.length > 0)
  for (const line of rest) assert.match(line, /^(SUMMARY:[YTG]-[2-9A-HJ-NP-Z]{6}|UID:[YTG]-[2-9A-HJ-NP-Z]{6}-\d{8})$/)
  assert.ok(!/C-[2-9A-HJ-NP-Z]{6}/.test(text))
  const second = await make()
  assert.equal((await ask(desk.app, 'GET', path, {})).status, 404)
  assert.equal((await ask(desk.app, 'GET', second.path, {})).status, 200)
  must(await ana.post('/feeds/end', { kind: 'calendar' }), 200)
  assert.equal((await ask(desk.app, 'GET', second.path, {})).status, 404)
  assert.equal((await ask(desk.app, 'GET', `${path.slice(0, -43)}${'a'.repeat(43)}`, {})).status, 404)
})

test('who is offered for a list agreed to exactly this use in a case of that state, with when they were last raised and what two people say was answered (R-EP-13)', async () => {
  const round = await aRound(ana, track, { happened: aDay(day) })
  const code = await aCase(ana)
  await superuser.query(
    `update asylia.case_file set origin = 'VN' where compartment_id = (select compartment_id from asylia.report_case where code = $1)`,
    [code],
  )
  const { code: subject } = await aPerson(ana, code)
  must(await agrees(ana, { case: code, scopes: ['dialogue'], from: day, subject }), 200)
  const willing = async (form: string, partner = 'VN', by = ana) =>
    (await told<{ people: WillingPerson[] }>(by, 'willing/list', { form, partner, after: null })).people.filter((one) => one.case === code)
  assert.deepEqual(await willing('spoken'), [{ case: code, subject, times: 0, lastRaised: null, lastReply: null }])
  assert.deepEqual([await willing('parliament'), await willing('spoken', 'TH'), await willing('spoken', 'VN', ben)], [[], [], []])
  const { id } = await raises(ana, { case: code, round: round.code, subject })
  const change = { id, case: code, revision: 1, state: 'raised', raisedOn: day, level: null, next: null }
  must(await ana.post('/dialogues/cases/change', change), 200)
  const reply = randomUUID()
  must(await ana.post('/dialogues/cases/reply', { id: reply, case: code, raised: id, form: 'written', on: day }), 200)
  const codes = [ana, ben].map((by) => [by.code, 'information'])
  for (const [by, said] of codes)
    await superuser.query(
      `insert into asylia.reply_coding (compartment_id, id, reply_id, scheme, code, coded_by, coded_on)
       select compartment_id, gen_random_uuid(), id, 1, $1, (select id from asylia.member where code = $2), $3 from asylia.raised_reply where id = $4`,
      [said, by, day, reply],
    )
  assert.deepEqual(await willing('spoken'), [{ case: code, subject, times: 1, lastRaised: day, lastReply: 'information' }])
  must(await withdraws(ana, { case: code, scopes: ['dialogue'], subject }), 200)
  assert.deepEqual(await willing('spoken'), [])
})

/** Another word on an exchange that stands. */
async function saysOf(round: ARound, over: object): Promise<Answer> {
  const {
    id,
    code,
    track: _t,
    trackKind: _k,
    partner: _p,
    on: _o,
    unconfirmed: _u,
    shared: _s,
    revision,
    ...body
  } = (await viewed(round)).round
  return ana.post('/dialogues/rounds/keep', { id, code, track: round.track, revision, body: { ...body, ...over } })
}
const HELD = { status: 'held', heldSource: 'own_record', level: 'director', raised: 'yes' } as const

test('a dialogue on security is held with a point on repression across borders or a reason why not, and keeps it (R-CSP-07)', async () => {
  const security = await aTrack(ana, { kind: 'dsd', everyDays: null })
  const round = await aRound(ana, security, { happened: aDay(day) })
  for (const over of [HELD, { ...HELD, raised: 'not_stated' }]) assert.equal(codeOf(await saysOf(round, over)), '422 round.point_needed')
  assert.equal(codeOf(await saysOf(round, { ...HELD, raised: 'no' })), '422 round.absence_needed')
  must(await anItem(ana, round.code, { kind: 'agenda', topic: 'security' }), 200)
  assert.equal(codeOf(await saysOf(round, HELD)), '422 round.point_needed', 'a point on something else is none')
  must(await anItem(ana, round.code, { kind: 'ask', topic: 'extradition', repression: true }), 200)
  assert.equal(codeOf(await saysOf(round, HELD)), '200 done')
  const point = (await viewed(round)).items.find(({ repression }) => repression)
  assert.ok(point)
  assert.equal(codeOf(await ana.post('/dialogues/items/drop', { id: point.id, round: round.code })), '422 round.point_needed')
  const { id, revision, ...body } = point
  const without = { id, round: round.code, revision, body: { ...body, repression: false } }
  assert.equal(codeOf(await ana.post('/dialogues/items/keep', without)), '422 round.point_needed')
  assert.equal((await viewed(round)).items.filter(({ repression }) => repression).length, 1)

  const other = await aRound(ana, security, { happened: aDay(day), themes: ['cyber'] })
  assert.equal(codeOf(await saysOf(other, { ...HELD, raised: 'no', absence: 'partner_refused' })), '200 done')
  const trade = await aTrack(ana, { kind: 'trade_committee', everyDays: null })
  const onCyber = await aRound(ana, trade, { happened: aDay(day), themes: ['cyber'] })
  assert.equal(codeOf(await saysOf(onCyber, HELD)), '422 round.point_needed')
  await superuser.query(`update asylia.dialogue_round set status = 'held', held_source = 'own_record' where code = $1`, [onCyber.code])
  const { tracks } = await told<{ tracks: Track[] }>(ana, 'tracks/list')
  const notes = (code: string) => tracks.find((one) => one.code === code)?.notes.map(({ kind, round: of }) => [kind, of])
  assert.deepEqual([notes(security), notes(trade)], [[], [['no_point', onCyber.code]]])
})

test('no contact is held without its level, and what was raised is reported by level: exchanges, points, and cases that the reader reads (R-CSP-02)', async () => {
  const contacts = await aTrack(ana, { kind: 'daily', partner: 'LA', everyDays: null })
  const bare = await aRound(ana, contacts, { kind: 'call', happened: aDay(day) })
  assert.equal(codeOf(await saysOf(bare, { ...HELD, level: null })), '422 round.level_needed')
  assert.equal(codeOf(await saysOf(bare, { ...HELD, level: 'not_told', raised: 'not_stated' })), '200 done')
  const minister = await aRound(ana, contacts, { ...HELD, kind: 'meeting', level: 'minister', happened: aDay(day) })
  await aRound(ana, contacts, { ...HELD, level: 'minister', raised: 'no', absence: 'no_time', happened: aDay(day) })
  await aRound(ana, contacts, { ...HELD, kind: 'visit', level: 'ambassador', happened: aDay(day) })
  for (const kind of ['ask', 'minutes'] as const)
    must(await anItem(ana, minister.code, { kind, said: 'About abductions', repression: true }), 200)
  const code = await aCase(ana)
  must(await agrees(ana, { case: code, scopes: ['dialogue'], from: day }), 200)
  const { id } = await raises(ana, { case: code, round: minister.code })
  must(
    await ana.post('/dialogues/cases/change', { id, case: code, revision: 1, state: 'raised', raisedOn: day, level: null, next: null }),
    200,
  )
  const report = async (by: AMember) =>
    (await told<Summary>(by, 'summary/view', { partner: 'LA' })).levels.toSorted((one, other) =>
      (one.level ?? '') < (other.level ?? '') ? -1 : 1,
    )
  const rest = [
    { level: 'ambassador', held: 1, raising: 1, points: 0, cases: 0 },
    { level: 'not_told', held: 1, raising: 0, points: 0, cases: 0 },
  ]
  const [first, last] = rest
  assert.deepEqual(await report(ana), [first, { level: 'minister', held: 2, raising: 1, points: 2, cases: 1 }, last])
  assert.deepEqual(await report(ben), [first, { level: 'minister', held: 2, raising: 1, points: 2, cases: 0 }, last])
})

test('an act of a parliament names a case with consent to parliaments or to the public alone, at the door and in the database, and nothing becomes one afterwards (R-CSP-04)', async () => {
  const parliaments = await aTrack(ana, { kind: 'interparliamentary', everyDays: null })
  const asked = { kind: 'question', addressee: 'commission', reference: 'E-001234/2026', happened: aDay(day) }
  const acts = [
    await aRound(ana, track, { ...asked, ...HELD, answeredOn: day, answerSource: 'https://example.invalid/answer' }),
    await aRound(ana, track, { kind: 'letter', heldBy: 'parliament', addressee: 'government', happened: aDay(day) }),
    await aRound(ana, parliaments, { kind: 'meeting', happened: aDay(day) }),
    await aRound(ana, track, { kind: 'letter', heldBy: 'eeas', addressee: 'european_parliament', happened: aDay(day) }),
    await aRound(ana, track, { kind: 'note_verbale', addressee: 'national_parliament', happened: aDay(day) }),
    await aRound(ana, track, { kind: 'meeting', level: 'parliament', happened: aDay(day) }),
  ]
  const [question] = acts
  assert.ok(question)
  const { addressee, reference, answeredOn } = (await viewed(question)).round
  assert.deepEqual([addressee, reference, answeredOn], ['commission', 'E-001234/2026', day])
  const code = await aCase(ana)
  must(await agrees(ana, { case: code, scopes: ['dialogue', 'embassies'], from: day }), 200)
  for (const act of acts) {
    for (const form of ['spoken', 'list_handed', 'demarche', 'embassy'])
      assert.equal(codeOf((await raises(ana, { case: code, round: act.code, form })).answer), '422 raised.parliament_only')
    for (const form of ['parliament', 'public_unnamed', 'public_named'])
      assert.equal(codeOf((await raises(ana, { case: code, round: act.code, form })).answer), '409 consent.missing')
  }
  must(await agrees(ana, { case: code, scopes: ['parliament', 'public_anon'], from: day }), 200)
  for (const act of acts)
    for (const form of ['parliament', 'public_unnamed'])
      assert.equal((await raises(ana, { case: code, round: act.code, form })).answer.status, 200)
  const list = randomUUID()
  must(await ana.post('/dialogues/lists/freeze', { id: list, round: question.code }), 200)
  const ask = (kind: string) => ana.post('/dialogues/lists/ask', { round: question.code, list, kind })
  for (const kind of ['case_list', 'briefing', 'embassy_note', 'institution_note', 'partner_paper'])
    assert.equal(codeOf(await ask(kind)), '422 raised.parliament_only')
  assert.equal(must(await ask('parliament_question'), 200).body['rows'], 2)

  const usual = await aRound(ana, track, { happened: aDay(day) })
  const { id, answer } = await raises(ana, { case: code, round: usual.code })
  assert.equal(answer.status, 200)
  const parliamentary = [
    { kind: 'question' },
    { heldBy: 'parliament' },
    { level: 'parliament' },
    { addressee: 'european_parliament' },
    { addressee: 'national_parliament' },
  ]
  for (const over of parliamentary) assert.equal(codeOf(await saysOf(usual, over)), '422 round.parliament_fixed')
  const kind = { kind: 'interparliamentary', partner: 'VN', basis: null, everyDays: 365, state: 'open' }
  const { id: ofTrack, revision } =
    (await told<{ tracks: Track[] }>(ana, 'tracks/list')).tracks.find((one) => one.code === track) ?? assert.fail()
  const turned = { id: ofTrack, code: track, revision, body: kind }
  assert.equal(codeOf(await ana.post('/dialogues/tracks/keep', turned)), '422 round.parliament_fixed')
  for (const act of acts) {
    await superuser.query('begin')
    try {
      const member = await superuser.query<{ id: string }>('select id from asylia.member where code = $1', [ana.code])
      await superuser.query('set local role asylia_app')
      await superuser.query(`select set_config('asylia.member', $1, true)`, [member.rows[0]?.id])
      const forged = superuser.query(
        `insert into asylia.raised_case (compartment_id, id, round_room, round_id, subject, form, scope, consent_id, touched_on, written_by, written_on)
         select compartment_id, $1, round_room, $3, subject, form, scope, consent_id, touched_on, written_by, written_on
         from asylia.raised_case where id = $2`,
        [randomUUID(), id, act.id],
      )
      await assert.rejects(forged, /row-level security/)
    } finally {
      await superuser.query('rollback')
    }
  }
})

test('a planned dialogue on cybersecurity or terrorism is offered points with their sources, which are put on its agenda (R-EEAS-03)', async () => {
  const consultations = await aTrack(ana, { kind: 'political_consultations', everyDays: null })
  const round = await aRound(ana, consultations, { happened: aDay(day) })
  assert.deepEqual((await viewed(round)).proposals, [])
  must(await saysOf(round, { themes: ['cyber', 'counter_terrorism'] }), 200)
  const { proposals } = await viewed(round)
  const safeguard = proposals.find(({ paragraph }) => paragraph === 19)
  assert.ok(safeguard && proposals.every(({ record, source }) => record !== '' && source.startsWith('Q-')))
  const { topic, source } = safeguard
  must(await anItem(ana, round.code, { topic, source, repression: true, said: 'In the words of who puts it there' }), 200)
  assert.deepEqual(
    (await viewed(round)).proposals.map(({ code }) => code),
    proposals.filter((one) => one.topic !== topic || one.source !== source).map(({ code }) => code),
  )
  must(await ana.post('/dialogues/rounds/share', { round: round.code, team: 'embassy-aid', shared: true }), 200)
  assert.deepEqual((await viewed(round, embassy)).proposals, [])
})
