import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { ingestDocument } from '#features/documents/index.ts'
import { aPreparedDocument, FACTS } from './a-review.ts'
import { HOME, type ScratchDatabase, scratchDatabase } from './database.ts'

let database: ScratchDatabase
let admin: pg.Client
before(async () => {
  database = await scratchDatabase()
  admin = new pg.Client({ connectionString: database.superuserUrl })
  await admin.connect()
})
after(async () => {
  await admin.end()
  await database.stop()
})

const TABLES = [
  'asylia.imported_document',
  'asylia.proposal',
  'publication.document',
  'publication.held_document',
  'publication.held_paragraph',
  'publication.corridor',
  'base.ledger_entry',
  'base.outbox',
]
const rows = async () => {
  const counts: number[] = []
  for (const table of TABLES) counts.push((await admin.query<{ n: number }>(`select count(*)::int as n from ${table}`)).rows[0]?.n ?? -1)
  return counts
}
const until = async (holds: () => Promise<boolean>) => {
  const end = performance.now() + 20_000
  while (!(await holds())) {
    if (performance.now() > end) throw new Error('it did not come to that')
    await wait(10)
  }
}

/** Each table that an import writes to is held, so that the process stands exactly there when it is killed. */
for (const table of ['publication.held_paragraph', 'asylia.imported_document', 'asylia.proposal', 'base.outbox']) {
  test(`an import killed while it writes ${table} leaves nothing`, async () => {
    const holder = new pg.Client({ connectionString: database.superuserUrl })
    await holder.connect()
    await holder.query('begin')
    await holder.query(`lock table ${table} in access exclusive mode`)
    const child = spawn(process.execPath, [join(HOME, 'test', 'an-ingest.ts'), JSON.stringify(database.urls)], {
      cwd: HOME,
      stdio: 'ignore',
    })
    const waits = `select from pg_locks l where l.relation = '${table}'::regclass and not l.granted`
    await until(async () => ((await admin.query(waits)).rowCount ?? 0) > 0)
    child.kill('SIGKILL')
    await once(child, 'exit')
    await holder.query('rollback')
    await holder.end()
    const others = `select from pg_stat_activity where usename = 'asylia_app' and datname = current_database()`
    await until(async () => (await admin.query(others)).rowCount === 0)
    assert.deepEqual(
      await rows(),
      TABLES.map(() => 0),
    )
  })
}

test('after that the same document comes in whole', async () => {
  const house = await database.house()
  const done = await ingestDocument(house.base, house.installation, FACTS, aPreparedDocument())
  await house.close()
  assert.deepEqual([done.already, done.proposals], [false, 14])
  assert.deepEqual((await rows()).slice(0, 4), [1, 14, 1, 1])
})
