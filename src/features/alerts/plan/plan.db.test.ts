import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, beforeEach, test } from 'node:test'
import type pg from 'pg'
import { newSeed } from '#crypto/age/identity.ts'
import { b64u } from '#crypto/bytes.ts'
import { sealTo } from '#crypto/seal/seal-age.ts'
import { type ADesk, type AMember, aFiledItem, aTakeIn, must, signInAs } from '../../../../test/a-desk.ts'
import { type AHarbour, aHarbour } from '../../../../test/a-harbour.ts'
import { aSentAlert, aText, aWrap } from '../../../../test/an-alert.ts'
import { deliverAlerts } from '../alert.jobs.ts'
import type { PlanOffice, PlanSeen } from './plan.contract.ts'

/** A case of harbour, with an alert about it that quay and dock opened. */
let harbour: AHarbour
let desk: ADesk
let superuser: pg.Client
let ana: AMember
let ben: AMember
let quay: AMember
let dock: AMember
let place: string
let alert: string
const deliveries = new Map<AMember, string>()
const YES = { giver: 'self', basis: 'spoken', from: '2026-11-22', until: null, card: null, mark: null }

before(async () => {
  harbour = await aHarbour()
  ;({ desk, superuser, ana, ben, quay, dock } = harbour)
})
after(async () => {
  assert.deepEqual(desk.faults, [])
  await harbour.stop()
})
beforeEach(async () => {
  const item = await aFiledItem(desk, [{ id: 'harbour', seed: harbour.seed }])
  const key = { wrap: b64u(await sealTo([ana.keys.recipient, ben.keys.recipient], newSeed())), readers: [ana.code, ben.code] }
  const taken = await aTakeIn(desk, ana, item, { key, blocked: [] })
  must(await ana.post('/reports', taken), 200)
  place = taken.case
  must(await ana.post('/consent/give', { case: place, subject: 'reporter', scopes: ['partners', 'focal_point'], ...YES }), 200)
  const marks = { says: true, about: ['reporter'], offices: ['dock', 'quay'] }
  alert = (await aSentAlert(desk, [ana, ben], { case: place, epoch: 0, marks })).code
  await deliverAlerts(desk.desk)
  for (const who of [quay, dock]) {
    const { rows } = must(await who.post('/alerts/received', { waiting: true, after: null }), 200).body as {
      rows: { delivery: string; state: string }[]
    }
    const delivery = rows.find(({ state }) => state === 'delivered')?.delivery ?? assert.fail('nothing came')
    must(await who.post('/alerts/received/open', { delivery }), 200)
    deliveries.set(who, delivery)
  }
})

const of = (who: AMember): string => deliveries.get(who) ?? assert.fail('no copy')
const codeOf = async (given: ReturnType<AMember['post']>) => (await given).body['code']
const share = (who: AMember, fields: readonly string[] | null, revision = 0) =>
  ana.post('/plan/share', { case: place, delivery: of(who), revision, fields })
const give = (task: string, revision: number, office: string | null, shown = false) =>
  ana.post('/plan/give', { case: place, task, revision, office, shown })
const turn = (who: AMember, task: string, revision: number, becomes: string, outcome: string | null = null, gap: string | null = null) =>
  who.post('/alerts/received/task', { delivery: of(who), task, revision, becomes, outcome, gap })
const seen = async (who: AMember) => must(await who.post('/alerts/received/plan', { delivery: of(who) }), 200).body as unknown as PlanSeen
const offices = async () => must(await ana.post('/plan/view', { case: place }), 200).body['offices'] as PlanOffice[]

async function aTask(action: string, due = '2026-11-30'): Promise<string> {
  const task = randomUUID()
  const nothing = { playbook: null, second: null, outcome: null, gap: null, jurisdiction: null }
  must(
    await ana.post('/tasks/keep', {
      case: place,
      tasks: [{ task, revision: 0, body: { ...nothing, action, due, owner: ana.code, state: 'open' } }],
    }),
    200,
  )
  return task
}
async function ownTask(task: string) {
  const asked = { case: place, owner: null, state: null, after: null }
  const { tasks } = must(await ana.post('/tasks/list', asked), 200).body as { tasks: Record<string, unknown>[] }
  return tasks.find((one) => one['task'] === task) ?? assert.fail('no such task')
}

