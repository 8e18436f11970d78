import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { newSeed } from '#crypto/age/identity.ts'
import { b64u } from '#crypto/bytes.ts'
import { sealTo } from '#crypto/seal/seal-age.ts'
import { type ADesk, type AMember, type Answer, aFiledItem, aTakeIn, must, signInAs } from '../../../test/a-desk.ts'
import { type AHarbour, aHarbour } from '../../../test/a-harbour.ts'
import { aDraft, aSentAlert as aSent, aText, aWrap, theCopies, yesOfTwo } from '../../../test/an-alert.ts'
import { aPerson } from '../../../test/people/a-case.ts'
import type { Received, Sent, View } from './alert.contract.ts'
import { deliverAlerts, postNotices, watchClocks } from './alert.jobs.ts'

const MINUTE = 60_000
let harbour: AHarbour
let desk: ADesk
let superuser: pg.Client
let ana: AMember
let ben: AMember
let quay: AMember
let dock: AMember
let seed: Uint8Array

before(async () => {
  harbour = await aHarbour()
  ;({ desk, superuser, ana, ben, quay, dock, seed } = harbour)
})
after(async () => {
  assert.deepEqual(desk.faults, [])
  await harbour.stop()
})

/** Each a second after the one before, so that the newest is known. */
const aSentAlert: typeof aSent = (...given) => {
  desk.pass(1_000)
  return aSent(...given)
}
const codeOf = (answer: Answer) => answer.body['code']
async function pass(milliseconds: number): Promise<void> {
  desk.pass(milliseconds)
  for (const who of [ana, ben, quay, dock]) await signInAs(desk, who)
}
const sentOf = async (who: AMember, waiting = true) =>
  must(await who.post('/alerts/sent', { waiting, after: null }), 200).body['rows'] as Sent[]
const cameTo = async (who: AMember, waiting = true) =>
  must(await who.post('/alerts/received', { waiting, after: null }), 200).body['rows'] as Received[]
const viewOf = async (who: AMember, alert: string) => must(await who.post('/alerts/view', { alert }), 200).body as unknown as View
/** What a browser signs and seals of it; a server cannot read it. */
const aSealed = async () => ({ text: crypto.randomUUID(), epoch: 1, body: await aText(), wrap: await aWrap() })
const turn = async (who: AMember, delivery: string, becomes: string, more: object = {}) => {
  const as = becomes === 'acknowledged' ? 'caseworker' : null
  return who.post('/alerts/received/turn', { delivery, becomes, as, reason: null, ...(await aSealed()), ...more })
}
const newest = async (who: AMember) =>
  (await cameTo(who)).toSorted((one, other) => (other.deliveredAt ?? '').localeCompare(one.deliveredAt ?? ''))[0] ?? assert.fail()

/** A case of ana and ben with a report, and consent of whoever reported to these uses. */
async function aCase(scopes: readonly string[] = [], barred: readonly string[] = []): Promise<string> {
  const item = await aFiledItem(desk, [{ id: 'harbour', seed }])
  const key = { wrap: b64u(await sealTo([ana.keys.recipient, ben.keys.recipient], newSeed())), readers: [ana.code, ben.code] }
  const taken = await aTakeIn(desk, ana, item, { key, blocked: [...barred] })
  must(await ana.post('/reports', taken), 200)
  if (scopes.length > 0) must(await ana.post('/consent/give', { case: taken.case, subject: 'reporter', scopes, ...YES }), 200)
  return taken.case
}
const YES = { giver: 'self', basis: 'spoken', from: '2026-11-22', until: null, card: null, mark: null }

