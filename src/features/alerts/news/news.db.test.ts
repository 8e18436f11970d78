import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { newSeed } from '#crypto/age/identity.ts'
import { b64u } from '#crypto/bytes.ts'
import { sealTo } from '#crypto/seal/seal-age.ts'
import { type AMember, aFiledItem, ask, aTakeIn, callerOf, must, signInAs } from '../../../../test/a-desk.ts'
import { type AHarbour, aHarbour } from '../../../../test/a-harbour.ts'
import { aDraft, aSentAlert } from '../../../../test/an-alert.ts'
import type { Received } from '../alert.contract.ts'
import { deliverAlerts } from '../alert.jobs.ts'
import { type News, openNews } from './tell-desks.ts'

let harbour: AHarbour
let news: News

before(async () => {
  harbour = await aHarbour()
})
beforeEach(async () => {
  news = openNews(harbour.desk.desk)
  harbour.desk.pass(60_000)
  for (const who of [harbour.ana, harbour.ben, harbour.quay, harbour.dock]) await signInAs(harbour.desk, who)
})
after(async () => {
  assert.deepEqual(harbour.desk.faults, [])
  await harbour.stop()
})

type Heard = { news: number; all: string; ended: boolean }

/** An open desk: how often it was told, and whether its stream ended. */
async function listens(who: AMember): Promise<Heard> {
  const heard: Heard = { news: 0, all: '', ended: false }
  const { body, headers } = news.open(await callerOf(harbour.desk, who))
  assert.equal(headers['content-type'], 'text/event-stream; charset=utf-8')
  body.on('data', (chunk: Buffer) => {
    heard.all += chunk.toString()
    heard.news = heard.all.split('event: alerts\ndata: \n\n').length - 1
  })
  body.once('end', () => (heard.ended = true))
  return heard
}

async function alertTo(offices: readonly string[], of: string | null = null): Promise<void> {
  const { desk, ana, ben } = harbour
  await aSentAlert(desk, [ana, ben], await aDraft(desk, { case: of, marks: { offices: [...offices] } }))
  await deliverAlerts(desk.desk)
}
const look = async () => {
  const told = await news.look()
  await wait(1)
  return told
}

test('open desks of the sender and of the office are told at once that something changed, once each, and never what (R-EP-24, T-27)', async () => {
  const { desk, ana, ben, quay, dock } = harbour
  const heard = { ana: await listens(ana), ben: await listens(ben), quay: await listens(quay), dock: await listens(dock) }
  assert.equal(await look(), 0)
  await alertTo(['quay'])
  assert.equal(await look(), 3)
  assert.deepEqual([heard.ana.news, heard.ben.news, heard.quay.news], [1, 1, 1])
  assert.equal(heard.dock.news, 0, 'an office that got nothing hears nothing')
  assert.equal(await look(), 0, 'the same is not told twice')
  desk.pass(1_000)
  const [row] = must(await quay.post('/alerts/received', { waiting: true, after: null }), 200).body['rows'] as Received[]
  must(await quay.post('/alerts/received/open', { delivery: row?.delivery }), 200)
  await look()
  assert.deepEqual([heard.ana.news, heard.quay.news, heard.dock.news], [2, 2, 0], 'that it was opened, to both sides')
  for (const { all } of Object.values(heard)) assert.match(all, /^(: \n\n|event: alerts\ndata: \n\n)+$/)
  news.end()
})

/** A case of ana and ben. */
async function aCase(): Promise<string> {
  const { desk, ana, ben, seed } = harbour
  const item = await aFiledItem(desk, [{ id: 'harbour', seed }])
  const key = { wrap: b64u(await sealTo([ana.keys.recipient, ben.keys.recipient], newSeed())), readers: [ana.code, ben.code] }
  const taken = await aTakeIn(desk, ana, item, { key })
  must(await ana.post('/reports', taken), 200)
  return taken.case
}

test('what a member may not read changes nothing on their stream, also where it is of their team (T-21, T-27)', async () => {
  const { desk, superuser, ana, ben } = harbour
  const code = await aCase()
  await alertTo(['quay'], code)
  await look()
  const heard = { ana: await listens(ana), ben: await listens(ben) }
  const changed = async () => {
    desk.pass(1_000)
    await superuser.query(
      `update asylia.alert_delivery set changed_at = $2 where compartment_id = (select compartment_id from asylia.report_case where code = $1)`,
      [code, desk.now()],
    )
    return look()
  }
  assert.equal(await changed(), 2)
  const letOut = await superuser.query(
    `delete from asylia.compartment_member where compartment_id = (select compartment_id from asylia.report_case where code = $1)
       and member_id = (select id from asylia.member where code = $2)`,
    [code, ben.code],
  )
  assert.equal(letOut.rowCount, 1)
  assert.equal(await changed(), 1)
  await wait(1)
  assert.deepEqual([heard.ana.news, heard.ben.news], [2, 1])
  news.end()
})

test('a stream ends with its session: signed out, or nobody sat before it; a second one of the same session ends the first (T-28)', async () => {
  const { desk, ana, ben, dock } = harbour
  const [first, second] = [await listens(dock), await listens(dock)]
  await wait(1)
  assert.deepEqual([first.ended, second.ended], [true, false])
  const [out, idle] = [await listens(ana), await listens(ben)]
  must(await ana.post('/session/end', {}), 200)
  await signInAs(desk, ana)
  await alertTo(['quay'])
  await look()
  assert.deepEqual([out.ended, out.news, idle.ended, idle.news], [true, 0, false, 1])
  desk.pass(6 * 60_000)
  for (const who of [ana, dock]) await signInAs(desk, who)
  const session = ben.token
  await signInAs(desk, ben)
  assert.notEqual(ben.token, session)
  await alertTo(['quay'])
  await look()
  assert.deepEqual([idle.ended, idle.news], [true, 1])
  news.end()
})

test('a stream that ends while it is looked for news is no fault, and the others are told (R-EP-24)', async () => {
  const { desk, ana, ben } = harbour
  const { actor } = await callerOf(desk, ana)
  const next = await callerOf(desk, ana)
  const { base } = desk.desk
  const ends = {
    ...base,
    // The page was loaded anew at this very moment: another stream of the same session takes the place of the first.
    read: async (by, work) => {
      if (by.id === actor.id) news.open(next).body.resume()
      return base.read(by, work)
    },
  } satisfies typeof base
  news = openNews({ ...desk.desk, base: ends })
  // Nobody reads from it any more, so what is left in it keeps it from closing.
  const { body } = news.open(await callerOf(desk, ana))
  const other = await listens(ben)
  await alertTo(['quay'])
  await news.look()
  await wait(1)
  assert.deepEqual([body.readableLength, other.news], [4, 1], 'a breath, and nothing after its end')
  news.end()
})

test('the door answers a stream of events to whoever reads codes, and to nobody without a session (T-28)', async () => {
  const { desk, quay } = harbour
  const answer = await quay.get('/alerts/news')
  assert.deepEqual([answer.status, answer.raw.toString()], [200, ': \n\n'])
  assert.equal((await ask(desk.app, 'GET', '/api/desk/alerts/news', {})).status, 401)
})
