import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { b64u } from '#crypto/bytes.ts'
import { sealTo } from '#crypto/seal/seal-age.ts'
import { type CompartmentId, newPublicCode } from '#kernel/ids.ts'
import { Refusal } from '#kernel/refusal.ts'
import {
  type ADesk,
  type AMember,
  aDesk,
  aFiledItem,
  aFoundedTeam,
  anotherMember,
  aTakeIn,
  callerOf,
  must,
} from '../../../../test/a-desk.ts'
import { aPerson } from '../../../../test/people/a-case.ts'
import { demandConsent } from './demand-consent.ts'

let desk: ADesk
let ana: AMember
let ben: AMember
let code: string
let room: CompartmentId
let superuser: pg.Client

before(async () => {
  desk = await aDesk()
  superuser = new pg.Client({ connectionString: desk.database.superuserUrl })
  await superuser.connect()
  const team = await aFoundedTeam(desk, 'first-aid')
  ana = team.founder
  ben = await anotherMember(desk, ana)
  const taken = await aTakeIn(desk, ana, await aFiledItem(desk, [{ id: 'first-aid', seed: team.epochSeed }]))
  must(await ana.post('/reports', taken), 200)
  code = taken.case
  const rows = await superuser.query<{ id: CompartmentId }>('select compartment_id as id from asylia.report_case where code = $1', [code])
  room = rows.rows[0]?.id ?? assert.fail()
})
after(async () => {
  await superuser.end()
  await desk.stop()
})

const said = { giver: 'self', basis: 'spoken', card: null, mark: null }
const gives = (scopes: readonly string[], over: object = {}) =>
  ana.post('/consent/give', { case: code, subject: 'reporter', scopes, from: '2026-11-22', until: null, ...said, ...over })
const withdraws = (scopes: readonly string[], over: object = {}) =>
  ana.post('/consent/withdraw', { case: code, subject: 'reporter', scopes, ...said, ...over })
const asks = (scope: string, by = ana) => by.post('/consent/ask', { case: code, subject: 'reporter', scope })
const codeOf = (answer: { status: number; body: Record<string, unknown> }) =>
  `${answer.status} ${typeof answer.body['code'] === 'string' ? answer.body['code'] : 'done'}`
const listed = async () => must(await ana.post('/consent/list', { case: code }), 200).body['rows'] as Record<string, unknown>[]

/** What an export would be told, in a transaction of its own. */
async function demanded(scope: 'un' | 'research', today: string): Promise<string> {
  const caller = await callerOf(desk, ana)
  try {
    await desk.house.base.transact(caller.actor, (tx) => demandConsent(tx, room, 'reporter', scope, today))
    return 'done'
  } catch (error) {
    return error instanceof Refusal ? error.code : assert.fail(String(error))
  }
}

test('a use is refused until somebody agreed to exactly it, from the moment of a withdrawal on, and after its last day', async () => {
  assert.equal(codeOf(await asks('un')), '409 consent.missing')
  assert.equal(await demanded('un', '2026-11-22'), 'consent.missing')
  must(await gives(['un', 'statistics'], { until: '2026-12-31' }), 200)
  assert.equal(codeOf(await asks('un')), '200 done')
  assert.equal(await demanded('un', '2026-12-31'), 'done')
  assert.equal(await demanded('un', '2027-01-01'), 'consent.expired')
  for (const other of ['un_name_public', 'public_anon', 'dialogue']) assert.equal(codeOf(await asks(other)), '409 consent.missing')
  must(await withdraws(['un']), 200)
  assert.equal(codeOf(await asks('un')), '409 consent.withdrawn')
  assert.equal(await demanded('un', '2026-11-22'), 'consent.withdrawn')
  assert.equal(codeOf(await asks('statistics')), '200 done')
  must(await gives(['un']), 200)
  assert.equal(codeOf(await asks('un')), '200 done')
})

test('one person’s yes is no other’s', async () => {
  const { code: subject } = await aPerson(ana, code)
  must(await gives(['research'], { subject }), 200)
  assert.equal(await demanded('research', '2026-11-22'), 'consent.missing')
  assert.equal(codeOf(await ana.post('/consent/ask', { case: code, subject, scope: 'research' })), '200 done')
})

test('a yes of nobody in the case is refused and leaves no line, also of somebody in another case; a no is always noted (T-21)', async () => {
  const other = newPublicCode('C')
  const wrap = b64u(await sealTo([ana.keys.recipient], new Uint8Array(32)))
  must(await ana.post('/cases/open', { case: other, key: { wrap, readers: [ana.code] }, blocked: [] }), 200)
  const { code: elsewhere } = await aPerson(ana, other)
  const before = (await listed()).length
  for (const subject of ['P-ABCDEF', elsewhere]) assert.equal(codeOf(await gives(['research'], { subject })), '409 consent.nobody')
  assert.equal((await listed()).length, before)
  must(await withdraws(['research'], { subject: 'P-ABCDEF' }), 200)
})

