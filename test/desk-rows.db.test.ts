import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type CompiledQuery, Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { type Database, openPool } from '#base/database.ts'
import type { Schema } from '#base/schema.ts'
import { type Base, openBase } from '#base/transact.ts'
import type { Caller } from '#features/teams/index.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import { fillDesk } from '../bench/a-large-desk.ts'
import { type DeskQuery, type Hub, listsOf, PAGE, pagesOf } from '../bench/desk-lists.ts'
import { type ADesk, type AMember, aDesk, aFoundedTeam, anotherMember, callerOf } from './a-desk.ts'
import { dice } from './dice.ts'

/**
 * How row security reads (ADR 0026): each row is asked by one look into a key, never by a function and never by a set that is
 * loaded, so that a page costs what it shows; and what decides is read where it is written, so that it binds at once.
 */

const CASES = 1_500
const ONE_IN = 100
const ENTRIES = 5_000
let desk: ADesk
let superuser: pg.Client
let app: Database
let base: Base
let wide: Caller
let few: Caller
let people: readonly AMember[]
let hub: Hub
const ran: CompiledQuery[] = []

before(async () => {
  desk = await aDesk()
  superuser = new pg.Client({ connectionString: desk.database.superuserUrl })
  await superuser.connect()
  const { founder } = await aFoundedTeam(desk, 'first-aid')
  const colleague = await anotherMember(desk, founder)
  const { founder: neighbour } = await aFoundedTeam(desk, 'second-aid', { kind: 'state', of: ['FR'] })
  people = [founder, colleague, neighbour, await anotherMember(desk, neighbour)]
  await superuser.query(
    `alter database ${pg.escapeIdentifier(new URL(desk.database.superuserUrl).pathname.slice(1))} set track_functions = 'all'`,
  )
  const size = { reports: 0, cases: CASES, incidents: CASES, entries: ENTRIES }
  const { hub: code } = await fillDesk(superuser, founder.code, size, [{ code: colleague.code, oneIn: ONE_IN }])
  const found = await superuser.query<{ room: CompartmentId }>('select compartment_id as room from asylia.report_case where code = $1', [
    code,
  ])
  hub = { room: found.rows[0]?.room ?? assert.fail(), code }
  wide = await callerOf(desk, founder)
  few = await callerOf(desk, colleague)
  app = new Kysely<Schema>({
    dialect: new PostgresDialect({ pool: openPool(desk.database.urls.asylia_app, 1) }),
    log: ({ query }) => void ran.push(query),
  })
  base = openBase(app, desk.house.base.clock)
})
after(async () => {
  await app.destroy()
  await superuser.end()
  await desk.stop()
})

const readerOf = ({ actor, code }: Caller) => ({ code, id: actor.id })
const everyQuery = (who: Caller): [string, DeskQuery][] => Object.entries({ ...listsOf(readerOf(who), hub.code), ...pagesOf(hub, ENTRIES) })

/** How often functions that know the law were called so far; those that became part of a statement are not. */
async function calls(db: Parameters<DeskQuery>[0]): Promise<number> {
  const rows = await sql<{ n: number }>`
    select coalesce(sum(calls), 0)::int as n from pg_stat_xact_user_functions where schemaname = 'access'`.execute(db)
  return rows.rows[0]?.n ?? 0
}

test('no list and no page of a case asks a function for each of its rows, however much its reader sees (T-21)', async () => {
  for (const [name, query] of everyQuery(wide)) {
    const asked = await base.read(wide.actor, async (db) => {
      const earlier = await calls(db)
      await query(db)
      return (await calls(db)) - earlier
    })
    // A page of fifty rows from two tables would ask a hundred times and more.
    assert.ok(asked > 0 && asked <= 20, `${name} called ${asked} functions`)
  }
})

type Node = {
  readonly 'Relation Name'?: string
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly 'Rows Removed by Filter'?: number
  readonly Plans?: readonly Node[]
}

