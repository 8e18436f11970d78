import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { newSeed } from '#crypto/age/identity.ts'
import { b64u } from '#crypto/bytes.ts'
import { sealTo } from '#crypto/seal/seal-age.ts'
import { newPublicCode } from '#kernel/ids.ts'
import {
  type ADesk,
  type AMember,
  type Answer,
  aDesk,
  aFiledItem,
  aFoundedTeam,
  anotherMember,
  aTakeIn,
  must,
} from '../../../../test/a-desk.ts'

let desk: ADesk
let superuser: pg.Client
let owner: AMember
let colleague: AMember
let neighbour: AMember
let code: string

const codeOf = ({ status, body }: Answer) => [status, body['code']]
const rows = async (query: string, values: unknown[] = []) => (await superuser.query(query, values)).rows as Record<string, unknown>[]

before(async () => {
  desk = await aDesk()
  superuser = new pg.Client({ connectionString: desk.database.superuserUrl })
  await superuser.connect()
  const team = await aFoundedTeam(desk, 'card-aid')
  owner = team.founder
  colleague = await anotherMember(desk, owner)
  neighbour = (await aFoundedTeam(desk, 'next-aid')).founder
  const taken = await aTakeIn(desk, owner, await aFiledItem(desk, [{ id: 'card-aid', seed: team.epochSeed }]))
  must(await owner.post('/reports', taken), 200)
  code = taken.case
})
after(async () => {
  await superuser.end()
  await desk.stop()
})

async function aCard(over: Record<string, unknown> = {}, size = 1_024) {
  const blob = b64u(await sealTo([owner.keys.recipient], new Uint8Array(size)))
  return { case: code, card: randomUUID(), about: randomUUID(), kind: 'note', generation: 1, revision: 0, blob, ...over }
}
const listed = { about: null, kind: null, after: null }

test('a card is kept, found by its record and kind, read back as it was, replaced by its next revision and ended', async () => {
  const card = await aCard()
  assert.deepEqual(must(await owner.post('/cards/keep', card), 200).body, { revision: 1 })
  const found = must(await owner.post('/cards/list', { case: code, ...listed, about: card.about }), 200).body['cards'] as object[]
  assert.deepEqual(found, [
    { card: card.card, about: card.about, kind: 'note', generation: 1, revision: 1, bytes: 2_683, by: owner.code, on: '2026-11-22' },
  ])
  const read = must(await owner.post('/cards/read', { case: code, cards: [card.card], reason: null }), 200).body['cards'] as {
    blob: string
  }[]
  assert.equal(read[0]?.blob, card.blob)

  const next = await aCard({ ...card, revision: 1, blob: undefined }).then(async (one) => ({ ...one, blob: (await aCard()).blob }))
  assert.deepEqual(must(await owner.post('/cards/keep', next), 200).body, { revision: 2 })
  assert.deepEqual(codeOf(await owner.post('/cards/keep', next)), [409, 'record.stale'])
  assert.deepEqual(codeOf(await owner.post('/cards/keep', card)), [409, 'record.stale'])
  assert.deepEqual(codeOf(await owner.post('/cards/drop', { case: code, card: card.card, revision: 1 })), [409, 'record.stale'])
  must(await owner.post('/cards/drop', { case: code, card: card.card, revision: 2 }), 200)
  assert.deepEqual(must(await owner.post('/cards/read', { case: code, cards: [card.card], reason: null }), 200).body, { cards: [] })
  const lines = await rows(`select action from base.ledger_entry where subject = $1 order by action`, [card.card])
  assert.deepEqual(
    lines.map(({ action }) => action),
    ['card.drop', 'card.keep', 'card.keep'],
  )
})

test('a card never moves to another record, kind or case', async () => {
  const card = await aCard()
  must(await owner.post('/cards/keep', card), 200)
  for (const other of [{ about: randomUUID() }, { kind: 'person.identity' }])
    assert.deepEqual(codeOf(await owner.post('/cards/keep', { ...card, ...other, revision: 1 })), [409, 'record.stale'])
  const { case: elsewhere } = await aTakeIn(desk, owner, 'f'.repeat(32))
  assert.deepEqual(codeOf(await owner.post('/cards/keep', { ...card, case: elsewhere, revision: 1 })), [404, 'record.not_found'])
})

