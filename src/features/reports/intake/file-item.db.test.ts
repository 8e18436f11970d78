import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { aFrame } from './a-frame.ts'
import { anIntake, type ServedIntake } from './an-intake.ts'

let served: ServedIntake

before(async () => {
  served = await anIntake()
})
after(() => served.stop())

const post = (path: string, body: Uint8Array) => served.post(path, body)
const count = (table: string, where?: string, values?: readonly unknown[]) => served.count(table, where, values)

test('the same frame a thousand times is one item, one slot and one answer (I-01)', async () => {
  const { frame, item, slot } = await aFrame()
  const answers = new Set<string>()
  for (let round = 0; round < 20; round += 1) {
    const all = await Promise.all(Array.from({ length: 50 }, () => post('/api/intake', frame)))
    for (const answer of all) answers.add(`${answer.status} ${await answer.text()} ${answer.headers.get('content-length')}`)
  }
  assert.deepEqual([...answers], ['201 ok 2'])
  assert.equal(await count('intake.item', 'item_id = $1', [item]), 1)
  assert.equal(await count('intake.body', 'item_id = $1', [item]), 1)
  assert.equal(await count('keys.intake_envelope', 'item_id = $1', [item]), 1)
  assert.equal(await count('intake.slot', 'slot_id = $1', [slot]), 1)
})

test('the same id with another slot and another body keeps the first bytes (I-01)', async () => {
  const first = await aFrame()
  const second = await aFrame({ item: first.item })
  assert.equal((await post('/api/intake', first.frame)).status, 201)
  assert.equal((await post('/api/intake', second.frame)).status, 201)
  served.clock.turn('2026-11-19T00:10:00Z')
  assert.equal((await post('/api/intake', second.frame)).status, 201)
  const row = await served.superuser.query<{ body: Buffer }>('select body from intake.body where item_id = $1', [first.item])
  assert.equal(row.rows.length, 1)
  assert.deepEqual(row.rows[0]?.body, first.frame.subarray(19_879))
  assert.equal(await count('intake.slot', 'slot_id = $1', [second.slot]), 0)
})

test('a taken slot stays as it is and the item is taken all the same', async () => {
  const first = await aFrame()
  const second = await aFrame({ slot: first.slot })
  await post('/api/intake', first.frame)
  assert.equal((await post('/api/intake', second.frame)).status, 201)
  const row = await served.superuser.query<{ blob: Buffer }>('select blob from intake.slot where slot_id = $1', [first.slot])
  assert.deepEqual(row.rows[0]?.blob, first.frame.subarray(10_028, 19_879))
  assert.equal(await count('intake.item', 'item_id = $1', [second.item]), 1)
})

test('a frame of every bucket is stored whole, with the hour alone', async () => {
  served.clock.turn('2026-11-20T23:59:59.999Z')
  for (const bucket of [0, 1, 2, 3] as const) {
    const { frame, item } = await aFrame({ bucket, urgent: bucket === 2, lane: 3 })
    assert.equal((await post('/api/intake', frame)).status, 201, String(bucket))
    const { rows } = await served.superuser.query('select day, bucket, lane, urgent, arrived_hour from intake.item where item_id = $1', [
      item,
    ])
    assert.deepEqual(rows, [{ day: '2026-11-20', bucket, lane: 3, urgent: bucket === 2, arrived_hour: new Date('2026-11-20T23:00:00Z') }])
  }
})

test('a frame that contradicts itself or holds other stanzas is refused and leaves nothing (T-11)', async () => {
  const { frame } = await aFrame()
  const spoilt = (at: number, ...bytes: readonly number[]) => {
    const copy = Buffer.from(frame)
    copy.set(bytes, at)
    return copy
  }
  const items = await count('intake.item')
  const scrypt = Buffer.from('-> scrypt ')
  for (const wrong of [
    spoilt(0, 0x42),
    spoilt(4, 2),
    spoilt(5, 2),
    spoilt(6, 0),
    spoilt(6, 4),
    spoilt(7, 1),
    spoilt(72, 0),
    spoilt(72 + 22, ...scrypt),
    spoilt(10_028, 0),
    spoilt(10_028 + 22, ...scrypt),
    spoilt(19_879, 0),
    spoilt(19_879 + 22, ...scrypt),
    randomBytes(frame.length),
  ]) {
    const answer = await post('/api/intake', wrong)
    assert.equal(answer.status, 400)
    assert.equal(((await answer.json()) as { code: string }).code, 'intake.malformed')
  }
  assert.equal(await count('intake.item'), items)
  assert.deepEqual(served.faults, [])
})
