import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import pg from 'pg'
import { type ADesk, type AMember, aDesk, aFoundedTeam, anotherMember, must } from '../../../../test/a-desk.ts'
import { aCase, anAct, anActor, anIncident, aPerson, on } from '../../../../test/people/a-case.ts'
import { hasConsent, type Said } from '../consent/consent.rules.ts'
import type { Counted, DatedRow, Filter, Flows, Groups, Linked, LinksOf, Mark, Work } from './view.contract.ts'

const isLong = process.env['ASYLIA_LONG'] === '1'
let desk: ADesk
let superuser: pg.Client
let ana: AMember
/** A colleague who reads none of these cases, and somebody of another team. */
let ben: AMember
let neighbour: AMember

before(async () => {
  desk = await aDesk()
  superuser = new pg.Client({ connectionString: desk.database.superuserUrl })
  await superuser.connect()
  ana = (await aFoundedTeam(desk, 'first-aid')).founder
  ben = await anotherMember(desk, ana)
  neighbour = (await aFoundedTeam(desk, 'second-aid', { kind: 'state', of: ['FR'] })).founder
})
after(async () => {
  await superuser.end()
  await desk.stop()
})

const ALL: Filter = { case: null, method: null, actor: null, year: null, status: null, origin: null, host: null }
const flows = async (by: AMember, filter: Partial<Filter> = {}) =>
  must(await by.post('/views/flows', { filter: { ...ALL, ...filter } }), 200).body as unknown as Flows
const links = async (by: AMember, asked: Partial<LinksOf> & Pick<LinksOf, 'kind'>) =>
  must(await by.post('/views/links', { case: null, id: null, after: null, ...asked }), 200).body as unknown as Linked
const count = async (by: AMember, what: string, filter: Partial<Filter> = {}) =>
  must(await by.post('/views/statistics', { by: what, filter: { ...ALL, ...filter } }), 200).body as unknown as Counted
const agrees = async (code: string, subject: string, scope = 'statistics') => {
  const said = { giver: 'self', basis: 'spoken', card: null, mark: null, from: '2026-11-01', until: null }
  must(await ana.post('/consent/give', { case: code, subject, scopes: [scope], ...said }), 200)
}
const roomOf = async (code: string) => {
  const { rows } = await superuser.query<{ id: string }>('select compartment_id as id from asylia.report_case where code = $1', [code])
  return rows[0]?.id ?? assert.fail()
}
const idOf = async (who: AMember) =>
  (await superuser.query<{ id: string }>('select id from asylia.member where code = $1', [who.code])).rows[0]?.id ?? assert.fail()

test('the map tells countries by method, actor, year and status, never a place, and nothing of what the caller does not read (R-EP-23, T-21)', async () => {
  const code = await aCase(ana)
  const exact = { place: 'TH-10', placePrecision: 'admin1', happened: on('2024-03-14') }
  const taken = await anIncident(ana, code, exact)
  const act = await anAct(ana, code, taken)
  await anIncident(ana, code, { host: 'DE', happened: { from: '2023-01-01', until: '2024-12-31', precision: 'range' } })
  await anIncident(ana, code, { host: null, origin: null })
  const actor = await anActor(ana)
  const merged = await anActor(ana)
  const involved = { case: code, act, id: randomUUID(), revision: 0, actor, degree: 'executed', level: 'suspected' }
  must(await ana.post('/incidents/involve', involved), 200)
  must(await ana.post('/actors/merge', { actor, revision: 1, into: merged }), 200)

  const told = must(await ana.post('/views/flows', { filter: ALL }), 200)
  assert.deepEqual(
    (told.body as unknown as Flows).flows.map(({ origin, host, n }) => `${origin} ${host} ${n}`),
    ['VN DE 1', 'VN TH 1', 'null null 1'],
  )
  assert.ok(!told.raw.includes('TH-10'))
  const hosts = async (filter: Partial<Filter>) => (await flows(ana, filter)).flows.map(({ host }) => host)
  assert.deepEqual(await hosts({ method: 'phys.abduction' }), ['TH'])
  assert.deepEqual(await hosts({ year: 2024 }), ['DE', 'TH'])
  assert.deepEqual(await hosts({ year: 2023 }), ['DE'])
  assert.deepEqual(await hosts({ actor: merged }), ['TH'])
  assert.deepEqual(await hosts({ status: 'verified' }), [])
  assert.deepEqual(await hosts({ host: 'DE', case: code }), ['DE'])
  for (const other of [ben, neighbour]) {
    assert.deepEqual(await flows(other), { flows: [], whole: true })
    assert.deepEqual(await flows(other, { case: code, actor }), { flows: [], whole: true })
  }
})

