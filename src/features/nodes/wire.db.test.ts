import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import pg from 'pg'
import { canonicalBytes } from '#crypto/canonical.ts'
import { lineOf } from '#crypto/node/node-card.ts'
import { frameBytes, packFrame } from '#crypto/node/node-message.ts'
import { outerBytes, wrapFor, writeOuter } from '#crypto/node/node-wrap.ts'
import { type ADesk, type AMember, aCopyOf, aDesk, aFoundedTeam, must, seatAt } from '../../../test/a-desk.ts'
import { aliasAt, introduce, nodeOf, talk, wireTo } from '../../../test/a-node.ts'
import { queueMany } from '../../../test/many-alerts.ts'
import { answerNode, type Carry } from './exchange.ts'
import { speakWith } from './node.jobs.ts'
import { nodeFaultsIn } from './node-faults.store.ts'
import { operatorOf, resumeNode, rotateKeys, viewNodes } from './run-nodes.ts'

/** Two installations on real databases, and a wire that cuts, delays, doubles and reorders between them. */
const RUNS = process.env['ASYLIA_LONG'] === '1' ? 300 : 2
let one: ADesk
let other: ADesk
let ana: AMember
let quay: AMember
let here: pg.Client
let there: pg.Client
let office: string
let codes = 0

const open = async (desk: ADesk): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: desk.database.superuserUrl })
  await client.connect()
  return client
}
before(async () => {
  ;[one, other] = await Promise.all([aDesk(), aDesk()])
  ana = (await aFoundedTeam(one, 'harbour')).founder
  quay = (await aFoundedTeam(other, 'quay')).founder
  for (const desk of [one, other]) await desk.desk.roster.publish()
  await introduce(one, other)
  await talk(one, other)
  office = aliasAt('quay-node', 'quay')
  ;[here, there] = [await open(one), await open(other)]
})
after(async () => {
  await Promise.all([here.end(), there.end()])
  await Promise.all([one.stop(), other.stop()])
})

type Fault = 'none' | 'cut' | 'deaf' | 'double' | 'late'
type Act = {
  readonly do: 'send' | 'hidden' | 'withdraw' | 'exclude' | 'open' | 'call' | 'come'
  readonly by: number
  readonly fault: Fault
}
const act: fc.Arbitrary<Act> = fc.record({
  do: fc.constantFrom('send', 'hidden', 'withdraw', 'exclude', 'open', 'call', 'call', 'call', 'come'),
  by: fc.nat(1),
  fault: fc.constantFrom('none', 'none', 'cut', 'deaf', 'double', 'late'),
})

/** Frames that were held back on the way to each side. */
type Held = { to: ADesk; frame: Uint8Array }[]
const carryWith =
  (to: ADesk, fault: Fault, held: Held): Carry =>
  async (url, frame) => {
    if (fault === 'cut') throw new Error('cut')
    if (fault === 'late') {
      held.push({ to, frame })
      throw new Error('late')
    }
    const answer = await wireTo(to)(url, frame)
    if (fault === 'deaf') throw new Error('deaf')
    return fault === 'double' ? wireTo(to)(url, frame) : answer
  }

async function queueOne(hidden: boolean): Promise<void> {
  await queueMany(here, { from: 'harbour', office, first: codes, count: 1, hidden })
  codes += 1
}

async function take({ do: what, by, fault }: Act, held: Held): Promise<void> {
  one.pass(7)
  other.pass(7)
  if (what === 'send' || what === 'hidden') return queueOne(what === 'hidden')
  if (what === 'withdraw') {
    const { rows } = await here.query<{ code: string }>(
      `select a.code from asylia.alert a join asylia.compartment c on c.id = a.compartment_id and c.kind = 'team' where a.state = 'sent' limit 1`,
    )
    if (rows[0] !== undefined) must(await ana.post('/alerts/withdraw', { alert: rows[0].code }), 200)
  } else if (what === 'exclude') {
    await here.query(
      `insert into asylia.compartment_deny (compartment_id, team_id) select d.compartment_id, d.office from asylia.alert_delivery d
       join asylia.compartment c on c.id = d.compartment_id and c.kind = 'case' where d.state <> 'stopped' limit 1 on conflict do nothing`,
    )
  } else if (what === 'open') {
    const { rows } = await there.query<{ id: string }>(`select id from asylia.alert_received where state = 'delivered' limit 1`)
    if (rows[0] !== undefined) await quay.post('/alerts/received/open', { delivery: rows[0].id })
  } else if (what === 'come') {
    const late = held.shift()
    // Whatever comes of an old frame, nobody waits for its answer.
    if (late !== undefined) await answerNode(late.to.nodes, late.frame).catch(() => undefined)
  } else {
    const [from, to] = by === 0 ? [one, other] : [other, one]
    await speakWith(from.nodes, await nodeOf(from), carryWith(to, fault, held))
  }
}