test('drawn up by one and approved by a second, an alert is delivered, opened, acknowledged by a role, and its clock stands on the sender’s board (R-EP-24, T-22)', async () => {
  const draft = await aDraft(desk)
  must(await ana.post('/alerts/draft', draft), 200)
  assert.equal(codeOf(await ana.post('/alerts/send', await theCopies(draft))), 'approval.needed', 'nobody alone')
  assert.deepEqual(await cameTo(quay), [])
  await yesOfTwo(desk, [ana, ben], { ...draft, marks: { ...draft.marks, level: 4 } })
  assert.equal(codeOf(await ana.post('/alerts/send', await theCopies(draft))), 'approval.other_payload', 'another level than was approved')
  await yesOfTwo(desk, [ana, ben], draft)
  must(await ben.post('/alerts/send', await theCopies(draft)), 200)
  assert.equal(codeOf(await ben.post('/alerts/send', await theCopies(draft))), 'record.stale', 'sent once')

  assert.equal((await sentOf(ana))[0]?.state, 'queued')
  assert.deepEqual(await cameTo(quay), [], 'nothing before it is delivered')
  assert.equal(await deliverAlerts(desk.desk), 1)
  assert.equal(await deliverAlerts(desk.desk), 0)
  const [row] = await cameTo(quay)
  assert.ok(row !== undefined)
  assert.deepEqual([row.from, row.state, row.level, row.tlp], ['harbour', 'delivered', 5, 'TLP:RED'])
  assert.equal(Date.parse(row.clockAt ?? ''), desk.now().getTime() + 15 * MINUTE)

  assert.equal(codeOf(await turn(quay, row.delivery, 'acknowledged')), 'alert.not_so', 'not before it was opened')
  const copy = must(await quay.post('/alerts/received/open', { delivery: row.delivery }), 200)
  assert.equal(copy.raw.length, 18_043)
  assert.equal(codeOf(await turn(quay, row.delivery, 'acknowledged', { as: 'auditor' })), 'role.needed', 'a role that they have')
  must(await turn(quay, row.delivery, 'acknowledged'), 200)
  const [seen] = await sentOf(ben)
  assert.deepEqual(
    [seen?.state, seen?.acknowledgedAs, seen?.readVersion, seen?.clockAt],
    ['acknowledged', 'caseworker', 1, draft.marks.answerBy],
  )
  assert.ok(!JSON.stringify(seen).includes(quay.code), 'a role, and never who')

  must(await turn(quay, row.delivery, 'acting'), 200)
  assert.equal(codeOf(await turn(quay, row.delivery, 'refused', { reason: 'doubt', epoch: 2 })), 'transfer.key_changed')
  const reply = { delivery: row.delivery, ...(await aSealed()) }
  assert.equal(codeOf(await quay.post('/alerts/received/answer', { ...reply, epoch: 2 })), 'transfer.key_changed')
  must(await quay.post('/alerts/received/answer', reply), 200)
  const view = await viewOf(ana, draft.code)
  assert.deepEqual(
    [view.offices[0]?.state, view.offices[0]?.clockAt, view.replies.length],
    ['answered', null, 3],
    'each turn came with what was signed of it',
  )
  assert.equal(must(await ana.post('/alerts/text', { text: reply.text }), 200).raw.length, 18_043)
})

test('each office sees its own copy: no id, count, time or answer tells it of another one (R-EP-24)', async () => {
  const draft = await aSentAlert(desk, [ana, ben], { marks: { offices: ['dock', 'quay'] } })
  await deliverAlerts(desk.desk)
  const [atQuay, atDock] = [await newest(quay), await newest(dock)]
  assert.notEqual(atQuay.delivery, atDock.delivery)
  const before = JSON.stringify(atDock)
  must(await quay.post('/alerts/received/open', { delivery: atQuay.delivery }), 200)
  must(await turn(quay, atQuay.delivery, 'refused', { reason: 'not_ours' }), 200)
  assert.equal(JSON.stringify(await newest(dock)), before, 'what one office does changes nothing for another')
  for (const path of ['/alerts/received/view', '/alerts/received/open', '/alerts/received/cap'])
    assert.equal(codeOf(await dock.post(path, { delivery: atQuay.delivery })), 'record.not_found')
  assert.equal(codeOf(await turn(dock, atQuay.delivery, 'acting')), 'record.not_found')
  assert.equal(codeOf(await quay.post('/alerts/view', { alert: draft.code })), 'record.not_found')
  assert.deepEqual(await sentOf(quay), [])
  const { offices } = await viewOf(ana, draft.code)
  assert.deepEqual(offices.map(({ office, state, reason }) => [office, state, reason]).toSorted(), [
    ['dock', 'delivered', null],
    ['quay', 'refused', 'not_ours'],
  ])
})

