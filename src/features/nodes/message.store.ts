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

/** Many byte strings as one and where each begins, counted from 1: it goes to the database as it is, not as letters. */
function joined(pieces: readonly Uint8Array[]): { readonly all: Buffer; readonly starts: number[]; readonly sizes: number[] } {
  let next = 1
  const starts = pieces.map(({ length }) => {
    next += length
    return next - length
  })
  return { all: Buffer.concat(pieces), starts, sizes: pieces.map(({ length }) => length) }
}

/** What a message gets when it goes: its place in the chain, and the node's signature of it. */
export type Numbering = { readonly n: number; readonly hash: string; readonly header: Uint8Array; readonly signature: Uint8Array }

/** Puts messages into the queue of a node, in this order; one without a number gets it when it goes. */
export async function putMessages(db: Db, node: Of, all: readonly (Outgoing & Partial<Numbering>)[], at: Date): Promise<void> {
  if (all.length === 0) return
  const ids = all.map(({ id }) => id)
  const bytesOf = (bytes: Uint8Array | undefined) => (bytes === undefined ? null : Buffer.from(bytes))
  await sql`
    insert into asylia.node_message (compartment_id, id, node_id, about, kind, tlp, version, digest, put_at, urgent, n, hash, header, signature)
    select ${node.room}::uuid, u.id, ${node.id}::uuid, u.about, u.kind, u.tlp, u.version, u.digest, ${at.toISOString()}::timestamptz, u.urgent,
      u.n, u.hash, u.header, u.signature
    from unnest(${ids}::uuid[], ${all.map(({ about }) => about)}::uuid[], ${all.map(({ kind }) => kind)}::text[], ${all.map(({ tlp }) => tlp)}::text[],
      ${all.map(({ version }) => version)}::int[], ${all.map(({ digest }) => digest)}::text[], ${all.map(({ urgent }) => urgent)}::boolean[],
      ${all.map(({ n }) => n ?? null)}::int[], ${all.map(({ hash }) => hash ?? null)}::text[],
      ${all.map(({ header }) => bytesOf(header))}::bytea[], ${all.map(({ signature }) => bytesOf(signature))}::bytea[])
      as u (id, about, kind, tlp, version, digest, urgent, n, hash, header, signature)`.execute(db)
  const bodies = joined(all.map(({ body }) => body))
  await sql`
    insert into keys.node_body (compartment_id, id, body)
    select ${node.room}::uuid, u.id, substring(${bodies.all}::bytea from u.starts for u.size)
    from unnest(${ids}::uuid[], ${bodies.starts}::int[], ${bodies.sizes}::int[]) as u (id, starts, size)`.execute(db)
}

export type Waiting = Omit<Outgoing, 'body' | 'urgent'>
/** What has no number yet: what protects first, and a list of keys before what speaks of the offices on it. */
export async function listUnnumbered(db: Db, node: Of, most: number): Promise<Waiting[]> {
  const rows = await sql<Waiting>`
    select m.id, m.about, m.kind, m.tlp, m.version, m.digest from asylia.node_message m
    where m.node_id = ${node.id}::uuid and m.n is null order by m.urgent desc, m.put_at, m.kind <> 'roster', m.id limit ${most}`.execute(db)
  return rows.rows
}

export type Numbered = Numbering & { readonly id: string }
export async function saveNumbers(db: Db, node: Of, all: readonly Numbered[]): Promise<void> {
  if (all.length === 0) return
  const ids = all.map(({ id }) => id)
  await sql`
    update asylia.node_message m set n = u.n, hash = u.hash, header = u.header, signature = u.signature
    from unnest(${ids}::uuid[], ${all.map(({ n }) => n)}::int[], ${all.map(({ hash }) => hash)}::text[],
      ${all.map(({ header }) => Buffer.from(header))}::bytea[], ${all.map(({ signature }) => Buffer.from(signature))}::bytea[])
      as u (id, n, hash, header, signature)
    where m.compartment_id = ${node.room}::uuid and m.id = u.id and m.id = any (${ids}::uuid[])`.execute(db)
}

export type Sent = {
  readonly header: Uint8Array
  readonly signature: Uint8Array
  readonly body: Uint8Array | null
}
/** The kinds of what went and is not acknowledged, in its order. */
export async function listUnderWay(db: Db, node: Of, acked: number, most: number): Promise<NodeKind[]> {
  const rows = await sql<{ kind: NodeKind }>`
    select m.kind from asylia.node_message m where m.node_id = ${node.id}::uuid and m.n > ${acked} order by m.n limit ${most}`.execute(db)
  return rows.rows.map(({ kind }) => kind)
}

