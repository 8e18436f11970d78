import { sql, type Transaction } from 'kysely'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import type { Item, Marking, Tomb } from './item.rules.ts'
import type { NodeKind } from './node.contract.ts'

type Db = Transaction<Schema>
type Of = { readonly id: string; readonly room: CompartmentId }

export type Outgoing = {
  readonly id: string
  readonly about: string
  readonly kind: NodeKind
  readonly tlp: Marking
  readonly version: number
  readonly digest: string
  readonly body: Uint8Array
  readonly urgent: boolean
}

/** Puts a message into the queue of a node; it gets its number when it goes. */
export async function putMessage(db: Db, node: Of, message: Outgoing, at: Date): Promise<void> {
  await sql`
    insert into asylia.node_message (compartment_id, id, node_id, about, kind, tlp, version, digest, put_at, urgent)
    values (${node.room}::uuid, ${message.id}::uuid, ${node.id}::uuid, ${message.about}::uuid, ${message.kind}, ${message.tlp}, ${message.version},
      ${message.digest}, ${at.toISOString()}::timestamptz, ${message.urgent})`.execute(db)
  await sql`
    insert into keys.node_body (compartment_id, id, body) values (${node.room}::uuid, ${message.id}::uuid, ${Buffer.from(message.body)})`.execute(
    db,
  )
}

export type Waiting = Omit<Outgoing, 'body' | 'urgent'>
/** What has no number yet: what protects first, and a list of keys before what speaks of the offices on it. */
export async function listUnnumbered(db: Db, node: Of, most: number): Promise<Waiting[]> {
  const rows = await sql<Waiting>`
    select m.id, m.about, m.kind, m.tlp, m.version, m.digest from asylia.node_message m
    where m.node_id = ${node.id}::uuid and m.n is null order by m.urgent desc, m.put_at, m.kind <> 'roster', m.id limit ${most}`.execute(db)
  return rows.rows
}

export type Numbered = {
  readonly id: string
  readonly n: number
  readonly hash: string
  readonly header: Uint8Array
  readonly signature: Uint8Array
}
export async function saveNumbers(db: Db, node: Of, all: readonly Numbered[]): Promise<void> {
  if (all.length === 0) return
  await sql`
    update asylia.node_message m set n = u.n, hash = u.hash, header = u.header, signature = u.signature
    from unnest(${all.map(({ id }) => id)}::uuid[], ${all.map(({ n }) => n)}::int[], ${all.map(({ hash }) => hash)}::text[],
      ${all.map(({ header }) => Buffer.from(header))}::bytea[], ${all.map(({ signature }) => Buffer.from(signature))}::bytea[])
      as u (id, n, hash, header, signature)
    where m.compartment_id = ${node.room}::uuid and m.id = u.id`.execute(db)
}

export type Sent = {
  readonly n: number
  readonly kind: NodeKind
  readonly header: Buffer
  readonly signature: Buffer
  readonly body: Buffer | null
}
/** What went and is not acknowledged; a body that was taken away since goes as none. */
export async function listUnacked(db: Db, node: Of, acked: number, most: number): Promise<Sent[]> {
  const rows = await sql<Sent>`
    select m.n, m.kind, m.header, m.signature, b.body from asylia.node_message m
    left join keys.node_body b on b.compartment_id = m.compartment_id and b.id = m.id
    where m.node_id = ${node.id}::uuid and m.n > ${acked} order by m.n limit ${most}`.execute(db)
  return rows.rows
}

export async function sentHash(db: Db, node: Of, n: number): Promise<string | undefined> {
  const rows = await sql<{ hash: string }>`select hash from asylia.node_message where node_id = ${node.id}::uuid and n = ${n}`.execute(db)
  return rows.rows[0]?.hash
}

export async function receivedHash(db: Db, node: Of, n: number): Promise<string | undefined> {
  const rows = await sql<{ hash: string }>`
    select hash from asylia.node_receipt where compartment_id = ${node.room}::uuid and node_id = ${node.id}::uuid and n = ${n}`.execute(db)
  return rows.rows[0]?.hash
}

