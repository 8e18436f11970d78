import { CompiledQuery, type QueryExecutorProvider, type RawBuilder, sql } from 'kysely'
import type { Frontier } from '#crypto/merkle.ts'
import { EMPTY_FRONTIER } from '#crypto/merkle.ts'
import type { LedgerEntry } from './entry.ts'

type Db = QueryExecutorProvider

type EntryRow = {
  readonly compartment: string
  readonly month: string
  readonly id: string
  readonly action: string
  readonly actor: string
  readonly subject: string
  readonly objectHash?: string
  readonly salt: Uint8Array
  readonly at: Date
}

const APPEND_ENTRY = 'select base.append_entry($1, $2, $3, $4, $5, $6, $7, $8, $9)'

/**
 * As asylia_app. The database allows no line in another member's name and no change of a line. Written as it is sent,
 * and not built anew each time, since this statement is in every transaction.
 */
export async function insertEntry(db: Db, row: EntryRow): Promise<void> {
  const { compartment, month, id, action, actor, subject, objectHash, salt, at } = row
  const values = [compartment, month, id, action, actor, subject, objectHash ?? null, salt, at]
  await db.getExecutor().executeQuery(CompiledQuery.raw(APPEND_ENTRY, values))
}

/** Many at once, by the same function and in this order. */
export async function insertEntries(db: Db, rows: readonly EntryRow[]): Promise<void> {
  const column = <Key extends keyof EntryRow>(key: Key) => rows.map((row) => row[key] ?? null)
  await sql`
    select base.append_entry(u.compartment, u.month, u.id, u.action, u.actor, u.subject, u.object_hash, u.salt, u.at)
    from unnest(${column('compartment')}::uuid[], ${column('month')}::date[], ${column('id')}::uuid[], ${column('action')}::text[],
      ${column('actor')}::uuid[], ${column('subject')}::text[], ${column('objectHash')}::text[], ${column('salt')}::bytea[],
      ${rows.map(({ at }) => at.toISOString())}::timestamptz[])
      with ordinality as u (compartment, month, id, action, actor, subject, object_hash, salt, at, n) order by u.n`.execute(db)
}

/** Held until the transaction ends. One sequencer at a time; whoever appends never waits for it. */
export async function lockLedger(db: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('asylia.ledger'))`.execute(db)
}

/**
 * Takes waiting entries away from the queue, in an order that says nothing of when they came. What waits without an
 * entry, or has its leaf already, is somebody's tampering: it stays for the verifier to name and cannot stop the others.
 */
export async function takePending(db: Db, most: number): Promise<readonly LedgerEntry[]> {
  const first = sql`select * from base.ledger_pending order by month, id limit ${most}`
  const taken = await takeOf(db, first, most)
  // Should the first in the queue all be such, the whole of it is looked through.
  return taken.length > 0 ? taken : takeOf(db, sql`select * from base.ledger_pending`, most)
}

async function takeOf(db: Db, waiting: RawBuilder<unknown>, most: number): Promise<readonly LedgerEntry[]> {
  const answer = await sql<LedgerEntry>`
    with waiting as materialized (${waiting}), taken as materialized (
      select e.* from waiting join base.ledger_entry e using (compartment_id, month, id)
      where not exists (select from base.ledger_leaf l where l.entry_id = e.id)
      order by e.month, e.id limit ${most}
    ), gone as (
      delete from base.ledger_pending p using taken t where (p.compartment_id, p.month, p.id) = (t.compartment_id, t.month, t.id)
    )
    select action, actor, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"') as at, compartment_id as compartment, id,
      month::text as month, object_hash as "objectHash", encode(salt, 'hex') as salt, subject
    from taken order by taken.month, taken.id
  `.execute(db)
  return answer.rows
}

export async function readFrontier(db: Db): Promise<Frontier> {
  const answer = await sql<Frontier>`select size, hashes from base.ledger_frontier order by size desc limit 1`.execute(db)
  return answer.rows[0] ?? EMPTY_FRONTIER
}

/** The frontier as it was at an earlier size, if one was kept there. */
export async function readFrontierAt(db: Db, size: number): Promise<Frontier | undefined> {
  const answer = await sql<Frontier>`select size, hashes from base.ledger_frontier where size = ${size}`.execute(db)
  return answer.rows[0]
}

export async function insertFrontier(db: Db, { size, hashes }: Frontier): Promise<void> {
  await sql`insert into base.ledger_frontier (size, hashes) values (${size}, ${hashes.map((hash) => Buffer.from(hash))})`.execute(db)
}

export async function insertLeaves(db: Db, first: number, entries: readonly LedgerEntry[], hashes: readonly Uint8Array[]): Promise<void> {
  const column = (name: 'compartment' | 'month' | 'id') => entries.map((entry) => entry[name])
  await sql`
    insert into base.ledger_leaf (index, compartment_id, month, entry_id, hash)
    select ${first}::bigint + place - 1, compartment, month, id, hash
    from unnest(${column('compartment')}::uuid[], ${column('month')}::date[], ${column('id')}::uuid[], ${hashes.map((hash) => Buffer.from(hash))}::bytea[])
      with ordinality as leaf (compartment, month, id, hash, place)
  `.execute(db)
}

/** Leaf hashes from an index on; fewer than `most` when the ledger ends there or has a gap. */
export async function readLeafHashes(db: Db, first: number, most: number): Promise<readonly Uint8Array[]> {
  const answer = await sql<{ index: number; hash: Buffer }>`
    select index, hash from base.ledger_leaf where index >= ${first} and index < ${first + most} order by index
  `.execute(db)
  const gap = answer.rows.findIndex((row, place) => row.index !== first + place)
  return answer.rows.slice(0, gap === -1 ? undefined : gap).map((row) => row.hash)
}

export type CheckpointRow = { readonly size: number; readonly root: Uint8Array; readonly note: string; readonly at: Date }

export async function readLastCheckpoint(db: Db): Promise<CheckpointRow | undefined> {
  const answer = await sql<CheckpointRow>`select size, root, note, at from base.ledger_checkpoint order by size desc limit 1`.execute(db)
  return answer.rows[0]
}

export async function insertCheckpoint(db: Db, { size, root, note, at }: CheckpointRow): Promise<void> {
  await sql`insert into base.ledger_checkpoint (size, root, note, at) values (${size}, ${Buffer.from(root)}, ${note}, ${at})`.execute(db)
}
