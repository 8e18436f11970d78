import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import pg from 'pg'
import { type ScratchDatabase, scratchDatabase } from '../../../test/database.ts'
import { copyRows } from './copy-rows.ts'

let database: ScratchDatabase
let client: pg.Client
before(async () => {
  database = await scratchDatabase()
  client = new pg.Client({ connectionString: database.superuserUrl })
  await client.connect()
  await client.query('create temp table texts (place int, one text, two text)')
})
after(async () => {
  await client.end()
  await database.stop()
})

async function read(query: string): Promise<(readonly (string | null)[])[]> {
  const rows: (readonly (string | null)[])[] = []
  await copyRows(client, query, (fields) => rows.push(fields))
  return rows
}

const anyText = fc.option(
  fc.string({
    unit: fc.oneof(
      fc.constantFrom('\\', '\t', '\n', '\r', '\b', '\f', '\v', 'N', '.', '"', 'é', '😀', '\u0001'),
      fc.string({ minLength: 1, maxLength: 1 }),
    ),
  }),
)

test('every text comes out as it was put in, and null is not a text', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(anyText, anyText), { maxLength: 5 }), async (pairs) => {
      await client.query('truncate texts')
      for (const [place, pair] of pairs.entries()) await client.query('insert into texts values ($1, $2, $3)', [place, ...pair])
      assert.deepEqual(await read('select one, two from texts order by place'), pairs)
    }),
  )
  assert.deepEqual(await read(String.raw`select '\N', null, ''`), [[String.raw`\N`, null, '']])
})

test('rows of more than one piece of the wire come one by one and in order', async () => {
  const rows = await read(`select i, repeat('x', i % 5000) from generate_series(1, 3000) i`)
  assert.equal(rows.length, 3000)
  for (const [i, row] of rows.entries()) assert.deepEqual(row, [String(i + 1), 'x'.repeat((i + 1) % 5000)])
})

test('what the visitor throws is thrown, a failing query too, and the connection stays good', async () => {
  let visited = 0
  const visit = () => {
    visited += 1
    throw new RangeError('enough')
  }
  await assert.rejects(copyRows(client, 'select generate_series(1, 100)', visit), RangeError)
  assert.equal(visited, 1)
  await assert.rejects(read('select 1 / 0'), { code: '22012' })
  await assert.rejects(read('select 1 / (i - 50) from generate_series(1, 100) i'), { code: '22012' })
  assert.deepEqual(await read('select 7'), [['7']])
})

test('a connection that is lost in the middle rejects', async () => {
  const other = new pg.Client({ connectionString: database.superuserUrl })
  other.on('error', () => undefined)
  await other.connect()
  const pid = (await other.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid
  // Expected before it happens: a rejection that nobody awaits yet would count as a fault of its own.
  const lost = assert.rejects(
    copyRows(other, `select i, pg_sleep(case when i = 2 then 60 else 0 end) from generate_series(1, 3) i`, () => undefined),
  )
  await client.query('select pg_terminate_backend($1)', [pid])
  await lost
  await other.end()
})
