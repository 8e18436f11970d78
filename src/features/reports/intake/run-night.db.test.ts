import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { aFrame, type Parts } from './a-frame.ts'
import { anIntake, type ServedIntake } from './an-intake.ts'
import { hashOf } from './erase.ts'
import { PARTED } from './night.store.ts'
import { isNightDone, runNight, SLOT_DAYS } from './run-night.ts'

let served: ServedIntake

before(async () => {
  served = await anIntake()
})
after(() => served.stop())

async function file(count: number, at: string): Promise<Parts[]> {
  served.clock.turn(at)
  const filed: Parts[] = []
  for (let done = 0; done < count; done += 1) {
    const parts = await aFrame()
    await served.intake.fileFrame(parts.frame, undefined)
    filed.push(parts)
  }
  return filed
}

async function rowsOf<Row extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
  return (await served.superuser.query<Row>(text, [...values])).rows
}

/** What joins rows beside their ids: transaction, place, and number of the chunk where the long value lies. */
function tracesOf(table: string, id: string, long: string) {
  return rowsOf<{ id: string; xmin: string; place: string; chunk: number }>(`
    select encode(${id}, 'hex') as id, xmin::text, tableoid::text || ' ' || ctid as place, pg_column_toast_chunk_id(${long})::bigint as chunk
    from ${table} order by tableoid, ctid`)
}

const LONG = [
  ['intake.body', 'item_id', 'body'],
  ['keys.intake_envelope', 'item_id', 'envelope'],
  ['intake.slot', 'slot_id', 'blob'],
] as const

test('before the night rows tell what came together; after it neither transaction, place nor chunk does (T-13)', async () => {
  const filed = await file(40, '2026-11-16T10:20:30Z')
  const itemOf = (rows: readonly { id: string; xmin: string }[], one: Parts) => rows.find(({ id }) => id === one.item.toString('hex'))?.xmin
  const before = { body: await tracesOf(...LONG[0]), slot: await tracesOf(...LONG[2]) }
  // The control: the search finds the join while it is there.
  for (const one of filed) {
    const slot = before.slot.find(({ id }) => id === one.slot.toString('hex'))
    assert.equal(itemOf(before.body, one), slot?.xmin)
  }
  assert.deepEqual(
    before.body.map(({ id }) => id),
    filed.map(({ item }) => item.toString('hex')),
  )

  served.clock.turn('2026-11-17T01:30:00Z')
  assert.equal(await isNightDone(served.night), false)
  assert.equal(await runNight(served.night), true)
  assert.equal(await isNightDone(served.night), true)

  for (const [table, id, long] of LONG) {
    const rows = await tracesOf(table, id, long)
    assert.equal(rows.length, 40, table)
    assert.equal(new Set(rows.map(({ xmin }) => xmin)).size, 1, table)
    assert.deepEqual(
      rows.map((row) => row.id),
      rows.map((row) => row.id).toSorted(),
      table,
    )
    assert.deepEqual(
      rows.map((row) => row.chunk),
      rows.map((row) => row.chunk).toSorted((a, b) => a - b),
      table,
    )
  }
  const items = await rowsOf<{ id: string; xmin: string }>(`select encode(item_id, 'hex') as id, xmin::text from intake.item order by ctid`)
  assert.equal(new Set(items.map(({ xmin }) => xmin)).size, 1)
  assert.deepEqual(
    items.map(({ id }) => id),
    items.map(({ id }) => id).toSorted(),
  )
  assert.equal(await served.count('intake.part', 'not renewed'), 0)
})

test('what is left of the old tables is nothing: no second table, no second row', async () => {
  const parts = await rowsOf<{ n: number }>(
    `select count(*)::int as n from pg_class where relnamespace = 'intake'::regnamespace and relkind = 'r' and relname ~ '^item_'`,
  )
  assert.equal(parts[0]?.n, await served.count('intake.part'))
  assert.equal((await rowsOf(`select from pg_class where relkind = 'r' and relname ~ 'draft'`)).length, 0)
})

