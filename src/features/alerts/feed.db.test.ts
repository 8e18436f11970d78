import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type AMember, ask, must, signInAs } from '../../../test/a-desk.ts'
import { type AHarbour, aHarbour } from '../../../test/a-harbour.ts'
import { aDraft, aSentAlert } from '../../../test/an-alert.ts'
import type { Received } from './alert.contract.ts'
import { deliverAlerts } from './alert.jobs.ts'

let harbour: AHarbour
let waits: readonly string[]

before(async () => {
  harbour = await aHarbour()
  waits = await twoAlerts()
})
after(async () => {
  assert.deepEqual(harbour.desk.faults, [])
  await harbour.stop()
})

/** To both offices, one after the other; the deliveries of the first office. */
async function twoAlerts(): Promise<readonly string[]> {
  const { desk, ana, ben, quay } = harbour
  for (let n = 0; n < 2; n += 1) {
    desk.pass(60_000)
    await aSentAlert(desk, [ana, ben], await aDraft(desk, { marks: { offices: ['quay', 'dock'] } }))
    await deliverAlerts(desk.desk)
  }
  return (await cameTo(quay)).map(({ delivery }) => delivery)
}
const cameTo = async (who: AMember) =>
  must(await who.post('/alerts/received', { waiting: true, after: null }), 200).body['rows'] as Received[]
const make = async (who: AMember, kind = 'alerts') => String(must(await who.post('/feeds/make', { kind }), 200).body['path'])
const read = (path: string) => ask(harbour.desk.app, 'GET', path, {})
const entriesOf = (xml: string) => [...xml.matchAll(/<entry>([^]*?)<\/entry>/g)].map((found) => found[1] ?? '')

test('a feed reader without a session learns at an address of its own that something waits and since when, and nothing else (T-20, T-27)', async () => {
  const { quay, dock, ana, ben } = harbour
  const path = await make(quay)
  const feed = await read(path)
  assert.deepEqual([feed.status, feed.headers['content-type']], [200, 'application/atom+xml; charset=utf-8'])
  const xml = feed.raw.toString()
  const entries = entriesOf(xml)
  assert.equal(entries.length, 2)
  assert.deepEqual(entries.map((entry) => /urn:uuid:([^<]+)/.exec(entry)?.[1]).toSorted(), [...waits].toSorted())
  const times = entries.map((entry) => Date.parse(/<updated>([^<]+)/.exec(entry)?.[1] ?? ''))
  assert.deepEqual(
    times.toSorted(),
    (await cameTo(quay)).map(({ deliveredAt }) => Date.parse(deliveredAt ?? '')).toSorted(),
    'to the second, not to the day',
  )
  for (const secret of ['harbour', 'dock', ana.code, ben.code, quay.code, 'incident', 'TLP:AMBER', 'abduction'])
    assert.ok(!xml.includes(secret), secret)
  const other = (await read(await make(dock))).raw.toString()
  for (const delivery of waits) assert.ok(!other.includes(delivery), 'what another office got is told apart from this')
})

test('each entry leads to a CAP message of the same delivery, and of no other office (T-27)', async () => {
  const { quay, dock } = harbour
  const path = await make(quay)
  const [entry = ''] = entriesOf((await read(path)).raw.toString())
  const href = /rel="enclosure" href="([^"]+)" type="application\/cap\+xml"/.exec(entry)?.[1] ?? assert.fail(entry)
  assert.ok(href.startsWith('http'))
  const cap = await read(new URL(href).pathname)
  assert.deepEqual([cap.status, cap.headers['content-type']], [200, 'application/cap+xml; charset=utf-8'])
  assert.match(cap.raw.toString(), /<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">/)
  assert.match(cap.raw.toString(), /<urgency>Immediate<\/urgency>/)
  const [theirs] = await cameTo(dock)
  assert.ok(theirs !== undefined)
  for (const wrong of [theirs.delivery, crypto.randomUUID(), 'x', `${waits[0]}'`])
    assert.equal((await read(`${path}/${encodeURIComponent(wrong)}`)).status, 404, wrong)
})

test('an address opens one kind, ends at will or by a newer one, and an unknown one is like one that never was (T-21)', async () => {
  const { quay } = harbour
  const first = await make(quay)
  const second = await make(quay)
  const calendar = await make(quay, 'calendar')
  const tokenOf = (path: string) => path.slice(-43)
  assert.deepEqual([(await read(first)).status, (await read(second)).status, (await read(calendar)).status], [404, 200, 200])
  const wrong = [
    `/api/desk/calendar/${tokenOf(second)}`,
    `/api/desk/alerts/feed/${tokenOf(calendar)}`,
    `/api/desk/alerts/feed/${tokenOf(calendar)}/${waits[0]}`,
    `/api/desk/alerts/feed/${'a'.repeat(43)}`,
    '/api/desk/alerts/feed/short',
    `${first}/${waits[0]}`,
  ]
  const answers = await Promise.all(wrong.map(read))
  const bodies = new Set(answers.map(({ status, raw }) => `${status} ${raw.toString()}`))
  assert.equal(bodies.size, 1, 'not told apart')
  assert.match([...bodies][0] ?? '', /^404 /)
  must(await quay.post('/feeds/end', { kind: 'alerts' }), 200)
  assert.equal((await read(second)).status, 404)
  assert.equal((await read(calendar)).status, 200, 'the other kind stays')
})

test('what is no longer awaited is no longer in the feed, and whoever loses their sessions loses their address (T-24, T-25)', async () => {
  const { desk, superuser, quay } = harbour
  const path = await make(quay)
  must(await quay.post('/alerts/received/open', { delivery: waits[0] }), 200)
  assert.equal(entriesOf((await read(path)).raw.toString()).length, 2, 'opened and not yet acknowledged: it waits')
  await superuser.query(`update asylia.member set left_on = current_date where code = $1`, [quay.code])
  assert.equal((await read(path)).status, 404, 'whoever left')
  await superuser.query(`update asylia.member set left_on = null where code = $1`, [quay.code])
  assert.equal((await read(path)).status, 200)
  await superuser.query(`delete from asylia.member_role where member_id = (select id from asylia.member where code = $1)`, [quay.code])
  assert.equal((await read(path)).status, 404, 'whoever has no role that reads codes')
  await signInAs(desk, quay)
})
