import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type pg from 'pg'
import { newSeed } from '#crypto/age/identity.ts'
import { b64u } from '#crypto/bytes.ts'
import { sealTo } from '#crypto/seal/seal-age.ts'
import { type ADesk, type AMember, aFiledItem, aTakeIn, must } from '../../../test/a-desk.ts'
import { type AHarbour, aHarbour } from '../../../test/a-harbour.ts'
import { aDraft, aSentAlert, aText, aWrap, theCopies, yesOfTwo } from '../../../test/an-alert.ts'
import type { Red, View } from './alert.contract.ts'
import { deliverAlerts, postNotices } from './alert.jobs.ts'

let harbour: AHarbour
let desk: ADesk
let ana: AMember
let ben: AMember
let dock: AMember
let quay: AMember
let seed: Uint8Array
let superuser: pg.Client

before(async () => {
  harbour = await aHarbour()
  ;({ desk, superuser, ana, ben, quay, dock, seed } = harbour)
})
after(async () => {
  assert.deepEqual(desk.faults, [])
  await harbour.stop()
})

async function aCase(): Promise<string> {
  const item = await aFiledItem(desk, [{ id: 'harbour', seed }])
  const key = { wrap: b64u(await sealTo([ana.keys.recipient, ben.keys.recipient], newSeed())), readers: [ana.code, ben.code] }
  const taken = await aTakeIn(desk, ana, item, { key, blocked: [] })
  must(await ana.post('/reports', taken), 200)
  const yes = { giver: 'self', basis: 'spoken', from: '2026-11-22', until: null, card: null, mark: null }
  must(await ana.post('/consent/give', { case: taken.case, subject: 'reporter', scopes: ['partners', 'focal_point'], ...yes }), 200)
  return taken.case
}
const said = (place: string, office: string, scope: string) =>
  aDraft(desk, { case: place, epoch: 0, marks: { says: true, about: ['reporter'], offices: [office], scopes: [`${office}:${scope}`] } })
const codeOf = async (given: ReturnType<AMember['post']>) => (await given).body['code']

const entry = (police: boolean, revision: number, id: string) => ({
  id,
  territory: ['DE'],
  remit: [],
  languages: ['de'],
  opens: 0,
  closes: 0,
  offsetMinutes: 0,
  days: [],
  deputies: 0,
  stateBody: true,
  police,
  conflicts: [],
  contact: '',
  open: false,
  revision,
})

test('who once said that they are police is asked for as police, also after the entry was unticked and dropped (T-21)', async () => {
  const place = await aCase()
  const id = crypto.randomUUID()
  must(await dock.post('/focal-points/keep', entry(false, 0, id)), 200)
  must(await ana.post('/alerts/draft', await said(place, 'dock', 'focal_point')), 200)
  must(await dock.post('/focal-points/keep', entry(true, 1, id)), 200)
  for (const step of ['ticked', 'unticked', 'dropped']) {
    if (step === 'unticked') must(await dock.post('/focal-points/keep', entry(false, 2, id)), 200)
    if (step === 'dropped') must(await dock.post('/focal-points/drop', { id }), 200)
    assert.equal(await codeOf(ana.post('/alerts/draft', await said(place, 'dock', 'focal_point'))), 'alert.no_consent', step)
    assert.deepEqual(must(await ana.get('/focal-points'), 200).body['police'], ['dock'], step)
  }
})

