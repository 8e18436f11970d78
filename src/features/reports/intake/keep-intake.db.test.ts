import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { aFrame } from './a-frame.ts'
import { aClock, anIntake, type ServedIntake } from './an-intake.ts'
import { hourOf } from './hour.rules.ts'
import { keepIntake } from './keep-intake.ts'
import { copyToSpool, readSpooledItems } from './spool.ts'
import { onTick } from './ticks.ts'
import { watchClock } from './watch-clock.ts'

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

const spool = () => copyToSpool({ base: served.house.base, actor: served.house.installation.actor, folder: join(folder, 'spool') })

test('items of an hour that is over are copied in the order of their ids, and come back from there after a loss (T-13)', async () => {
  const frames: Awaited<ReturnType<typeof aFrame>>[] = []
  served.clock.turn('2026-11-18T10:20:30Z')
  for (let round = 0; round < 12; round += 1) frames.push(await aFrame({ bucket: round === 3 ? 1 : 0, urgent: round === 5 }))
  for (const { frame } of frames) await served.intake.fileFrame(frame, undefined)
  await spool()
  assert.equal((await readdir(join(folder, 'spool'))).includes('items-2026-11-18T10'), false, 'the hour is not over')
  served.clock.turn('2026-11-18T11:05:00Z')
  assert.equal(await spool(), 1)
  assert.equal(await spool(), 0)
  const items = await readSpooledItems(join(folder, 'spool', 'items-2026-11-18T10'))
  const ids = items.map(({ item }) => Buffer.from(item).toString('hex'))
  assert.deepEqual(ids, ids.toSorted())
  assert.deepEqual(ids, frames.map(({ item }) => item.toString('hex')).toSorted())
  const rows = async () =>
    (
      await served.superuser.query(
        'select * from intake.item join intake.body using (day, item_id) join keys.intake_envelope using (day, item_id) order by item_id',
      )
    ).rows
  const before = await rows()
  await served.superuser.query('delete from intake.item; delete from intake.body; delete from keys.intake_envelope')
  for (const item of items) await served.intake.store.fileItem(item, '2026-11-18T10:00:00Z')
  assert.deepEqual(await rows(), before)
})

test('slots stand by day, so that an hour with one report joins nothing, and no file lives beyond 72 hours (T-13)', async () => {
  served.clock.turn('2026-11-19T10:00:00Z')
  const { frame, slot, item } = await aFrame()
  await served.intake.fileFrame(frame, undefined)
  served.clock.turn('2026-11-19T11:10:00Z')
  await spool()
  const names = await readdir(join(folder, 'spool'))
  assert.ok(names.includes('slots-2026-11-19'))
  for (const name of names) assert.match(name, /^(?:gone|items-\d{4}-\d{2}-\d{2}T\d{2}|slots-\d{4}-\d{2}-\d{2})$/)
  const { readFile } = await import('node:fs/promises')
  const hour = await readFile(join(folder, 'spool', 'items-2026-11-19T10'))
  assert.ok(hour.includes(item) && !hour.includes(slot))
  served.clock.turn('2026-11-25T11:10:00Z')
  await spool()
  const left = await readdir(join(folder, 'spool'))
  assert.equal(
    left.some((name) => name.includes('2026-11-19') || name.includes('2026-11-18')),
    false,
  )
})

test('a clock that jumps by more than an hour is noticed, either way, and slow drift is not', () => {
  const clock = aClock('2026-11-18T10:00:00Z')
  let passed = 0
  const watch = watchClock(clock, () => passed)
  passed = 40 * 86_400_000
  clock.turn(new Date(Date.parse('2026-11-18T10:00:00Z') + passed + 3_500_000).toISOString())
  assert.equal(watch.jumped(), false)
  clock.turn(new Date(Date.parse('2026-11-18T10:00:00Z') + passed + 3_700_000).toISOString())
  assert.equal(watch.jumped(), true)
  watch.confirm()
  assert.equal(watch.jumped(), false)
  clock.turn('2026-11-18T10:00:00Z')
  assert.equal(watch.jumped(), true)
})

test('the clockwork copies and works the night through; after a jump it takes nothing away until a person confirms', async () => {
  served.clock.turn('2026-11-26T02:00:00Z')
  const { frame, item } = await aFrame()
  await served.intake.fileFrame(frame, undefined)
  const run = async (clockBefore: string, clockAfter: string) => {
    const stop = new AbortController()
    const told: string[] = []
    const base = { ...served.house.base, clock: served.clock }
    served.clock.turn(clockBefore)
    const options = { base, actor: served.house.installation.actor, files: served.intake.files, data: folder, signal: stop.signal }
    const looked = new Promise<void>((resolve) => {
      void keepIntake({ ...options, onClockJump: (file) => told.push(file), onFault: () => told.push('fault') }).then(resolve)
    })
    // The first look begins at once; the jump is seen by a watch that started before it.
    served.clock.turn(clockAfter)
    const night = clockAfter.slice(0, 10)
    while ((await served.count('intake.state', 'night = $1', [night])) === 0) await wait(20)
    stop.abort()
    await looked
    return told
  }
  assert.deepEqual(await run('2027-01-20T02:00:00Z', '2027-01-21T02:00:00Z'), [join(folder, 'shredding-stopped')])
  assert.equal(await served.count('intake.item', 'item_id = $1', [item]), 1)
  assert.deepEqual(await run('2027-01-22T02:00:00Z', '2027-01-22T02:00:01Z'), [])
  assert.equal(await served.count('intake.item', 'item_id = $1', [item]), 1, 'the doubt outlives the process')
  await stat(join(folder, 'shredding-stopped'))
  await rm(join(folder, 'shredding-stopped'))
  assert.deepEqual(await run('2027-01-23T02:00:00Z', '2027-01-23T02:00:01Z'), [])
  assert.equal(await served.count('intake.item', 'item_id = $1', [item]), 0)
})

test('an answer leaves at a whole tick, refused or not (T-14)', async () => {
  for (const took of [0, 40, 130]) {
    const began = performance.now()
    await onTick(() => wait(took))
    const all = performance.now() - began
    const tick = took < 100 ? 100 : 200
    assert.ok(all >= tick - 1 && all < tick + 60, `${took}: ${all}`)
  }
  const began = performance.now()
  await assert.rejects(onTick(() => Promise.reject(new Error('no'))))
  assert.ok(performance.now() - began >= 99)
})

test('an hour is an hour, at its last moment too (T-13)', () => {
  assert.equal(hourOf(new Date('2026-11-18T23:59:59.999Z')), '2026-11-18T23:00:00Z')
  assert.equal(hourOf(new Date('2026-11-19T00:00:00.000Z')), '2026-11-19T00:00:00Z')
})
