import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql, type Transaction } from 'kysely'
import pg from 'pg'
import type { House } from '#base/house.ts'
import { appendEntry } from '#base/ledger/append-entry.ts'
import { copyRows } from '#base/ledger/copy-rows.ts'
import { databaseSource, LEAF_SETTINGS, LEAVES } from '#base/ledger/database-source.ts'
import { canonicalEntry, leafOfCanonical } from '#base/ledger/entry.ts'
import { type LedgerKey, loadLedgerKey } from '#base/ledger/ledger-key.ts'
import { makeCheckpoint } from '#base/ledger/make-checkpoint.ts'
import { monthOf } from '#base/ledger/month.ts'
import { runSequencer } from '#base/ledger/run-sequencer.ts'
import { claimsOf } from '#base/ledger/run-verifier.ts'
import { sequenceEntries } from '#base/ledger/sequence-entries.ts'
import { verifyLedger } from '#base/ledger/verify-ledger.ts'
import type { Schema } from '#base/schema.ts'
import { sha256 } from '#base/sha256.ts'
import { EMPTY_FRONTIER, extendFrontier, rootOf } from '#crypto/merkle.ts'
import { systemClock } from '#kernel/clock.ts'
import { type EventId, newId } from '#kernel/ids.ts'
import { type ScratchDatabase, type ScratchServer, scratchServer } from '../test/database.ts'
import { type Figure, judge, type Measured, rounds, summarise } from './measure.ts'

const ENTRIES = 400_000
const WRITERS = 8

/** Full verification, the tree alone, the sequencer, and what a ledger line costs the transaction that writes it. */
export async function figures(): Promise<Figure[]> {
  const server = await scratchServer()
  try {
    return [...(await withKey(server, measureReading)), measureTree(), ...(await withKey(server, measureAppends))]
  } finally {
    await server.stop()
  }
}

/** A database and a key of its own: a key that has signed one ledger signs no other. */
async function withKey(
  server: ScratchServer,
  measure: (database: ScratchDatabase, key: LedgerKey) => Promise<Figure[]>,
): Promise<Figure[]> {
  const secrets = await mkdtemp(join(tmpdir(), 'asylia-bench-'))
  try {
    return await measure(await server.more(), await loadLedgerKey(secrets, 'http://localhost'))
  } finally {
    await rm(secrets, { recursive: true })
  }
}

async function measureReading(database: ScratchDatabase, key: LedgerKey): Promise<Figure[]> {
  const house = await database.house()
  try {
    await fill(database)
    const sequenced = await sequenceAll(house)
    await makeCheckpoint(house.ledger, key, systemClock)
    const source = databaseSource(database.urls.asylia_ledger)
    const { floor, figure } = await rounds({
      floor: () => rateOf(() => copyOnly(database.urls.asylia_ledger)),
      figure: () =>
        rateOf(async () => {
          const report = await verifyLedger(source, await claimsOf(key))
          if (!report.ok || report.size !== ENTRIES) throw new Error('the ledger does not hold')
        }),
    })
    const goal = { atLeast: 100_000 }
    const full = judge('full verification: rows, canonical form, leaves, nodes, root', figure, 'entries/s', goal)
    return [{ ...full, floor: floor.median, ratio: figure.median / floor.median }, judge('sequencer', sequenced, 'entries/s')]
  } finally {
    await house.close()
  }
}

/** Entries as 200 cases and 50 members would leave them, waiting for their place. */
async function fill(database: ScratchDatabase): Promise<void> {
  const client = new pg.Client({ connectionString: database.superuserUrl })
  await client.connect()
  await client.query(`
    set session_replication_role = replica;
    insert into base.ledger_entry (compartment_id, month, id, action, actor, subject, object_hash, salt, at)
    select md5('c' || i % 200)::uuid, date '2026-01-01' + (i / 100000) * interval '1 month', gen_random_uuid(), 'record.correct', md5('a' || i % 50)::uuid,
      gen_random_uuid()::text, case when i % 3 = 0 then encode(sha256(i::text::bytea), 'hex') end, substr(sha256(i::text::bytea), 1, 16),
      timestamptz '2026-01-01 00:00Z' + i * interval '1 minute'
    from generate_series(0, ${ENTRIES - 1}) i;
    insert into base.ledger_pending select compartment_id, month, id from base.ledger_entry;
    analyze base.ledger_entry, base.ledger_pending`)
  await client.end()
}

async function sequenceAll(house: House): Promise<Measured> {
  const rates: number[] = []
  for (;;) {
    const began = performance.now()
    const taken = await sequenceEntries(house.ledger)
    if (taken === 0) return summarise(rates)
    rates.push(taken / ((performance.now() - began) / 1000))
  }
}