test('incidents of all cases stand in the order of their days, page by page, with those of no known day at the end', async () => {
  const code = await aCase(ana)
  for (let at = 0; at < 120; at += 1) await anIncident(ana, code, { happened: on(`2019-0${1 + (at % 9)}-1${at % 10}`) })
  await anIncident(ana, code, { happened: { from: null, until: '2018-05-01', precision: 'before' } })
  await anIncident(ana, code)
  const found: DatedRow[] = []
  for (let after: object | null = null; ; ) {
    const page = must(await ana.post('/views/incidents', { filter: { ...ALL, case: code }, without: [], after }), 200).body as unknown as {
      incidents: DatedRow[]
      more: boolean
    }
    found.push(...page.incidents)
    if (!page.more) break
    const { on: day, id } = page.incidents.at(-1) ?? assert.fail()
    after = { on: day, id }
  }
  assert.equal(new Set(found.map(({ id }) => id)).size, 122)
  const days = found.map((one) => one.on)
  assert.deepEqual(days.slice(0, -1), days.slice(0, -1).toSorted().toReversed())
  assert.deepEqual([days.at(-1), found.at(-2)?.happened], [null, { from: null, until: '2018-05-01', precision: 'before' }])
})

test('a year finds whatever may have been in it, in the list as on the map, also where an end is open or far away', async () => {
  const code = await aCase(ana)
  const range = (from: string | null, until: string | null, precision: string) => ({ from, until, precision })
  const times = {
    inside: on('2021-06-01'),
    'the first day': on('2021-01-01'),
    'the last day': on('2021-12-31'),
    across: range('2019-03-01', '2023-03-01', 'range'),
    'into it': range('2020-12-01', '2021-01-01', 'range'),
    'out of it': range('2021-12-31', '2022-02-01', 'range'),
    'since long': range('2015-01-01', null, 'since'),
    'since then': range('2021-05-01', null, 'since'),
    'before then': range(null, '2021-05-01', 'before'),
    'long before it ended': range(null, '2024-05-01', 'before'),
  }
  const others = {
    earlier: on('2020-12-31'),
    later: on('2022-01-01'),
    'since later': range('2022-01-01', null, 'since'),
    'over before': range(null, '2020-12-31', 'before'),
    'across earlier years': range('2018-01-01', '2020-12-31', 'range'),
    unknown: range(null, null, 'unknown'),
  }
  const wanted: string[] = []
  for (const happened of Object.values(times)) wanted.push(await anIncident(ana, code, { happened }))
  for (const happened of Object.values(others)) await anIncident(ana, code, { happened })
  const filter = { ...ALL, case: code, year: 2021 }
  const list = must(await ana.post('/views/incidents', { filter, without: [], after: null }), 200).body as unknown as {
    incidents: DatedRow[]
  }
  assert.deepEqual(list.incidents.map(({ id }) => id).toSorted(), wanted.toSorted())
  const days = list.incidents.map(({ on: day }) => day)
  assert.deepEqual(days, days.toSorted().toReversed())
  const told = await flows(ana, { case: code, year: 2021 })
  assert.equal(
    told.flows.reduce((sum, { n }) => sum + n, 0),
    wanted.length,
  )
})

