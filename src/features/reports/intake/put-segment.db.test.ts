import assert from 'node:assert/strict'
import { execFile, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { isRoot } from '#base/a-data-folder.ts'
import { missingOf } from '#crypto/files/bitmap.ts'
import { padme } from '#crypto/files/padme.ts'
import { aFrame } from './a-frame.ts'
import { type ASet, aSet } from './a-segment.ts'
import { anIntake, type ServedIntake } from './an-intake.ts'
import { hashOf } from './erase.ts'
import { runNight } from './run-night.ts'

const run = promisify(execFile)
let served: ServedIntake

before(async () => {
  served = await anIntake()
})
after(() => served.stop())

const put = (one: ASet, index: number, body: Uint8Array, headers: Readonly<Record<string, string>> = {}) =>
  served.put(one.path(index), body, { ...one.headers, ...headers })

async function codeOf(answer: Response): Promise<string> {
  return ((await answer.json()) as { code: string }).code
}

async function missing(one: ASet): Promise<number[]> {
  const answer = await fetch(`${served.origin}/api/files/${one.set}`)
  assert.equal(answer.status, 200)
  return missingOf(new Uint8Array(await answer.arrayBuffer()), one.plan.count)
}

async function storeOf(one: ASet): Promise<string> {
  const { rows } = await served.superuser.query<{ store: string }>(
    `select encode(store, 'hex') as store from intake.file_set where set_id = $1`,
    [Buffer.from(one.set, 'hex')],
  )
  return rows[0]?.store ?? ''
}

test('segments come in any order and the map of bits tells which are there', async () => {
  const one = aSet(500_000)
  assert.equal(one.plan.count, 4)
  assert.deepEqual(await missing(one), [0, 1, 2, 3])
  for (const index of [2, 0]) assert.equal((await put(one, index, await one.segment(index))).status, 201)
  assert.deepEqual(await missing(one), [1, 3])
  for (const index of [3, 1]) assert.equal((await put(one, index, await one.segment(index))).status, 201)
  assert.deepEqual(await missing(one), [])
})

test('two workers that begin a set together agree on it', async () => {
  const one = aSet(500_000)
  const answers = await Promise.all([0, 1, 2, 3].map(async (index) => (await put(one, index, await one.segment(index))).status))
  assert.deepEqual(answers, [201, 201, 201, 201])
  assert.deepEqual(await missing(one), [])
  assert.equal((await readdir(join(served.blobs, await storeOf(one)))).length, 4)
})

test('the first body of an index stays whatever comes after it (U-21)', async () => {
  const one = aSet(20_000)
  const first = await one.segment(0)
  assert.equal((await put(one, 0, first)).status, 201)
  const again = await put(one, 0, await one.segment(0))
  assert.equal(again.status, 200)
  assert.deepEqual(await readFile(join(served.blobs, await storeOf(one), '0')), first)
  const both = aSet(20_000)
  const bodies = [await both.segment(0), await both.segment(0)]
  await Promise.all(bodies.map((body) => put(both, 0, body)))
  const kept = await readFile(join(served.blobs, await storeOf(both), '0'))
  assert.ok(bodies.some((body) => body.equals(kept)))
})

test('another token, total, segment size, index or length is refused and changes nothing (U-03)', async () => {
  const one = aSet(500_000)
  const body = await one.segment(0)
  assert.equal((await put(one, 0, body)).status, 201)
  const other = aSet(600_000)
  const large = aSet(500_000, 1_048_576)
  const tries: readonly (readonly [Promise<Response>, number, string])[] = [
    [put(one, 1, body, { 'asylia-token': randomBytes(32).toString('hex') }), 409, 'files.other'],
    [put(one, 1, body, { 'asylia-total': String(other.plan.total) }), 409, 'files.other'],
    [put(one, 0, await large.segment(0), { 'asylia-segment': '1048576' }), 409, 'files.other'],
    [put(one, 4, body), 413, 'files.wrong_length'],
    [put(one, 1, body.subarray(1)), 413, 'files.wrong_length'],
    [put(one, 1, Buffer.concat([body, Buffer.alloc(1)])), 413, 'files.wrong_length'],
    [put(one, 1, body, { 'asylia-total': String(one.plan.total + 1) }), 400, 'intake.malformed'],
    [put(one, 1, body, { 'asylia-total': String(padme(3_000_000_000)) }), 400, 'intake.malformed'],
    [put(one, 1, body, { 'asylia-total': '1e9' }), 400, 'intake.malformed'],
    [put(one, 1, body, { 'asylia-segment': '65536' }), 400, 'intake.malformed'],
    [put(one, 1, body, { 'asylia-token': 'short' }), 400, 'intake.malformed'],
  ]
  for (const [asked, status, code] of tries) {
    const answer = await asked
    assert.equal(answer.status, status, code)
    assert.equal(await codeOf(answer), code)
  }
  assert.deepEqual(await missing(one), [1, 2, 3])
})

test('ten gigabytes are refused before a byte is read (U-03)', async () => {
  const { request } = await import('node:http')
  const one = aSet(500_000)
  const answer = await new Promise<number | undefined>((resolve, reject) => {
    const call = request(`${served.origin}${one.path(0)}`, {
      method: 'PUT',
      headers: { ...one.headers, 'content-type': 'application/octet-stream', 'content-length': '10000000000' },
    })
    call.on('response', (response) => {
      resolve(response.statusCode)
      call.destroy()
    })
    call.on('error', reject)
    call.flushHeaders()
  })
  assert.equal(answer, 413)
  assert.equal(await storeOf(one), '')
})

test('an upload that breaks off leaves nothing that shows, and goes on afterwards (U-19)', async () => {
  const { request } = await import('node:http')
  const one = aSet(500_000)
  const body = await one.segment(0)
  const call = request(`${served.origin}${one.path(0)}`, {
    method: 'PUT',
    headers: { ...one.headers, 'content-type': 'application/octet-stream', 'content-length': String(body.length) },
  })
  call.on('error', () => undefined)
  call.write(body.subarray(0, 50_000))
  while ((await readdir(join(served.blobs, 'parts')).catch(() => [])).length === 0) await new Promise((go) => setTimeout(go, 5))
  call.destroy()
  while ((await readdir(join(served.blobs, 'parts'))).length > 0) await new Promise((go) => setTimeout(go, 5))
  assert.deepEqual(await missing(one), [0, 1, 2, 3])
  assert.equal((await put(one, 0, body)).status, 201)
  assert.deepEqual(await missing(one), [1, 2, 3])
  assert.deepEqual(served.faults, [])
})

test('killed between the file and the note nothing shows, and a second try has one effect (U-19)', async () => {
  const one = aSet(20_000)
  const body = await one.segment(0)
  const program = join(import.meta.dirname, 'a-killed-upload.ts')
  const facts = { url: served.database.urls.asylia_intake, blobs: served.blobs, set: one.set, token: one.token, plan: one.plan }
  const child = fork(program, [JSON.stringify(facts)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  child.send(body.toString('base64'))
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null]
  assert.deepEqual([code, signal], [null, 'SIGKILL'])
  // The file is there in full, and nobody is told so.
  assert.deepEqual(await readFile(join(served.blobs, await storeOf(one), '0')), body)
  assert.deepEqual(await missing(one), [0])
  assert.equal((await put(one, 0, body)).status, 201)
  assert.deepEqual(await missing(one), [])
  assert.equal((await readdir(join(served.blobs, await storeOf(one)))).length, 1)
})

test('files and folders carry no time, and no name that the reporter chose (T-13)', async () => {
  const one = aSet(20_000)
  await put(one, 0, await one.segment(0))
  const folder = join(served.blobs, await storeOf(one))
  for (const path of [folder, join(folder, '0'), served.blobs, join(served.blobs, 'parts')]) {
    const { mtimeMs, atimeMs } = await stat(path)
    assert.deepEqual([mtimeMs, path === folder || path.endsWith('0') ? atimeMs : 0], [0, 0], path)
  }
  assert.ok(!(await readdir(served.blobs)).includes(one.set))
})

test('the token of a set takes it away, file and all', async () => {
  const one = aSet(20_000)
  await put(one, 0, await one.segment(0))
  const folder = join(served.blobs, await storeOf(one))
  const fill = Buffer.concat(Array.from({ length: 15 }, () => randomBytes(48)))
  const pair = (token: Buffer) => Buffer.concat([Buffer.from('ASYD\x01\0\0\0', 'latin1'), Buffer.from(one.set, 'hex'), token, fill])
  await served.post('/api/mailbox/delete', pair(randomBytes(32)))
  assert.deepEqual(await missing(one), [])
  await served.post('/api/mailbox/delete', pair(Buffer.from(one.token, 'hex')))
  assert.deepEqual(await missing(one), [0])
  await assert.rejects(stat(folder))
})

test('a segment that is noted after its set was erased does not bring it back', async () => {
  const one = aSet(20_000)
  const facts = {
    set: Buffer.from(one.set, 'hex'),
    tokenHash: hashOf(Buffer.from(one.token, 'hex')),
    total: one.plan.total,
    segment: 131_072,
    count: 1,
  }
  assert.equal((await served.intake.store.noteSet(facts, 0, '2026-11-18')).outcome, 'absent')
  assert.equal(await storeOf(one), '')
})

test('leftovers go after a day, incomplete sets seven days after their last segment, complete ones with their time', async () => {
  const [whole, begun] = [aSet(20_000), aSet(500_000)]
  await put(whole, 0, await whole.segment(0))
  await put(begun, 0, await begun.segment(0))
  const orphan = join(served.blobs, 'f'.repeat(32))
  await mkdir(orphan)
  await writeFile(join(served.blobs, 'parts', 'a'.repeat(32)), 'x')
  await utimes(orphan, 0, 0)
  const folders = { whole: join(served.blobs, await storeOf(whole)), begun: join(served.blobs, await storeOf(begun)) }
  const exists = async (path: string) => (await stat(path).catch(() => undefined)) !== undefined
  // Changing the time of change needs a clock ahead of the disk's.
  const later = new Date(Date.now() + 3 * 86_400_000)
  assert.equal(await served.intake.files.sweep(new Set([await storeOf(whole), await storeOf(begun)]), new Date()), 0)
  const known = new Set(
    (await served.superuser.query<{ s: string }>(`select encode(store, 'hex') as s from intake.file_set`)).rows.map(({ s }) => s),
  )
  assert.equal(await served.intake.files.sweep(known, later), 2)
  assert.equal(await exists(orphan), false)
  served.clock.turn('2026-11-25T02:00:00Z')
  await runNight(served.night)
  assert.deepEqual(await missing(begun), [1, 2, 3])
  served.clock.turn('2026-11-27T02:00:00Z')
  await runNight(served.night)
  assert.deepEqual(await missing(begun), [0, 1, 2, 3])
  assert.deepEqual(await missing(whole), [])
  assert.equal(await exists(folders.whole), true)
  served.clock.turn('2027-01-05T02:00:00Z')
  await runNight(served.night)
  assert.deepEqual(await missing(whole), [0])
})

test('a disk that is full or has no inodes left refuses with "full", keeps what it has, and goes on when there is room (U-20)', async (t) => {
  if (!isRoot) return t.skip('only root can make a small disk')
  const disk = await mkdtemp(join(tmpdir(), 'asylia-disk-'))
  await run('mount', ['-t', 'tmpfs', '-o', 'size=3m,nr_inodes=40', 'none', disk])
  t.after(async () => {
    await run('umount', [disk])
    await rm(disk, { recursive: true })
  })
  const { segmentFiles } = await import('./segment-files.ts')
  const files = segmentFiles(disk)
  const body = await aSet(120_000).segment(0)
  const store = randomBytes(16)
  const pieces = () =>
    (async function* () {
      yield body
    })()
  await files.write(store, 0, pieces())
  const isFull = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'intake.full'
  // It fills what there is and then fails, which is what it is for.
  await writeFile(join(disk, 'fill'), Buffer.alloc(3_000_000)).catch(() => undefined)
  await assert.rejects(files.write(store, 1, pieces()), isFull)
  assert.deepEqual(await readFile(join(disk, store.toString('hex'), '0')), body)
  assert.deepEqual(await readdir(join(disk, 'parts')), [])
  await rm(join(disk, 'fill'))
  await files.write(store, 1, pieces())
  for (let made = 0; made < 60; made += 1) await writeFile(join(disk, `inode-${made}`), '').catch(() => undefined)
  await assert.rejects(files.write(store, 2, pieces()), isFull)
  for (const name of await readdir(disk)) if (name.startsWith('inode-')) await rm(join(disk, name))
  await run('mount', ['-o', 'remount,ro', disk])
  await assert.rejects(files.write(store, 2, pieces()), isFull)
  await run('mount', ['-o', 'remount,rw', disk])
  await files.write(store, 2, pieces())
  assert.deepEqual((await readdir(join(disk, store.toString('hex')))).toSorted(), ['0', '1', '2'])
  assert.equal((await served.post('/api/intake', (await aFrame()).frame)).status, 201)
})
