import assert from 'node:assert/strict'
import fc from 'fast-check'
import pg from 'pg'
import { dayOf } from '#kernel/clock.ts'
import { type ADesk, type AMember, aCopyOf, must, seatAt } from '../../../test/a-desk.ts'
import { aliasAt, nodeOf, wireTo } from '../../../test/a-node.ts'
import { queueMany, queueUpdate } from '../../../test/many-alerts.ts'
import { answerNode, type Carry } from './exchange.ts'
import { speakWith } from './node.jobs.ts'
import { listNodes } from './node.store.ts'
import { hasNews } from './office.store.ts'
import { rotateKeys } from './run-nodes.ts'

// For tests: histories of several installations on real databases, over a wire that cuts, delays, doubles and reorders.

/** One side: its desk, its one team, and what the others call it. */
export type Side = { readonly desk: ADesk; readonly who: AMember; readonly name: string; readonly client: pg.Client }
type Fault = 'none' | 'cut' | 'deaf' | 'double' | 'late'
export type Act = {
  readonly do: 'send' | 'hidden' | 'update' | 'withdraw' | 'exclude' | 'open' | 'rotate' | 'call' | 'come'
  readonly by: number
  /** Which of the others, counted from the next. */
  readonly to: number
  readonly fault: Fault
}

const CALLS = ['call', 'call', 'call', 'call', 'call', 'call'] as const
/** Acts of so many sides. A fault weighs as much as all that goes well. */
export const actsOf = (sides: number): fc.Arbitrary<Act[]> =>
  fc.array(
    fc.record({
      do: fc.constantFrom('send', 'send', 'hidden', 'update', 'withdraw', 'exclude', 'open', 'rotate', 'come', ...CALLS),
      by: fc.nat(sides - 1),
      to: fc.nat(sides - 2),
      fault: fc.constantFrom('none', 'none', 'none', 'none', 'cut', 'deaf', 'double', 'late'),
    }),
    { minLength: 18, maxLength: 26, size: 'max' },
  )

export async function openClient({ database }: ADesk): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: database.superuserUrl })
  await client.connect()
  return client
}

/** The same sides once more, with all that is in them, while nobody is at work in the first. */
export async function copyOf(sides: readonly Side[]): Promise<Side[]> {
  const copies: Side[] = []
  for (const { desk: from, who, name } of sides) {
    const desk = await aCopyOf(from)
    copies.push({ desk, who: seatAt(desk, who), name, client: await openClient(desk) })
  }
  return copies
}
export async function closeAll(sides: readonly Side[]): Promise<void> {
  for (const { client, desk } of sides) {
    await client.end()
    await desk.stop()
  }
}

/** Frames that were held back on the way. */
type Held = { readonly to: ADesk; readonly frame: Uint8Array }[]
export type History = { readonly sides: readonly Side[]; readonly held: Held; codes: number }

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

/** Whatever comes of an old frame, nobody waits for its answer. */
const arrive = ({ to, frame }: Held[number]) => answerNode(to.nodes, frame).catch(() => undefined)

function sideAt(sides: readonly Side[], at: number): Side {
  const side = sides[at % sides.length]
  if (side === undefined) throw new Error('no such side')
  return side
}

export async function queueOne(history: History, { by, to, hidden }: { by: number; to: number; hidden: boolean }): Promise<void> {
  const [from, there] = [sideAt(history.sides, by), sideAt(history.sides, by + 1 + to)]
  const office = aliasAt(there.name, there.who.team)
  await queueMany(from.client, { from: from.who.team, office, first: history.codes, count: 1, hidden })
  history.codes += 1
}

const ONE_SENT = `select a.code from asylia.alert a join asylia.compartment c on c.id = a.compartment_id and c.kind = 'team'
  join asylia.team t on t.id = a.team_id and t.node_id is null where a.state = 'sent' order by a.code desc limit 1`
const EXCLUDE = `insert into asylia.compartment_deny (compartment_id, team_id) select d.compartment_id, d.office from asylia.alert_delivery d
  join asylia.compartment c on c.id = d.compartment_id and c.kind = 'case' where d.state <> 'stopped' limit 1 on conflict do nothing`

export async function take(history: History, act: Act): Promise<void> {
  const { do: what, by, to, fault } = act
  const { sides, held } = history
  for (const { desk } of sides) desk.pass(7)
  const [here, there] = [sideAt(sides, by), sideAt(sides, by + 1 + to)]
  if (what === 'send' || what === 'hidden') await queueOne(history, { by, to, hidden: what === 'hidden' })
  else if (what === 'update') await queueUpdate(here.client)
  else if (what === 'withdraw') {
    const { rows } = await here.client.query<{ code: string }>(ONE_SENT)
    if (rows[0] !== undefined) must(await here.who.post('/alerts/withdraw', { alert: rows[0].code }), 200)
  } else if (what === 'exclude') await here.client.query(EXCLUDE)
  else if (what === 'open') {
    const { rows } = await here.client.query<{ id: string }>(`select id from asylia.alert_received where state = 'delivered' limit 1`)
    if (rows[0] !== undefined) await here.who.post('/alerts/received/open', { delivery: rows[0].id })
  } else if (what === 'rotate') await rotate(here)
  else if (what === 'come') {
    const late = held.shift()
    if (late !== undefined) await arrive(late)
  } else await speakWith(here.desk.nodes, await nodeOf(here.desk, there.desk), carryWith(there.desk, fault, held))
}

