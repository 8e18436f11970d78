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
          edges: (placed) => readEdges(client, placed),
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

const WITHOUT_ENTRY = `select p.id from base.ledger_pending p
  where not exists (select from base.ledger_entry e where (e.compartment_id, e.month, e.id) = (p.compartment_id, p.month, p.id))`
const WITH_LEAF = 'select p.id from base.ledger_pending p where exists (select from base.ledger_leaf l where l.entry_id = p.id)'
const UNPLACED = `select e.id from base.ledger_entry e
  where not exists (select from base.ledger_leaf l where (l.compartment_id, l.month, l.entry_id) = (e.compartment_id, e.month, e.id))
    and not exists (select from base.ledger_pending p where (p.compartment_id, p.month, p.id) = (e.compartment_id, e.month, e.id))`

async function readEdges(client: pg.Client, placed: number): Promise<LedgerEdges> {
  await client.query('reset enable_hashjoin; reset enable_mergejoin; reset enable_sort')
  const pending = await countOf(client, 'select count(distinct (compartment_id, month, id)) from base.ledger_pending')
  const withoutEntry = await idsOf(client, WITHOUT_ENTRY, 'pending.without_entry')
  const withLeaf = await idsOf(client, WITH_LEAF, 'pending.with_leaf')
  // Each entry stands at a leaf or waits. Only when the numbers differ is it worth to look for the ones that do neither.
  // An entry that stands at two leaves could hide one of them, but only where no root is signed yet, and there somebody
  // who writes leaves may as well give that one a leaf.
  const accounted = placed + pending - withoutEntry.length - withLeaf.length
  const unplaced =
    accounted === (await countOf(client, 'select count(*) from base.ledger_entry')) ? [] : await idsOf(client, UNPLACED, 'entry.unplaced')
  const last = await client.query<{ size: string; hashes: (Buffer | null)[] }>(
    'select size::text, hashes from base.ledger_frontier f order by f.size desc limit 1',
  )
  const [row] = last.rows
  const frontier: Frontier =
    row === undefined ? EMPTY_FRONTIER : { size: Number(row.size), hashes: row.hashes.map((hash) => hash ?? Buffer.alloc(0)) }
  return { frontier, pending, faults: [...unplaced, ...withoutEntry, ...withLeaf] }
}

/** Of a ruined ledger a thousand are enough; the numbers then differ, and what is unplaced is looked for. */
async function idsOf(client: pg.Client, select: string, code: FaultCode): Promise<readonly Fault[]> {
  const answer = await client.query<{ id: string }>(`${select} limit 1000`)
  return answer.rows.map(({ id }) => ({ code, entry: id }))
}

async function countOf(client: pg.Client, select: string): Promise<number> {
  const answer = await client.query<{ count: string }>(select)
  return Number(answer.rows[0]?.count)
}