test('whoever reads the case for another team learns neither of its alerts nor whom they went to (T-21, R-EP-24)', async () => {
  const place = await aCase()
  const marks = { says: true, about: ['reporter'], offices: ['quay'] }
  const draft = await aSentAlert(desk, [ana, ben], { case: place, epoch: 0, marks })
  await deliverAlerts(desk.desk)
  await superuser.query(
    `insert into asylia.compartment_member (compartment_id, member_id, can_write)
     select c.compartment_id, m.id, true from asylia.report_case c, asylia.member m where c.code = $1 and m.code = $2`,
    [place, quay.code],
  )
  const rows = async (who: AMember) => {
    await superuser.query('begin')
    await superuser.query(`select set_config('asylia.member', (select id::text from asylia.member where code = $1), true)`, [who.code])
    const { rows: room } = await superuser.query<{ id: string }>('select compartment_id as id from asylia.report_case where code = $1', [
      place,
    ])
    await superuser.query('set local role asylia_app')
    const counts: number[] = []
    for (const table of [
      'asylia.report_case',
      'asylia.alert',
      'asylia.alert_version',
      'asylia.alert_delivery',
      'asylia.alert_text',
      'keys.alert_wrap',
    ])
      counts.push((await superuser.query(`select from ${table} where compartment_id = $1`, [room[0]?.id])).rowCount ?? 0)
    await superuser.query('rollback')
    return counts
  }
  assert.deepEqual(
    [await rows(ana), await rows(quay)],
    [
      [1, 1, 1, 1, 1, 1],
      [1, 0, 0, 0, 0, 0],
    ],
  )
  assert.equal(await codeOf(quay.post('/alerts/view', { alert: draft.code })), 'record.not_found')
  assert.equal(await codeOf(quay.post('/alerts/withdraw', { alert: draft.code })), 'record.not_found')
})

test('an office whose consent was taken back or that was barred since is marked to the sender, until the alert is taken back (T-21, T-27)', async () => {
  const place = await aCase()
  const draft = await aSentAlert(desk, [ana, ben], { case: place, epoch: 0, marks: { says: true, about: ['reporter'], offices: ['quay'] } })
  const redNow = async () =>
    (must(await ana.post('/alerts/view', { alert: draft.code }), 200).body as unknown as View).red.map(({ why }) => why)
  const due = async (who: AMember) =>
    (must(await who.get('/alerts/red'), 200).body as unknown as Red).rows.filter(({ alert }) => alert === draft.code)
  await deliverAlerts(desk.desk)
  assert.deepEqual([await redNow(), await due(ana)], [[], []])
  const withdrawal = { case: place, subject: 'reporter', scopes: ['partners'], giver: 'self', basis: 'spoken', card: null, mark: null }
  must(await ana.post('/consent/withdraw', withdrawal), 200)
  assert.deepEqual(await redNow(), ['consent'])
  const [owed] = await due(ben)
  assert.deepEqual(
    [owed?.why, owed?.office, owed?.case, owed?.by],
    ['consent', 'quay', place, ben.code],
    'a duty of whoever sent it, on the board',
  )
  for (const who of [quay, dock]) assert.deepEqual(await due(who), [])
  await superuser.query(
    `insert into asylia.compartment_deny (compartment_id, team_id) select c.compartment_id, t.id from asylia.report_case c, asylia.team t where c.code = $1 and t.slug = 'quay'`,
    [place],
  )
  assert.deepEqual(await redNow(), ['barred'])
  assert.deepEqual(
    (await due(ana)).map(({ why }) => why),
    ['barred'],
  )
  must(await ana.post('/alerts/withdraw', { alert: draft.code }), 200)
  assert.deepEqual([await redNow(), await due(ana)], [[], []])
})

test('an alert that speaks of nobody is owed back too once its office is barred from the case, and no longer when it is over (T-21, T-27)', async () => {
  const place = await aCase()
  const draft = await aSentAlert(desk, [ana, ben], { case: place, epoch: 0 })
  await deliverAlerts(desk.desk)
  const due = async () => (must(await ana.get('/alerts/red'), 200).body as unknown as Red).rows.filter(({ alert }) => alert === draft.code)
  assert.deepEqual(await due(), [])
  await superuser.query(
    `insert into asylia.compartment_deny (compartment_id, team_id) select c.compartment_id, t.id from asylia.report_case c, asylia.team t where c.code = $1 and t.slug = 'quay'`,
    [place],
  )
  assert.deepEqual(
    (await due()).map(({ why, office }) => [why, office]),
    [['barred', 'quay']],
  )
  await superuser.query(
    `update asylia.alert_delivery d set answer_by = $2, ends_at = $2 from asylia.alert a where a.id = d.alert_id and a.code = $1`,
    [draft.code, desk.now()],
  )
  assert.deepEqual(await due(), [])
})

