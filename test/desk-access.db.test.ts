import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import pg from 'pg'
import type { Door } from '#base/door.ts'
import { b64u } from '#crypto/bytes.ts'
import type { Caller } from '#features/teams/index.ts'
import { dayOf } from '#kernel/clock.ts'
import { newPublicCode } from '#kernel/ids.ts'
import { openDoors } from '../src/main/desk-doors.ts'
import {
  type ADesk,
  type AMember,
  type Answer,
  aDesk,
  aFoundedTeam,
  aMembership,
  aNewcomer,
  anotherMember,
  aSignIn,
  ask,
  joinWith,
  must,
  signInAs,
} from './a-desk.ts'
import { allTries, NAMES_NOTHING } from './access/all.ts'
import { nothingHere, type Things, type Try } from './access/scene.ts'
import { PAGE, theThingsOf } from './access/things.ts'
import { dice } from './dice.ts'

/**
 * Every door of the desk with the ids of somebody else's things, for each kind of person: generated from the table of
 * doors, so that a new door without a line here fails. What is not yours looks like what is not there. proves A-01, T-21
 */

const isLong = process.env['ASYLIA_LONG'] === '1'
let desk: ADesk
let superuser: pg.Client
let owner: AMember
let colleague: AMember
let neighbour: AMember
let thirdParty: AMember
let waiting: AMember
let leaver: AMember
let doors: readonly Door<Caller>[]
let things: Things
let tries: Readonly<Record<string, Try>>

before(async () => {
  desk = await aDesk()
  superuser = new pg.Client({ connectionString: desk.database.superuserUrl })
  await superuser.connect()
  const first = await aFoundedTeam(desk, 'first-aid')
  owner = first.founder
  colleague = await anotherMember(desk, owner)
  leaver = await anotherMember(desk, owner)
  neighbour = (await aFoundedTeam(desk, 'second-aid', { kind: 'state', of: ['FR'] })).founder
  thirdParty = (await aFoundedTeam(desk, 'third-aid', { kind: 'eu' })).founder
  waiting = aNewcomer(desk, 'first-aid')
  must(await joinWith(desk, waiting, String((await owner.post('/invitations', {})).body['code']), false), 200)
  must(await owner.post('/members/leave', aMembership(leaver, owner.keys, dayOf(desk.now()), 'leave')), 200)
  doors = desk.closed
  things = await theThingsOf(desk, owner, first.epochSeed)
  const scene = { desk, owner, colleague, waiting, things }
  tries = allTries(scene)
})
after(async () => {
  await superuser.end()
  await desk.stop()
})

const median = (list: readonly number[]) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0
const nameOf = (door: Pick<Door<Caller>, 'method' | 'path'>) => `${door.method} ${door.path}`

async function attempt(by: AMember, name: string, ids: Things): Promise<Answer> {
  const [method = '', path = ''] = name.split(' ')
  const { body, path: filled } = tries[name] ?? { body: undefined, path: undefined }
  const place = filled?.(ids) ?? path.replace('/api/desk', '')
  return method === 'GET' ? by.get(place) : by.post(place, (await body?.(by, ids)) ?? {})
}

test('every door of the desk is in this table (A-01)', () => {
  assert.deepEqual(doors.map(nameOf).toSorted(), [...Object.keys(tries), ...NAMES_NOTHING].toSorted())
})

test('a member of another team reaches nothing of the first, on any door, and is answered as for what is not there (A-01, T-21)', async () => {
  const nobodys: Things = {
    ...things,
    case: newPublicCode('C'),
    report: newPublicCode('R'),
    page: randomUUID(),
    ownPage: randomUUID(),
    card: randomUUID(),
    ask: { ...things.ask, statement: { ...things.ask.statement, id: randomUUID() } },
    ticket: randomBytes(16).toString('hex'),
  }
  for (const by of [neighbour, thirdParty]) {
    for (const name of Object.keys(tries)) {
      const answer = await attempt(by, name, things)
      tries[name]?.told(answer)
      if (name === 'POST /api/desk/epochs') continue
      const other = await attempt(by, name, nobodys)
      assert.deepEqual([name, other.status, other.raw.toString()], [name, answer.status, answer.raw.toString()])
    }
  }
})

test('what is another team’s takes as long to be refused as what is not there (A-01, T-21)', async () => {
  const difference = await timeApart(isLong ? 2_000 : 60, {
    there: async () => nothingHere(await neighbour.post('/cases/keys', { case: things.case })),
    nowhere: async () => nothingHere(await neighbour.post('/cases/keys', { case: newPublicCode('C') })),
  })
  assert.ok(difference < 1, `${difference} ms`)
})

