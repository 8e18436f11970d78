import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import pg from 'pg'
import {
  type ADesk,
  type AMember,
  aDesk,
  aFoundedTeam,
  anotherMember,
  ask,
  callerOf,
  must,
  rotate,
  signInAs,
} from '../../../../test/a-desk.ts'
import { aCase } from '../../diplomacy/a-dialogue.ts'
import { countOpening } from '../watch/count-opening.ts'
import type { FeedKind } from './feeds.contract.ts'

type Made = Readonly<Record<FeedKind, string>>
let desk: ADesk
let ana: AMember
let ben: AMember
let superuser: pg.Client
let addresses: { readonly ana: Made; readonly ben: Made }

before(async () => {
  desk = await aDesk()
  superuser = new pg.Client({ connectionString: desk.database.superuserUrl })
  await superuser.connect()
  ana = (await aFoundedTeam(desk, 'first-aid')).founder
  ben = await anotherMember(desk, ana)
})
after(async () => {
  await superuser.end()
  await desk.stop()
})

const make = async (by: AMember, kind: FeedKind) => String(must(await by.post('/feeds/make', { kind }), 200).body['path'])
const makes = async (by: AMember): Promise<Made> => ({ calendar: await make(by, 'calendar'), alerts: await make(by, 'alerts') })
const status = async (path: string) => (await ask(desk.app, 'GET', path, {})).status
/** Both addresses of somebody stand or fall together. */
const reads = async ({ calendar, alerts }: Made) => {
  const stands = await status(calendar)
  assert.equal(await status(alerts), stands)
  return stands
}
const told = async () => [await reads(addresses.ana), await reads(addresses.ben)]

beforeEach(async () => {
  addresses = { ana: await makes(ana), ben: await makes(ben) }
  assert.deepEqual(await told(), [200, 200])
})

test('the addresses of a member’s feeds end with the sessions that a tripwire ends, and a colleague’s go on (T-25)', async () => {
  const caller = await callerOf(desk, ben)
  await desk.house.base.transact(caller.actor, (tx) => countOpening(tx, caller, 50, []))
  assert.deepEqual(await told(), [200, 404])
  await signInAs(desk, ben)
})

test('the key of a month ends no address; all keys changed after somebody left, and a recovery, end every one of the team (T-09)', async () => {
  await rotate(desk, ana, [ana, ben])
  assert.deepEqual(await told(), [200, 200])
  const leaves = await anotherMember(desk, ana)
  await superuser.query(`update asylia.member set left_on = current_date where code = $1`, [leaves.code])
  assert.deepEqual(await told(), [200, 200])
  await rotate(desk, ana, [ana, ben])
  assert.deepEqual(await told(), [404, 404])

  addresses = { ana: await makes(ana), ben: await makes(ben) }
  await rotate(desk, ana, [ana, ben])
  assert.deepEqual(await told(), [200, 200], 'what was due is done')
  await superuser.query(
    `insert into asylia.recovery_use (compartment_id, version, member_id, epoch, used_on)
     select c.id, 1, m.id, 1, current_date from asylia.member m join asylia.compartment c on c.team_id = m.team_id and c.kind = 'team' where m.code = $1`,
    [ana.code],
  )
  assert.deepEqual(await told(), [404, 404])
})

test('the addresses of an account that is held answer nothing until somebody reviewed what it did (T-24)', async () => {
  const code = await aCase(ana)
  await superuser.query(
    `insert into asylia.break_glass (compartment_id, id, room, code, member_id, reason, opened_at, until)
     select c.id, gen_random_uuid(), r.compartment_id, r.code, m.id, 'danger', $2::timestamptz - interval '6 days', $2::timestamptz - interval '5 days'
     from asylia.report_case r join asylia.compartment c on c.team_id = r.team_id and c.kind = 'team', asylia.member m where r.code = $1 and m.code = $3`,
    [code, desk.now().toISOString(), ben.code],
  )
  assert.deepEqual(await told(), [200, 404])
  await superuser.query(
    `update asylia.break_glass set reviewed_by = (select id from asylia.member where code = $1), reviewed_at = opened_at, verdict = 'justified'`,
    [ana.code],
  )
  assert.deepEqual(await told(), [200, 200])
})
