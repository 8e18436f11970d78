import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { b64u } from '#crypto/bytes.ts'
import { payloadOf } from '#crypto/team/approval.ts'
import { newPublicCode } from '#kernel/ids.ts'
import { Refusal } from '#kernel/refusal.ts'
import {
  type ADesk,
  type AMember,
  aDesk,
  aFoundedTeam,
  aMembership,
  aNewcomer,
  anotherMember,
  callerOf,
  joinWith,
  must,
  signInAs,
} from '../../../../test/a-desk.ts'
import { type Asked, anAnswer, anAsk, approved, aRoleChange } from '../../../../test/an-approval.ts'
import { demandTwo } from './demand-two.ts'

const DAY = 86_400_000
const BINDS = { team: 'first-aid', record: 'P-7Q4MXK' }
const ASKED: Asked = { action: 'identity.unseal', subject: 'P-7Q4MXK', binds: BINDS }
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

/** What an action answers that needs the yes of two. */
async function act(by: AMember, over: { action?: string; subject?: string; binds?: object } = {}): Promise<string> {
  const caller = await callerOf(desk, by)
  const grave = { action: over.action ?? ASKED.action, subject: over.subject ?? ASKED.subject, room: caller.room }
  try {
    await desk.house.base.transact(caller.actor, (tx) =>
      demandTwo(tx, caller, { ...grave, payload: payloadOf({ ...BINDS, ...over.binds }) }),
    )
    return 'done'
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
}

async function everybodySignsIn(): Promise<void> {
  for (const one of [founder, second, third]) must(await signInAs(desk, one), 200)
}

/** The newest lines of the ledger of one kind. */
async function linesOf(action: string): Promise<string[]> {
  const caller = await callerOf(desk, founder)
  const rows = await desk.house.base.read(caller.actor, (db) =>
    db.selectFrom('base.ledger_entry').select('subject').where('action', '=', action).execute(),
  )
  return rows.map(({ subject }) => subject)
}

test('without a second yes nothing grave is done, and one person saying both is nobody (T-22, A-11)', async () => {
  assert.equal(await act(founder), 'approval.needed')
  const ask = anAsk(desk, founder, ASKED)
  must(await founder.post('/approvals/propose', ask), 200)
  assert.equal(await act(founder), 'approval.needed')
  const own = await founder.post('/approvals/decide', anAnswer(desk, founder, ask))
  assert.deepEqual([own.status, own.body['code']], [403, 'approval.same_person'])
  assert.equal(await act(founder), 'approval.needed')
})

test('in the founding period two founders act together, the ledger says so, and a third member is too new (T-22)', async () => {
  const ask = anAsk(desk, founder, ASKED)
  must(await founder.post('/approvals/propose', ask), 200)
  const young = await third.post('/approvals/decide', anAnswer(desk, third, ask))
  assert.deepEqual([young.status, young.body['code']], [403, 'approval.too_new'])
  must(await second.post('/approvals/decide', anAnswer(desk, second, ask)), 200)
  assert.equal((await founder.get('/approvals')).body['founding'], true)
  assert.equal(await act(third), 'approval.needed')
  assert.equal(await act(founder), 'done')
  assert.deepEqual(await linesOf('approval.use_founding'), [ask.statement.id])
  assert.deepEqual(await linesOf('approval.use'), [])
})

test('a yes is used once (T-22, A-11)', async () => {
  await approved(desk, founder, second, ASKED)
  assert.equal(await act(founder), 'done')
  assert.equal(await act(founder), 'approval.needed')
  await approved(desk, founder, second, ASKED)
  const both = await Promise.all([act(founder), act(founder)])
  assert.deepEqual(both.toSorted(), ['approval.needed', 'done'])
})

test('after seven days the founding period is over for good, and an account counts from the moment it was let in (T-22)', async () => {
  desk.pass(6.9 * DAY)
  await everybodySignsIn()
  assert.equal((await founder.get('/approvals')).body['founding'], true)
  desk.pass(0.2 * DAY)
  await everybodySignsIn()
  assert.equal((await founder.get('/approvals')).body['founding'], false)
  const before = (await linesOf('approval.use_founding')).length
  await approved(desk, founder, third, ASKED)
  assert.equal(await act(third), 'done')
  assert.equal((await linesOf('approval.use_founding')).length, before)
  const newcomer = await anotherMember(desk, founder)
  const ask = anAsk(desk, founder, ASKED)
  must(await founder.post('/approvals/propose', ask), 200)
  assert.equal((await newcomer.post('/approvals/decide', anAnswer(desk, newcomer, ask))).body['code'], 'approval.too_new')
  const own = anAsk(desk, newcomer, ASKED)
  must(await newcomer.post('/approvals/propose', own), 200)
  assert.equal((await second.post('/approvals/decide', anAnswer(desk, second, own))).body['code'], 'approval.too_new')
  must(await second.post('/approvals/decide', anAnswer(desk, second, ask, { step: 'no' })), 200)
})

test('an approval of yesterday is refused, whoever gave it (T-22, A-11)', async () => {
  const ask = anAsk(desk, founder, ASKED)
  must(await founder.post('/approvals/propose', ask), 200)
  desk.pass(DAY)
  await everybodySignsIn()
  assert.equal((await second.post('/approvals/decide', anAnswer(desk, second, ask))).body['code'], 'approval.stale')
  await approved(desk, founder, second, ASKED)
  desk.pass(DAY)
  await everybodySignsIn()
  assert.equal(await act(founder), 'approval.stale')
  await approved(desk, founder, second, ASKED)
  assert.equal(await act(founder), 'done')
})

test('what is done is exactly what was approved: another payload, subject, action or room finds no yes (T-22, A-11)', async () => {
  await approved(desk, founder, second, ASKED)
  assert.equal(await act(founder, { binds: { record: 'P-7Q4MXL' } }), 'approval.other_payload')
  assert.equal(await act(founder, { subject: 'P-7Q4MXL' }), 'approval.needed')
  assert.equal(await act(founder, { action: 'identity.export' }), 'approval.needed')
  assert.equal(await act(founder), 'done')
})

test('a yes over another payload, in another name or by another key is no yes (T-22, A-11)', async () => {
  const ask = anAsk(desk, founder, ASKED)
  must(await founder.post('/approvals/propose', ask), 200)
  const payload = payloadOf({ ...BINDS, record: 'P-7Q4MXL' })
  assert.equal((await second.post('/approvals/decide', anAnswer(desk, second, ask, { payload }))).body['code'], 'approval.other_payload')
  for (const over of [
    { subject: 'P-7Q4MXL' },
    { reason: 'other_reason' },
    { member: third.code },
    { by: b64u(third.keys.signKey) },
    { step: 'ask' as const },
  ]) {
    const answer = await second.post('/approvals/decide', anAnswer(desk, second, ask, over))
    assert.deepEqual([over, answer.status, answer.body['code']], [over, 422, 'statement.refused'])
  }
  const { statement } = anAnswer(desk, second, ask)
  const forged = await second.post('/approvals/decide', { statement, signature: anAnswer(desk, third, ask).signature })
  assert.equal(forged.body['code'], 'statement.refused')
  must(await founder.post('/approvals/withdraw', { id: ask.statement.id }), 200)
  assert.equal((await second.post('/approvals/decide', anAnswer(desk, second, ask))).body['code'], 'approval.decided')
})

test('the second yes comes from another device (T-22, A-11)', async () => {
  const ask = anAsk(desk, founder, ASKED)
  must(await founder.post('/approvals/propose', ask), 200)
  const seat = { ...second.browser }
  Object.assign(second.browser, founder.browser)
  const first = await signInAs(desk, second)
  // The words alone open nothing in a browser that is new to them; a colleague says yes to it.
  if (first.body['state'] === 'waiting') must(await founder.post('/devices/settle', { device: first.body['device'], isOurs: true }), 200)
  must(await signInAs(desk, second), 200)
  const shared = await second.post('/approvals/decide', anAnswer(desk, second, ask))
  assert.deepEqual([shared.status, shared.body['code']], [403, 'approval.same_device'])
  Object.assign(second.browser, seat)
  must(await signInAs(desk, second), 200)
  must(await second.post('/approvals/decide', anAnswer(desk, second, ask)), 200)
  await signInAs(desk, founder)
  assert.equal(await act(founder), 'done')
})

test('whoever is no member any more has given no yes (T-22)', async () => {
  const leaver = await anotherMember(desk, founder)
  desk.pass(8 * DAY)
  await everybodySignsIn()
  await signInAs(desk, leaver)
  const subject = 'P-7Q4MXN'
  await approved(desk, founder, leaver, { ...ASKED, subject })
  must(await founder.post('/members/leave', aMembership(leaver, founder.keys, desk.now().toISOString().slice(0, 10), 'leave')), 200)
  assert.equal(await act(founder, { subject }), 'approval.needed')
})

test('two accounts of one person are one person, also when it is said after their yes (T-22, A-11)', async () => {
  await approved(desk, founder, second, ASKED)
  must(await founder.post('/roles/same-person', { member: third.code, of: second.code }), 200)
  const ask = anAsk(desk, second, { ...ASKED, subject: 'P-7Q4MXM' })
  must(await second.post('/approvals/propose', ask), 200)
  const other = await third.post('/approvals/decide', anAnswer(desk, third, ask))
  assert.deepEqual([other.status, other.body['code']], [403, 'approval.same_person'])
  must(await founder.post('/roles/same-person', { member: founder.code, of: second.code }), 200)
  assert.equal(await act(founder), 'approval.same_person')
})

test('whoever lets somebody in says that it is another account of a colleague, and both are one person at once (T-22, A-11)', async () => {
  const newcomer = aNewcomer(desk, 'first-aid')
  const { body } = must(await second.post('/invitations', {}), 200)
  must(await joinWith(desk, newcomer, String(body['code']), false), 200)
  const signed = aMembership(newcomer, second.keys, desk.now().toISOString().slice(0, 10))
  assert.equal((await second.post('/members/vouch', { ...signed, anotherOf: newPublicCode('M') })).status, 404)
  must(await second.post('/members/vouch', { ...signed, anotherOf: second.code }), 200)
  const members = (await second.get('/roles/list')).body['members'] as { member: string; sameAs: string | null }[]
  const first = members.find(({ member }) => member === second.code)?.sameAs ?? second.code
  assert.equal(members.find(({ member }) => member === newcomer.code)?.sameAs, first)
  desk.pass(8 * DAY)
  await everybodySignsIn()
  await signInAs(desk, newcomer)
  const ask = anAsk(desk, newcomer, { ...ASKED, subject: 'P-7Q4MXP' })
  must(await newcomer.post('/approvals/propose', ask), 200)
  assert.equal((await second.post('/approvals/decide', anAnswer(desk, second, ask))).body['code'], 'approval.same_person')
})

test('what an approval binds is codes, and its hash is that of what both see (T-22)', async () => {
  const ask = anAsk(desk, founder, { ...ASKED, binds: { team: 'first-aid' } })
  const other = await founder.post('/approvals/propose', { ...ask, binds: { team: 'second-aid' } })
  assert.equal(other.body['code'], 'statement.refused')
  for (const binds of [{ who: 'Somebody Invented' }, { 'A b': 'x' }, { deep: { er: 'x' } }, { half: 0.5 }]) {
    const answer = await founder.post('/approvals/propose', { ...ask, binds })
    assert.deepEqual([answer.status, answer.body['code']], [400, 'request.malformed'])
  }
})

test('a member of another team sees no request and answers none (A-01, T-21)', async () => {
  const neighbour = (await aFoundedTeam(desk, 'second-aid')).founder
  const ask = anAsk(desk, founder, aRoleChange('first-aid', third.code, 'verifier'))
  must(await founder.post('/approvals/propose', ask), 200)
  assert.deepEqual((await neighbour.get('/approvals')).body['approvals'], [])
  assert.equal((await neighbour.post('/approvals/decide', anAnswer(desk, neighbour, ask))).status, 404)
  assert.equal((await neighbour.post('/approvals/withdraw', { id: ask.statement.id })).status, 404)
})