test('a barred office gets nothing, whoever asks and however late the bar comes (T-27)', async () => {
  const place = await aCase(['partners', 'focal_point'], ['dock'])
  const marks = { offices: ['dock'], about: ['reporter'], says: true }
  assert.equal(codeOf(await ana.post('/alerts/draft', await aDraft(desk, { case: place, epoch: 0, marks }))), 'alert.barred')
  const open = await aCase(['partners', 'focal_point'])
  await aSentAlert(desk, [ana, ben], { case: open, epoch: 0, marks: { ...marks, offices: ['dock', 'quay'] } })
  await superuser.query(
    `insert into asylia.compartment_deny (compartment_id, team_id) select c.compartment_id, t.id from asylia.report_case c, asylia.team t where c.code = $1 and t.slug = 'dock'`,
    [open],
  )
  const before = (await cameTo(dock)).length
  assert.equal(await deliverAlerts(desk.desk), 2, 'one stopped, one delivered')
  assert.equal((await cameTo(dock)).length, before)
  const stopped = (await sentOf(ana, false)).find(({ state }) => state === 'stopped')
  assert.deepEqual([stopped?.office, stopped?.reason], ['dock', 'barred'])
  const left = await superuser.query(`select from asylia.alert_text where kind = 'queued'`)
  assert.equal(left.rowCount, 0, 'no sealed copy is left behind')
})

test('words of a case name of whom they speak, and go only where each of them agreed, at that moment (T-21)', async () => {
  const place = await aCase(['partners'])
  const said = (marks: object) => aDraft(desk, { case: place, epoch: 0, marks: { says: true, about: ['reporter'], ...marks } })
  for (const [marks, code] of [
    [{ about: [] }, 'alert.nobody_named'],
    [{ tlp: 'TLP:AMBER' }, 'alert.marking_too_open'],
    [{ offices: ['dock'] }, 'alert.no_consent'],
    [{ offices: ['quay', 'dock'] }, 'alert.no_consent'],
    [{ offices: ['harbour'] }, 'alert.barred'],
    [{ offices: ['nowhere'] }, 'record.not_found'],
    [{ about: ['P-ABCDEF'] }, 'alert.no_consent'],
    [{ answerBy: '2026-11-22T10:00:00Z' }, 'alert.clock_unfit'],
    [{ endsAt: '2026-12-20T10:00:00Z' }, 'alert.clock_unfit'],
  ] as const)
    assert.equal(codeOf(await ana.post('/alerts/draft', await said(marks))), code, JSON.stringify(marks))
  const draft = await said({})
  must(await ana.post('/alerts/draft', draft), 200)
  await yesOfTwo(desk, [ana, ben], draft)
  const withdrawal = { case: place, subject: 'reporter', scopes: ['partners'], giver: 'self', basis: 'spoken', card: null, mark: null }
  must(await ana.post('/consent/withdraw', withdrawal), 200)
  assert.equal(
    codeOf(await ana.post('/alerts/send', await theCopies(draft))),
    'alert.no_consent',
    'withdrawn between the yes and the sending',
  )
})

test('whoever reported takes a use back for all that came from them, and nobody asks whether a case that they do not read is barred (T-21)', async () => {
  const place = await aCase(['partners'])
  const { code: subject } = await aPerson(ana, place)
  must(await ana.post('/consent/give', { case: place, subject, scopes: ['partners'], ...YES }), 200)
  const said = () => aDraft(desk, { case: place, epoch: 0, marks: { says: true, about: [subject] } })
  const draft = await said()
  must(await ana.post('/alerts/draft', draft), 200)
  await yesOfTwo(desk, [ana, ben], draft)
  must(await ana.post('/alerts/send', await theCopies(draft)), 200)
  const withdrawal = { case: place, subject: 'reporter', scopes: ['partners'], giver: 'self', basis: 'spoken', card: null, mark: null }
  must(await ana.post('/consent/withdraw', withdrawal), 200)
  assert.equal(codeOf(await ana.post('/alerts/draft', await said())), 'alert.no_consent')
  assert.equal(await deliverAlerts(desk.desk), 1)
  assert.equal((await viewOf(ana, draft.code)).offices[0]?.reason, 'consent', 'what waited is stopped')

  const barFor = async (who: AMember): Promise<unknown> => {
    await superuser.query('begin')
    await superuser.query(`select set_config('asylia.member', (select id::text from asylia.member where code = $1), true)`, [who.code])
    await superuser.query('set local role asylia_app')
    const rows = await superuser.query<{ bar: string | null }>(
      `select access.alert_bar(c.room, '{}', t.id, date '2026-11-22') as bar from
      (select $1::uuid as room) c, asylia.team t where t.slug = 'quay'`,
      [room],
    )
    await superuser.query('rollback')
    return rows.rows[0]?.bar
  }
  const [found] = (
    await superuser.query<{ room: string }>('select compartment_id as room from asylia.report_case where code = $1', [place])
  ).rows
  const room = found?.room
  assert.deepEqual([await barFor(ana), await barFor(dock)], [null, 'barred'])
})