test('a case has one time: chronology, proceedings, incidents, tasks and consent, each as exactly as it is known (R-NGO-08, T-21)', async () => {
  const code = await aCase(ana)
  const common = { hedge: null, state: null, due: null, ledFrom: null, link: null }
  const entry = (body: object) =>
    ana.post('/cases/entries/keep', { case: code, entry: randomUUID(), revision: 0, body: { ...common, ...body } })
  const year = { from: '2019-01-01', until: '2019-12-31', precision: 'year' }
  must(await entry({ kind: 'event', stage: 'disappearance', ...year, hedge: 'strongly_suggests', facts: {} }), 200)
  const charge = { type: 'criminal_origin', provisions: [], rights: [], death: 'unknown', months: 120 }
  const month = { from: '2020-03-01', until: '2020-03-31', precision: 'month' }
  const kept = await entry({ kind: 'proceeding', stage: 'sentence', ...month, facts: charge })
  must(kept, 200)
  await anIncident(ana, code, { happened: on('2019-01-26') })
  await anIncident(ana, code)
  await agrees(code, 'reporter', 'team')
  const task = {
    playbook: null,
    action: 'pa.medical',
    due: '2026-12-01',
    owner: ana.code,
    second: null,
    state: 'open',
    outcome: null,
    gap: null,
    jurisdiction: null,
  }
  must(await ana.post('/tasks/keep', { case: code, tasks: [{ task: randomUUID(), revision: 0, body: task }] }), 200)
  const { marks } = must(await ana.post('/views/case', { case: code, after: null }), 200).body as unknown as { marks: Mark[] }
  assert.deepEqual(
    marks.map(({ what, when, codes, hedge }) => `${what} ${when.precision} ${what === 'entry' ? codes[0] : ''} ${hedge ?? ''}`.trim()),
    ['entry year disappearance strongly_suggests', 'incident exact', 'proceeding month', 'consent exact', 'task exact'],
  )
  const second = marks[1] ?? assert.fail()
  const rest = must(await ana.post('/views/case', { case: code, after: { on: second.on, what: second.what, id: second.id } }), 200)
  assert.deepEqual((rest.body as unknown as { marks: Mark[] }).marks, marks.slice(2))
  for (const other of [ben, neighbour]) assert.equal((await other.post('/views/case', { case: code, after: null })).status, 404)
})

test('from an actor to incidents, people and cases and back, with nothing of what is hidden on the way (T-21)', async () => {
  const code = await aCase(ana)
  const person = await aPerson(ana, code)
  const incident = await anIncident(ana, code)
  const act = await anAct(ana, code, incident, { person: person.id })
  const actor = await anActor(ana)
  must(
    await ana.post('/incidents/involve', { case: code, act, id: randomUUID(), revision: 0, actor, degree: 'ordered', level: 'suspected' }),
    200,
  )
  const spoken = async (by: AMember, of: Partial<LinksOf> & Pick<LinksOf, 'kind'>) =>
    (await links(by, of)).links.map(({ to, by: how, level }) => [to.kind, how, level].filter((one) => one !== null).join(' '))
  assert.deepEqual(await spoken(ana, { kind: 'actor', id: actor }), ['incident ordered suspected'])
  assert.deepEqual(await spoken(ana, { kind: 'incident', case: code, id: incident }), [
    'case in',
    'person phys.abduction',
    'actor ordered suspected',
  ])
  assert.deepEqual(await spoken(ana, { kind: 'person', case: code, id: person.id }), ['case in', 'incident phys.abduction'])
  assert.deepEqual(await spoken(ana, { kind: 'case', case: code }), ['person in', 'incident in'])
  // A colleague has the actors of the team and none of its cases; another team has neither.
  assert.deepEqual(await spoken(ben, { kind: 'actor', id: actor }), [])
  for (const [who, of] of [
    [ben, { kind: 'incident', case: code, id: incident }],
    [neighbour, { kind: 'actor', case: null, id: actor }],
    [neighbour, { kind: 'person', case: code, id: person.id }],
  ] as const)
    assert.equal((await who.post('/views/links', { after: null, ...of })).status, 404)
})

