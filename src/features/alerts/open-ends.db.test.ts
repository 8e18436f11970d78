import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { newSeed } from '#crypto/age/identity.ts'
import { b64u } from '#crypto/bytes.ts'
import { sealTo } from '#crypto/seal/seal-age.ts'
import { type ADesk, type AMember, type Answer, aFiledItem, aTakeIn, must, rotate } from '../../../test/a-desk.ts'
import { type AHarbour, aHarbour } from '../../../test/a-harbour.ts'
import { aDraft, aSentAlert, aText, aWrap, theCopies, yesOfTwo } from '../../../test/an-alert.ts'
import type { Received, Sent, View } from './alert.contract.ts'
import { deliverAlerts } from './alert.jobs.ts'

let harbour: AHarbour
let desk: ADesk
let superuser: pg.Client
let ana: AMember
let ben: AMember
let quay: AMember
let dock: AMember

before(async () => {
  harbour = await aHarbour()
  ;({ desk, superuser, ana, ben, quay, dock } = harbour)
})
after(async () => {
  assert.deepEqual(desk.faults, [])
  await harbour.stop()
})

const codeOf = ({ body }: Answer) => body['code']
const viewOf = async (alert: string) => must(await ana.post('/alerts/view', { alert }), 200).body as unknown as View
const aSealed = async (epoch = 1) => ({ text: crypto.randomUUID(), epoch, body: await aText(), wrap: await aWrap() })

/** Sent to the quay, delivered, opened and acknowledged there. */
async function anAcknowledged(): Promise<{ readonly code: string; readonly delivery: string }> {
  const { code } = await aSentAlert(desk, [ana, ben])
  await deliverAlerts(desk.desk)
  const delivery = (await viewOf(code)).offices[0]?.delivery ?? assert.fail()
  must(await quay.post('/alerts/received/open', { delivery }), 200)
  const said = { delivery, becomes: 'acknowledged', as: 'caseworker', reason: null, ...(await aSealed()) }
  must(await quay.post('/alerts/received/turn', said), 200)
  return { code, delivery }
}

test('a code that is taken in a room that somebody does not see is free to them, and whoever sees both finds the first (T-21)', async () => {
  const item = await aFiledItem(desk, [{ id: 'harbour', seed: harbour.seed }])
  const key = { wrap: b64u(await sealTo([ana.keys.recipient], newSeed())), readers: [ana.code] }
  const taken = await aTakeIn(desk, ana, item, { key })
  must(await ana.post('/reports', taken), 200)
  const hidden = await aDraft(desk, { case: taken.case, epoch: 0 })
  must(await ana.post('/alerts/draft', hidden), 200)
  const same = await aDraft(desk, { code: hidden.code })
  assert.deepEqual(must(await ben.post('/alerts/draft', same), 200).body, { alert: hidden.code, version: 1 }, 'as any other code')
  const seenBy = async (who: AMember) => must(await who.post('/alerts/view', { alert: hidden.code }), 200).body['case']
  assert.deepEqual([await seenBy(ben), await seenBy(ana)], [null, taken.case])
})

test('an office that renews its key gets no copy that is sealed to the one before; the sender sees it and sends anew (T-21, R-EP-24)', async () => {
  const draft = await aSentAlert(desk, [ana, ben], { marks: { offices: ['dock', 'quay'] } })
  await rotate(desk, dock, [dock])
  assert.equal(await deliverAlerts(desk.desk), 1, 'the quay alone')
  const came = must(await dock.post('/alerts/received', { waiting: true, after: null }), 200).body['rows'] as Received[]
  assert.deepEqual(came, [])
  const waits = must(await ana.post('/alerts/sent', { waiting: true, after: null }), 200).body['rows'] as Sent[]
  const stopped = waits.find(({ alert, office }) => alert === draft.code && office === 'dock')
  assert.deepEqual([stopped?.state, stopped?.reason], ['stopped', 'key_changed'], 'it stays with what is awaited')
  const next = { ...draft, version: 1, text: crypto.randomUUID() }
  must(await ana.post('/alerts/draft', next), 200)
  await yesOfTwo(desk, [ana, ben], next, 2)
  const { alert, copies } = await theCopies(next)
  const renewed = copies.map((copy) => (copy.office === 'dock' ? { ...copy, epoch: 2 } : copy))
  must(await ana.post('/alerts/send', { alert, copies: renewed }), 200)
  assert.equal(await deliverAlerts(desk.desk), 2)
  assert.deepEqual(
    (await viewOf(draft.code)).offices.map(({ state }) => state),
    ['delivered', 'delivered'],
  )
})

