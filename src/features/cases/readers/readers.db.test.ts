import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import pg from 'pg'
import { newPublicCode } from '#kernel/ids.ts'
import {
  type ADesk,
  type AMember,
  aDesk,
  aFiledItem,
  aFoundedTeam,
  anotherMember,
  aTakeIn,
  must,
  signInAs,
} from '../../../../test/a-desk.ts'
import type { ReadersViewed } from './readers.contract.ts'

const isLong = process.env['ASYLIA_LONG'] === '1'

let desk: ADesk
let ana: AMember
let ben: AMember
let cleo: AMember
let dora: AMember
let code: string
let superuser: pg.Client
let idOf: (who: AMember) => string
let teamOf: (who: AMember) => string

before(async () => {
  desk = await aDesk()
  superuser = new pg.Client({ connectionString: desk.database.superuserUrl })
  await superuser.connect()
  const first = await aFoundedTeam(desk, 'first-aid')
  ana = first.founder
  ben = await anotherMember(desk, ana)
  cleo = await anotherMember(desk, ana)
  dora = (await aFoundedTeam(desk, 'second-aid', { kind: 'state', of: ['FR'] })).founder
  const taken = await aTakeIn(desk, ana, await aFiledItem(desk, [{ id: 'first-aid', seed: first.epochSeed }]), { blocked: ['second-aid'] })
  must(await ana.post('/reports', taken), 200)
  code = taken.case
  const rows = await superuser.query<{ code: string; id: string; team: string }>(
    'select code, id, team_id as team from asylia.member where code is not null',
  )
  const row = (who: AMember) => rows.rows.find((one) => one.code === who.code) ?? assert.fail()
  idOf = (who) => row(who).id
  teamOf = (who) => row(who).team
  await makeAuditor(cleo)
})
after(async () => {
  await superuser.end()
  await desk.stop()
})

/** By hand, as the yes of two would; the session of before ends with it. */
async function makeAuditor(who: AMember): Promise<void> {
  await superuser.query(
    `insert into asylia.member_role (compartment_id, member_id, role) select c.id, m.id, 'auditor' from asylia.member m
     join asylia.compartment c on c.team_id = m.team_id and c.kind = 'team' where m.id = $1 on conflict do nothing`,
    [idOf(who)],
  )
  await signInAs(desk, who)
}

const view = async (by: AMember) => must(await by.post('/cases/readers/view', { of: code }), 200).body as unknown as ReadersViewed

test('a reader is told who reads, since when and why, who opened it, who is barred, and who sees lines alone', async () => {
  must(await ana.post('/cases/keys', { case: code }), 200)
  const told = await view(ana)
  assert.deepEqual(told.readers, [
    {
      member: ana.code,
      team: 'first-aid',
      since: told.readers[0]?.since,
      until: null,
      writes: true,
      why: 'opened',
      by: { member: ana.code, team: 'first-aid' },
    },
  ])
  assert.deepEqual(
    told.barred.map(({ team }) => team),
    ['second-aid'],
  )
  assert.deepEqual(told.auditors, [{ member: cleo.code, team: 'first-aid' }])
  assert.deepEqual(
    told.opened.map(({ member, last, times, reads }) => [member, last, times, reads]),
    [[ana.code, '2026-11-22', 1, true]],
  )
  assert.equal(told.names['second-aid']?.['en'], 'Team second-aid')
})

test('who read it once stands there after they are taken off', async () => {
  const room = await roomOf()
  await superuser.query(
    'insert into asylia.compartment_member (compartment_id, member_id, can_write, granted_by) values ($1, $2, true, $3)',
    [room, idOf(ben), idOf(ana)],
  )
  must(await ben.post('/cases/keys', { case: code }), 200)
  const added = (await view(ana)).readers.find(({ member }) => member === ben.code)
  assert.deepEqual([added?.why, added?.by?.member], ['added', ana.code])
  await superuser.query('delete from asylia.compartment_member where compartment_id = $1 and member_id = $2', [room, idOf(ben)])
  const told = await view(ana)
  assert.ok(!told.readers.some(({ member }) => member === ben.code))
  assert.deepEqual(told.opened.find(({ member }) => member === ben.code)?.reads, false)
})

test('an auditor of the team is told the same without seeing the case; nobody else is told anything (T-21)', async () => {
  assert.deepEqual(await view(cleo), await view(ana))
  assert.equal((await cleo.post('/cases/keys', { case: code })).status, 404)
  assert.deepEqual(must(await cleo.get('/reports'), 200).body, { reports: [] })
  for (const by of [ben, dora]) assert.equal((await by.post('/cases/readers/view', { of: code })).status, 404)
})

async function roomOf(): Promise<string> {
  const rows = await superuser.query<{ id: string }>('select compartment_id as id from asylia.report_case where code = $1', [code])
  return rows.rows[0]?.id ?? assert.fail()
}

