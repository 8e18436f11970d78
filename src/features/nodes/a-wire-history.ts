import assert from 'node:assert/strict'
import fc from 'fast-check'
import pg from 'pg'
import { dayOf } from '#kernel/clock.ts'
import { type ADesk, type AMember, aCopyOf, seatAt } from '../../../test/a-desk.ts'
import { aliasAt, wireTo } from '../../../test/a-node.ts'
import { queueMany, queueUpdate } from '../../../test/many-alerts.ts'
import { answerNode, type Carry } from './exchange.ts'
import type { Link } from './link.rules.ts'
import { speakWith } from './node.jobs.ts'
import { type KnownNode, listNodes } from './node.store.ts'
import type { NodeHouse } from './node-house.ts'
import { hasNews } from './office.store.ts'
import { rotateKeys } from './run-nodes.ts'

// For tests: histories of several installations on real databases, over a wire that cuts, delays, doubles and reorders.

export type Fault = 'none' | 'cut' | 'deaf' | 'double' | 'late' | 'kill'
/** What one side knows of another: how it stands between them, which keys it knows, and whether something waits for it. */
export type Peer = { readonly link: Link; readonly gen: number; readonly waits: boolean }
/** One side as a history sees it, wherever it is at work: its one team, and what the others call it. */
export type Side = {
  readonly name: string
  readonly team: string
  readonly client: pg.Client
  pass(milliseconds: number): Promise<void>
  post(path: string, body: object): Promise<{ readonly status: number }>
  rotate(): Promise<void>
  peer(name: string): Promise<Peer>
  /** Which of its own keys are in force. */
  gen(): Promise<number>
}
/** What is between sides: one speaks with another, with a fault; and what was held back on the way comes, if there is any. */
export type Wire<One extends Side = Side> = {
  call(from: One, to: One, fault: Fault): Promise<void>
  come(): Promise<boolean>
}
export type History<One extends Side = Side> = { readonly sides: readonly One[]; readonly wire: Wire<One>; codes: number }

/** A side in this process. */
export type Here = Side & { readonly desk: ADesk; readonly who: AMember }

export const sideOf = (desk: ADesk, who: AMember, name: string, client: pg.Client): Here => ({
  desk,
  who,
  name,
  team: who.team,
  client,
  pass: async (milliseconds) => desk.pass(milliseconds),
  post: (path, body) => who.post(path, body),
  rotate: () => rotate(desk.nodes),
  peer: (other) => peerOf(desk.nodes, other),
  gen: async () => (await desk.nodes.keys()).gen,
})

/** The wire between sides in this process. */
export function wireHere(): Wire<Here> {
  const held: { readonly to: ADesk; readonly frame: Uint8Array }[] = []
  return {
    call: async ({ desk }, to, fault) => {
      const carry: Carry = async (url, frame) => {
        if (fault === 'cut') throw new Error('cut')
        if (fault === 'late') {
          held.push({ to: to.desk, frame })
          throw new Error('late')
        }
        const answer = await wireTo(to.desk)(url, frame)
        if (fault === 'deaf') throw new Error('deaf')
        return fault === 'double' ? wireTo(to.desk)(url, frame) : answer
      }
      await speakWith(desk.nodes, await nodeNamed(desk.nodes, to.name), carry)
    },
    come: async () => {
      const late = held.shift()
      // Whatever comes of an old frame, nobody waits for its answer.
      if (late !== undefined) await answerNode(late.to.nodes, late.frame).catch(() => undefined)
      return late !== undefined
    },
  }
}

export async function nodeNamed(nodes: NodeHouse, name: string): Promise<KnownNode> {
  const known = (await nodes.base.read(nodes.by.actor, listNodes)).find((one) => one.name === name)
  if (known === undefined) throw new Error('no node of this name is known')
  return known
}

export async function peerOf(nodes: NodeHouse, name: string): Promise<Peer> {
  const { id, link, card } = await nodeNamed(nodes, name)
  const news = await nodes.base.transact(nodes.by.actor, (tx) => hasNews(tx.db, dayOf(tx.clock.now())))
  return { link, gen: card.gen, waits: news.has(id) }
}

/** Only three pairs are kept, so nobody makes new keys before everybody has heard of the last. */
export async function rotate(nodes: NodeHouse): Promise<void> {
  const [{ gen }, known] = [await nodes.keys(), await nodes.base.read(nodes.by.actor, listNodes)]
  if (known.every(({ ownGen }) => ownGen === gen)) await rotateKeys(nodes)
}

export type Act = {
  readonly do: 'send' | 'hidden' | 'update' | 'withdraw' | 'exclude' | 'open' | 'rotate' | 'call' | 'come'
  readonly by: number
  /** Which of the others, counted from the next. */
  readonly to: number
  readonly fault: Fault
}

const CALLS = ['call', 'call', 'call', 'call', 'call', 'call'] as const
const FAULTS = ['cut', 'deaf', 'double', 'late'] as const
/** Acts of so many sides. A fault weighs as much as all that goes well. */
export const actsOf = (sides: number, more: readonly Fault[] = []): fc.Arbitrary<Act[]> =>
  fc.array(
    fc.record({
      do: fc.constantFrom('send', 'send', 'hidden', 'update', 'withdraw', 'exclude', 'open', 'rotate', 'come', ...CALLS),
      by: fc.nat(sides - 1),
      to: fc.nat(sides - 2),
      fault: fc.constantFrom<Fault>('none', 'none', 'none', 'none', ...FAULTS, ...more),
    }),
    { minLength: 18, maxLength: 26, size: 'max' },
  )

