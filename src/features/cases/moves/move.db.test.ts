import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { after, before, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { newSeed } from '#crypto/age/identity.ts'
import { b64u } from '#crypto/bytes.ts'
import { sealTo } from '#crypto/seal/seal-age.ts'
import { newPublicCode } from '#kernel/ids.ts'
import {
  type ADesk,
  type AMember,
  type Answer,
  aDesk,
  aFiledItem,
  aFoundedTeam,
  anotherMember,
  aTakeIn,
  callerOf,
  must,
  signInAs,
} from '../../../../test/a-desk.ts'
import { anAct, anActor, anIncident, aPerson, screened } from '../../../../test/people/a-case.ts'

const DAY = '2026-11-22'
let desk: ADesk
let superuser: pg.Client
let ana: AMember
let ben: AMember
let seed: Uint8Array
let wrap: string
let blob: string

before(async () => {
  desk = await aDesk()
  superuser = new pg.Client({ connectionString: desk.database.superuserUrl })
  await superuser.connect()
  const founded = await aFoundedTeam(desk, 'harbour-aid')
  ana = founded.founder
  seed = founded.epochSeed
  ben = await anotherMember(desk, ana)
  await aFoundedTeam(desk, 'quay-aid')
  wrap = b64u(await sealTo([ana.keys.recipient], newSeed()))
  blob = b64u(await sealTo([ana.keys.recipient], new Uint8Array(1_024)))
})
after(async () => {
  await superuser.end()
  await desk.stop()
  assert.deepEqual(desk.faults, [])
})

const told = ({ status, body }: Answer) => [status, body['code']]
const NOT_HERE = [404, 'record.not_found']

async function aCase(blocked: readonly string[] = [], readers: readonly AMember[] = [ana]): Promise<string> {
  const code = newPublicCode('C')
  const key = { wrap, readers: readers.map((one) => one.code) }
  must(await ana.post('/cases/open', { case: code, key, blocked }), 200)
  return code
}
async function aTaken(): Promise<{ code: string; report: string }> {
  const item = await aFiledItem(desk, [{ id: 'harbour-aid', seed }])
  const taken = await aTakeIn(desk, ana, item)
  must(await ana.post('/reports', taken), 200)
  return { code: taken.case, report: taken.report }
}
async function aCard(of: string): Promise<string> {
  const card = randomUUID()
  const about = String(must(await ana.post('/cases/view', { case: of }), 200).body['record'])
  must(await ana.post('/cards/keep', { case: of, card, about, kind: 'note', generation: 1, revision: 0, blob }), 200)
  return card
}
const dated = { from: null, until: null, precision: 'unknown', hedge: null, state: null, due: null, ledFrom: null, link: null }
async function anEntry(of: string): Promise<string> {
  const entry = randomUUID()
  must(
    await ana.post('/cases/entries/keep', { case: of, entry, revision: 0, body: { kind: 'event', stage: 'arrest', ...dated, facts: {} } }),
    200,
  )
  return entry
}
const merging = (source: string, target: string, move: string = randomUUID()) => ({
  kind: 'merge',
  move,
  source,
  target,
  chosen: null,
  undoes: null,
})
const staged = (target: string, move: string, card: string, over: object = {}) => ({
  target,
  move,
  generation: 1,
  cards: [{ card, about: card, kind: 'note', from: 1, blob }],
  wraps: [],
  ...over,
})
const where = async (place: string, id: string) =>
  (
    await superuser.query<{ code: string }>(
      `select c.code from asylia.${place} p join asylia.report_case c using (compartment_id) where p.id = $1`,
      [id],
    )
  ).rows.map(({ code }) => code)

test('a server that is killed in the middle of a merge has moved nothing, and the merge is finished afterwards, once', async () => {
  const [{ code: source, report }, target] = [await aTaken(), await aCase()]
  const [card, entry] = [await aCard(source), await anEntry(source)]
  const { id: person } = await aPerson(ana, source)
  const incident = await anIncident(ana, source)
  const reportId = (await superuser.query<{ id: string }>('select id from asylia.report where code = $1', [report])).rows[0]?.id ?? ''
  const { move } = must(await ana.post('/moves/begin', merging(source, target)), 200).body as { move: string }
  must(
    await ana.post(
      '/moves/stage',
      staged(target, move, card, { wraps: [{ report, wrap: b64u(await sealTo([ana.keys.recipient], new Uint8Array(512))) }] }),
    ),
    200,
  )

  // What the function changes last is held here, so that it stands still with everything else done.
  const holder = new pg.Client({ connectionString: desk.database.superuserUrl })
  await holder.connect()
  await holder.query('begin')
  await holder.query('select from asylia.case_file f join asylia.report_case c using (compartment_id) where c.code = $1 for update of f', [
    source,
  ])
  const facts = { url: desk.database.urls.asylia_app, caller: await callerOf(desk, ana), target, move }
  const child = fork(`${import.meta.dirname}/a-killed-move.ts`, [JSON.stringify(facts)], { stdio: 'ignore' })
  const stands = `select from pg_stat_activity where wait_event_type = 'Lock' and query like '%finish_move%'`
  while ((await superuser.query(stands)).rowCount === 0) await setTimeout(50)
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  assert.deepEqual(await ended, [null, 'SIGKILL'])
  await holder.query('rollback')
  await holder.end()
  while (
    (await superuser.query(`select from pg_stat_activity where query like '%finish_move%' and pid <> pg_backend_pid()`)).rowCount !== 0
  )
    await setTimeout(50)

  const parts = [
    ['card', card],
    ['case_entry', entry],
    ['report', reportId],
    ['person', person],
    ['incident', incident],
  ] as const
  const standsIn = async () => {
    const found = new Set<string>()
    for (const [place, id] of parts) for (const code of await where(place, id)) found.add(code)
    return found
  }
  assert.deepEqual(await standsIn(), new Set([source]))
  assert.equal((must(await ana.post('/moves', { case: target }), 200).body['moves'] as { state: string }[])[0]?.state, 'held')
  must(await ana.post('/moves/finish', { target, move }), 200)
  assert.deepEqual(await standsIn(), new Set([target]))
  assert.deepEqual(told(await ana.post('/moves/finish', { target, move })), [409, 'move.too_late'])
})

test('a merge is not finished before everything is sealed anew, in the words that stand there now', async () => {
  const [source, target] = [await aCase(), await aCase()]
  const card = await aCard(source)
  const { move } = must(await ana.post('/moves/begin', merging(source, target)), 200).body as { move: string }
  assert.deepEqual(told(await ana.post('/moves/finish', { target, move })), [409, 'move.not_ready'])
  must(await ana.post('/moves/stage', staged(target, move, card)), 200)
  assert.equal(must(await ana.post('/moves/left', { target, move }), 200).body['left'], 0)
  const about = String(must(await ana.post('/cases/view', { case: source }), 200).body['record'])
  must(await ana.post('/cards/keep', { case: source, card, about, kind: 'note', generation: 1, revision: 1, blob }), 200)
  assert.deepEqual(must(await ana.post('/moves/left', { target, move }), 200).body['cards'], [card])
  assert.deepEqual(told(await ana.post('/moves/finish', { target, move })), [409, 'move.not_ready'])
  must(await ana.post('/moves/drop', { target, move }), 200)
  assert.deepEqual(await where('card', card), [source])
  assert.deepEqual(told(await ana.post('/moves/stage', staged(target, move, card))), [409, 'move.too_late'])
})

test('teams that are barred from one of two merged cases are barred from what comes of them (T-27)', async () => {
  const [source, target] = [await aCase(['quay-aid']), await aCase()]
  const { move } = must(await ana.post('/moves/begin', merging(source, target)), 200).body as { move: string }
  must(await ana.post('/moves/finish', { target, move }), 200)
  const denied = await superuser.query(
    'select t.slug from asylia.compartment_deny d join asylia.team t on t.id = d.team_id join asylia.report_case c using (compartment_id) where c.code = $1',
    [target],
  )
  assert.deepEqual(denied.rows, [{ slug: 'quay-aid' }])
  assert.equal(must(await ana.post('/cases/view', { case: target }), 200).body['riskDue'], DAY)
})

test('who works on one of two cases moves nothing between them, and a second move of a case waits for the first (A-01)', async () => {
  const [own, shared, other] = [await aCase(), await aCase([], [ana, ben]), await aCase([], [ana, ben])]
  for (const body of [merging(own, shared), merging(shared, own)]) assert.deepEqual(told(await ben.post('/moves/begin', body)), NOT_HERE)
  const { move } = must(await ana.post('/moves/begin', merging(own, shared)), 200).body as { move: string }
  assert.deepEqual(told(await ben.post('/moves/left', { target: shared, move })), NOT_HERE)
  assert.deepEqual(told(await ben.post('/moves/finish', { target: shared, move })), NOT_HERE)
  assert.deepEqual(told(await ana.post('/moves/begin', merging(own, other))), [409, 'move.under_way'])
  assert.deepEqual(told(await ana.post('/moves/begin', merging(own, own))), [400, 'request.malformed'])
})

/** Seals anew whatever the move still lacks, as a browser does. */
async function sealAll(target: string, move: string): Promise<void> {
  for (;;) {
    const left = must(await ana.post('/moves/left', { target, move }), 200).body as { cards: string[]; reports: string[]; left: number }
    if (left.left === 0) return
    const { rows: cards } = await superuser.query<{ card: string; about: string; kind: string; from: number }>(
      'select id as card, about, kind, revision as from from asylia.card where id = any ($1)',
      [left.cards],
    )
    const wraps = left.reports.map((report) => ({ report, wrap }))
    must(await ana.post('/moves/stage', { target, move, generation: 1, cards: cards.map((one) => ({ ...one, blob })), wraps }), 200)
  }
}
async function moved(said: { kind: string; source: string; target: string; chosen?: string[] | null; undoes?: string | null }) {
  const move = randomUUID()
  must(await ana.post('/moves/begin', { chosen: null, undoes: null, ...said, move }), 200)
  await sealAll(said.target, move)
  must(await ana.post('/moves/finish', { target: said.target, move }), 200)
  return move
}
const consenting = { subject: 'reporter', giver: 'self', basis: 'spoken', card: null, mark: null }
const give = async (of: string, scopes: string[], over: object = {}) =>
  must(await ana.post('/consent/give', { ...consenting, case: of, scopes, from: DAY, until: null, ...over }), 200)
const withdraw = async (of: string, scopes: string[], over: object = {}) =>
  must(await ana.post('/consent/withdraw', { ...consenting, case: of, scopes, ...over }), 200)
const asks = async (of: string, scope: string, subject = 'reporter') =>
  (await ana.post('/consent/ask', { case: of, subject, scope })).body['code'] ?? 'yes'

/** Somebody with everything that can be said of them, and an incident with everything that can hang on it. */
async function aFullCase() {
  const code = await aCase()
  const person = await aPerson(ana, code, { lowProfile: true, finders: [ana.code] })
  const relative = await aPerson(ana, code)
  const incident = await anIncident(ana, code)
  const act = await anAct(ana, code, incident, { person: person.id })
  const said = { case: code, person: person.id }
  const status = { ...said, id: randomUUID(), status: 'refugee_mandate', host: 'TH', supersedes: null }
  must(await ana.post('/people/status', { ...status, held: { from: null, until: null, precision: 'unknown' } }), 200)
  must(await ana.post('/people/liberty', { ...said, id: randomUUID(), status: 'hiding', checkedOn: DAY }), 200)
  const link = { ...said, id: randomUUID(), otherCase: code, other: relative.id, kind: 'relative' }
  must(await ana.post('/people/link', link), 200)
  const involved = { case: code, act, id: randomUUID(), revision: 0, degree: 'executed', level: 'suspected' }
  must(await ana.post('/incidents/involve', { ...involved, actor: await anActor(ana) }), 200)
  await screened(ana, code, incident)
  await give(code, ['statistics'], { subject: person.code })
  return { code, person, relative, incident, act }
}
/** How many rows of each kind stand in a case. */
async function holds(code: string): Promise<Record<string, number>> {
  const places = [
    'person',
    'person_finder',
    'person_protection',
    'person_liberty',
    'person_link',
    'incident',
    'act',
    'involvement',
    'screening',
  ]
  const counts: Record<string, number> = {}
  for (const place of places) {
    const { rows } = await superuser.query<{ n: number }>(
      `select count(*)::int as n from asylia.${place} p join asylia.report_case c using (compartment_id) where c.code = $1`,
      [code],
    )
    counts[place] = rows[0]?.n ?? 0
  }
  return counts
}

test('a merge carries people, incidents and all that hangs on them, and taking it back brings every row home (R-EP-06)', async () => {
  const { code: source, person, incident } = await aFullCase()
  const target = await aCase()
  const before = await holds(source)
  const nothing = await holds(target)
  assert.ok(Object.values(before).every((n) => n > 0))
  const merge = await moved({ kind: 'merge', source, target })
  assert.deepEqual([await holds(target), await holds(source)], [before, nothing])
  const { incident: read, screening } = must(await ana.post('/incidents/read', { case: target, incident }), 200).body as {
    incident: { people: string[] }
    screening: object[]
  }
  assert.deepEqual([read.people, screening.length], [[person.code], 4])
  assert.equal(await asks(target, 'statistics', person.code), 'yes')
  const other = await aPerson(ana, target)
  await withdraw(target, ['statistics'], { subject: person.code })
  await moved({ kind: 'undo', source: target, target: source, undoes: merge })
  assert.deepEqual(await holds(source), before)
  assert.equal(await where('person', other.id).then(([code]) => code), target)
  assert.equal(await asks(source, 'statistics', person.code), 'consent.withdrawn')
})

test('where two reporters meet a use holds while both agree to it; a no that was said before or after holds for both (T-21)', async () => {
  const [{ code: source }, { code: target }] = [await aTaken(), await aTaken()]
  await give(source, ['store', 'team', 'statistics'])
  await give(target, ['store', 'partners'], { until: '2026-12-01' })
  await give(target, ['team'])
  await withdraw(target, ['team'])
  const merge = await moved({ kind: 'merge', source, target })
  const said = async (of: string) => Promise.all(['store', 'team', 'partners', 'statistics'].map((scope) => asks(of, scope)))
  assert.deepEqual(await said(target), ['yes', 'consent.withdrawn', 'consent.withdrawn', 'consent.withdrawn'])
  const rows = must(await ana.post('/consent/list', { case: target }), 200).body['rows'] as {
    scope: string
    change: string
    expires: string
  }[]
  assert.equal(rows.findLast(({ scope, change }) => scope === 'store' && change === 'given')?.expires, '2026-12-01')
  await withdraw(target, ['store'])
  await moved({ kind: 'undo', source: target, target: source, undoes: merge })
  assert.deepEqual(await said(source), ['consent.withdrawn', 'yes', 'consent.missing', 'yes'])
  assert.deepEqual(await said(target), ['consent.withdrawn', 'consent.withdrawn', 'yes', 'consent.withdrawn'])
})

test('a report that is split off takes along what its reporter agreed to, and taken back it takes along a no (T-21)', async () => {
  const { code: source, report } = await aTaken()
  await give(source, ['store', 'team'])
  const target = await aCase()
  const id = (await superuser.query<{ id: string }>('select id from asylia.report where code = $1', [report])).rows[0]?.id ?? ''
  const split = await moved({ kind: 'split', source, target, chosen: [id] })
  assert.deepEqual([await asks(target, 'store'), await asks(target, 'public_named')], ['yes', 'consent.missing'])
  await withdraw(target, ['team'])
  await moved({ kind: 'undo', source: target, target: source, undoes: split })
  assert.deepEqual([await asks(source, 'store'), await asks(source, 'team')], ['yes', 'consent.withdrawn'])
})

test('an incident is split off with the people whom its acts are against, or not at all', async () => {
  const { code: source, person, relative, incident } = await aFullCase()
  const target = await aCase()
  const asked = { kind: 'split', move: randomUUID(), source, target, undoes: null }
  assert.deepEqual(told(await ana.post('/moves/begin', { ...asked, chosen: [incident] })), [409, 'move.tied'])
  assert.deepEqual(told(await ana.post('/moves/begin', { ...asked, chosen: [person.id] })), [409, 'move.tied'])
  const { move } = must(await ana.post('/moves/begin', { ...asked, chosen: [incident, person.id] }), 200).body as { move: string }
  await sealAll(target, move)
  await anAct(ana, source, incident, { person: relative.id })
  assert.deepEqual(told(await ana.post('/moves/finish', { target, move })), [409, 'move.tied'])
  assert.deepEqual(await where('incident', incident), [source])
  must(await ana.post('/moves/drop', { target, move }), 200)
  await moved({ kind: 'split', source, target, chosen: [incident, person.id, relative.id] })
  assert.deepEqual((await holds(source))['act'], 0)
  assert.deepEqual([await where('incident', incident), await where('person', relative.id)], [[target], [target]])
})

test('what no move knows how to carry keeps the case where it is, by a refusal and not by a fault', async () => {
  const { code: source, incident } = await aFullCase()
  const [target, other] = [await aCase(), await aCase()]
  await superuser.query(`
    create table asylia.later_thing (
      compartment_id uuid not null references asylia.report_case (compartment_id), incident_id uuid not null,
      foreign key (compartment_id, incident_id) references asylia.incident (compartment_id, id)
    )`)
  await superuser.query('grant select on asylia.later_thing to asylia_app')
  const { move } = must(await ana.post('/moves/begin', merging(source, target)), 200).body as { move: string }
  await sealAll(target, move)
  await superuser.query('insert into asylia.later_thing select compartment_id, id from asylia.incident where id = $1', [incident])
  assert.deepEqual(told(await ana.post('/moves/finish', { target, move })), [409, 'move.holds_more'])
  assert.deepEqual(await where('incident', incident), [source])
  must(await ana.post('/moves/drop', { target, move }), 200)
  assert.deepEqual(told(await ana.post('/moves/begin', merging(source, other))), [409, 'move.holds_more'])
  await superuser.query('drop table asylia.later_thing')
})

test('what may only be added to is still changed by nobody, by whatever role (R-NGO-12)', async () => {
  const { code } = await aFullCase()
  for (const place of ['person_protection', 'person_liberty', 'screening', 'consent']) {
    await assert.rejects(superuser.query(`update asylia.${place} set recorded_on = recorded_on`), { code: '23001' })
    await assert.rejects(superuser.query(`delete from asylia.${place}`), { code: '23001' })
  }
  const rights = await superuser.query(
    `select from information_schema.column_privileges where privilege_type = 'UPDATE' and grantee <> 'asylia_owner'
       and table_name in ('person_protection', 'person_liberty', 'screening', 'information', 'assessment', 'consent')`,
  )
  assert.equal(rights.rowCount, 0)
  assert.ok((await holds(code))['screening'])
})

test('a merge is taken back within 30 days, and not after them', async () => {
  const [source, target] = [await aCase(), await aCase()]
  const entry = await anEntry(source)
  const { move } = must(await ana.post('/moves/begin', merging(source, target)), 200).body as { move: string }
  must(await ana.post('/moves/finish', { target, move }), 200)
  const back = { kind: 'undo', source: target, target: source, chosen: null, undoes: move }
  const { move: undo } = must(await ana.post('/moves/begin', { ...back, move: randomUUID() }), 200).body as { move: string }
  must(await ana.post('/moves/finish', { target: source, move: undo }), 200)
  assert.deepEqual(await where('case_entry', entry), [source])
  assert.equal(must(await ana.post('/cases/view', { case: source }), 200).body['state'], 'open')
  assert.deepEqual(told(await ana.post('/moves/begin', { ...back, move: randomUUID() })), [409, 'move.too_late'])
  const again = must(await ana.post('/moves/begin', merging(source, target)), 200).body as { move: string }
  must(await ana.post('/moves/finish', { target, move: again.move }), 200)
  desk.pass(31 * 86_400_000)
  await signInAs(desk, ana)
  assert.deepEqual(told(await ana.post('/moves/begin', { ...back, move: randomUUID(), undoes: again.move })), [409, 'move.too_late'])
})
