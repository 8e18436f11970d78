import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { newSeed } from '#crypto/age/identity.ts'
import { b64u, unb64u } from '#crypto/bytes.ts'
import { openerOf, openWith } from '#crypto/open/open-age.ts'
import { sealTo } from '#crypto/seal/seal-age.ts'
import { barState } from '#features/teams/index.ts'
import { newPublicCode } from '#kernel/ids.ts'
import { type ADesk, type AMember, aDesk, aFoundedTeam, anotherMember, callerOf, must, signInAs } from '../../../../test/a-desk.ts'
import { withRole } from '../../../../test/an-approval.ts'

const MINUTE = 60_000
const DAY = 1_440 * MINUTE
let desk: ADesk
let founder: AMember
let holder: AMember
let auditor: AMember

before(async () => {
  desk = await aDesk()
  founder = (await aFoundedTeam(desk, 'first-aid', { kind: 'state', of: ['FR'] })).founder
  holder = await anotherMember(desk, founder)
  auditor = await anotherMember(desk, founder)
  await withRole(desk, [founder, holder], auditor.code, 'auditor')
  for (const one of [founder, holder, auditor]) await signInAs(desk, one)
})
after(() => desk.stop())

type ACase = { readonly code: string; readonly card: string; readonly seed: Uint8Array }

/** A case of the founder alone, whose key is sealed to these as well. */
async function aCaseHeldBy(...holders: readonly AMember[]): Promise<ACase> {
  const [code, seed, card] = [newPublicCode('C'), newSeed(), randomUUID()]
  const wrapFor = async (to: readonly AMember[]) =>
    b64u(
      await sealTo(
        to.map(({ keys }) => keys.recipient),
        seed,
      ),
    )
  must(
    await founder.post('/cases/open', { case: code, key: { wrap: await wrapFor([founder]), readers: [founder.code] }, blocked: [] }),
    200,
  )
  const blob = b64u(await sealTo([founder.keys.recipient], new Uint8Array(1_024)))
  must(await founder.post('/cards/keep', { case: code, card, about: randomUUID(), kind: 'note', generation: 1, revision: 0, blob }), 200)
  const named = holders.map((one) => one.code)
  const key = await wrapFor([founder, ...holders])
  must(await founder.post('/break-glass/holders', { case: code, holders: named, revision: 1, key }), 200)
  assert.deepEqual((await founder.post('/break-glass/of-case', { case: code })).body, { holders: named.toSorted() })
  return { code, card, seed }
}

const breakBy = (who: AMember, code: string) => who.post('/break-glass/open', { case: code, reason: 'danger_now' })
type Glass = { id: string; case: string; member: string; ended: boolean; review: object | null }
const glassesOf = async (who: AMember) => must(await who.get('/notices'), 200).body['glasses'] as Glass[]
async function review(by: AMember, code: string, verdict = 'justified') {
  const glass = (await glassesOf(by)).find((one) => one.case === code)
  return by.post('/break-glass/review', { id: glass?.id ?? randomUUID(), verdict })
}

test('break-glass opens one case for sixty minutes to a holder of its key, who writes nothing, and the whole team is told (T-24)', async () => {
  const { code, card, seed } = await aCaseHeldBy(holder)
  const other = await aCaseHeldBy(holder)
  assert.equal((await holder.post('/cases/keys', { case: code })).status, 404)
  must(await breakBy(holder, code), 200)
  const told = must(await holder.post('/cases/keys', { case: code }), 200)
  assert.deepEqual(told.body['readers'], [founder.code])
  const opened = await openWith([openerOf(holder.keys.seed)], unb64u(String(told.body['key'])), { min: 1, max: 80 })
  assert.deepEqual(opened, seed)
  assert.equal(
    (must(await holder.post('/cards/read', { case: code, cards: [card], reason: null }), 200).body['cards'] as object[]).length,
    1,
  )
  assert.equal((await holder.post('/cards/drop', { case: code, card, revision: 1 })).status, 404)
  assert.equal((await holder.post('/cases/keys', { case: other.code })).status, 404)
  for (const who of [founder, auditor]) {
    const notices = (await who.get('/notices')).body['notices'] as { kind: string; subject: string; about: string }[]
    assert.ok(notices.some((one) => one.kind === 'glass.opened' && one.subject === code && one.about === holder.code))
  }
  for (const _ of Array.from({ length: 14 })) {
    desk.pass(4 * MINUTE)
    for (const who of [holder, founder, auditor]) must(await who.post('/session/here', {}), 200)
  }
  must(await holder.post('/cases/keys', { case: code }), 200)
  desk.pass(4 * MINUTE)
  assert.equal((await holder.post('/cases/keys', { case: code })).status, 404)
  assert.equal((await holder.post('/cards/list', { case: code, about: null, kind: null, after: null })).status, 404)
  must(await founder.post('/cases/keys', { case: code }), 200)
})