test('two organisations work on one case: each sees the fields that it was given, and whose each task is, when it is due and how it stands (R-EP-09)', async () => {
  const view = must(await ana.post('/cases/view', { case: place }), 200).body as { revision: number }
  must(
    await ana.post('/cases/change', { case: place, revision: view.revision, state: 'open', owner: ana.code, host: 'TH', origin: 'VN' }),
    200,
  )
  assert.deepEqual(await seen(quay), { fields: [], tasks: [] }, 'an alert alone shares nothing')
  assert.equal(await codeOf(give(await aTask('pa.safe-house'), 1, 'quay')), 'record.not_found', 'not before the office is in the plan')
  must(await share(quay, ['host', 'origin']), 200)
  must(await share(dock, ['state']), 200)
  assert.deepEqual((await seen(quay)).fields, [
    { field: 'host', value: 'TH' },
    { field: 'origin', value: 'VN' },
  ])
  assert.deepEqual((await seen(dock)).fields, [{ field: 'state', value: 'open' }])

  const [shelter, call, own] = [
    await aTask('pa.medical', '2026-11-24'),
    await aTask('pa.safety-call', '2026-11-25'),
    await aTask('own-flat', '2026-11-26'),
  ]
  must(await give(shelter, 1, 'quay', true), 200)
  must(await give(call, 1, 'dock'), 200)
  const atQuay = {
    action: 'pa.medical',
    due: '2026-11-24',
    state: 'open',
    outcome: null,
    gap: null,
    taken: null,
    office: 'quay',
    revision: 2,
  }
  assert.deepEqual((await seen(quay)).tasks, [{ task: shelter, ...atQuay, mine: true }])
  assert.deepEqual(
    (await seen(dock)).tasks.map(({ task, office, mine }) => [task, office, mine]),
    [
      [shelter, 'quay', false],
      [call, 'dock', true],
    ],
  )
  must(await turn(quay, shelter, 2, 'taken'), 200)
  assert.equal(await codeOf(turn(quay, shelter, 2, 'done', 'done')), 'record.stale', 'somebody was quicker')
  assert.equal(await codeOf(turn(quay, shelter, 3, 'done')), 'task.outcome_needed')
  assert.equal(await codeOf(turn(quay, shelter, 3, 'done', 'not_possible')), 'task.gap_needed')
  must(await turn(quay, shelter, 3, 'done', 'partly'), 200)
  const toDock = (await seen(dock)).tasks.find(({ task }) => task === shelter)
  assert.deepEqual([toDock?.state, toDock?.taken, toDock?.outcome], ['done', '2026-11-22', null], 'how it ended is between the two')
  const kept = await ownTask(shelter)
  assert.deepEqual(
    [kept['state'], kept['outcome'], kept['partner'], kept['taken'], kept['shown']],
    ['done', 'partly', 'quay', '2026-11-22', true],
  )
  assert.equal((await ownTask(own))['partner'], null)
  assert.equal(await codeOf(turn(quay, shelter, 4, 'declined')), 'record.stale', 'what ended stays ended')
})

test('an office turns its own tasks alone, and what it does not take on goes back with its name (R-EP-09)', async () => {
  must(await share(quay, []), 200)
  must(await share(dock, []), 200)
  const task = await aTask('pa.urgent-lawyer')
  must(await give(task, 1, 'quay', true), 200)
  assert.equal(await codeOf(turn(dock, task, 2, 'taken')), 'record.stale', 'shown is not given')
  assert.equal(
    await codeOf(quay.post('/alerts/received/task', { delivery: of(dock), task, revision: 2, becomes: 'taken', outcome: null, gap: null })),
    'record.not_found',
  )
  assert.equal(await codeOf(quay.post('/alerts/received/plan', { delivery: of(dock) })), 'record.not_found', 'the copy of another office')
  must(await turn(quay, task, 2, 'declined'), 200)
  const back = await ownTask(task)
  assert.deepEqual([back['state'], back['partner'], back['declined'], back['revision']], ['open', null, 'quay', 3])
  assert.deepEqual(
    (await seen(quay)).tasks.map(({ office, mine }) => [office, mine]),
    [['harbour', false]],
    'it was shown, and is the sender’s again',
  )
  must(await give(task, 3, 'dock'), 200)
  assert.deepEqual([(await ownTask(task))['partner'], (await ownTask(task))['declined']], ['dock', null])
  assert.deepEqual((await seen(quay)).tasks, [])
  const lines = await superuser.query(
    `select action, subject from base.ledger_entry where action like 'share.%' or action like 'plan.%' order by at desc, action limit 5`,
  )
  assert.ok(lines.rows.some(({ action, subject }) => action === 'plan.decline' && subject === task))
  assert.ok(lines.rows.some(({ action, subject }) => action === 'share.plan' && subject === 'quay'))
})

