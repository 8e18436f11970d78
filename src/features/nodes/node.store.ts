import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import { type NodeCard, readNodeCard } from '#crypto/node/node-card.ts'
import type { CompartmentId, MemberId } from '#kernel/ids.ts'
import type { Link, Point, Told } from './link.rules.ts'
import type { NodeState } from './node.contract.ts'
import { endNodeOffices } from './office.store.ts'
import type { Quota } from './quota.rules.ts'

type Db = Transaction<Schema>

// No permit goes into what a frame changes: row security lets the installation alone write here, and what it changes of an office
// has its line there. What a person decides takes the permit.

/** The highest version of its list of keys that was taken, and the highest key of each team by its name there. */
export type KnownRoster = { readonly version: number; readonly epochs: Readonly<Record<string, number>> }

export type KnownNode = {
  readonly id: string
  readonly room: CompartmentId
  readonly name: string
  readonly instance: string
  readonly card: NodeCard
  readonly formerKey: string | null
  readonly link: Link
  readonly stamped: number
  readonly ownGen: number
  readonly toldRoster: string | null
  readonly toldDirectory: string | null
  readonly roster: KnownRoster
  readonly quota: Quota
  readonly tries: number
  readonly since: Date
  readonly introducedAt: Date
  readonly heardAt: Date | null
  readonly nextTryAt: Date | null
  readonly problem: string | null
}

type Row = {
  id: string
  room: CompartmentId
  name: string
  instance: string
  card: Buffer
  former_key: string | null
  state: NodeState
  sent_n: number
  sent_head: string
  acked_n: number
  acked_head: string
  received_n: number
  received_head: string
  heard: string
  stamped: string
  told_at: string | null
  told_sent_n: number | null
  told_sent_head: string | null
  told_ack_n: number | null
  told_ack_head: string | null
  own_gen: number
  told_roster: string | null
  told_directory: string | null
  roster_version: number
  roster_epochs: Record<string, number>
  day: string | null
  day_items: number
  day_bytes: string
  tries: number
  since: Date
  introduced_at: Date
  heard_at: Date | null
  next_try_at: Date | null
  problem: string | null
}

const ROW = sql`
  n.id, n.compartment_id as room, n.name, n.instance, n.card, n.former_key, n.state, n.sent_n, n.sent_head, n.acked_n, n.acked_head, n.received_n,
  n.received_head, n.heard, n.stamped, n.told_at, n.told_sent_n, n.told_sent_head, n.told_ack_n, n.told_ack_head, n.own_gen, n.told_roster,
  n.told_directory, n.roster_version, n.roster_epochs, n.day::text as day, n.day_items, n.day_bytes, n.tries, n.since, n.introduced_at, n.heard_at, n.next_try_at,
  -- A list of keys that was not taken is said until one is.
  coalesce(n.problem, (
    select case when r.outcome like 'node.%' then r.outcome end from asylia.node_receipt r
    where r.compartment_id = n.compartment_id and r.node_id = n.id and r.kind = 'roster' and r.outcome not in ('known', 'empty') order by r.n desc limit 1
  )) as problem`

/** What was read already: the check of a key is dear, and every frame looks at all nodes. */
const cards = new Map<string, NodeCard>()
const MOST_CARDS = 1_000
function cardOf(bytes: Buffer): NodeCard {
  const text = bytes.toString('latin1')
  const card = cards.get(text) ?? readNodeCard(new Uint8Array(bytes))
  if (cards.size >= MOST_CARDS) cards.clear()
  cards.set(text, card)
  return card
}

