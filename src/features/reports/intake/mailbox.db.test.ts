import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { exchangeRequest, readExchangeAnswer } from '#crypto/mailbox/exchange.ts'
import { aBlob, aFrame } from './a-frame.ts'
import { anIntake, type ServedIntake } from './an-intake.ts'
import { hashOf } from './erase.ts'

const LONG = process.env['ASYLIA_LONG'] === '1'
const MEMBER = '11111111-1111-4111-8111-111111111111'
let served: ServedIntake

before(async () => {
  served = await anIntake()
  await served.superuser.query(`insert into asylia.team (id, name, kind) values ('22222222-2222-4222-8222-222222222222', 'team', 'ngo')`)
  await served.superuser.query(
    `insert into asylia.member (id, team_id, display_name, kind) values ($1, '22222222-2222-4222-8222-222222222222', 'member', 'person')`,
    [MEMBER],
  )
})
after(() => served.stop())

const random = (count: number) => Array.from({ length: count }, () => randomBytes(16))

async function exchange(asked: readonly Uint8Array[], fetched: Uint8Array) {
  const answer = await served.post('/api/mailbox', exchangeRequest({ asked, fetched }))
  assert.equal(answer.status, 200)
  assert.equal(answer.headers.get('cache-control'), 'no-store')
  assert.equal(answer.headers.get('content-encoding'), null)
  const bytes = new Uint8Array(await answer.arrayBuffer())
  return { ...readExchangeAnswer(bytes), bytes }
}

/** Speaks for a member of a receiving team, as the application does. */
async function asMember<Row>(text: string, values: readonly unknown[]): Promise<Row | undefined> {
  const { superuser } = served
  await superuser.query('begin; set local role asylia_app')
  try {
    await superuser.query(`select set_config('asylia.member', $1, true)`, [MEMBER])
    const answer = await superuser.query(text, [...values])
    await superuser.query('commit')
    return answer.rows[0] as Row
  } catch (error) {
    await superuser.query('rollback')
    throw error
  }
}

async function put(id: Uint8Array, hash: Uint8Array, blob: Uint8Array) {
  const row = await asMember<{ said: string }>(`select intake.put_slot($1, $2, $3, '2026-11-18') as said`, [id, hash, blob])
  return row?.said
}

function deleteCall(pairs: readonly (readonly [Uint8Array, Uint8Array])[]): Buffer {
  const filled = [...pairs, ...Array.from({ length: 16 - pairs.length }, () => [randomBytes(16), randomBytes(32)] as const)]
  return Buffer.concat([Buffer.from('ASYD\x01\0\0\0', 'latin1'), ...filled.flat()])
}

async function erase(...pairs: readonly (readonly [Uint8Array, Uint8Array])[]): Promise<void> {
  const answer = await served.post('/api/mailbox/delete', deleteCall(pairs))
  assert.equal(answer.status, 204)
  assert.equal(await answer.text(), '')
}

test('an exchange tells which of sixteen slots are there and gives the blob of one', async () => {
  const { frame, slot } = await aFrame()
  await served.post('/api/intake', frame)
  const asked = random(16)
  asked[3] = Buffer.from(slot)
  const answer = await exchange(asked, slot)
  assert.deepEqual(
    answer.present.flatMap((is, at) => (is ? [at] : [])),
    [3],
  )
  assert.deepEqual(Buffer.from(answer.blob), frame.subarray(10_028, 19_879))
})

test('an absent id is answered with bytes that stay the same for it and differ for every other (T-14, I-06)', async () => {
  const [one, other] = random(2)
  assert.ok(one !== undefined && other !== undefined)
  const first = await exchange(random(16), one)
  const again = await exchange(random(16), one)
  const another = await exchange(random(16), other)
  assert.deepEqual(first.blob, again.blob)
  assert.notDeepEqual(first.blob, another.blob)
  assert.equal(first.bytes.length, 9_853)
  const ones = first.blob.reduce((sum, byte) => sum + (byte.toString(2).match(/1/g)?.length ?? 0), 0)
  assert.ok(Math.abs(ones / (first.blob.length * 8) - 0.5) < 0.01, 'looks like chance')
})

