import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { type Database, openPool } from '#base/database.ts'
import type { Schema } from '#base/schema.ts'
import { type Base, openBase } from '#base/transact.ts'
import type { Caller } from '#features/teams/index.ts'
import { fillDesk } from '../bench/a-large-desk.ts'
import { countsOf, type DeskQuery } from '../bench/desk-lists.ts'
import { type ADesk, type AMember, aDesk, aFoundedTeam, anotherMember, callerOf } from './a-desk.ts'
import { dice } from './dice.ts'

/**
 * How a count reads (ADR 0038): by the set of rooms that its reader reads, found once for each statement. It says the same as row
 * security for whatever is granted, barred, past its day or left, and nothing of it outlives the statement.
 */

const CASES = 30
let desk: ADesk
let superuser: pg.Client
let app: Database
let base: Base
let people: readonly AMember[]
let rooms: readonly string[]
let views: readonly { readonly view: string; readonly table: string; readonly columns: string }[]

before(async () => {
  desk = await aDesk()
  superuser = new pg.Client({ connectionString: desk.database.superuserUrl })
  await superuser.connect()
  const { founder } = await aFoundedTeam(desk, 'first-aid')
  const { founder: state } = await aFoundedTeam(desk, 'second-aid', { kind: 'state', of: ['FR'] })
  people = [founder, await anotherMember(desk, founder), state, await anotherMember(desk, state)]
  await superuser.query(
    `alter database ${pg.escapeIdentifier(new URL(desk.database.superuserUrl).pathname.slice(1))} set track_functions = 'all'`,
  )
  await fillDesk(superuser, founder.code, { reports: 0, cases: CASES, incidents: CASES * 4, entries: 10 })
  await superuser.query(`
    insert into asylia.report (compartment_id, id, team_id, code, item_id, arrived_on, lane, bucket, urgent, never_sha256, taken_on, taken_by)
    select c.compartment_id, gen_random_uuid(), c.team_id, 'R' || substr(c.code, 2), decode(md5(c.code), 'hex'), '2026-11-01', 1, 0, false,
      sha256(c.code::bytea), '2026-11-03', m.id
    from asylia.report_case c, asylia.member m where m.code = '${founder.code}'`)
  const made = await superuser.query<{ room: string }>('select compartment_id as room from asylia.report_case order by 1')
  rooms = made.rows.map(({ room }) => room)
  const found = await superuser.query<{ view: string; table: string; columns: string }>(`
    select c.oid::regclass::text as view, t.oid::regclass::text as table, string_agg(quote_ident(a.attname), ', ' order by a.attnum) as columns
    from pg_class c join pg_class t on t.relname = substr(c.relname, 9) and t.relnamespace = 'asylia'::regnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
    where c.relkind = 'v' and c.relnamespace = 'access'::regnamespace and c.relname like 'counted\\_%'
      and exists (select from pg_attribute b where b.attrelid = t.oid and b.attname = a.attname)
    group by c.oid, t.oid order by 1`)
  views = found.rows
  app = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: openPool(desk.database.urls.asylia_app, 1) }) })
  base = openBase(app, desk.house.base.clock)
})
after(async () => {
  await app.destroy()
  await superuser.end()
  await desk.stop()
})

type Somebody = { readonly code: string; readonly id: string; readonly team: string }
const everybody = async () =>
  (
    await superuser.query<Somebody>('select code, id, team_id as team from asylia.member where code = any ($1)', [
      people.map(({ code }) => code),
    ])
  ).rows

type Grant = { readonly room: string; readonly id: string; readonly until: number | null }
type Facts = {
  readonly gone: readonly string[]
  readonly bars: readonly { readonly room: string; readonly team: string }[]
  readonly grants: readonly Grant[]
}

