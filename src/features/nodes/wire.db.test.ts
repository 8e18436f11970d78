import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import type pg from 'pg'
import { chunkCipher } from '#base/chunk-cipher.ts'
import { sha256 } from '#base/sha256.ts'
import { canonicalBytes } from '#crypto/canonical.ts'
import { lineOf } from '#crypto/node/node-card.ts'
import { frameBytes, packFrame } from '#crypto/node/node-message.ts'
import { wrapFor } from '#crypto/node/node-wrap.ts'
import { dayOf } from '#kernel/clock.ts'
import { type ADesk, type AMember, aCopyOf, aFoundedTeam, must, seatAt, someDesks } from '../../../test/a-desk.ts'
import { aliasAt, introduce, nodeOf, talk, wireTo } from '../../../test/a-node.ts'
import { queueMany } from '../../../test/many-alerts.ts'
import {
  actsOf,
  closeAll,
  copyOf,
  type Here,
  type History,
  heal,
  judge,
  openClient,
  queueOne as queueFor,
  sideOf,
  take,
  wireHere,
} from './a-wire-history.ts'
import { answerNode, type Carry, callNode } from './exchange.ts'
import { speakWith } from './node.jobs.ts'
import { nodeFaultsIn } from './node-faults.store.ts'
import { listEndedPosts } from './office.store.ts'
import { operatorOf, resumeNode, rotateKeys, viewNodes } from './run-nodes.ts'

/**
 * Three installations on real databases, and a wire that cuts, delays, doubles and reorders between them. Each test goes on from
 * where the one before ended; of many histories, every hundredth begins anew.
 */
const RUNS = process.env['ASYLIA_LONG'] === '1' ? 10_000 : 2
const ANEW = 100
let first: ADesk[]
let original: Here[]
let history: History<Here> = { sides: [], wire: wireHere(), codes: 0 }
let one: ADesk
let other: ADesk
let ana: AMember
let here: pg.Client
let there: pg.Client
let office: string

before(async () => {
  const desks = await someDesks(3)
  first = desks
  original = []
  for (const [at, team] of ['harbour', 'quay', 'pier'].entries()) {
    const desk = desks[at] ?? desks[0]
    const client = await openClient(desk)
    original.push(sideOf(desk, (await aFoundedTeam(desk, team)).founder, `${team}-node`, client))
    await desk.desk.roster.publish()
  }
  for (const [a, b] of [
    [0, 1],
    [0, 2],
    [1, 2],
  ] as const) {
    await introduce(desks[a], desks[b], [original[a]?.name ?? '', original[b]?.name ?? ''])
    await talk(desks[a], desks[b])
  }
  for (const { client, desk } of original) {
    await client.end()
    await desk.rest()
  }
  await beginAnew()
})
after(async () => {
  await closeAll(history.sides)
  for (const desk of first) await desk.stop()
})

async function beginAnew(): Promise<void> {
  await closeAll(history.sides)
  history = { sides: await copyOf(original), wire: wireHere(), codes: 0 }
  await heal(history)
  const [harbour, quay] = history.sides
  if (harbour === undefined || quay === undefined) throw new Error('nobody is there')
  ;[one, other, ana, here, there] = [harbour.desk, quay.desk, harbour.who, harbour.client, quay.client]
  office = aliasAt('quay-node', 'quay')
}
const queueOne = () => queueFor(history, { by: 0, to: 0, hidden: false })
/** The wire is whole, and both sides of each pair agree. */
async function agree(): Promise<void> {
  await heal(history)
  await judge(history)
}

test('between three over a wire that cuts, delays, doubles and reorders nothing is lost, doubled or sent to whom it may not go (T-27, T-47, X-10)', async () => {
  let runs = 0
  await fc.assert(
    fc.asyncProperty(actsOf(3), async (acts) => {
      if (runs > 0 && runs % ANEW === 0) await beginAnew()
      runs += 1
      await queueOne()
      for (const next of acts) await take(history, next)
      await agree()
    }),
    { numRuns: RUNS, endOnFailure: true },
  )
})

test('what waits while a node is away goes in frames of at most 200 messages, each taken whole or not at all', async () => {
  await queueMany(here, { from: 'harbour', office, first: history.codes, count: 210 })
  history.codes += 210
  const sizes: number[] = []
  one.pass(10)
  other.pass(10)
  const counting: Carry = async (url, frame) => {
    sizes.push(frame.length)
    return wireTo(other)(url, frame)
  }
  await speakWith(one.nodes, await nodeOf(one, other), counting)
  await agree()
  assert.ok(sizes.length > 1)
})

test('what is over is asked of what is out there, and reads nothing of what went and arrived (T-27)', async () => {
  const { id, link } = await nodeOf(one, other)
  assert.ok(link.acked.n > 200)
  const read = await one.nodes.base.transact(one.nodes.by.actor, async (tx) => {
    assert.deepEqual(await listEndedPosts(tx.db, id, dayOf(tx.clock.now())), [])
    const rows = await sql<{ place: string; whole: number; rows: number }>`
      select relname as place, seq_tup_read::int as whole, idx_tup_fetch::int as rows from pg_stat_xact_all_tables
      where relname in ('alert_delivery', 'node_message') order by 1`.execute(tx.db)
    return rows.rows
  })
  const [deliveries, messages] = read
  assert.ok(deliveries !== undefined && deliveries.rows > 0)
  assert.equal(deliveries.whole, 0, 'no table is read from end to end')
  assert.deepEqual(messages, { place: 'node_message', whole: 0, rows: 0 })
})

