import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { aFrame, type Parts } from './a-frame.ts'
import { anIntake, type ServedIntake } from './an-intake.ts'
import { batchFaultsIn } from './batch.store.ts'
import { hashOf } from './erase.ts'
import { countLostToday } from './look-in-spool.ts'
import { listBatchFaults } from './night.store.ts'
import { replaySpool } from './replay-spool.ts'
import { runNight } from './run-night.ts'
import { copyToSpool } from './spool.ts'

let served: ServedIntake
let folder = ''

before(async () => {
  served = await anIntake()
  folder = await mkdtemp(join(tmpdir(), 'asylia-spool-'))
})
after(async () => {
  await served.stop()
  await rm(folder, { recursive: true })
})

async function file(count: number, at: string): Promise<Parts[]> {
  served.clock.turn(at)
  const filed: Parts[] = []
  for (let done = 0; done < count; done += 1) {
    const parts = await aFrame()
    await served.intake.fileFrame(parts.frame, undefined)
    filed.push(parts)
  }
  return filed
}

async function night(at: string): Promise<void> {
  served.clock.turn(at)
  assert.equal(await runNight(served.night), true)
}

const faults = () => served.house.base.transact(served.house.installation.actor, listBatchFaults)
const lose = async ({ item }: Parts) => {
  for (const table of ['intake.item', 'intake.body', 'keys.intake_envelope'])
    await served.superuser.query(`delete from ${table} where item_id = $1`, [item])
}

test('the night commits one root over the items of the day, and an item that vanished is noticed', async () => {
  const [erased, lost, changed] = await file(5, '2026-11-16T10:20:30Z')
  assert.ok(erased !== undefined && lost !== undefined && changed !== undefined)
  await night('2026-11-17T01:30:00Z')
  const { rows } = await served.superuser.query('select first, past, turn, item_count, lost from intake.batch')
  assert.deepEqual(rows, [{ first: '2026-11-16', past: '2026-11-17', turn: 0, item_count: 5, lost: 0 }])
  assert.deepEqual(await faults(), [])
  await served.superuser.query('update intake.body set body = set_byte(body, 200, (get_byte(body, 200) + 1) % 256) where item_id = $1', [
    changed.item,
  ])
  assert.deepEqual(await faults(), [{ first: '2026-11-16', past: '2026-11-17', fault: 'changed', items: 0 }])
  await served.superuser.query('update intake.body set body = set_byte(body, 200, (get_byte(body, 200) + 255) % 256) where item_id = $1', [
    changed.item,
  ])
  assert.deepEqual(await faults(), [])

  assert.equal((await served.intake.store.erase(erased.item, hashOf(erased.itemToken), '2026-11-17')).outcome, 'done')
  assert.deepEqual(await faults(), [], 'what the reporter took away is no loss')
  await lose(lost)
  assert.deepEqual(await faults(), [{ first: '2026-11-16', past: '2026-11-17', fault: 'lost', items: 1 }])
  assert.deepEqual(await batchFaultsIn(served.database.superuserUrl), await faults(), 'doctor sees the same')
  await night('2026-11-18T01:30:00Z')
  assert.deepEqual(await faults(), [{ first: '2026-11-16', past: '2026-11-17', fault: 'was_lost', items: 1 }])
})

test('what age takes away is no loss, days that become a week keep one root, and a loss in them is noticed', async () => {
  const [lost] = await file(2, '2026-11-25T10:00:00Z')
  await file(3, '2026-11-26T10:00:00Z')
  await night('2026-11-27T02:00:00Z')
  await night('2026-12-08T02:00:00Z')
  const weeks = await served.superuser.query(`select item_count, lost from intake.batch where first = '2026-11-23' and past = '2026-11-30'`)
  assert.deepEqual(weeks.rows, [{ item_count: 5, lost: 0 }])
  assert.ok(lost !== undefined)
  await lose(lost)
  assert.deepEqual((await faults()).at(-1), { first: '2026-11-23', past: '2026-11-30', fault: 'lost', items: 1 })
  await night('2027-02-01T02:00:00Z')
  assert.equal(await served.count('intake.item'), 0)
  await night('2027-02-02T02:00:00Z')
  assert.deepEqual(
    (await faults()).filter(({ fault }) => fault !== 'was_lost'),
    [],
  )
})