function nodeOf(row: Row): KnownNode {
  const point = (n: number, head: string): Point => ({ n, head })
  const told: Told | null =
    row.told_at === null
      ? null
      : {
          at: Number(row.told_at),
          sent: point(row.told_sent_n ?? 0, row.told_sent_head ?? ''),
          ack: point(row.told_ack_n ?? 0, row.told_ack_head ?? ''),
        }
  return {
    id: row.id,
    room: row.room,
    name: row.name,
    instance: row.instance,
    card: cardOf(row.card),
    formerKey: row.former_key,
    link: {
      state: row.state,
      sent: point(row.sent_n, row.sent_head),
      acked: point(row.acked_n, row.acked_head),
      received: point(row.received_n, row.received_head),
      heardAt: Number(row.heard),
      told,
    },
    stamped: Number(row.stamped),
    ownGen: row.own_gen,
    toldRoster: row.told_roster,
    toldDirectory: row.told_directory,
    roster: { version: row.roster_version, epochs: row.roster_epochs },
    quota: { day: row.day, items: row.day_items, bytes: Number(row.day_bytes) },
    tries: row.tries,
    since: row.since,
    introducedAt: row.introduced_at,
    heardAt: row.heard_at,
    nextTryAt: row.next_try_at,
    problem: row.problem,
  }
}

/** Every node that was ever introduced, those that were ended last. */
export async function listNodes(db: Db): Promise<KnownNode[]> {
  const rows = await sql<Row>`select ${ROW} from asylia.node n order by n.state = 'revoked', n.name, n.introduced_at desc`.execute(db)
  return rows.rows.map(nodeOf)
}

/** One node, and nobody else changes it until the transaction ends. */
export async function lockNode(db: Db, id: string): Promise<KnownNode | undefined> {
  const rows = await sql<Row>`select ${ROW} from asylia.node n where n.id = ${id}::uuid for update`.execute(db)
  return rows.rows.map(nodeOf)[0]
}

export async function findByName(db: Db, name: string): Promise<KnownNode | undefined> {
  const rows = await sql<Row>`select ${ROW} from asylia.node n where n.name = ${name} and n.state <> 'revoked' for update`.execute(db)
  return rows.rows.map(nodeOf)[0]
}

type New = {
  readonly id: string
  readonly room: CompartmentId
  readonly instance: string
  readonly card: Uint8Array
  readonly ownGen: number
  readonly by: MemberId
  readonly at: Date
}

/** False when this installation, or this name, is known already. */
export async function addNode(db: Db, permit: Permit<'node.introduce'>, given: New): Promise<boolean> {
  const at = given.at.toISOString()
  const rows = await sql`
    insert into asylia.node (compartment_id, id, name, instance, card, since, own_gen, introduced_by, introduced_at, next_try_at)
    values (${given.room}::uuid, ${given.id}::uuid, ${permit.subject}, ${given.instance}, ${Buffer.from(given.card)}, ${at}::timestamptz, ${given.ownGen},
      ${given.by}::uuid, ${at}::timestamptz, ${at}::timestamptz) on conflict do nothing`.execute(db)
  return rows.numAffectedRows === 1n
}

/** How far both directions got, as it was just heard or said. */
export async function saveLink(db: Db, { id }: Pick<KnownNode, 'id'>, link: Link, at: Date): Promise<void> {
  const { state, sent, acked, received, heardAt, told } = link
  await sql`
    update asylia.node n set since = case when n.state = ${state} then n.since else ${at.toISOString()}::timestamptz end, state = ${state},
      sent_n = ${sent.n}, sent_head = ${sent.head}, acked_n = ${acked.n}, acked_head = ${acked.head}, received_n = ${received.n},
      received_head = ${received.head}, heard = ${heardAt}, told_at = ${told?.at ?? null}, told_sent_n = ${told?.sent.n ?? null}::int,
      told_sent_head = ${told?.sent.head ?? null}, told_ack_n = ${told?.ack.n ?? null}::int, told_ack_head = ${told?.ack.head ?? null},
      heard_at = case when n.heard < ${heardAt} then ${at.toISOString()}::timestamptz else n.heard_at end
    where n.id = ${id}::uuid`.execute(db)
}

export async function saveStamp(db: Db, { id }: Pick<KnownNode, 'id'>, stamp: number): Promise<void> {
  await sql`update asylia.node set stamped = ${stamp} where id = ${id}::uuid`.execute(db)
}

