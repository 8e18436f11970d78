import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { newPublicCode } from '#kernel/ids.ts'
import { ROLES } from '#kernel/roles.ts'
import {
  type ADesk,
  type AMember,
  type Answer,
  aCopyOf,
  aDesk,
  aFiledItem,
  aFoundedTeam,
  aNewcomer,
  anotherMember,
  ask,
  aTakeIn,
  joinWith,
  must,
  seatAt,
  signInAs,
} from './a-desk.ts'
import { fillRoom } from './a-full-desk.ts'
import { allTries, NAMES_NOTHING } from './access/all.ts'
import type { Things, Try } from './access/scene.ts'
import { caseThings, teamThings } from './access/things.ts'
import { dice } from './dice.ts'

/**
 * Two worlds that differ in one case and everything in it. Whoever does not read that case sends the same to both, on every
 * door of the table, over random roles, readers and bars, and must be answered the same bytes: then nothing of what is
 * hidden changes a status, a length, a list, a count or an error. A door without a try fails `desk-access.db.test.ts`.
 */

const isLong = process.env['ASYLIA_LONG'] === '1'
const PAIRS = isLong ? 100_000 : 5_000

type World = { readonly desk: ADesk; readonly superuser: pg.Client; readonly seats: ReadonlyMap<AMember, AMember> }
let base: ADesk
let having: World
let lacking: World
let people: readonly AMember[]
let owner: AMember
let things: Things
let tries: Readonly<Record<string, Try>>
let doors: readonly string[]
let room: string
/** Ids that exist in one world alone. */
let hidden: readonly string[]

before(async () => {
  base = await aDesk()
  const first = await aFoundedTeam(base, 'first-aid')
  owner = first.founder
  const second = await aFoundedTeam(base, 'second-aid', { kind: 'state', of: ['FR'] })
  const third = await aFoundedTeam(base, 'third-aid', { kind: 'eu' })
  const colleagues = [await anotherMember(base, owner), await anotherMember(base, owner)]
  people = [owner, ...colleagues, second.founder, await anotherMember(base, second.founder), third.founder]
  for (const { founder, epochSeed } of [first, second, third]) {
    const item = await aFiledItem(base, [{ id: founder.team, seed: epochSeed }])
    must(await founder.post('/reports', await aTakeIn(base, founder, item)), 200)
  }
  const waiting = aNewcomer(base, 'first-aid')
  must(await joinWith(base, waiting, String((await owner.post('/invitations', {})).body['code']), false), 200)
  const team = await teamThings(base, owner, first.epochSeed)
  await base.rest()
  lacking = await aWorld()
  having = await aWorld()
  things = await caseThings(having.desk, seatOf(having, owner), team)
  hidden = Object.values(things).filter((id): id is string => typeof id === 'string' && !Object.values(team).includes(id))
  const scene = { desk: lacking.desk, owner, colleague: colleagues[0] ?? owner, waiting, things }
  tries = allTries(scene)
  const reads = NAMES_NOTHING.filter((name) => name.startsWith('GET ') || /\/(list|view|states)$/.test(name))
  doors = [...Object.keys(tries), ...reads]
  const rows = await having.superuser.query<{ room: string; team: string; member: string }>(
    'select c.compartment_id as room, c.team_id as team, m.id as member from asylia.report_case c join asylia.member m on m.code = $2 where c.code = $1',
    [things.case, owner.code],
  )
  const place = rows.rows[0] ?? assert.fail()
  room = place.room
  assert.ok((await fillRoom(having.superuser, place)) >= 10)
  // Whoever may break the glass knows of the case; nobody here is to.
  for (const table of ['asylia.case_holder', 'asylia.break_glass'])
    await having.superuser.query(
      `delete from ${table} where $1 in (compartment_id, ${table.endsWith('glass') ? 'room' : 'compartment_id'})`,
      [room],
    )
})
after(async () => {
  for (const world of [having, lacking]) {
    await world.superuser.end()
    await world.desk.stop()
  }
  await base.stop()
})

