import pg from 'pg'
import { EMPTY_FRONTIER, type Frontier } from '#crypto/merkle.ts'
import { copyRows } from './copy-rows.ts'
import type { LedgerEntry } from './entry.ts'
import type { LedgerEdges, LedgerSource, StoredCheckpoint, StoredLeaf } from './ledger-source.ts'
import type { Fault, FaultCode } from './verify-report.ts'

/** The ledger of a database, read as `asylia_ledger` in one snapshot, so that a running house may go on writing. */
export function databaseSource(ledgerUrl: string): LedgerSource {
  return {
    async read(work) {
      const client = new pg.Client({ connectionString: ledgerUrl, application_name: 'asylia' })
      // A lost connection fails the query that runs; without a listener it would end the process.
      client.on('error', () => undefined)
      await client.connect()
      try {
        await client.query('begin isolation level repeatable read read only')
        return await work({
          checkpoints: () => readCheckpoints(client),
          eachLeaf: (visit) => readLeaves(client, visit),
          edges: () => readEdges(client),
        })
      } finally {
        await client.end()
      }
    },
  }
}

/** Sizes come as text, since a size that somebody wrote may be no size. */
async function readCheckpoints(client: pg.Client): Promise<StoredCheckpoint[]> {
  const answer = await client.query<{ size: string; root: Buffer; note: string }>(
    'select size::text, root, note from base.ledger_checkpoint order by base.ledger_checkpoint.size',
  )
  return answer.rows.map(({ size, root, note }) => ({ size: Number(size), root, note }))
}

// Row by row along the index of the leaves: a hash join would put the whole ledger into temporary files first.
export const LEAF_SETTINGS = `set local enable_hashjoin = off; set local enable_mergejoin = off; set local enable_sort = off;
  set local datestyle = 'ISO, YMD'; set local timezone = 'UTC'`
export const LEAVES = `select l.index, encode(l.hash, 'hex'), e.action, e.actor, e.at, e.compartment_id, e.id, e.month, e.object_hash, encode(e.salt, 'hex'), e.subject
  from base.ledger_leaf l left join base.ledger_entry e on (e.compartment_id, e.month, e.id) = (l.compartment_id, l.month, l.entry_id)
  order by l.index`

async function readLeaves(client: pg.Client, visit: (leaf: StoredLeaf) => void): Promise<void> {
  await client.query(LEAF_SETTINGS)
  await copyRows(client, LEAVES, (fields) => visit(leafOf(fields)))
}

function leafOf(fields: readonly (string | null)[]): StoredLeaf {
  const [index, hash, action, actor, at, compartment, id, month, objectHash, salt, subject] = fields
  const isThere = id !== null && id !== undefined
  return { index: Number(index), hash: hash ?? '', entry: isThere ? entryOf() : undefined }

  function entryOf(): LedgerEntry {
    // A null where none can be gives another text than any value that was there.
    return {
      action: action ?? '',
      actor: actor ?? '',
      at: minuteOfText(at ?? ''),
      compartment: compartment ?? '',
      id: id ?? '',
      month: month ?? '',
      objectHash: objectHash ?? null,
      salt: salt ?? '',
      subject: subject ?? '',
    }
  }
}

/** `2026-03-14 09:26:00+00` as the minute that was hashed; whatever has seconds or another form stays as it is and differs. */
function minuteOfText(text: string): string {
  return text.length === 22 && text.endsWith(':00+00') ? `${text.slice(0, 10)}T${text.slice(11, 16)}Z` : text
}

const STRAYS: Readonly<Record<Extract<FaultCode, 'entry.unplaced' | 'pending.without_entry' | 'pending.with_leaf'>, string>> = {
  'entry.unplaced': `select e.id from base.ledger_entry e
    where not exists (select from base.ledger_leaf l where (l.compartment_id, l.month, l.entry_id) = (e.compartment_id, e.month, e.id))
      and not exists (select from base.ledger_pending p where (p.compartment_id, p.month, p.id) = (e.compartment_id, e.month, e.id))`,
  'pending.without_entry': `select p.id from base.ledger_pending p
    where not exists (select from base.ledger_entry e where (e.compartment_id, e.month, e.id) = (p.compartment_id, p.month, p.id))`,
  'pending.with_leaf': 'select p.id from base.ledger_pending p where exists (select from base.ledger_leaf l where l.entry_id = p.id)',
}

async function readEdges(client: pg.Client): Promise<LedgerEdges> {
  await client.query('reset enable_hashjoin; reset enable_mergejoin; reset enable_sort')
  const faults: Fault[] = []
  for (const [code, select] of Object.entries(STRAYS)) {
    const answer = await client.query<{ id: string }>(`${select} limit 1000`)
    faults.push(...answer.rows.map(({ id }): Fault => ({ code: code as FaultCode, entry: id })))
  }
  const pending = await client.query<{ count: number }>('select count(*)::int as count from base.ledger_pending')
  const last = await client.query<{ size: string; hashes: (Buffer | null)[] }>(
    'select size::text, hashes from base.ledger_frontier f order by f.size desc limit 1',
  )
  const [row] = last.rows
  const frontier: Frontier =
    row === undefined ? EMPTY_FRONTIER : { size: Number(row.size), hashes: row.hashes.map((hash) => hash ?? Buffer.alloc(0)) }
  return { frontier, pending: pending.rows[0]?.count ?? 0, faults }
}
