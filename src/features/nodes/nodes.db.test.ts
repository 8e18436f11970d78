import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { deliverAlerts } from '#features/alerts/alert.jobs.ts'
import { type ADesk, type AMember, aFoundedTeam, anotherMember, must, someDesks } from '../../../test/a-desk.ts'
import { aliasAt, introduce, nodeOf, talk } from '../../../test/a-node.ts'
import { aDraft, aSentAlert, aText, aWrap, theCopies, yesOfTwo } from '../../../test/an-alert.ts'

/** Two whole installations on databases of their own; the wire between them is a call. */
let one: ADesk
let other: ADesk
let ana: AMember
let ben: AMember
let quay: AMember
let here: pg.Client
let there: pg.Client
let office: string

before(async () => {
  ;[one, other] = await someDesks(2)
  ana = (await aFoundedTeam(one, 'harbour')).founder
  ben = await anotherMember(one, ana)
  quay = (await aFoundedTeam(other, 'quay')).founder
  here = new pg.Client({ connectionString: one.database.superuserUrl })
  there = new pg.Client({ connectionString: other.database.superuserUrl })
  await Promise.all([here.connect(), there.connect()])
  for (const desk of [one, other]) await desk.desk.roster.publish()
  await introduce(one, other)
  await talk(one, other)
  office = aliasAt('quay-node', 'quay')
})
after(async () => {
  await Promise.all([here.end(), there.end()])
  await Promise.all([one.stop(), other.stop()])
})

const toQuay = () => ({ marks: { offices: [office], scopes: [`${office}:partners`] } })
const received = async () =>
  must(await quay.post('/alerts/received', { waiting: true, after: null }), 200).body['rows'] as (Record<string, string> | undefined)[]
const sent = async (waiting = true) =>
  must(await ana.post('/alerts/sent', { waiting, after: null }), 200).body['rows'] as Record<string, string>[]
/** Of each office that has a copy: whether it is taken back and may still be read there. */
const stillOut = async (alert: string) =>
  (must(await ana.post('/alerts/view', { alert }), 200).body['offices'] as { stillOut: boolean }[]).map((line) => line.stillOut)

test('the signed list of keys makes the offices of a node known under a name of their own, and no team of ours', async () => {
  const { rows } = await here.query('select slug, node_slug, node_epoch, kind from asylia.team where node_id is not null')
  assert.deepEqual(rows, [{ slug: office, node_slug: 'quay', node_epoch: 1, kind: 'ngo' }])
  const teams = must(await ana.get('/team'), 200)
  assert.ok(!JSON.stringify(teams.body).includes(office))
})

test('an alert reaches an office of another node sealed as it left, and its states come back (R-EP-24)', async () => {
  const draft = await aSentAlert(one, [ana, ben], toQuay())
  assert.equal(await deliverAlerts(one.desk), 0, 'the delivery inside leaves it alone')
  await talk(one, other)
  const [row] = await received()
  assert.equal(row?.['state'], 'delivered')
  const delivery = row['delivery'] ?? ''
  const [mine] = await sent()
  assert.deepEqual([mine?.['alert'], mine?.['state'], mine?.['office']], [draft.code, 'delivered', office])
  assert.equal(must(await quay.post('/alerts/received/open', { delivery }), 200).raw.length, 18_043)
  must(
    await quay.post('/alerts/received/turn', {
      delivery,
      becomes: 'acknowledged',
      as: 'steward',
      reason: null,
      text: crypto.randomUUID(),
      epoch: 1,
      body: await aText(),
      wrap: await aWrap(),
    }),
    200,
  )
  await talk(one, other)
  const [after1] = await sent()
  assert.deepEqual([after1?.['state'], after1?.['acknowledgedAs']], ['acknowledged', 'steward'])
  const view = must(await ana.post('/alerts/view', { alert: draft.code }), 200)
  assert.equal((view.body['replies'] as unknown[]).length, 1, 'what the member signed came with it')
  // The next version follows, and then all of it is taken back.
  const next = await aDraft(one, { code: draft.code, id: draft.id, version: 1, ...toQuay() })
  must(await ana.post('/alerts/draft', next), 200)
  await yesOfTwo(one, [ana, ben], next, 2)
  must(await ben.post('/alerts/send', await theCopies(next)), 200)
  await talk(one, other)
  assert.deepEqual(
    (await received()).map((one) => [one?.['state'], one?.['version']]),
    [['delivered', 2]],
  )
  must(await ana.post('/alerts/withdraw', { alert: draft.code }), 200)
  // Taken back here, and not yet known to be gone there.
  assert.deepEqual(await stillOut(draft.code), [true])
  await talk(one, other)
  assert.deepEqual(await stillOut(draft.code), [false])
  assert.deepEqual(await received(), [])
  const gone = await there.query(`select state from asylia.alert_received where id = $1`, [delivery])
  assert.deepEqual(gone.rows, [{ state: 'withdrawn' }])
  assert.equal((await there.query('select from asylia.alert_text where about = $1', [delivery])).rowCount, 0)
  assert.equal(
    (
      await here.query('select from keys.node_body b join asylia.node_message m on m.id = b.id where m.about = $1 and m.kind = $2', [
        delivery,
        'alert',
      ])
    ).rowCount,
    0,
  )
})