test('a version is answered forty times and no more, so that nobody fills the room of a sender', async () => {
  const { code, delivery } = await anAcknowledged()
  await superuser.query(
    `insert into asylia.alert_text (compartment_id, id, kind, about, version, put_at, body)
     select d.compartment_id, gen_random_uuid(), 'reply', d.id, 1, $2, decode(repeat('00', 18043), 'hex') from asylia.alert_delivery d, generate_series(1, 38)
     where d.id = $1`,
    [delivery, desk.now()],
  )
  const answer = async () => quay.post('/alerts/received/answer', { delivery, ...(await aSealed()) })
  must(await answer(), 200)
  assert.equal(codeOf(await answer()), 'alert.too_many')
  assert.equal((await viewOf(code)).offices[0]?.state, 'answered')
})

test('a withdrawal that meets a delivery under way waits for it and empties that copy too (R-EP-24, X-09)', async () => {
  const { code } = await aSentAlert(desk, [ana, ben])
  const other = new pg.Client({ connectionString: desk.database.superuserUrl })
  await other.connect()
  try {
    await other.query('begin')
    await other.query(`select set_config('asylia.member', (select id::text from asylia.member where kind = 'machine' limit 1), true)`)
    const done = await other.query('select delivery from access.deliver_alert($1, $2)', [desk.now(), '2026-11-22'])
    assert.equal(done.rowCount, 1)
    const withdrawal = ana.post('/alerts/withdraw', { alert: code })
    await isWaiting()
    await other.query('commit')
    must(await withdrawal, 200)
  } finally {
    await other.end()
  }
  const [row] = (await viewOf(code)).offices
  assert.equal(row?.state, 'recalled')
  const left = await superuser.query('select from asylia.alert_text where about = $1', [row.delivery])
  const came = await superuser.query<{ state: string }>('select state from asylia.alert_received where id = $1', [row.delivery])
  assert.deepEqual([left.rowCount, came.rows.map(({ state }) => state)], [0, ['withdrawn']])
})

/** Until a statement of the application waits for a lock. */
async function isWaiting(): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const waits = await superuser.query(`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)
    if (waits.rowCount !== 0) return
    await pause(25)
  }
  assert.fail('nobody waits')
}

test('a sealed file goes with a reply into the room of the sender alone, of one of four lengths and twelve at most (R-EP-24, T-21)', async () => {
  const { code, delivery } = await anAcknowledged()
  const attach = async (over: object = {}) => quay.post('/alerts/received/attach', { delivery, ...(await aSealed()), ...over })
  assert.equal(codeOf(await attach({ body: b64u(new Uint8Array(18_044)) })), 'key.malformed')
  assert.equal(codeOf(await attach({ epoch: 2 })), 'transfer.key_changed')
  assert.equal(codeOf(await dock.post('/alerts/received/attach', { delivery, ...(await aSealed()) })), 'record.not_found')
  const file = await aSealed()
  must(await quay.post('/alerts/received/attach', { delivery, ...file }), 200)
  assert.deepEqual(
    (await viewOf(code)).files.map(({ text }) => text),
    [file.text],
  )
  assert.equal(must(await ana.post('/alerts/file', { file: file.text }), 200).raw.length, 18_043)
  for (const who of [quay, dock]) assert.equal(codeOf(await who.post('/alerts/file', { file: file.text })), 'record.not_found')
  await superuser.query(
    `insert into asylia.alert_file (compartment_id, id, about, put_at, body)
     select f.compartment_id, gen_random_uuid(), f.about, f.put_at, f.body from asylia.alert_file f, generate_series(1, 11) where f.id = $1`,
    [file.text],
  )
  assert.equal(codeOf(await attach()), 'alert.too_many')
  must(await ana.post('/alerts/rewrap', { text: file.text, epoch: 1, wrap: await aWrap() }), 200)
})

test('nothing is attached before somebody acknowledged, nor after it was taken back (R-EP-24)', async () => {
  const { code } = await aSentAlert(desk, [ana, ben])
  await deliverAlerts(desk.desk)
  const delivery = (await viewOf(code)).offices[0]?.delivery ?? assert.fail()
  const attach = async () => quay.post('/alerts/received/attach', { delivery, ...(await aSealed()) })
  assert.equal(codeOf(await attach()), 'alert.not_so')
  must(await ana.post('/alerts/withdraw', { alert: code }), 200)
  assert.equal(codeOf(await attach()), 'alert.not_so')
})