async function judge(): Promise<void> {
  const sent = await here.query<{ id: string; state: string; barred: boolean }>(
    `select d.id, d.state, exists (select from asylia.compartment_deny y where y.compartment_id = d.compartment_id and y.team_id = d.office) as barred
     from asylia.alert_delivery d`,
  )
  const got = await there.query<{ id: string; state: string; copies: number; lines: number }>(
    `select r.id, r.state, (select count(*)::int from asylia.alert_text t where t.about = r.id and t.kind = 'copy') as copies,
       (select count(*)::int from base.ledger_entry e where e.action = 'alert.deliver' and e.subject = r.id::text) as lines
     from asylia.alert_received r`,
  )
  const held = new Map(got.rows.map((row) => [row.id, row]))
  for (const { id, state, barred } of sent.rows) {
    const copy = held.get(id)
    assert.ok(copy === undefined || copy.lines === 1, 'delivered once')
    if (state === 'recalled' || state === 'stopped')
      assert.ok(copy === undefined || (copy.state === 'withdrawn' && copy.copies === 0), `${state} stands there`)
    else assert.deepEqual([copy?.state, copy?.copies, barred], [state, 1, false])
  }
  assert.equal(got.rows.length, got.rows.filter(({ id }) => sent.rows.some((row) => row.id === id)).length, 'nothing that nobody sent')
  const [a, b] = [await nodeOf(one), await nodeOf(other)]
  assert.deepEqual([a.link.sent, a.link.received, a.link.acked], [b.link.received, b.link.sent, a.link.sent])
}

test('over a wire that cuts, delays, doubles and reorders nothing is lost, doubled or sent to whom it may not go (T-27, T-47, X-10)', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 15, maxLength: 22, size: 'max' }), async (acts) => {
      const held: Held = []
      await queueOne(false)
      for (const next of acts) await take(next, held)
      for (const late of held) {
        // Whatever comes of an old frame, nobody waits for its answer.
        await answerNode(late.to.nodes, late.frame).catch(() => undefined)
      }
      for (const desk of [one, other]) assert.equal((await nodeOf(desk)).link.state, 'active', 'no fault of the wire looks like a lie')
      await talk(one, other)
      await judge()
    }),
    { numRuns: RUNS, endOnFailure: true },
  )
})

test('what waits while a node is away goes in frames of at most 200 messages, each taken whole or not at all', async () => {
  await queueMany(here, { from: 'harbour', office, first: codes, count: 210 })
  codes += 210
  const sizes: number[] = []
  one.pass(10)
  other.pass(10)
  const counting: Carry = async (url, frame) => {
    sizes.push(frame.length)
    return wireTo(other)(url, frame)
  }
  await speakWith(one.nodes, await nodeOf(one), counting)
  await talk(one, other)
  await judge()
  assert.ok(sizes.length > 1)
})

test('new keys are told under the old ones; from then on the old ones open nothing and sign for nothing (T-47)', async () => {
  const old = await one.nodes.keys()
  const { fingerprint } = await rotateKeys(one.nodes)
  await queueOne(false)
  await talk(one, other)
  await talk(one, other)
  assert.equal((await viewNodes(other.nodes)).nodes[0]?.fingerprint, fingerprint)
  assert.equal((await nodeOf(one)).ownGen, old.gen + 1)
  await judge()
  const to = await other.nodes.keys()
  const { link } = await nodeOf(one)
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
  const plain = packFrame({ said: canonicalBytes(said), signature: await old.signAs(old.gen)(frameBytes(said)), messages: [] })
  const [line, sealed] = [lineOf(old.instance, to.instance), await wrapFor(to.card.recipient, plain)]
  const frame = writeOuter({ line, sealed, signature: await old.signAs(old.gen)(outerBytes(line, sealed)) })
  await assert.rejects(answerNode(other.nodes, frame), { code: 'node.unknown_signer' })
})

test('a node that comes back from an older backup is noticed on both sides, stops, and goes on without bringing back what was withdrawn (T-47, X-11)', async () => {
  await queueOne(false)
  const code =
    (await here.query<{ code: string }>(`select code from asylia.alert where state = 'sent' order by code desc limit 1`)).rows[0]?.code ??
    ''
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
  here = await open(back)
  back.pass(60_000)
  other.pass(60_000)
  await talk(back, other)
  assert.deepEqual([(await nodeOf(back)).link.state, (await nodeOf(other)).link.state], ['behind', 'restored'])
  assert.ok((await nodeFaultsIn(other.database.superuserUrl)).some(({ state }) => state === 'restored'))
  assert.equal((await there.query(`select from base.ledger_entry where action = 'node.restored'`)).rowCount, 1)
  assert.equal((await here.query(`select from base.ledger_entry where action = 'node.behind'`)).rowCount, 1)
  await assert.rejects(resumeNode(other.nodes, operatorOf(other.nodes), 'harbour-node'), { code: 'node.resume_there_first' })
  await resumeNode(back.nodes, operatorOf(back.nodes), 'quay-node')
  await talk(back, other)
  await resumeNode(other.nodes, operatorOf(other.nodes), 'harbour-node')
  await talk(back, other)
  const [a, b] = [await nodeOf(back), await nodeOf(other)]
  assert.deepEqual([a.link.state, b.link.state, a.link.sent, b.link.sent], ['active', 'active', b.link.received, a.link.received])
  const { rows } = await here.query<{ state: string }>('select state from asylia.alert_delivery where id = $1', [delivery])
  assert.deepEqual(rows, [{ state: 'recalled' }], 'the side that forgot is told that it was withdrawn')
  assert.equal((await there.query('select from asylia.alert_text where about = $1', [delivery])).rowCount, 0)
  await here.end()
  await back.stop()
  here = await open(one)
})