/**
 * How far the medians of some calls lie apart, in milliseconds beyond a tenth of what they take. Each round takes all of them, in turning order, so that a
 * machine that is busy with other things slows all alike; a difference that is real shows in every one of three series.
 */
async function timeApart(rounds: number, calls: Readonly<Record<string, () => Promise<unknown>>>): Promise<number> {
  const names = Object.keys(calls)
  let least = Number.POSITIVE_INFINITY
  for (let series = 0; series < 3 && least >= 1; series += 1) {
    const times = new Map(names.map((name) => [name, [] as number[]]))
    for (let round = 0; round < rounds; round += 1) {
      for (const at of names.keys()) {
        const name = names[(at + round) % names.length] ?? ''
        const began = performance.now()
        await calls[name]?.()
        times.get(name)?.push(performance.now() - began)
      }
    }
    const medians = [...times.values()].map(median)
    const [shortest, longest] = [Math.min(...medians), Math.max(...medians)]
    least = Math.min(least, longest - shortest - shortest / 10)
  }
  return least
}

test('a colleague who is no reader of a case reaches nothing of it (A-01, T-21)', async () => {
  for (const name of Object.keys(tries).filter((one) => /cases|cards|reports/.test(one)))
    tries[name]?.told(await attempt(colleague, name, things))
})

test('nobody without a session is told anything: who waits, who left, who is signed out, who never was (A-01, A-05)', async () => {
  assert.equal((await signInAs(desk, waiting)).status, 403)
  assert.equal((await signInAs(desk, leaver)).status, 401)
  for (const token of [waiting.token, leaver.token, '', randomBytes(32).toString('base64url')]) {
    const answers = new Set<string>()
    for (const door of doors) {
      const path = door.path.replace(':set', 'a'.repeat(32)).replace(':index', '0')
      const answer = await ask(desk.app, door.method, path, { token, ...(door.method === 'POST' ? { body: {} } : {}) })
      answers.add(`${answer.status} ${answer.raw.toString()}`)
    }
    assert.equal(answers.size, 1)
    assert.match([...answers].join(), /^401 /)
  }
})

test('keys that a door does not know are refused on every door, so nobody gives themselves a team or a role (A-20)', async () => {
  for (const door of doors.filter(({ method }) => method === 'POST')) {
    const known = tries[nameOf(door)]?.body
    const body = (await known?.(owner, things)) ?? {}
    for (const extra of [{ team_id: 'x' }, { role: 'lead' }, { verified: true }, { compartment_id: randomUUID() }]) {
      const answer = await owner.post(door.path.replace('/api/desk', ''), { ...body, ...extra })
      assert.deepEqual([nameOf(door), answer.status, answer.body['code']], [nameOf(door), 400, 'request.malformed'])
    }
  }
  for (const door of openDoors(desk.desk).filter(({ method }) => method === 'POST'))
    assert.equal((await ask(desk.app, 'POST', door.path, { body: { member: 'M-ABCDEF', role: 'lead' } })).status, 400)
})

/** Doors that need nobody to be signed in and are opened by what stands in their address. */
const BY_ADDRESS = ['GET /api/desk/calendar/:token', 'GET /api/desk/alerts/feed/:token', 'GET /api/desk/alerts/feed/:token/:delivery']

test('a door that an address opens answers whoever does not have it like any place where nothing is, whatever stands in it (T-21)', async () => {
  const reading = openDoors(desk.desk).filter(({ method }) => method === 'GET')
  assert.deepEqual(
    reading
      .filter(({ path }) => path.includes(':'))
      .map(nameOf)
      .toSorted(),
    BY_ADDRESS.toSorted(),
    'a new one is tried here and has a test of what it tells',
  )
  const nothing = await ask(desk.app, 'GET', '/api/desk/nothing-is-here', {})
  assert.equal(nothing.status, 404)
  const parts = ['a'.repeat(43), randomUUID(), owner.code, 'x', "'", '%00', '..%2f', 'ก'.repeat(20)]
  for (const { path } of reading.filter((door) => door.path.includes(':')))
    for (const part of parts)
      for (const other of parts) {
        const address = path.replace(':token', encodeURI(part)).replace(':delivery', encodeURI(other))
        const answer = await ask(desk.app, 'GET', address, {})
        assert.deepEqual([answer.status, answer.raw.toString()], [404, nothing.raw.toString()], address)
      }
})

