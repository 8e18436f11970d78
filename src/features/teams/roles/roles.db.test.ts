import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Role } from '#kernel/roles.ts'
import {
  type ADesk,
  type AMember,
  aDesk,
  aFoundedTeam,
  aMembership,
  anotherMember,
  callerOf,
  must,
  signInAs,
} from '../../../../test/a-desk.ts'
import { approved, aRoleChange, withRole } from '../../../../test/an-approval.ts'

let desk: ADesk
let founder: AMember
let second: AMember

before(async () => {
  desk = await aDesk()
  founder = (await aFoundedTeam(desk, 'first-aid')).founder
  second = await anotherMember(desk, founder)
})
after(() => desk.stop())

async function rolesOf(code: string): Promise<readonly Role[]> {
  const members = must(await founder.get('/roles/list'), 200).body['members'] as { member: string; roles: Role[] }[]
  return members.find(({ member }) => member === code)?.roles ?? []
}

test('a founder begins as caseworker, verifier and steward, and whoever is vouched for as caseworker (T-22)', async () => {
  assert.deepEqual(await rolesOf(founder.code), ['caseworker', 'verifier', 'steward'])
  assert.deepEqual(await rolesOf(second.code), ['caseworker'])
  assert.deepEqual((await callerOf(desk, second)).roles, ['caseworker'])
})

test('no role changes without a second person, whoever asks and whatever was approved beside it (T-22, A-11)', async () => {
  const change = { member: second.code, role: 'auditor', gives: true }
  for (const by of [founder, second]) {
    const answer = await by.post('/roles/grant', change)
    assert.ok(['approval.needed', 'role.needed'].includes(String(answer.body['code'])), JSON.stringify(answer.body))
  }
  await approved(desk, founder, second, aRoleChange('first-aid', second.code, 'counsel'))
  assert.equal((await founder.post('/roles/grant', change)).body['code'], 'approval.needed')
  assert.equal((await founder.post('/roles/grant', { ...change, role: 'counsel', gives: false })).body['code'], 'approval.needed')
  assert.equal((await second.post('/roles/grant', { ...change, role: 'counsel' })).body['code'], 'role.needed')
  assert.deepEqual(await rolesOf(second.code), ['caseworker'])
})

test('the database itself changes no role without a yes that the same transaction used (T-22)', async () => {
  const caller = await callerOf(desk, founder)
  const { sql } = await import('kysely')
  await approved(desk, founder, second, aRoleChange('first-aid', second.code, 'liaison'))
  await assert.rejects(
    desk.house.base.transact(caller.actor, (tx) => sql`select access.change_role(${second.code}, 'liaison', true)`.execute(tx.db)),
    /no two people said yes/,
  )
  await assert.rejects(
    desk.house.base.transact(caller.actor, (tx) =>
      tx.db.insertInto('asylia.member_role').values({ compartment_id: caller.room, member_id: caller.actor.id, role: 'auditor' }).execute(),
    ),
    /permission denied/,
  )
})

test('a role change ends the member’s sessions, stands in the ledger and on every desk (T-22, A-05)', async () => {
  await withRole(desk, [founder, second], second.code, 'counsel')
  assert.equal((await second.get('/team')).status, 401)
  must(await founder.get('/team'), 200)
  await signInAs(desk, second)
  assert.deepEqual((await callerOf(desk, second)).roles, ['caseworker', 'counsel'])
  const notices = must(await second.get('/notices'), 200).body['notices'] as { kind: string; subject: string }[]
  assert.ok(notices.some(({ kind, subject }) => kind === 'role.given' && subject === `${second.code}:counsel`))
  const caller = await callerOf(desk, founder)
  const lines = await desk.house.base.read(caller.actor, (db) =>
    db.selectFrom('base.ledger_entry').select(['subject', 'object_hash']).where('action', '=', 'role.grant').execute(),
  )
  assert.deepEqual(
    lines.map(({ subject }) => subject),
    [`${second.code}:counsel`],
  )
  assert.match(String(lines[0]?.object_hash), /^[0-9a-f]{64}$/)
})

test('the last steward stays one, and roles end with the membership (T-22)', async () => {
  await approved(desk, founder, second, aRoleChange('first-aid', founder.code, 'steward', false))
  const answer = await founder.post('/roles/grant', { member: founder.code, role: 'steward', gives: false })
  assert.deepEqual([answer.status, answer.body['code']], [409, 'role.last_steward'])
  const leaver = await anotherMember(desk, founder)
  must(await founder.post('/members/leave', aMembership(leaver, founder.keys, desk.now().toISOString().slice(0, 10), 'leave')), 200)
  assert.deepEqual(await rolesOf(leaver.code), [])
})

test('an auditor is handed no key and no wrap, by the doors and by the database alike (T-21)', async () => {
  const auditor = await anotherMember(desk, founder)
  await withRole(desk, [founder, second], auditor.code, 'auditor')
  await approved(desk, founder, second, aRoleChange('first-aid', auditor.code, 'caseworker', false))
  must(await founder.post('/roles/grant', { member: auditor.code, role: 'caseworker', gives: false }), 200)
  await signInAs(desk, auditor)
  const caller = await callerOf(desk, auditor)
  assert.deepEqual(caller.roles, ['auditor'])
  const epochs = must(await auditor.get('/epochs'), 200).body['epochs'] as { wrap: string | null }[]
  assert.ok(epochs.length > 0 && epochs.every(({ wrap }) => wrap === null))
  const seen = await desk.house.base.read(caller.actor, async (db) => {
    const wraps = await db.selectFrom('keys.epoch_wrap').selectAll().execute()
    const pages = await db.selectFrom('keys.inbox_page').selectAll().execute()
    return [...wraps, ...pages]
  })
  assert.deepEqual(seen, [])
  must(await auditor.get('/notices'), 200)
  for (const path of ['/pages', '/reports']) assert.deepEqual([path, (await auditor.get(path)).body['code']], [path, 'role.needed'])
  const list = await auditor.post('/inbox/list', { since: null, after: null })
  assert.equal(list.body['code'], 'role.needed')
})