test('what is sealed to a replaced key of the case is refused, and so is what is no card', async () => {
  assert.deepEqual(codeOf(await owner.post('/cards/keep', await aCard({ generation: 2 }))), [409, 'record.stale'])
  const plain = 'A'.repeat(4_000)
  for (const blob of [plain, b64u(await sealTo([owner.keys.recipient], new Uint8Array(1_025)))])
    assert.deepEqual(codeOf(await owner.post('/cards/keep', await aCard({ blob }))), [422, 'key.malformed'])
  const two = b64u(await sealTo([owner.keys.recipient, colleague.keys.recipient], new Uint8Array(1_024)))
  assert.deepEqual(codeOf(await owner.post('/cards/keep', await aCard({ blob: two }))), [422, 'key.malformed'])
})

test('nobody opens what identifies somebody without saying why, and the ledger keeps who and why, not what', async () => {
  const card = await aCard({ kind: 'person.identity' }, 4_096)
  must(await owner.post('/cards/keep', card), 200)
  assert.deepEqual(codeOf(await owner.post('/cards/read', { case: code, cards: [card.card], reason: null })), [403, 'card.reason_needed'])
  assert.deepEqual(codeOf(await owner.post('/cards/read', { case: code, cards: [card.card], reason: 'curiosity' })), [
    400,
    'request.malformed',
  ])
  assert.deepEqual(await rows(`select from base.ledger_entry where subject = $1 and action like 'identity%'`, [card.card]), [])
  must(await owner.post('/cards/read', { case: code, cards: [card.card], reason: 'visa_call' }), 200)
  const lines = await rows(
    `select e.action, m.code from base.ledger_entry e join asylia.member m on m.id = e.actor where e.subject = $1 and e.action like 'identity%'`,
    [card.card],
  )
  assert.deepEqual(lines, [{ action: 'identity.open_visa_call', code: owner.code }])
})

test('a hundred cards come page by page, each once (A-01)', async () => {
  const about = randomUUID()
  for (let at = 0; at < 103; at += 1) must(await owner.post('/cards/keep', await aCard({ about })), 200)
  const first = must(await owner.post('/cards/list', { case: code, ...listed, about }), 200).body as {
    cards: { card: string }[]
    more: boolean
  }
  const second = must(await owner.post('/cards/list', { case: code, ...listed, about, after: first.cards.at(-1)?.card ?? null }), 200)
    .body as typeof first
  assert.deepEqual([first.cards.length, first.more, second.cards.length, second.more], [100, true, 3, false])
  assert.equal(new Set([...first.cards, ...second.cards].map(({ card }) => card)).size, 103)
})

test('a colleague who is no reader and a member of another team find no card of it, and keep none (A-01, T-21)', async () => {
  const card = await aCard()
  must(await owner.post('/cards/keep', card), 200)
  for (const by of [colleague, neighbour]) {
    assert.equal((await by.post('/cards/list', { case: code, ...listed })).status, 404)
    assert.equal((await by.post('/cards/read', { case: code, cards: [card.card], reason: null })).status, 404)
    assert.equal((await by.post('/cards/keep', { ...card, revision: 1 })).status, 404)
    assert.equal((await by.post('/cards/drop', { case: code, card: card.card, revision: 1 })).status, 404)
  }
})

test('a case can begin without a report, for named readers, closed to the teams that are barred (T-27)', async () => {
  const wrap = b64u(await sealTo([owner.keys.recipient, colleague.keys.recipient], newSeed()))
  const key = { wrap, readers: [owner.code, colleague.code] }
  const opened = newPublicCode('C')
  must(await owner.post('/cases/open', { case: opened, key, blocked: ['next-aid'] }), 200)
  const keys = must(await colleague.post('/cases/keys', { case: opened }), 200).body
  assert.deepEqual([keys['denied'], keys['readers'], keys['generation']], [['next-aid'], [colleague.code, owner.code].toSorted(), 1])
  assert.deepEqual(codeOf(await owner.post('/cases/open', { case: opened, key, blocked: [] })), [409, 'report.taken'])
  assert.deepEqual(codeOf(await owner.post('/cases/open', { case: newPublicCode('C'), key, blocked: ['nobody-here'] })), [
    404,
    'record.not_found',
  ])
  assert.deepEqual(codeOf(await owner.post('/cases/open', { case: newPublicCode('C'), key, blocked: ['card-aid'] })), [
    400,
    'request.malformed',
  ])
  assert.deepEqual(
    codeOf(await owner.post('/cases/open', { case: newPublicCode('C'), key: { ...key, readers: [colleague.code] }, blocked: [] })),
    [400, 'request.malformed'],
  )
  const file = await rows(
    `select f.state, m.code as owner from asylia.case_file f join asylia.report_case c using (compartment_id) join asylia.member m on m.id = f.owner where c.code = $1`,
    [opened],
  )
  assert.deepEqual(file, [{ state: 'open', owner: owner.code }])
})