test('a withdrawal empties every copy at once, an update follows it, and the sender sees who still holds the old one (R-EP-24)', async () => {
  const draft = await aSentAlert(desk, [ana, ben], { marks: { offices: ['dock', 'quay'] } })
  await deliverAlerts(desk.desk)
  const came = await newest(quay)
  must(await quay.post('/alerts/received/open', { delivery: came.delivery }), 200)
  const next = { ...draft, version: 1, text: crypto.randomUUID(), marks: { ...draft.marks, kind: 'all_clear' as const } }
  assert.deepEqual(must(await ana.post('/alerts/draft', next), 200).body, { alert: draft.code, version: 2 })
  const narrow = { ...next.marks, offices: ['quay'], scopes: ['quay:partners'] }
  await yesOfTwo(desk, [ana, ben], { ...next, marks: narrow }, 2)
  const short = { ...next, version: 2, text: crypto.randomUUID(), marks: narrow }
  must(await ana.post('/alerts/draft', short), 200)
  assert.equal(codeOf(await ana.post('/alerts/send', await theCopies(short))), 'alert.office_left_out')
  must(await ana.post('/alerts/draft', { ...next, version: 2, text: crypto.randomUUID() }), 200)
  await yesOfTwo(desk, [ana, ben], next, 2)
  must(await ana.post('/alerts/send', await theCopies(next)), 200)
  const held = (await viewOf(ana, draft.code)).offices.map(({ office, heldVersion, readVersion, version }) => [
    office,
    heldVersion,
    readVersion,
    version,
  ])
  assert.deepEqual(held.toSorted(), [
    ['dock', 1, 0, 2],
    ['quay', 1, 1, 2],
  ])
  await deliverAlerts(desk.desk)
  assert.deepEqual([(await newest(quay)).kind, (await newest(quay)).state, (await newest(quay)).version], ['all_clear', 'delivered', 2])

  must(await ben.post('/alerts/withdraw', { alert: draft.code }), 200)
  assert.equal(codeOf(await quay.post('/alerts/received/open', { delivery: came.delivery })), 'alert.not_so')
  const over = (await cameTo(quay, false)).find(({ delivery }) => delivery === came.delivery)
  assert.deepEqual([over?.kind, over?.state], ['withdrawal', 'withdrawn'])
  const left = await superuser.query(
    `select from asylia.alert_text t join asylia.alert_delivery d on d.id = t.about join asylia.alert a on a.id = d.alert_id where a.code = $1`,
    [draft.code],
  )
  assert.equal(left.rowCount, 0)
  assert.equal(codeOf(await ben.post('/alerts/withdraw', { alert: draft.code })), 'record.stale')
  // Here it is gone at once, so nobody can have it any more.
  assert.deepEqual(
    (await viewOf(ana, draft.code)).offices.map(({ state, stillOut }) => [state, stillOut]),
    [
      ['recalled', false],
      ['recalled', false],
    ],
  )
})