/** Set as no function of ours would: a bar is lifted, somebody comes back. */
async function set({ gone, bars, grants }: Facts): Promise<void> {
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

const some = <One>(list: readonly One[], share: number): One[] => list.filter(() => dice() < share)
const anUntil = () => [null, null, -1, 0, 1][Math.floor(dice() * 5)] ?? null
const openToAll = (all: readonly Somebody[]): Facts => ({
  gone: [],
  bars: [],
  grants: rooms.flatMap((room) => all.map(({ id }) => ({ room, id, until: null }))),
})

function someFacts(all: readonly Somebody[]): Facts {
  const teams = [...new Set(all.map(({ team }) => team))]
  return {
    gone: some(all, 0.15).map(({ id }) => id),
    bars: rooms.flatMap((room) => some(teams, 0.2).map((team) => ({ room, team }))),
    grants: rooms.flatMap((room) => some(all, 0.6).map(({ id }) => ({ room, id, until: anUntil() }))),
  }
}

/** How many rows a member counts in each view, and how many of these, or instead of these, row security shows. */
async function compared(member: string): Promise<Map<string, { readonly rows: number; readonly other: number }>> {
  return app.transaction().execute(async (db) => {
    await sql`select set_config('asylia.member', ${member}, true)`.execute(db)
    const found = new Map<string, { rows: number; other: number }>()
    for (const { view, table, columns } of views) {
      const [counted, shown] = [`select ${columns} from ${view}`, `select ${columns} from ${table}`]
      const { rows } = await sql
        .raw<{ rows: number; other: number }>(
          `select (select count(*)::int from ${view}) as rows,
             (select count(*)::int from ((${counted} except all ${shown}) union all (${shown} except all ${counted})) d) as other`,
        )
        .execute(db)
      found.set(view, rows[0] ?? assert.fail())
    }
    return found
  })
}

test('what is counted is what row security shows: grants, days, bars, departures and territory alike (T-21, A-01)', async () => {
  assert.ok(views.length >= 10, 'a count reads no table as a set')
  const all = await everybody()
  const [founder, , state] = people.map(({ code }) => all.find((one) => one.code === code) ?? assert.fail())
  await set(openToAll(all))
  const whole = await compared(founder?.id ?? '')
  for (const [view, { rows, other }] of whole) {
    assert.ok(rows > 0, `${view} counts nothing`)
    assert.equal(other, 0, view)
  }
  const there = await compared(state?.id ?? '')
  for (const view of ['access.counted_incident', 'access.counted_act', 'access.counted_involvement'])
    assert.ok((there.get(view)?.rows ?? 0) < (whole.get(view)?.rows ?? 0), `${view} passes over territory`)
  for (let round = 0; round < 6; round += 1) {
    await set(round === 0 ? openToAll(all) : someFacts(all))
    for (const { id, code } of all) for (const [view, { other }] of await compared(id)) assert.equal(other, 0, `${view} for ${code}`)
  }
  await set(openToAll(all))
})

test('a bar binds the next count of a transaction that is under way, and nobody without a member counts anything (T-21, T-27)', async () => {
  const all = await everybody()
  const { id, team } = all[0] ?? assert.fail()
  await set(openToAll(all))
  await app.transaction().execute(async (db) => {
    const counts = async () => (await sql<{ n: number }>`select count(*)::int as n from access.counted_incident`.execute(db)).rows[0]?.n
    assert.equal(await counts(), 0)
    await sql`select set_config('asylia.member', ${id}, true)`.execute(db)
    const earlier = (await counts()) ?? 0
    const barred = rooms.slice(0, CASES / 2)
    await superuser.query('insert into asylia.compartment_deny (compartment_id, team_id) select room, $1 from unnest($2::uuid[]) room', [
      team,
      barred,
    ])
    const left = (await counts()) ?? 0
    assert.ok(left > 0 && left < earlier, `${left} of ${earlier}`)
  })
  await set(openToAll(all))
})

/** How often functions that know the law were called so far; those that became part of a statement are not. */
async function calls(db: Parameters<DeskQuery>[0]): Promise<number> {
  const rows = await sql<{ n: number }>`
    select coalesce(sum(calls), 0)::int as n from pg_stat_xact_user_functions where schemaname = 'access'`.execute(db)
  return rows.rows[0]?.n ?? 0
}

test('no map and no number asks a function for each row of what it counts, and each reader gets their own (T-21)', async () => {
  const all = await everybody()
  await set({ gone: [], bars: [], grants: openToAll(all).grants.filter(({ id }, at) => id === all[0]?.id || at % 3 === 0) })
  const callers = await Promise.all(people.slice(0, 2).map((one) => callerOf(desk, one)))
  for (const [name, query] of Object.entries(countsOf())) {
    const ask = (who: Caller) =>
      base.read(who.actor, async (db) => {
        const earlier = await calls(db)
        const said = await query(db)
        return { said, asked: (await calls(db)) - earlier }
      })
    const first: { said: unknown; asked: number }[] = []
    for (const who of callers) first.push(await ask(who))
    // Once more on the same connection, in the other order: nothing of a count is left for whoever comes next.
    for (const [at, who] of [...callers.entries()].toReversed()) assert.deepEqual((await ask(who)).said, first[at]?.said, name)
    for (const { asked } of first) assert.ok(asked > 0 && asked <= 60, `${name} called ${asked} functions`)
  }
})