test('a hub is walked page by page: every link once, and a page takes no longer at its end than at its beginning', async () => {
  const code = await aCase(ana)
  const actor = await anActor(ana)
  const incident = await anIncident(ana, code)
  const most = isLong ? 100_000 : 2_000
  const [room, member] = [await roomOf(code), await idOf(ana)]
  await superuser.query(
    `insert into asylia.act (compartment_id, id, incident_id, method, taxonomy, happened_precision, outcome, recorded_by, recorded_on)
     select $1, gen_random_uuid(), $2, 'psy.threat', '1', 'unknown', 'unknown', $3, '2026-11-22' from generate_series(1, $4::int)`,
    [room, incident, member, most],
  )
  await superuser.query(
    `insert into asylia.involvement (compartment_id, id, act_id, actor_id, degree, attribution_level, recorded_by, recorded_on)
     select $1, gen_random_uuid(), a.id, $2, 'executed', 'suspected', $3, '2026-11-22' from asylia.act a where a.compartment_id = $1`,
    [room, actor, member],
  )
  await superuser.query('analyze asylia.act, asylia.involvement')
  const seen = new Set<string>()
  let after: LinksOf['after'] = null
  let slowest = 0
  do {
    const began = performance.now()
    const page: Linked = await links(ana, { kind: 'actor', id: actor, after })
    slowest = Math.max(slowest, performance.now() - began)
    for (const { id } of page.links) seen.add(id)
    const last = page.links.at(-1)
    after = page.more && last !== undefined ? { part: last.part, id: last.id } : null
  } while (after !== null)
  assert.equal(seen.size, most)
  assert.ok(slowest < 300, `a page took ${slowest} ms`)
})

test('a case is counted when everybody in it agreed to statistics, and how many are left out is said (T-21)', async () => {
  const base = (await count(ana, 'method')).cases
  const code = await aCase(ana)
  const [one, other] = [await aPerson(ana, code), await aPerson(ana, code)]
  const incident = await anIncident(ana, code, { host: 'KE', happened: on('2025-07-01') })
  for (const method of ['phys.abduction', 'psy.threat']) await anAct(ana, code, incident, { method })
  await agrees(code, one.code)
  await agrees(code, other.code, 'research')
  assert.deepEqual((await count(ana, 'method', { host: 'KE' })).all, 0)
  assert.deepEqual((await count(ana, 'method')).cases, { counted: base.counted, left: base.left + 1 })
  await agrees(code, other.code)
  const found = await count(ana, 'method', { host: 'KE' })
  assert.deepEqual(
    found.groups.map(({ key, n }) => `${key} ${n}`),
    ['phys.abduction 1', 'psy.threat 1'],
  )
  assert.deepEqual([found.all, found.cases.counted, found.last], [1, base.counted + 1, found.today])
  assert.deepEqual(
    (await count(ana, 'month', { host: 'KE' })).groups.map(({ key }) => key),
    ['2025-07'],
  )
  for (const stranger of [ben, neighbour]) {
    const nothing = await count(stranger, 'host')
    assert.deepEqual([nothing.groups, nothing.all, nothing.cases], [[], 0, { counted: 0, left: 0 }])
  }
  const taken = { case: code, scopes: ['statistics'], giver: 'self', basis: 'spoken', card: null, mark: null }
  must(await ana.post('/consent/withdraw', { ...taken, subject: 'reporter' }), 200)
  assert.equal((await count(ana, 'method', { host: 'KE' })).all, 0, 'whoever reported took it back for all')
  await agrees(code, 'reporter')
  assert.equal((await count(ana, 'method', { host: 'KE' })).all, 1)
  must(await ana.post('/consent/withdraw', { ...taken, subject: other.code }), 200)
  assert.equal((await count(ana, 'method', { host: 'KE' })).all, 0)
})