test('an unanswered alert calls the duty, the deputy and the next level in turn, one notice each, and then says that nobody answered (R-EP-24, T-20)', async () => {
  for (const [step, address] of [
    [0, 'duty@quay.example'],
    [1, 'deputy@quay.example'],
    [2, null],
  ] as const)
    must(await quay.post('/focal-points/duty/keep', { step, address, revision: 0 }), 200)
  // What the tests before left waits for nobody here.
  await superuser.query('update asylia.alert_received set clock_at = null')
  await aSentAlert(desk, [ana, ben])
  await deliverAlerts(desk.desk)
  const { delivery } = await newest(quay)
  const went: string[] = []
  const ids: string[] = []
  let down = true
  const post = async (to: string, id: string) => {
    ids.push(id)
    if (down) throw new Error('the relay is away')
    went.push(to)
  }
  assert.equal(await postNotices(desk.desk, post), 0)
  down = false
  assert.equal(await postNotices(desk.desk, post), 0, 'not again at once')
  await pass(14 * MINUTE)
  assert.equal(await postNotices(desk.desk, post), 1)
  assert.equal(new Set(ids).size, 1, 'the second try is the same notice')
  assert.equal(await watchClocks(desk.desk), 0)
  await pass(MINUTE)
  for (const step of [1, 2, 3]) {
    assert.equal((await watchClocks(desk.desk)) > 0, true)
    await postNotices(desk.desk, post)
    assert.equal((await cameTo(quay)).find((row) => row.delivery === delivery)?.step, step)
    assert.equal((await sentOf(ana)).find((row) => row.delivery === delivery)?.step, step)
    await pass(15 * MINUTE)
  }
  await watchClocks(desk.desk)
  await postNotices(desk.desk, post)
  assert.deepEqual(went, ['duty@quay.example', 'deputy@quay.example'], 'two for this alert: nobody is named for the third step')
  const directory = must(await ana.get('/focal-points'), 200).body
  assert.deepEqual((directory['silent'] as { team: string }[]).map(({ team }) => team).includes('quay'), true)
  assert.deepEqual(must(await dock.get('/focal-points'), 200).body['silent'], [], 'of alerts of others nothing is said')
})

test('two rounds at once deliver each copy once, and one that is cut off delivers nothing of it (X-09)', async () => {
  for (let n = 0; n < 6; n += 1) await aSentAlert(desk, [ana, ben], { marks: { offices: ['dock', 'quay'] } })
  const before = (await cameTo(quay)).length + (await cameTo(dock)).length
  // The work is cut where the line of the ledger would be written: nothing of that copy has moved.
  const cut = { ...desk.desk, base: { ...desk.desk.base, transact: cutAfter(2) } }
  await assert.rejects(deliverAlerts(cut))
  assert.equal((await cameTo(quay)).length + (await cameTo(dock)).length, before + 2)
  const done = await Promise.all([deliverAlerts(desk.desk), deliverAlerts(desk.desk), deliverAlerts(desk.desk)])
  assert.equal(
    done.reduce((sum, n) => sum + n, 0),
    10,
  )
  assert.equal((await cameTo(quay)).length + (await cameTo(dock)).length, before + 12)
  const faults = await superuser.query(`
    select from asylia.alert_delivery d left join asylia.alert_received r on r.id = d.id left join asylia.alert_text t on t.about = d.id and t.kind = 'copy'
    where d.state = 'delivered' and (r.id is null or t.id is null or r.state <> 'delivered')`)
  assert.equal(faults.rowCount, 0)
})

function cutAfter(whole: number): ADesk['desk']['base']['transact'] {
  let done = 0
  return (actor, work) =>
    desk.desk.base.transact(actor, (tx) => {
      const grant: typeof tx.grant = (...given) => {
        done += 1
        if (done > whole) throw new Error('cut off')
        return tx.grant(...given)
      }
      return work({ ...tx, grant })
    })
}

test('what a row of the database would allow, only the functions do: no login writes a copy, a state or a clock of another office (T-21)', async () => {
  const app = new pg.Client({ connectionString: desk.database.urls.asylia_app })
  await app.connect()
  const member = await superuser.query<{ id: string }>('select id from asylia.member where code = $1', [quay.code])
  await app.query('begin')
  await app.query(`select set_config('asylia.member', $1, true)`, [member.rows[0]?.id])
  for (const statement of [
    `update asylia.alert_received set state = 'answered'`,
    `update asylia.alert_delivery set state = 'answered'`,
    `insert into asylia.alert_received select * from asylia.alert_received`,
    `delete from asylia.alert_received`,
    `select access.deliver_alert(now(), current_date)`,
    `select access.escalate_alerts(now(), 1)`,
    `select access.take_alert_mail(now(), now())`,
    `select access.queue_alert_mail(gen_random_uuid(), gen_random_uuid(), 1, 0, now())`,
  ]) {
    await app.query('savepoint one')
    await assert.rejects(app.query(statement), /permission denied|only the installation/, statement)
    await app.query('rollback to one')
  }
  await app.query('rollback')
  await app.end()
})