test('every part is under forced row security with one policy, in its tablespace, without statistics (T-13)', async () => {
  const open = await rowsOf(`
    select c.oid::regclass::text as name from pg_class c where c.relnamespace in ('intake'::regnamespace, 'keys'::regnamespace) and c.relispartition
      and c.relkind = 'r' and not (c.relrowsecurity and c.relforcerowsecurity and (select count(*) from pg_policy p where p.polrelid = c.oid) = 1)`)
  assert.deepEqual(open, [])
  const elsewhere = await rowsOf(`
    select relname from pg_class c left join pg_tablespace t on t.oid = reltablespace
    where relnamespace = 'keys'::regnamespace and relname ~ '^intake_envelope_' and relkind in ('r', 'i') and spcname is distinct from 'asylia_keys'`)
  assert.deepEqual(elsewhere, [])
  await served.superuser.query('analyze')
  const copied = await rowsOf(
    `select tablename from pg_stats where schemaname = 'intake' or (schemaname = 'keys' and tablename like 'intake%')`,
  )
  assert.deepEqual(copied, [])
})

test('no column of intake holds a time finer than the hour, and the database refuses one (T-13)', async () => {
  const times = await rowsOf<{ name: string }>(`
    select attrelid::regclass || '.' || attname as name from pg_attribute a join pg_class c on c.oid = attrelid
    where c.relkind = 'p' and (c.relnamespace = 'intake'::regnamespace or c.relname = 'intake_envelope')
      and atttypid in ('timestamptz'::regtype, 'timestamp'::regtype, 'time'::regtype, 'timetz'::regtype)`)
  assert.deepEqual(times, [{ name: 'intake.item.arrived_hour' }])
  const { item } = await aFrame()
  await assert.rejects(
    served.superuser.query(
      `select intake.file_item($1, $1, 0::smallint, 1::smallint, false, '2026-11-17T10:20:00Z', null, 'x', null, null, null)`,
      [item],
    ),
    (error) => error instanceof pg.DatabaseError && error.code === '23514',
  )
})

test('the hour goes after 72 hours, or in the night after a team took the item in; the day stays (T-13)', async () => {
  const [old, taken, young] = [
    ...(await file(1, '2026-11-17T10:00:00Z')),
    ...(await file(1, '2026-11-20T10:00:00Z')),
    ...(await file(1, '2026-11-20T11:00:00Z')),
  ]
  assert.ok(old !== undefined && taken !== undefined && young !== undefined)
  await served.superuser.query('insert into intake.taken (id) values ($1)', [taken.item])
  served.clock.turn('2026-11-21T02:00:00Z')
  await runNight(served.night)
  const hourOf = async ({ item }: Parts) =>
    (await rowsOf<{ day: string; arrived_hour: Date | null }>('select day, arrived_hour from intake.item where item_id = $1', [item]))[0]
  assert.deepEqual(await hourOf(old), { day: '2026-11-17', arrived_hour: null })
  assert.deepEqual(await hourOf(taken), { day: '2026-11-20', arrived_hour: null })
  assert.deepEqual(await hourOf(young), { day: '2026-11-20', arrived_hour: new Date('2026-11-20T11:00:00Z') })
})

test('an erased row does not come back, and what it left on its page goes in the next night', async () => {
  const [one] = await file(1, '2026-11-21T10:00:00Z')
  assert.ok(one !== undefined)
  served.clock.turn('2026-11-22T02:00:00Z')
  await runNight(served.night)
  await served.intake.store.erase(one.item, hashOf(one.itemToken), '2026-11-22')
  assert.equal(await served.count('intake.part', 'touched'), 1)
  served.clock.turn('2026-11-23T02:00:00Z')
  await runNight(served.night)
  assert.equal(await served.count('intake.part', 'touched'), 0)
  for (const table of ['intake.item', 'intake.body', 'keys.intake_envelope'])
    assert.equal(await served.count(table, 'item_id = $1', [one.item]), 0, table)
})

test('an erasing during the copy of its day waits for it and is not lost', async () => {
  const [one] = await file(1, '2026-11-23T10:00:00Z')
  assert.ok(one !== undefined)
  const holder = new pg.Client({ connectionString: served.database.superuserUrl })
  await holder.connect()
  await holder.query(`begin; select pg_advisory_xact_lock(52, date '2026-11-23' - date '2000-01-01')`)
  const answer = await served.intake.store.erase(one.item, hashOf(one.itemToken), '2026-11-23')
  assert.equal(answer.outcome, 'busy')
  const { item, itemToken } = one
  const call = Buffer.concat([Buffer.from('ASYD\x01\0\0\0', 'latin1'), item, itemToken, randomBytes(15 * 48)])
  const erasing = served.intake.erase(call)
  await holder.query('commit')
  await holder.end()
  await erasing
  assert.equal(await served.count('intake.item', 'item_id = $1', [item]), 0)
})