/** Rows of these tables that a query read, shown or not, as the database counted them. */
async function rowsRead(who: Caller, query: DeskQuery, tables: readonly string[]): Promise<number> {
  ran.length = 0
  await base.read(who.actor, query)
  const asked = ran.filter(({ sql: text }) => /\basylia[.]/.test(text) && !text.includes('set_config'))
  assert.ok(asked.length > 0)
  let read = 0
  const count = (node: Node): void => {
    const rows = (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops']
    if (tables.includes(node['Relation Name'] ?? '')) read += rows
    for (const one of node.Plans ?? []) count(one)
  }
  await base.read(who.actor, async (db) => {
    for (const one of asked) {
      const said = await db.executeQuery<{ 'QUERY PLAN': readonly { readonly Plan: Node }[] }>({
        ...one,
        sql: `explain (analyze, format json) ${one.sql}`,
      })
      for (const { Plan } of said.rows[0]?.['QUERY PLAN'] ?? []) count(Plan)
    }
  })
  return read
}

const LISTED = ['case_file', 'case_task', 'case_entry', 'incident', 'person']
const IN_ORDER = ['list of cases', 'a page in the middle', 'cases of one owner', 'tasks of everybody', 'own tasks', 'incidents', 'people']

test('a page of somebody who reads every case reads the rows of one page, in the order of an index (T-21)', async () => {
  const lists = listsOf(readerOf(wide), hub.code)
  for (const name of IN_ORDER) {
    const read = await rowsRead(wide, lists[name] ?? assert.fail(name), LISTED)
    assert.ok(read >= PAGE && read <= 4 * PAGE, `${name} read ${read} rows`)
  }
})

/** In a house this small its order may be the shorter way; what is hidden there is held against the set of their rooms alone. */
const WALKED = 'incidents by day, far down'

test('whoever reads few cases reads the rows of these: what is hidden is not even looked at (T-21)', async () => {
  const own = CASES / ONE_IN
  for (const [name, query] of Object.entries(listsOf(readerOf(few), hub.code))) {
    const read = name === WALKED ? 0 : await rowsRead(few, query, LISTED)
    assert.ok(read <= 6 * own, `${name} read ${read} rows`)
    const asked = await rowsRead(few, query, ['compartment_member'])
    assert.ok(asked <= 6 * own, `${name} asked for ${asked} rows`)
  }
})

test('a case opens by what it shows, not by all the entries in it (T-21)', async () => {
  for (const [name, query] of Object.entries(pagesOf(hub, ENTRIES))) {
    const read = await rowsRead(wide, query, LISTED)
    assert.ok(read <= 2 * PAGE, `${name} read ${read} rows`)
  }
})

const TABLES = ['report_case', 'case_file', 'compartment_member'] as const

/** What a member sees of some cases, by row security alone. */
async function seenBy(member: string, rooms: readonly string[], table: (typeof TABLES)[number]): Promise<string[]> {
  return app.transaction().execute(async (db) => {
    await sql`select set_config('asylia.member', ${member}, true)`.execute(db)
    const mine = table === 'compartment_member' ? sql`and t.member_id = ${member}::uuid` : sql``
    const rows = await sql<{ room: string }>`
      select t.compartment_id as room from ${sql.table(`asylia.${table}`)} t
      where t.compartment_id = any (${[...rooms]}::uuid[]) ${mine} order by 1`.execute(db)
    return rows.rows.map(({ room }) => room)
  })
}

type Somebody = { readonly id: string; readonly team: string }
type Facts = {
  readonly gone: readonly string[]
  readonly bars: readonly { readonly room: string; readonly team: string }[]
  readonly grants: readonly { readonly room: string; readonly id: string; readonly until: number | null }[]
}

const some = <One>(list: readonly One[], share: number): One[] => list.filter(() => dice() < share)
const anUntil = () => [null, null, -1, 0, 1][Math.floor(dice() * 5)] ?? null

function randomFacts(rooms: readonly string[], all: readonly Somebody[]): Facts {
  const teams = [...new Set(all.map(({ team }) => team))]
  return {
    gone: some(all, 0.15).map(({ id }) => id),
    bars: rooms.flatMap((room) => some(teams, 0.2).map((team) => ({ room, team }))),
    grants: rooms.flatMap((room) => some(all, 0.6).map(({ id }) => ({ room, id, until: anUntil() }))),
  }
}

/** Set as no function of ours would: a bar is lifted, somebody comes back. */
async function set(rooms: readonly string[], { gone, bars, grants }: Facts): Promise<void> {
  await superuser.query('begin')
  await superuser.query('set local session_replication_role = replica')
  await superuser.query('delete from asylia.compartment_member where compartment_id = any ($1)', [rooms])
  await superuser.query('delete from asylia.compartment_deny where compartment_id = any ($1)', [rooms])
  await superuser.query('update asylia.member set left_on = case when id = any ($1) then current_date end', [gone])
  await superuser.query(
    `insert into asylia.compartment_member (compartment_id, member_id, can_write, until)
     select room, id, true, current_date + until from jsonb_to_recordset($1) as g (room uuid, id uuid, until int)`,
    [JSON.stringify(grants)],
  )
  await superuser.query(
    'insert into asylia.compartment_deny (compartment_id, team_id) select room, team from jsonb_to_recordset($1) as b (room uuid, team uuid)',
    [JSON.stringify(bars)],
  )
  await superuser.query('commit')
}

test('a row is seen by exactly those who are readers today: not past their day, not barred, not gone (T-21, A-01)', async () => {
  const found = await superuser.query<Somebody>('select id, team_id as team from asylia.member where code = any ($1)', [
    people.map(({ code }) => code),
  ])
  const made = await superuser.query<{ room: string }>('select compartment_id as room from asylia.case_file order by 1 desc limit 12')
  const rooms = made.rows.map(({ room }) => room)
  for (let round = 0; round < 30; round += 1) {
    const facts = randomFacts(rooms, found.rows)
    await set(rooms, facts)
    for (const { id, team } of found.rows) {
      const isBarred = (room: string) => facts.bars.some((bar) => bar.room === room && bar.team === team)
      const reads = facts.gone.includes(id) ? [] : facts.grants.filter((one) => one.id === id && one.until !== -1 && !isBarred(one.room))
      for (const table of TABLES)
        assert.deepEqual(await seenBy(id, rooms, table), reads.map(({ room }) => room).toSorted(), `${table} in round ${round}`)
    }
  }
  await set(rooms, { gone: [], bars: [], grants: [] })
})

/** One case that a member reads, and one that they do not. */
async function twoRooms(member: string): Promise<readonly [mine: string, hidden: string]> {
  const room = async (reads: boolean) => {
    const rows = await superuser.query<{ room: string }>(
      `select f.compartment_id as room from asylia.case_file f
       where $2 = exists (select from asylia.compartment_member m where m.compartment_id = f.compartment_id and m.member_id = $1) limit 1`,
      [member, reads],
    )
    return rows.rows[0]?.room ?? assert.fail()
  }
  return [await room(true), await room(false)]
}

test('a bar binds the next statement of a transaction that is under way, and nobody is told of a bar to what they never read (T-21, T-27)', async () => {
  const member = await superuser.query<Somebody>('select id, team_id as team from asylia.member where code = $1', [few.code])
  const { id, team } = member.rows[0] ?? assert.fail()
  const [mine, hidden] = await twoRooms(id)
  await app.transaction().execute(async (db) => {
    await sql`select set_config('asylia.member', ${id}, true)`.execute(db)
    const sees = async () => (await sql`select from asylia.case_file where compartment_id = ${mine}::uuid`.execute(db)).rows.length
    assert.equal(await sees(), 1)
    await superuser.query('insert into asylia.compartment_deny (compartment_id, team_id) select room, $1 from unnest($2::uuid[]) room', [
      team,
      [mine, hidden],
    ])
    assert.equal(await sees(), 0)
    const told = await sql<{
      room: string
    }>`select compartment_id as room from asylia.compartment_deny where team_id = ${team}::uuid`.execute(db)
    assert.ok(!told.rows.some(({ room }) => room === hidden))
  })
})
