import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm, stat, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { isRoot } from '#base/a-data-folder.ts'
import { aFrame, anArmour } from './a-frame.ts'
import { aSet } from './a-segment.ts'
import { anIntake } from './an-intake.ts'
import { watchCapacity } from './capacity.ts'
import { promisedRoom } from './promised-room.ts'
import { FLOORS, RESERVE, refusesKind } from './shedding.rules.ts'

const run = promisify(execFile)
const MIB = 1024 * 1024

/** A disk of its own, of so many mebibytes; only root can make one. */
async function aDisk(t: TestContext, mebibytes: number): Promise<{ path: string; leave(free: number): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'asylia-disk-'))
  await run('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'none', path])
  t.after(async () => {
    await run('umount', [path])
    await rm(path, { recursive: true })
  })
  let fills = 0
  const leave = async (wanted: number) => {
    const { bavail, bsize } = await statfs(path)
    const free = bavail * bsize
    if (free < wanted) for (const name of await readdir(path)) if (name.startsWith('fill')) await rm(join(path, name))
    const now = free < wanted ? await statfs(path) : { bavail, bsize }
    fills += 1
    await writeFile(join(path, `fill-${fills}`), Buffer.alloc(Math.max(0, now.bavail * now.bsize - wanted)))
  }
  return { path, leave }
}

async function until(condition: () => Promise<boolean> | boolean, seen = () => 'no'): Promise<void> {
  const end = performance.now() + 30_000
  while (!(await condition())) {
    assert.ok(performance.now() < end, `waited in vain; ${seen()}`)
    await wait(50)
  }
}

test('room is set aside on the disk of the texts and given back when that is nearly full (U-04, U-20)', async (t) => {
  if (!isRoot) return t.skip('only root can make a small disk')
  const { path, leave } = await aDisk(t, 200)
  const alarms: number[] = []
  const watch = await watchCapacity({ places: { texts: path, blobs: path }, onAlarm: (share) => alarms.push(share) })
  await watch.close()
  const size = watch.texts().reserve
  assert.equal(size, 20 * MIB)
  const { blocks } = await stat(join(path, 'reserve'))
  assert.equal(blocks * 512, size, 'it has no holes')
  await leave(size / 2)
  // Between giving back and counting again there is room at every moment: no text is told of a full disk in between.
  const end = performance.now() + 30_000
  while (watch.texts().reserve !== 0) {
    assert.ok(performance.now() < end, 'it is not given back')
    void watch.refresh()
    assert.equal(refusesKind(0, watch.texts()), undefined)
    await new Promise(setImmediate)
  }
  assert.ok(watch.texts().free > size)
  assert.equal((await readdir(path)).includes('reserve'), false)
  assert.deepEqual(alarms.at(-1), 0.85)
  await leave(150 * MIB)
  await until(async () => {
    await watch.refresh()
    return watch.texts().reserve === size
  })
  await watch.close()
  assert.equal(RESERVE.share, FLOORS[0].share)
})

test('fifty large files that begin together are let in only while all of them have room (U-04)', () => {
  const gigabyte = 1e9
  const promised = promisedRoom()
  const free = 80 * gigabyte
  let letIn = 0
  for (let at = 0; at < 50; at += 1) {
    const extra = promised.extraFor(String(at), 2 * gigabyte, 1_000_000)
    if (free - extra < 20 * gigabyte) continue
    promised.began(String(at), 2 * gigabyte)
    letIn += 1
  }
  assert.equal(letIn, 30)
  assert.equal(promised.extraFor('0', 2 * gigabyte, 1_000_000), 1_000_000)
  promised.stored('0', 2 * gigabyte)
  assert.equal(promised.extraFor('new', 2 * gigabyte, 1_000_000), 2 * gigabyte + 29 * 2 * gigabyte)
})

test('an upload that nobody goes on with promises nothing any more', () => {
  let now = 0
  const promised = promisedRoom(() => now)
  promised.began('a', 500)
  now = 700_000
  assert.equal(promised.extraFor('b', 10, 1), 10)
})

