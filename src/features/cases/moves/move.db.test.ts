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
const where = async (place: 'card' | 'case_entry' | 'report', id: string) =>
  (
    await superuser.query<{ code: string }>(
      `select c.code from asylia.${place} p join asylia.report_case c using (compartment_id) where p.id = $1`,
      [id],
    )
  ).rows.map(({ code }) => code)

test('a server that is killed in the middle of a merge has moved nothing, and the merge is finished afterwards, once', async () => {
  const [{ code: source, report }, target] = [await aTaken(), await aCase()]
  const [card, entry] = [await aCard(source), await anEntry(source)]
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

  assert.deepEqual(
    [await where('card', card), await where('case_entry', entry), await where('report', reportId)],
    [[source], [source], [source]],
  )
  assert.equal((must(await ana.post('/moves', { case: target }), 200).body['moves'] as { state: string }[])[0]?.state, 'held')
  must(await ana.post('/moves/finish', { target, move }), 200)
  assert.deepEqual(
    [await where('card', card), await where('case_entry', entry), await where('report', reportId)],
    [[target], [target], [target]],
  )
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

test('what two people verified or somebody agreed to is not carried over by one', async () => {
  const [source, target] = [await aCase(), await aCase()]
  const given = {
    case: source,
    subject: 'reporter',
    scopes: ['store'],
    giver: 'self',
    basis: 'spoken',
    from: DAY,
    until: null,
    card: null,
    mark: null,
  }
  must(await ana.post('/consent/give', given), 200)
  assert.deepEqual(told(await ana.post('/moves/begin', merging(source, target))), [409, 'move.holds_more'])
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
