import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { aCase, agrees, withdraws } from '#features/diplomacy/a-dialogue.ts'
import { dayOf } from '#kernel/clock.ts'
import { type ADesk, type AMember, aDesk, aFoundedTeam, anotherMember, must } from '../../../../test/a-desk.ts'
import { approved } from '../../../../test/an-approval.ts'
import { briefingBinds } from './take.rules.ts'

let desk: ADesk
let ana: AMember
let ben: AMember
let superuser: pg.Client
let cases: string[]

before(async () => {
  desk = await aDesk()
  superuser = new pg.Client({ connectionString: desk.database.superuserUrl })
  await superuser.connect()
  ana = (await aFoundedTeam(desk, 'first-aid')).founder
  ben = await anotherMember(desk, ana)
  cases = []
  for (let n = 0; n < 11; n++) cases.push(await anAgreedCase(ana))
})
after(async () => {
  await superuser.end()
  await desk.stop()
})

/** A case whose reporter said yes to a confidential dialogue. */
async function anAgreedCase(by: AMember): Promise<string> {
  const code = await aCase(by)
  must(await agrees(by, { case: code, scopes: ['dialogue'], from: dayOf(desk.now()) }), 200)
  return code
}

const version = randomUUID()
const digest = 'ab'.repeat(32)
const take = (by: AMember, over: { cases?: readonly string[]; digest?: string; version?: string; audience?: string } = {}) =>
  by.post('/briefings/take', { version, digest, cases, audience: 'dialogue', ...over })

type Line = { readonly code: string; readonly subject: string; readonly hash: string }
/** The lines of copies that left, with the case in whose room each stands. */
async function lines(): Promise<Line[]> {
  const { rows } = await superuser.query<Line>(
    `select c.code, e.subject, e.object_hash as hash from base.ledger_entry e
     join asylia.report_case c using (compartment_id) where e.action = 'export.briefing' order by c.code`,
  )
  return rows
}

test('a copy of ten cases leaves a line in each of them, and is counted as an export (T-22, T-25)', async () => {
  const ten = cases.slice(0, 10)
  must(await take(ana, { cases: ten }), 200)
  assert.deepEqual(
    await lines(),
    ten.toSorted().map((code) => ({ code, subject: code, hash: digest })),
  )
  const { rows } = await superuser.query<{ n: number }>(`select sum(n)::int as n from asylia.tripwire_count where kind = 'export'`)
  assert.equal(rows[0]?.n, 1)
})

test('more than ten cases leave with the yes of two to these very bytes and these cases, once (T-22)', async () => {
  const refused = async (over: Parameters<typeof take>[1] = {}) => {
    const answer = await take(ana, over)
    assert.equal(answer.status, 409, String(answer.body['code']))
    return answer.body['code']
  }
  assert.equal(await refused(), 'approval.needed')
  const binds = briefingBinds(ana.team, { version, digest, cases })
  await approved(desk, ana, ben, { action: 'export.briefing', subject: version, binds })
  const before = (await lines()).length
  await refused({ digest: 'cd'.repeat(32) })
  await refused({ cases: [...cases.slice(1), await anAgreedCase(ana)] })
  await refused({ version: randomUUID() })
  assert.equal((await lines()).length, before)
  must(await take(ana, { cases: cases.toReversed() }), 200)
  assert.equal((await lines()).length, before + cases.length)
  await refused()
})

test('whoever does not read one of the cases takes nothing out, and no line is left (T-21)', async () => {
  const before = (await lines()).length
  const own = await anAgreedCase(ben)
  const answer = await take(ben, { cases: [own, cases[0] ?? ''] })
  assert.deepEqual([answer.status, answer.body['code']], [404, 'record.not_found'])
  assert.equal((await lines()).length, before)
})

test('of a case nothing leaves without the use for this audience, nor after it was taken back, whatever a browser says (T-21, A-18)', async () => {
  const before = (await lines()).length
  const [agreed, other] = [await anAgreedCase(ana), await aCase(ana)]
  const told = async (over: Parameters<typeof take>[1]) => {
    const answer = await take(ana, over)
    return [answer.status, answer.body['code']]
  }
  assert.deepEqual(await told({ cases: [agreed, other] }), [409, 'consent.missing'])
  assert.deepEqual(await told({ cases: [agreed], audience: 'public' }), [409, 'consent.missing'])
  must(await withdraws(ana, { case: agreed, scopes: ['dialogue'] }), 200)
  assert.deepEqual(await told({ cases: [agreed] }), [409, 'consent.withdrawn'])
  assert.equal((await lines()).length, before)
})

test('who reads a case sees that a briefing with it left', async () => {
  const { body } = must(await ana.post('/cases/readers/view', { of: cases[0] }), 200)
  const shared = body['shared'] as { action: string; subject: string; member: string }[]
  assert.ok(
    shared.length > 1 &&
      shared.every(({ action, subject, member }) => action === 'export.briefing' && subject === cases[0] && member === ana.code),
  )
})