async function aWorld(): Promise<World> {
  const desk = await aCopyOf(base)
  const superuser = new pg.Client({ connectionString: desk.database.superuserUrl })
  await superuser.connect()
  return { desk, superuser, seats: new Map(people.map((one) => [one, seatAt(desk, one)])) }
}

const seatOf = ({ seats }: World, who: AMember): AMember => seats.get(who) ?? assert.fail()
const pick = <One>(list: readonly One[]): One => list[Math.floor(dice() * list.length)] ?? assert.fail()
const some = <One>(list: readonly One[], share = 0.5): One[] => list.filter(() => dice() < share)

/** A policy over both worlds: who is what, who reads which of the cases that are in both, and of the hidden one its readers and bars. */
async function aPolicy(): Promise<readonly AMember[]> {
  const roles = people.map(({ code }) => ({ code, roles: some(ROLES) }))
  const readers = people.map(({ code }) => ({ code, reads: dice() < 0.5 }))
  for (const { superuser } of [having, lacking]) {
    await superuser.query('begin')
    await superuser.query('delete from asylia.member_role')
    await superuser.query(
      `insert into asylia.member_role (compartment_id, member_id, role)
       select c.id, m.id, role from jsonb_to_recordset($1) as said (code text, roles text[]), unnest(said.roles) role
       join asylia.member m on true join asylia.compartment c on c.team_id = m.team_id and c.kind = 'team' where m.code = said.code`,
      [JSON.stringify(roles)],
    )
    await superuser.query(
      `delete from asylia.compartment_member cm using asylia.report_case c where cm.compartment_id = c.compartment_id and c.compartment_id <> $1`,
      [room],
    )
    await superuser.query(
      `insert into asylia.compartment_member (compartment_id, member_id, can_write)
       select c.compartment_id, m.id, true from jsonb_to_recordset($1) as said (code text, reads boolean)
       join asylia.member m on m.code = said.code join asylia.report_case c on c.team_id = m.team_id and c.compartment_id <> $2 where said.reads`,
      [JSON.stringify(readers), room],
    )
    await superuser.query('commit')
  }
  return theOutsiders(roles)
}

/** Sets who reads the hidden case, and answers whoever may not hear of it. */
async function theOutsiders(roles: readonly { readonly code: string; readonly roles: readonly string[] }[]): Promise<readonly AMember[]> {
  const reading = some(people, 0.3)
  const barred = some(['first-aid', 'second-aid', 'third-aid'], 0.3)
  await having.superuser.query('begin')
  await having.superuser.query('delete from asylia.compartment_member where compartment_id = $1', [room])
  await having.superuser.query('alter table asylia.compartment_deny disable trigger user')
  await having.superuser.query('delete from asylia.compartment_deny where compartment_id = $1', [room])
  await having.superuser.query(
    'insert into asylia.compartment_member (compartment_id, member_id, can_write) select $1, id, true from asylia.member where code = any ($2)',
    [room, reading.map(({ code }) => code)],
  )
  await having.superuser.query(
    'insert into asylia.compartment_deny (compartment_id, team_id) select $1, id from asylia.team where slug = any ($2)',
    [room, barred],
  )
  await having.superuser.query('commit')
  const audits = (who: AMember) => who.team === 'first-aid' && roles.some((one) => one.code === who.code && one.roles.includes('auditor'))
  return people.filter((who) => barred.includes(who.team) || !(reading.includes(who) || audits(who)))
}

type Sent = { readonly method: 'GET' | 'POST'; readonly path: string; readonly body: object | undefined }

