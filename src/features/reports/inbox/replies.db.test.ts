import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import pg from 'pg'
import { newSeed, recipientOf } from '#crypto/age/identity.ts'
import { b64u, hex, randomBytes } from '#crypto/bytes.ts'
import { BLOB_PLAIN } from '#crypto/constants.ts'
import { sealTo } from '#crypto/seal/seal-age.ts'
import { dayOf } from '#kernel/clock.ts'
import { type ADesk, type AMember, aDesk, aFiledItem, aFoundedTeam, aTakeIn, must, signInAs } from '../../../../test/a-desk.ts'
import { deliverReplies, tellCounts } from './inbox.jobs.ts'

const MINUTE_MS = 60_000
const BLOB = b64u(await sealTo([recipientOf(newSeed())], new Uint8Array(BLOB_PLAIN)))
let desk: ADesk
let superuser: pg.Client
let harbour: AMember
let quay: AMember
let seed: Uint8Array

before(async () => {
  desk = await aDesk()
  superuser = new pg.Client({ connectionString: desk.database.superuserUrl })
  await superuser.connect()
  const founded = await aFoundedTeam(desk, 'harbour-aid')
  harbour = founded.founder
  seed = founded.epochSeed
  quay = (await aFoundedTeam(desk, 'quay-aid')).founder
})
after(async () => {
  await superuser.end()
  await desk.stop()
})

const aReply = (slot = hex(randomBytes(16)), deleteHash = hex(randomBytes(16))) => ({ slot, deleteHash, blob: BLOB })

async function rows(text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  return (await superuser.query(text, values)).rows
}

async function isVisible(slot: string): Promise<boolean> {
  return (await rows('select from intake.slot where slot_id = $1', [Buffer.from(slot, 'hex')])).length === 1
}

async function later(ms: number): Promise<void> {
  desk.pass(ms)
  for (const who of [harbour, quay]) await signInAs(desk, who)
}

async function stateOf(who: AMember, ticket: unknown): Promise<unknown> {
  const { body } = must(await who.post('/replies/states', { tickets: [ticket] }), 200)
  return (body['replies'] as { state: string }[])[0]?.state
}

test('an answer holds its slot at once and shows 5 to 60 minutes later', async () => {
  const started = desk.now().getTime()
  const reply = aReply()
  const sent = must(await harbour.post('/replies', reply), 200).body
  assert.equal(sent['state'], 'reserved')
  assert.deepEqual(must(await quay.post('/replies', aReply(reply.slot)), 200).body, { state: 'taken', ticket: null })
  assert.ok(!(await isVisible(reply.slot)))
  for (let shown = false; !shown; ) {
    const minutes = (desk.now().getTime() - started) / MINUTE_MS
    await deliverReplies(desk.desk)
    shown = await isVisible(reply.slot)
    assert.ok(shown ? minutes >= 5 && minutes <= 60 : minutes <= 60, `${minutes} minutes`)
    if (!shown) assert.equal(await stateOf(harbour, sent['ticket']), 'waiting')
    if (!shown) await later(MINUTE_MS)
  }
  assert.equal(await stateOf(harbour, sent['ticket']), 'gone')
  assert.deepEqual(must(await quay.post('/replies', aReply(reply.slot)), 200).body, { state: 'taken', ticket: null })
  assert.deepEqual(await rows('select from asylia.reply_outbox where ticket = $1', [Buffer.from(String(sent['ticket']), 'hex')]), [])
})

test('the moments at which answers show are spread over the whole time and follow nothing that the team can choose', async () => {
  const now = desk.now().getTime()
  const delays: number[] = []
  for (let count = 0; count < 60; count += 1) {
    const { ticket } = must(await harbour.post('/replies', aReply()), 200).body
    const [row] = await rows('select ready_at from asylia.reply_outbox where ticket = $1', [Buffer.from(String(ticket), 'hex')])
    delays.push((Date.parse(String(row?.['ready_at'])) - now) / MINUTE_MS)
  }
  assert.ok(delays.every((minutes) => minutes >= 5 && minutes <= 60))
  for (const [from, to] of [
    [5, 23],
    [23, 42],
    [42, 61],
  ] as const)
    assert.ok(delays.filter((minutes) => minutes >= from && minutes < to).length >= 5, `${from} to ${to}: ${delays}`)
})

test('a waiting answer names no case, report, team or member, and no row of its transaction does', async () => {
  const columns = await rows(
    `select column_name from information_schema.columns where table_schema = 'asylia' and table_name = 'reply_outbox' order by 1`,
  )
  assert.deepEqual(
    columns.map((row) => row['column_name']),
    ['blob', 'ready_at', 'slot_id', 'state', 'ticket'],
  )
  const { ticket } = must(await harbour.post('/replies', aReply()), 200).body
  const [made] = await rows('select xmin::text as xmin from asylia.reply_outbox where ticket = $1', [Buffer.from(String(ticket), 'hex')])
  const tables = await rows(`select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname in ('asylia', 'base', 'keys', 'publication')`)
  const together: unknown[] = []
  for (const { name } of tables) {
    const found = await rows(`select from ${name} where xmin::text = $1`, [made?.['xmin']])
    if (found.length > 0) together.push(name)
  }
  assert.deepEqual(together, ['asylia.reply_outbox'])
})