test('the answer to a sign-in tells nobody who works here: same form, same length, same time for known, left and unknown codes (A-08)', async () => {
  const forms = new Set<string>()
  const tryAs = (member: string) => async () => {
    const asked = must(await ask(desk.app, 'POST', '/api/desk/challenge', { body: { member } }), 200)
    const body = { ...aSignIn({ ...owner, code: member }, String(asked.body['challenge'])), signature: b64u(new Uint8Array(64)) }
    const wrong = must(await ask(desk.app, 'POST', '/api/desk/session', { body }), 401)
    const head = String(asked.body['sealedKey']).slice(0, 30)
    forms.add([Object.keys(asked.body), asked.raw.length, head, wrong.status, wrong.raw.toString()].join())
  }
  const calls = { known: tryAs(owner.code), left: tryAs(leaver.code), unknown: tryAs(newPublicCode('M')) }
  const difference = await timeApart(isLong ? 10_000 : 100, calls)
  assert.equal(forms.size, 1, [...forms].join('\n'))
  assert.ok(difference < 1, `${difference} ms`)
})

test('a thousand calls of three teams at once, faults among them, leave nobody with another’s view (A-03)', async () => {
  const people = [owner, colleague, neighbour, thirdParty]
  const own = new Map<AMember, string>()
  for (const one of people) own.set(one, (await one.get('/team')).raw.toString())
  const rounds = Array.from({ length: 1_000 }, (_, at) => at)
  const waves = Array.from({ length: 20 }, (_, wave) => rounds.slice(wave * 50, (wave + 1) * 50))
  for (const wave of waves) {
    await Promise.all(
      wave.map(async (at) => {
        const by = people[at % people.length] ?? owner
        if (at % 3 === 0) return assert.equal((await by.get('/team')).raw.toString(), own.get(by))
        if (at % 3 === 1) return assert.equal((await by.get('/reports')).raw.includes(things.report), by === owner)
        // An error in the middle of a transaction, in the database and before it.
        const failing =
          at % 2 === 0
            ? by.post('/cases/keys', { case: 'C-222222' })
            : by.post('/pages', { page: PAGE, epoch: 1, revision: 9, blob: things.pageBlob })
        return assert.ok((await failing).status >= 400)
      }),
    )
  }
  await assert.rejects(
    desk.house.base.transact({ id: owner.code as never, kind: 'person', writes: [] }, (tx) =>
      tx.db.selectFrom('asylia.team').selectAll().execute(),
    ),
  )
  const app = new pg.Client({ connectionString: desk.database.urls.asylia_app })
  await app.connect()
  assert.deepEqual((await app.query('select * from asylia.report')).rows, [])
  await app.end()
  assert.deepEqual(desk.faults, [])
})

test('the application as one member sees the rows of another team in no table, and writes none (A-02, T-21)', async () => {
  const ids = await superuser.query<{ code: string; id: string; compartment: string }>(`
    select m.code, m.id, c.id as compartment from asylia.member m join asylia.compartment c on c.team_id = m.team_id and c.kind = 'team' where m.code is not null`)
  const of = (who: AMember) => ids.rows.find(({ code }) => code === who.code)
  const tables = await superuser.query<{ name: string }>(`
    select distinct n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'compartment_id' and not a.attisdropped
    where c.relkind = 'r' and n.nspname in ('asylia', 'keys', 'base')`)
  assert.ok(tables.rows.length >= 14)
  const app = new pg.Client({ connectionString: desk.database.urls.asylia_app })
  await app.connect()
  let asked = 0
  for (const who of [owner, colleague, neighbour, thirdParty, waiting, leaver]) {
    await app.query(`select set_config('asylia.member', $1, false)`, [of(who)?.id])
    const mine = (await app.query<{ seen: string[] }>('select access.seen() as seen')).rows[0]?.seen ?? []
    assert.equal(mine.length > 0, who !== waiting && who !== leaver, who.team)
    for (const { name } of tables.rows) {
      const foreign = await app
        .query(`select compartment_id from ${name} where not compartment_id = any ($1)`, [mine])
        .then(({ rowCount }) => rowCount ?? 0)
        .catch((error: unknown) => (error instanceof pg.DatabaseError && error.code === '42501' ? 0 : -1))
      assert.equal(foreign, 0, `${who.team} in ${name}`)
      asked += 1
    }
    for (const other of ids.rows.filter(({ compartment }) => !mine.includes(compartment))) {
      for (const statement of [
        `insert into keys.inbox_page (compartment_id, id, epoch, blob) values ('${other.compartment}', gen_random_uuid(), 1, decode(repeat('00', 67195), 'hex'))`,
        `insert into keys.epoch_wrap (compartment_id, epoch, age_file) values ('${other.compartment}', 9, '\\x00')`,
        `insert into asylia.desk_count (compartment_id, hour, kind, n) values ('${other.compartment}', '2026-11-22T10:00Z', 'replies', 1)`,
        `select base.append_entry('${other.compartment}', '2026-11-01', gen_random_uuid(), 'x.y', '${of(who)?.id}', 'x', null, decode(repeat('00', 16), 'hex'), now())`,
      ])
        await assert.rejects(
          app.query(statement),
          (error) => error instanceof pg.DatabaseError && error.code === '42501',
          statement.slice(0, 60),
        )
      assert.equal((await app.query(`update keys.inbox_page set revision = 9 where compartment_id = $1`, [other.compartment])).rowCount, 0)
      assert.equal((await app.query(`delete from keys.epoch_wrap where compartment_id = $1`, [other.compartment])).rowCount, 0)
    }
  }
  await app.end()
  assert.ok(asked >= 6 * 14)
})

