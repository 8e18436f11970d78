import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { openNote, parseVerifierKey } from '#crypto/signed-note.ts'
import { parseCheckpoint } from '#formats/checkpoint.ts'
import { Refusal, yes } from '#kernel/refusal.ts'
import { HOME, type ScratchServer, scratchServer } from '../../../test/database.ts'
import { aLedger } from './a-ledger.ts'
import { makeCheckpoint, signHead } from './make-checkpoint.ts'
import { runSequencer } from './run-sequencer.ts'
import { sequenceEntries } from './sequence-entries.ts'

let server: ScratchServer
before(async () => {
  server = await scratchServer()
})
after(() => server.stop())

type Count = { readonly n: number }

test('entries wait until the sequencer gives them their place, and then the ledger holds (T-23)', async (t) => {
  const ledger = await aLedger(t, server)
  await ledger.append(7)
  assert.deepEqual([(await ledger.verify()).pending, (await ledger.verify()).size], [7, 0])
  assert.equal(await sequenceEntries(ledger.house.ledger), 7)
  assert.equal(await sequenceEntries(ledger.house.ledger), 0)
  const report = await ledger.verify()
  assert.deepEqual(report.faults, [])
  assert.deepEqual([report.size, report.pending], [7, 0])
})

test('an entry names who, what and the minute, and its salt is new each time', async (t) => {
  const ledger = await aLedger(t, server, { now: () => new Date('2026-03-31T23:59:58.7Z') })
  await ledger.append(2)
  const rows = await ledger.ask<{ salt: string; at: string; month: string; actor: string }>(
    `select encode(salt, 'hex') as salt, at::text, month::text, actor from base.ledger_entry`,
  )
  assert.deepEqual(
    rows.map(({ at, month, actor }) => [at, month, actor]),
    Array(2).fill(['2026-03-31 23:59:00+00', '2026-03-01', ledger.house.installation.actor.id]),
  )
  assert.notEqual(rows[0]?.salt, rows[1]?.salt)
})

test('a change that is rolled back leaves no line', async (t) => {
  const ledger = await aLedger(t, server)
  const { actor, register } = ledger.house.installation
  await assert.rejects(
    ledger.house.base.transact(actor, async (tx) => {
      await tx.grant({ action: 'record.correct', subject: 'x', compartment: register }, yes)
      throw new Refusal('record.stale')
    }),
  )
  assert.deepEqual(
    await ledger.ask('select (select count(*)::int from base.ledger_entry) + (select count(*)::int from base.ledger_pending) as n'),
    [{ n: 0 }],
  )
})

test('leaves of a batch stand in the order of their random ids, so that the tree tells no order within it', async (t) => {
  const ledger = await aLedger(t, server)
  await ledger.grow(12)
  await ledger.grow(5)
  const ids = (await ledger.ask<{ id: string }>('select entry_id as id from base.ledger_leaf order by index')).map(({ id }) => id)
  assert.deepEqual(ids, [...ids.slice(0, 12).toSorted(), ...ids.slice(12).toSorted()])
})

test('a batch takes no more than it may and the rest goes on waiting', async (t) => {
  const ledger = await aLedger(t, server)
  await ledger.append(5)
  assert.deepEqual([await sequenceEntries(ledger.house.ledger, 2), await sequenceEntries(ledger.house.ledger, 2)], [2, 2])
  const report = await ledger.verify()
  assert.deepEqual([report.ok, report.size, report.pending], [true, 4, 1])
})

test('several sequencers beside several writers give every entry one place, without a gap (T-23)', async (t) => {
  const ledger = await aLedger(t, server)
  let isWriting = true
  const sequencers = [1, 2, 3].map(async () => {
    let taken = 0
    do taken += await sequenceEntries(ledger.house.ledger, 7)
    while (isWriting)
    return taken
  })
  await Promise.all([1, 2, 3, 4].map(() => ledger.append(25)))
  isWriting = false
  const taken = (await Promise.all(sequencers)).reduce((sum, one) => sum + one, 0)
  assert.equal(taken + (await sequenceEntries(ledger.house.ledger)), 100)
  const report = await ledger.verify()
  assert.deepEqual([report.ok, report.size, report.pending], [true, 100, 0])
})