test('a second time while the first is unreviewed is refused, and nobody reviews their own (T-24, A-14)', async () => {
  const { code } = await aCaseHeldBy(holder)
  const again = await breakBy(holder, code)
  assert.deepEqual([again.status, again.body['code']], [409, 'glass.unreviewed'])
  const first = (await glassesOf(founder))[0]
  await withRole(desk, [founder, holder], holder.code, 'counsel')
  await signInAs(desk, holder)
  assert.equal((await holder.post('/break-glass/review', { id: first?.id, verdict: 'justified' })).status, 404)
  must(await auditor.post('/break-glass/review', { id: first?.id, verdict: 'not_justified' }), 200)
  assert.equal((await founder.post('/break-glass/review', { id: first?.id, verdict: 'justified' })).status, 404)
  must(await breakBy(holder, code), 200)
  must(await review(auditor, code), 200)
})

test('to anybody whose key was never sealed to it, to readers and to other teams there is nothing to break (T-24, A-14)', async () => {
  const { code } = await aCaseHeldBy()
  const neighbour = (await aFoundedTeam(desk, 'second-aid')).founder
  const answers = await Promise.all([holder, founder, auditor, neighbour].map((who) => breakBy(who, code)))
  assert.deepEqual(
    answers.map(({ status }) => status),
    [404, 404, 404, 404],
  )
  assert.equal((await breakBy(holder, newPublicCode('C'))).raw.toString(), answers[0]?.raw.toString())
  assert.equal((await holder.post('/break-glass/of-case', { case: code })).status, 404)
  const key = b64u(await sealTo([holder.keys.recipient], newSeed()))
  assert.equal((await holder.post('/break-glass/holders', { case: code, holders: [holder.code], revision: 2, key })).status, 404)
  const ours = { case: code, holders: [neighbour.code], revision: 2, key }
  must(await founder.post('/break-glass/holders', ours), 200)
  assert.deepEqual((await founder.post('/break-glass/of-case', { case: code })).body, { holders: [] })
  assert.equal((await founder.post('/break-glass/holders', ours)).body['code'], 'record.stale')
})

test('an excluded team breaks no glass, whoever holds the key (T-24, T-27, A-14)', async () => {
  const { code } = await aCaseHeldBy(holder)
  const open = await aCaseHeldBy(holder)
  must(await breakBy(holder, open.code), 200)
  must(await review(auditor, open.code), 200)
  const caller = await callerOf(desk, founder)
  for (const one of [code, open.code]) {
    const { room } = await desk.house.base.read(caller.actor, (db) =>
      db.selectFrom('asylia.report_case').select('compartment_id as room').where('code', '=', one).executeTakeFirstOrThrow(),
    )
    await desk.house.base.transact(caller.actor, (tx) => barState(tx, caller, room as never, 'FR'))
  }
  assert.equal((await breakBy(holder, code)).status, 404)
  assert.equal((await holder.post('/cases/keys', { case: open.code })).status, 404)
})

test('unreviewed for five days the account is held, and goes on once somebody else has reviewed it (T-24)', async () => {
  const { code } = await aCaseHeldBy(holder)
  must(await breakBy(holder, code), 200)
  desk.pass(5 * DAY - MINUTE)
  for (const one of [founder, auditor, holder]) await signInAs(desk, one)
  must(await holder.get('/team'), 200)
  desk.pass(MINUTE)
  for (const path of ['/team', '/reports', '/notices']) {
    const answer = await holder.get(path)
    assert.deepEqual([answer.status, answer.body['code']], [403, 'glass.held'])
  }
  must(await founder.get('/team'), 200)
  must(await review(auditor, code, 'not_justified'), 200)
  must(await holder.get('/team'), 200)
})
