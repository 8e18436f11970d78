import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newSeed } from '#crypto/age/identity.ts'
import { b64u } from '#crypto/bytes.ts'
import { sealTo } from '#crypto/seal/seal-age.ts'
import { type CompartmentId, newPublicCode } from '#kernel/ids.ts'
import { Refusal } from '#kernel/refusal.ts'
import { type ADesk, type AMember, aDesk, aFoundedTeam, anotherMember, callerOf, must } from '../../../../test/a-desk.ts'
import { barState, teamsOfState } from './bar-state.ts'

let desk: ADesk
let ngo: AMember
let french: AMember
let colleague: AMember
let wary: AMember

before(async () => {
  desk = await aDesk()
  ngo = (await aFoundedTeam(desk, 'first-aid')).founder
  french = (await aFoundedTeam(desk, 'second-aid', { kind: 'state', of: ['FR'] })).founder
  colleague = await anotherMember(desk, french)
  wary = (await aFoundedTeam(desk, 'third-aid', { conflicts: ['FR'] })).founder
})
after(() => desk.stop())

async function aCase(of: AMember, ...readers: readonly AMember[]): Promise<{ code: string; room: CompartmentId }> {
  const code = newPublicCode('C')
  const all = [of, ...readers]
  const wrap = b64u(
    await sealTo(
      all.map(({ keys }) => keys.recipient),
      newSeed(),
    ),
  )
  must(await of.post('/cases/open', { case: code, key: { wrap, readers: all.map((one) => one.code) }, blocked: [] }), 200)
  const caller = await callerOf(desk, of)
  const found = await desk.house.base.read(caller.actor, (db) =>
    db.selectFrom('asylia.report_case').select('compartment_id').where('code', '=', code).executeTakeFirstOrThrow(),
  )
  return { code, room: found.compartment_id as CompartmentId }
}

async function bar(by: AMember, room: CompartmentId, ...states: string[]): Promise<void> {
  const caller = await callerOf(desk, by)
  await desk.house.base.transact(caller.actor, (tx) => barState(tx, caller, room, ...states))
}
const deniedOf = async (by: AMember, code: string) => (await by.post('/cases/keys', { case: code })).body['denied']

test('the teams of an implicated state and those in conflict with it are barred at once, others are not (R-EP-36, T-27)', async () => {
  const { code, room } = await aCase(ngo)
  assert.deepEqual(await deniedOf(ngo, code), [])
  await bar(ngo, room, 'FR')
  assert.deepEqual(await deniedOf(ngo, code), ['second-aid', 'third-aid'])
})

test('a running session of the implicated authority loses the case with the commit, and keeps everything else (R-EP-36)', async () => {
  const { code, room } = await aCase(french, colleague)
  const other = await aCase(french, colleague)
  for (const who of [french, colleague]) must(await who.post('/cases/keys', { case: code }), 200)
  // A call that began before sees all or nothing; none after the commit sees anything.
  const running = Promise.all(Array.from({ length: 8 }, () => colleague.post('/cases/keys', { case: code })))
  await bar(french, room, 'FR', 'DE')
  assert.ok((await running).every(({ status }) => status === 200 || status === 404))
  for (const who of [french, colleague]) {
    const gone = await who.post('/cases/keys', { case: code })
    const nowhere = await who.post('/cases/keys', { case: newPublicCode('C') })
    assert.deepEqual([gone.status, gone.raw.toString()], [404, nowhere.raw.toString()])
    assert.equal((await who.post('/cards/list', { case: code, about: null, kind: null, after: null })).status, 404)
    must(await who.post('/cases/keys', { case: other.code }), 200)
    must(await who.get('/team'), 200)
  }
})

test('bars only grow: a second state adds, the same one changes nothing, and nobody takes one away (R-EP-36, T-27)', async () => {
  const { code, room } = await aCase(ngo)
  for (const state of ['FR', 'FR', 'DE', 'VN']) await bar(ngo, room, state)
  assert.deepEqual(await deniedOf(ngo, code), ['second-aid', 'third-aid'])
  const caller = await callerOf(desk, ngo)
  await assert.rejects(
    desk.house.base.transact(caller.actor, (tx) =>
      tx.db.deleteFrom('asylia.compartment_deny').where('compartment_id', '=', room).execute(),
    ),
    /permission denied/,
  )
})

test('only who works on a case bars from it, and the ledger names neither state nor team (R-EP-36)', async () => {
  const { code, room } = await aCase(ngo)
  await assert.rejects(bar(wary, room, 'FR'), (error) => error instanceof Refusal && error.code === 'record.not_found')
  assert.deepEqual(await deniedOf(ngo, code), [])
  await bar(ngo, room, 'FR')
  const caller = await callerOf(desk, ngo)
  const lines = await desk.house.base.read(caller.actor, (db) =>
    db.selectFrom('base.ledger_entry').selectAll().where('compartment_id', '=', room).where('action', '=', 'case.bar_state').execute(),
  )
  assert.deepEqual(
    lines.map(({ subject }) => subject),
    [code],
  )
  assert.ok(!/second-aid|third-aid|"FR"/.test(JSON.stringify(lines)))
})

test('the screen can say before who would lose the case, the own team among them (R-EP-36)', async () => {
  const told = async (who: AMember, state: string) => {
    const caller = await callerOf(desk, who)
    return desk.house.base.read(caller.actor, (db) => teamsOfState(db, caller, state))
  }
  assert.deepEqual(await told(ngo, 'FR'), { teams: ['second-aid', 'third-aid'], own: false })
  assert.deepEqual(await told(french, 'FR'), { teams: ['second-aid', 'third-aid'], own: true })
  assert.deepEqual(await told(ngo, 'VN'), { teams: [], own: false })
})