const anyStanding = fc.record({
  reads: fc.boolean(),
  until: fc.constantFrom(null, '2000-01-01', '2100-01-01'),
  hasLeft: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
  isWaiting: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
  holds: fc.boolean(),
  audits: fc.boolean(),
})
const anyPolicy = fc.record({
  people: fc.array(anyStanding, { minLength: 6, maxLength: 6 }),
  barred: fc.array(fc.boolean(), { minLength: 2, maxLength: 2 }),
})
type Policy = typeof anyPolicy extends fc.Arbitrary<infer Made> ? Made : never

test('over random policies the answer names exactly those to whom row security shows the case, and is given to no one else (UX-C-07, T-21)', async () => {
  const rounds = isLong ? 10_000 : 250
  const teams = [teamOf(ana), teamOf(dora)]
  let asked = 0
  await fc.assert(
    fc.asyncProperty(anyPolicy, async (policy) => {
      await superuser.query('begin')
      try {
        asked += await compare(policy, teams)
      } finally {
        await superuser.query('rollback')
      }
    }),
    { numRuns: rounds },
  )
  assert.equal(asked, rounds * 6)
})

/** Six people of two teams, a case of the first: what the answer says against what each of them sees. */
async function compare({ people, barred }: Policy, teams: readonly string[]): Promise<number> {
  const room = randomUUID()
  const members = people.map((standing, n) => ({ ...standing, id: randomUUID(), team: teams[n % 2] ?? '' }))
  await superuser.query(`insert into asylia.compartment (id, kind, team_id) values ($1, 'case', $2)`, [room, teams[0]])
  await superuser.query('insert into asylia.report_case (compartment_id, team_id, code, opened_on) values ($1, $2, $3, current_date)', [
    room,
    teams[0],
    newPublicCode('C'),
  ])
  for (const one of members) {
    await superuser.query(
      `insert into asylia.member (id, team_id, display_name, kind, code, state, left_on) values ($1, $2, 'x', 'person', $3, $4, $5)`,
      [one.id, one.team, newPublicCode('M'), one.isWaiting ? 'waiting' : 'member', one.hasLeft ? '2026-01-01' : null],
    )
    if (one.reads)
      await superuser.query(
        'insert into asylia.compartment_member (compartment_id, member_id, can_write, until) values ($1, $2, true, $3)',
        [room, one.id, one.until],
      )
    if (one.holds) await superuser.query('insert into asylia.case_holder (compartment_id, member_id) values ($1, $2)', [room, one.id])
    if (one.audits)
      await superuser.query(
        `insert into asylia.member_role (compartment_id, member_id, role) select c.id, $1, 'auditor' from asylia.compartment c where c.team_id = $2 and c.kind = 'team'`,
        [one.id, one.team],
      )
  }
  for (const [n, isBarred] of barred.entries())
    if (isBarred) await superuser.query('insert into asylia.compartment_deny (compartment_id, team_id) values ($1, $2)', [room, teams[n]])
  await superuser.query(
    `insert into base.ledger_entry (compartment_id, month, id, action, actor, subject, salt, at)
     values ($1, '2026-11-01', $2, 'case.read', $3, 'C-ABCDEF', decode(repeat('00', 16), 'hex'), '2026-11-22T10:00Z')`,
    [room, randomUUID(), members[0]?.id],
  )
  await superuser.query('set local role asylia_app')
  const seeing: string[] = []
  const auditing: string[] = []
  const heard: { readers: string[]; auditors: string[] }[] = []
  for (const { id } of members) {
    await superuser.query(`select set_config('asylia.member', $1, true)`, [id])
    const sees = (await superuser.query('select from asylia.report_case where compartment_id = $1', [room])).rowCount === 1
    const reads = (await superuser.query('select from base.ledger_entry where compartment_id = $1', [room])).rowCount === 1
    if (sees) seeing.push(id)
    if (reads && !sees) auditing.push(id)
    const readers = await superuser.query<{ id: string }>('select id from access.readers_of($1)', [room])
    const auditors = await superuser.query<{ id: string }>('select id from access.auditors_of($1)', [room])
    if (!sees && !reads) assert.equal((readers.rowCount ?? 0) + (auditors.rowCount ?? 0), 0, 'told to somebody who sees nothing')
    else heard.push({ readers: readers.rows.map((row) => row.id).toSorted(), auditors: auditors.rows.map((row) => row.id) })
  }
  for (const { readers, auditors } of heard) {
    assert.deepEqual(readers, seeing.toSorted())
    const made = auditors.filter((id) => members.some((one) => one.id === id) && !seeing.includes(id))
    assert.deepEqual(made.toSorted(), auditing.toSorted())
  }
  return members.length
}