test('random and consecutive ids find nothing (I-06)', async () => {
  for (let round = 0; round < 5; round += 1) await served.post('/api/intake', (await aFrame()).frame)
  const ids = LONG ? 1_000_000 : 16_000
  for (let done = 0; done < ids; done += 16_000) {
    const asked = Array.from({ length: 16_000 }, (_, at) => {
      const id = Buffer.alloc(16)
      id.writeUInt32BE(done + at, 12)
      return (done / 16_000) % 2 === 0 ? randomBytes(16) : id
    })
    const { rows } = await served.superuser.query('select from intake.slot where slot_id = any ($1)', [asked])
    assert.equal(rows.length, 0)
  }
})

test('whoever asks for what is not there, however often, is not counted and shuts nobody out (I-07)', async () => {
  const { frame, slot } = await aFrame()
  await served.post('/api/intake', frame)
  const guess = () => served.post('/api/mailbox', exchangeRequest({ asked: random(16), fetched: randomBytes(16) }))
  const guesses = LONG ? 10_000 : 300
  for (let done = 0; done < guesses; done += 100) {
    const answers = await Promise.all(Array.from({ length: 100 }, guess))
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200])
    await Promise.all(answers.map((answer) => answer.arrayBuffer()))
  }
  const own = await exchange([slot, ...random(15)], slot)
  assert.equal(own.bytes.length, 9_853)
  const blob = Buffer.from(frame.subarray(10_028, 19_879))
  assert.deepEqual(Buffer.from(own.blob), blob, 'and the owner finds what is there')
})

test('a team writes into a free slot once, and the reporter finds it', async () => {
  const [id, hash] = random(2)
  assert.ok(id !== undefined && hash !== undefined)
  const blob = await aBlob()
  assert.equal(await put(id, hash, blob), 'stored')
  assert.equal(await put(id, hash, blob), 'taken')
  assert.deepEqual(Buffer.from((await exchange(random(16), id)).blob), blob)
})

test('a slot that is held for a message shows nothing before the message', async () => {
  const [id, hash, ticket] = random(3)
  assert.ok(id !== undefined && hash !== undefined && ticket !== undefined)
  const blob = await aBlob()
  const reserve = `select intake.reserve_slot($1, $2, $3, '2026-11-18') as said`
  assert.deepEqual(await asMember(reserve, [id, hash, ticket]), { said: 'stored' })
  assert.deepEqual(await asMember(reserve, [id, hash, randomBytes(16)]), { said: 'taken' })
  assert.equal(await put(id, hash, blob), 'taken')
  assert.equal((await exchange([id, ...random(15)], id)).present[0], false)
  const fill = `select intake.fill_slot($1, $2, $3, '2026-11-18') as said`
  assert.deepEqual(await asMember(fill, [id, randomBytes(16), blob]), { said: 'closed' })
  assert.deepEqual(await asMember(fill, [id, ticket, blob]), { said: 'stored' })
  assert.deepEqual(Buffer.from((await exchange([id, ...random(15)], id)).blob), blob)
})

test('a token takes away its slot, and a team that writes there later hears that the mailbox is closed (I-09)', async () => {
  const { frame, slot, slotToken } = await aFrame()
  await served.post('/api/intake', frame)
  await erase([slot, randomBytes(32)])
  assert.equal((await exchange([slot, ...random(15)], slot)).present[0], true)
  await erase([slot, slotToken])
  const never = await exchange([slot, ...random(15)], slot)
  assert.equal(never.present[0], false)
  assert.deepEqual(Buffer.from(never.blob), Buffer.from((await exchange(random(16), slot)).blob))
  assert.equal(await put(slot, hashOf(slotToken), await aBlob()), 'closed')
})

test('closing while a team writes: whichever comes first, nothing stays and the team hears of it (I-09)', async () => {
  const blob = await aBlob()
  for (let round = 0; round < 20; round += 1) {
    const [id, ticket] = random(2)
    const token = randomBytes(32)
    assert.ok(id !== undefined && ticket !== undefined)
    await asMember(`select intake.reserve_slot($1, $2, $3, '2026-11-18')`, [id, hashOf(token), ticket])
    await erase([id, token])
    assert.deepEqual(await asMember(`select intake.fill_slot($1, $2, $3, '2026-11-18') as said`, [id, ticket, blob]), { said: 'closed' })
    assert.equal(await put(id, hashOf(token), blob), 'closed')
    assert.equal(await put(id, randomBytes(16), blob), 'stored', 'a mark speaks for its own token alone')
  }
})