/** What somebody sends to a door to reach the hidden case, or to be told more or less because of it. */
async function aCall(name: string, by: AMember): Promise<Sent> {
  const [method = '', path = ''] = name.split(' ')
  const known = tries[name]
  const place = `/api/desk${known?.path?.(things) ?? path.replace('/api/desk', '')}`
  if (method === 'GET') return { method: 'GET', path: place, body: undefined }
  return { method: 'POST', path: place, body: spoiled((await bodyOf(name, by)) ?? QUESTIONS[name] ?? {}) }
}

const sealed = new Map<string, object>()

/** Sealing is most of the price of a call, and what is sealed is no part of the question: nine times in ten it is what was sent before. */
async function bodyOf(name: string, by: AMember): Promise<object | undefined> {
  const [make, of] = [tries[name]?.body, `${name} ${by.code}`]
  const before = sealed.get(of)
  if (make === undefined || (before !== undefined && dice() < 0.9)) return before
  const made = await make(by, things)
  sealed.set(of, made)
  return made
}

const QUESTIONS: Readonly<Record<string, object>> = { 'POST /api/desk/inbox/list': { since: null, after: null } }
const INJECTED = [`' or 1=1 --`, `'; select pg_sleep(9); --`, '$.**', '(a+)+$', '%', '\u0000', '../../etc', '=HYPERLINK("x")']

/** Mostly as it is; now and then with a key or a value that no door takes, for the paths of errors. */
function spoiled(body: object): object {
  const thrown = dice()
  if (thrown < 0.06) return { ...body, team_id: things.case }
  const words = Object.entries(body).filter(([, value]) => typeof value === 'string')
  if (thrown < 0.14 && words.length > 0) return { ...body, [pick(words)[0]]: pick(INJECTED) }
  return body
}

/** Same-team affairs that reach no case are not for a colleague to try: they would be done. */
function isForColleagues(name: string, { method, body }: Sent): boolean {
  if (method === 'GET' || /\/(list|view|of-case|states)$/.test(name)) return true
  const said = JSON.stringify(body)
  return hidden.some((id) => said.includes(id))
}

async function send({ desk, seats }: World, who: AMember, { method, path, body }: Sent): Promise<Answer> {
  const { token, browser } = seats.get(who) ?? assert.fail()
  return ask(desk.app, method, path, { token, browser, ...(body === undefined ? {} : { body }) })
}

/** Both, and once more after signing in where a session ended in both alike. */
async function sendBoth(who: AMember, sent: Sent): Promise<readonly [Answer, Answer]> {
  const inBoth = () => Promise.all([send(having, who, sent), send(lacking, who, sent)])
  const both = await inBoth()
  if (both[0].status !== 401 || both[1].status !== 401) return both
  for (const world of [having, lacking]) await signInAs(world.desk, seatOf(world, who))
  return inBoth()
}

/** Ids and keys, codes, fingerprints of the keys of an installation. */
const isMadeUp = (text: string) =>
  /^[A-Za-z0-9_-]{20,}$/.test(text) || /^[A-Z]-[2-9A-HJ-NP-Z]{6}$/.test(text) || /^(?:[0-9A-Z]{4} ){7}[0-9A-Z]{4}$/.test(text)

/** The same to the byte, but for what a server draws at random: of the same length, and no id of the hidden case. */
function isSame(one: unknown, other: unknown): boolean {
  if (typeof one === 'string' && typeof other === 'string')
    return one === other || (one.length === other.length && isMadeUp(one) && isMadeUp(other) && !hidden.includes(one))
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other
  const [keys, others] = [Object.keys(one), Object.keys(other)]
  return (
    keys.length === others.length &&
    keys.every((key, at) => key === others[at] && isSame((one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key]))
  )
}

const NOTED = ['content-type', 'content-length', 'cache-control', 'retry-after']
const wordOf = ({ status, headers }: Answer) => JSON.stringify([status, NOTED.map((name) => headers[name] ?? null)])

