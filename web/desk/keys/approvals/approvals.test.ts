import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Binds } from '#crypto/team/approval.ts'
import { aDeskHouse, type DeskHouse } from '../../../../test/browser/a-desk-house.ts'
import { type AMember, aDeskAt, addressOf, aMemberAt } from '../a-member.ts'

let house: DeskHouse
let ana: AMember
let ben: AMember
/** What the server between ben and the truth makes of an answer. */
let lie: ((body: string) => string) | null = null
const posted: string[] = []
const through: typeof fetch = async (input, init) => {
  const path = addressOf(input).replace(/^.*\/api\/desk\//, '')
  if (init?.method === 'POST') posted.push(path)
  const answer = await fetch(input, init)
  if (lie === null || path !== 'approvals') return answer
  return new Response(lie(await answer.text()), { status: answer.status, headers: { 'content-type': 'application/json' } })
}

before(async () => {
  house = await aDeskHouse()
  ana = await aMemberAt(house, await house.team('harbour'))
  const { code } = await ana.call('invite', null)
  const waiting = await aMemberAt(house, code)
  await ana.call('team', null)
  await ana.call('vouch', { member: waiting.member })
  ben = { ...aDeskAt(house, through), member: waiting.member, words: waiting.words }
  await ben.call('unlock', { member: ben.member, typed: ben.words.join(' '), drafts: null })
})
after(async () => {
  assert.deepEqual(house.faults, [])
  await house.stop()
})

const requestOf = async (who: Pick<AMember, 'call'>, id: string) =>
  (await who.call('approvals.list', null)).requests.find((one) => one.id === id)

test('one asks, another says yes to exactly what is shown, and the role is given (T-22)', async () => {
  const { id } = await ana.call('approvals.askRole', { member: ben.member, role: 'verifier', gives: true })
  const shown = await requestOf(ben, id)
  assert.deepEqual(
    [shown?.problem, shown?.mine, shown?.by, shown?.binds],
    [null, false, ana.member, { team: 'harbour', member: ben.member, role: 'verifier', gives: true } satisfies Binds],
  )
  await assert.rejects(ana.call('approvals.carryOut', { id }), /approval\.decided/)
  await ana.call('approvals.list', null)
  await assert.rejects(ana.call('approvals.carryOut', { id }), /approval\.needed/)
  await ben.call('approvals.answer', { id, yes: true })
  assert.deepEqual((await requestOf(ana, id))?.answered?.by, ben.member)
  await ana.call('approvals.carryOut', { id })
  const members = (await ana.call('approvals.list', null)).members
  assert.deepEqual(members.find(({ member }) => member === ben.member)?.roles, ['caseworker', 'verifier'])
  await ben.call('unlock', { member: ben.member, typed: ben.words.join(' '), drafts: null })
})

test('a server that shows one thing and has another signed gets no signature (T-22, A-11)', async () => {
  const { id } = await ana.call('approvals.askRole', { member: ben.member, role: 'counsel', gives: true })
  const lies: ((body: string) => string)[] = [
    (body) => body.replaceAll('"role":"counsel"', '"role":"steward"'),
    (body) => body.replaceAll(`${ben.member}:counsel`, `${ben.member}:steward`),
    (body) => body.replaceAll('"action":"role.grant"', '"action":"role.take"'),
    (body) => body.replaceAll(`"member":"${ana.member}"`, `"member":"${ben.member}"`),
    (body) => body.replaceAll(/"payload":"([0-9a-f])/g, (_all, first: string) => `"payload":"${first === 'f' ? '0' : 'f'}`),
  ]
  for (const [at, one] of lies.entries()) {
    lie = one
    const shown = await requestOf(ben, id)
    posted.length = 0
    assert.match(String(shown?.problem), /^approval\.(?:forged|other_payload)$/, String(at))
    await assert.rejects(ben.call('approvals.answer', { id, yes: true }), /approval\./)
    assert.deepEqual(posted, [], String(at))
  }
  lie = null
  assert.equal((await requestOf(ben, id))?.problem, null)
  await ben.call('approvals.answer', { id, yes: false })
  assert.equal((await requestOf(ana, id))?.state, 'refused')
})

test('a request in the name of somebody whom nobody vouches for is marked, and so is a yes that nobody gave (T-22, T-38)', async () => {
  const { id } = await ana.call('approvals.askRole', { member: ben.member, role: 'liaison', gives: true })
  await ben.call('approvals.list', null)
  await ben.call('approvals.answer', { id, yes: true })
  assert.equal((await requestOf(ben, id))?.problem, null)
  lie = (body) => body.replaceAll('"step":"yes"', '"step":"no"')
  assert.equal((await requestOf(ben, id))?.problem, 'approval.forged')
  lie = null
  await ana.call('approvals.list', null)
})

test('a steward to whom the key was sealed for it reads a case by break-glass, and before that it is not there for them (T-24)', async () => {
  const leaver = await aMemberAt(house, (await ana.call('invite', null)).code)
  await ana.call('team', null)
  await ana.call('vouch', { member: leaver.member, anotherOf: null })
  await ana.call('team', null)
  const { case: code } = await ana.call('cases.begin', null)
  const { record } = await ana.call('cases.view', { case: code })
  await ana.call('cases.write', {
    case: code,
    about: record,
    kind: 'case.summary',
    text: 'She waits at the border.',
    card: null,
    revision: 0,
  })
  const waiting = await aMemberAt(house, (await ana.call('invite', null)).code)
  await ana.call('team', null)
  await ana.call('vouch', { member: waiting.member, anotherOf: null })
  const { id } = await ana.call('approvals.askRole', { member: waiting.member, role: 'steward', gives: true })
  await ben.call('team', null)
  await ben.call('approvals.list', null)
  await ben.call('approvals.answer', { id, yes: true })
  await ana.call('approvals.list', null)
  await ana.call('approvals.carryOut', { id })
  const cara = { ...aDeskAt(house), member: waiting.member }
  await cara.call('unlock', { member: cara.member, typed: waiting.words.join(' '), drafts: null })

  await assert.rejects(cara.call('approvals.break', { case: code, reason: 'danger_now' }), /record\.not_found/)
  await assert.rejects(cara.call('cases.view', { case: code }), /record\.not_found/)
  assert.deepEqual(await ana.call('approvals.hold', { case: code }), { holders: [cara.member] })
  // Somebody leaves, and the case gets a new key: whoever held the one before holds this one, unasked.
  await ana.call('recovery.leave', { member: leaver.member })
  assert.ok((await ana.call('recovery.changeKeys', null)).cases >= 1)
  await assert.rejects(cara.call('cases.view', { case: code }), /record\.not_found/)
  await cara.call('approvals.break', { case: code, reason: 'danger_now' })
  const seen = await cara.call('cases.sealed', { case: code, record })
  assert.equal(seen.summary?.text, 'She waits at the border.')
  const { glasses, notices } = await ben.call('approvals.list', null)
  assert.deepEqual(
    glasses.map((one) => [one.case, one.member, one.review]),
    [[code, cara.member, null]],
  )
  assert.ok(notices.some(({ kind, subject }) => kind === 'glass.opened' && subject === code))
  await ana.call('approvals.review', { id: glasses[0]?.id ?? '', verdict: 'justified' })
})