const SEQUENCE_WITHOUT_END = `
  const { openDatabase, openPool } = await import('#base/database.ts')
  const { sequenceEntries } = await import('#base/ledger/sequence-entries.ts')
  const db = openDatabase(openPool(process.env.URL, 1))
  process.stdout.write('ready')
  for (;;) await sequenceEntries(db, 3)
`

test('a sequencer that is killed in the middle leaves a whole batch or nothing of it (T-23)', async (t) => {
  const ledger = await aLedger(t, server)
  for (let round = 0; round < 4; round++) {
    await ledger.append(30)
    const child = spawn(process.execPath, ['--input-type=module', '-e', SEQUENCE_WITHOUT_END], {
      cwd: HOME,
      env: { ...process.env, URL: ledger.database.urls.asylia_ledger },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const ended = new Promise((resolve) => child.once('close', resolve))
    await new Promise((resolve) => child.stdout.once('data', resolve))
    const before = (await ledger.verify()).size
    // A different moment of the transaction each time: the size at which it dies is not ours to choose.
    for (let size = before; size < before + 6 + round && size < (round + 1) * 30; size = (await ledger.verify()).size)
      assert.equal(child.exitCode, null)
    child.kill('SIGKILL')
    await ended
    const report = await ledger.verify()
    assert.deepEqual(report.faults, [])
    assert.equal(report.size + report.pending, (round + 1) * 30)
  }
})

test('a waiting line without an entry, or with its leaf already, does not stop the others', async (t) => {
  const ledger = await aLedger(t, server)
  await ledger.grow(3)
  await ledger.tamper(
    'insert into base.ledger_pending select compartment_id, month, entry_id from base.ledger_leaf where index = 1',
    'insert into base.ledger_pending select compartment_id, month, gen_random_uuid() from base.ledger_leaf where index = 1',
  )
  await ledger.append(2)
  assert.equal(await sequenceEntries(ledger.house.ledger), 2)
  const report = await ledger.verify()
  assert.deepEqual(report.faults.map(({ code }) => code).toSorted(), ['pending.with_leaf', 'pending.without_entry'])
})

test('a queue whose front is all tampering is looked through to its end', async (t) => {
  const ledger = await aLedger(t, server)
  await ledger.grow(1)
  await ledger.tamper(
    `insert into base.ledger_pending select compartment_id, date '1999-01-01', gen_random_uuid() from base.ledger_leaf, generate_series(1, 5)`,
  )
  await ledger.append(3)
  assert.equal(await sequenceEntries(ledger.house.ledger, 2), 2)
  assert.equal(await sequenceEntries(ledger.house.ledger, 2), 1)
  assert.equal(await sequenceEntries(ledger.house.ledger, 2), 0)
  assert.equal((await ledger.verify()).size, 4)
})

test('no login of a running part may change a line, and each may only add what is its own (T-23)', async (t) => {
  const ledger = await aLedger(t, server)
  await ledger.grow(2)
  const may = async (url: string, statement: string): Promise<boolean> => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    const done = await client.query(statement).then(
      () => true,
      () => false,
    )
    await client.end()
    return done
  }
  const { asylia_app, asylia_ledger } = ledger.database.urls
  for (const table of ['entry', 'leaf', 'frontier', 'checkpoint']) {
    for (const url of [asylia_app, asylia_ledger, ledger.database.urls.asylia_owner, ledger.database.superuserUrl]) {
      assert.equal(await may(url, `delete from base.ledger_${table}`), false, table)
      assert.equal(await may(url, `truncate base.ledger_${table} cascade`), false, table)
    }
  }
  assert.equal(await may(asylia_ledger, `update base.ledger_entry set subject = 'other'`), false)
  assert.equal(await may(asylia_ledger, 'insert into base.ledger_entry select * from base.ledger_entry'), false)
  assert.equal(await may(asylia_app, `insert into base.ledger_frontier values (9, '{}')`), false)
  assert.equal(await may(asylia_app, 'delete from base.ledger_pending'), false)
  assert.equal((await ledger.verify()).ok, true)
})

test('a checkpoint is a note of this log over the tree as it is, made only when the ledger has grown (T-23)', async (t) => {
  const at = new Date('2026-03-14T09:26:53Z')
  const clock = { now: () => at }
  const ledger = await aLedger(t, server, clock)
  assert.equal(await makeCheckpoint(ledger.house.ledger, ledger.key, clock), undefined)
  await ledger.grow(5)
  const made = await makeCheckpoint(ledger.house.ledger, ledger.key, clock)
  assert.equal(await makeCheckpoint(ledger.house.ledger, ledger.key, clock), undefined)
  await ledger.append(1)
  assert.equal(await makeCheckpoint(ledger.house.ledger, ledger.key, clock), undefined)
  await sequenceEntries(ledger.house.ledger)
  assert.equal((await makeCheckpoint(ledger.house.ledger, ledger.key, clock))?.size, 6)

  const noteKey = await parseVerifierKey(ledger.key.verifierKey)
  assert.ok(noteKey && made)
  const opened = await openNote(made.note, [noteKey])
  assert.ok(opened.ok)
  assert.deepEqual(parseCheckpoint(opened.text), {
    origin: 'ledger.example/ledger',
    size: 5,
    root: new Uint8Array(made.root),
    extensions: [],
  })
  const report = await ledger.verify()
  assert.deepEqual([report.ok, report.checkpoints, report.signedSize], [true, 2, 6])
})

test('the head is signed anew with the ledger, and again the same when it has not grown (T-23)', async (t) => {
  const ledger = await aLedger(t, server)
  assert.equal(await signHead(ledger.house.ledger, ledger.key), undefined)
  await ledger.grow(3)
  const first = await signHead(ledger.house.ledger, ledger.key)
  assert.equal((await signHead(ledger.house.ledger, ledger.key))?.note, first?.note)
  assert.equal((await ledger.key.readMemory()).head, first?.note)
  await ledger.grow(40)
  await ledger.grow(4)
  assert.equal((await signHead(ledger.house.ledger, ledger.key))?.size, 47)
  assert.deepEqual((await ledger.verify()).signedSize, 47)
})

test('nothing is signed that does not grow out of what was signed before (T-23)', async (t) => {
  const rolledBack = ['delete from base.ledger_leaf where index >= 4', 'delete from base.ledger_frontier where size > 4']
  const cases: readonly (readonly [code: string, ...statements: string[]])[] = [
    ['ledger.rolled_back', ...rolledBack],
    [
      'ledger.rewritten',
      'update base.ledger_frontier set hashes = (select hashes from base.ledger_frontier where size = 4) where size = 9',
    ],
    ['ledger.rewritten', 'delete from base.ledger_frontier where size = 9'],
    ['ledger.rewritten', `update base.ledger_leaf set hash = sha256('x') where index = 10`],
    ['ledger.rewritten', 'delete from base.ledger_leaf where index = 10'],
    ['ledger.rewritten', 'delete from base.ledger_leaf'],
    // The signed root itself, passed off as the frontier from which the tree goes on.
    [
      'ledger.rewritten',
      'update base.ledger_frontier set hashes = array[(select root from base.ledger_checkpoint where size = 9)] where size = 9',
    ],
  ]
  for (const [code, ...statements] of cases) {
    const ledger = await aLedger(t, server)
    await ledger.grow(4)
    await ledger.grow(5)
    const { now } = ledger.house.base.clock
    await makeCheckpoint(ledger.house.ledger, ledger.key, { now })
    await ledger.grow(3)
    const memory = await ledger.key.readMemory()
    await ledger.tamper(...statements)
    await assert.rejects(signHead(ledger.house.ledger, ledger.key), { code }, statements[0])
    await assert.rejects(makeCheckpoint(ledger.house.ledger, ledger.key, { now }), { code })
    assert.deepEqual(await ledger.key.readMemory(), memory)
    assert.deepEqual(await ledger.ask<Count>('select count(*)::int as n from base.ledger_checkpoint'), [{ n: 1 }])
  }
})

test('a lost memory is made again from the newest checkpoint, and a foreign note in its place is refused (T-23)', async (t) => {
  const ledger = await aLedger(t, server)
  await ledger.grow(4)
  await makeCheckpoint(ledger.house.ledger, ledger.key, ledger.house.base.clock)
  await ledger.key.keepMemory({})
  assert.equal((await signHead(ledger.house.ledger, ledger.key))?.size, 4)
  assert.notEqual((await ledger.key.readMemory()).head, undefined)

  await ledger.key.keepMemory({ head: await ledger.key.sign('something else\n') })
  await assert.rejects(signHead(ledger.house.ledger, ledger.key), { code: 'ledger.rewritten' })
})

/** A clock that a test turns. */
function aClock(): { now: () => Date; turn: (minutes: number) => void } {
  let time = Date.parse('2026-03-14T09:00:00Z')
  return { now: () => new Date(time), turn: (minutes) => (time += minutes * 60_000) }
}

async function until(isSo: () => Promise<boolean>): Promise<number> {
  const began = performance.now()
  while (!(await isSo())) assert.ok(performance.now() - began < 20_000, 'it did not come about')
  return performance.now() - began
}

test('the running sequencer places an entry within two seconds, makes a checkpoint an hour, and ends cleanly (T-23)', async (t) => {
  const clock = aClock()
  const ledger = await aLedger(t, server, clock)
  const stop = new AbortController()
  const faults: string[] = []
  const running = runSequencer(ledger.house.ledger, { key: ledger.key, clock, signal: stop.signal, onFault: (code) => faults.push(code) })
  const countOf = async (what: string) => (await ledger.ask<Count>(`select count(*)::int as n from base.ledger_${what}`))[0]?.n

  await ledger.append(1)
  assert.ok((await until(async () => (await countOf('leaf')) === 1)) < 2_000)
  await until(async () => (await countOf('checkpoint')) === 1)
  clock.turn(59)
  await ledger.append(1)
  await until(async () => (await countOf('leaf')) === 2)
  await ledger.append(1)
  await until(async () => (await countOf('leaf')) === 3)
  assert.equal(await countOf('checkpoint'), 1)
  clock.turn(1)
  await until(async () => (await countOf('checkpoint')) === 2)

  stop.abort()
  await ledger.append(2)
  await running
  assert.deepEqual(faults, [])
  assert.equal((await ledger.verify()).ok, true)
})

test('what was appended before the end is placed before it, and a sequencer that was never started places once (T-23)', async (t) => {
  const ledger = await aLedger(t, server)
  await ledger.append(3)
  await runSequencer(ledger.house.ledger, { key: ledger.key, clock: ledger.house.base.clock, signal: AbortSignal.abort() })
  const report = await ledger.verify()
  assert.deepEqual([report.ok, report.size, report.pending, report.signedSize], [true, 3, 0, 3])
})

test('a sequencer that may not sign goes on placing entries and says the code (T-23)', async (t) => {
  const ledger = await aLedger(t, server)
  await ledger.grow(4)
  await signHead(ledger.house.ledger, ledger.key)
  await ledger.tamper(`update base.ledger_frontier set hashes = array[sha256('x')] where size = 4`)
  await ledger.append(1)
  const faults: string[] = []
  const options = {
    key: ledger.key,
    clock: ledger.house.base.clock,
    signal: AbortSignal.abort(),
    onFault: (code: string) => faults.push(code),
  }
  await runSequencer(ledger.house.ledger, options)
  assert.deepEqual(faults, ['ledger.rewritten'])
  assert.deepEqual(await ledger.ask<Count>('select count(*)::int as n from base.ledger_leaf'), [{ n: 5 }])
})