test('whole weeks that are over lie in one part, and filing on a day without any job needs nothing', async () => {
  served.clock.turn('2026-12-10T02:00:00Z')
  await runNight(served.night)
  const parts = await rowsOf<{ first: string; past: string }>('select first, past from intake.part order by first')
  assert.deepEqual(parts[0], { first: '2026-11-16', past: '2026-11-23' })
  const bound = await rowsOf(`select from pg_inherits where inhparent = 'intake.item'::regclass`)
  assert.equal(bound.length, parts.length)
  await file(1, '2027-03-01T00:00:00Z')
  assert.equal(await served.count('intake.item', `day = '2027-03-01'`), 1)
})

test('what nobody took in goes after 45 days; what a team took in stays without its envelope', async () => {
  const [left, taken] = await file(2, '2027-04-01T10:00:00Z')
  assert.ok(left !== undefined && taken !== undefined)
  await served.superuser.query('insert into intake.taken (id) values ($1)', [taken.item])
  served.clock.turn('2027-05-16T02:00:00Z')
  await runNight(served.night)
  assert.equal(await served.count('keys.intake_envelope', 'item_id in ($1, $2)', [left.item, taken.item]), 2)
  served.clock.turn('2027-05-18T02:00:00Z')
  await runNight({ ...served.night, shreds: false })
  assert.equal(await served.count('keys.intake_envelope', 'item_id in ($1, $2)', [left.item, taken.item]), 2)
  await runNight(served.night)
  assert.equal(await served.count('keys.intake_envelope', 'item_id in ($1, $2)', [left.item, taken.item]), 0)
  for (const table of ['intake.item', 'intake.body']) {
    assert.equal(await served.count(table, 'item_id = $1', [left.item]), 0, table)
    assert.equal(await served.count(table, 'item_id = $1', [taken.item]), 1, table)
  }
})

test('a message past its keeping time still counts as present and shows nothing', async () => {
  const [one] = await file(1, '2027-06-01T10:00:00Z')
  assert.ok(one !== undefined)
  const at = new Date(Date.parse('2027-06-03T02:00:00Z') + SLOT_DAYS * 86_400_000)
  served.clock.turn(at.toISOString())
  await runNight(served.night)
  const answer = await served.intake.store.exchange([one.slot], one.slot)
  assert.deepEqual(answer, { present: 0x8000, blob: null })
})

test('a table that somebody holds puts the night off, and the rest follows', async () => {
  await file(1, '2029-01-01T10:00:00Z')
  served.clock.turn('2029-01-02T02:00:00Z')
  const reader = new pg.Client({ connectionString: served.database.superuserUrl })
  await reader.connect()
  await reader.query('begin; select from intake.item limit 1')
  assert.equal(await runNight(served.night), false)
  assert.equal(await isNightDone(served.night), false)
  await reader.query('commit')
  await reader.end()
  assert.equal(await runNight(served.night), true)
  assert.equal(await served.count('intake.part', 'not renewed'), 0)
  assert.equal(PARTED.length, 5)
})

test('the journal of the day is gone after the night and its checkpoint (T-13)', async () => {
  const [one] = await file(1, '2029-02-01T10:00:00Z')
  assert.ok(one !== undefined)
  const journal = async () => (await rowsOf<{ name: string }>('select name from pg_ls_waldir() order by name')).map(({ name }) => name)
  const [now] = await rowsOf<{ name: string }>('select pg_walfile_name(pg_current_wal_lsn()) as name')
  assert.ok(now !== undefined && (await journal()).includes(now.name))
  served.clock.turn('2029-02-02T02:00:00Z')
  await runNight(served.night)
  await served.superuser.query('checkpoint')
  assert.deepEqual(
    (await journal()).filter((name) => name <= now.name),
    [],
  )
})

test('people file, ask and delete while the night works, and nobody waits in a circle (T-13)', async () => {
  await file(30, '2029-03-01T10:00:00Z')
  served.clock.turn('2029-03-02T02:00:00Z')
  await served.superuser.query('update intake.state set night = null; update intake.part set touched = true')
  let ended = false
  const people = Array.from({ length: 6 }, async () => {
    while (!ended) {
      const { frame, item, itemToken } = await aFrame()
      await served.intake.fileFrame(frame, undefined)
      await served.intake.erase(Buffer.concat([Buffer.from('ASYD\x01\0\0\0', 'latin1'), item, itemToken, randomBytes(15 * 48)]))
      assert.equal(await served.count('intake.body', 'item_id = $1', [item]), 0)
    }
  })
  for (let round = 0; round < 4; round += 1) {
    await served.superuser.query('update intake.part set touched = true')
    while (!(await runNight(served.night)));
  }
  ended = true
  await Promise.all(people)
})
