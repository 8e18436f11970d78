import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { newSeed } from '#crypto/age/identity.ts'
import { b64u } from '#crypto/bytes.ts'
import { sealTo } from '#crypto/seal/seal-age.ts'
import { newPublicCode } from '#kernel/ids.ts'
import { type ADesk, type AMember, aDesk, aFoundedTeam, anotherMember, callerOf, must, signInAs } from '../../../../test/a-desk.ts'
import { approved, withRole } from '../../../../test/an-approval.ts'
import { countExport, countOpening, countRows } from './count-opening.ts'

const MINUTE = 60_000
const CARD = { about: randomUUID(), kind: 'person.identity', generation: 1, revision: 0 }
let desk: ADesk
let founder: AMember
let second: AMember
let third: AMember

before(async () => {
  desk = await aDesk()
  founder = (await aFoundedTeam(desk, 'first-aid')).founder
  second = await anotherMember(desk, founder)
  third = await anotherMember(desk, founder)
})
after(() => desk.stop())

type Notice = { kind: string; subject: string; about: string | null; at: string }
const noticesOf = async (who: AMember) => must(await who.get('/notices'), 200).body['notices'] as Notice[]
const openBy = async (who: AMember, n: number, opened: readonly string[] = []) => {
  const caller = await callerOf(desk, who)
  await desk.house.base.transact(caller.actor, (tx) => countOpening(tx, caller, n, opened))
}
/** Somebody who is there; a question of the page itself would not keep them in. */
const isIn = async (who: AMember) => (await who.post('/session/here', {})).status === 200

/** A case with one identity card that both may read. */
async function aCase(readers: readonly AMember[]): Promise<{ code: string; card: string }> {
  const code = newPublicCode('C')
  const key = {
    wrap: b64u(
      await sealTo(
        readers.map(({ keys }) => keys.recipient),
        newSeed(),
      ),
    ),
    readers: readers.map((one) => one.code),
  }
  must(await founder.post('/cases/open', { case: code, key, blocked: [] }), 200)
  const card = randomUUID()
  const blob = b64u(await sealTo([founder.keys.recipient], new Uint8Array(1_024)))
  must(await founder.post('/cards/keep', { ...CARD, case: code, card, blob }), 200)
  return { code, card }
}

test('forty-nine openings in ten minutes are work, the fiftieth ends the session and stands on every desk (T-25, A-13)', async () => {
  await openBy(second, 49)
  assert.ok(await isIn(second))
  await openBy(second, 1)
  assert.equal((await second.get('/team')).status, 401)
  const told = (await noticesOf(founder)).filter(({ kind }) => kind === 'tripwire.opening')
  assert.deepEqual(
    told.map(({ about }) => about),
    [second.code],
  )
  assert.ok(desk.now().getTime() - Date.parse(told[0]?.at ?? '') <= MINUTE)
  await signInAs(desk, second)
  await openBy(second, 49)
  assert.ok(await isIn(second))
})

test('what was opened more than ten minutes ago counts no more, and nobody counts for somebody else (T-25)', async () => {
  desk.pass(4 * MINUTE)
  await openBy(third, 49)
  assert.ok((await isIn(third)) && (await isIn(founder)))
  for (const _ of [1, 2, 3]) {
    desk.pass(4 * MINUTE)
    assert.ok((await isIn(third)) && (await isIn(founder)))
  }
  await openBy(third, 1)
  assert.ok(await isIn(third))
})

test('a loop of exports and a thousand rows trip a wire of their own (T-25, A-13)', async () => {
  const caller = await callerOf(desk, founder)
  const { transact } = desk.house.base
  for (const _ of [1, 2, 3, 4]) await transact(caller.actor, (tx) => countExport(tx, caller))
  await transact(caller.actor, (tx) => countRows(tx, caller, 999))
  assert.ok(await isIn(founder))
  await transact(caller.actor, (tx) => countExport(tx, caller))
  assert.equal(await isIn(founder), false)
  await signInAs(desk, founder)
  await transact(caller.actor, (tx) => countRows(tx, caller, 1))
  assert.equal(await isIn(founder), false)
  await signInAs(desk, founder)
  const kinds = (await noticesOf(founder)).map(({ kind }) => kind)
  assert.ok(['tripwire.export', 'tripwire.row'].every((kind) => kinds.includes(kind)))
})

test('the keys of many cases are openings, unless the team is told that they are many (T-25, A-13)', async () => {
  const { code } = await aCase([founder, second])
  await signInAs(desk, second)
  const openMany = async (n: number, bulk: boolean) => {
    let last = 200
    for (let at = 0; at < n && last === 200; at += 1) last = (await second.post('/cases/keys', { case: code, bulk })).status
    return last
  }
  assert.equal(await openMany(60, true), 200)
  const told = (await noticesOf(founder)).filter(({ kind }) => kind === 'keys.bulk')
  assert.deepEqual(
    told.map(({ about }) => about),
    [second.code],
  )
  desk.pass(11 * MINUTE)
  for (const one of [founder, second, third]) await signInAs(desk, one)
  assert.equal(await openMany(60, false), 401)
  desk.pass(11 * MINUTE)
  for (const one of [founder, second, third]) await signInAs(desk, one)
})