test('arrests and sentences over time say how exactly they are dated, what they cover and when they were last written to (R-HRD-05)', async () => {
  const code = await aCase(ana)
  await agrees(code, 'reporter')
  const common = { hedge: null, state: null, due: null, ledFrom: null, link: null, facts: {} }
  const entry = (body: object) =>
    ana.post('/cases/entries/keep', { case: code, entry: randomUUID(), revision: 0, body: { kind: 'event', ...common, ...body } })
  must(await entry({ stage: 'arrest', from: '2021-05-01', until: '2021-05-01', precision: 'exact' }), 200)
  must(await entry({ stage: 'arrest', from: '2021-01-01', until: '2022-12-31', precision: 'range' }), 200)
  const told = await count(ana, 'stage', { case: code })
  assert.deepEqual(
    told.groups.map(({ key, year, n }) => `${key} ${year} ${n}`),
    ['arrest 2021 1', 'arrest null 1'],
  )
  assert.deepEqual([told.all, told.last, told.whole], [2, told.today, true])
})

test('what repression does to people and communities is counted by origin and host, and nobody is named in it (R-EP-10)', async () => {
  const code = await aCase(ana)
  const { revision } = must(await ana.post('/cases/view', { case: code }), 200).body as { revision: number }
  const facts = { case: code, revision, state: 'open', owner: null, host: 'KE', origin: 'IR' }
  must(await ana.post('/cases/change', facts), 200)
  const person = await aPerson(ana, code)
  await agrees(code, person.code)
  const common = { stage: 'other', hedge: null, state: null, due: null, ledFrom: null, link: null }
  const entry = (impact: string, whom: string) => {
    const body = {
      kind: 'impact',
      ...common,
      from: '2025-01-01',
      until: '2025-12-31',
      precision: 'year',
      facts: { impact, whom, community: null },
    }
    return ana.post('/cases/entries/keep', { case: code, entry: randomUUID(), revision: 0, body })
  }
  must(await entry('self_censorship', 'on_target'), 200)
  must(await entry('self_censorship', 'on_community'), 200)
  must(await entry('outlet_closed', 'on_outlet'), 200)
  assert.equal((await entry('his name', 'on_target')).status, 400)
  const told = must(await ana.post('/views/statistics', { by: 'impact', filter: { ...ALL, origin: 'IR', host: 'KE' } }), 200)
  assert.deepEqual(
    (told.body as unknown as Counted).groups.map(({ key, year, n }) => `${key} ${year} ${n}`),
    ['outlet_closed 2025 1', 'self_censorship 2025 2'],
  )
  for (const name of [person.code, person.id, code]) assert.ok(!told.raw.includes(name))
  assert.equal((await count(ana, 'impact', { origin: 'IR', host: 'TH' })).all, 0)
})

test('late work and waiting reports are counted in the same cases and in no other', async () => {
  const before = must(await ana.post('/views/work', {}), 200).body as unknown as Work
  const code = await aCase(ana)
  const task = {
    playbook: null,
    action: 'pa.medical',
    due: '2020-12-01',
    owner: ana.code,
    second: null,
    state: 'open',
    outcome: null,
    gap: null,
    jurisdiction: null,
  }
  must(await ana.post('/tasks/keep', { case: code, tasks: [{ task: randomUUID(), revision: 0, body: task }] }), 200)
  const lateOf = ({ late }: Work) => late.find(({ what }) => what === 'task')?.n ?? 0
  const unasked = must(await ana.post('/views/work', {}), 200).body as unknown as Work
  assert.deepEqual([lateOf(unasked), unasked.cases.left], [lateOf(before), before.cases.left + 1])
  await agrees(code, 'reporter')
  const agreed = must(await ana.post('/views/work', {}), 200).body as unknown as Work
  assert.deepEqual([lateOf(agreed), agreed.cases.counted], [lateOf(before) + 1, before.cases.counted + 1])
})