/** Only three pairs are kept, so nobody makes new keys before everybody has heard of the last. */
async function rotate({ desk: { nodes } }: Side): Promise<void> {
  const [{ gen }, known] = [await nodes.keys(), await nodes.base.read(nodes.by.actor, listNodes)]
  if (known.every(({ ownGen }) => ownGen === gen)) await rotateKeys(nodes)
}

/** Everything that is still on its way arrives; nothing of it looks like a lie; then the wire is whole. */
export async function heal({ sides, held }: History): Promise<void> {
  for (const late of held.splice(0)) await arrive(late)
  const pairs = pairsOf(sides)
  for (const [one, other] of pairs)
    assert.equal((await nodeOf(one.desk, other.desk)).link.state, 'active', 'no fault of the wire looks like a lie')
  for (const [one, other] of pairs) if (one.name < other.name) await speakUntilQuiet(one.desk, other.desk)
}

/** Both speak until nothing waits on either side. Keys that were told wait for their acknowledgement before anything else goes. */
async function speakUntilQuiet(one: ADesk, other: ADesk): Promise<void> {
  for (let turn = 0; turn < 8; turn += 1) {
    for (const [here, there] of [
      [one, other],
      [other, one],
    ] as const) {
      here.pass(10)
      there.pass(10)
      await speakWith(here.nodes, await nodeOf(here, there), wireTo(there))
    }
    if (!(await waitsFor(one, other)) && !(await waitsFor(other, one))) return
  }
}
async function waitsFor(here: ADesk, there: ADesk): Promise<boolean> {
  const { nodes } = here
  const { id } = await nodeOf(here, there)
  return (await nodes.base.transact(nodes.by.actor, (tx) => hasNews(tx.db, dayOf(tx.clock.now())))).has(id)
}

const pairsOf = (sides: readonly Side[]) =>
  sides.flatMap((one) => sides.filter((other) => other !== one).map((other) => [one, other] as const))

/** Both sides of each pair agree: on every copy, how often it came, and on both directions of the chain. */
export async function judge({ sides }: Pick<History, 'sides'>): Promise<void> {
  for (const [one, other] of pairsOf(sides)) {
    const name = aliasAt(other.name, other.who.team)
    const sent = await one.client.query<{ id: string; state: string; version: number; barred: boolean }>(
      `select d.id, d.state, d.version, exists (select from asylia.compartment_deny y where y.compartment_id = d.compartment_id and y.team_id = d.office) as barred
       from asylia.alert_delivery d join asylia.team o on o.id = d.office and o.slug = $1`,
      [name],
    )
    const got = await other.client.query<{ id: string; state: string; version: number; copies: number; lines: number }>(
      `select r.id, r.state, r.version, (select count(*)::int from asylia.alert_text t where t.about = r.id and t.kind = 'copy') as copies,
         (select count(*)::int from base.ledger_entry e where e.action = 'alert.deliver' and e.subject = r.id::text) as lines
       from asylia.alert_received r join asylia.team f on f.id = r.from_team and f.slug = $1`,
      [aliasAt(one.name, one.who.team)],
    )
    const copies = new Map(got.rows.map((row) => [row.id, row]))
    for (const { id, state, version, barred } of sent.rows) {
      const copy = copies.get(id)
      assert.ok(copy === undefined || (copy.lines >= 1 && copy.lines <= copy.version), 'each version is delivered once')
      if (state === 'recalled' || state === 'stopped')
        assert.ok(copy === undefined || (copy.state === 'withdrawn' && copy.copies === 0), `${state} stands there`)
      else assert.deepEqual([copy?.state, copy?.version, copy?.copies, barred], [state, version, 1, false])
    }
    const known = new Set(sent.rows.map(({ id }) => id))
    assert.ok(
      got.rows.every(({ id }) => known.has(id)),
      'nothing that nobody sent',
    )
    const [a, b] = [await nodeOf(one.desk, other.desk), await nodeOf(other.desk, one.desk)]
    assert.deepEqual([a.link.sent, a.link.received, a.link.acked], [b.link.received, b.link.sent, a.link.sent])
    assert.equal(b.card.gen, (await one.desk.nodes.keys()).gen, 'new keys are known')
  }
}