test('what is opened before the withdrawal reaches it is told to whoever sent it, and stays taken back (R-EP-24, T-27)', async () => {
  const draft = await aSentAlert(one, [ana, ben], toQuay())
  await talk(one, other)
  const [row] = await received()
  const delivery = row?.['delivery'] ?? ''
  must(await ana.post('/alerts/withdraw', { alert: draft.code }), 200)
  // The wire is down: the copy is still there, and somebody reads it.
  must(await quay.post('/alerts/received/open', { delivery }), 200)
  const standing = async () =>
    (must(await ana.post('/alerts/view', { alert: draft.code }), 200).body['offices'] as Record<string, unknown>[]).map(
      ({ state, readVersion, openedAt, stillOut: out }) => [state, readVersion, openedAt === null, out],
    )
  assert.deepEqual(await standing(), [['recalled', 0, true, true]])
  await talk(one, other)
  assert.deepEqual(await standing(), [['recalled', 1, false, false]])
  assert.deepEqual(await received(), [])
})

test('an alert that is taken back is gone also from an office that had not taken it on (R-EP-24, T-27)', async () => {
  const draft = await aSentAlert(one, [ana, ben], toQuay())
  await talk(one, other)
  const delivery = (await received())[0]?.['delivery'] ?? ''
  must(await quay.post('/alerts/received/open', { delivery }), 200)
  const no = { becomes: 'refused', as: 'steward', reason: 'no_means', text: crypto.randomUUID(), epoch: 1 }
  must(await quay.post('/alerts/received/turn', { delivery, ...no, body: await aText(), wrap: await aWrap() }), 200)
  await talk(one, other)
  must(await ana.post('/alerts/withdraw', { alert: draft.code }), 200)
  assert.deepEqual(await stillOut(draft.code), [true])
  await talk(one, other)
  const copies = await there.query(`select from asylia.alert_text where about = $1 and kind = 'copy'`, [delivery])
  const came = await there.query<{ state: string }>('select state from asylia.alert_received where id = $1', [delivery])
  assert.deepEqual([copies.rowCount, came.rows], [0, [{ state: 'withdrawn' }]])
  assert.deepEqual(await stillOut(draft.code), [false])
})

test('both sides know the same numbers and hashes when nothing is left to say', async () => {
  await talk(one, other)
  const [a, b] = [await nodeOf(one), await nodeOf(other)]
  assert.deepEqual([a.link.sent, a.link.received], [b.link.received, b.link.sent])
  assert.deepEqual([a.link.acked, b.link.acked], [a.link.sent, b.link.sent])
  assert.deepEqual([a.problem, b.problem, a.link.state, b.link.state], [null, null, 'active', 'active'])
})