test('people are counted by the group that they named themselves, for statistics, and no small number leaves (R-EP-11, T-21)', async () => {
  const groups = async (member: AMember, by: Groups['by'] = 'community') =>
    must(await member.post('/views/groups', { by }), 200).body as unknown as Groups
  const told = async (key: string) => (await groups(ana)).groups.find((one) => one.key === key)?.n
  const code = await aCase(ana)
  const self = { communitySaidBy: 'self', communityFor: ['statistics'] }
  const add = async (count: number, over: object) => {
    for (let n = 0; n < count; n += 1) await agrees(code, (await aPerson(ana, code, over)).code)
  }
  await add(9, { community: 'montagnard', ...self })
  // Nobody counts by what others say of them, nor for a purpose that they did not agree to.
  await add(3, { community: 'montagnard', communitySaidBy: 'other', communityFor: ['protection'] })
  await add(3, { community: 'montagnard', communitySaidBy: 'self', communityFor: ['asylum'] })
  assert.equal(await told('montagnard'), null)
  await add(1, { community: 'montagnard', ...self })
  await add(11, { community: 'ethnic_minority', ...self })
  const now = await groups(ana)
  assert.deepEqual(
    now.groups.filter(({ n }) => n !== null).map(({ key, n }) => `${key} ${n}`),
    ['ethnic_minority 11'],
    'the smaller of the two is hidden with those of whom there are none',
  )
  assert.deepEqual([now.all, now.least], [null, 10])
  const doubt = await aPerson(ana, code, { community: 'ethnic_minority', ...self })
  assert.equal(await told('ethnic_minority'), null, 'one of the case did not agree')
  await agrees(code, doubt.code)
  assert.equal(await told('ethnic_minority'), 12)
  for (const stranger of [ben, neighbour])
    for (const by of ['community', 'occupation'] as const) {
      const nothing = await groups(stranger, by)
      assert.ok(nothing.groups.every(({ n }) => n === null) && nothing.cases.counted === 0)
    }
  // What somebody does is no sensitive attribute: five may be told, four not, nor what would tell them.
  const work = async () =>
    (await groups(ana, 'occupation')).groups.filter(({ n, key }) => n !== null && key !== 'journalist').map(({ key, n }) => `${key} ${n}`)
  await add(4, { occupation: 'academic' })
  await add(6, { occupation: 'artist' })
  assert.deepEqual(await work(), [], 'four are hidden, and six with them: else all that is hidden would be four')
  await add(3, { occupation: 'lawyer' })
  assert.deepEqual([await work(), (await groups(ana, 'occupation')).least], [['artist 6'], 5])
  await aPerson(ana, code, { occupation: 'artist' })
  assert.deepEqual(await work(), [], 'one of the case did not agree')
})

const day = fc.integer({ min: 1, max: 28 }).map((n) => `2026-11-${String(n).padStart(2, '0')}`)
const saying = fc.record({ change: fc.constantFrom('given', 'withdrawn'), from: day, lasts: fc.integer({ min: 0, max: 20 }) })

test('the database and the rule agree on who agreed, whatever was said in whatever order (T-21)', async () => {
  const code = await aCase(ana)
  const [room, member] = [await roomOf(code), await idOf(ana)]
  await superuser.query('alter table asylia.consent disable trigger user')
  const { today } = await count(ana, 'host')
  const before = (await count(ana, 'host')).cases.counted
  await fc.assert(
    fc.asyncProperty(fc.array(saying, { maxLength: 5 }), async (said) => {
      const rows: (Said & { expires: string | null })[] = said.map(({ change, from, lasts }, at) => ({
        scope: 'statistics',
        n: at + 1,
        change,
        from,
        expires: change === 'given' ? new Date(Date.parse(from) + lasts * 86_400_000).toISOString().slice(0, 10) : null,
      }))
      await superuser.query('delete from asylia.consent where compartment_id = $1', [room])
      await superuser.query(
        `insert into asylia.consent (compartment_id, id, subject, scope, n, change, giver, basis, from_on, expires_on, recorded_by, recorded_on)
         select $1, gen_random_uuid(), 'reporter', 'statistics', r.n, r.change, 'self', 'spoken', r.from::date, r.expires::date, $2, '2026-11-01'
         from jsonb_to_recordset($3) r (n int, change text, "from" text, expires text)`,
        [room, member, JSON.stringify(rows)],
      )
      const isCounted = (await count(ana, 'host')).cases.counted === before + 1
      assert.equal(isCounted, hasConsent(rows, 'statistics', today).ok)
    }),
    { numRuns: isLong ? 400 : 40 },
  )
  await superuser.query('alter table asylia.consent enable trigger user')
})