test('no function of access gives a member power over another team (A-02, A-04)', async () => {
  const ids = await superuser.query<{ code: string; id: string }>('select code, id from asylia.member where code is not null')
  const idOf = (who: AMember) => ids.rows.find(({ code }) => code === who.code)?.id
  const room = (await superuser.query<{ id: string }>('select compartment_id as id from asylia.report_case')).rows[0]?.id
  const app = new pg.Client({ connectionString: desk.database.urls.asylia_app })
  await app.connect()
  for (const who of [neighbour, waiting, leaver]) {
    await app.query(`select set_config('asylia.member', $1, false)`, [idOf(who)])
    for (const call of [
      `access.vouch('${idOf(waiting)}', '{}', decode(repeat('00', 64), 'hex'))`,
      `access.leave_team('${idOf(owner)}', '{}', decode(repeat('00', 64), 'hex'), current_date)`,
      `access.set_readers('${room}', array['${who.code}'])`,
      `access.bar_teams('${room}', '{}')`,
      `access.found_team(gen_random_uuid(), gen_random_uuid(), '{}')`,
      `access.invite_founder(gen_random_uuid(), decode(repeat('00', 32), 'hex'), now())`,
      `access.join_team(decode(repeat('00', 32), 'hex'), now(), '{}')`,
      `access.burn_epochs(current_date)`,
      `access.ready_replies(now(), 10)`,
      `access.settle_reply(decode(repeat('00', 16), 'hex'), 'stored')`,
    ])
      await assert.rejects(app.query(`select ${call}`), (error) => error instanceof pg.DatabaseError && error.code === '42501', call)
  }
  await app.query(`select set_config('asylia.member', $1, false)`, [idOf(neighbour)])
  const members = await app.query<{ code: string }>('select code from asylia.member where code is not null')
  assert.deepEqual(members.rows, [{ code: neighbour.code }])
  assert.deepEqual((await app.query('select id from base.outbox')).rows, [])
  await app.end()
})

test('random pairs of members and cases over three teams: seen by exactly its readers, barred teams never (T-21, T-27)', async () => {
  const pairs = isLong ? 100_000 : 300
  const people = [owner, colleague, neighbour, thirdParty]
  const found = await superuser.query<{ code: string; id: string; team: string }>(
    'select code, id, team_id as team from asylia.member where code is not null',
  )
  const byCode = new Map(found.rows.map((row) => [row.code, row]))
  for (let pair = 0; pair < pairs; pair += people.length) {
    await superuser.query('begin')
    try {
      const readers = people.filter(() => dice() < 0.5)
      const barred = people.filter(() => dice() < 0.3).map(({ code }) => byCode.get(code)?.team)
      const room = randomUUID()
      const team = byCode.get(owner.code)?.team
      await superuser.query(`insert into asylia.compartment (id, kind, team_id) values ($1, 'case', $2)`, [room, team])
      await superuser.query('insert into asylia.report_case (compartment_id, team_id, code, opened_on) values ($1, $2, $3, current_date)', [
        room,
        team,
        newPublicCode('C'),
      ])
      const ids = readers.map(({ code }) => byCode.get(code)?.id)
      await superuser.query(
        'insert into asylia.compartment_member (compartment_id, member_id, can_write) select $1, id, true from unnest($2::uuid[]) id',
        [room, ids],
      )
      await superuser.query('insert into asylia.compartment_deny (compartment_id, team_id) select $1, id from unnest($2::uuid[]) id', [
        room,
        [...new Set(barred)],
      ])
      await superuser.query('set local role asylia_app')
      for (const who of people) {
        await superuser.query(`select set_config('asylia.member', $1, true)`, [byCode.get(who.code)?.id])
        const seen = await superuser.query('select from asylia.report_case where compartment_id = $1', [room])
        const may = readers.includes(who) && !barred.includes(byCode.get(who.code)?.team)
        assert.equal(seen.rowCount, may ? 1 : 0)
      }
    } finally {
      await superuser.query('rollback')
    }
  }
})
