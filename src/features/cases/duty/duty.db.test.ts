import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { casework } from '#kernel/casework.ts'
import { type ADesk, type AMember, type Answer, aDesk, aFoundedTeam, anotherMember, must, signInAs } from '../../../../test/a-desk.ts'
import type { Duty } from './duty.contract.ts'
import { dutyFor } from './duty.rules.ts'

let desk: ADesk
let ana: AMember
let ben: AMember
let stranger: AMember

before(async () => {
  desk = await aDesk()
  ana = (await aFoundedTeam(desk, 'harbour-aid')).founder
  ben = await anotherMember(desk, ana)
  stranger = (await aFoundedTeam(desk, 'quay-aid')).founder
})
after(async () => {
  await desk.stop()
  assert.deepEqual(desk.faults, [])
})

const told = ({ status, body }: Answer) => [status, body['code']]
const keep = (who: AMember, over: object) =>
  who.post('/duty/keep', { country: 'ZZ', holder: ana.code, deputy: ben.code, revision: 0, ...over })
const look = async (who: AMember) => must(await who.post('/duty/look', {}), 200).body as Duty
const notices = async (who: AMember) =>
  ((await who.get('/notices')).body['notices'] as { kind: string; subject: string }[])
    .filter(({ kind }) => kind.startsWith('duty.'))
    .map(({ kind, subject }) => `${kind} ${subject}`)

test('a case in Thailand or in any Member State goes to a line with a name, and what has no line of its own to the next wider one (R-NGO-51)', async () => {
  must(await keep(ana, { country: 'TH', holder: ben.code, deputy: null }), 200)
  must(await keep(ana, { country: 'EU' }), 200)
  must(await keep(ana, { country: 'FR', holder: ben.code, deputy: ana.code }), 200)
  const { lines } = await look(ben)
  assert.equal(dutyFor('TH', lines)?.holder, ben.code)
  assert.equal(dutyFor('FR', lines)?.holder, ben.code)
  for (const state of casework.members.filter((one) => one !== 'FR')) assert.equal(dutyFor(state, lines)?.holder, ana.code, state)
  assert.equal(dutyFor('LA', lines), null)
  must(await keep(ben, { holder: ana.code }), 200)
  assert.equal(dutyFor('LA', (await look(ana)).lines)?.country, 'ZZ')
  assert.deepEqual(told(await keep(ana, { country: 'DE', holder: stranger.code })), [422, 'duty.member_unknown'])
  assert.deepEqual(told(await keep(ana, { country: 'DE', deputy: ana.code })), [422, 'task.second_is_owner'])
  assert.deepEqual(told(await keep(ana, { country: 'TH', holder: ana.code })), [409, 'record.stale'])
  assert.deepEqual((await look(stranger)).lines, [])
})

test('an alarm names who is on duty at once, goes to the deputy after fifteen minutes without an answer, and names no report (R-EP-22)', async () => {
  assert.deepEqual(must(await ben.post('/duty/raise', { country: 'LA' }), 200).body['holder'], ana.code)
  must(await ana.post('/duty/raise', { country: 'LA' }), 200)
  const [alarm, ...others] = (await look(ana)).alarms
  assert.deepEqual([others, alarm?.holder, alarm?.deputy, alarm?.escalated], [[], ana.code, ben.code, false])
  assert.deepEqual(Object.keys(alarm ?? {}).toSorted(), ['alarm', 'country', 'deputy', 'escalated', 'holder', 'raisedAt', 'until'])
  assert.deepEqual(await notices(ben), [`duty.alarm ${ana.code}`])
  assert.equal(Date.parse(alarm?.until ?? '') - Date.parse(alarm?.raisedAt ?? ''), 15 * 60_000)
  desk.pass(15 * 60_000)
  for (const who of [ana, ben, stranger]) await signInAs(desk, who)
  assert.equal((await look(ben)).alarms[0]?.escalated, true)
  assert.equal((await look(ana)).alarms.length, 1)
  assert.deepEqual((await notices(ana)).toSorted(), [`duty.alarm ${ana.code}`, `duty.escalated ${ben.code}`])
  assert.deepEqual(told(await stranger.post('/duty/answer', { alarm: alarm?.alarm })), [404, 'record.not_found'])
  must(await ben.post('/duty/answer', { alarm: alarm?.alarm }), 200)
  assert.deepEqual((await look(ana)).alarms, [])
  assert.deepEqual(told(await ana.post('/duty/answer', { alarm: alarm?.alarm })), [404, 'record.not_found'])
  assert.deepEqual(told(await ana.post('/duty/answer', { alarm: randomUUID() })), [404, 'record.not_found'])
})

test('where nobody is on duty an alarm is everybody’s (R-EP-22)', async () => {
  assert.equal(must(await stranger.post('/duty/raise', { country: 'TH' }), 200).body['holder'], null)
  assert.deepEqual(
    (await look(stranger)).alarms.map(({ holder, country }) => [holder, country]),
    [[null, 'TH']],
  )
})