function said(name: string, who: AMember, sent: Sent, answers: readonly Answer[]): string {
  const told = answers.map(({ status, raw }) => `${status} ${raw.toString().slice(0, 600)}`)
  return [`${name} as ${who.team} ${who.code}`, JSON.stringify(sent.body ?? null).slice(0, 300), ...told].join('\n')
}

test('the same call in a world with a case and in one without it is answered alike, for everybody who does not read it (T-21, A-01, A-04, A-19, A-20)', async (context) => {
  const began = performance.now()
  let pairs = 0
  let refused = 0
  const tried = new Set<string>()
  while (pairs < PAIRS) {
    const outsiders = await aPolicy()
    for (const who of outsiders) {
      for (const name of doors) {
        if (name === 'POST /api/desk/cases/open' && things.case.endsWith('2')) continue
        const sent = await aCall(name, seatOf(lacking, who))
        if (who.team === owner.team && !isForColleagues(name, sent)) continue
        const [there, nowhere] = await sendBoth(who, sent)
        if (wordOf(there) !== wordOf(nowhere) || !(there.raw.equals(nowhere.raw) || isSame(there.body, nowhere.body)))
          assert.fail(said(name, who, sent, [there, nowhere]))
        for (const id of hidden)
          if (there.raw.includes(id) && !JSON.stringify(sent).includes(id)) assert.fail(said(name, who, sent, [there, nowhere]))
        if (there.status === 401) refused += 1
        tried.add(name)
        pairs += 1
      }
    }
  }
  assert.deepEqual([having.desk.faults, lacking.desk.faults], [[], []])
  assert.deepEqual([...tried].toSorted(), doors.toSorted())
  context.diagnostic(`${pairs} pairs, ${doors.length} doors, ${Math.round((performance.now() - began) / 1_000)} s`)
  assert.ok(refused < pairs / 100, `${refused} of ${pairs} met a closed door`)
})

test('what is hidden is answered as fast as what is not there (T-21, A-01)', async () => {
  await aPolicy()
  await having.superuser.query('delete from asylia.compartment_member where compartment_id = $1', [room])
  const who = people[3] ?? assert.fail()
  const nobodys: Things = { ...things, case: newPublicCode('C'), report: newPublicCode('R'), card: randomUUID() }
  const timed = doors.filter(
    (name) => name.startsWith('POST ') && /\/(keys|list|read|view|ask|proof|decide)$/.test(name) && tries[name]?.body !== undefined,
  )
  for (const name of isLong ? timed : some(timed, 0.3)) {
    const at = async (ids: Things): Promise<Sent> => ({
      method: 'POST',
      path: name.split(' ')[1] ?? '',
      body: (await tries[name]?.body?.(seatOf(having, who), ids)) ?? {},
    })
    const sent = { there: await at(things), nowhere: await at(nobodys) }
    await assertAsFast(name, who, sent)
  }
})

const median = (list: readonly number[]) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0

/** A difference that is real shows in each of six series, and always to the same side; what else a machine does shows to both. */
async function assertAsFast(name: string, who: AMember, sent: { readonly there: Sent; readonly nowhere: Sent }): Promise<void> {
  const tries = isLong ? 200 : 25
  const found: number[][] = []
  for (let series = 0; series < 6; series += 1) {
    const times = { there: [] as number[], nowhere: [] as number[] }
    for (let round = 0; round < tries; round += 1)
      for (const place of round % 2 === 0 ? (['there', 'nowhere'] as const) : (['nowhere', 'there'] as const)) {
        const began = performance.now()
        await send(having, who, sent[place])
        times[place].push(performance.now() - began)
      }
    const [there, nowhere] = [median(times.there), median(times.nowhere)]
    if (Math.abs(there - nowhere) <= Math.max(there, nowhere) * 0.1) return
    found.push([there, nowhere])
    if (new Set(found.map(([one = 0, other = 0]) => one > other)).size === 2) return
  }
  assert.fail(`${name}: ${JSON.stringify(found)} ms`)
}