/** The peer knows the next pair of our keys from here on, if it was told of one and has acknowledged it. */
export async function saveOwnGen(db: Db, { id }: Pick<KnownNode, 'id'>, acked: number): Promise<void> {
  await sql`
    update asylia.node n set own_gen = greatest(n.own_gen, coalesce((
      select max(m.version) from asylia.node_message m where m.node_id = n.id and m.kind = 'key' and m.n <= ${acked}), 0))
    where n.id = ${id}::uuid`.execute(db)
}

/** The next keys of the peer; frames under the one before are taken until the first under the new one. */
export async function saveCard(db: Db, { id }: Pick<KnownNode, 'id'>, card: Uint8Array, former: string): Promise<void> {
  await sql`update asylia.node set card = ${Buffer.from(card)}, former_key = ${former} where id = ${id}::uuid`.execute(db)
}
export async function forgetFormer(db: Db, { id }: Pick<KnownNode, 'id'>): Promise<void> {
  await sql`update asylia.node set former_key = null where id = ${id}::uuid`.execute(db)
}

export async function saveTold(db: Db, { id }: Pick<KnownNode, 'id'>, roster: string, directory: string): Promise<void> {
  await sql`update asylia.node set told_roster = ${roster}, told_directory = ${directory} where id = ${id}::uuid`.execute(db)
}

/** A list of keys was taken: nothing below it counts from here on. guards T-47 */
export async function saveRoster(db: Db, { id }: Pick<KnownNode, 'id'>, { version, epochs }: KnownRoster): Promise<void> {
  await sql`
    update asylia.node set roster_version = ${version}, roster_epochs = ${JSON.stringify(epochs)}::jsonb where id = ${id}::uuid`.execute(db)
}
export async function saveQuota(db: Db, { id }: Pick<KnownNode, 'id'>, { day, items, bytes }: Quota): Promise<void> {
  await sql`update asylia.node set day = ${day}::date, day_items = ${items}, day_bytes = ${bytes} where id = ${id}::uuid`.execute(db)
}

export type Tried = { readonly nextAt: Date | null; readonly tries: number; readonly problem: string | null }
export async function saveTry(db: Db, id: string, { nextAt, tries, problem }: Tried): Promise<void> {
  await sql`
    update asylia.node set next_try_at = ${nextAt?.toISOString() ?? null}::timestamptz, tries = ${tries}, problem = ${problem}
    where id = ${id}::uuid`.execute(db)
}
export async function saveProblem(db: Db, { id }: Pick<KnownNode, 'id'>, problem: string | null): Promise<void> {
  await sql`update asylia.node set problem = ${problem} where id = ${id}::uuid`.execute(db)
}

/** Ends it: no message of this node counts, what waits for it is taken away, and its offices are none any more. */
export async function revokeNode(db: Db, _permit: Permit<'node.revoke'>, { id, room }: KnownNode, at: Date): Promise<void> {
  await sql`
    update asylia.node set state = 'revoked', since = ${at.toISOString()}::timestamptz, next_try_at = null where id = ${id}::uuid`.execute(
    db,
  )
  await sql`
    delete from keys.node_body b using asylia.node_message m
    where m.node_id = ${id}::uuid and b.compartment_id = ${room}::uuid and b.id = m.id`.execute(db)
  await sql`delete from asylia.node_list where compartment_id = ${room}::uuid and node_id = ${id}::uuid`.execute(db)
  await endNodeOffices(db, id, at)
}

export async function resumeLink(db: Db, _permit: Permit<'node.resume'>, node: KnownNode, at: Date): Promise<void> {
  await saveLink(db, node, node.link, at)
  await sql`update asylia.node set next_try_at = ${at.toISOString()}::timestamptz, tries = 0, problem = null where id = ${node.id}::uuid`.execute(
    db,
  )
}

export type Counted = { readonly id: string; readonly waiting: number }
/** What waits for each node. */
export async function countWaiting(db: Db): Promise<Counted[]> {
  const rows = await sql<Counted>`
    select n.id, (select count(*)::int from asylia.node_message m where m.node_id = n.id and (m.n is null or m.n > n.acked_n)) as waiting
    from asylia.node n`.execute(db)
  return rows.rows
}