test('identity cards that are opened one after the other trip the wire at the door itself (T-25, A-13)', async () => {
  const { code, card } = await aCase([founder, second])
  await signInAs(desk, second)
  const statuses: number[] = []
  for (let at = 0; at < 52; at += 1) {
    statuses.push((await second.post('/cards/read', { case: code, cards: [card], reason: 'visa_call' })).status)
    if (statuses.at(-1) === 401) break
  }
  assert.ok(statuses.length <= 51 && statuses.at(-1) === 401, String(statuses))
  desk.pass(11 * MINUTE)
  for (const one of [founder, second, third]) await signInAs(desk, one)
})

test('a honey record is marked by two stewards, and its opening is told within a minute to those who watch (T-25, A-13)', async () => {
  const { code, card } = await aCase([founder, second])
  assert.equal((await founder.post('/honey/mark', { record: code })).body['code'], 'approval.needed')
  const asked = { action: 'honey.mark', subject: code, binds: { team: 'first-aid', record: code } }
  await assert.rejects(approved(desk, founder, second, asked), /record.not_found/)
  await withRole(desk, [founder, second], second.code, 'steward')
  await signInAs(desk, second)
  const refused = (await founder.get('/approvals')).body['approvals'] as { asked: { statement: { id: string; action: string } } }[]
  const waiting = refused.find((one) => one.asked.statement.action === 'honey.mark')
  must(await founder.post('/approvals/withdraw', { id: waiting?.asked.statement.id }), 200)
  await approved(desk, founder, second, asked)
  must(await founder.post('/honey/mark', { record: code }), 200)
  // Who is no steward learns of neither the request nor the mark.
  assert.ok(!(await third.get('/approvals')).raw.toString().includes(code))
  assert.ok(!(await third.get('/notices')).raw.toString().includes(code))

  must(await second.post('/cards/read', { case: code, cards: [card], reason: 'visa_call' }), 200)
  desk.pass(MINUTE - 1)
  const told = (await noticesOf(founder)).filter(({ kind }) => kind === 'honey.opened')
  assert.deepEqual(
    told.map(({ subject, about }) => [subject, about]),
    [[code, second.code]],
  )
  assert.deepEqual(
    (await noticesOf(second)).filter(({ kind }) => kind === 'honey.opened'),
    [],
  )
})

test('a person may be honey too: opening their identity card is told, and opening the case is not (T-25, A-13)', async () => {
  const { code, card } = await aCase([founder, second])
  const person = newPublicCode('P')
  const superuser = new pg.Client({ connectionString: desk.database.superuserUrl })
  await superuser.connect()
  await superuser.query(
    `insert into asylia.person (compartment_id, id, code, recorded_by, recorded_on)
     select c.compartment_id, $1, $2, m.id, '2026-11-22' from asylia.report_case c, asylia.member m where c.code = $3 and m.code = $4`,
    [CARD.about, person, code, founder.code],
  )
  await superuser.end()
  await approved(desk, founder, second, { action: 'honey.mark', subject: person, binds: { team: 'first-aid', record: person } })
  must(await founder.post('/honey/mark', { record: person }), 200)
  const told = async () => (await noticesOf(founder)).filter(({ kind, subject }) => kind === 'honey.opened' && subject === person).length
  must(await second.post('/cases/keys', { case: code }), 200)
  assert.equal(await told(), 0)
  must(await second.post('/cards/read', { case: code, cards: [card], reason: 'visa_call' }), 200)
  assert.equal(await told(), 1)
})

test('counts hold no content and go after a day, notices after ninety (T-25)', async () => {
  await openBy(third, 3)
  const caller = await callerOf(desk, third)
  const counts = () => desk.house.base.read(caller.actor, (db) => db.selectFrom('asylia.tripwire_count').selectAll().execute())
  assert.deepEqual(Object.keys((await counts())[0] ?? {}).toSorted(), ['compartment_id', 'kind', 'member_id', 'minute', 'n'])
  const { tidyTeams } = await import('../teams.jobs.ts')
  desk.pass(2 * 24 * 60 * MINUTE)
  await tidyTeams(desk.desk, false)
  assert.deepEqual(await counts(), [])
  desk.pass(100 * 24 * 60 * MINUTE)
  await tidyTeams(desk.desk, false)
  await signInAs(desk, founder)
  assert.deepEqual(await noticesOf(founder), [])
})