const ENDS: readonly (readonly [string, () => Promise<unknown>])[] = [
  ['the alert was taken back', () => ana.post('/alerts/withdraw', { alert })],
  [
    'the office did not take the alert on',
    async () =>
      quay.post('/alerts/received/turn', {
        delivery: of(quay),
        becomes: 'refused',
        as: null,
        reason: 'not_ours',
        text: randomUUID(),
        epoch: 1,
        body: await aText(),
        wrap: await aWrap(),
      }),
  ],
  [
    'consent was taken back',
    () =>
      ana.post('/consent/withdraw', {
        case: place,
        subject: 'reporter',
        scopes: ['partners'],
        giver: 'self',
        basis: 'spoken',
        card: null,
        mark: null,
      }),
  ],
  [
    'the office was barred',
    () =>
      superuser.query(
        `insert into asylia.compartment_deny (compartment_id, team_id) select c.compartment_id, t.id from asylia.report_case c, asylia.team t where c.code = $1 and t.slug = 'quay'`,
        [place],
      ),
  ],
  ['the office was taken out', () => share(quay, null, 1)],
]
for (const [why, end] of ENDS)
  test(`a plan closes at once when ${why}: no field, no task, no turn (T-21, T-27)`, async () => {
    must(await share(quay, ['host', 'risk']), 200)
    const task = await aTask('pa.safe-house')
    must(await give(task, 1, 'quay'), 200)
    assert.equal((await seen(quay)).tasks.length, 1)
    const ended = await end()
    if (typeof ended === 'object' && ended !== null && 'status' in ended) assert.equal(ended.status, 200, JSON.stringify(ended))
    assert.deepEqual(await seen(quay), { fields: [], tasks: [] })
    assert.equal(await codeOf(turn(quay, task, 2, 'taken')), 'record.stale')
    assert.equal((await offices()).find(({ office }) => office === 'quay')?.may ?? false, why === 'the office was taken out')
    if (why !== 'the office was taken out') assert.equal(await codeOf(give(task, 2, 'quay')), 'plan.closed')
  })

test('a person who comes into the case and did not agree closes its plan, though the alert did not speak of them (T-21)', async () => {
  must(await share(quay, ['host']), 200)
  assert.equal((await seen(quay)).fields.length, 1)
  await superuser.query(
    `insert into asylia.person (compartment_id, id, code, recorded_by, recorded_on)
     select c.compartment_id, gen_random_uuid(), 'P-ABCDEF', m.id, '2026-11-22' from asylia.report_case c, asylia.member m where c.code = $1 and m.code = $2`,
    [place, ana.code],
  )
  assert.deepEqual(await seen(quay), { fields: [], tasks: [] })
  must(await ana.post('/consent/give', { case: place, subject: 'P-ABCDEF', scopes: ['partners'], ...YES }), 200)
  assert.equal((await seen(quay)).fields.length, 1)
})

test('the end of an alert is the end of its plan, and nobody comes in by an alert that was not opened (T-21)', async () => {
  must(await share(quay, ['host']), 200)
  desk.pass(73 * 3_600_000)
  for (const who of [ana, ben, quay, dock]) await signInAs(desk, who)
  assert.deepEqual(await seen(quay), { fields: [], tasks: [] })
  assert.deepEqual(
    (await offices()).map(({ office, may }) => [office, may]),
    [['quay', false]],
  )
  assert.equal(await codeOf(share(dock, ['host'])), 'record.not_found')
})

test('whoever reads the case for another team learns of no office of its plan (T-21)', async () => {
  must(await share(quay, ['host']), 200)
  must(await give(await aTask('pa.safe-house'), 1, 'quay', true), 200)
  await superuser.query(
    `insert into asylia.compartment_member (compartment_id, member_id, can_write)
     select c.compartment_id, m.id, true from asylia.report_case c, asylia.member m where c.code = $1 and m.code = $2`,
    [place, dock.code],
  )
  assert.deepEqual(must(await dock.post('/plan/view', { case: place }), 200).body['offices'], [])
  const asked = { case: place, owner: null, state: null, after: null }
  assert.ok(!must(await dock.post('/tasks/list', asked), 200).raw.includes('quay'))
  assert.equal(
    await codeOf(dock.post('/plan/share', { case: place, delivery: of(quay), revision: 1, fields: ['risk'] })),
    'record.not_found',
  )
  for (const table of ['asylia.plan_share', 'asylia.plan_task']) {
    await superuser.query('begin')
    await superuser.query(`select set_config('asylia.member', (select id::text from asylia.member where code = $1), true)`, [dock.code])
    await superuser.query('set local role asylia_app')
    assert.equal((await superuser.query(`select from ${table}`)).rowCount, 0, table)
    await superuser.query('rollback')
  }
})

test('a task that moves into another case takes along whose it is, and is in no plan there', async () => {
  must(await share(quay, ['host']), 200)
  const task = await aTask('pa.safe-house')
  must(await give(task, 1, 'quay'), 200)
  const other = await superuser.query<{ room: string }>('select compartment_id as room from asylia.report_case where code <> $1 limit 1', [
    place,
  ])
  await superuser.query('begin')
  await superuser.query('set local role asylia_access')
  await superuser.query('update asylia.case_task set compartment_id = $1 where id = $2', [other.rows[0]?.room, task])
  await superuser.query('commit')
  assert.deepEqual((await seen(quay)).tasks, [])
  const { rows } = await superuser.query(
    'select partner is not null as given from asylia.plan_task where task_id = $1 and compartment_id = $2',
    [task, other.rows[0]?.room],
  )
  assert.deepEqual(rows, [{ given: true }])
})