test('marks are at most a million however many empty slots are deleted, and hold neither id nor day (I-09)', async () => {
  const deletes = LONG ? 10_000_000 : 30_000
  const page = 10_000
  for (let done = 0; done < deletes; done += page) {
    await served.superuser.query(
      `select intake.leave_mark(uuid_send(gen_random_uuid()), uuid_send(gen_random_uuid()), '2026-11-18') from generate_series(1, ${page})`,
    )
  }
  const { rows } = await served.superuser.query<{ most: number; ways: number; early: number; late: number; n: number }>(`
    select max(place)::int as most, max(way)::int as ways, count(*)::int as n,
      min(ends - date '2026-11-18')::int as early, max(ends - date '2026-11-18')::int as late from intake.closed_mark`)
  const [row] = rows
  assert.ok(row !== undefined && row.most < 250_000 && row.ways <= 3 && row.n <= 1_000_000 && row.n > 29_000)
  assert.ok(row.early >= 60 && row.late <= 120 && row.late - row.early > 50)
  // 250,000 places of 4: the key of the table is the cap.
  await assert.rejects(served.superuser.query(`insert into intake.closed_mark values (250000, 0, $1, $1, '2026-11-18')`, [randomBytes(16)]))
  await assert.rejects(served.superuser.query(`insert into intake.closed_mark values (0, 4, $1, $1, '2026-11-18')`, [randomBytes(16)]))
})

test('where all four ways of a place are taken one of them goes at random, and an ended mark goes first', async () => {
  await served.superuser.query('begin')
  try {
    const id = randomBytes(16)
    const place = `intake.place_of(intake.mark_of($1))`
    for (const way of [0, 1, 2, 3])
      await served.superuser.query(
        `insert into intake.closed_mark values (${place}, ${way}, $2, $2, ${way === 2 ? `'2026-11-17'` : `'2027-01-01'`})
         on conflict (place, way) do update set mark = excluded.mark, ends = excluded.ends`,
        [id, randomBytes(16)],
      )
    await served.superuser.query(`select intake.leave_mark($1, $2, '2026-11-18')`, [id, randomBytes(16)])
    const { rows } = await served.superuser.query<{ way: number }>(
      `select way from intake.closed_mark where place = ${place} and mark = intake.mark_of($1)`,
      [id],
    )
    assert.deepEqual(rows, [{ way: 2 }])
  } finally {
    await served.superuser.query('rollback')
  }
})

test('a token takes its item away unless a team has taken it in', async () => {
  const [free, taken] = [await aFrame(), await aFrame()]
  for (const { frame } of [free, taken]) await served.post('/api/intake', frame)
  assert.deepEqual(await asMember('select intake.take_item($1) as done', [taken.item]), { done: true })
  assert.deepEqual(await asMember('select intake.take_item($1) as done', [randomBytes(16)]), { done: false })
  await erase([free.item, free.itemToken], [taken.item, taken.itemToken])
  for (const table of ['intake.item', 'intake.body', 'keys.intake_envelope']) {
    assert.equal(await served.count(table, 'item_id = $1', [free.item]), 0, table)
    assert.equal(await served.count(table, 'item_id = $1', [taken.item]), 1, table)
  }
  assert.deepEqual(await asMember('select intake.retire_item($1) as said', [taken.item]), { said: 'done' })
  assert.equal(await served.count('intake.body', 'item_id = $1', [taken.item]), 0)
})

test('ended marks and forgotten reservations go in the night', async () => {
  await served.superuser.query(`insert into intake.reserved_slot values ($1, $1, $1, '2026-11-20')`, [randomBytes(16)])
  served.clock.turn('2027-04-01T02:00:00Z')
  const { runNight } = await import('./run-night.ts')
  assert.equal(await runNight(served.night), true)
  assert.equal(await served.count('intake.closed_mark'), 0)
  assert.equal(await served.count('intake.reserved_slot'), 0)
})

test('an exchange and a deletion of another form are refused', async () => {
  for (const [path, length] of [
    ['/api/mailbox', 280],
    ['/api/mailbox/delete', 776],
  ] as const) {
    assert.equal((await served.post(path, randomBytes(length))).status, 400, path)
    assert.equal((await served.post(path, randomBytes(length + 1))).status, 413, path)
  }
  assert.deepEqual(served.faults, [])
})