test('as the disk fills files go first, then long texts, the shortest last with an honest full; a puzzle buys what is left (I-21, U-04)', async (t) => {
  if (!isRoot) return t.skip('only root can make a small disk')
  const disk = await aDisk(t, 400)
  const served = await anIntake({ data: disk.path, blobs: join(disk.path, 'blobs') })
  t.after(() => served.stop())
  const segment = aSet(100_000)
  const body = await segment.segment(0)
  const frames = await Promise.all(([0, 1, 2, 3] as const).map((bucket) => aFrame({ bucket })))
  const armours = { short: await anArmour(2_000), long: await anArmour(30_000) }
  const solved = (bytes: Uint8Array) => {
    const inner = createHash('sha256').update(bytes).digest()
    for (;;) {
      const q = randomBytes(8)
      const outer = createHash('sha256').update(Buffer.from('asylia/v1/puzzle\0')).update(inner).update(q).digest()
      if (outer.readUInt32BE(0) >>> 18 === 0) return q.toString('hex')
    }
  }
  /** The answers to one of each kind, with the puzzle solved and without. */
  const tries = async () => {
    const answers: Record<string, number> = {}
    const set = aSet(100_000)
    answers['segment'] = (await served.put(set.path(0), body, set.headers)).status
    for (const { bucket, frame } of frames) {
      if (bucket !== 0) answers[`${bucket} unsolved`] = (await served.post('/api/intake', frame)).status
      answers[String(bucket)] = (await served.post('/api/intake', frame, { 'asylia-puzzle': solved(frame) })).status
    }
    const text = { 'content-type': 'text/plain' }
    answers['armour'] = (await served.post('/api/intake/armour', armours.short, text)).status
    answers['long armour'] = (
      await served.post('/api/intake/armour', armours.long, { ...text, 'asylia-puzzle': solved(armours.long) })
    ).status
    return answers
  }
  /** Asks until the new state of the disk is seen. */
  const after = async (free: number, told: (answers: Record<string, number>) => boolean) => {
    await disk.leave(free)
    let last = {}
    await until(
      async () => {
        const answers = await tries()
        last = answers
        return told(answers)
      },
      () => `with ${free} bytes free: ${JSON.stringify(last)}`,
    )
    // The first round that tells of it may have begun before.
    return tries()
  }
  const open = {
    segment: 201,
    '0': 201,
    '1': 201,
    '1 unsolved': 201,
    '2': 201,
    '2 unsolved': 201,
    '3': 201,
    '3 unsolved': 201,
    armour: 201,
    'long armour': 201,
  }
  const asked = { ...open, segment: 503, '1 unsolved': 428, '2 unsolved': 428, '3 unsolved': 428 }
  const total = 400 * MIB
  assert.deepEqual(await after(total * 0.5, (seen) => seen['segment'] === 201), open)
  assert.deepEqual(await after(total * 0.18, (seen) => seen['segment'] === 503), asked)
  const no3 = { ...asked, '3': 503, '3 unsolved': 503 }
  assert.deepEqual(await after(total * 0.15, (seen) => seen['3'] === 503), no3)
  const no2 = { ...no3, '2': 503, '2 unsolved': 503 }
  assert.deepEqual(await after(total * 0.13, (seen) => seen['2'] === 503), no2)
  const no1 = { ...no2, '1': 503, '1 unsolved': 503, 'long armour': 503 }
  assert.deepEqual(await after(total * 0.105, (seen) => seen['1'] === 503), no1)
  // What was set aside is given back first, so that the shortest still come in.
  assert.deepEqual(await after(total * 0.05, (seen) => seen['1'] === 503), no1)
  const full = { ...no1, '0': 507, armour: 507 }
  // What is given back between two looks is room again; the disk is filled until nothing is left to give.
  await until(async () => {
    await disk.leave(total * 0.05)
    return (await tries())['0'] === 507
  })
  assert.deepEqual(await tries(), full)
  assert.deepEqual(await after(total * 0.5, (seen) => seen['segment'] === 201), open)
  assert.deepEqual(served.faults, [])
})