test('a root is never changed or taken away, not even by an administrator of the database; no id stands in it (T-13)', async () => {
  for (const statement of ['update intake.batch set lost = 0', 'delete from intake.batch', 'truncate intake.batch'])
    await assert.rejects(
      served.superuser.query(statement),
      (error) => error instanceof pg.DatabaseError && error.code === '23001',
      statement,
    )
  const client = new pg.Client({ connectionString: served.database.urls.asylia_app })
  await client.connect()
  for (const statement of ['select from intake.batch', 'select from intake.gone', 'select * from intake.check_batches()'])
    await assert.rejects(client.query(statement), (error) => error instanceof pg.DatabaseError && error.code === '42501', statement)
  await client.end()
})

test('the spool puts back what was lost and nothing that was taken away, however often it is asked (T-45, I-10)', async () => {
  const [lost, bodiless, erased, late, whole] = await file(5, '2027-03-01T10:20:30Z')
  assert.ok(lost !== undefined && bodiless !== undefined && erased !== undefined && late !== undefined && whole !== undefined)
  const { base, installation } = served.house
  const spool = join(folder, 'spool')
  served.clock.turn('2027-03-01T11:10:00Z')
  assert.ok((await copyToSpool({ base, actor: installation.actor, folder: spool })) > 0)
  await served.intake.store.erase(erased.item, hashOf(erased.itemToken), '2027-03-01')
  await served.intake.store.erase(erased.slot, hashOf(erased.slotToken), '2027-03-01')
  // Lost before the day's slots are copied again: the copy keeps it.
  await served.superuser.query('delete from intake.slot where slot_id = $1', [whole.slot])
  served.clock.turn('2027-03-01T12:10:00Z')
  await copyToSpool({ base, actor: installation.actor, folder: spool })
  const rows = async () =>
    (
      await served.superuser.query(
        'select item_id, delete_hash, bucket, lane, urgent, arrived_hour, body, envelope from intake.item join intake.body using (day, item_id) join keys.intake_envelope using (day, item_id) order by item_id',
      )
    ).rows
  const before = await rows()
  assert.equal(before.length, 4)
  await lose(lost)
  await served.superuser.query('delete from intake.body where item_id = $1', [bodiless.item])
  // As after a backup from before the erasure: what went is known to the spool alone.
  await served.superuser.query('delete from intake.gone')

  const replay = () => replaySpool({ base, actor: installation.actor, folder: spool })
  const first = await replay()
  assert.deepEqual(
    [first.items, first.slots],
    [
      { stored: 2, there: 2, gone: 1, busy: 0 },
      { stored: 1, there: 3, gone: 0, busy: 0 },
    ],
  )
  assert.deepEqual(await rows(), before)
  const again = await replay()
  assert.deepEqual([again.items.stored, again.slots.stored], [0, 0])
  assert.deepEqual(await rows(), before)
  assert.equal(await served.count('intake.part', `first = '2027-03-01' and touched`), 1, 'the night writes the day anew')
})

test('an item that is lost before its first night is missed from the next full hour to midnight; what somebody took away is not (T-45)', async () => {
  const { base, installation } = served.house
  const own = join(folder, 'today')
  const lostNow = () => countLostToday({ base, actor: installation.actor, folder: own })
  assert.equal(await lostNow(), 0, 'no spool is no loss')
  const [lost, bodiless, erased, late] = await file(4, '2027-04-05T10:20:30Z')
  assert.ok(lost !== undefined && bodiless !== undefined && erased !== undefined && late !== undefined)
  served.clock.turn('2027-04-05T11:10:00Z')
  await copyToSpool({ base, actor: installation.actor, folder: own })
  assert.equal(await lostNow(), 0)
  await served.intake.store.erase(erased.item, hashOf(erased.itemToken), '2027-04-05')
  assert.equal(await lostNow(), 0, 'the database knows that this one was taken away')
  await lose(lost)
  await served.superuser.query('delete from intake.body where item_id = $1', [bodiless.item])
  assert.equal(await lostNow(), 2)
  await replaySpool({ base, actor: installation.actor, folder: own })
  assert.equal(await lostNow(), 0)
  await lose(late)
  served.clock.turn('2027-04-06T00:30:00Z')
  assert.equal(await lostNow(), 0, 'a day that is over is not looked at: the hours of what a team has seen become days')
})