export type Receipt = { readonly n: number; readonly id: string; readonly hash: string; readonly kind: string; readonly outcome: string }
export async function listReceipts(db: Db, node: Of, from: number, to: number): Promise<Map<number, string>> {
  const rows = await sql<{ n: number; hash: string }>`
    select n, hash from asylia.node_receipt where compartment_id = ${node.room}::uuid and node_id = ${node.id}::uuid and n between ${from} and ${to}`.execute(
    db,
  )
  return new Map(rows.rows.map(({ n, hash }) => [n, hash]))
}
/** Which of these ids took effect already, under whatever number. */
export async function listKnownIds(db: Db, node: Of, ids: readonly string[]): Promise<Set<string>> {
  const rows = await sql<{ id: string }>`
    select id from asylia.node_receipt where compartment_id = ${node.room}::uuid and node_id = ${node.id}::uuid and id = any (${[...ids]}::uuid[])`.execute(
    db,
  )
  return new Set(rows.rows.map(({ id }) => id))
}
export async function addReceipts(db: Db, node: Of, all: readonly Receipt[], at: Date): Promise<void> {
  if (all.length === 0) return
  await sql`
    insert into asylia.node_receipt (compartment_id, node_id, n, id, hash, kind, outcome, taken_at)
    select ${node.room}::uuid, ${node.id}::uuid, u.n, u.id, u.hash, u.kind, u.outcome, ${at.toISOString()}::timestamptz
    from unnest(${all.map(({ n }) => n)}::int[], ${all.map(({ id }) => id)}::uuid[], ${all.map(({ hash }) => hash)}::text[],
      ${all.map(({ kind }) => kind)}::text[], ${all.map(({ outcome }) => outcome)}::text[]) as u (n, id, hash, kind, outcome)`.execute(db)
}

/** Takes the words of everything about this away, also of what was numbered: its place in the chain stays, and nothing else. */
export async function dropBodies(db: Db, node: Of, about: string, but: NodeKind): Promise<void> {
  await sql`
    delete from keys.node_body b using asylia.node_message m
    where m.node_id = ${node.id}::uuid and m.about = ${about}::uuid and m.kind <> ${but} and b.compartment_id = m.compartment_id and b.id = m.id`.execute(
    db,
  )
}

/** Words that were acknowledged before this day: nobody can ask for them any more. */
export async function dropOldBodies(db: Db, before: Date): Promise<void> {
  await sql`
    delete from keys.node_body b using asylia.node_message m join asylia.node n on n.compartment_id = m.compartment_id and n.id = m.node_id
    where m.n <= n.acked_n and m.put_at < ${before.toISOString()}::timestamptz and b.compartment_id = m.compartment_id and b.id = m.id`.execute(
    db,
  )
}

export async function findItem(db: Db, node: Of, id: string): Promise<(Item & { readonly outward: boolean }) | undefined> {
  const rows = await sql<Item & { outward: boolean }>`
    select kind, tlp, version, tomb, outward from asylia.node_item
    where compartment_id = ${node.room}::uuid and node_id = ${node.id}::uuid and id = ${id}::uuid for update`.execute(db)
  return rows.rows[0]
}

type NewItem = {
  readonly id: string
  readonly kind: 'alert'
  readonly tlp: Marking
  readonly version: number
  readonly outward: boolean
  /** The key to which a copy that goes is sealed. */
  readonly epoch?: number
}
export async function keepItem(db: Db, node: Of, { id, kind, tlp, version, outward, epoch }: NewItem): Promise<void> {
  await sql`
    insert into asylia.node_item as i (compartment_id, node_id, id, outward, kind, tlp, version, epoch)
    values (${node.room}::uuid, ${node.id}::uuid, ${id}::uuid, ${outward}, ${kind}, ${tlp}, ${version}, ${epoch ?? null}::int)
    on conflict (compartment_id, node_id, id) do update set tlp = excluded.tlp, version = excluded.version, epoch = excluded.epoch`.execute(
    db,
  )
}
export async function endItem(db: Db, node: Of, item: Pick<NewItem, 'id' | 'kind' | 'outward'>, tomb: Tomb): Promise<void> {
  await sql`
    insert into asylia.node_item as i (compartment_id, node_id, id, outward, kind, tlp, version, tomb)
    values (${node.room}::uuid, ${node.id}::uuid, ${item.id}::uuid, ${item.outward}, ${item.kind}, 'TLP:RED', 1, ${tomb})
    on conflict (compartment_id, node_id, id) do update set tomb = excluded.tomb`.execute(db)
}
export async function saveToldItem(db: Db, node: Of, id: string, told: string): Promise<void> {
  await sql`
    update asylia.node_item set told = ${told} where compartment_id = ${node.room}::uuid and node_id = ${node.id}::uuid and id = ${id}::uuid`.execute(
    db,
  )
}
/** Everything that ended between the two, for a side that may have forgotten. */
export async function listEnded(db: Db, node: Of): Promise<{ id: string; kind: 'alert'; outward: boolean }[]> {
  const rows = await sql<{ id: string; kind: 'alert'; outward: boolean }>`
    select id, kind, outward from asylia.node_item where compartment_id = ${node.room}::uuid and node_id = ${node.id}::uuid and tomb is not null
    order by id`.execute(db)
  return rows.rows
}