test('whoever reported takes a use back for everybody of whom they told (T-21)', async () => {
  const { code: subject } = await aPerson(ana, code)
  must(await gives(['sanctions', 'litigation'], { subject }), 200)
  const asked = (scope: string) => ana.post('/consent/ask', { case: code, subject, scope })
  assert.equal(codeOf(await asked('sanctions')), '200 done')
  must(await withdraws(['sanctions']), 200)
  assert.equal(codeOf(await asked('sanctions')), '409 consent.withdrawn')
  assert.equal(codeOf(await asked('litigation')), '200 done')
})

test('a message of the mailbox is noted once, however often a desk finds it, and says nothing of itself', async () => {
  must(await gives(['dialogue']), 200)
  const mark = randomBytes(32).toString('hex')
  const told = { mark, basis: 'mailbox' }
  assert.deepEqual(must(await withdraws(['dialogue'], told), 200).body, { rows: 1 })
  must(await gives(['dialogue']), 200)
  assert.deepEqual(must(await withdraws(['dialogue'], told), 200).body, { rows: 0 })
  assert.equal(codeOf(await asks('dialogue')), '200 done')
})

test('the wording stands in a sealed card of this case, or the row is not written', async () => {
  const card = randomUUID()
  const before = (await listed()).length
  assert.equal(codeOf(await gives(['org'], { card })), '404 record.not_found')
  const blob = b64u(await sealTo([ana.keys.recipient], new Uint8Array(1_024)))
  const keeps = (kind: string, id: string) =>
    ana.post('/cards/keep', { case: code, card: id, about: randomUUID(), kind, generation: 1, revision: 0, blob })
  const note = randomUUID()
  must(await keeps('note', note), 200)
  assert.equal(codeOf(await gives(['org'], { card: note })), '404 record.not_found')
  assert.equal((await listed()).length, before)
  must(await keeps('consent.wording', card), 200)
  must(await gives(['org'], { card }), 200)
  assert.equal((await listed()).find(({ scope }) => scope === 'org')?.['card'], card)
})

test('rows are numbered as they were said, name who noted them, and nobody changes or ends one (T-23)', async () => {
  const rows = (await listed()).filter(({ scope, subject }) => scope === 'un' && subject === 'reporter')
  assert.deepEqual(
    rows.map(({ n, change, by, on }) => [n, change, by, on]),
    [
      [1, 'given', ana.code, '2026-11-22'],
      [2, 'withdrawn', ana.code, '2026-11-22'],
      [3, 'given', ana.code, '2026-11-22'],
    ],
  )
  for (const statement of [`update asylia.consent set change = 'given'`, 'delete from asylia.consent', 'truncate asylia.consent cascade'])
    await assert.rejects(superuser.query(statement), /append-only/)
})

test('each scope leaves a line of its own in the ledger, with codes and no word of what was said', async () => {
  const lines = await superuser.query<{ action: string; subject: string }>(
    `select action, subject from base.ledger_entry where compartment_id = $1 and action like 'consent.%' order by subject`,
    [room],
  )
  assert.equal(lines.rows.length, (await listed()).length)
  assert.ok(lines.rows.every(({ subject }) => /^(reporter|P-[A-Z0-9]{6}):[a-z_]+$/.test(subject)))
  assert.ok(lines.rows.some(({ action, subject }) => action === 'consent.withdraw' && subject === 'reporter:un'))
})

test('a colleague who does not read the case asks, notes and lists nothing of it (T-21, A-01)', async () => {
  for (const path of ['list', 'ask', 'give', 'withdraw']) {
    const body = { list: { case: code }, ask: { case: code, subject: 'reporter', scope: 'un' } }[path] ?? {
      case: code,
      subject: 'reporter',
      scopes: ['un'],
      ...said,
      ...(path === 'give' ? { from: '2026-11-22', until: null } : {}),
    }
    assert.equal(codeOf(await ben.post(`/consent/${path}`, body)), '404 record.not_found', path)
  }
})

test('a day of tomorrow and a scope that does not exist are refused, and leave no line', async () => {
  const before = (await listed()).length
  assert.equal(codeOf(await gives(['un'], { from: '2026-11-23' })), '422 consent.malformed')
  assert.equal(codeOf(await gives(['everything'])), '400 request.malformed')
  assert.equal((await listed()).length, before)
})