test('nobody is called for an alert that was taken back, nothing is said of one that is over, and no wrap gets a number ahead of the key', async () => {
  const place = await aCase()
  must(await quay.post('/focal-points/duty/keep', { step: 0, address: 'duty@quay.example', revision: 0 }), 200)
  const sent = async () => {
    const draft = await aSentAlert(desk, [ana, ben], {
      case: place,
      epoch: 0,
      marks: { says: true, about: ['reporter'], offices: ['quay'] },
    })
    await deliverAlerts(desk.desk)
    const view = must(await ana.post('/alerts/view', { alert: draft.code }), 200).body as unknown as View
    return { code: draft.code, delivery: view.offices[0]?.delivery ?? assert.fail() }
  }
  const gone = await sent()
  must(await ana.post('/alerts/withdraw', { alert: gone.code }), 200)
  const called: string[] = []
  await postNotices(desk.desk, async (to) => void called.push(to))
  assert.deepEqual(called, [])

  const over = await sent()
  must(await quay.post('/alerts/received/open', { delivery: over.delivery }), 200)
  const wraps = must(await quay.post('/alerts/received/view', { delivery: over.delivery }), 200).body['copy'] as { text: string }
  const rewrapped = async (epoch: number) => quay.post('/alerts/rewrap', { text: wraps.text, epoch, wrap: await aWrap() })
  assert.equal(await codeOf(rewrapped(2)), 'record.not_found', 'a number that no key of the team has')
  must(await rewrapped(1), 200)
  await superuser.query(`update asylia.alert_received set answer_by = $2, ends_at = $2 where id = $1`, [over.delivery, desk.now()])
  const sealed = { text: crypto.randomUUID(), epoch: 1, body: await aText(), wrap: await aWrap() }
  const acknowledged = { delivery: over.delivery, becomes: 'acknowledged', as: 'caseworker', reason: null, ...sealed }
  assert.equal(await codeOf(quay.post('/alerts/received/turn', acknowledged)), 'alert.not_so')
})

test('what two people signed as the use of an office is what goes: another one is not drawn up, sent or delivered (T-21, T-22)', async () => {
  const place = await aCase()
  assert.equal(await codeOf(ana.post('/alerts/draft', await said(place, 'quay', 'focal_point'))), 'record.stale')
  const [sent, waits] = [await said(place, 'quay', 'partners'), await said(place, 'quay', 'partners')]
  for (const draft of [sent, waits]) {
    must(await ana.post('/alerts/draft', draft), 200)
    await yesOfTwo(desk, [ana, ben], draft)
  }
  must(await ana.post('/alerts/send', await theCopies(sent)), 200)
  const yes = { giver: 'self', basis: 'spoken', from: '2026-11-22', until: null, card: null, mark: null }
  must(await ana.post('/consent/give', { case: place, subject: 'reporter', scopes: ['law_enforcement'], ...yes }), 200)
  must(await quay.post('/focal-points/keep', entry(true, 0, crypto.randomUUID())), 200)
  assert.equal(await codeOf(ana.post('/alerts/send', await theCopies(waits))), 'record.stale', 'two said yes to partners, not to police')
  assert.equal(await deliverAlerts(desk.desk), 1)
  const view = must(await ana.post('/alerts/view', { alert: sent.code }), 200).body as unknown as View
  assert.deepEqual([view.offices[0]?.state, view.offices[0]?.reason], ['stopped', 'consent'])
})
