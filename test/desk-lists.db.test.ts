import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { type Database, openPool } from '#base/database.ts'
import type { Schema } from '#base/schema.ts'
import { type Base, openBase } from '#base/transact.ts'
import { listDated } from '#features/cases/views/view.store.ts'
import { listIncidents } from '#features/incidents/incident.store.ts'
import type { Caller } from '#features/teams/index.ts'
import { fillDesk } from '../bench/a-large-desk.ts'
import { type DeskQuery, listsOf, NO_FILTER, PAGE } from '../bench/desk-lists.ts'
import { type ADesk, aDesk, aFoundedTeam, anotherMember, callerOf } from './a-desk.ts'

/**
 * Lists of somebody who reads more rooms than an index is asked for one by one: they follow the order of the list, and must pass over
 * what is hidden without a look into a key for each row. Otherwise time tells how much of it there is.
 */

const CASES = 2_600
/** Nothing that the reader sees was done there. */
const HIDDEN = 'BR'
let desk: ADesk
let superuser: pg.Client
let app: Database
let base: Base
let reader: Caller

before(async () => {
  desk = await aDesk()
  superuser = new pg.Client({ connectionString: desk.database.superuserUrl })
  await superuser.connect()
  const { founder } = await aFoundedTeam(desk, 'first-aid')
  const other = await anotherMember(desk, founder)
  await fillDesk(superuser, founder.code, { reports: 0, cases: CASES, incidents: CASES * 2, entries: 10 }, [{ code: other.code, oneIn: 2 }])
  reader = await callerOf(desk, other)
  const theirs = 'select cm.compartment_id from asylia.compartment_member cm where cm.member_id = $1'
  for (const table of ['incident', 'case_file'])
    await superuser.query(`update asylia.${table} set host = '${HIDDEN}', origin = '${HIDDEN}' where compartment_id not in (${theirs})`, [
      reader.actor.id,
    ])
  await superuser.query(
    `update asylia.incident set happened = daterange('2020-01-01', '2020-02-01') where compartment_id not in (${theirs})`,
    [reader.actor.id],
  )
  await superuser.query('vacuum analyze')
  app = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: openPool(desk.database.urls.asylia_app, 1) }) })
  base = openBase(app, desk.house.base.clock)
})
after(async () => {
  await app.destroy()
  await superuser.end()
  await desk.stop()
})

/** How often the keys of members were looked into for one question, and how many incidents were read whole. */
async function looks(query: DeskQuery): Promise<{ readonly rows: number; readonly looks: number; readonly read: number }> {
  const count = async () => {
    await sql`select pg_stat_force_next_flush()`.execute(app)
    const found = await superuser.query<{ looks: number; read: number }>(
      `select sum(i.idx_scan)::int as looks, (
         select (t.seq_tup_read + t.idx_tup_fetch)::int from pg_stat_user_tables t where t.relid = 'asylia.incident'::regclass
       ) as read
       from pg_stat_user_indexes i where i.relid = 'asylia.compartment_member'::regclass`,
    )
    return found.rows[0] ?? assert.fail()
  }
  const earlier = await count()
  const rows = await base.read(reader.actor, query)
  assert.ok(Array.isArray(rows))
  const later = await count()
  return { rows: rows.length, looks: later.looks - earlier.looks, read: later.read - earlier.read }
}

test('what is hidden from somebody who reads many rooms is passed over without asking for each of it, or reading it (T-21)', async () => {
  const dated =
    (over: object): DeskQuery =>
    (db) =>
      listDated(db, { filter: { ...NO_FILTER, ...over }, without: [], after: null }, PAGE)
  const asked: Record<string, DeskQuery> = {
    'by day, done there': dated({ host: HIDDEN }),
    'by day, from there': dated({ origin: HIDDEN }),
    'by day, of a year': dated({ year: 2020 }),
    'incidents done there': (db) => listIncidents(db, { room: null, host: HIDDEN, status: null, after: null }, PAGE),
    'cases there': listsOf({ code: reader.code, id: reader.actor.id }, '')['cases by host'] ?? assert.fail(),
  }
  for (const [name, query] of Object.entries(asked)) {
    const { rows, looks: n, read } = await looks(query)
    // The control: a page of what they do see is asked row by row.
    if (name === 'cases there') assert.equal(rows, PAGE)
    else assert.equal(rows, 0, name)
    assert.ok(n <= 4 * PAGE, `${name}: ${n} looks for ${rows} rows`)
    assert.ok(read <= 4 * PAGE, `${name}: ${read} incidents read for ${rows} rows`)
  }
  const all = await looks(dated({}))
  assert.equal(all.rows, PAGE)
  assert.ok(all.looks >= PAGE && all.looks <= 8 * PAGE, `${all.looks} looks for a page`)
  assert.ok(all.read >= PAGE && all.read <= 4 * PAGE, `${all.read} incidents read for a page`)
})

test('a page far down the list of days is found without the pages before it', async () => {
  const found: string[] = []
  for (let after: { on: string | null; id: string } | null = null, pages = 0; ; pages += 1) {
    const query: DeskQuery = (db) => listDated(db, { filter: NO_FILTER, without: [], after }, PAGE)
    const rows = (await base.read(reader.actor, query)) as { on: string | null; id: string }[]
    found.push(...rows.map(({ id }) => id))
    if (pages % 10 === 0) {
      const { looks: n } = await looks(query)
      assert.ok(n <= 8 * PAGE, `page ${pages}: ${n} looks`)
    }
    const last = rows.at(-1)
    if (rows.length < PAGE || last === undefined) break
    after = { on: last.on, id: last.id }
  }
  const seen = await superuser.query<{ id: string }>(
    `select i.id from asylia.incident i join asylia.compartment_member cm on cm.compartment_id = i.compartment_id and cm.member_id = $1
     order by i.on_day desc, i.id desc`,
    [reader.actor.id],
  )
  assert.deepEqual(
    found,
    seen.rows.map(({ id }) => id),
  )
})