/** The same in full; a body that was taken away since goes as none. */
export async function listUnacked(db: Db, node: Of, acked: number, most: number): Promise<Sent[]> {
  const rows = await sql<Sent>`
    select m.header, m.signature, b.body from asylia.node_message m
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
/** Of these numbers alone: what a frame skips is not read. guards T-47 */
export async function listReceipts(db: Db, node: Of, numbers: readonly number[]): Promise<Map<number, string>> {
  const rows = await sql<{ n: number; hash: string }>`
    select n, hash from asylia.node_receipt where compartment_id = ${node.room}::uuid and node_id = ${node.id}::uuid and n = any (${[...numbers]}::int[])`.execute(
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

/** Takes the words of everything about these away, also of what was numbered: its place in the chain stays, and nothing else. */
export async function dropBodies(db: Db, node: Of, about: readonly string[], but: NodeKind): Promise<void> {
  if (about.length === 0) return
  await sql`
    delete from keys.node_body b using asylia.node_message m
    where m.node_id = ${node.id}::uuid and m.about = any (${[...about]}::uuid[]) and m.kind <> ${but} and b.compartment_id = m.compartment_id
      and b.id = m.id`.execute(db)
}

/** Words that were acknowledged before this day: nobody can ask for them any more. */
export async function dropOldBodies(db: Db, before: Date): Promise<void> {
  await sql`
    delete from keys.node_body b using asylia.node_message m join asylia.node n on n.compartment_id = m.compartment_id and n.id = m.node_id
    where m.n <= n.acked_n and m.put_at < ${before.toISOString()}::timestamptz and b.compartment_id = m.compartment_id and b.id = m.id`.execute(
    db,
  )
}

export type KnownItem = Item & { readonly outward: boolean }
/** Those of these that are known, and nobody else changes them until the transaction ends. */
export async function listItems(db: Db, node: Of, ids: readonly string[]): Promise<Map<string, KnownItem>> {
  const rows = await sql<KnownItem & { id: string }>`
    select id, kind, tlp, version, tomb, outward from asylia.node_item
    where compartment_id = ${node.room}::uuid and node_id = ${node.id}::uuid and id = any (${[...ids]}::uuid[]) order by id for update`.execute(
    db,
  )
  return new Map(rows.rows.map((row) => [row.id, row]))
}
export async function findItem(db: Db, node: Of, id: string): Promise<KnownItem | undefined> {
  return (await listItems(db, node, [id])).get(id)
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
/** Keeps what stands on both sides; each of these once. */
export async function keepItems(db: Db, node: Of, all: readonly NewItem[]): Promise<void> {
  if (all.length === 0) return
  await sql`
    insert into asylia.node_item as i (compartment_id, node_id, id, outward, kind, tlp, version, epoch)
    select ${node.room}::uuid, ${node.id}::uuid, u.id, u.outward, u.kind, u.tlp, u.version, u.epoch
    from unnest(${all.map(({ id }) => id)}::uuid[], ${all.map(({ outward }) => outward)}::boolean[], ${all.map(({ kind }) => kind)}::text[],
      ${all.map(({ tlp }) => tlp)}::text[], ${all.map(({ version }) => version)}::int[], ${all.map(({ epoch }) => epoch ?? null)}::int[])
      as u (id, outward, kind, tlp, version, epoch)
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
/** What of their state the other side was told; a change that came meanwhile is still owed. */
export async function saveToldItems(
  db: Db,
  node: Of,
  all: readonly { readonly delivery: string; readonly told: string; readonly owed: number }[],
): Promise<void> {
  if (all.length === 0) return
  await sql`
    update asylia.node_item i set told = u.told, settled = u.owed
    from unnest(${all.map(({ delivery }) => delivery)}::uuid[], ${all.map(({ told }) => told)}::text[], ${all.map(({ owed }) => owed)}::int[])
      as u (id, told, owed)
    where i.compartment_id = ${node.room}::uuid and i.node_id = ${node.id}::uuid and i.id = u.id`.execute(db)
}
/** Everything that ended between the two, for a side that may have forgotten. */
export async function listEnded(db: Db, node: Of): Promise<{ id: string; kind: 'alert'; outward: boolean }[]> {
  const rows = await sql<{ id: string; kind: 'alert'; outward: boolean }>`
    select id, kind, outward from asylia.node_item where compartment_id = ${node.room}::uuid and node_id = ${node.id}::uuid and tomb is not null
    order by id`.execute(db)
  return rows.rows
}