test('what a call carries does not go with the answer to the call of the other side as well, and does once the call is over', async () => {
  await queueOne()
  const sizes: number[] = []
  const [here, there] = [await nodeOf(one, other), await nodeOf(other, one)]
  const answers: Carry = async (_url, frame) => {
    const answer = await answerNode(one.nodes, frame)
    sizes.push(answer.length)
    return answer
  }
  const crossing: Carry = async (_url, frame) => {
    sizes.push(frame.length)
    other.pass(10)
    await callNode(other.nodes, there.id, answers)
    throw new Error('the line was cut')
  }
  one.pass(10)
  await assert.rejects(callNode(one.nodes, here.id, crossing))
  other.pass(10)
  await callNode(other.nodes, there.id, answers)
  // A sealed copy is longer than the shortest frame.
  const copy = 24_000
  assert.deepEqual(
    sizes.map((size) => size > copy),
    [true, false, true],
  )
  assert.equal(one.nodes.calling.has(here.id), false)
  await agree()
})

test('new keys are told under the old ones; from then on the old ones open nothing and sign for nothing (T-47)', async () => {
  const old = await one.nodes.keys()
  const { fingerprint } = await rotateKeys(one.nodes)
  await queueOne()
  await agree()
  assert.equal((await viewNodes(other.nodes)).nodes.find(({ name }) => name === 'harbour-node')?.fingerprint, fingerprint)
  assert.equal((await nodeOf(one, other)).ownGen, old.gen + 1)
  const to = await other.nodes.keys()
  const { link } = await nodeOf(one, other)
  other.pass(10)
  const said = {
    v: 1,
    type: 'node-frame',
    from: old.instance,
    to: to.instance,
    at: other.now().getTime(),
    nonce: one.nodes.nonce,
    echo: other.nodes.nonce,
    sent: link.sent,
    ack: link.received,
  } as const
  const plain = packFrame({ said: canonicalBytes(said), signature: old.signAs(old.gen)(frameBytes(said)), messages: [] })
  const line = lineOf(old.instance, to.instance)
  const frame = await wrapFor({ line, recipient: to.card.recipient, cipher: chunkCipher, hash: sha256, sign: old.signAs(old.gen) }, plain)
  await assert.rejects(answerNode(other.nodes, frame), { code: 'node.unknown_signer' })
})

test('a node that comes back from an older backup is noticed on both sides, stops, and goes on without bringing back what was withdrawn (T-47, X-11)', async () => {
  await queueOne()
  const own = `select a.code from asylia.alert a join asylia.team t on t.id = a.team_id and t.node_id is null where a.state = 'sent' order by a.code desc limit 1`
  const code = (await here.query<{ code: string }>(own)).rows[0]?.code ?? ''
  await talk(one, other)
  const delivery =
    (
      await here.query<{ id: string }>(
        'select d.id from asylia.alert_delivery d join asylia.alert a on a.id = d.alert_id where a.code = $1',
        [code],
      )
    ).rows[0]?.id ?? ''
  await here.end()
  await one.rest()
  // The first life goes on after the backup: it withdraws, and says more.
  const life = await aCopyOf(one)
  const seat = seatAt(life, ana)
  must(await seat.post('/alerts/withdraw', { alert: code }), 200)
  await talk(life, other)
  assert.equal((await there.query(`select from asylia.alert_received where id = $1 and state = 'withdrawn'`, [delivery])).rowCount, 1)
  await life.stop()
  // The backup comes back.
  const back = await aCopyOf(one)
  const again = await openClient(back)
  back.pass(60_000)
  other.pass(60_000)
  await talk(back, other)
  assert.deepEqual([(await nodeOf(back, other)).link.state, (await nodeOf(other, back)).link.state], ['behind', 'restored'])
  assert.ok((await nodeFaultsIn(other.database.superuserUrl)).some(({ state }) => state === 'restored'))
  assert.equal((await there.query(`select from base.ledger_entry where action = 'node.restored'`)).rowCount, 1)
  assert.equal((await again.query(`select from base.ledger_entry where action = 'node.behind'`)).rowCount, 1)
  await assert.rejects(resumeNode(other.nodes, operatorOf(other.nodes), 'harbour-node'), { code: 'node.resume_there_first' })
  await resumeNode(back.nodes, operatorOf(back.nodes), 'quay-node')
  await talk(back, other)
  await resumeNode(other.nodes, operatorOf(other.nodes), 'harbour-node')
  await talk(back, other)
  const [a, b] = [await nodeOf(back, other), await nodeOf(other, back)]
  assert.deepEqual([a.link.state, b.link.state, a.link.sent, b.link.sent], ['active', 'active', b.link.received, a.link.received])
  const { rows } = await again.query<{ state: string }>('select state from asylia.alert_delivery where id = $1', [delivery])
  assert.deepEqual(rows, [{ state: 'recalled' }], 'the side that forgot is told that it was withdrawn')
  assert.equal((await there.query('select from asylia.alert_text where about = $1', [delivery])).rowCount, 0)
  await again.end()
  await back.stop()
})