async function rateOf(once: () => Promise<void>): Promise<number> {
  const began = performance.now()
  await once()
  return ENTRIES / ((performance.now() - began) / 1000)
}

/** The floor: the same rows out of the same database, and nothing done with them. */
async function copyOnly(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`begin; ${LEAF_SETTINGS}`)
  await copyRows(client, LEAVES, () => undefined)
  await client.end()
}

/** Canonical forms in memory to the root: two hashes an entry. */
function measureTree(): Figure {
  const entries = Array.from({ length: 100_000 }, () => canonicalEntry(anEntry()))
  const rates: number[] = []
  for (let round = -1; round < 5; round += 1) {
    const began = performance.now()
    let done = 0
    while (performance.now() - began < 3_000) {
      rootOf(sha256, extendFrontier(sha256, EMPTY_FRONTIER, entries.map(leafOfCanonical)))
      done += entries.length
    }
    if (round >= 0) rates.push(done / ((performance.now() - began) / 1000))
  }
  return judge('tree only: leaves, nodes, root', summarise(rates), 'entries/s', { atLeast: 300_000 })
}

function anEntry() {
  const [actor, compartment, id, subject] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()]
  return {
    action: 'record.correct',
    actor,
    at: '2026-03-14T09:26Z',
    compartment,
    id,
    month: '2026-03-01',
    objectHash: null,
    salt: randomBytes(16).toString('hex'),
    subject,
  }
}

async function measureAppends(database: ScratchDatabase, key: LedgerKey): Promise<Figure[]> {
  const house = await database.house()
  const stop = new AbortController()
  const sequencer = runSequencer(house.ledger, { key, clock: systemClock, signal: stop.signal })
  try {
    await seedRecords(house)
    const { floor, figure } = await rounds({
      rounds: 7,
      floor: (seconds) => write(house, seconds, false),
      figure: (seconds) => write(house, seconds, true),
    })
    // Of neighbours, since what else the machine does changes from round to round.
    const ratio = summarise(floor.rounds.map((without, round) => without / (figure.rounds[round] ?? 0))).median
    return [
      judge('time of a transaction of 8 writers with a ledger line, over the same without', figure, 'tx/s', {
        floor: floor.median,
        ratio,
        atMost: 1.15,
      }),
    ]
  } finally {
    stop.abort()
    await sequencer
    await house.close()
  }
}

async function seedRecords(house: House): Promise<void> {
  await house.base.transact(house.installation.actor, async ({ db }) => {
    for (let writer = 0; writer < WRITERS; writer += 1) {
      const hash = createHash('sha256').update(String(writer)).digest('hex')
      await sql`insert into publication.corridor (id, version, file_hash, body) values (${`bench-${writer}`}, '1', ${hash}, '{}')`.execute(
        db,
      )
    }
  })
}

async function write(house: House, seconds: number, hasLedger: boolean): Promise<number> {
  const began = performance.now()
  const counts = await Promise.all(
    Array.from({ length: WRITERS }, async (_, writer) => {
      let done = 0
      for (; performance.now() - began < seconds * 1000; done += 1) {
        await house.base.transact(house.installation.actor, ({ db }) => act(db, house, `bench-${writer}`, hasLedger))
      }
      return done
    }),
  )
  return counts.reduce((sum, done) => sum + done, 0) / ((performance.now() - began) / 1000)
}

/** The shape of the smallest real action, which takes a public record back: look where it stands, grant, write, note, announce. */
async function act(db: Transaction<Schema>, house: House, id: string, hasLedger: boolean): Promise<void> {
  const { actor, register } = house.installation
  await sql`select from publication.document where sha256 = ${id}`.execute(db)
  await sql`select from publication.corridor where id = ${id}`.execute(db)
  const line = { compartment: register, actor: actor.id, action: 'record.correct', subject: id }
  const cause = hasLedger ? (await appendEntry(db, line, systemClock)).id : randomUUID()
  const [row] = (
    await sql<{ revision: number }>`update publication.corridor set revision = revision + 1 where id = ${id} returning revision`.execute(db)
  ).rows
  await sql`insert into publication.change (subject, revision, kind, note) values (${id}, ${row?.revision}, 'corrected', '{}')`.execute(db)
  const event = newId<EventId>()
  await db
    .insertInto('base.outbox')
    .values({ month: monthOf(systemClock.now()), id: event, kind: 'record.corrected', body: '{}', cause })
    .execute()
  await sql`select base.enqueue(${event}::uuid)`.execute(db)
}