test('answers are counted by team and hour, one line of the ledger for the hour', async () => {
  await later(2 * 60 * MINUTE_MS)
  await tellCounts(desk.desk)
  const [before] = await rows(`select count(*)::int as n from base.ledger_entry`)
  for (let count = 0; count < 3; count += 1) must(await harbour.post('/replies', aReply()), 200)
  must(await quay.post('/replies', aReply()), 200)
  assert.equal(await tellCounts(desk.desk), 0)
  const hour = desk.now().toISOString().slice(0, 13)
  await later(60 * MINUTE_MS)
  assert.equal(await tellCounts(desk.desk), 2)
  assert.equal(await tellCounts(desk.desk), 0)
  const lines = await rows(
    `select e.subject, t.slug from base.ledger_entry e join asylia.compartment c on c.id = e.compartment_id join asylia.team t on t.id = c.team_id
    where e.action = 'team.count' and e.subject like $1 order by t.slug`,
    [`${hour} replies%`],
  )
  assert.deepEqual(lines, [
    { subject: `${hour} replies 3`, slug: 'harbour-aid' },
    { subject: `${hour} replies 1`, slug: 'quay-aid' },
  ])
  const [after] = await rows(`select count(*)::int as n from base.ledger_entry`)
  assert.equal(Number(after?.['n']) - Number(before?.['n']), 2)
})

test('a mailbox that the reporter closed is told at once, and also when it was closed while the answer waited (I-09)', async () => {
  const erase = (reply: { slot: string; deleteHash: string }) =>
    rows('select outcome from intake.erase($1, $2, $3)', [
      Buffer.from(reply.slot, 'hex'),
      Buffer.from(reply.deleteHash, 'hex'),
      dayOf(desk.now()),
    ])
  const closed = aReply()
  await erase(closed)
  assert.deepEqual(must(await harbour.post('/replies', closed), 200).body, { state: 'closed', ticket: null })

  const waiting = aReply()
  const { ticket } = must(await harbour.post('/replies', waiting), 200).body
  await erase(waiting)
  await later(61 * MINUTE_MS)
  await deliverReplies(desk.desk)
  assert.ok(!(await isVisible(waiting.slot)))
  assert.equal(await stateOf(harbour, ticket), 'closed')
  // The bytes are gone with it, and after a week the row as well.
  assert.deepEqual(await rows('select blob from asylia.reply_outbox where ticket = $1', [Buffer.from(String(ticket), 'hex')]), [
    { blob: null },
  ])
  await later(8 * 24 * 60 * MINUTE_MS)
  await deliverReplies(desk.desk)
  assert.equal(await stateOf(harbour, ticket), 'gone')
})

test('an answer that was taken back never shows', async () => {
  const reply = aReply()
  const { ticket } = must(await harbour.post('/replies', reply), 200).body
  assert.deepEqual(must(await harbour.post('/replies/withdraw', { ticket }), 200).body, { withdrawn: true })
  assert.deepEqual(must(await harbour.post('/replies/withdraw', { ticket }), 200).body, { withdrawn: false })
  await later(61 * MINUTE_MS)
  await deliverReplies(desk.desk)
  assert.ok(!(await isVisible(reply.slot)))
})

test('numbers of answers are given once each, however many ask at once, and touch no slot', async () => {
  const item = await aFiledItem(desk, [{ id: 'harbour-aid', seed }])
  const body = await aTakeIn(desk, harbour, item)
  must(await harbour.post('/reports', body), 200)
  const asked = await Promise.all(Array.from({ length: 20 }, () => harbour.post('/cases/number', { case: body.case })))
  assert.deepEqual(
    asked.map((answer) => Number(answer.body['n'])).toSorted((a, b) => a - b),
    Array.from({ length: 20 }, (_, at) => at + 1),
  )
  assert.equal((await quay.post('/cases/number', { case: body.case })).status, 404)
})

test('what is no sealed answer of the one size is refused and nothing is reserved', async () => {
  const reply = aReply()
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 9_851, maxLength: 9_851 }), async (bytes) => {
      assert.equal((await harbour.post('/replies', { ...reply, blob: b64u(bytes) })).status, 422)
    }),
    { numRuns: 5 },
  )
  assert.equal((await harbour.post('/replies', { ...reply, blob: BLOB.slice(4) })).status, 400)
  assert.equal((await harbour.post('/replies', { ...reply, case: 'C-ABCDEF' })).status, 400)
  assert.deepEqual(await rows('select from intake.reserved_slot where slot_id = $1', [Buffer.from(reply.slot, 'hex')]), [])
})