export async function openClient({ database }: ADesk): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: database.superuserUrl })
  await client.connect()
  return client
}

/** The same sides once more, with all that is in them, while nobody is at work in the first. */
export async function copyOf(sides: readonly Here[]): Promise<Here[]> {
  const copies: Here[] = []
  for (const { desk: from, who, name } of sides) {
    const desk = await aCopyOf(from)
    copies.push(sideOf(desk, seatAt(desk, who), name, await openClient(desk)))
  }
  return copies
}
export async function closeAll(sides: readonly Here[]): Promise<void> {
  for (const { client, desk } of sides) {
    await client.end()
    await desk.stop()
  }
}

function sideAt<One extends Side>(sides: readonly One[], at: number): One {
  const side = sides[at % sides.length]
  if (side === undefined) throw new Error('no such side')
  return side
}

export async function queueOne(
  history: Pick<History, 'sides' | 'codes'>,
  { by, to, hidden }: { by: number; to: number; hidden: boolean },
): Promise<void> {
  const [from, there] = [sideAt(history.sides, by), sideAt(history.sides, by + 1 + to)]
  const office = aliasAt(there.name, there.team)
  await queueMany(from.client, { from: from.team, office, first: history.codes, count: 1, hidden })
  history.codes += 1
}

const ONE_SENT = `select a.code from asylia.alert a join asylia.compartment c on c.id = a.compartment_id and c.kind = 'team'
  join asylia.team t on t.id = a.team_id and t.node_id is null where a.state = 'sent' order by a.code desc limit 1`
const EXCLUDE = `insert into asylia.compartment_deny (compartment_id, team_id) select d.compartment_id, d.office from asylia.alert_delivery d
  join asylia.compartment c on c.id = d.compartment_id and c.kind = 'case' where d.state <> 'stopped' limit 1 on conflict do nothing`

export async function take<One extends Side>(history: History<One>, act: Act): Promise<void> {
  const { do: what, by, to, fault } = act
  const { sides, wire } = history
  for (const side of sides) await side.pass(7)
  const [here, there] = [sideAt(sides, by), sideAt(sides, by + 1 + to)]
  if (what === 'send' || what === 'hidden') await queueOne(history, { by, to, hidden: what === 'hidden' })
  else if (what === 'update') await queueUpdate(here.client)
  else if (what === 'withdraw') {
    const { rows } = await here.client.query<{ code: string }>(ONE_SENT)
    if (rows[0] !== undefined) assert.equal((await here.post('/alerts/withdraw', { alert: rows[0].code })).status, 200)
  } else if (what === 'exclude') await here.client.query(EXCLUDE)
  else if (what === 'open') {
    const { rows } = await here.client.query<{ id: string }>(`select id from asylia.alert_received where state = 'delivered' limit 1`)
    if (rows[0] !== undefined) await here.post('/alerts/received/open', { delivery: rows[0].id })
  } else if (what === 'rotate') await here.rotate()
  else if (what === 'come') await wire.come()
  else await wire.call(here, there, fault)
}

/** Everything that is still on its way arrives; nothing of it looks like a lie; then the wire is whole. */
export async function heal<One extends Side>({ sides, wire }: History<One>): Promise<void> {
  while (await wire.come());
  const pairs = pairsOf(sides)
  for (const [one, other] of pairs) assert.equal((await one.peer(other.name)).link.state, 'active', 'no fault of the wire looks like a lie')
  for (const [one, other] of pairs) if (one.name < other.name) await speakUntilQuiet(wire, one, other)
}

/** Both speak until nothing waits on either side. Keys that were told wait for their acknowledgement before anything else goes. */
async function speakUntilQuiet<One extends Side>(wire: Wire<One>, one: One, other: One): Promise<void> {
  for (let turn = 0; turn < 8; turn += 1) {
    for (const [here, there] of [
      [one, other],
      [other, one],
    ] as const) {
      await here.pass(10)
      await there.pass(10)
      await wire.call(here, there, 'none')
    }
    if (!(await one.peer(other.name)).waits && !(await other.peer(one.name)).waits) return
  }
}

const pairsOf = <One extends Side>(sides: readonly One[]) =>
  sides.flatMap((one) => sides.filter((other) => other !== one).map((other) => [one, other] as const))

/** Both sides of each pair agree: on every copy, how often it came, and on both directions of the chain. */
export async function judge({ sides }: Pick<History, 'sides'>): Promise<void> {
  for (const [one, other] of pairsOf(sides)) {
    const name = aliasAt(other.name, other.team)
    const sent = await one.client.query<{ id: string; state: string; version: number; barred: boolean }>(
      `select d.id, d.state, d.version, exists (select from asylia.compartment_deny y where y.compartment_id = d.compartment_id and y.team_id = d.office) as barred
       from asylia.alert_delivery d join asylia.team o on o.id = d.office and o.slug = $1`,
      [name],
    )
    const got = await other.client.query<{ id: string; state: string; version: number; copies: number; lines: number }>(
      `select r.id, r.state, r.version, (select count(*)::int from asylia.alert_text t where t.about = r.id and t.kind = 'copy') as copies,
         (select count(*)::int from base.ledger_entry e where e.action = 'alert.deliver' and e.subject = r.id::text) as lines
       from asylia.alert_received r join asylia.team f on f.id = r.from_team and f.slug = $1`,
      [aliasAt(one.name, one.team)],
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
    const [a, b] = [await one.peer(other.name), await other.peer(one.name)]
    assert.deepEqual([a.link.sent, a.link.received, a.link.acked], [b.link.received, b.link.sent, a.link.sent])
    assert.equal(b.gen, await one.gen(), 'new keys are known')
  }
}
